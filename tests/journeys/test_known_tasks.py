"""Compliance registers known tasks from the demonstration's probes, through the real service (D-11)."""

import pytest

from audits.segments import read
from gallery.demonstration.probes import probes
from kernel_lib.errors import NotAllowed, Unacceptable
from kernel_lib.wire.known_tasks import KnownTaskKey
from tests.conftest import Running

pytestmark = pytest.mark.journey


@pytest.mark.proves("D-11")
def test_tasks_come_from_the_demonstrations_probes_with_their_key(running: Running) -> None:
    """One whose person is enrolled, one whose person is not; a wrong key is refused, and others may not register."""
    compliance, settings = running.client("compliance"), running.settings
    found = {
        each.file.name: each
        for each in probes(settings.photographs_dir, settings.data_dir / "demonstration" / "probes")
    }
    same, different = found["another-photograph.jpg"], found["not-enrolled.jpg"]
    key = KnownTaskKey(face=0, same=True, subject_number=str(same.mate))

    first = compliance.known_tasks.register(key, same.file.name, same.file.read_bytes())
    second = compliance.known_tasks.register(
        KnownTaskKey(face=0, same=False), different.file.name, different.file.read_bytes()
    )
    wrong = KnownTaskKey(face=0, same=True, subject_number="D-9999")
    with pytest.raises(Unacceptable):
        compliance.known_tasks.register(wrong, same.file.name, same.file.read_bytes())
    with pytest.raises(NotAllowed):
        running.client("examiner1").known_tasks.register(key, same.file.name, same.file.read_bytes())

    known = compliance.known_tasks.list()
    assert {(each.id, each.same, each.answered) for each in known.tasks} == {(first.id, True, 0), (second.id, False, 0)}
    assert running.client("examiner2").known_tasks.mine().missed.tasks == 0
    searches = [entry.event for entry in read(settings.audit_dir) if entry.event.act == "search_completed"]
    assert [each.details["known_task"] for each in searches] == [True] * 3, "the refused one was searched too"
