"""What an investigator does about a lead, week by week, up to its outcome."""

from datetime import timedelta

from gallery.records.cases import request_by_id
from gallery.records.leads import lead_by_id
from gallery.simulation.site import Site
from kernel_lib.vocabulary import CheckAnswer, CopyKind
from kernel_lib.wire.case import DisclosureGiven
from kernel_lib.wire.follow_up import (
    CheckGiven,
    CircumstancesGiven,
    CorroborationGiven,
    OutcomeGiven,
    StepGiven,
)

_FACTS = (
    ("fingerprints", "Prints from the counter were compared by the unit without the lead."),
    ("property", "The stolen telephone was found with the person under a warrant."),
    ("records", "Transit card records place the person at the station at that time."),
    ("known_witness", "A neighbour named the person before any picture was shown to anybody."),
)
_REASON = "Simulated: what was found independently, and what was looked into that speaks against it."


def lead_of(site: Site, investigator: str, request_id: str) -> str | None:
    """Return the lead of one's own request, None where there is none."""
    return site.client(investigator).requests.get(request_id).lead_id


def case_of(site: Site, lead_id: str) -> str | None:
    """Return the id of the case of a lead."""
    with site.parts.ledger.reading() as connection:
        lead = lead_by_id(connection, lead_id)
        request = request_by_id(connection, lead.request_id) if lead else None
    return request.case_id if request else None


def read(site: Site, investigator: str, lead_id: str) -> None:
    """Acknowledge the limits, and read."""
    leads = site.client(investigator).leads
    leads.get(lead_id)
    site.minutes(1, 4)
    leads.acknowledge(lead_id, "SI")


def look_for_contrary(site: Site, investigator: str, lead_id: str, against: bool) -> None:
    """Record the circumstances and two checks that could speak against the person."""
    follow_up, today = site.client(investigator).follow_up, site.clock.today
    follow_up.circumstances(lead_id, CircumstancesGiven(offence_on=today - timedelta(days=20)))
    answers = {"location": CheckAnswer.SPEAKS_AGAINST if against else CheckAnswer.FITS, "custody": CheckAnswer.FITS}
    for check, answer in answers.items():
        given = CheckGiven(check=check, answer=answer, checked_on=today, what="Looked into with the records held.")
        follow_up.check(lead_id, given)
        site.minutes(1, 3)


def corroborate(site: Site, investigator: str, lead_id: str) -> None:
    """Record a fact gathered without the result."""
    kind, what = site.chance.choice(_FACTS)
    given = CorroborationGiven(kind=kind, found_on=site.clock.today, what=what, independent=True)
    site.client(investigator).follow_up.corroborate(lead_id, given)


def rely(site: Site, investigator: str, lead_id: str) -> None:
    """Mark the lead as relied on, draft the paragraph, and print it."""
    follow_up = site.client(investigator).follow_up
    follow_up.rely(lead_id)
    site.minutes(1, 3)
    follow_up.draft_paragraph(lead_id)
    follow_up.copy(lead_id, CopyKind.PRINT)


def take_steps(site: Site, investigator: str, lead_id: str, steps: tuple[str, ...]) -> None:
    """Record a warrant, an arrest or a charge."""
    for step in steps:
        given = StepGiven(step=step, taken_on=site.clock.today, reference="simulated")
        site.client(investigator).follow_up.take_step(lead_id, given)
        site.minutes(2, 5)


def end(site: Site, investigator: str, lead_id: str, outcome: str) -> None:
    """Record how the lead ended."""
    site.client(investigator).follow_up.end(lead_id, OutcomeGiven(outcome=outcome, reason=_REASON))


def disclose(site: Site, investigator: str, occurrence: str, recipient: str) -> None:
    """Record that the use of the system was disclosed."""
    given = DisclosureGiven(recipient=recipient, method="crown_brief", disclosed_on=site.clock.today)
    site.client(investigator).cases.disclose(occurrence, given)
