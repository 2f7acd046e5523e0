"""Nothing rests on a lead alone: independent facts, checks, contradictions, its last day."""

from datetime import timedelta
from typing import Any

import pytest

from gallery.casework import examination, intake, lead
from gallery.desk import work
from gallery.followup import evidence, review, view
from kernel_lib.errors import NotAllowed, NotFound, Refused, Unacceptable, WrongState
from kernel_lib.vocabulary import CheckAnswer, LeadState, Role, WorkKind
from kernel_lib.wire.examination import Acknowledgement
from kernel_lib.wire.follow_up import CheckGiven, CircumstancesGiven, ReasonGiven, StepGiven
from tests.gallery.casework.bench import Bench
from tests.gallery.followup.given import (
    TODAY,
    WORDS,
    all_checks,
    booked_on,
    corroborated,
    on_the_day,
    relied_on,
    seen,
)


@pytest.mark.proves("E-05")
def test_a_lead_is_not_relied_on_without_an_independent_fact(bench: Bench, lead_id: str) -> None:
    """Refused before the fact, and done after it."""
    with pytest.raises(WrongState) as refused:
        evidence.rely(bench.casework, bench["investigator"], lead_id)
    assert refused.value.refusal.rule == "E-05"
    assert bench.log.told()[-1] == ("lead_followed_up", "refused")

    corroborated(bench, lead_id)

    assert evidence.rely(bench.casework, bench["investigator"], lead_id).state is LeadState.RELIED_ON


@pytest.mark.proves("E-05")
@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"independent": False}, "independent"),
        ({"kind": "rumour"}, "kind"),
        ({"what": "Seen."}, "what"),
        ({"found_on": TODAY + timedelta(days=3)}, "found_on"),
    ],
    ids=["from the result", "not listed", "says nothing", "not yet"],
)
def test_a_fact_that_is_none_does_not_count(bench: Bench, lead_id: str, changed: dict[str, Any], field: str) -> None:
    """Each is refused at its field, and the lead stays as it was."""
    with pytest.raises(Unacceptable) as refused:
        corroborated(bench, lead_id, **changed)

    assert list(refused.value.refusal.fields) == [field]
    with pytest.raises(WrongState):
        evidence.rely(bench.casework, bench["investigator"], lead_id)


@pytest.mark.proves("E-20")
def test_a_warrant_is_recorded_only_on_a_lead_that_is_relied_on(bench: Bench, lead_id: str) -> None:
    """With its day, in the log as well."""
    given = StepGiven(step="arrest_warrant", taken_on=TODAY, reference="W-17")
    with pytest.raises(WrongState):
        evidence.take_step(bench.casework, bench["investigator"], lead_id, given)
    relied_on(bench, lead_id)

    taken = evidence.take_step(bench.casework, bench["investigator"], lead_id, given).taken

    assert [(each.title, each.taken_on) for each in taken] == [("Arrest warrant", TODAY)]
    details = bench.log.entries[-1].event.details
    assert (details["kind"], details["of"], details["warrant"]) == ("step", "arrest_warrant", True)


@pytest.mark.proves("E-11")
def test_an_expired_lead_supports_nothing_until_an_approver_opens_it_again(bench: Bench, lead_id: str) -> None:
    """By the clock: shown nothing, nothing recorded; afterwards its limits are acknowledged anew."""
    relied_on(bench, lead_id)
    bench.clock.forward(days=bench.rules.casework.lead.valid_days)
    me, reason = bench["investigator"], ReasonGiven(reason="The device records arrived only now.")

    assert (seen(bench, lead_id).state, seen(bench, lead_id).reveal) == (LeadState.EXPIRED, None)
    for act in (
        lambda: corroborated(bench, lead_id),
        lambda: evidence.rely(bench.casework, me, lead_id),
        lambda: evidence.take_step(bench.casework, me, lead_id, StepGiven(step="charge", taken_on=TODAY)),
        lambda: view.get(bench.casework, me, lead_id),
    ):
        with pytest.raises(WrongState):
            act()
    review.reopen(bench.casework, bench["approver"], lead_id, reason)

    assert (seen(bench, lead_id).state, seen(bench, lead_id).reveal) == (LeadState.ISSUED, None)
    lead.acknowledge(bench.casework, me, lead_id, Acknowledgement(initials="AB", accepted=True))
    assert evidence.rely(bench.casework, me, lead_id).state is LeadState.RELIED_ON


@pytest.mark.proves("E-11")
def test_follow_up_moves_the_last_day_on(bench: Bench, lead_id: str) -> None:
    """The days count from the last thing that was recorded."""
    days = bench.rules.casework.lead.valid_days
    bench.clock.forward(days=days - 1)
    corroborated(bench, lead_id)
    bench.clock.forward(days=days - 1)

    assert seen(bench, lead_id).state is LeadState.ACKNOWLEDGED


@pytest.mark.proves("E-11")
def test_nobody_opens_their_own_lead_again(bench: Bench) -> None:
    """Also not with both roles; and a stranger finds nothing (G-01)."""
    lead_id = _lead_of(bench, "asks_and_approves")
    bench.clock.forward(days=bench.rules.casework.lead.valid_days)
    reason = ReasonGiven(reason="It would be useful to go on with it.")

    for name, refusal in (("asks_and_approves", NotAllowed), ("stranger", NotFound), ("investigator", NotAllowed)):
        with pytest.raises(refusal):
            review.reopen(bench.casework, bench[name], lead_id, reason)


@pytest.mark.proves("E-09")
def test_checks_are_asked_for_and_their_answers_kept_with_dates(bench: Bench, lead_id: str) -> None:
    """The newest answer counts; none is lost."""
    for answer in (CheckAnswer.NOT_KNOWN, CheckAnswer.SPEAKS_AGAINST):
        given = CheckGiven(check="location", answer=answer, checked_on=TODAY, what="Work rota of that night.")
        shown = evidence.check(bench.casework, bench["investigator"], lead_id, given)

    by_id = {each.id: each for each in shown.checks}
    assert set(by_id) == {"location", "description", "custody", "death", "age"}
    assert (by_id["location"].answer, by_id["location"].checked_on) == (CheckAnswer.SPEAKS_AGAINST, TODAY)
    assert by_id["custody"].answer is None


@pytest.mark.proves("E-09")
def test_missing_checks_are_told_to_the_approver_after_their_days(bench: Bench, lead_id: str) -> None:
    """Not a day before, and no longer once all are answered."""
    due = bench.rules.follow_up.checks_due_days

    def told() -> list[str]:
        items = work.listed(bench.casework, bench["approver"]).mine
        return [each.detail for each in items if each.kind is WorkKind.CHECK_LEAD]

    bench.clock.forward(days=due, seconds=-1)
    assert told() == []
    bench.clock.forward(seconds=1)
    assert told() == ["5 checks that could speak against the person are overdue."]
    all_checks(bench, lead_id)
    assert told() == []


@pytest.mark.proves("E-10", "W-16")
@pytest.mark.parametrize(
    ("told", "flag"),
    [
        ({"custody_from": TODAY - timedelta(days=9), "custody_to": TODAY}, "custody"),
        ({"custody_from": TODAY - timedelta(days=9)}, "custody"),
        ({"died_on": TODAY - timedelta(days=300)}, "dead"),
    ],
    ids=["in custody", "custody without end", "dead before"],
)
def test_a_contradiction_stops_the_lead_until_a_person_gives_the_reason(
    bench: Bench, lead_id: str, told: dict[str, Any], flag: str
) -> None:
    """Neither relied on nor stepped on; the approver's reason opens it for exactly these flags."""
    me = bench["investigator"]
    corroborated(bench, lead_id)
    shown = evidence.tell_circumstances(bench.casework, me, lead_id, on_the_day(**told))
    assert [flag in each for each in shown.flags] == [True]
    assert "stopped" in {each.state for each in shown.steps}
    with pytest.raises(WrongState) as refused:
        evidence.rely(bench.casework, me, lead_id)
    assert refused.value.refusal.rule == "E-10"

    reason = ReasonGiven(reason="The custody record belongs to another person with a similar number.")
    with pytest.raises(Refused):
        review.answer_stop(bench.casework, me, lead_id, reason)
    review.answer_stop(bench.casework, bench["approver"], lead_id, reason)

    assert evidence.rely(bench.casework, me, lead_id).state is LeadState.RELIED_ON


@pytest.mark.proves("E-10", "W-16")
def test_a_new_contradiction_needs_its_own_answer(bench: Bench, lead_id: str) -> None:
    """A reason given for custody does not cover death."""
    me, kept = bench["investigator"], ReasonGiven(reason="Released on that morning, by the register.")
    corroborated(bench, lead_id)
    custody = {"custody_from": TODAY - timedelta(days=9), "custody_to": TODAY}
    evidence.tell_circumstances(bench.casework, me, lead_id, on_the_day(**custody))
    review.answer_stop(bench.casework, bench["approver"], lead_id, kept)
    died = on_the_day(**custody, died_on=TODAY - timedelta(days=90))
    evidence.tell_circumstances(bench.casework, me, lead_id, died)

    with pytest.raises(WrongState):
        evidence.rely(bench.casework, me, lead_id)


@pytest.mark.proves("E-10", "W-16")
def test_the_gallery_itself_speaks_of_custody(bench: Bench, lead_id: str) -> None:
    """A booking picture of the very day raises the flag, without anything typed about custody."""
    told = CircumstancesGiven(offence_on=booked_on(bench, lead_id))

    shown = evidence.tell_circumstances(bench.casework, bench["investigator"], lead_id, told)

    assert [each for each in shown.flags if "booking picture" in each]
    with pytest.raises(Refused):
        review.answer_stop(bench.casework, bench["approver"], lead_id, ReasonGiven(reason="Short."))


def test_a_stop_is_answered_only_where_there_is_one(bench: Bench, lead_id: str) -> None:
    """Nothing to answer is told so (E-10)."""
    with pytest.raises(WrongState):
        review.answer_stop(bench.casework, bench["approver"], lead_id, ReasonGiven(reason=WORDS))


def test_follow_up_is_for_who_asked(bench: Bench, lead_id: str) -> None:
    """Neither an approver nor another service records it (G-01)."""
    for name in ("asks_and_approves", "stranger"):
        with pytest.raises(NotFound):
            evidence.rely(bench.casework, bench[name], lead_id)
    with pytest.raises(NotAllowed):
        evidence.rely(bench.casework, bench["approver"], lead_id)
    assert Role.APPROVER in bench["approver"].roles


def test_before_the_acknowledgement_there_is_no_follow_up(bench: Bench) -> None:
    """What it reveals would be told by it (E-04)."""
    issued = bench.lead()

    for act in (lambda: view.get(bench.casework, bench["investigator"], issued), lambda: corroborated(bench, issued)):
        with pytest.raises(WrongState):
            act()


def _lead_of(bench: Bench, requester: str) -> str:
    request_id = bench.approved(requester, "approver")
    taken = examination.take(bench.casework, bench["examiner1"], request_id)
    bench.conclude("examiner1", bench.look("examiner1", taken.id), "S-001")
    bench.say(request_id, "S-001")
    found = intake.get(bench.casework, bench[requester], request_id).lead_id
    assert found is not None
    return found
