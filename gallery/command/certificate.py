"""`leadbook certificate`: fetch one, check one offline with the log's public key, put one on paper."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from audits.note import LogKey
from gallery.command.signing import existing_settings, signed_in
from gallery.lifecycle.certificate import CertificateRefused, check
from gallery.lifecycle.certificate_paper import on_paper
from kernel_lib.reports.paper import to_pdf
from kernel_lib.words.language import Words

certificate = typer.Typer(no_args_is_help=True, help="Certificates of destruction.")
_out = Console()

DataDir = Annotated[Path | None, typer.Option("--data-dir", help="Data folder; default LEADBOOK_DATA_DIR.")]
KeyFile = Annotated[
    Path | None, typer.Option("--key", help="The log's public key, log.pub; default: the data folder's.")
]


@certificate.command()
def verify(
    file: Annotated[Path, typer.Argument(help="The certificate, as it was fetched.", exists=True, dir_okay=False)],
    key: KeyFile = None,
    data_dir: DataDir = None,
) -> None:
    """Check signature, stores and proofs of absence; needs no service. Exit 1 when it does not hold."""
    try:
        checked = check(file.read_bytes(), _key(key, data_dir))
    except CertificateRefused as refused:
        _out.print(f"The certificate does NOT hold. {refused}", markup=False, soft_wrap=True)
        raise typer.Exit(1) from refused
    told = checked.statement
    _out.print(f"The certificate holds: lineage {told['lineage_id']} was destroyed by rule {told['rule']}.")
    for row in told["stores"]:
        _out.print(f"  {row['store']}: {row['result']}", markup=False)
    _out.print(f"  {len(told['numbers'])} index number(s) absent from {told['index']['name']}", soft_wrap=True)


@certificate.command()
def fetch(
    lineage: Annotated[str, typer.Argument(help="Id of the lineage, as in the log.")],
    out: Annotated[Path, typer.Option("--out", help="File to write; it may not exist yet.")],
    data_dir: DataDir = None,
) -> None:
    """Fetch a certificate from the service."""
    with signed_in(existing_settings(data_dir)) as client:
        content = client.destructions.certificate(lineage)
    with out.open("xb") as file:
        file.write(content)
    _out.print(f"{out}: {len(content)} bytes", soft_wrap=True)


@certificate.command()
def paper(
    file: Annotated[Path, typer.Argument(help="The certificate, as it was fetched.", exists=True, dir_okay=False)],
    out: Annotated[Path, typer.Option("--out", help="PDF to write; it may not exist yet.")],
    french: Annotated[bool, typer.Option("--french", help="In French.")] = False,
    key: KeyFile = None,
    data_dir: DataDir = None,
) -> None:
    """Put a certificate that holds on paper, in English or French."""
    content = file.read_bytes()
    html = on_paper(check(content, _key(key, data_dir)).statement, content, Words("fr" if french else "en"))
    with out.open("xb") as target:
        target.write(to_pdf(html))
    _out.print(f"{out}", soft_wrap=True)


def _key(key: Path | None, data_dir: Path | None) -> LogKey:
    path = key or existing_settings(data_dir).audit_dir / "log.pub"
    return LogKey.parse(path.read_text(), path.name)
