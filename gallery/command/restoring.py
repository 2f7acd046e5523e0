"""The options of `leadbook restore`."""

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from gallery.command.restore import Asked, restore
from gallery.command.signing import existing_settings

_out = Console()


def restoring(
    backup: Annotated[Path, typer.Argument(help="File that `leadbook backup` wrote.")],
    into: Annotated[Path, typer.Option("--into", help="New data folder.")],
    key: Annotated[Path | None, typer.Option("--key", help="Backup key; default: that of the installation.")] = None,
    keys: Annotated[
        Path | None, typer.Option("--keys", help="Folder of the installation's keys, if not in the backup.")
    ] = None,
    listed: Annotated[
        Path | None,
        typer.Option("--list", help="Folder with the newest destroyed.jsonl; default LEADBOOK_PUBLISH_DIR."),
    ] = None,
    database: Annotated[
        str, typer.Option("--database", help="Empty PostgreSQL database, for records that stood in one.")
    ] = "",
    without_list: Annotated[str, typer.Option("--without-list", help="Why there is no such list.")] = "",
) -> None:
    """Put a backup into a new folder, and destroy again what was destroyed since."""
    settings = existing_settings(None)
    published = os.environ.get("LEADBOOK_PUBLISH_DIR")
    asked = Asked(
        backup=backup,
        into=into.absolute(),
        key=key or settings.keys_dir / "backup.key",
        keys=keys,
        listed=listed or (Path(published) if published and not without_list else None),
        without_list=without_list,
        database=database,
    )
    done = restore(asked, settings.cache_dir)
    _out.print(
        f"{into}: {done.told.files} files of {done.told.made_at}, log of {done.told.log_size} entries; "
        f"{done.destroyed} lineage(s) destroyed again, list complete until {done.as_of or 'unknown'}",
        markup=False,
        soft_wrap=True,
    )
