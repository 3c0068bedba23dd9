"""Makes samples/gallery: `python samples/gallery.py`. One line for each file: its name and its command."""

from __future__ import annotations

from pathlib import Path

from adtrace.cli.main import run

FOLDER = Path(__file__).parent / "gallery"
LOGISTIC = ("1/(1+exp(-a*x))", "--at", "x=2,a=1")
PRODUCT = ("x1*x2 + sin(x1)", "--at", "x1=2,x2=3")
ENTRIES: dict[str, tuple[str, ...]] = {
    "reverse.txt": ("reverse", *PRODUCT),
    "forward.txt": ("forward", *PRODUCT, "--seed", "x1=1"),
    "logistic-light.svg": ("graph", *LOGISTIC, "--scheme", "light"),
    "logistic-dark.svg": ("graph", *LOGISTIC, "--scheme", "dark"),
    "logistic-reverse.svg": ("graph", *LOGISTIC, "--mode", "reverse"),
    "product-animated.svg": ("graph", *PRODUCT, "-f", "animated"),
    "product.png": ("graph", *PRODUCT),
    "product.pdf": ("graph", *PRODUCT),
}


def main(folder: Path = FOLDER) -> None:
    """Write every entry into the folder."""
    folder.mkdir(exist_ok=True)
    for name, arguments in ENTRIES.items():
        if code := run([*arguments, "-o", str(folder / name)]):
            raise SystemExit(code)


if __name__ == "__main__":
    main()
