"""The draft paragraph for an information to obtain."""

import pytest

from gallery.followup import evidence, paragraph
from kernel_lib.errors import WrongState
from kernel_lib.hashing import sha256_hex
from kernel_lib.wire.follow_up import ParagraphOffered, ParagraphView
from tests.gallery.casework.bench import ANSWER, Bench
from tests.gallery.followup.given import TODAY, WORDS, all_checks, corroborated, on_the_day


def _draft(bench: Bench, lead_id: str) -> ParagraphView:
    made = paragraph.draft(bench.casework, bench["investigator"], lead_id).paragraph
    assert made is not None
    return made


@pytest.mark.proves("E-08")
def test_the_draft_names_every_element_from_the_record(bench: Bench, lead_id: str) -> None:
    """Use of the search, source, quality, gallery, size of the list without ranks, conclusions, limits."""
    corroborated(bench, lead_id)
    all_checks(bench, lead_id)

    text = _draft(bench, lead_id).text

    for part in (
        "facial-recognition search",
        "2026-000123",
        "held by Shop at the corner",
        "Its measured quality: ",
        "10 booking pictures of Demonstration Police Service, of 10 held",
        "returned 4 candidates; the list could hold at most 20",
        "First examiner:",
        "Second examiner:",
        ANSWER,
        "Examiners who differed: 0 of 2",
        "o evaluation of accuracy is on file",
        "years",
        WORDS,
        "Looked into.",
        "not an identification",
    ):
        assert part in text
    for never in ("0.62", "rank", "S-001", "S-002", "{", "}", "None"):
        assert never not in text


@pytest.mark.proves("E-08")
def test_a_gap_in_the_record_is_told_and_not_left_out(bench: Bench, lead_id: str) -> None:
    """No corroboration and no checks yet."""
    text = _draft(bench, lead_id).text

    assert "nothing is recorded." in text
    assert text.count("not looked into yet") == 5


@pytest.mark.proves("E-08")
def test_the_hash_of_the_draft_is_kept(bench: Bench, lead_id: str) -> None:
    """In the record and in the log."""
    made = _draft(bench, lead_id)

    assert made.sha256 == sha256_hex(made.text.encode())
    assert bench.log.entries[-1].event.details["sha256"] == made.sha256


@pytest.mark.proves("E-08")
def test_an_edited_text_is_flagged_with_what_is_left_out(bench: Bench, lead_id: str) -> None:
    """Its hash differs; the same text does not."""
    made = _draft(bench, lead_id)
    shorter = made.text.replace("A position on such a list is not evidence", "The list was reliable")
    me = bench["investigator"]

    same = paragraph.compare(bench.casework, me, lead_id, ParagraphOffered(text=made.text))
    edited = paragraph.compare(bench.casework, me, lead_id, ParagraphOffered(text=shorter))

    assert (same.same, same.missing) == (True, ())
    assert (edited.same, len(edited.missing)) == (False, 1)
    assert edited.sha256 != made.sha256
    after = corroborated(bench, lead_id).paragraph
    assert after is not None
    assert (after.edited, after.edited_sha256) == (True, edited.sha256)


def test_there_must_be_a_draft_to_compare_with(bench: Bench, lead_id: str) -> None:
    """Otherwise nothing can be said of a text (E-08)."""
    with pytest.raises(WrongState):
        paragraph.compare(bench.casework, bench["investigator"], lead_id, ParagraphOffered(text="Some text."))


@pytest.mark.proves("E-10")
def test_a_contradiction_stops_the_paragraph(bench: Bench, lead_id: str) -> None:
    """Until a person has answered it."""
    told = on_the_day(died_on=TODAY.replace(day=1))
    evidence.tell_circumstances(bench.casework, bench["investigator"], lead_id, told)

    with pytest.raises(WrongState):
        paragraph.draft(bench.casework, bench["investigator"], lead_id)
