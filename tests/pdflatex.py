"""Compiles LaTeX for real, and reads what the log complains of."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

PDFLATEX = shutil.which("pdflatex")
needs_pdflatex = pytest.mark.skipif(
    PDFLATEX is None, reason="pdflatex is not installed (Debian: texlive-latex-recommended texlive-pictures)"
)

PACKAGES = "amsmath,amssymb,array,booktabs,longtable,graphicx,xcolor,tikz"
COMPLAINT = re.compile(
    r"^(!.*|Overfull.*|Missing.*|.*[Uu]ndefined.*|(?:Package|LaTeX|LaTeX Font) .*Warning:(?!.*(?:have changed|may have)).*)$", re.MULTILINE
)
PART = re.compile(r"^@part (\S+)$", re.MULTILINE)


def log_of(document: str, folder: Path, runs: int = 1) -> str:
    """The log of a document that ends in a PDF; lines of the log are not folded."""
    (folder / "document.tex").write_text(document, encoding="utf-8")
    for _ in range(runs):
        subprocess.run(
            [PDFLATEX, "-no-shell-escape", "-interaction=nonstopmode", "-cnf-line=max_print_line=10000", "document.tex"],
            cwd=folder, capture_output=True, timeout=120, check=False,
        )
    assert (folder / "document.pdf").is_file()
    return (folder / "document.log").read_text(encoding="latin-1")


def complaints(log: str) -> list[str]:
    """Errors, overfull boxes, missing letters and undefined commands."""
    return COMPLAINT.findall(log)


def complaints_by_part(parts: dict[str, str], folder: Path, preamble: str = "", runs: int = 2) -> dict[str, list[str]]:
    """What the log says of each part, all of them being read into one document of the article class."""
    for name, text in parts.items():
        (folder / f"{name}.tex").write_text(text, encoding="utf-8")
    body = "".join(f"\\immediate\\write-1{{@part {name}}}\n\\input{{{name}}}\n\\clearpage\n" for name in parts)
    log = log_of(
        f"\\documentclass{{article}}\\usepackage{{{PACKAGES}}}{preamble}\n\\begin{{document}}\n{body}\\end{{document}}\n", folder, runs
    )
    names = PART.findall(log)
    assert names == list(parts)
    head, *texts = PART.split(log)
    found = {name: complaints(text) for name, text in zip(names, texts[1::2], strict=True)}
    return {name: lines for name, lines in {"": complaints(head), **found}.items() if lines}
