"""What a search will do and may be expected to give, said before it is asked for (A-25, W-27)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from audits.events import RequestViewed
from gallery.authority import Person
from gallery.casework.completeness import further_gaps, gaps
from gallery.casework.duties import readable_request
from gallery.casework.expectation import expected_end, expected_list, expected_wait
from gallery.casework.likeness import earlier_searches
from gallery.casework.means import Casework
from gallery.casework.partners import partner_gaps
from gallery.casework.quality import quality_cautions
from gallery.casework.terms import higher_for
from gallery.control.stopping import stop_sentence, stops_for
from gallery.control.tuning import in_force, version_of
from gallery.records.cases import Request, requests_with_picture
from gallery.records.further import further_of
from gallery.records.probes import Probe, probe_of
from kernel_lib.wire.casework import PlanLine, PlanView, RequestDraft

Told = tuple[str, str]


def plan(casework: Casework, person: Person, request_id: str) -> PlanView:
    """Return the lines of the plan, and what still stands in the way of submitting, by field.

    Raises:
        NotFound: the request is not this person's to read.
    """
    with casework.ledger.act(person, RequestViewed) as act:
        casework.authority.demand(person, "request_viewed")
        request = readable_request(act.connection, casework.authority, person, request_id)
        act.about(object_id=request.id, case_id=request.case_id)
        casework = replace(casework, rules=in_force(act.connection, casework.rules))
        rules = casework.rules.casework
        draft = RequestDraft.model_validate(request.draft)
        probe = probe_of(act.connection, request.id)
        occurrence = casework.occurrences.state_of(request.service, draft.occurrence_number)
        further = further_of(act.connection, probe.id) if probe else ()
        found = (
            *gaps(draft, probe, rules, rules.numbers[request.service], act.now.date(), occurrence),
            *further_gaps(further),
            *partner_gaps(act.connection, casework, request.service, draft, act.now),
        )
        told = (
            *_run(act.connection, casework, request.service, act.now, _known(casework, draft)),
            *_expected(act.connection, casework, request.service, act.now),
            *_people(act.connection, casework, person, request, draft),
            *_earlier(act.connection, person, request, probe),
            *_after(casework),
            *(("Caution", each) for each in quality_cautions(probe)),
        )
        lines = tuple(PlanLine(heading=heading, sentence=sentence) for heading, sentence in told)
        return PlanView(lines=lines, open_points={gap.field: gap.message for gap in found})


# Private

_STRICTER = (
    "The stricter rule of both services holds. A person of a partner is a pseudonym until the owner releases a number."
)


def _known(casework: Casework, draft: RequestDraft) -> tuple[str, ...]:
    """The partner galleries that the draft names and this installation knows."""
    return tuple(each for each in draft.partner_galleries if each in casework.rules.who.services)


def _run(
    connection: Connection, casework: Casework, service: str, now: datetime, partners: tuple[str, ...]
) -> Iterator[Told]:
    """What is compared with what, under which bounds."""
    search, model_id = casework.rules.casework.search, casework.faces.model_id
    standing = casework.standings.of(connection, service, model_id, casework.rules.who.local_day(now, service))
    eligible, excluded = len(standing.eligible), standing.excluded
    by_reason = ", ".join(f"{count:,} {reason.replace('_', ' ')}" for reason, count in sorted(excluded.items()))
    reasons = f" ({by_reason})" if by_reason else ""
    names = [casework.rules.who.services[each].name for each in (service, *partners)]
    yield "Galleries", f"The booking pictures of {' and '.join(names)}, and no other."
    if partners:
        yield "Partners", _STRICTER
    left_out = f"{sum(excluded.values()):,} are left out by rule{reasons}"
    yield "Pictures", f"{eligible:,} pictures may be compared; {left_out}."
    bounds = f"At most {search.max_candidates} people, each at or above similarity {search.min_score:.2f}"
    yield "List", f"{bounds} ({version_of(casework.rules)}). None is possible."
    yield "Model", f"{model_id.split(' ')[0]}, run on this installation; nothing leaves it."


def _expected(connection: Connection, casework: Casework, service: str, now: datetime) -> Iterator[Told]:
    """What earlier searches lead one to expect (W-27)."""
    search, model_id = casework.rules.casework.search, casework.faces.model_id
    yield "Strangers to expect", expected_list(connection, service, model_id, search, now)
    yield "How requests end", expected_end(connection, service)
    yield "Time to a decision", expected_wait(connection, service, now)


def _people(
    connection: Connection, casework: Casework, person: Person, request: Request, draft: RequestDraft
) -> Iterator[Told]:
    """Who decides, and who sees what."""
    control = casework.rules.control
    if draft.exigent:
        hours = int(control.exigent.total_seconds() // 3600)
        yield "Urgent", f"Searched before the approval; locked when none follows within {hours} hours (A-12)."
    if needed := higher_for(draft, casework.rules.casework):
        yield "Approver", f"A higher approver decides ({', '.join(needed)})."
    for held in stops_for(connection, request.service, casework.faces.model_id, person.account_id):
        yield "Stopped", stop_sentence(held)
    yield "Who sees it", f"{casework.rules.who.workflow.sentence} You see a lead or that there is none."


def _earlier(connection: Connection, person: Person, request: Request, probe: Probe | None) -> Iterator[Told]:
    """Earlier requests with this picture: one's own for who asks, all of the service for who decides (A-26)."""
    if probe is None:
        return
    if request.requester_id == person.account_id:
        same = requests_with_picture(connection, request.service, probe.sha256, request.id)
        own = sum(each.requester_id == person.account_id for each in same)
        yield "This picture", f"You asked {own} times before with it. The approver is shown all requests with it."
        return
    found = len(earlier_searches(connection, request, probe))
    yield "This picture", f"{found} earlier requests of the service hold it or a similar one."


def _after(casework: Casework) -> Iterator[Told]:
    """What is kept, and what a lead never is."""
    kept, lead = casework.rules.control.retention, casework.rules.casework.lead
    original, derived = kept.originals.days, kept.derivatives.days
    sentence = f"The picture {original:,} days after the request has ended, what was made of it {derived:,} days."
    yield "Kept", f"{sentence} A template: {kept.template[0].lower()}{kept.template[1:]}"
    yield "A lead", f"At most one person, for {lead.valid_days} days. {lead.limits[0]} {lead.limits[1]}"
