"""Descriptions compared by the first examiner, and a contradiction decided on by an approver (D-07)."""

from sqlalchemy import Connection

from audits.events import ContradictionDecided as Decided
from audits.events import DescriptionCompared, DescriptionViewed, LeadHeldBack
from gallery.authority import Person
from gallery.casework.description_view import (
    SETTLED,
    describable,
    describer_of,
    view_of,
    waits_for_comparison,
)
from gallery.casework.duties import demand_apart, demand_other_approver, held_request, own_examination
from gallery.casework.examination import tell
from gallery.casework.means import Casework
from gallery.casework.settlement import close_without, release
from gallery.ledger import Act
from gallery.records.cases import Request, request_by_id, requests_in
from gallery.records.descriptions import Description, description_of, held_back_in, keep_description
from gallery.records.examinations import Examination, examinations_of
from kernel_lib.errors import Unacceptable, WrongState
from kernel_lib.hashing import sha256_of
from kernel_lib.vocabulary import RequestState, Standing
from kernel_lib.wire.descriptions import (
    ContradictionDecided,
    DescriptionOffered,
    Descriptions,
    DescriptionView,
)


def fill_in(casework: Casework, person: Person, examination_id: str, offered: DescriptionOffered) -> DescriptionView:
    """Keep the comparison of a request in which this person's locked conclusion supports the person in question.

    A lead that waited for it goes out, unless a contradiction is marked.

    Raises:
        NotFound: the examination is not this person's, or no such one.
        WrongState: it is not locked, supports nobody, or the lead is out or decided on already.
        Unacceptable: a feature is missing, unknown or there twice, or a contradiction is not told in words.
    """
    with casework.ledger.act(person, DescriptionCompared) as act:
        casework.authority.demand(person, "examination_viewed")
        examination = own_examination(act.connection, person, examination_id)
        tell(act, examination)
        request = describable(act.connection, casework, examination)
        _demand_rows(casework, offered)
        rows = tuple(row.model_dump(mode="json") for row in offered.rows)
        contradiction = any(row.standing is Standing.CONTRADICTS for row in offered.rows)
        kept = Description(request.id, rows, contradiction, person.account_id, act.now)
        keep_description(act.connection, kept)
        act.note(contradiction=contradiction, sha256=sha256_of(list(rows)))
        if request.state in SETTLED:
            _let_out(act, casework, request, kept)
        return view_of(casework, request, kept)


def waiting(casework: Casework, person: Person) -> Descriptions:
    """Return the comparisons that hold a lead back and that this approver may decide on."""
    with casework.ledger.act(person, DescriptionViewed) as act:
        casework.authority.demand(person, "request_decided")
        held = held_back_for(act.connection, person)
        act.note(waiting=len(held))
        return Descriptions(descriptions=tuple(view_of(casework, request, each) for request, each in held))


def decide(casework: Casework, person: Person, request_id: str, decision: ContradictionDecided) -> DescriptionView:
    """Let a lead go out in spite of a marked contradiction, or end the request without one; a reason is written.

    Raises:
        NotFound: there is no such request in this service.
        NotAllowed: the person asked for it (A-11) or examined in it (H-02).
        WrongState: no contradiction holds a lead back.
        Unacceptable: the reason is too short.
    """
    with casework.ledger.act(person, Decided) as act:
        casework.authority.demand(person, "request_decided")
        request = held_request(act.connection, person, request_id)
        act.about(object_id=request.id, case_id=request.case_id)
        demand_other_approver(person, request)
        demand_apart(person, examinations_of(act.connection, request.id))
        held = description_of(act.connection, request.id)
        if held is None or not held.holds_back or request.state not in (RequestState.VERIFIED, RequestState.RESOLVED):
            raise WrongState("D-07", "No contradiction holds this lead back.", "Go back to your work list.")
        _demand_reason(casework, decision.reason)
        decided = Description(
            **{**vars(held), "reason": decision.reason, "decided_by": person.account_id, "decided_at": act.now}
        )
        keep_description(act.connection, decided)
        act.note(release=decision.release, reason_sha256=sha256_of(decision.reason))
        if decision.release:
            release(act, casework, request)
        else:
            close_without(act, request)
        return view_of(casework, request, decided)


def held_back_for(connection: Connection, person: Person) -> list[tuple[Request, Description]]:
    """Return the comparisons that hold back a lead of somebody else's request in which the person had no part."""
    found = []
    for each in held_back_in(connection, person.service):
        request = request_by_id(connection, each.request_id)
        examiners = {examination.examiner_id for examination in examinations_of(connection, each.request_id)}
        if request and person.account_id not in {request.requester_id, *examiners}:
            found.append((request, each))
    return found


def compare_waits_for(connection: Connection, casework: Casework, person: Person) -> list[Examination]:
    """Return this person's examinations whose lead waits until they compare the description on file (D-07)."""
    held = requests_in(connection, person.service, *SETTLED)
    waiting = (each for each in held if waits_for_comparison(connection, casework, each))
    found = (describer_of(connection, casework, each) for each in waiting)
    return [each for each in found if each and each.examiner_id == person.account_id]


# Private


def _let_out(act: Act, casework: Casework, request: Request, kept: Description) -> None:
    if kept.holds_back:
        act.also(LeadHeldBack, request_id=request.id)
    else:
        release(act, casework, request)


def _demand_rows(casework: Casework, offered: DescriptionOffered) -> None:
    given, known = [row.feature for row in offered.rows], list(casework.rules.review.features)
    if sorted(given) != sorted(known):
        message = "Answer every feature once."
        raise Unacceptable(
            "D-07", "The comparison does not answer each feature once.", message, fields={"rows": message}
        )
    wordless = [
        row.feature
        for row in offered.rows
        if row.standing is Standing.CONTRADICTS and not (row.described.strip() and row.held.strip())
    ]
    if wordless:
        message = "Say what is described and what is held."
        fields = dict.fromkeys(wordless, message)
        raise Unacceptable("D-07", "A contradiction is marked without words.", message, fields=fields)


def _demand_reason(casework: Casework, reason: str) -> None:
    shortest = casework.rules.casework.search.answer_min_length
    if len(reason.strip()) < shortest:
        message = f"Give the reason in at least {shortest} characters."
        raise Unacceptable("D-07", "The reason is too short.", message, fields={"reason": message})
