"""Items are withheld one by one with section and reasons, and the severed copy marks and indexes each (F-61)."""

import pytest

from gallery.records.applications import items_of
from gallery.rights import answering, keeping, reporting, severing
from gallery.rights.letters import Writer
from gallery.rights.receiving import held_application
from gallery.rights.severed import severed_copy
from kernel_lib.errors import Unacceptable, WrongState
from kernel_lib.wire.rights import AnswerGiven, ItemDecided
from tests.gallery.casework.bench import Bench
from tests.gallery.rights.given import REASONS, TODAY, received

WITHHELD = ItemDecided(item="appearance-1", section="8(1)(b)", reasons=REASONS)


@pytest.mark.proves("F-61")
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_severed_copy_marks_and_indexes_what_is_withheld(bench: Bench, language: str) -> None:
    """The withheld appearance shows its section only and is not counted; its reasons stand at the end."""
    bench.examined()
    application = received(bench, language=language)
    with pytest.raises(WrongState, match="not made"):
        severing.release(bench.casework, bench["clerk"], application.id)
    report = reporting.report(bench.casework, bench["clerk"], application.id)
    for wrong in ({"item": "appearance-9"}, {"section": "9(9)"}, {"reasons": "short"}):
        with pytest.raises(Unacceptable):
            severing.decide(bench.casework, bench["clerk"], application.id, WITHHELD.model_copy(update=wrong))
    severing.decide(bench.casework, bench["clerk"], application.id, WITHHELD)
    with bench.ledger.reading() as connection:
        kept = held_application(connection, bench["clerk"], application.id)
        withheld = {each.item: each for each in items_of(connection, application.id)}

    released = severing.release(bench.casework, bench["clerk"], application.id)

    page = severed_copy(Writer(bench.rules, kept, TODAY), report, withheld).page()
    listed = {"en": "On a candidate list: 0", "fr": "Sur une liste de candidats : 0"}
    assert listed[language] in page
    assert page.count("█████") == 1
    assert page.count(REASONS.replace("'", "&#x27;")) == 1
    assert bench.rules.rights.review.commissioner[language].replace("'", "&#x27;") in page
    assert [each.kind for each in released.letters] == ["severed_copy"]
    pdf = keeping.fetch(bench.casework, bench["clerk"], application.id, released.letters[0].id)
    assert pdf.startswith(b"%PDF-")


def test_access_is_answered_by_its_copy_only(bench: Bench) -> None:
    """An application for access is neither granted nor refused whole."""
    application = received(bench)

    with pytest.raises(Unacceptable, match="severed copy"):
        answering.answer(bench.casework, bench["clerk"], application.id, AnswerGiven(outcome="granted"))
