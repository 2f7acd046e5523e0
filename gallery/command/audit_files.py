"""`leadbook audit export`: take audit entries away, as a database or as Parquet; that they were taken is an entry."""

import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from audits.analytics import write_months
from gallery.command.signing import existing_settings, signed_in

audit = typer.Typer(no_args_is_help=True, help="Audit entries for analysis elsewhere.")
_out = Console()


@audit.callback()
def _only_commands() -> None:
    """Audit entries for analysis elsewhere."""


@audit.command()
def export(
    out: Annotated[Path, typer.Option("--out", help="What to write; it may not exist yet.")],
    is_parquet: Annotated[
        bool, typer.Option("--parquet", help="A folder of months in Parquet, with manifest.")
    ] = False,
    data_dir: Annotated[Path | None, typer.Option("--data-dir", help="Data folder; default LEADBOOK_DATA_DIR.")] = None,
) -> None:
    """Fetch what your role may have of the entries, as one DuckDB file or a month a Parquet file."""
    if out.exists():
        raise typer.BadParameter(f"{out} is there already")
    with signed_in(existing_settings(data_dir)) as client:
        content = client.audit.snapshot()
    _out.print(written(content, out, is_parquet=is_parquet), markup=False, soft_wrap=True)


def written(content: bytes, out: Path, *, is_parquet: bool) -> str:
    """Write a fetched file as it is, or month by month; return what was written."""
    if not is_parquet:
        out.touch(mode=0o600, exist_ok=False)
        out.write_bytes(content)
        return f"{out}: {len(content):,} bytes"
    with tempfile.TemporaryDirectory(prefix="leadbook-audit-") as folder:
        path = Path(folder) / "audit.duckdb"
        path.write_bytes(content)
        months = write_months(path, out)
    return f"{out}: {sum(each.entries for each in months):,} entries in {len(months)} month(s), and manifest.json"
