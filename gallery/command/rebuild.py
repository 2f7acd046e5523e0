"""`leadbook rebuild`: make again from the log what is derived from it; beside a running service too."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from audits.analytics import build
from gallery.command.signing import existing_settings
from kernel_lib.errors import SettingsError

_out = Console()


def rebuild(
    data_dir: Annotated[Path | None, typer.Option("--data-dir", help="Data folder; default LEADBOOK_DATA_DIR.")] = None,
) -> None:
    """Make the audit snapshot again from the first entry. The index is made again by the service when it starts."""
    settings = existing_settings(data_dir)
    if not (settings.audit_dir / "latest").exists():
        raise SettingsError(f"{settings.audit_dir}: expected an audit log, got none; start the service once")
    with Progress(console=_out, transient=True) as progress:
        task = progress.add_task("Entries")
        snapshot = build(
            settings.audit_dir,
            settings.analytics_dir / "log.duckdb",
            anew=True,
            on_progress=lambda done, total: progress.update(task, completed=done, total=total),
        )
    _out.print(f"The audit snapshot holds {snapshot.events:,} entries, root {snapshot.root}", soft_wrap=True)
