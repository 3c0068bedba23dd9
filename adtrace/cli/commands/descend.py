"""adtrace descend."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from .. import calling, declare, options
from ..reports import reported

if TYPE_CHECKING:
    from ...records.descent import Descent
    from ...views.formats import Options


@calling.command("descend")
@options.expression
@options.point
@options.of
@declare.option("--wrt", multiple=True, metavar="NAMES", help="Parameters to train; all inputs that are not held.")
@declare.option("--hold", multiple=True, metavar="NAMES", help="Inputs to hold; values from files (X=@x.csv) are held.")
@declare.option("--rate", type=float, default=0.1, show_default=True, help="Of the gradient in a step.")
@declare.option("--steps", type=declare.IntRange(0), default=50, show_default=True, help="At most so many.")
@declare.option("--tolerance", type=float, default=0.0, help="Stop where the gradient's norm is no larger.")
@declare.option("--momentum", type=float, default=0.0, help="Share of the last step in the next: a heavy ball, as 0.9.")
@declare.option("--nesterov", is_flag=True, help="Momentum of Nesterov's kind.")
@declare.option("--line-search", is_flag=True, help="Halve the rate until the loss falls enough (Armijo).")
@declare.option("--batch", type=declare.IntRange(1), metavar="ROWS", help="Take every step on so many rows of --over.")
@declare.option("--over", multiple=True, metavar="NAMES", help="Data that have a row for each example.")
@declare.option(
    "--random-seed", type=declare.IntRange(0), default=0, show_default=True,
    help="For the order of the rows.",
)
@declare.option("--show", multiple=True, metavar="NAMES", help="Parameters that have columns.")
@declare.option("--all", "every", is_flag=True, help="Show every step, however many there are.")
@declare.option("--last", type=declare.IntRange(0), metavar="N", help="Show the last N steps.")
@declare.option(
    "--scheme", type=declare.Choice(["auto", "light", "dark"]), default="auto", show_default=True,
    help="Colours of the curve (-o FILE.svg); auto follows the reader's.",
)
@partial(reported, pictured=True)
@options.strict
def command(
    expr: str,
    at: tuple[str, ...],
    share: bool,
    of: tuple[str, ...],
    wrt: tuple[str, ...],
    hold: tuple[str, ...],
    over: tuple[str, ...],
    show: tuple[str, ...],
    every: bool,
    last: int | None,
    scheme: str,
    strict: bool,
    batch: int | None,
    random_seed: int,
    **given: Any,
) -> int:
    """Gradient descent: the reverse sweep again and again, the parameters moved in between.

    A file that ends in .svg gets the curve of the loss; one that ends in .json or .npz the last parameters, which
    --at @file.json takes again. Exit with code 1 if the loss or its gradient becomes nan or infinite.

    \b
      adtrace descend "(x-1)^2 + 2*y^2" --at x=5,y=1 --steps 20
      adtrace descend "sum(log(1 + exp(-t*(X @ w))))" --at X=@x.csv,t=@t.csv,w=[0,0] --line-search
      adtrace descend model.adt --at X=@x.csv,y=@y.csv --batch 16 --over X,y -o theta.json
    """
    from ...checks.remedies.hints import hinting
    from ...records.descent import Settings
    from ...sweeps.descent.descend import descend
    from ...sweeps.descent.objective import Objective
    from ...views.descent.programs import descent_object
    from ...views.descent.screen import descent_lines
    from .. import results
    from ..progress import progress
    from ..reports import show_report
    from ..sources import from_files, read_program, values_at
    from ..theta import is_theta, write_theta

    asked = {name: given.pop(name) for name in Settings._fields if name in given}
    settings = Settings(**asked, batch=batch or 0, seed=random_seed)
    columns = options.names_in(show)
    names = {"wrt": options.names_in(wrt), "over": options.names_in(over), "of": options.names_in(of)}
    # What is trained is not held: --wrt W trains W=@w.npy.
    held = [name for name in (*options.names_in(hold), *from_files(at)) if name not in names["wrt"]]
    objective = Objective(read_program(expr), values_at(at), share=share, hold=held, finish=hinting, **names)
    results.note_unused(objective.run.unused)
    objective.of_trained(columns, "--show")
    with progress("descending", settings.steps) as advance:
        found = descend(objective, settings, advance)
    ok = found.failure is None and not (strict and (found.grows or found.warnings))
    if is_theta(given["output"], given["format_name"]):
        return write_theta(found, given["output"], no_clobber=given["no_clobber"], lang=given["lang"], ok=ok)
    return show_report(
        lambda reader: descent_lines(found, reader._replace(all=every, last=last), columns),
        lambda: descent_object(found), ok=ok,
        picture=lambda reader: drawn(found, reader), scheme=scheme, **given,
    )


def drawn(found: Descent, reader: Options) -> str:
    """The curve; what draws it is imported for those who ask for it."""
    from ...views.descent.picture import descent_picture

    return descent_picture(found, reader)
