"""MathML made ready for the typesetter: shallow, and with signs close to what they belong to."""

from __future__ import annotations

from xml.etree import ElementTree

MINUS, DOT, CLOSING = ("-", "\N{MINUS SIGN}"), "\N{DOT OPERATOR}", (")", "]", "|")
"""Signs that are set closer than the typesetter would, and those before which a minus is a subtraction."""

DEEPEST = 6
"""Rows within rows of a formula."""


def tidied(mathml: str) -> str:
    """The same MathML without rows of one, cut where it is nested deeply, signs close to what they belong to."""
    root = ElementTree.fromstring(mathml)
    for parent in list(root.iter()):
        for place, element in enumerate(parent):
            while element.tag.endswith("mrow") and len(element) == 1 and not element.attrib:
                element = element[0]
            parent[place] = element
    if len(root) == 1 and root[0].tag.endswith("mrow"):
        root[:] = list(root[0])
    _cut(root)
    _space(root)
    return ElementTree.tostring(root, encoding="unicode")


def _cut(root: ElementTree.Element) -> None:
    """Put an ellipsis for what lies below too many rows: ziamath's time doubles with each."""
    stack = [(root, 0)]
    while stack:
        element, rows = stack.pop()
        if element.tag.endswith(("mrow", "mfenced", "mtd")):
            rows += 1
        if rows > DEEPEST:
            element[:] = [ElementTree.Element("mi")]
            element[0].text = "…"
        else:
            stack += [(child, rows) for child in element]


def _space(root: ElementTree.Element) -> None:
    """No blank behind a leading minus or beside an underscore, little beside a dot."""
    for parent in root.iter():
        before = None
        for element in parent:
            sign = (element.text or "").strip() if element.tag.endswith("mo") else ""
            leading = before is None or (before.tag.endswith("mo") and (before.text or "").strip() not in CLOSING)
            if sign in MINUS and leading:
                element.attrib |= {"form": "prefix", "lspace": "0", "rspace": "0"}
            elif sign == "_":
                element.attrib |= {"lspace": "0", "rspace": "0"}
            elif sign == DOT:
                element.attrib |= {"lspace": "0.08em", "rspace": "0.08em"}
            before = element
