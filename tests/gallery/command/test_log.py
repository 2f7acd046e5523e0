"""`leadbook log` gives proofs from the files of an installation, without its service."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from typer.testing import CliRunner

from audits.checkpoint import open_log
from audits.events import SearchStarted
from audits.witnesses import take_cosigned, take_witness
from gallery.command.app import app
from kernel_lib.errors import SettingsError

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PROGRAM = Path(__file__).parents[3] / "docs" / "verify_log.py"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder whose log holds five entries."""
    with open_log(tmp_path / "data" / "audit", KEY) as log:
        for _ in range(5):
            log.append(SearchStarted(actor_id="a"))
    return tmp_path / "data"


def _leadbook(*arguments: str | Path) -> str:
    done = CliRunner().invoke(app, [*map(str, arguments)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.proves("W-08")
def test_proofs_are_written_and_hold_elsewhere(data: Path, tmp_path: Path) -> None:
    """An entry, and growth since the second; both are checked by the program for outsiders."""
    entry, growth = tmp_path / "entry.json", tmp_path / "growth.json"

    told = _leadbook("log", "prove", "3", "--out", entry, "--data-dir", data)
    _leadbook("log", "consistency", "2", "--out", growth, "--data-dir", data)

    assert "check it with verify_log.py" in told
    for file, holds in ((entry, b"record 3 is in the log"), (growth, b"begins with the 2 records")):
        command = [sys.executable, "-I", str(PROGRAM), str(file), "--key", str(data / "audit" / "log.pub")]
        assert holds in subprocess.run(command, check=True, capture_output=True).stdout


def test_a_proof_can_be_shown(data: Path) -> None:
    """Without a file, on the screen, as it would be written."""
    assert json.loads(_leadbook("log", "prove", "1", "--data-dir", data))["sequence"] == 1


def test_what_is_not_there_is_told(data: Path) -> None:
    """A number beyond the log is one message."""
    with pytest.raises(SettingsError, match="event: expected 1 to 5"):
        _leadbook("log", "prove", "6", "--data-dir", data)


def test_verification_says_whole_and_shows_no_bar_in_a_file(data: Path) -> None:
    """`leadbook verify` of a small log, as before."""
    assert "The log is whole: 5 events" in _leadbook("verify", "--data-dir", data)


@pytest.mark.proves("I-01")
def test_a_witness_signs_from_files_and_its_word_is_kept(data: Path, tmp_path: Path) -> None:
    """As two machines would do it: key out, witness made, checkpoint and proof in, cosigned checkpoint back."""
    audit, state = data / "audit", tmp_path / "witness"
    _leadbook("log", "witness", state, "--name", "north", "--key", audit / "log.pub")
    first, second, growth = tmp_path / "first.txt", tmp_path / "second.txt", tmp_path / "growth.json"
    _leadbook("log", "cosign", "--state", state, "--checkpoint", audit / "checkpoints/000000000005.txt", "--out", first)
    with open_log(audit, KEY) as log:
        log.append(SearchStarted(actor_id="b"))
    _leadbook("log", "consistency", "5", "--out", growth, "--data-dir", data)
    _leadbook("log", "cosign", "--state", state, "--checkpoint", audit / "latest", "--proof", growth, "--out", second)

    take_witness(audit, (state / "witness.pub").read_text())
    take_cosigned(audit, second.read_bytes())

    assert [path.name for path in (audit / "cosignatures").iterdir()] == ["000000000007.north.txt"]
    assert "The log is whole" in _leadbook("verify", "--data-dir", data)
