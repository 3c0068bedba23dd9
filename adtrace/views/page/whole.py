"""The frame of a page: its head with the content security policy, its style and its script."""

from __future__ import annotations

import base64
import hashlib
import os

from ..palette import COLOURS
from .markup import Markup, element

FOLDER = os.path.dirname(__file__)


def whole(title: str, body: Markup, glyphs: Markup, rules: str, script: str, lang: str) -> Markup:
    """The document. Nothing but this style and this script may act in it, and nothing is ever loaded."""
    policy = (
        f"default-src 'none'; style-src {hashed(rules)}; script-src {hashed(script) if script else repr('none')}; "
        "base-uri 'none'; form-action 'none'"
    )
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", title),
        element("style", Markup(rules)),
    )
    main = element("body", element("main", body), glyphs, element("script", Markup(script)) if script else "")
    return element("html", head, Markup("\n"), main, lang=lang)


def hashed(content: str) -> str:
    """How a content security policy names an inline style or script."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def asset(name: str) -> str:
    """The text of a file beside this one."""
    with open(os.path.join(FOLDER, name), encoding="utf-8") as file:
        return file.read()


def style(name: str = "stepping.css") -> str:
    """The drawing's colours, light and dark, and the style that uses them: that of the stepper, or another file's."""
    light, dark = ("".join(f"--{role}:{pair[shade]};" for role, pair in COLOURS.items()) for shade in (0, 1))
    paints = "".join(f".fill-{role}{{fill:var(--{role})}}.stroke-{role}{{stroke:var(--{role})}}" for role in COLOURS)
    return (
        f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n{paints}\n"
        + asset(name)
    )
