"""What stands in the log after a whole story, and what does not (I-04)."""

import base64
import re
from datetime import UTC, datetime

import pytest

from audits.segments import read
from gallery.command.people import PEOPLE
from gallery.command.story import GROUND, Cast, Story
from gallery.demonstration.feed import subjects_by_picture
from gallery.demonstration.probes import probes
from kernel_lib.hashing import sha256_hex
from tests.conftest import Running

pytestmark = pytest.mark.journey


@pytest.mark.proves("I-04")
def test_a_whole_story_leaves_no_picture_template_name_or_narrative_in_the_log(running: Running) -> None:
    """Real photographs enrolled, one searched, a lead read: then every byte of the log is looked through (I-04)."""
    settings, feed = running.settings, running.settings.data_dir / "demonstration" / "feed"
    examiners = (running.client("examiner1"), running.client("examiner2"), running.client("examiner3"))
    cast = Cast(running.client("investigator"), running.client("approver"), examiners)
    found = probes(settings.photographs_dir, settings.data_dir / "demonstration" / "probes")
    outcome = Story(cast, subjects_by_picture(feed), datetime.now(UTC).date()).play(found[0])
    files = [*(path for path in (feed / "pictures").iterdir()), found[0].file]

    log = b"".join(path.read_bytes() for path in (settings.audit_dir / "segments").iterdir())
    events = [entry.event for entry in read(settings.audit_dir)]

    assert outcome.lead is not None
    assert sha256_hex(found[0].file.read_bytes()).encode() in log
    assert {"picture_enrolled", "search_completed", "examination_locked", "lead_acknowledged"} <= {
        e.act for e in events
    }
    for path in files:
        start = path.read_bytes()[201:261]
        assert not any(form in log for form in (start, base64.b64encode(start), start.hex().encode()))
    words = [
        *subjects_by_picture(feed).values(),
        *(each.display_name for each in PEOPLE),
        GROUND,
        "Demonstration holder",
    ]
    assert [word for word in words if word.encode() in log] == []
    assert [path.name for path in files if path.name.encode() in log] == []
    assert not re.search(rb"-?0\.\d+(,-?0\.\d+){3}", log)
    assert [event.act for event in events for value in event.details.values() if _is_long(value)] == []


def _is_long(value: object) -> bool:
    """Longer than any hash or number needs: room for a picture, a template, or a story."""
    return len(value) > (24 if isinstance(value, tuple) else 128) if isinstance(value, str | tuple) else False
