"""`leadbook export`: a service's data out of the installation, proposed, released by two, written, checked."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from audits.note import LogKey
from gallery.command.signing import existing_settings, signed_in
from gallery.leaving.checking import CheckedExit, check_exit
from gallery.leaving.folder import place_for, write_exit
from kernel_lib.client import Client
from kernel_lib.errors import NotFound
from kernel_lib.wire.leaving import ExitAsked, ExitChecked, ExitView

_out = Console()


def export(
    service: Annotated[str, typer.Option("--service", help="Code of the service that leaves.")] = "",
    to: Annotated[str, typer.Option("--to", help="Propose it: in writing, where the data go and who keeps them.")] = "",
    release: Annotated[bool, typer.Option("--release", help="Look at what was proposed, and release it.")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="Write it, in clear, into this new folder.")] = None,
    check: Annotated[Path | None, typer.Option("--check", help="Check a written folder; needs no service.")] = None,
    key: Annotated[Path | None, typer.Option("--key", help="With --check: the log's public key, log.pub.")] = None,
    data_dir: Annotated[Path | None, typer.Option("--data-dir", help="Data folder; default LEADBOOK_DATA_DIR.")] = None,
) -> None:
    """Take a service's data out in open formats: propose, two releases, write; or check what was written."""
    settings = existing_settings(data_dir) if check is None or key is None else None
    public = key or (settings.audit_dir / "log.pub" if settings else Path("log.pub"))
    if check is not None:
        _say(check, check_exit(check, LogKey.parse(public.read_text(), public.name)))
        return
    if settings is None or not service or not (to or release or out):
        raise typer.BadParameter("expected --service CODE with --to, --release or --out; or --check FOLDER")
    path = place_for(out, settings.data_dir) if out else None
    with signed_in(settings) as client:
        if to:
            _tell(client.exits.propose(ExitAsked(service=service, destination=to)))
        elif release:
            _release(client, service)
        elif path:
            _say(path, take_out(client, service, path, LogKey.parse(public.read_text(), public.name)))


def take_out(client: Client, service: str, path: Path, key: LogKey) -> CheckedExit:
    """Write the released exit of a service into a new folder and tell the service that it is whole.

    Raises:
        Refused: two people have not released it, or it is not of this service.
        ExitRefused: it cannot be written whole; nothing is left.
    """
    exit_id = _current(client, service).id
    with client.exits.send(exit_id) as pieces:
        checked = write_exit(path, pieces, key)
    told = checked.statement
    client.exits.verified(
        exit_id, ExitChecked(certificate_sha256=checked.sha256, files=told["files"], bytes=told["bytes"])
    )
    return checked


# Private


def _current(client: Client, service: str) -> ExitView:
    view = client.exits.current()
    if view.service != service:
        raise NotFound("G-10", "There is no such exit of your service.", "Propose one.")
    return view


def _release(client: Client, service: str) -> None:
    view = _current(client, service)
    _tell(view)
    typer.confirm(f"Let {view.originals} original(s) be written out in clear?", abort=True)
    _tell(client.exits.release(view.id))


def _tell(view: ExitView) -> None:
    given = [name for name in ("records", "compliance") if getattr(view, f"released_by_{name}")]
    _line(f"exit {view.id} of {view.service}: {view.lineages} lineage(s), {view.originals} original(s)")
    _line(f"  names exactly {view.lineages_sha256}")
    _line(f"  goes to: {view.destination}")
    _line(f"  released by: {' and '.join(given) or 'nobody yet'}")
    _line(f"  stands until: {view.stands_until.isoformat(timespec='minutes')}")


def _say(path: Path, checked: CheckedExit) -> None:
    told = checked.statement
    _line(f"{path}: whole; {told['files']} files, {told['bytes']} bytes, {told['originals']} original(s)")
    _line(f"  of {told['service']}, made {told['made_at']}; goes to: {told['destination']}")
    for name, count in sorted(told["counts"].items()):
        _line(f"  {name}: {count} line(s)")
    _line(f"certificate sha256 {checked.sha256}")


def _line(text: str) -> None:
    _out.print(text, markup=False, highlight=False, soft_wrap=True)
