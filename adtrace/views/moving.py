"""Canvases for drawings in time: one frame, or all of them in one SVG that moves by CSS, without a script."""

from __future__ import annotations

from .canvas import ID, Canvas

FAINT = 0.4
"""Opacity of what is not computed yet; of fill and stroke, since browsers move a group's own out of step."""

SECONDS, LAST = 2.0, 3
"""How long a frame is held; how many times as long the last one."""


class Still(Canvas):
    """One frame: what is not shown in it is left out."""

    def __init__(self, scheme: str, now: int) -> None:
        super().__init__(scheme)
        self.now = now
        self.marks: list[int | None] = []

    def begin(self, first: int, until: int | None = None) -> None:
        """Begin what is shown from frame `first` on, and no longer in frame `until`."""
        shown = first <= self.now and (until is None or self.now < until)
        self.marks.append(None if shown else len(self.body))

    def faint(self, until: int) -> None:
        """Begin what is faint before the frame `until`."""
        self.body.append(f'<g fill-opacity="{FAINT}" stroke-opacity="{FAINT}">' if self.now < until else "<g>")

    def end(self) -> None:
        """End what `begin` began."""
        mark = self.marks.pop()
        if mark is not None:
            del self.body[mark:]


class Moving(Canvas):
    """All frames: without animation, and for readers who want less motion, the last one stands still."""

    def __init__(self, scheme: str, count: int) -> None:
        super().__init__(scheme)
        self.count = count
        self.rules: dict[str, str] = {}

    def begin(self, first: int, until: int | None = None) -> None:
        """Begin what is shown from frame `first` on, and no longer in frame `until`."""
        if first == 0 and until is None:
            self.body.append("<g>")
            return
        times = [(0, "hidden"), (first, "visible")] if first else [(0, "visible")]
        times += [] if until is None else [(until, "hidden")]
        name = self.rule(f"v{first}-{until or ''}", [(time, f"visibility:{state}") for time, state in times])
        gone = "" if until is None else ' visibility="hidden"'
        self.body.append(f'<g class="{name}"{gone}>')

    def faint(self, until: int) -> None:
        """Begin what is faint before the frame `until`."""
        times = [(time, f"fill-opacity:{shade};stroke-opacity:{shade}") for time, shade in ((0, FAINT), (until, 1))]
        name = self.rule(f"f{until}", times)
        self.body.append(f'<g class="{name}">')

    def end(self) -> None:
        """End what `begin` began."""
        self.body.append("</g>")

    def rule(self, short: str, times: list[tuple[int, str]]) -> str:
        """The class of an animation that changes at these frames."""
        total, name = self.count - 1 + LAST, f"{ID}{short}"
        keys = "".join(f"{100 * time / total:.4g}%{{{state}}}" for time, state in times)
        self.rules[name] = (
            f"@keyframes {name}{{{keys}}}.{name}{{animation:{name} {SECONDS * total:g}s step-end infinite}}"
        )
        return name

    def finish(self, width: float, height: float, title: str) -> str:
        """The SVG document."""
        motion = "".join(self.rules.values())
        self.body.insert(0, f"<style>@media (prefers-reduced-motion:no-preference){{{motion}}}</style>")
        return super().finish(width, height, title)
