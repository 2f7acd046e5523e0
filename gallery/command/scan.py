"""`leadbook scan`: look through every byte of the data folder for markers that must be gone (F-32)."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from sqlalchemy import select

from gallery.command.signing import existing_settings
from gallery.images.store import Images
from gallery.keys import Keys
from gallery.lifecycle.scan import Place, print_of
from gallery.lifecycle.scan import scan as scan_folders
from gallery.records.database import Database
from gallery.records.held import pictures, references
from gallery.records.sealed_values import sealed_forms
from gallery.records.table_copies import rows_of, table_names
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
        for place in places(settings, markers, also or ()):
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


def places(settings: Settings, markers: Sequence[str], also: Sequence[Path] = ()) -> Iterator[Place]:
    """Give every place of an installation in which a marker is: its folder, and the tables of its PostgreSQL.

    The files of a PostgreSQL server belong to the server's user: who may read them names them in `also`.

    Raises:
        ValueError: a marker is too short to mean anything.
        SettingsError: the identity key is missing or another one.
    """
    sealed = sealed_markers(settings, markers)
    yield from scan_folders([settings.data_dir, *also], markers, sealed)
    if not settings.database_url:
        return
    with closing(Database.beside(settings.database_url)) as database, database.reading() as connection:
        tables = (
            (Path("PostgreSQL", name), rows_of(connection, name, binary=True)) for name in table_names(connection)
        )
        yield from scan_folders([], markers, sealed, tables)


def template_marker(settings: Settings, lineage_id: str) -> str:
    """Return the print of a lineage's template, read with the installation's own keys.

    Raises:
        SettingsError: there is no template of this lineage.
    """
    with closing(Database.beside(_records(settings))) as database, database.reading() as connection:
        wanted = select(references.c.sealed_template).join(pictures).where(pictures.c.lineage_id == lineage_id)
        sealed = connection.execute(wanted).scalar()
    if sealed is None:
        raise SettingsError("template: expected one of this lineage in the records, got none; check the id")
    images = Images(settings.gallery_dir / "pictures", Keys.open(settings.keys_dir).master)
    return print_of(images.unseal(lineage_id, sealed, "template"))


def sealed_markers(settings: Settings, markers: Sequence[str]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return, by marker, the sealed texts that stand for it in the records, read with the installation's own key.

    Raises:
        SettingsError: the identity key is missing or another one.
    """
    keys = Keys.open(settings.keys_dir)
    database = Database.beside(_records(settings), keys.identity, keys.next_identity)
    with closing(database), database.reading() as connection:
        return {each: tuple(sealed_forms(connection, each)) for each in markers}


# Private


def _records(settings: Settings) -> Path | str:
    return settings.database_url or settings.gallery_dir / "records.sqlite"
