"""What people wrote of a privacy impact report: answers, elements, risks, figures, amendments (K-01 to K-09)."""

from collections.abc import Iterator

from kernel_lib.reports import show
from kernel_lib.reports.block import Block, Blocks
from kernel_lib.wire.assessment import (
    AssessmentView,
    ChangeView,
    DifferenceView,
    EquityView,
    QuestionAnswered,
    RiskView,
)
from kernel_lib.wire.evaluation import GroupView
from kernel_lib.words.spoken import told


def lacking(view: AssessmentView) -> Blocks:
    """Show what keeps the assessment from being final, or that nothing does (K-01)."""
    rows = [(number, told(each)) for number, each in enumerate(view.lacking, start=1)]
    state = "DRAFT: parts are lacking, and the assessment cannot be final." if rows else "Complete: it may be final."
    empty = "Nothing is lacking."
    return show.joined([show.remark(state), show.table("What is lacking", ("No.", "Lacking"), rows, empty=empty)])


def answered(question: QuestionAnswered) -> Iterator[Block]:
    """Show a question with its answer and what it rests on, or as a gap."""
    if not question.answer:
        yield show.gap(question.text, question.by)
        return
    rows = [(told("Question"), told(question.text)), (told("Answer"), question.answer)]
    rows += [(told("Evidence"), each) for each in question.evidence]
    when = question.answered_at.date().isoformat() if question.answered_at else ""
    rows.append((told("Answered"), f"{question.answered_by}, {when}"))
    yield show.table("Answer of people", ("Part", "Words"), rows, whole=True, shares=(16, 84))


def elements(view: AssessmentView) -> Block:
    """Show the checklist of the statutory assessment (K-02)."""
    rows = [
        (told(each.title), each.source, told("lacking") if each.lacking else told("filled")) for each in view.elements
    ]
    return show.table("Elements of the statutory assessment", ("Element", "Source", "State"), rows, whole=True)


def risks(rows: tuple[RiskView, ...]) -> Block:
    """Show the register; a control that no test proves stands as unproven (K-04)."""
    held = [
        (
            each.number,
            f"{each.flow_step}: {each.cause}",
            each.principle,
            each.affected,
            f"{each.likelihood}, {each.impact}",
            f"{each.control or told('none')}: {told(each.proof)} ({each.tests})",
            each.residual,
            f"{each.owner}, {each.due}",
            each.accepted_by or told("nobody"),
        )
        for each in rows
    ]
    columns = ("No.", "Step and cause", "Section", "Affected", "Weight", "Control", "Remains", "Owner, due", "Accepted")
    return show.table("Register of risks", columns, held, whole=True, empty="No risk is recorded.")


def equity(view: EquityView) -> Iterator[Block]:
    """Show error rates by group and over-representation; the section fails where a table is absent (K-05)."""
    for each in view.lacking:
        yield show.remark("This section fails: a table is absent.")
        yield show.not_recorded(f"{each}.")
    columns = ("Group", "Missed", "Of searches for people who were there", "Listed somebody", "Of the others")
    yield show.table("Error rates by group", columns, [_group(each) for each in view.groups], whole=True)
    rows = [
        (each.group, each.people, each.of, each.population_share, each.exposure, each.false_candidates, each.source)
        for each in view.representation
    ]
    represented = (
        "Group",
        "In the gallery",
        "Of",
        "Share of people here",
        "Exposure",
        "False lists in 1,000",
        "Source",
    )
    yield show.table("Who is over-represented in the gallery", represented, rows, whole=True)


def heard(view: AssessmentView) -> Block:
    """Show whom of the public was heard (K-09)."""
    rows = [(each.held_on, each.who, each.said, each.changed, each.evidence or None) for each in view.engagements]
    columns = ("Day", "Who", "Said", "What changed", "Written down in")
    return show.table("Whom of the public was heard", columns, rows, whole=True, empty="Nobody is recorded.")


def pilot(view: AssessmentView) -> Block:
    """Show the terms of a pilot, with what was used of them (K-08)."""
    terms = view.pilot
    if not terms.active:
        return show.remark("No pilot is running.")
    rows = [
        (told("First day"), terms.begins_on.isoformat()),
        (told("Ends on"), terms.ends_on.isoformat()),
        (told("Searches made, of those allowed"), f"{terms.searches} / {terms.most_searches}"),
        (told("Searches today, of those allowed"), f"{terms.searches_today} / {terms.most_searches_a_day}"),
    ]
    rows += [(told(each.title), f"{told(each.target)} ({told(each.read_from)})") for each in terms.measures]
    return show.table("Terms of the pilot", ("Term", "Value"), rows, whole=True)


def amendments(view: AssessmentView) -> Block:
    """Show every amendment with what it changes and who agreed (K-03)."""
    rows = [
        (
            each.number,
            changes(each.changes),
            each.reason or None,
            each.effect or None,
            each.accepted_by or told("waits"),
        )
        for each in view.amendments
    ]
    columns = ("No.", "Change", "Why", "Effect on privacy", "Accepted by")
    return show.table("Amendments", columns, rows, whole=True, empty="None.")


def versions(view: AssessmentView) -> Block:
    """Show the versions, each by its hash."""
    rows = [
        (
            each.number,
            each.sha256,
            each.proposed_by,
            each.proposed_at,
            each.accepted_by or told("waits"),
            each.accepted_at,
        )
        for each in view.versions
    ]
    columns = ("No.", "SHA-256", "Closed by", "Closed", "Accepted by", "Accepted")
    return show.table("Versions", columns, rows, empty="None was closed.")


def difference(view: DifferenceView) -> Blocks:
    """Show what the assessment says now and did not when it was accepted, heading by heading (K-01)."""
    if view.since is None:
        return show.joined([show.remark("No version has been accepted; there is nothing to compare with.")])
    changed = [
        (each.heading, each.name, each.before or None, each.after or None) for each in view.lines if not each.moving
    ]
    moved = sum(each.moving for each in view.lines)
    columns = ("Heading", "What", "Accepted version", "Now")
    return show.joined(
        [
            show.facts({"Compared with version": view.since.number, "Figures that moved by themselves": moved}),
            show.table("Changed since the accepted version", columns, changed, whole=True, empty="Nothing."),
        ]
    )


def changes(held: tuple[ChangeView, ...]) -> str:
    """Return changes in words."""
    return "; ".join(f"{each.key}: {_values(each.before)} → {_values(each.after)}" for each in held)


# Private


def _group(group: GroupView) -> tuple[str | int | None, ...]:
    if group.operating is None:
        return (group.group, None, group.mated, None, group.non_mated)
    at = group.operating
    return (group.group, at.fnir.count, at.fnir.of, at.fpir.count, at.fpir.of)


def _values(values: tuple[str, ...]) -> str:
    return ", ".join(values) or told("none")
