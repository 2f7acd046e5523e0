"""`leadbook rebuild` makes the audit snapshot again, and `leadbook audit export` writes it where it is wanted."""

from pathlib import Path

import pytest

from audits.analytics import build, hand_over, read_snapshot
from gallery.command.audit_files import written
from gallery.command.rebuild import rebuild
from kernel_lib.errors import SettingsError
from tests.audits.snapshots import tangled_log


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """An installation that has a log and nothing derived from it."""
    tangled_log(tmp_path / "data" / "audit", 300)
    return tmp_path / "data"


def test_a_snapshot_is_made_again_whatever_was_there(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Even one that cannot be read, and beside nothing but the log."""
    target = data_dir / "analytics" / "log.duckdb"
    target.parent.mkdir()
    target.write_bytes(b"not a database")

    rebuild(data_dir)

    assert read_snapshot(target).events == 300
    assert "holds 300 entries" in capsys.readouterr().out


def test_without_a_log_there_is_nothing_to_make_it_from(tmp_path: Path) -> None:
    """The message says what to do."""
    with pytest.raises(SettingsError, match="start the service once"):
        rebuild(tmp_path / "empty")


@pytest.mark.parametrize(("is_parquet", "told"), [(False, "bytes"), (True, "300 entries in 1 month")])
def test_what_was_fetched_is_written_as_asked(data_dir: Path, tmp_path: Path, is_parquet: bool, told: str) -> None:
    """As the one file that it is, or as months."""
    build(data_dir / "audit", tmp_path / "log.duckdb")
    hand_over(tmp_path / "log.duckdb", tmp_path / "fetched.duckdb")

    said = written((tmp_path / "fetched.duckdb").read_bytes(), tmp_path / "out", is_parquet=is_parquet)

    assert told in said
    assert (tmp_path / "out").is_dir() is is_parquet
