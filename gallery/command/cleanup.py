"""`leadbook cleanup`: a gallery that was taken over, classified before it may be searched (F-37)."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from gallery.command.signing import existing_settings, signed_in
from kernel_lib.wire.lifecycle import CleanupAsked

_out = Console()


def cleanup(
    run: Annotated[
        bool, typer.Option("--run/--preview", help="Classify; without it only say what would be done.")
    ] = False,
    data_dir: Annotated[Path | None, typer.Option("--data-dir", help="Data folder; default LEADBOOK_DATA_DIR.")] = None,
) -> None:
    """Classify events of a gallery taken over; what is not positively eligible stays out. Run again to resume."""
    classes: Counter[str] = Counter()
    let_in, after = 0, ""
    with signed_in(existing_settings(data_dir)) as client:
        while True:
            asked = CleanupAsked(after=after)
            step = client.lifecycle.clean_up(asked) if run else client.lifecycle.foresee_cleanup(asked)
            classes.update(step.classes)
            let_in += step.let_in
            _out.print(f"  {step.events} events looked at, {step.waiting} waited", style="dim")
            if step.after is None:
                break
            after = step.after
    for name, count in sorted(classes.items()):
        _out.print(f"{count:>9,}  {name.replace('_', ' ')}", highlight=False)
    done = "may be searched now" if run else "would be let in; nothing was changed"
    _out.print(f"{let_in:,} of {classes.total():,} pictures {done}; the others stay out", highlight=False)
