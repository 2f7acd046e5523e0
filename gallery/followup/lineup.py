"""A witness lineup after a lead: only with an independent link, and with its method on record (E-06, E-07, W-17)."""

from audits.events import LeadFollowedUp
from gallery.authority import Person
from gallery.casework.means import Casework
from gallery.followup.contradictions import demand_no_open_flag
from gallery.followup.evidence import links, recordable
from gallery.followup.facts import FactKind, Facts, demand_words, followed, keep
from gallery.followup.view import after
from gallery.rules.follow_up import LineupRules
from kernel_lib.errors import Unacceptable, WrongState
from kernel_lib.wire.follow_up import FollowUpView, LineupGiven


def hold(casework: Casework, person: Person, lead_id: str, given: LineupGiven) -> FollowUpView:
    """Record a lineup: who ran it blind, in sequence, with how many fillers, recorded; and how fillers were checked.

    Raises:
        NotFound: there is no such lead of this person.
        WrongState: no independent link is recorded (E-06), a stop flag is open (E-10), or the lead is over (E-11).
        Unacceptable: too few fillers, a departure from the method without its reason (E-06), or the question about
            alike fillers is not answered (E-07).
    """
    rules = casework.rules.follow_up
    with casework.ledger.act(person, LeadFollowedUp) as act:
        lead = recordable(act, casework, person, lead_id)
        facts = Facts.of(act.connection, lead.id)
        if not links(casework, facts):
            reason = "A lineup may not rest on the lead: no fact joins the person to the offence by itself."
            raise WrongState("E-06", reason, "Record an independent link first.")
        demand_no_open_flag(act.connection, lead, facts)
        _demand_method(rules.lineup, given)
        demand_words(given.filler_answer, rules.what_min_length, "filler_answer", "E-07")
        body = {**given.model_dump(mode="json"), "warning": rules.lineup.warning, "from_face_search": True}
        keep(act, person, lead, FactKind.LINEUP, body)
        act.note(
            fillers=given.fillers,
            blind=given.blind_administrator,
            sequential=given.sequential,
            recorded=given.recorded,
            from_search=True,
        )
        followed(act, casework, lead)
        return after(act, casework, lead.id)


def _demand_method(rules: LineupRules, given: LineupGiven) -> None:
    if given.fillers < rules.min_fillers:
        message = f"Use at least {rules.min_fillers} fillers."
        raise Unacceptable("E-06", message, "Nothing was recorded.", fields={"fillers": message})
    departed = not (given.blind_administrator and given.sequential and given.recorded)
    if departed and len(given.deviation) < 20:
        message = "Say why it is not blind, sequential and recorded."
        raise Unacceptable("E-06", message, "Nothing was recorded.", fields={"deviation": message})
