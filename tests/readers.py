"""A real parser for every output format: what it is given is well formed and inert, and these are the texts in it.

To add a format is to add its reader here: tests/views/test_hostile_names.py fails for a format that has none.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree import ElementTree

import pytest

UNSAFE = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
SVG = "{http://www.w3.org/2000/svg}"

PLAIN_ELEMENTS = {"h3", "p", "table", "thead", "tbody", "tr", "th", "td", "code", "pre", "strong", "blockquote"}
INERT_ELEMENTS = PLAIN_ELEMENTS | {"div", "style", "span", "b", "i", "br"}


def clean(text: str) -> str:
    """The text, which has no control, bidirectional or private characters but line ends and tabs."""
    assert not {letter for letter in set(text) if unicodedata.category(letter) in UNSAFE} - {"\n", "\t"}
    return text


def read_text(text: str) -> list[str]:
    """Lines for a screen or a letter."""
    assert text.endswith("\n")
    return clean(text).splitlines()


def read_ascii(text: str) -> list[str]:
    """The same in ASCII."""
    assert text.isascii()
    return read_text(text)


def read_json(text: str) -> list[str]:
    """Every string of an object."""
    found, stack = [], [json.loads(clean(text), parse_constant=pytest.fail)]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            stack += [*value, *value.values()]
        elif isinstance(value, list):
            stack += value
        elif isinstance(value, str):
            found.append(value)
    return found


def csv_rows(text: str) -> list[dict[str, str]]:
    """The rows of a CSV text by column; every row has every column."""
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    rows = list(reader)
    assert reader.fieldnames and all(None not in row and None not in row.values() for row in rows)
    return rows


def read_csv(text: str) -> list[str]:
    """Every cell, none of which a spreadsheet runs; the apostrophe in front of a text is taken off."""
    cells = [cell for row in csv_rows(text) for cell in row.values()]
    for cell in cells:
        assert cell[:1] not in ("=", "+", "@", "\t", "\r", "\n") and (cell[:1] != "-" or is_number(cell)), cell
    return [cell.removeprefix("'") for cell in cells]


def is_number(cell: str) -> bool:
    """Whether a cell is a number for whoever reads it."""
    try:
        float(cell)
    except ValueError:
        return False
    return True


def read_xml(text: str) -> list[str]:
    """The titles and texts of a drawing, which runs nothing."""
    root = ElementTree.fromstring(text)
    for element in root.iter():
        assert element.tag not in (f"{SVG}script", f"{SVG}foreignObject")
        assert not [name for name in element.attrib if name.lower().startswith("on")]
    return [element.text for element in root.iter() if element.text and element.tag != f"{SVG}style"]


def read_png(data: bytes) -> list[str]:
    """Nothing: a picture of points has no text, but it can be seen."""
    image = pytest.importorskip("PIL.Image").open(io.BytesIO(data))
    image.load()
    assert image.format == "PNG" and not image.text
    pytest.skip("a PNG has no text to read")


def read_pdf(data: bytes) -> list[str]:
    """The title of a PDF of one page, which runs nothing: its letters are outlines."""
    if not shutil.which("pdfinfo"):
        pytest.skip("pdfinfo is not installed (Debian: poppler-utils)")
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        lines = subprocess.run(
            ["pdfinfo", "-enc", "UTF-8", file.name], capture_output=True, text=True, encoding="utf-8", check=True, timeout=60
        ).stdout
    assert re.search(r"^JavaScript: +no$", lines, re.MULTILINE) and re.search(r"^Pages: +1$", lines, re.MULTILINE)
    title = re.search(r"^Title: +(.*?)^Creator:", lines, re.MULTILINE | re.DOTALL)
    assert title
    return [title[1]]


def html_elements(text: str) -> Iterator[Any]:
    """The elements of a page, as a strict HTML 5 parser finds them."""
    html5lib = pytest.importorskip("html5lib")
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    whole = text.lstrip().lower().startswith("<!doctype")
    for element in (parser.parse if whole else parser.parseFragment)(text).iter():
        if isinstance(element.tag, str):
            yield element


def read_html(text: str) -> list[str]:
    """The texts of a page's table."""
    found = []
    for element in html_elements(clean(text)):
        assert not [name for name in element.attrib if name.lower().startswith("on")]
        found += ["".join(element.itertext())] if element.tag in ("p", "td", "pre", "title", "li") else []
    return found


def read_dot(text: str) -> list[str]:
    """The labels that Graphviz reads."""
    pygraphviz = pytest.importorskip("pygraphviz")
    graph = pygraphviz.AGraph(string=text)
    assert all(re.fullmatch(r"n\d+", node) for node in graph.nodes())
    labels = [item.attr["label"] or "" for item in (*graph.nodes(), *graph.edges())]
    return [re.sub(r"\\(.)", lambda sign: {"n": "\n"}.get(sign[1], sign[1]), label) for label in labels]


LABEL = r'((?:[^"`<>&#;{}|*_~$\\\x00-\x1f]|#\d+;|<br/>)*)'
MERMAID = {
    "node": re.compile(rf'  n(\d+)(\(|\[|\[\[)"{LABEL}"(\)|\]|\]\]):::(?:input|step|output)'),
    "edge": re.compile(rf'  n(\d+) (?:-->|-\.->)(?:\|"{LABEL}"\|)? n(\d+)'),
    "class": re.compile(
        r"  classDef (?:input|step|output|born|spread|warned|remark) (?:[a-z-]+:#?[a-z0-9.]+(?: \d)?(?:,|$))+"
    ),
    "mark": re.compile(r"  class n(\d+) (?:born|spread|warned)"),
    "remark": re.compile(rf'  warnings\["{LABEL}"\]:::remark'),
    "links": re.compile(r"  linkStyle \d+(?:,\d+)* stroke:#[0-9a-f]{6},stroke-width:4px"),
    "comment": re.compile(r"  %% \d+ edges: [A-Za-z0-9 ]+"),
}
"""The part of Mermaid's grammar that is used: stricter than its own, which was tried on the same texts by hand."""


def mermaid_statements(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Every statement of a flowchart: its kind and its parts."""
    first, title, last, kind, *lines = clean(text).splitlines()
    assert (first, last, kind) == ("---", "---", "flowchart LR") and title.startswith("title: ")
    found = [("title", (json.loads(title.removeprefix("title: ")),))]
    assert not set(found[0][1][0]) & set("<>&")
    for line in lines:
        matches = [(name, match) for name, pattern in MERMAID.items() if (match := pattern.fullmatch(line))]
        assert len(matches) == 1, line
        found.append((matches[0][0], tuple(group or "" for group in matches[0][1].groups())))
    return found


def read_mermaid(text: str) -> list[str]:
    """Title and labels."""
    found = mermaid_statements(text)
    known = {parts[0] for kind, parts in found if kind == "node"}
    assert {end for kind, parts in found if kind == "edge" for end in (parts[0], parts[2])} <= known
    assert {parts[0] for kind, parts in found if kind == "mark"} <= known
    places = {"node": 2, "edge": 1, "remark": 0}
    labels = [parts[places[kind]] for kind, parts in found if kind in places]
    return [found[0][1][0], *(mermaid_label(label) for label in labels)]


def mermaid_label(label: str) -> str:
    """A label as it is drawn."""
    return re.sub(r"#(\d+);", lambda code: chr(int(code[1])), label.replace("<br/>", "\n"))


def read_markdown(text: str) -> list[str]:
    """What GitHub's own parser makes of a page: text, with code and mathematics as they were written."""
    cmarkgfm = pytest.importorskip("cmarkgfm")
    found = []
    for element in html_elements(cmarkgfm.github_flavored_markdown_to_html(clean(text))):
        assert element.tag in PLAIN_ELEMENTS | {"em", "DOCUMENT_FRAGMENT"}, element.tag
        if element.tag in ("p", "td", "pre", "h3"):
            found.append("".join(element.itertext()))
    return found + [words(formula) for formula in markdown_formulas(text)]


def markdown_formulas(text: str) -> list[str]:
    """The mathematics of a page, as markdown-it and its plugin for dollar signs find it."""
    markdown_it = pytest.importorskip("markdown_it")
    plugin = pytest.importorskip("mdit_py_plugins.dollarmath")
    parser = markdown_it.MarkdownIt("commonmark").enable("table").use(plugin.dollarmath_plugin)
    tokens = [token for block in parser.parse(text) for token in block.children or ()]
    found = [token.content.strip("`") for token in tokens if token.type == "math_inline"]
    for formula in found:
        check_latex(formula)
    return found


def check_latex(text: str) -> None:
    """Braces are balanced, and no character of a name is a command: specials stand behind a backslash."""
    depth = 0
    for sign in re.findall(r"\\.|[{}]", text, re.DOTALL):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth >= 0, text
    assert depth == 0, text
    assert not set(re.findall(r"\\([A-Za-z]+)", text)) & {"input", "include", "write", "def", "catcode", "csname"}
    assert not re.search(r"(?<!\\)[%#]", text), text


SIGNS = {"textless": "<", "textgreater": ">", "textbackslash": "\\", "textasciicircum": "^", "textasciitilde": "~"}
"""Signs that LaTeX has names for."""


def words(latex: str) -> str:
    """The letters of a formula or a text."""
    bare = re.sub(r"\\allowbreak ?", "", latex)
    bare = re.sub(r"\\char(\d+)\{\}", lambda code: chr(int(code[1])), bare)
    bare = re.sub(r"\\(text[a-z]+)\{\}", lambda sign: SIGNS.get(sign[1], sign[0]), bare)
    bare = re.sub(r"\{(.)\}", r"\1", bare)
    return re.sub(r"\\([_#$%&{}])", r"\1", bare)


def read_latex(text: str) -> list[str]:
    """The lines of a text in LaTeX, without comments and definitions of its own."""
    lines = [re.sub(r"(?<!\\)%.*", "", line) for line in clean(text).splitlines()]
    own = "\n".join(line for line in lines if not line.startswith(r"\providecommand"))
    check_latex(own)
    return words(own).splitlines()


READERS: dict[str, Callable[[Any], list[str]]] = {
    "table": read_text, "ascii": read_ascii, "text": read_ascii, "json": read_json, "csv": read_csv,
    "svg": read_xml, "animated": read_xml, "png": read_png, "pdf": read_pdf, "dot": read_dot, "mermaid": read_mermaid, "markdown": read_markdown,
    "html": read_html, "latex": read_latex, "tikz": read_latex,
    "text/plain": read_text, "text/html": read_html, "image/svg+xml": read_xml, "text/latex": read_latex,
}
"""By the name of the format, or the MIME type of what a notebook is given."""


def reader(name: str) -> Callable[[Any], list[str]]:
    """The reader of a format; a format without one fails."""
    if name not in READERS:
        pytest.fail(f"the format {name} has no reader in tests/readers.py: nothing tells that names are data in it")
    return READERS[name]
