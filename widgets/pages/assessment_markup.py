"""How the parts of the privacy impact assessment look on its page."""

from typing import Any

from kernel_lib.reports.impact import sections
from kernel_lib.wire.assessment import AmendmentView, AssessmentView, QuestionAnswered, RiskView, VersionView
from widgets.pages.page import help_panel
from widgets.parts.markup import Markup, bullets, element, facts, joined
from widgets.words.language import say, told


def state(view: AssessmentView) -> Markup:
    """Return where the assessment stands, what holds searching back, and what is lacking."""
    held_back = [f"{each.key}: {_values(each.before)} → {_values(each.after)}" for each in view.drift]
    parts = [element("p", told(view.state))]
    if held_back:
        parts += [element("h2", say("Searching waits for an amendment")), bullets(held_back)]
    if view.pilot.active:
        told_days = say("Pilot from {first} until {last}", first=view.pilot.begins_on, last=view.pilot.ends_on)
        made = say("{made} of {most} searches", made=view.pilot.searches, most=view.pilot.most_searches)
        parts.append(element("p", f"{told_days}: {made}"))
    if view.lacking:
        parts += [element("h2", say("What keeps it from being final")), bullets(map(told, view.lacking))]
    return joined(parts)


def question_row(question: QuestionAnswered) -> list[str]:
    """Return the row of a question."""
    titles = {section.key: section.title for section in sections()}
    return [told(titles[question.heading]), told(question.text), say("answered") if question.answer else say("open")]


def question_facts(question: QuestionAnswered) -> Markup:
    """Return a question with the answer in force."""
    rows = [(say("Whose it is to answer"), told(question.by))]
    if question.evidence_needed:
        rows.append((say("Evidence"), say("This answer must name what it rests on.")))
    if question.answer:
        rows += [(say("Answer"), question.answer), (say("Answered by"), question.answered_by)]
    return joined((element("h2", told(question.text), tabindex=-1), facts(rows)))


def risk_row(risk: RiskView) -> list[str]:
    """Return the row of a risk; a control without a test is unproven."""
    control = f"{risk.control}: {told(risk.proof)}" if risk.control else told(risk.proof)
    return [str(risk.number), risk.cause, control, say("accepted") if risk.accepted_at else say("not accepted")]


def risk_facts(risk: RiskView) -> Markup:
    """Return everything about a risk."""
    rows = [
        (say("Step of the flow"), risk.flow_step),
        (say("Principle or section"), risk.principle),
        (say("Cause"), risk.cause),
        (say("Whom it affects"), risk.affected),
        (say("Likelihood"), told(risk.likelihood)),
        (say("Impact"), told(risk.impact)),
        (say("Control"), f"{risk.control or say('none')}: {told(risk.proof)}"),
        (say("What remains"), risk.residual),
        (say("Owner"), risk.owner),
        (say("Due"), risk.due.isoformat()),
        (say("Accepted by"), risk.accepted_by or say("nobody")),
    ]
    return joined((element("h2", say("Risk {number}", number=risk.number), tabindex=-1), facts(rows)))


def amendment_row(amendment: AmendmentView) -> list[str]:
    """Return the row of an amendment."""
    changed = ", ".join(each.key for each in amendment.changes)
    return [str(amendment.number), changed, _amendment_state(amendment)]


def amendment_facts(amendment: AmendmentView) -> Markup:
    """Return what an amendment changes, why, and who agreed."""
    rows = [(each.key, f"{_values(each.before)} → {_values(each.after)}") for each in amendment.changes]
    rows += [
        (say("Why this changes"), amendment.reason or say("not written")),
        (say("What it does to privacy"), amendment.effect or say("not written")),
        (say("Written by"), amendment.described_by or say("nobody")),
        (say("Accepted by"), amendment.accepted_by or say("nobody")),
    ]
    heading = element("h2", say("Amendment {number}", number=amendment.number), tabindex=-1)
    return joined((heading, facts(rows)))


def version_row(version: VersionView) -> list[str]:
    """Return the row of a version."""
    closed = f"{version.proposed_at:%Y-%m-%d}, {version.proposed_by}"
    return [str(version.number), closed, say("accepted") if version.accepted_at else say("not accepted")]


def help_for_it() -> Any:
    """Return the panel at the right."""
    return help_panel(
        element("h2", say("Rules in force")),
        bullets(
            (
                say("K-01: an open question keeps the assessment from being final."),
                say("K-03: what was assessed changes only by an amendment of two people."),
                say("K-04: a risk whose control no test proves is unproven."),
                say("K-07: what is withheld is marked with its reason, and the reasons are published."),
            )
        ),
        element("h2", say("Who will see it")),
        element("p", say("Compliance, administrators and auditors; the public edition is for everybody.")),
    )


# Private


def _amendment_state(amendment: AmendmentView) -> str:
    if amendment.dropped_at:
        return say("dropped")
    if amendment.accepted_at:
        return say("in force") if amendment.applied_at else say("accepted")
    return say("waits for another person") if amendment.described_by else say("waits to be written")


def _values(values: tuple[str, ...]) -> str:
    return ", ".join(values) or say("none")
