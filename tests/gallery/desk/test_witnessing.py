"""What witnesses give is taken in by the service, each by one entry younger than what they signed for."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

from audits.checkpoint import open_log
from audits.events import SignedIn
from audits.verify import verify
from audits.witness import Witness
from gallery.command.app import app
from gallery.simulation.inside import inside
from kernel_lib.client import Client
from kernel_lib.settings import Settings
from kernel_lib.vocabulary import Role
from tests.gallery.house import ADMIN, House

SECONDS = 1_764_547_200
COMPLIANCE = Role.COMPLIANCE.value


@pytest.fixture
def witness(house: House, tmp_path: Path) -> Witness:
    """A witness of this service's log that signed for nothing yet."""
    house.somebody(Role.COMPLIANCE)
    return Witness.begin(tmp_path / "witness", "north", (house.settings.audit_dir / "log.pub").read_text())


def _cosigned(house: House, witness: Witness) -> str:
    return witness.cosign((house.settings.audit_dir / "latest").read_bytes(), None, SECONDS).decode()


@pytest.mark.proves("I-01", "I-02")
def test_each_act_of_a_witness_is_one_entry_of_a_later_checkpoint(
    house: House, witness: Witness, tmp_path: Path
) -> None:
    """Key and cosignature: two acts, two entries, both after the entries that were signed for; the log is whole."""
    note = _cosigned(house, witness)
    signed = int(note.splitlines()[1])
    key = (tmp_path / "witness" / "witness.pub").read_text()

    taken = house.ask("POST", "/log/witnesses", COMPLIANCE, json={"key": key})
    kept = house.ask("POST", "/log/cosignatures", ADMIN, json={"note": note})

    assert (taken.json()["witness"], kept.json()["events"]) == ("north", signed)
    entries = [each for each in house.entries() if each.event.act in ("witness_taken", "cosignature_kept")]
    assert [each.event.act for each in entries] == ["witness_taken", "cosignature_kept"]
    assert all(each.sequence > signed for each in entries)
    assert entries[1].event.details["root"] == kept.json()["root"]
    assert [path.name for path in (house.settings.audit_dir / "cosignatures").iterdir()] == [f"{signed:012d}.north.txt"]
    assert verify(house.settings.audit_dir).whole


@pytest.mark.proves("I-02")
def test_what_is_no_cosignature_of_this_log_is_refused_and_written_down(
    house: House, witness: Witness, tmp_path: Path
) -> None:
    """No key, an unknown witness, another log's checkpoint, another role: one refusal each, and no file."""
    note = _cosigned(house, witness)
    with open_log(tmp_path / "other", house.parts.floor.keys.signing) as log:
        log.append(SignedIn(actor_id="a"))
        other = (tmp_path / "other" / "latest").read_text()
    since = house.entries()[-1].sequence

    answers = [
        house.ask("POST", "/log/witnesses", COMPLIANCE, json={"key": "north+00+AA"}),
        house.ask("POST", "/log/cosignatures", COMPLIANCE, json={"note": note}),
        house.ask("POST", "/log/cosignatures", COMPLIANCE, json={"note": other}),
    ]

    assert [(each.status_code, each.json()["rule"]) for each in answers] == [(422, "I-01")] * 3
    assert house.told(since) == [("witness_taken", "refused"), *[("cosignature_kept", "refused")] * 2]
    assert not (house.settings.audit_dir / "witnesses").exists()


def test_the_command_hands_both_to_the_service(
    house: House, witness: Witness, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key the first time, then the checkpoint; it says for how many entries was signed."""
    file = tmp_path / "cosigned.txt"
    file.write_text(_cosigned(house, witness))

    @contextmanager
    def as_compliance(settings: Settings) -> Iterator[Client]:
        with inside(house.app) as way, Client(settings.socket, house.sessions[COMPLIANCE], way) as client:
            yield client

    monkeypatch.setattr("gallery.command.log.signed_in", as_compliance)
    key = str(tmp_path / "witness" / "witness.pub")

    done = CliRunner().invoke(app, ["log", "cosigned", str(file), "--witness", key], catch_exceptions=False)

    assert "north signed for" in done.output
    assert (house.settings.audit_dir / "witnesses" / "north.pub").exists()
