"""`leadbook scan`: look through every byte of the data folder for markers that must be gone (F-32)."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from gallery.command.signing import existing_settings
from gallery.images.store import Images
from gallery.keys import Keys
from gallery.lifecycle.scan import print_of
from gallery.lifecycle.scan import scan as scan_folders
from gallery.records.database import Database
from gallery.records.sealed_values import sealed_forms
from kernel_lib.errors import SettingsError
from kernel_lib.settings import Settings

_out = Console()


def scan(
    markers: Annotated[
        list[str] | None, typer.Argument(metavar="MARKER…", help="Texts, or prints of templates.")
    ] = None,
    template_of: Annotated[
        list[str] | None,
        typer.Option("--template-of", metavar="LINEAGE", help="Before destroying: print a marker for a template."),
    ] = None,
    also: Annotated[list[Path] | None, typer.Option("--also", help="Another file or folder to look through.")] = None,
    data_dir: Annotated[Path | None, typer.Option("--data-dir", help="Data folder; default LEADBOOK_DATA_DIR.")] = None,
) -> None:
    """Look for markers in every file; exit 1 when any is still there, with the file and the offset."""
    settings = existing_settings(data_dir)
    for lineage in template_of or ():
        typer.echo(template_marker(settings, lineage))
    if not markers:
        if not template_of:
            raise typer.BadParameter("expected a marker, or --template-of LINEAGE")
        return
    found = 0
    try:
        sealed = sealed_markers(settings, markers)
        for place in scan_folders([settings.data_dir, *(also or ())], markers, sealed):
            found += 1
            _out.print(
                f"{place.file}: marker {place.marker} as {place.form} at byte {place.offset}",
                markup=False,
                soft_wrap=True,
            )
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    _out.print(f"{len(markers)} marker(s): found in {found} place(s)")
    if found:
        raise typer.Exit(1)


def template_marker(settings: Settings, lineage_id: str) -> str:
    """Return the print of a lineage's template, read with the installation's own keys.

    Raises:
        SettingsError: there is no template of this lineage.
    """
    with closing(sqlite3.connect(f"file:{settings.gallery_dir / 'records.sqlite'}?mode=ro", uri=True)) as records:
        row = records.execute(
            "SELECT sealed_template FROM biometric_references JOIN pictures ON pictures.id = picture_id "
            "WHERE lineage_id = ?",
            [lineage_id],
        ).fetchone()
    if row is None:
        raise SettingsError("template: expected one of this lineage in the records, got none; check the id")
    images = Images(settings.gallery_dir / "pictures", Keys.open(settings.keys_dir).master)
    return print_of(images.unseal(lineage_id, row[0], "template"))


def sealed_markers(settings: Settings, markers: Sequence[str]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return, by marker, the sealed texts that stand for it in the records, read with the installation's own key.

    Raises:
        SettingsError: the identity key is missing or another one.
    """
    database = Database.beside(settings.gallery_dir / "records.sqlite", Keys.open(settings.keys_dir).identity)
    with closing(database), database.reading() as connection:
        return {each: tuple(sealed_forms(connection, each)) for each in markers}
