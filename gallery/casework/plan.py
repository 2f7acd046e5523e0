"""What a search will do, said before it is asked for (A-25)."""

from datetime import date

from sqlalchemy import Connection

from audits.events import RequestViewed
from gallery.authority import Person
from gallery.casework.completeness import gaps
from gallery.casework.duties import readable_request
from gallery.casework.means import Casework
from gallery.casework.request_view import quality_cautions
from gallery.records.probes import probe_of
from gallery.records.searchable import excluded_counts, searchable_numbers
from kernel_lib.wire.casework import PlanLine, PlanView, RequestDraft


def plan(casework: Casework, person: Person, request_id: str) -> PlanView:
    """Return the lines of the plan, and what still stands in the way of submitting, by field.

    Raises:
        NotFound: the request is not this person's to read.
    """
    with casework.ledger.act(person, RequestViewed) as act:
        casework.authority.demand(person, "request_viewed")
        request = readable_request(act.connection, casework.authority, person, request_id)
        act.about(object_id=request.id, case_id=request.case_id)
        rules = casework.rules.casework
        draft = RequestDraft.model_validate(request.draft)
        probe = probe_of(act.connection, request.id)
        occurrence = casework.occurrences.state_of(request.service, draft.occurrence_number)
        found = gaps(draft, probe, rules, rules.numbers[request.service], act.now.date(), occurrence)
        lines = _lines(act.connection, casework, request.service, act.now.date())
        lines += [PlanLine(heading="Caution", sentence=each) for each in quality_cautions(probe)]
        return PlanView(lines=tuple(lines), open_points={gap.field: gap.message for gap in found})


# Private


def _lines(connection: Connection, casework: Casework, service: str, today: date) -> list[PlanLine]:
    rules = casework.rules
    search, lead = rules.casework.search, rules.casework.lead
    eligible = len(searchable_numbers(connection, service, casework.faces.model_id, today))
    left_out = sum(excluded_counts(connection, service, casework.faces.model_id, today).values())
    name = rules.who.services[service].name
    listed = (
        f"At most {search.max_candidates} people, each at or above similarity {search.min_score:.2f}. None is possible."
    )
    told = (
        ("Galleries", f"The booking pictures of {name}, and no other."),
        ("Pictures", f"{eligible:,} pictures may be compared; {left_out:,} are left out by rule."),
        ("List", listed),
        ("Model", f"{casework.faces.model_id.split(' ')[0]}, run on this installation; nothing leaves it."),
        ("Who sees it", f"{rules.who.workflow.sentence} You see a lead or that there is none."),
        ("Kept", "The picture stays with the case. Its template exists in memory during the search only."),
        ("A lead", f"At most one person, for {lead.valid_days} days. {lead.limits[0]} {lead.limits[1]}"),
    )
    return [PlanLine(heading=heading, sentence=sentence) for heading, sentence in told]
