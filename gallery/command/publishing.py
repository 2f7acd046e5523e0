"""`leadbook figures`, `leadbook release`, `leadbook schedule`: what is published, by whom, what runs by itself."""

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from gallery.command.signing import existing_settings, signed_in
from kernel_lib.reports.manifest import Manifest
from kernel_lib.wire.figures import FilingAsked, FilingKind, FilingLine, ReleaseView

figures = typer.Typer(
    no_args_is_help=True, help="Published figures: the extract that anybody can recount, and filings."
)
release = typer.Typer(
    no_args_is_help=True, help="Reports on their way out: proposed by one person, released by another."
)
_out = Console()

DataDir = Annotated[Path | None, typer.Option("--data-dir", help="Data folder; default LEADBOOK_DATA_DIR.")]
Run = Annotated[str, typer.Argument(help="Id of the run, as `leadbook release list` tells it.")]


@figures.command()
def extract(
    year: Annotated[int, typer.Argument(help="Calendar year.")],
    out: Annotated[Path, typer.Option("--out", help="File to write; it may not exist yet.")],
    data_dir: DataDir = None,
) -> None:
    """Write the signed extract of a year: counts, definitions, statements, and a program that recounts them."""
    if out.exists():
        raise typer.BadParameter(f"--out: expected a file that does not exist yet, got {out}")
    with signed_in(existing_settings(data_dir)) as client:
        content = client.figures.extract(date(year, 1, 1), date(year, 12, 31))
    out.write_bytes(content)
    _out.print(
        f"{out}: {len(content):,} bytes; recount it with `python -I -S recount.py FOLDER --key log.pub`", soft_wrap=True
    )


@figures.command()
def file(
    kind: Annotated[str, typer.Argument(help="costs, incident, gallery_shares, comparison or headings.")],
    year: Annotated[int, typer.Argument(help="Year for which it is filed.")],
    line: Annotated[list[str], typer.Option("-l", help="label=number or label=words, once for each line.")],
    data_dir: DataDir = None,
) -> None:
    """File what the log cannot know; for compliance."""
    asked = FilingAsked(kind=_kind(kind), year=year, lines=tuple(_line(each) for each in line))
    with signed_in(existing_settings(data_dir)) as client:
        filed = client.figures.file(asked)
    _out.print(f"filed: {filed.kind} of {filed.year}, sha256 {filed.sha256}", soft_wrap=True)


@release.command("list")
def listed(data_dir: DataDir = None) -> None:
    """List the reports that are released or wait for a second person."""
    with signed_in(existing_settings(data_dir)) as client:
        view = client.figures.releases()
    show_releases(view.releases)


@release.command()
def propose(
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Folder of the run.")],
    data_dir: DataDir = None,
) -> None:
    """Propose that a draft be released; its files are taken in by their hashes."""
    run_id = Manifest.read(folder).run_id
    packed = pack_folder(folder)
    with signed_in(existing_settings(data_dir)) as client:
        held = client.figures.propose(run_id, packed)
    _out.print(f"{held.state}: {held.report}, run {held.run_id}; another person releases it", soft_wrap=True)


@release.command()
def go(run_id: Run, data_dir: DataDir = None) -> None:
    """Release a report that somebody else proposed and ran."""
    with signed_in(existing_settings(data_dir)) as client:
        held = client.figures.release(run_id)
    _out.print(f"{held.state}: {held.report}, run {held.run_id}", soft_wrap=True)


def schedule(data_dir: DataDir = None) -> None:
    """Show what the service does by itself: when it is due next, and how it ended last."""
    with signed_in(existing_settings(data_dir)) as client:
        view = client.figures.schedule()
    table = Table(title=f"Jobs of the service, under the account {view.account}")
    for column in ("job", "every", "next", "last", "what came of it"):
        table.add_column(column)
    for job in view.jobs:
        moments = (f"{each:%Y-%m-%d %H:%M}" if each else "–" for each in (job.next_at, job.last_at))
        table.add_row(job.name, job.every, *moments, job.last_result)
    _out.print(table)


def show_releases(releases: tuple[ReleaseView, ...]) -> None:
    """Print releases as a table."""
    table = Table(title="Reports on their way out and out")
    for column in ("run", "report", "state", "released", "files"):
        table.add_column(column)
    for each in releases:
        out = f"{each.released_at:%Y-%m-%d %H:%M}" if each.released_at else "–"
        table.add_row(each.run_id, each.report, each.state, out, str(len(each.files)))
    _out.print(table)


def pack_folder(folder: Path) -> bytes:
    """Return the files of a run's folder as a zip file."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as bundle:
        for path in sorted(folder.iterdir()):
            bundle.writestr(path.name, path.read_bytes())
    return held.getvalue()


def _kind(text: str) -> FilingKind:
    kinds: tuple[FilingKind, ...] = ("costs", "incident", "gallery_shares", "comparison", "headings")
    for kind in kinds:
        if kind == text:
            return kind
    raise typer.BadParameter(f"kind: expected one of {', '.join(kinds)}, got {text[:40]!r}")


def _line(text: str) -> FilingLine:
    label, equals, said = text.partition("=")
    if not equals or not said:
        raise typer.BadParameter("-l: expected label=number or label=words")
    return FilingLine(label=label, number=int(said)) if said.isdigit() else FilingLine(label=label, words=said)
