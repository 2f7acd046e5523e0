"""Doubts about identities go to the records clerk, and the list still shows both (C-09)."""

import pytest

from gallery.casework import examination, identities
from kernel_lib.errors import NotFound, Unacceptable, WrongState
from kernel_lib.vocabulary import Role
from kernel_lib.wire.identities import IdentityDoubt, TicketAnswer
from tests.gallery.casework.bench import Bench


@pytest.fixture
def doubted(bench: Bench) -> tuple[Bench, str]:
    """An examination in which two candidates look like one person, and a ticket about them."""
    bench.join("clerk", (Role.RECORDS_CLERK,))
    view = bench.opened()
    letters = tuple(bench.letter_of(view, each) for each in ("S-001", "S-002"))
    doubt = IdentityDoubt(letters=letters, note="The same scar over the left brow.")
    identities.raise_ticket(bench.casework, bench["examiner1"], view.id, doubt)
    return bench, view.id


@pytest.mark.proves("C-09")
def test_a_doubt_raises_a_ticket_and_the_list_still_shows_both(doubted: tuple[Bench, str]) -> None:
    """The clerk reads the two numbers and the words, not whose request it is."""
    bench, examination_id = doubted

    ticket = identities.listed(bench.casework, bench["clerk"]).tickets[0]
    view = examination.get(bench.casework, bench["examiner1"], examination_id)

    assert sorted(ticket.subject_numbers) == ["S-001", "S-002"]
    assert ticket.note == "The same scar over the left brow."
    assert {bench.letter_of(view, "S-001"), bench.letter_of(view, "S-002")} <= {each.letter for each in view.letters}
    entry = next(each.event for each in bench.log if each.event.act == "ticket_raised")
    assert "scar" not in str(entry)


@pytest.mark.proves("C-09")
def test_a_ticket_is_answered_once_and_nothing_is_merged(doubted: tuple[Bench, str]) -> None:
    """Both subjects stay; what the clerk did at the source is told in words."""
    bench, _ = doubted
    ticket = identities.listed(bench.casework, bench["clerk"]).tickets[0]
    given = TicketAnswer(answer="Two people; fingerprints differ.")

    answered = identities.answer(bench.casework, bench["clerk"], ticket.id, given).tickets[0]

    assert (answered.answer, answered.answered_at is not None) == (given.answer, True)
    with pytest.raises(WrongState):
        identities.answer(bench.casework, bench["clerk"], ticket.id, given)
    with bench.ledger.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM subjects").scalar_one() == 10


def test_a_doubt_needs_open_candidates_and_letters_of_the_list(bench: Bench) -> None:
    """And an examination of one's own."""
    doubt = IdentityDoubt(letters=("A",), note="Two people on the pictures.")
    taken = examination.take(bench.casework, bench["examiner1"], bench.approved())
    with pytest.raises(WrongState):
        identities.raise_ticket(bench.casework, bench["examiner1"], taken.id, doubt)
    bench.look("examiner1", taken.id)
    with pytest.raises(Unacceptable):
        identities.raise_ticket(bench.casework, bench["examiner1"], taken.id, IdentityDoubt(letters=("Z",), note="?"))
    with pytest.raises(NotFound):
        identities.raise_ticket(bench.casework, bench["examiner2"], taken.id, doubt)
