"""`leadbook replay` against a running service: identical, and after one more enrolment what changed (B-05, W-09)."""

import os
import re
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from audits.segments import read
from gallery.command.story import Cast, Story
from gallery.demonstration.feed import OFFENCE, subjects_by_picture
from gallery.demonstration.probes import probes
from kernel_lib.wire.gallery import BookingRecord
from tests.conftest import Running
from tests.journeys.feeding import offer_one

pytestmark = pytest.mark.journey


@pytest.mark.proves("B-05", "W-09")
def test_a_search_repeats_and_an_enrolment_is_told(running: Running) -> None:
    """A search of the story is run again by the command before and after the gallery grew by one picture."""
    settings, feed = running.settings, running.settings.data_dir / "demonstration" / "feed"
    people = {
        name: running.client(name) for name in ("investigator", "approver", "examiner1", "examiner2", "examiner3")
    }
    examiners = (people["examiner1"], people["examiner2"], people["examiner3"])
    cast = Cast(people["investigator"], people["approver"], examiners)
    found = probes(settings.photographs_dir, settings.data_dir / "demonstration" / "probes")
    Story(cast, subjects_by_picture(feed), datetime.now(UTC).date()).play(found[0])
    search_id = next(
        str(entry.event.details["search_id"])
        for entry in read(settings.audit_dir)
        if entry.event.act == "search_completed"
    )

    before = _replay(running, search_id)
    stranger = next(probe for probe in found if probe.mate is None)
    offer_one(running, _record(), stranger.file)
    after = _replay(running, search_id)
    unknown = _replay(running, "unknown")

    assert before.returncode == 0, before.stderr
    assert re.match(r"identical: \d+ places over the \d+ references of then", before.stdout)
    assert "the gallery is unchanged" in before.stdout
    assert after.returncode == 0, after.stderr
    assert after.stdout.startswith("identical: ")
    assert "the gallery changed: 1 added, 0 removed" in after.stdout
    assert unknown.returncode == 1
    assert "Refused (G-01)" in unknown.stderr
    told = [
        (entry.event.result, entry.event.details.get("added"))
        for entry in read(settings.audit_dir)
        if entry.event.act == "search_replayed"
    ]
    assert told == [("done", 0), ("done", 1), ("refused", None)]


def _replay(running: Running, search_id: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "LEADBOOK_USERNAME": "compliance", "LEADBOOK_PASSWORD": running.passwords["compliance"]}
    command = [sys.executable, "-m", "gallery.command", "replay", search_id]
    arguments = [*command, "--data-dir", str(running.settings.data_dir)]
    return subprocess.run(arguments, capture_output=True, text=True, check=False, env=env)


def _record() -> BookingRecord:
    today = datetime.now(UTC).date()
    return BookingRecord(
        service="demo",
        subject_number="D-0900",
        fps_number="",
        booking_event="D-0900-1",
        ica_authority="2(1)(a)",
        offence_id=OFFENCE,
        charge_date=today,
        captured_at=today,
        capturing_officer="DEMO-01",
        pose="frontal",
        demonstration=True,
    )
