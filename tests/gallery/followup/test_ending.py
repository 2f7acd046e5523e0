"""How a lead ends, who is told, and what a wrongful identification sets in motion."""

import pytest

from gallery.casework.pictures import show
from gallery.casework.retention import remove_due
from gallery.desk import work
from gallery.followup import case_page, copies, ending, notices, view
from gallery.records.case_file import freeze_of, incidents_of
from kernel_lib.errors import NotFound, Unacceptable, WrongState
from kernel_lib.vocabulary import CopyKind, LeadState, Role, WorkKind
from kernel_lib.wire.follow_up import CopyAsked
from tests.gallery.casework.bench import Bench
from tests.gallery.followup.given import an_outcome, case_of, corroborated, relied_on, seen


@pytest.mark.proves("E-12")
def test_an_outcome_is_of_the_list(bench: Bench, lead_id: str) -> None:
    """The seven of the rules and no other, each with its reason."""
    assert set(bench.rules.follow_up.outcomes) == {
        "confirmed",
        "eliminated",
        "unresolved",
        "not_followed",
        "charge_laid",
        "charge_withdrawn",
        "wrongful",
    }
    for given in (an_outcome("solved"), an_outcome("eliminated").model_copy(update={"reason": "No."})):
        with pytest.raises(Unacceptable) as refused:
            ending.end(bench.casework, bench["investigator"], lead_id, given)
        assert refused.value.refusal.rule == "E-12"


@pytest.mark.proves("E-12")
@pytest.mark.parametrize("name", ["confirmed", "charge_laid"])
def test_a_lead_is_closed_and_stays_readable(bench: Bench, lead_id: str, name: str) -> None:
    """By its requester or an approver; nothing more is recorded about it."""
    shown = ending.end(bench.casework, bench["approver"], lead_id, an_outcome(name))

    assert (shown.state, shown.outcome) == (LeadState.CLOSED, bench.rules.follow_up.outcomes[name].title)
    assert seen(bench, lead_id).reveal is not None
    with pytest.raises(WrongState):
        corroborated(bench, lead_id)


@pytest.mark.proves("E-12")
def test_a_lead_without_outcome_comes_back_on_the_lists(bench: Bench, lead_id: str) -> None:
    """Of its requester and of approvers, once its days are over."""
    bench.clock.forward(days=bench.rules.follow_up.outcome_due_days)

    for name in ("investigator", "approver"):
        kinds = {each.kind for each in work.listed(bench.casework, bench[name]).mine}
        assert WorkKind.CLOSE_LEAD in kinds
    ending.end(bench.casework, bench["investigator"], lead_id, an_outcome("not_followed"))
    kinds = {each.kind for each in work.listed(bench.casework, bench["approver"]).mine}
    assert WorkKind.CLOSE_LEAD not in kinds


@pytest.mark.proves("E-13")
@pytest.mark.parametrize("name", ["eliminated", "unresolved", "not_followed", "charge_withdrawn"])
def test_a_withdrawal_reaches_every_recipient_and_their_copies(bench: Bench, lead_id: str, name: str) -> None:
    """The lead is stamped and shows nothing; copies are marked; each recipient has a notice to answer."""
    copies.make(bench.casework, bench["investigator"], lead_id, CopyAsked(kind=CopyKind.PRINT))

    shown = ending.end(bench.casework, bench["investigator"], lead_id, an_outcome(name))

    assert [each.withdrawn_at for each in shown.copies] == [bench.clock()]
    page = seen(bench, lead_id)
    assert (page.state, page.reveal) == (LeadState.WITHDRAWN, None)
    assert page.stamp.startswith("Withdrawn")
    with pytest.raises(WrongState):
        show(bench.casework, bench["investigator"], f"leads/{lead_id}/reference")
    for recipient in ("investigator", "approver"):
        items = work.listed(bench.casework, bench[recipient]).mine
        (notice,) = [each for each in items if each.kind is WorkKind.READ_NOTICE]
        notices.receive(bench.casework, bench[recipient], notice.object_id)
        assert WorkKind.READ_NOTICE not in {each.kind for each in work.listed(bench.casework, bench[recipient]).mine}


@pytest.mark.proves("E-13")
def test_a_notice_is_answered_once_and_by_its_recipient(bench: Bench, lead_id: str) -> None:
    """Nobody can answer for somebody else."""
    ending.end(bench.casework, bench["investigator"], lead_id, an_outcome("eliminated"))
    (notice,) = case_page.get(bench.casework, bench["approver"], case_of(bench, lead_id)).notices

    with pytest.raises(NotFound):
        notices.receive(bench.casework, bench["investigator"], notice.id)
    notices.receive(bench.casework, bench["approver"], notice.id)
    with pytest.raises(WrongState):
        notices.receive(bench.casework, bench["approver"], notice.id)


@pytest.mark.proves("E-13")
def test_a_charge_that_is_withdrawn_later_withdraws_the_lead(bench: Bench, lead_id: str) -> None:
    """After the lead was relied on and closed."""
    relied_on(bench, lead_id)
    ending.end(bench.casework, bench["investigator"], lead_id, an_outcome("charge_laid"))

    shown = ending.end(bench.casework, bench["investigator"], lead_id, an_outcome("charge_withdrawn"))

    assert shown.state is LeadState.WITHDRAWN
    assert ("lead_withdrawn", "done") in bench.log.told()


@pytest.mark.proves("E-19")
def test_a_wrongful_identification_freezes_the_case_and_opens_the_report(bench: Bench, lead_id: str) -> None:
    """In the same act: freeze, report within the hour for compliance, withdrawal; told in the log."""
    bench.join("compliance", (Role.COMPLIANCE,))
    before = bench.clock()

    ending.end(bench.casework, bench["approver"], lead_id, an_outcome("wrongful"))

    case_id = case_of(bench, lead_id)
    with bench.ledger.reading() as connection:
        freeze, reports = freeze_of(connection, case_id), incidents_of(connection, case_id)
    assert freeze is not None
    assert 0 < (reports[0].due_at - before).total_seconds() <= 3600
    for number, heading in enumerate(bench.rules.follow_up.incident_headings, 1):
        assert f"{number}. {heading}" in reports[0].template
    (item,) = [
        each for each in work.listed(bench.casework, bench["compliance"]).mine if each.kind is WorkKind.REPORT_INCIDENT
    ]
    assert item.due == reports[0].due_at
    told = {act for act, result in bench.log.told() if result == "done"}
    assert told >= {"hold_placed", "incident_opened", "lead_withdrawn", "lead_followed_up"}
    page = case_page.get(bench.casework, bench["compliance"], case_id)
    assert page.frozen_since == freeze.placed_at
    assert len(page.incidents) == 1
    assert case_page.get(bench.casework, bench["investigator"], case_id).incidents == ()


@pytest.mark.proves("E-19")
def test_a_lead_that_was_eliminated_can_turn_out_wrongful(bench: Bench, lead_id: str) -> None:
    """A withdrawal before does not stand in the way."""
    ending.end(bench.casework, bench["investigator"], lead_id, an_outcome("eliminated"))
    ending.end(bench.casework, bench["investigator"], lead_id, an_outcome("wrongful"))

    with bench.ledger.reading() as connection:
        assert freeze_of(connection, case_of(bench, lead_id)) is not None


@pytest.mark.proves("E-19")
def test_nothing_is_half_done_when_the_log_cannot_be_written(bench: Bench, lead_id: str) -> None:
    """No outcome, no freeze, no notice."""
    bench.log.writable = False
    with pytest.raises(Exception, match="log"):
        ending.end(bench.casework, bench["investigator"], lead_id, an_outcome("wrongful"))
    bench.log.writable = True

    with bench.ledger.reading() as connection:
        assert freeze_of(connection, case_of(bench, lead_id)) is None
    assert view.get(bench.casework, bench["investigator"], lead_id).outcome == ""


def test_an_outcome_is_for_who_asked_and_for_approvers(bench: Bench, lead_id: str) -> None:
    """Another service finds nothing (G-01)."""
    with pytest.raises(NotFound):
        ending.end(bench.casework, bench["stranger"], lead_id, an_outcome("confirmed"))


@pytest.mark.proves("E-19")
@pytest.mark.parametrize(("name", "removed"), [("eliminated", 2), ("wrongful", 0)])
def test_nothing_of_a_frozen_case_is_purged(bench: Bench, lead_id: str, name: str, removed: int) -> None:
    """However long ago; another case loses its pictures when their time is over."""
    ending.end(bench.casework, bench["investigator"], lead_id, an_outcome(name))
    bench.clock.forward(days=2 * 3650)

    assert remove_due(bench.casework) == removed
