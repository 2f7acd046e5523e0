"""Every byte that a blind examiner is sent before the lock is searched for what may lead them (C-05, D-09, D-10)."""

import io

import pytest
from PIL import Image

from gallery.casework import examination, examination_draft, pictures, recusal
from gallery.desk.work import listed
from gallery.records import gallery as held
from gallery.records.cases import request_by_id
from gallery.records.examinations import examinations_of
from gallery.records.searches import candidates_of
from kernel_lib.vocabulary import Disposition
from kernel_lib.wire.drafts import ExaminationDraft
from kernel_lib.wire.examination import DispositionGiven
from kernel_lib.wire.review import ContextSeen
from tests.counting import tried
from tests.gallery.casework.bench import GROUND, Bench

WORDS = (
    "casework",
    "known_task",
    "decoy",
    "exigent",
    "urgent",
    "verification",
    "second",
    "score",
    "depicted_",
    'rank":',
    'captured_on":"',
)


@pytest.mark.proves("C-05", "D-09", "D-10")
@pytest.mark.parametrize("subject", ["S-001", "S-003", None])
def test_nothing_that_leads_is_sent_before_the_lock(bench: Bench, subject: str | None) -> None:
    """Neither who asked, nor for what, nor the first opinion, nor ranks, similarities, dates, numbers or ids."""
    request_id = bench.examined(subject)
    name, examination_id = bench.verifier_of(request_id)
    forbidden = _forbidden(bench, request_id)

    sent, images = _everything_sent(bench, name, examination_id)

    tried("payloads scanned before a lock, texts and pictures", len(sent) + len(images))
    tried("forbidden words sought in payloads", len(sent) * len(forbidden))
    found = [(word, text[:60]) for text in sent for word in forbidden if word.lower() in text.lower()]
    assert found == []
    for data in images:
        with Image.open(io.BytesIO(data)) as image:
            assert dict(image.getexif()) == {}
            assert not {"comment", "exif", "xmp", "icc_profile", "photoshop"} & set(image.info)


@pytest.mark.proves("D-09", "D-10")
def test_the_list_of_a_blind_examiner_does_not_depend_on_the_first_opinion(bench: Bench) -> None:
    """As many candidates, as many bytes of text, whatever the first examiner concluded."""
    sizes = set()
    for subject in ("S-001", "S-003", None):
        request_id = bench.examined(subject)
        name, examination_id = bench.verifier_of(request_id)
        view = bench.look(name, examination_id)
        sizes.add((len(view.letters), len(view.model_dump_json())))

    assert len(sizes) == 1


def _everything_sent(bench: Bench, name: str, examination_id: str) -> tuple[list[str], list[bytes]]:
    """Every reply on the way to the lock, in every stage."""
    casework, person = bench.casework, bench[name]
    sent = [listed(casework, person).model_dump_json()]
    sent.append(examination.get(casework, person, examination_id).model_dump_json())
    kept = examination_draft.save(casework, person, examination_id, ExaminationDraft(limits="Blur."))
    sent.append(kept.model_dump_json(exclude={"saved_at"}))
    seen = ContextSeen(kinds=("media",), step_back=False)
    sent.append(recusal.record(casework, person, examination_id, seen).model_dump_json())
    view = bench.look(name, examination_id)
    sent.append(view.model_dump_json())
    images = [pictures.show(casework, person, view.probe_picture)[0]]
    for each in view.letters:
        images += [pictures.show(casework, person, shown.picture)[0] for shown in each.pictures]
        given = DispositionGiven(disposition=Disposition.UNCLEAR)
        sent.append(examination.dispose(casework, person, view.id, each.letter, given).model_dump_json())
    return sent, images


def _forbidden(bench: Bench, request_id: str) -> set[str]:
    with bench.ledger.reading() as connection:
        request = request_by_id(connection, request_id)
        assert request is not None
        first = examinations_of(connection, request_id)[0]
        found = candidates_of(connection, str(first.search_id))
        subjects = [held.subject_by_id(connection, each.subject_id) for each in found]
    dates = {picture.captured_on.isoformat() for each in found for picture in each.pictures}
    ids = {each.id for each in found} | {each.subject_id for each in found} | {str(first.search_id), first.id}
    ids |= {picture.picture_id for each in found for picture in each.pictures}
    scores = {f"{each.score:.2f}" for each in found}
    names = {
        person.display_name for key, person in bench.people.items() if key in ("investigator", "approver", "examiner1")
    }
    about = {request_id, request.number, str(request.case_id), request.requester_id, GROUND, request.offence_title}
    about |= {str(request.draft["occurrence_number"]), str(request.draft["source_holder"]), first.number}
    return {*dates, *ids, *scores, *names, *about, *WORDS, *(each.number for each in subjects if each)}
