"""What speaks for and against a lead, gathered without it: corroboration, checks, circumstances (E-05, E-09, E-10)."""

from audits.events import LeadFollowedUp
from gallery.authority import Person
from gallery.casework.lead import begin
from gallery.casework.means import Casework
from gallery.casework.stages import LEAD
from gallery.followup.contradictions import demand_no_open_flag, open_flags
from gallery.followup.facts import FactKind, Facts, chosen, demand_past, demand_words, followed, keep
from gallery.followup.view import after
from gallery.ledger import Act
from gallery.records.follow_up import LeadFact
from gallery.records.leads import Lead, change_lead
from kernel_lib.errors import Unacceptable, WrongState
from kernel_lib.wire.follow_up import CheckGiven, CircumstancesGiven, CorroborationGiven, FollowUpView, StepGiven


def corroborate(casework: Casework, person: Person, lead_id: str, given: CorroborationGiven) -> FollowUpView:
    """Record a fact that was gathered without the result (E-05).

    Raises:
        NotFound: there is no such lead of this person.
        WrongState: its limits are not acknowledged, or it is over (E-11).
        Unacceptable: the kind is not listed, too little is said, or the fact came from the result.
    """
    rules = casework.rules.follow_up
    with casework.ledger.act(person, LeadFollowedUp) as act:
        lead = recordable(act, casework, person, lead_id)
        kind = chosen(rules.corroboration, given.kind, "kind", "E-05")
        demand_past(given.found_on, act, "found_on", "E-05")
        demand_words(given.what, rules.what_min_length, "what", "E-05")
        if not given.independent:
            message = "A fact that came from the search does not corroborate it."
            raise Unacceptable("E-05", message, "Record a fact gathered without it.", fields={"independent": message})
        keep(act, person, lead, FactKind.CORROBORATION, given.model_dump(mode="json"))
        act.note(of=kind.id, link=kind.link)
        followed(act, casework, lead)
        return after(act, casework, lead.id)


def check(casework: Casework, person: Person, lead_id: str, given: CheckGiven) -> FollowUpView:
    """Record what a check found, and when it was looked into (E-09). Raises as `corroborate` does."""
    with casework.ledger.act(person, LeadFollowedUp) as act:
        lead = recordable(act, casework, person, lead_id)
        kind = chosen(casework.rules.follow_up.checks, given.check, "check", "E-09")
        demand_past(given.checked_on, act, "checked_on", "E-09")
        keep(act, person, lead, FactKind.CHECK, given.model_dump(mode="json"))
        act.note(of=kind.id, answer=given.answer.value)
        followed(act, casework, lead)
        return after(act, casework, lead.id)


def tell_circumstances(casework: Casework, person: Person, lead_id: str, given: CircumstancesGiven) -> FollowUpView:
    """Record the day of the offence and custody, death and ages told; contradictions raise a stop flag (E-10)."""
    with casework.ledger.act(person, LeadFollowedUp) as act:
        lead = recordable(act, casework, person, lead_id)
        demand_past(given.offence_on, act, "offence_on", "E-10")
        keep(act, person, lead, FactKind.CIRCUMSTANCES, given.model_dump(mode="json"))
        act.note(flags=len(open_flags(act.connection, lead, Facts.of(act.connection, lead.id))))
        followed(act, casework, lead)
        return after(act, casework, lead.id)


def rely(casework: Casework, person: Person, lead_id: str) -> FollowUpView:
    """Mark a lead as relied on (E-05).

    Raises:
        NotFound: there is no such lead of this person.
        WrongState: no independent fact is recorded, a stop flag is open (E-10), or the state does not allow it.
    """
    with casework.ledger.act(person, LeadFollowedUp) as act:
        lead = followed_lead(act, casework, person, lead_id)
        state = LEAD.next_state(lead.state, "rely")
        facts = Facts.of(act.connection, lead.id)
        if not facts.every(FactKind.CORROBORATION):
            reason = "No independent fact is recorded. Nothing may rest on a lead alone."
            raise WrongState("E-05", reason, "Record a fact that was gathered without the result.")
        demand_no_open_flag(act.connection, lead, facts)
        keep(act, person, lead, FactKind.RELIANCE, {"facts": len(facts.every(FactKind.CORROBORATION))})
        change_lead(act.connection, lead.id, state=state)
        followed(act, casework, lead)
        return after(act, casework, lead.id)


def take_step(casework: Casework, person: Person, lead_id: str, given: StepGiven) -> FollowUpView:
    """Record a warrant, arrest, charge or other step that the lead preceded (E-20).

    Raises:
        WrongState: the lead is not relied on, has expired (E-11), or a stop flag is open (E-10).
        Unacceptable: the step is not listed, or its day has not come.
    """
    with casework.ledger.act(person, LeadFollowedUp) as act:
        lead = followed_lead(act, casework, person, lead_id)
        LEAD.next_state(lead.state, "take_step")
        step = chosen(casework.rules.follow_up.steps, given.step, "step", "E-20")
        demand_past(given.taken_on, act, "taken_on", "E-20")
        demand_no_open_flag(act.connection, lead, Facts.of(act.connection, lead.id))
        keep(act, person, lead, FactKind.STEP, given.model_dump(mode="json"))
        act.note(of=step.id, taken_on=given.taken_on.isoformat(), warrant=step.warrant, charged=step.charged)
        followed(act, casework, lead)
        return after(act, casework, lead.id)


def followed_lead(act: Act, casework: Casework, person: Person, lead_id: str) -> Lead:
    """Return a lead that this person follows up."""
    return begin(act, casework, person, lead_id, "lead_followed_up")


def recordable(act: Act, casework: Casework, person: Person, lead_id: str) -> Lead:
    """Return a lead about which something may be recorded now. Raises WrongState when it may not."""
    lead = followed_lead(act, casework, person, lead_id)
    LEAD.next_state(lead.state, "record")
    return lead


def links(casework: Casework, facts: Facts) -> tuple[LeadFact, ...]:
    """Return the recorded facts that join the person to the offence by themselves (E-06)."""
    kinds = casework.rules.follow_up.corroboration
    held = facts.every(FactKind.CORROBORATION)
    return tuple(each for each in held if each.body["kind"] in kinds and kinds[each.body["kind"]].link)
