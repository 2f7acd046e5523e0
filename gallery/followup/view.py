"""A lead's follow-up as its page shows it: what is recorded, what is done, what is next."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from audits.events import LeadViewed
from gallery.authority import Person
from gallery.casework.lead import begin, demand_acknowledged
from gallery.casework.means import Casework
from gallery.followup.array_view import array_views
from gallery.followup.contradictions import open_flags
from gallery.followup.facts import FactKind, Facts
from gallery.followup.progress import progress
from gallery.ledger import Act
from gallery.records.follow_up import copies_of
from gallery.records.leads import Lead, lead_by_id
from gallery.records.who import account_by_id
from gallery.rules.follow_up import Choices
from kernel_lib.vocabulary import CheckAnswer, CopyKind
from kernel_lib.wire.casework import ChoiceView
from kernel_lib.wire.follow_up import (
    CheckView,
    CopyView,
    Corroboration,
    FollowUpView,
    LineupView,
    ParagraphView,
    TakenStep,
)


def get(casework: Casework, person: Person, lead_id: str) -> FollowUpView:
    """Return the follow-up of a lead.

    Raises:
        NotFound: there is no such lead of this person.
        WrongState: it shows nothing now.
    """
    with casework.ledger.act(person, LeadViewed) as act:
        lead = begin(act, casework, person, lead_id, "lead_followed_up")
        demand_acknowledged(lead)
        act.note(follow_up=True)
        return follow_up_view(act.connection, casework, lead, act.now)


def after(act: Act, casework: Casework, lead_id: str) -> FollowUpView:
    """Return the follow-up as an act leaves it."""
    lead = lead_by_id(act.connection, lead_id)
    assert lead is not None  # noqa: S101  # the act changed it
    return follow_up_view(act.connection, casework, lead, act.now)


def follow_up_view(connection: Connection, casework: Casework, lead: Lead, now: datetime) -> FollowUpView:
    """Build the view; it names nobody."""
    rules, facts = casework.rules.follow_up, Facts.of(connection, lead.id)
    raised = open_flags(connection, lead, facts)
    outcome = facts.newest(FactKind.OUTCOME)
    checks = check_views(casework, lead, facts, now)
    return FollowUpView(
        lead_id=lead.id,
        state=lead.state,
        expires_at=lead.expires_at,
        steps=progress(lead, facts, checks, raised, rules),
        corroboration=_corroboration(facts, rules.corroboration),
        checks=checks,
        circumstances=facts.circumstances,
        flags=raised,
        flags_answered=facts.stop_answer(raised) if raised else "",
        lineups=tuple(LineupView.model_validate(each.body) for each in facts.every(FactKind.LINEUP)),
        arrays=array_views(connection, lead.id, rules.lineup),
        paragraph=_paragraph(facts),
        taken=_taken(facts, rules.steps),
        outcome=rules.outcomes[outcome.body["outcome"]].title if outcome else "",
        outcome_reason=str(outcome.body["reason"]) if outcome else "",
        outcome_due=lead.issued_at + timedelta(days=rules.outcome_due_days),
        copies=_copies(connection, lead),
        corroboration_kinds=choice_views(rules.corroboration),
        outcomes=choice_views(rules.outcomes),
        step_kinds=choice_views(rules.steps),
        filler_warning=rules.lineup.warning,
        filler_question=rules.lineup.question,
        min_fillers=rules.lineup.min_fillers,
    )


def check_views(casework: Casework, lead: Lead, facts: Facts, now: datetime) -> tuple[CheckView, ...]:
    """Return every check with its newest answer; an open one is overdue after its days (E-09)."""
    rules, answered = casework.rules.follow_up, facts.checks()
    late = now >= lead.issued_at + timedelta(days=rules.checks_due_days)
    views = []
    for each in rules.checks.values():
        held = answered.get(each.id)
        body = held.body if held else {}
        views.append(
            CheckView(
                id=each.id,
                title=each.title,
                answer=CheckAnswer(body["answer"]) if held else None,
                checked_on=body.get("checked_on"),
                what=str(body.get("what", "")),
                overdue=late and held is None,
            )
        )
    return tuple(views)


def choice_views(choices: Choices) -> tuple[ChoiceView, ...]:
    """Return a list of the rules as a page shows it."""
    notes = {True: "Joins the person to the offence by itself.", False: ""}
    return tuple(ChoiceView(id=each.id, title=each.title, note=notes[each.link]) for each in choices.values())


# Private


def _corroboration(facts: Facts, kinds: Choices) -> tuple[Corroboration, ...]:
    return tuple(
        Corroboration(
            title=kinds[each.body["kind"]].title,
            found_on=each.body["found_on"],
            what=each.body["what"],
            link=kinds[each.body["kind"]].link,
            recorded_at=each.recorded_at,
        )
        for each in facts.every(FactKind.CORROBORATION)
    )


def _paragraph(facts: Facts) -> ParagraphView | None:
    made = facts.newest(FactKind.PARAGRAPH)
    if made is None:
        return None
    edited = [each for each in facts.every(FactKind.EDITED) if each.body["draft_sha256"] == made.body["sha256"]]
    return ParagraphView(
        text=made.body["text"],
        sha256=made.body["sha256"],
        made_at=made.recorded_at,
        edited=bool(edited),
        edited_sha256=edited[-1].body["sha256"] if edited else "",
    )


def _taken(facts: Facts, steps: Choices) -> tuple[TakenStep, ...]:
    return tuple(
        TakenStep(
            title=steps[each.body["step"]].title, taken_on=each.body["taken_on"], reference=each.body["reference"]
        )
        for each in facts.every(FactKind.STEP)
    )


def _copies(connection: Connection, lead: Lead) -> tuple[CopyView, ...]:
    views = []
    for each in copies_of(connection, lead.id):
        account = account_by_id(connection, each.account_id)
        name = account.display_name if account else ""
        kind = CopyKind(each.kind)
        views.append(CopyView(kind=kind, by=name, made_at=each.made_at, withdrawn_at=each.withdrawn_at))
    return tuple(views)
