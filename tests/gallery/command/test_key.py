"""What `leadbook key` prints, and that a change is carried out while the service is stopped."""

from pathlib import Path

from typer.testing import CliRunner

from gallery.command.app import app
from gallery.command.key import standing
from gallery.keys import Keys
from kernel_lib.vocabulary import Role
from kernel_lib.wire.key_changes import KeyChangeView
from tests.gallery.fakes import NOON
from tests.gallery.house import ADMIN, House


def test_a_change_is_told_as_far_as_it_is() -> None:
    """It waits for somebody else, was turned down, waits for a start, or is done with a count."""
    waiting = KeyChangeView(id="c", reason="r", proposed_by="Ann", proposed_at=NOON)
    agreed = waiting.model_copy(update={"approved": True, "decided_by": "Bo"})
    refused = agreed.model_copy(update={"approved": False})
    done = agreed.model_copy(update={"done_at": NOON, "resealed": 1234})

    assert [standing(each) for each in (waiting, refused, agreed, done)] == [
        "waits for another person than Ann",
        "turned down by Bo",
        "agreed to by Bo; the next start of the service carries it out",
        "done 2026-11-24 12:00 UTC, 1,234 values",
    ]


def test_run_carries_out_what_was_agreed_and_says_when_nothing_is_due(tmp_path: Path) -> None:
    """The first run changes the key and counts; the second finds nothing to do."""
    house = House(tmp_path)
    house.somebody(Role.COMPLIANCE)
    made = house.ask("POST", "/key-changes", ADMIN, json={"reason": "The year's change of keys."})
    path = f"/key-changes/{made.json()['id']}/decision"
    decision = {"approved": True, "reason": "Agreed by compliance."}
    assert house.ask("POST", path, Role.COMPLIANCE.value, json=decision).is_success
    house.close()
    old = Keys.open(house.settings.keys_dir).identity
    command = ["key", "run", "--data-dir", str(house.settings.data_dir)]

    first, second = CliRunner().invoke(app, command), CliRunner().invoke(app, command)

    assert "0 values stand under a new identity key; the one before is destroyed" in first.output
    assert "nothing was changed" in second.output
    assert Keys.open(house.settings.keys_dir).identity != old
    acts = [each.event.act for each in house.entries()]
    assert acts.index("key_changed") < len(acts) - 1 == len(acts) - 1 - acts[::-1].index("service_stopped")
