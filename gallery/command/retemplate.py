"""`leadbook retemplate`: templates for eligible pictures, of the model in use or beside those of it (F-11, W-19)."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from gallery.command.signing import existing_settings, signed_in
from kernel_lib.wire.gallery import RetemplatingAsked

_out = Console()


def retemplate(
    run: Annotated[bool, typer.Option("--run/--preview", help="Make them; without it only count.")] = False,
    model: Annotated[str, typer.Option("--model", help="A registered model that is not in use yet.")] = "",
    data_dir: Annotated[Path | None, typer.Option("--data-dir", help="Data folder; default LEADBOOK_DATA_DIR.")] = None,
) -> None:
    """Make templates for eligible pictures, of the model in use or beside them of another. Run again to resume."""
    with signed_in(existing_settings(data_dir)) as client:
        foreseen = client.feeds.foresee_retemplating(model)
        named = model or "the model in use"
        waiting = f"{foreseen.waiting:,} eligible pictures wait for a template of {named}"
        _out.print(waiting, markup=False, soft_wrap=True)
        after, made, failed = "", 0, 0
        while run and foreseen.waiting:
            step = client.feeds.retemplate(RetemplatingAsked(model=model, after=after))
            made, failed = made + step.made, failed + step.failed
            _out.print(f"  {made:,} made, {failed:,} failed, {step.waiting:,} wait", style="dim")
            if step.after is None:
                break
            after = step.after
    if run:
        _out.print(f"{made:,} made; {failed:,} could not be made and stay out of search")
