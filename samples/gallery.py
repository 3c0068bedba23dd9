"""Makes samples/gallery: `python samples/gallery.py`. One line for each file: its name and its command."""

from __future__ import annotations

from contextlib import chdir
from pathlib import Path

from adtrace.cli.main import run

FOLDER = Path(__file__).parent / "gallery"
LOGISTIC = ("1/(1+exp(-a*x))", "--at", "x=2,a=1")
PRODUCT = ("x1*x2 + sin(x1)", "--at", "x1=2,x2=3")
FIVE = ("samples/a_five_steps.adt", "--by", "statement")
NETWORK = ("samples/b_two_layer_mse.adt", "--by", "statement")
IRISES = ("samples/f_train.adt", "--at", "X=@samples/iris_x.csv,y=@samples/iris_y.csv")
ENTRIES: dict[str, tuple[str, ...]] = {
    "logistic-light.svg": ("graph", *LOGISTIC, "--scheme", "light"),
    "logistic-dark.svg": ("graph", *LOGISTIC, "--scheme", "dark"),
    "logistic-reverse.svg": ("graph", *LOGISTIC, "--mode", "reverse"),
    "logistic.html": ("page", *LOGISTIC),
    "logistic.mmd": ("graph", *LOGISTIC),
    "product-animated.svg": ("graph", *PRODUCT, "-f", "animated"),
    "product.png": ("graph", *PRODUCT),
    "product.pdf": ("graph", *PRODUCT),
    "audit.svg": ("audit", LOGISTIC[0], "--over", "x=-1000:1000:401", "--at", "a=1"),
    "audit.txt": ("audit", LOGISTIC[0], "--at", "x=-1000,a=1"),
    "training.svg": ("descend", *IRISES, "--rate", "0.5", "--steps", "200"),
    "batches.svg": ("descend", *IRISES, "--batch", "16", "--over", "X,y", "--momentum", "0.9", "--steps", "200"),
    "training.txt": ("descend", *IRISES, "--rate", "0.5", "--steps", "200"),
    "reverse.txt": ("reverse", *PRODUCT),
    "forward.txt": ("forward", *PRODUCT, "--seed", "x1=1"),
    "reverse.md": ("reverse", *PRODUCT),
    "reverse.csv": ("reverse", *PRODUCT),
    "mail.txt": ("reverse", *PRODUCT, "-f", "text"),
    "explained.txt": ("explain", *PRODUCT, "--node", "x1"),
    "five-steps.txt": ("reverse", *FIVE, "--lang", "fr", "--decimal", "comma"),
    "leibniz.txt": ("forward", *FIVE, "--seed", "x=1", "--notation", "leibniz"),
    "network.svg": ("graph", *NETWORK, "--mode", "reverse"),
    "network.tex": ("reverse", *NETWORK, "--standalone"),
    "network-graph.tex": ("graph", *NETWORK, "--mode", "reverse", "--standalone"),
}


def main(folder: Path = FOLDER) -> None:
    """Write every entry into the folder."""
    folder.mkdir(exist_ok=True)
    with chdir(FOLDER.parents[1]):
        for name, arguments in ENTRIES.items():
            if code := run([*arguments, "-o", str(folder / name)]):
                raise SystemExit(code)


if __name__ == "__main__":
    main()
