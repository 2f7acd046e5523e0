"""`leadbook enrol FEED` and `leadbook feed …`: signed feeds and the keys that sign them."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from gallery.command.feed_key import feed_key, make_feed_key
from gallery.command.installation import NOTEBOOKS
from gallery.command.signing import ask_session, existing_settings, signed_in
from kernel_lib.client import Client
from kernel_lib.errors import SettingsError
from kernel_lib.feed import Feed, read_feed, sign_feed
from kernel_lib.reports import run_report
from kernel_lib.reports.enrolling import sent
from kernel_lib.settings import Settings
from kernel_lib.wire.feeds import FeedForeseen, FeedKeyAsked

feed = typer.Typer(no_args_is_help=True, help="Keys that sign feeds; for records systems, signing one.")
_out = Console()

DataDir = Annotated[Path | None, typer.Option("--data-dir", help="Data folder; default LEADBOOK_DATA_DIR.")]
Folder = Annotated[Path, typer.Argument(help="Folder of the feed.", exists=True, file_okay=False)]
KeyFile = Annotated[Path, typer.Option("--key", help="File of the private key, mode 600.")]


def enrol(
    folder: Folder,
    preview: Annotated[bool, typer.Option("--preview", help="Say what would be done; change nothing.")] = False,
    label: Annotated[str, typer.Option("--label", help="Short word under which the counts stand in the log.")] = "feed",
    data_dir: DataDir = None,
) -> None:
    """Take a signed feed into the gallery, or say with --preview what that would do. Run again to resume."""
    settings = existing_settings(data_dir)
    read = read_feed(folder)
    session = ask_session(settings)
    with Client(settings.socket, session) as client:
        try:
            if preview:
                _out.print(in_words(client.feeds.foresee(*sent(read))), markup=False, soft_wrap=True)
            else:
                _run(client, settings, session, read, label)
        finally:
            client.sign_out()


def _run(client: Client, settings: Settings, session: str, read: Feed, label: str) -> None:
    opened = client.feeds.open(*sent(read))
    _out.print(f"{len(read.lines)} lines, {len(opened.done)} of them done before", soft_wrap=True)
    finished = run_report(
        "enrol_bookings",
        {"feed_folder": str(read.folder.absolute()), "run_label": label},
        out=settings.reports_dir,
        socket=settings.socket,
        session=session,
        notebooks=NOTEBOOKS,
        on_progress=lambda done, total, title: _out.print(f"  {done} of {total}: {title}", style="dim"),
    )
    told = ", ".join(f"{count} {name}" for name, count in finished.counts.items())
    _out.print(f"{told}\n{finished.status}: {finished.folder}", markup=False, soft_wrap=True)


def in_words(told: FeedForeseen) -> str:
    """Return a preview as lines: the counts first, then each refusal by its line."""
    counts = f"{told.lines} lines: {told.new} new, {told.already} in the gallery already, {told.refused_in_all} refused"
    lines = [f"  line {each.number}: {each.rule}. {each.reason}" for each in told.refused]
    more = told.refused_in_all - len(told.refused)
    rest = [f"  and {more} more"] if more else []
    return "\n".join([counts, *lines, *rest, "Nothing was changed. Pictures are looked at when they are offered."])


@feed.command()
def key(path: Annotated[Path, typer.Argument(help="File to write; it may not exist yet.")]) -> None:
    """Make a private key for a records system; prints the public half, which an administrator registers."""
    _out.print(make_feed_key(path), markup=False, soft_wrap=True, highlight=False)


@feed.command()
def sign(
    folder: Folder,
    key: KeyFile,
    service: Annotated[str, typer.Option("--service", help="Code of the service that owns the feed.")],
) -> None:
    """Write manifest and signature into a feed folder, as a records system does."""
    sign_feed(folder, feed_key(key), service, datetime.now(UTC))
    _out.print("The feed is signed.")


@feed.command()
def worker(
    threads: Annotated[int, typer.Option("--threads", min=0, help="Pictures at once; 0: one for each core.")] = 0,
    model: Annotated[
        str, typer.Option("--model", help="Registered name of the model in use; else the product's own.")
    ] = "",
    data_dir: DataDir = None,
) -> None:
    """Look at pictures for the service of another machine, until stopped. LEADBOOK_DASK_ADDRESS names the scheduler."""
    from gallery.enrolment.encoding.worker import serve  # loads what only a worker needs

    settings = Settings.from_env(data_dir=data_dir)
    if not settings.dask_address:
        raise SettingsError("LEADBOOK_DASK_ADDRESS: expected the address of a scheduler, got none")
    serve(settings, threads or len(os.sched_getaffinity(0)), model)


@feed.command()
def register(
    public_key: Annotated[str, typer.Argument(help="Public key, 64 hexadecimal digits.")],
    label: Annotated[str, typer.Option("--label", help="Which records system holds the key.")],
    data_dir: DataDir = None,
) -> None:
    """Register the public key of a records system; for administrators."""
    with signed_in(existing_settings(data_dir)) as client:
        view = client.feeds.register(FeedKeyAsked(public_key=public_key, label=label))
    _out.print(f"registered for {view.service}: {view.key_id}", markup=False, soft_wrap=True, highlight=False)


@feed.command()
def end(
    key_id: Annotated[str, typer.Argument(help="Id of the key, as `leadbook feed keys` lists it.")],
    data_dir: DataDir = None,
) -> None:
    """End a key; feeds signed by it are refused from now on."""
    with signed_in(existing_settings(data_dir)) as client:
        client.feeds.end(key_id)
    _out.print("The key is ended.")


@feed.command()
def recaptures(data_dir: DataDir = None) -> None:
    """List of whom another picture is wanted, because none that is held may be searched."""
    with signed_in(existing_settings(data_dir)) as client:
        found = client.feeds.recaptures()
    for each in found.lines:
        why = ", ".join(each.findings).replace("_", " ")
        line = f"{each.subject_number}  event {each.booking_event} of {each.captured_on}: {why}"
        _out.print(line, markup=False, soft_wrap=True, highlight=False)
    _out.print(f"Another picture is wanted of {found.count} people.", highlight=False)


@feed.command()
def keys(data_dir: DataDir = None) -> None:
    """List the keys that may sign feeds, and those that once might."""
    with signed_in(existing_settings(data_dir)) as client:
        found = client.feeds.keys().keys
    for each in found:
        state = f"ended {each.ended_at:%Y-%m-%d}" if each.ended_at else "in use"
        _out.print(f"{each.key_id}  {state}  {each.label}", markup=False, soft_wrap=True, highlight=False)
