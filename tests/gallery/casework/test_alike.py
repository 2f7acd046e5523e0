"""A first examination, a verification and a known task are alike in all that is sent before the lock (D-09, D-11)."""

import re
from typing import Any

import pytest

from gallery.casework import examination, opening, pictures
from gallery.desk.work import listed
from kernel_lib.errors import NotFound, WrongState
from kernel_lib.vocabulary import Disposition
from kernel_lib.wire.casework import WorkItem
from kernel_lib.wire.examination import DispositionGiven, ExaminationView
from tests.counting import tried
from tests.gallery.casework.bench import Bench, FakeEncoder, probe_vector
from tests.gallery.casework.tasks import SAME, registered, task_of

LONG = (0.4, 0.39, 0.38, 0.37, 0.36, 0.35, 0.34, 0.1, 0.05, 0.02)
"""Seven of ten subjects reach the threshold: more than a blind examination needs at least."""


def _shape(text: str) -> str:
    """What is sent, with ids, the neutral number, hashes and moments taken out."""
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "ID", text)
    text = re.sub(r"E-[0-9A-Z]{6}", "E-NUMBER", text)
    text = re.sub(r"examiner\d", "EXAMINER", text)
    return re.sub(r'"since":"[^"]+"', '"since":"T"', text)


def _line(bench: Bench, name: str, work_id: str) -> str:
    [item] = [each for each in listed(bench.casework, bench[name]).mine if each.object_id == work_id]
    assert isinstance(item, WorkItem)
    return _shape(item.model_dump_json())


def _sent(bench: Bench, name: str, work_id: str) -> list[Any]:
    """Every payload from the work list to the last disposition, as shapes."""
    casework, person = bench.casework, bench[name]
    told: list[Any] = [_line(bench, name, work_id)]
    view = opening.start(casework, person, work_id)
    told += [_shape(view.model_dump_json()), _line(bench, name, view.id)]
    view = bench.look(name, view.id)
    told += [_shape(view.model_dump_json()), re.sub(r"E-\w{6}", "E-NUMBER", _line(bench, name, view.id))]
    told.append([pictures.show(casework, person, view.probe_picture)[1], len(view.letters)])
    for letter in view.letters:
        given = DispositionGiven(disposition=Disposition.EXCLUDED)
        told.append(_shape(examination.dispose(casework, person, view.id, letter.letter, given).model_dump_json()))
    return told


@pytest.mark.proves("D-09", "D-10", "D-11", "W-06")
def test_nothing_sent_tells_first_from_later_or_casework_from_a_task(seeded: Bench) -> None:
    """Work list, notes, candidates, every disposition: the payloads are equal but for ids, with as many letters."""
    seeded.encoder.vector = FakeEncoder(probe_vector(LONG)).vector
    task_id = registered(seeded, SAME)
    first_request = seeded.approved()
    request_id = seeded.examined("S-002")
    verifier, verification = seeded.verifier_of(request_id)
    tester, task = task_of(seeded, task_id)

    first = _sent(seeded, "examiner1", first_request)
    blind = _sent(seeded, verifier, verification)
    known = _sent(seeded, tester, task)

    tried("payloads of first, later and known examinations compared", len(first) + len(blind) + len(known))
    assert first == blind
    assert blind == known
    assert first[5][1] == 7


def test_after_a_short_list_there_are_never_fewer_letters_than_foils_need(seeded: Bench) -> None:
    """Four listed: the first sees four; later ones see six, which a first list may hold as well."""
    task_id = registered(seeded, SAME)
    request_id = seeded.examined("S-002")
    verifier, verification = seeded.verifier_of(request_id)
    tester, task = task_of(seeded, task_id)

    views: list[ExaminationView] = [seeded.look(verifier, verification), seeded.look(tester, task)]

    assert [len(each.letters) for each in views] == [6, 6]


def test_a_line_is_opened_by_whoever_may(seeded: Bench) -> None:
    """A request is taken once; a task and another's examination stay hidden; one's own opens again."""
    task_id = registered(seeded, SAME)
    request_id = seeded.approved()
    view = opening.start(seeded.casework, seeded["examiner1"], request_id)

    assert opening.start(seeded.casework, seeded["examiner1"], view.id).id == view.id
    with pytest.raises(WrongState):
        opening.start(seeded.casework, seeded["examiner2"], request_id)
    for hidden in (view.id, task_id, "unknown"):
        with pytest.raises(NotFound):
            opening.start(seeded.casework, seeded["examiner2"], hidden)
