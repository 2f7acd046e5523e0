"""`leadbook subject report` against a running service: one command, one answer to a person who asks (F-60, W-23)."""

import os
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from audits.segments import read
from gallery.demonstration.feed import subjects_by_picture
from tests.conftest import Running

pytestmark = pytest.mark.journey


@pytest.mark.proves("F-60", "I-08", "W-23")
def test_one_command_answers_a_person_who_asks(running: Running) -> None:
    """Somebody of the demonstration and nobody; without a listed identity check nothing; the log holds no number."""
    feed = running.settings.data_dir / "demonstration" / "feed"
    number = sorted(set(subjects_by_picture(feed).values()))[0]

    held = _report(running, number, "photo_identification")
    nobody = _report(running, "S-nobody", "photo_identification")
    unchecked = _report(running, number, "a_good_word")

    assert held.returncode == 0, held.stderr
    for told in ("Pictures are held.", "eligible, template held", "selected 0"):
        assert told in held.stdout
    assert "Given to nobody." in held.stdout
    assert nobody.returncode == 0, nobody.stderr
    assert "No picture is held." in nobody.stdout
    assert unchecked.returncode == 1
    assert "Refused (F-60)" in unchecked.stderr
    entries = [each.event for each in read(running.settings.audit_dir) if each.event.act.startswith("application_")]
    assert [(each.act, each.result) for each in entries] == [
        ("application_received", "done"),
        ("application_reported", "done"),
        ("application_received", "done"),
        ("application_reported", "done"),
        ("application_received", "refused"),
    ]
    assert not [each for each in entries if number in repr(each)]


def _report(running: Running, number: str, check: str) -> subprocess.CompletedProcess[str]:
    today = datetime.now(UTC).date().isoformat()
    command = [sys.executable, "-m", "gallery.command", "subject", "report", number]
    named = {"LEADBOOK_USERNAME": "clerk", "LEADBOOK_PASSWORD": running.passwords["clerk"]}
    return subprocess.run(  # our own command
        [*command, "--identity", check, "--checked", today, "--data-dir", str(running.settings.data_dir)],
        env={**os.environ, **named},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
