"""What is done about a lead and what is next, as a short list in a fixed order."""

from collections.abc import Sequence

from gallery.followup.facts import FactKind, Facts
from gallery.records.leads import Lead
from gallery.rules.follow_up import FollowUpRules
from kernel_lib.vocabulary import LeadState
from kernel_lib.wire.follow_up import CheckView, NextStep

_OVER = (LeadState.CLOSED, LeadState.WITHDRAWN)


def progress(
    lead: Lead, facts: Facts, checks: Sequence[CheckView], flags: tuple[str, ...], rules: FollowUpRules
) -> tuple[NextStep, ...]:
    """Return the steps from the first check to the outcome."""
    return (
        _checks(checks),
        _circumstances(facts, flags),
        _corroboration(facts),
        _reliance(lead, facts, flags),
        _outcome(lead, facts, rules),
    )


def _checks(checks: Sequence[CheckView]) -> NextStep:
    missing = [each for each in checks if each.answer is None]
    title = "Look for what speaks against the lead"
    if not missing:
        return NextStep(title=title, state="done", detail="Every check has its answer.")
    late = " They are overdue, and your approvers were told." if any(each.overdue for each in missing) else ""
    return NextStep(title=title, state="next", detail=f"{len(missing)} of {len(checks)} checks are open.{late}")


def _circumstances(facts: Facts, flags: tuple[str, ...]) -> NextStep:
    title = "Compare custody, death and age with the day of the offence"
    if facts.circumstances is None:
        return NextStep(title=title, state="next", detail="Record the day of the offence and what is known.")
    if not flags:
        return NextStep(title=title, state="done", detail="Nothing recorded contradicts the lead.")
    answer = facts.stop_answer(flags)
    if answer:
        return NextStep(title=title, state="done", detail=f"Contradicted; answered by an approver: {answer}")
    return NextStep(title=title, state="stopped", detail=f"{' '.join(flags)} An approver must answer.")


def _corroboration(facts: Facts) -> NextStep:
    count = len(facts.every(FactKind.CORROBORATION))
    title = "Record what was found without the search"
    if count:
        return NextStep(title=title, state="done", detail=f"Recorded: {count}.")
    return NextStep(title=title, state="next", detail="At least one fact of a listed kind is needed.")


def _reliance(lead: Lead, facts: Facts, flags: tuple[str, ...]) -> NextStep:
    title = "Mark the lead as relied on"
    if lead.state is LeadState.RELIED_ON:
        return NextStep(title=title, state="done", detail="Warrants, arrests and charges are recorded below.")
    if lead.state in _OVER:
        relied = facts.newest(FactKind.RELIANCE) is not None
        return NextStep(title=title, state="done", detail="It was relied on." if relied else "It was not relied on.")
    if flags and not facts.stop_answer(flags):
        return NextStep(title=title, state="stopped", detail="A contradiction is not answered.")
    if not facts.every(FactKind.CORROBORATION):
        return NextStep(title=title, state="waiting", detail="It waits for an independent fact.")
    return NextStep(title=title, state="next", detail="It may be relied on beside what was found independently.")


def _outcome(lead: Lead, facts: Facts, rules: FollowUpRules) -> NextStep:
    outcome = facts.newest(FactKind.OUTCOME)
    title = "Record the outcome"
    if outcome:
        return NextStep(title=title, state="done", detail=rules.outcomes[outcome.body["outcome"]].title)
    return NextStep(title=title, state="next", detail=f"Due {rules.outcome_due_days} days after the lead was issued.")
