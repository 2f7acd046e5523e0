"""The end of a picture through the real service: real models, real files, the command that checks its certificate."""

from pathlib import Path

import pytest

from gallery.command.destruction_check import play_ending
from gallery.command.installation import Installation
from tests.conftest import Running
from tests.standing import STANDING


@pytest.mark.proves("W-10", "F-22", "F-32", "B-08", "M-10")
def test_a_picture_of_a_dismissed_charge_is_found_nowhere_afterwards(
    made: Installation, running: Running, tmp_path: Path
) -> None:
    """Markers in its record, its file and its template are in many places before and in none after."""
    empty = STANDING.emptied(tmp_path / "restored") if running.settings.database_url else ""

    ended = play_ending(Installation(running.settings, running.passwords, made.enrolment), lambda _: None, empty)

    assert ended.left_search
    # Each planted marker, in clear or in the sealed form in which the records hold it.
    assert ended.places_before >= 6
    assert ended.places_after == ()
    assert (ended.put_back.destroyed, ended.put_back.places) == (1, ())
    assert ended.put_back.pictures == ended.pictures_after
    assert (ended.state, ended.certificate_status, ended.changed_status) == ("finished", 0, 1)
