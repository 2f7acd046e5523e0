"""How the parts of the privacy impact assessment look on its page."""

from collections.abc import Iterator, Sequence
from typing import Any

from kernel_lib.reports.impact import sections
from kernel_lib.wire.assessment import AmendmentView, AssessmentView, QuestionAnswered, RiskView, VersionView
from widgets.pages.page import help_panel
from widgets.parts.markup import Markup, bullets, element, facts, joined
from widgets.parts.outline import OutlineItem, OutlinePart
from widgets.words.language import say, told

UNANSWERED = "Unanswered: "
"""How the service begins the line of an open question, which has its own place on the page."""
LAST = "Findings and decision"
PARTS = {
    "The programme": ("control", "summary", "background", "scope", "system"),
    "Law and policy": ("authority", "necessity", "policies", "roles"),
    "The information and its use": ("inventory", "flows", "probes", "gallery", "search", "accuracy", "equity"),
    "Others, the persons concerned and the public": ("sharing", "disclosure", "rights", "transparency"),
    "Protection": ("safeguards", "incidents", "logging"),
    LAST: ("findings", "risks", "actions", "consultations", "decision", "annexes"),
}
"""The headings of the report in six parts, in their order."""


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
    return joined(parts)


def lacking(view: AssessmentView) -> Markup:
    """Return, folded, what besides open questions keeps the assessment from being final."""
    lines = [each for each in view.lacking if not each.startswith(UNANSWERED)]
    if not lines:
        return Markup("")
    summary = element("summary", say("What else keeps it from being final: {count}", count=len(lines)))
    return element("details", summary, bullets(map(told, lines)), class_="lb-details")


def question_head(asked: Sequence[QuestionAnswered], place: int) -> Markup:
    """Return how many questions are answered, and which one is open."""
    if not asked:
        return element("h2", say("There are no questions."))
    done, of = sum(bool(each.answer) for each in asked), len(asked)
    words = say("{done} of {of} questions are answered.", done=done, of=of)
    bar = element("progress", class_="lb-progress", value=done, max=of, aria_label=words)
    return joined((element("h2", say("Question {place} of {of}", place=place + 1, of=of)), element("p", words), bar))


def question_facts(question: QuestionAnswered, *, writes: bool) -> Markup:
    """Return a question with whose it is; the answer in force too for somebody who has no form with it."""
    titles = {section.key: section.title for section in sections()}
    rows = [(say("Heading"), told(titles[question.heading])), (say("Whose it is to answer"), told(question.by))]
    if question.evidence_needed:
        rows.append((say("Evidence"), say("This answer must name what it rests on.")))
    if not writes:
        rows.append((say("Answer"), question.answer or say("open")))
    if question.answer:
        rows.append((say("Answered by"), question.answered_by))
    return joined((element("h3", told(question.text), tabindex=-1), facts(rows)))


def outline(asked: Sequence[QuestionAnswered]) -> Iterator[OutlinePart]:
    """Give every question by the parts of the report, with how many of each are open."""
    of_part = {key: title for title, keys in PARTS.items() for key in keys}
    by_part: dict[str, list[QuestionAnswered]] = {}
    for each in asked:
        by_part.setdefault(of_part.get(each.heading, LAST), []).append(each)
    for title, held in by_part.items():
        left = sum(not each.answer for each in held)
        items = [
            OutlineItem(each.id, told(each.text), say("answered") if each.answer else say("open")) for each in held
        ]
        words = say("{part}: {left} of {of} open", part=told(title), left=left, of=len(held))
        yield OutlinePart(title, words, tuple(items))


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
