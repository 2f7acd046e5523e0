"""A request from its first answers to its submission."""

from datetime import date

from sqlalchemy import Connection

from audits.event import Detail
from audits.events import ConfigurationViewed, RequestDrafted, RequestRefused, RequestSubmitted, RequestViewed
from gallery.authority import Person
from gallery.casework.case_duties import demand_apart_in_case
from gallery.casework.completeness import demand_complete, demand_lawful_source, further_gaps, gaps
from gallery.casework.duties import own_request, readable_request
from gallery.casework.likeness import earlier_searches
from gallery.casework.means import Casework
from gallery.casework.partners import choices, partner_gaps
from gallery.casework.request_view import request_view
from gallery.casework.stages import REQUEST
from gallery.casework.terms import awaits_approval_afterwards, fix_terms
from gallery.ledger import Act
from gallery.records.cases import (
    Request,
    add_request,
    case_for,
    change_request,
    request_by_id,
    requests_in,
    requests_of,
)
from gallery.records.chance import characters
from gallery.records.further import further_of
from gallery.records.ids import new_id
from gallery.records.probes import Probe, probe_of
from gallery.records.terms import urgent_terms
from gallery.rules.casework import UNKNOWN, Choice, DepictedRole, Group
from kernel_lib.hashing import sha256_of
from kernel_lib.vocabulary import RequestState
from kernel_lib.wire.casework import ChoiceView, GroupView, IntakeForm, OffenceView, RequestDraft, RequestView, RoleView

_SIMILAR_TOLD = 20


def form(casework: Casework, person: Person) -> IntakeForm:
    """Return what a request may be made of today, closed choices with the rule that closes them."""
    with casework.ledger.act(person, ConfigurationViewed) as act:
        casework.authority.demand(person, "request_viewed")
        rules = casework.rules.casework
        act.note(lists="intake", version=rules.versions["offences"])
        numbers = rules.numbers[person.service]
        today = act.now.date()
        return IntakeForm(
            offences=tuple(
                OffenceView(id=o.id, title=o.title, statute=o.statute, open=o.in_force(today), note=o.note)
                for o in rules.offences.values()
            ),
            offences_version=rules.versions["offences"],
            source_types=tuple(_choice(each) for each in rules.sources.values()),
            authorities=tuple(_choice(each) for each in rules.authorities.values()),
            depicted_roles=tuple(_role(each) for each in rules.depicted_roles.values()),
            occurrence_format=numbers.pattern,
            occurrence_example=numbers.example,
            ground_min_length=rules.search.ground_min_length,
            purposes=tuple(_choice(each) for each in rules.purposes.values()),
            exigent_hours=int(casework.rules.control.exigent.total_seconds() // 3600),
            partners=choices(act.connection, casework, person.service, act.now),
            groups=tuple(_group(each) for each in rules.groups),
        )


def open_request(casework: Casework, person: Person, draft: RequestDraft) -> RequestView:
    """Open a request with the answers given so far.

    Raises:
        NotAllowed: the person may not ask for searches.
        Unacceptable: a prohibited source is chosen (A-05).
    """
    with casework.ledger.act(person, RequestDrafted, refused_as=RequestRefused) as act:
        casework.authority.demand(person, "request_drafted")
        _demand_lawful_source(act, casework, draft)
        request = Request(
            id=new_id(),
            number=neutral_number("R"),
            service=person.service,
            case_id=None,
            requester_id=person.account_id,
            state=REQUEST.start,
            draft=draft.model_dump(mode="json"),
            offence_title="",
            rules={},
            created_at=act.now,
            changed_at=act.now,
            submitted_at=None,
        )
        add_request(act.connection, request)
        act.about(object_id=request.id)
        return request_view(act.connection, casework, person, request)


def save(casework: Casework, person: Person, request_id: str, draft: RequestDraft) -> RequestView:
    """Keep the answers given so far; they may be incomplete.

    Raises:
        NotFound: there is no such request of this person.
        WrongState: it was submitted already.
        Unacceptable: a prohibited source is chosen (A-05); the answers before are kept.
    """
    with casework.ledger.act(person, RequestDrafted, refused_as=RequestRefused) as act:
        casework.authority.demand(person, "request_drafted")
        request = own_request(act.connection, person, request_id)
        act.about(object_id=request.id)
        REQUEST.next_state(request.state, "save")
        _demand_lawful_source(act, casework, draft)
        change_request(act.connection, request.id, act.now, draft=draft.model_dump(mode="json"))
        return _view(act.connection, casework, person, request.id)


def submit(casework: Casework, person: Person, request_id: str) -> RequestView:
    """Submit a complete request for approval. Its case, offence and rule versions are fixed now (A-03).

    Raises:
        NotFound: there is no such request of this person.
        WrongState: it was submitted already.
        NotAllowed: the person has another duty in the case (H-02).
        Unacceptable: something is missing or not acceptable; every field is named at once.
    """
    with casework.ledger.act(person, RequestSubmitted, refused_as=RequestRefused) as act:
        casework.authority.demand(person, "request_submitted")
        request = own_request(act.connection, person, request_id)
        act.about(object_id=request.id)
        draft = RequestDraft.model_validate(request.draft)
        state = REQUEST.next_state(request.state, "submit_urgent" if draft.exigent else "submit")
        rules = casework.rules.casework
        _demand_lawful_source(act, casework, draft)
        probe = probe_of(act.connection, request.id)
        occurrence = casework.occurrences.state_of(request.service, draft.occurrence_number)
        act.note(occurrence_state=occurrence or "not asked")
        act.note(**_offence_told(casework, draft, act.now.date()))
        numbers = rules.numbers[request.service]
        further = further_of(act.connection, probe.id) if probe else ()
        found = gaps(draft, probe, rules, numbers, act.now.date(), occurrence)
        partners = partner_gaps(act.connection, casework, request.service, draft, act.now)
        demand_complete((*found, *further_gaps(further), *partners))
        case_id = case_for(act.connection, request.service, draft.occurrence_number, act.now)
        act.about(case_id=case_id)
        demand_apart_in_case(act.connection, casework.rules.who, case_id, person.account_id, frozenset({"requester"}))
        act.note(
            source_type=draft.source_type,
            role_depicted=draft.depicted_role,
            exigent=draft.exigent,
            purpose=draft.purpose,
            source_authority=draft.source_authority,
            probe_sha256=probe.sha256 if probe else "",
            similar_requests=_similar(act.connection, request, probe),
            answers_sha256=sha256_of(dict(request.draft)),
            **{each.field: getattr(draft, each.field) or UNKNOWN for each in rules.groups},
        )
        terms = fix_terms(act.connection, casework, request.id, draft, act.now)
        act.note(higher_for=terms.higher_for)
        offence = rules.offences.get(draft.offence_id)
        title = offence.title if offence else terms.offence_text
        fixed = {"case_id": case_id, "offence_title": title, "rules": dict(rules.versions), "submitted_at": act.now}
        change_request(act.connection, request.id, act.now, state=state, **fixed)
        return _view(act.connection, casework, person, request.id)


def get(casework: Casework, person: Person, request_id: str) -> RequestView:
    """Return one request. Raises NotFound when it is not this person's to read."""
    with casework.ledger.act(person, RequestViewed) as act:
        casework.authority.demand(person, "request_viewed")
        request = readable_request(act.connection, casework.authority, person, request_id)
        act.about(object_id=request.id, case_id=request.case_id)
        return request_view(act.connection, casework, person, request)


def listed(casework: Casework, person: Person) -> tuple[RequestView, ...]:
    """Return this person's requests, and for an approver those of others that wait for a decision; newest first."""
    with casework.ledger.act(person, RequestViewed) as act:
        casework.authority.demand(person, "request_viewed")
        mine = requests_of(act.connection, person.account_id)
        waiting = waiting_for_approval(act.connection, casework, person)
        found = sorted({each.id: each for each in (*mine, *waiting)}.values(), key=lambda each: each.id, reverse=True)
        act.note(requests=len(found))
        return tuple(request_view(act.connection, casework, person, each, similar=False) for each in found)


def waiting_for_approval(connection: Connection, casework: Casework, person: Person) -> tuple[Request, ...]:
    """Return requests of others in the service that this person may decide on, urgent ones before or after (A-12)."""
    if not casework.authority.allows(person, "request_decided"):
        return ()
    submitted = requests_in(connection, person.service, RequestState.SUBMITTED)
    urgent = (request_by_id(connection, terms.request_id) for terms in urgent_terms(connection, person.service))
    afterwards = (each for each in urgent if each and awaits_approval_afterwards(connection, each))
    return tuple(each for each in (*afterwards, *submitted) if each.requester_id != person.account_id)


def neutral_number(letter: str) -> str:
    """Return a random number for people to say, such as "E-7F3A2K": it tells neither order nor kind (D-09)."""
    return f"{letter}-{characters(6)}"


# Private


def _demand_lawful_source(act: Act, casework: Casework, draft: RequestDraft) -> None:
    """Refuse a prohibited source, and let the log say which kind it was, so that refusals are counted by it (A-05)."""
    if draft.source_type in casework.rules.casework.sources:
        act.note(source_type=draft.source_type)
    if draft.purpose in casework.rules.casework.purposes:
        act.note(purpose=draft.purpose)
    demand_lawful_source(draft, casework.rules.casework)


def _offence_told(casework: Casework, draft: RequestDraft, today: date) -> dict[str, Detail]:
    """What the log tells of the offence, before anything is demanded: refusals are then counted by it (A-02)."""
    rules = casework.rules.casework
    offence = rules.offences.get(draft.offence_id)
    told: dict[str, Detail] = {"offences_version": rules.versions["offences"]}
    if not draft.offence_id:
        return {**told, "offence_id": ""}
    if offence is None:
        return {**told, "offence_in_force": False}
    return {**told, "offence_id": offence.id, "offence_in_force": offence.in_force(today)}


def _similar(connection: Connection, request: Request, probe: Probe | None) -> list[str]:
    """Earlier requests with the same or a similar picture: whoever searches again is seen in the log alone (A-26)."""
    found = earlier_searches(connection, request, probe) if probe else ()
    return [each.request_id for each in found][:_SIMILAR_TOLD]


def _choice(choice: Choice) -> ChoiceView:
    return ChoiceView(id=choice.id, title=choice.title, open=choice.open, rule=choice.rule, note=choice.note)


def _group(group: Group) -> GroupView:
    return GroupView(field=group.field, title=group.title, choices=tuple(_choice(each) for each in group.choices))


def _role(role: DepictedRole) -> RoleView:
    return RoleView(**{name: getattr(role, name) for name in RoleView.model_fields})


def _view(connection: Connection, casework: Casework, person: Person, request_id: str) -> RequestView:
    request = request_by_id(connection, request_id)
    assert request is not None  # noqa: S101  # it was read in this transaction
    return request_view(connection, casework, person, request)
