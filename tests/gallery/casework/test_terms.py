"""What a request's answers ask of its approval, and what is fixed at submission."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from gallery.casework import approval, candidates, examination, intake, lead, pictures
from gallery.casework.occurrences import RecordsExport
from gallery.control import overview
from gallery.control.exigency import tell_late
from gallery.desk import work
from kernel_lib.errors import NotAllowed, Unacceptable, WrongState
from kernel_lib.vocabulary import ExigentState, Role
from kernel_lib.wire.casework import RequestView
from kernel_lib.wire.examination import Acknowledgement
from tests.gallery.casework.bench import ANSWER, Bench, complete, decision

URGENT = {"exigent": True, "exigent_reason": "A child was taken an hour ago and her life is in danger."}
HOURS = 48


def _decide(bench: Bench, name: str, request_id: str, **changed: Any) -> RequestView:
    return approval.decide(bench.casework, bench[name], request_id, decision(**changed))


@pytest.mark.proves("A-09")
def test_a_protected_activity_needs_a_higher_approver(bench: Bench) -> None:
    """The ordinary one is refused, and the refusal recorded; the higher one may (A-09)."""
    request_id = bench.submitted(protected_activity=True)

    with pytest.raises(NotAllowed) as refused:
        _decide(bench, "approver", request_id)

    assert refused.value.refusal.rule == "A-09"
    assert bench.log.told()[-1] == ("approval_refused", "refused")
    assert bench.state_of(request_id) == "submitted"
    assert _decide(bench, "higher", request_id).state == "approved"


@pytest.mark.proves("A-09")
def test_the_question_of_a_protected_activity_must_be_answered(bench: Bench) -> None:
    """Nothing is submitted without a yes or a no (A-09)."""
    with pytest.raises(Unacceptable) as refused:
        bench.submitted(protected_activity=None)

    assert set(refused.value.refusal.fields) == {"protected_activity"}


def test_an_ordinary_approver_may_still_say_no(bench: Bench) -> None:
    """A no needs nobody higher."""
    request_id = bench.submitted(protected_activity=True)

    assert _decide(bench, "approver", request_id, approved=False, reason=ANSWER).state == "refused"


@pytest.mark.proves("A-07")
@pytest.mark.parametrize("role", ["victim", "witness"])
def test_victims_and_witnesses_need_a_higher_approver(bench: Bench, role: str) -> None:
    """And a statement of their own (A-07)."""
    with pytest.raises(Unacceptable):
        bench.submitted(depicted_role=role)
    request_id = bench.submitted(depicted_role=role, role_statement=ANSWER)

    with pytest.raises(NotAllowed) as refused:
        _decide(bench, "approver", request_id)

    assert refused.value.refusal.rule == "A-07"
    assert _decide(bench, "higher", request_id).higher_for == ("A-07",)


@pytest.mark.proves("A-07")
@pytest.mark.parametrize(("role", "purpose"), [("missing", "find_missing"), ("deceased", "name_unable")])
def test_missing_and_deceased_follow_their_own_path(bench: Bench, role: str, purpose: str) -> None:
    """No offence is needed, a statement is, and the purpose is the role's own (A-07)."""
    own = {"depicted_role": role, "offence_id": "", "purpose": purpose}
    with pytest.raises(Unacceptable) as unsaid:
        bench.submitted(**own)
    with pytest.raises(Unacceptable) as mixed:
        bench.submitted(**{**own, "purpose": "criminal_investigation", "role_statement": ANSWER})

    request_id = bench.submitted(**own, role_statement=ANSWER)

    assert set(unsaid.value.refusal.fields) == {"role_statement"}
    assert set(mixed.value.refusal.fields) == {"purpose"}
    assert _decide(bench, "approver", request_id).offence_title.startswith("No offence")


@pytest.mark.proves("A-10")
@pytest.mark.parametrize(
    "purpose",
    [
        "immigration_enforcement",
        "reproductive_health",
        "consensual_conduct",
        "intelligence_only",
        "monitoring_assembly",
        "general_interest",
    ],
)
def test_every_purpose_of_the_list_is_refused_at_once(bench: Bench, purpose: str) -> None:
    """At the first save already, and the log counts it by purpose (A-10)."""
    with pytest.raises(Unacceptable) as refused:
        intake.open_request(bench.casework, bench["investigator"], complete(purpose=purpose))

    assert refused.value.refusal.rule == "A-10"
    assert bench.log.entries[-1].event.details["purpose"] == purpose
    assert bench.log.told()[-1] == ("request_refused", "refused")


@pytest.mark.proves("A-06")
def test_a_public_post_supplied_to_police_is_its_own_source(bench: Bench) -> None:
    """What police gathered is refused; what a witness gives needs a written reason and is counted apart (A-06)."""
    with pytest.raises(Unacceptable):
        intake.open_request(bench.casework, bench["investigator"], complete(source_type="social_media"))
    request_id = bench.submitted(source_type="supplied_post")
    bench.submitted()

    with pytest.raises(Unacceptable) as refused:
        _decide(bench, "approver", request_id)
    decided = _decide(bench, "approver", request_id, reason=ANSWER)

    assert set(refused.value.refusal.fields) == {"reason"}
    assert decided.state == "approved"
    counted = overview.controls(bench.control, bench["compliance"]).sources
    assert [(each.submitted, each.supplied) for each in counted] == [(1, False), (1, True)]
    assert bench.log.entries[-2].event.details["source_type"] == "supplied_post"


@pytest.mark.proves("A-03")
def test_an_old_request_keeps_the_words_of_its_list(bench: Bench) -> None:
    """The list changes; the request still shows the version and the text under which it was submitted (A-03)."""
    request_id = bench.submitted()
    rules = bench.rules.casework
    robbery = replace(rules.offences["robbery"], title="Robbery and extortion", statute="Another Act, s. 1")
    changed = replace(
        rules,
        offences=MappingProxyType({**rules.offences, "robbery": robbery}),
        versions=MappingProxyType({**rules.versions, "offences": "2027-01"}),
    )
    later = replace(bench.casework, rules=replace(bench.rules, casework=changed))

    shown = intake.get(later, bench["investigator"], request_id)

    assert shown.offences_version == "2026-02"
    assert shown.offence_text == "Robbery (Criminal Code, s. 344)."
    assert intake.form(later, bench["investigator"]).offences_version == "2027-01"


def test_nothing_is_submitted_without_the_undertaking(bench: Bench) -> None:
    """That the picture shows neither oneself nor family, a colleague or a public figure (B-11)."""
    with pytest.raises(Unacceptable) as refused:
        bench.submitted(undertaking=False)

    assert set(refused.value.refusal.fields) == {"undertaking"}


@pytest.mark.proves("A-01")
@pytest.mark.parametrize(
    ("number", "state"), [("", None), ("26-1", None), ("2026-000999", "unknown"), ("2026-000124", "closed")]
)
def test_a_number_that_is_not_an_open_occurrence_is_refused(
    bench: Bench, tmp_path: Path, number: str, state: str | None
) -> None:
    """Blank, malformed, unknown and closed numbers each end in one recorded refusal; no template is made (A-01)."""
    casework = replace(bench.casework, occurrences=_export(tmp_path))
    request_id = bench.drafted(occurrence_number=number)

    with pytest.raises(Unacceptable) as refused:
        intake.submit(casework, bench["investigator"], request_id)

    assert refused.value.refusal.rule == "A-01"
    assert set(refused.value.refusal.fields) == {"occurrence_number"}
    assert bench.log.told()[-1] == ("request_refused", "refused")
    assert bench.log.entries[-1].event.details["occurrence_state"] == (state or "unknown")


@pytest.mark.proves("A-01")
def test_an_open_occurrence_is_accepted_and_a_damaged_export_stops_all(bench: Bench, tmp_path: Path) -> None:
    """An export that cannot be read is no licence (A-01)."""
    export = _export(tmp_path)
    casework = replace(bench.casework, occurrences=export)
    first, second = bench.drafted(), bench.drafted()
    assert intake.submit(casework, bench["investigator"], first).state == "submitted"

    assert export.path is not None
    export.path.write_text("number;state\n")

    with pytest.raises(WrongState) as refused:
        intake.submit(casework, bench["investigator"], second)
    assert refused.value.refusal.rule == "A-01"


@pytest.mark.proves("A-12")
def test_an_urgent_request_is_searched_at_once_and_needs_a_reason(bench: Bench) -> None:
    """Without the reason it is refused; with it an examiner searches before anybody approved (A-12)."""
    with pytest.raises(Unacceptable):
        bench.submitted(exigent=True)
    view = _searched(bench)

    assert view.letters
    assert bench.log.entries[-1].event.details.get("exigent") is None
    told = [each.event.details for each in bench.log if each.event.act == "request_submitted"]
    assert told[-1]["exigent"] is True


@pytest.mark.proves("A-12")
@pytest.mark.parametrize("late", [False, True])
def test_the_result_locks_at_the_limit(bench: Bench, late: bool) -> None:
    """One second before the hours are over everything is open; at the limit nothing is (A-12)."""
    view = _searched(bench)
    bench.clock.now += timedelta(hours=HOURS) - (timedelta() if late else timedelta(seconds=1))

    acts: tuple[Callable[[], object], ...] = (
        lambda: examination.get(bench.casework, bench["examiner1"], view.id),
        lambda: pictures.show(bench.casework, bench["examiner1"], f"examinations/{view.id}/candidates/A/1"),
    )
    for act in acts:
        if not late:
            assert act()
            continue
        with pytest.raises(WrongState) as refused:
            act()
        assert refused.value.refusal.rule == "A-12"


@pytest.mark.proves("A-12")
def test_a_lead_of_an_urgent_request_locks_too(bench: Bench) -> None:
    """An acknowledged lead shows nothing once the limit has passed, and again after a higher approval (A-12)."""
    view = _searched(bench)
    request_id = bench.request_of(view.id)
    bench.conclude("examiner1", view, "S-001")
    bench.say(request_id, "S-001")
    lead_id = str(intake.get(bench.casework, bench["investigator"], request_id).lead_id)
    lead.acknowledge(bench.casework, bench["investigator"], lead_id, Acknowledgement(initials="ab", accepted=True))

    bench.clock.forward(hours=HOURS)

    with pytest.raises(WrongState) as refused:
        lead.get(bench.casework, bench["investigator"], lead_id)
    assert refused.value.refusal.rule == "A-12"
    with pytest.raises(NotAllowed) as ordinary:
        _decide(bench, "approver", request_id)
    assert ordinary.value.refusal.rule == "A-12"
    assert _decide(bench, "higher", request_id).state == "lead"
    assert lead.get(bench.casework, bench["investigator"], lead_id).reveal is not None


@pytest.mark.proves("A-12")
def test_a_no_afterwards_locks_the_result(bench: Bench) -> None:
    """Who decides in time may also say no (A-12)."""
    view = _searched(bench)

    _decide(bench, "approver", bench.request_of(view.id), approved=False, reason=ANSWER)

    with pytest.raises(WrongState):
        examination.get(bench.casework, bench["examiner1"], view.id)


@pytest.mark.proves("A-12")
def test_the_approver_sees_until_when_and_compliance_what_is_overdue(bench: Bench) -> None:
    """Waiting with its moment, then overdue; told once in the log (A-12)."""
    view = _searched(bench)
    due = bench.clock.now + timedelta(hours=HOURS)
    item = work.listed(bench.casework, bench["approver"]).mine[0]
    waiting = overview.controls(bench.control, bench["compliance"]).exigent

    bench.clock.forward(hours=HOURS)
    told = tell_late(bench.ledger), tell_late(bench.ledger)

    overdue = overview.controls(bench.control, bench["compliance"]).exigent
    assert item.due == due
    assert [each.state for each in (*waiting, *overdue)] == [ExigentState.WAITING, ExigentState.OVERDUE]
    assert told == (1, 0)
    late = [each.event for each in bench.log if each.event.act == "approval_overdue"]
    assert [(each.object_id, each.rule) for each in late] == [(bench.request_of(view.id), "A-12")]


def test_an_approval_in_time_is_given_once(bench: Bench) -> None:
    """The request goes on where it stands; a second decision is refused."""
    request_id = bench.request_of(_searched(bench).id)

    decided = _decide(bench, "approver", request_id)

    assert (decided.state, decided.exigent) == ("searched", ExigentState.APPROVED)
    with pytest.raises(WrongState):
        _decide(bench, "approver", request_id)


def test_who_examined_does_not_approve_afterwards(bench: Bench) -> None:
    """Duties stay apart on the urgent path as well (H-02)."""
    bench.join("both", (Role.EXAMINER, Role.APPROVER), tuple(each.scope for each in bench["examiner1"].certificates))
    view = _searched(bench, "both")

    with pytest.raises(NotAllowed) as refused:
        _decide(bench, "both", bench.request_of(view.id))

    assert refused.value.refusal.rule == "H-02"


def test_a_search_that_was_not_urgent_is_not_approved_afterwards(bench: Bench) -> None:
    """The steps of the urgent path are for urgent requests only."""
    with pytest.raises(WrongState):
        _decide(bench, "higher", bench.approved())


def _searched(bench: Bench, examiner: str = "examiner1") -> Any:
    """Return the first examination of an urgent request, its candidates open."""
    taken = examination.take(bench.casework, bench[examiner], bench.submitted(**URGENT))
    examination.lock_analysis(bench.casework, bench[examiner], taken.id, bench.notes())
    return candidates.open_candidates(bench.casework, bench[examiner], taken.id)


def _export(folder: Path) -> RecordsExport:
    path = folder / "occurrences.csv"
    path.write_text("service,occurrence_number,state\ndemo,2026-000123,open\ndemo,2026-000124,closed\n")
    return RecordsExport(path)
