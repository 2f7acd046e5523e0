"""A picture that a member of staff gave is found among the searches of the running service, with real models (B-11)."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gallery.command.story import Cast, Story
from gallery.demonstration.feed import subjects_by_picture
from gallery.demonstration.probes import probes
from kernel_lib.client import Client
from tests.conftest import Running

pytestmark = pytest.mark.journey


@pytest.mark.proves("B-11", "I-05")
def test_a_search_of_a_member_of_staff_is_told_to_compliance_alone(running: Running) -> None:
    """The approver's picture is of the person who was searched; another member's is not, and is not named."""
    settings, feed = running.settings, running.settings.data_dir / "demonstration" / "feed"
    client: Callable[[str], Client] = running.client
    cast = Cast(client("investigator"), client("approver"), tuple(client(f"examiner{n}") for n in (1, 2, 3)))
    found = probes(settings.photographs_dir, settings.data_dir / "demonstration" / "probes")
    probe = next(each for each in found if each.mate)
    Story(cast, subjects_by_picture(feed), datetime.now(UTC).date()).play(probe)
    mate, other = _pictures(feed, str(probe.mate))
    cast.approver.staff.give("me.jpg", mate.read_bytes())
    client("clerk").staff.give("me.jpg", other.read_bytes())

    ran = _command(running, "staff-check")
    view = client("compliance").staff.checks()
    waiting = _command(running, "question", "staff_findings", "-p", "days=-1", "--csv")
    cast.approver.staff.end()

    assert ran.returncode == 0, ran.stderr
    assert "1 search(es) since the last check, 1 compared with 2 consenting" in ran.stdout
    assert [each.resembles for each in view.findings if each.resembles] == ["Approver"]
    assert len(list((settings.gallery_dir / "staff").iterdir())) == 1
    assert waiting.returncode == 0, waiting.stderr
    columns, *rows = csv.reader(waiting.stdout.splitlines())
    told = {row[columns.index("finding_id")] for row in rows}
    assert told == {each.id for each in view.findings}
    assert {row[columns.index("outcome")] for row in rows} == {"not answered"}


def _pictures(feed: Path, subject: str) -> tuple[Path, Path]:
    """A picture of a subject, and one of somebody else."""
    bookings = [json.loads(line) for line in (feed / "bookings.jsonl").read_text(encoding="utf-8").splitlines()]
    mine = next(each for each in bookings if each["subject_number"] == subject)
    others = next(each for each in bookings if each["subject_number"] != subject)
    return feed / "pictures" / mine["picture"], feed / "pictures" / others["picture"]


def _command(running: Running, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "gallery.command", *arguments, "--data-dir", str(running.settings.data_dir)]
    given = {"LEADBOOK_USERNAME": "compliance", "LEADBOOK_PASSWORD": running.passwords["compliance"]}
    return subprocess.run(command, env={**os.environ, **given}, capture_output=True, text=True, check=False)
