"""MathML made ready for the typesetter: shallow, and with signs close to what they belong to."""

from __future__ import annotations

from xml.etree import ElementTree

MINUS, DOT, CLOSING = ("-", "\N{MINUS SIGN}"), "\N{DOT OPERATOR}", (")", "]", "|")
"""Signs that are set closer than the typesetter would, and those before which a minus is a subtraction."""

TYPEWRITER = {"a": 0x1D68A, "A": 0x1D670, "0": 0x1D7F6}
"""Where the typewriter's letters and digits begin."""

DEEPEST = 6
"""Rows within rows of a formula."""


def tidied(mathml: str) -> str:
    """The same MathML without rows of one, cut where it is nested deeply, signs close to what they belong to."""
    root = ElementTree.fromstring(mathml)
    for parent in list(root.iter()):
        _typewritten(parent)
        _with_commas(parent)
        for place, element in enumerate(parent):
            while element.tag.endswith("mrow") and len(element) == 1 and not element.attrib:
                element = element[0]
            parent[place] = element
    if len(root) == 1 and root[0].tag.endswith("mrow"):
        root[:] = list(root[0])
    _cut(root)
    _space(root)
    return ElementTree.tostring(root, encoding="unicode")


def _typewritten(element: ElementTree.Element) -> None:
    """Letters of a typewriter by their own code points: the typesetter sets them in italics, else."""
    if element.get("mathvariant") != "monospace":
        return
    element.set("mathvariant", "normal")
    element.text = "".join(
        chr(TYPEWRITER[first] + ord(letter) - ord(first)) if (first := _first(letter)) else letter
        for letter in element.text or ""
    )


def _first(letter: str) -> str:
    """The first of the letters or digits that this one is among; "" for any other sign."""
    if not (letter.isascii() and letter.isalnum()):
        return ""
    return "0" if letter.isdigit() else "A" if letter.isupper() else "a"


def _with_commas(parent: ElementTree.Element) -> None:
    """A decimal comma, which stands in a row of its own between two numbers, becomes part of one number."""
    place = 1
    while place < len(parent) - 1:
        before, comma, after = parent[place - 1 : place + 2]
        is_comma = comma.tag.endswith("mrow") and len(comma) == 1 and (comma[0].text or "").strip() == ","
        if is_comma and before.tag.endswith("mn") and after.tag.endswith("mn"):
            before.text = f"{before.text},{after.text}"
            parent.remove(comma)
            parent.remove(after)
        else:
            place += 1


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
