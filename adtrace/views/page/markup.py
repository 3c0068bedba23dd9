"""HTML from pieces: text is escaped where it enters, so that names are data wherever they stand."""

from __future__ import annotations

from html import escape

from ..layout import visible

VOID = frozenset(("input", "meta"))
"""Elements that have no content and no end."""


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def text(content: str) -> Markup:
    """Text as HTML; control and bidirectional characters, which could hide or turn it, as escapes."""
    return content if isinstance(content, Markup) else Markup(escape(visible(content)))


def joined(*content: str) -> Markup:
    """Pieces one after the other."""
    return Markup("".join(map(text, content)))


def element(tag: str, *content: str, **attributes: str | int | bool | None) -> Markup:
    """An element. Attributes are spelled `class_`, `data_at`; one that is True has no value, None or False is left out.

    >>> element("b", "a < b", class_="name", hidden=True)
    '<b class="name" hidden>a &lt; b</b>'
    """
    return Markup(f"<{tag}{written(attributes)}>{joined(*content)}{'' if tag in VOID else f'</{tag}>'}")


def written(attributes: dict[str, str | int | bool | None]) -> str:
    """Attributes as they stand in a tag."""
    found = []
    for key, value in attributes.items():
        name = key.rstrip("_").replace("_", "-")
        if value is True:
            found.append(f" {name}")
        elif value is not None and value is not False:
            found.append(f' {name}="{escape(visible(str(value)))}"')
    return "".join(found)
