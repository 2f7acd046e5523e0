"""The assessment as one view: what is answered, what is lacking, what waits."""

from collections.abc import Iterable
from datetime import date

from dateutil.relativedelta import relativedelta
from sqlalchemy import Connection

from audits.events import AssessmentViewed
from gallery.assessment.bounds import pilot_counts
from gallery.assessment.proofs import proof_of
from gallery.assessment.watched import drift, watched
from gallery.authority import Person
from gallery.control.means import display_name
from gallery.ledger import Act
from gallery.privacy.equity import equity
from gallery.privacy.facts.line import NOT_RECORDED
from gallery.privacy.means import Privacy
from gallery.records.amendments import Amendment, Change, amendments_of, amendments_to
from gallery.records.assessments import Answer, Version, accepted_version, answers_of, versions_of
from gallery.records.risk_register import Risk, engagements_of, risks_of
from gallery.rules.assessment import Element, Question
from kernel_lib.wire.assessment import (
    AmendmentView,
    AssessmentView,
    ChangeView,
    ElementView,
    EngagementView,
    EquityView,
    MeasureView,
    PilotView,
    QuestionAnswered,
    RiskView,
    VersionView,
)
from kernel_lib.wire.gallery import Fact


def viewed(privacy: Privacy, person: Person, routes: tuple[str, ...]) -> AssessmentView:
    """Return the assessment of the person's service."""
    with privacy.ledger.act(person, AssessmentViewed) as act:
        view = assessment_view(act, privacy, person, routes)
        act.note(lacking=len(view.lacking), drift=len(view.drift))
        return view


def assessment_view(act: Act, privacy: Privacy, person: Person, routes: tuple[str, ...]) -> AssessmentView:
    """Build the view within an act."""
    connection, service, rules = act.connection, person.service, privacy.assessment
    answers = answers_of(connection, service)
    facts = privacy.facts.told(connection, service, act.now, routes)
    risks = tuple(risk_view(connection, each) for each in risks_of(connection, service))
    elements = tuple(_element(each, facts, answers, bool(risks)) for each in rules.elements)
    figures = equity(connection, privacy, answers)
    accepted = accepted_version(connection, service)
    changes = drifted(connection, privacy, service, accepted)
    return AssessmentView(
        service=service,
        state=_state(accepted, changes),
        drift=tuple(map(change_view, changes)),
        lacking=_lacking(privacy, answers, elements, risks, figures),
        questions=tuple(_question(connection, each, answers.get(each.id)) for each in rules.questions.values()),
        elements=elements,
        risks=risks,
        engagements=_engagements(connection, service),
        versions=tuple(version_view(connection, each) for each in versions_of(connection, service)),
        amendments=tuple(amendment_view(connection, each) for each in reversed(amendments_of(connection, service))),
        equity=figures,
        pilot=_pilot(act, privacy, service),
        likelihoods=rules.likelihoods,
        impacts=rules.impacts,
        review_due=_review_due(accepted, rules.review_months),
    )


def drifted(connection: Connection, privacy: Privacy, service: str, version: Version | None) -> tuple[Change, ...]:
    """Return what is in force and was neither assessed nor amended."""
    if version is None:
        return ()
    now = watched(connection, privacy.rules, service, privacy.model_id)
    return drift(version, amendments_to(connection, version.id), now)


def version_view(connection: Connection, version: Version) -> VersionView:
    """Build the view of a version."""
    return VersionView(
        id=version.id,
        number=version.number,
        sha256=version.sha256,
        proposed_by=display_name(connection, version.proposed_by),
        proposed_at=version.proposed_at,
        accepted_by=display_name(connection, version.accepted_by),
        accepted_at=version.accepted_at,
    )


def amendment_view(connection: Connection, amendment: Amendment) -> AmendmentView:
    """Build the view of an amendment."""
    return AmendmentView(
        id=amendment.id,
        number=amendment.number,
        changes=tuple(map(change_view, amendment.changes)),
        opened_by=display_name(connection, amendment.opened_by),
        opened_at=amendment.opened_at,
        reason=amendment.reason,
        effect=amendment.effect,
        described_by=display_name(connection, amendment.described_by),
        accepted_by=display_name(connection, amendment.accepted_by),
        accepted_at=amendment.accepted_at,
        applied_at=amendment.applied_at,
        dropped_at=amendment.dropped_at,
    )


def risk_view(connection: Connection, risk: Risk) -> RiskView:
    """Build the view of a row: a control that no test proves is unproven (K-04)."""
    proof = proof_of(str(risk.content["control"]))
    return RiskView(
        **{**risk.content, "number": risk.number},
        id=risk.id,
        proof=proof.state,
        tests=len(proof.tests),
        recorded_by=display_name(connection, risk.recorded_by),
        recorded_at=risk.recorded_at,
        accepted_by=display_name(connection, risk.accepted_by),
        accepted_at=risk.accepted_at,
    )


def change_view(change: Change) -> ChangeView:
    """Build the view of a change."""
    return ChangeView(key=change.key, before=change.before, after=change.after)


# Private


def _state(accepted: Version | None, changes: Iterable[Change]) -> str:
    if accepted is None:
        return "No accepted assessment."
    told = f"Version {accepted.number} was accepted on {accepted.accepted_at:%Y-%m-%d}."
    return f"{told} Searching waits for an amendment." if tuple(changes) else told


def _question(connection: Connection, question: Question, answer: Answer | None) -> QuestionAnswered:
    told = QuestionAnswered(
        id=question.id,
        heading=question.heading,
        text=question.text,
        by=question.by,
        evidence_needed=question.evidence,
    )
    if answer is None:
        return told
    given = {"answer": answer.text, "evidence": answer.evidence, "answered_at": answer.answered_at}
    return told.model_copy(update={**given, "answered_by": display_name(connection, answer.answered_by)})


def _element(element: Element, facts: tuple[Fact, ...], answers: dict[str, Answer], risks: bool) -> ElementView:
    held = {fact.heading for fact in facts if fact.value != NOT_RECORDED}
    lacking = [f"a recorded fact under {each}" for each in element.headings if each not in held]
    lacking += [f"the answer to {each}" for each in element.questions if each not in answers]
    lacking += ["a row of the risk register"] if element.register and not risks else []
    return ElementView(id=element.id, title=element.title, source=element.source, lacking=tuple(lacking))


def _lacking(
    privacy: Privacy,
    answers: dict[str, Answer],
    elements: tuple[ElementView, ...],
    risks: tuple[RiskView, ...],
    figures: EquityView,
) -> tuple[str, ...]:
    """What keeps a version from being closed (K-01, K-02, K-04 to K-06)."""
    questions = privacy.assessment.questions.values()
    told = [f"Unanswered: {each.text}" for each in questions if each.id not in answers]
    without = (each for each in questions if each.evidence and each.id in answers and not answers[each.id].evidence)
    told += [f"Without evidence: {each.text}" for each in without]
    told += [f"Element of the Act that is not filled: {each.title}" for each in elements if each.lacking]
    told += [f"Risk {each.number} is not accepted by anybody" for each in risks if not each.accepted_at]
    return (*told, *(f"Equity lacks {each}" for each in figures.lacking))


def _engagements(connection: Connection, service: str) -> tuple[EngagementView, ...]:
    return tuple(
        EngagementView(
            held_on=each.held_on,
            who=each.who,
            said=each.said,
            changed=each.changed,
            evidence=each.evidence,
            recorded_by=display_name(connection, each.recorded_by),
            recorded_at=each.recorded_at,
        )
        for each in engagements_of(connection, service)
    )


def _pilot(act: Act, privacy: Privacy, service: str) -> PilotView:
    pilot = privacy.rules.pilot
    all_of_it, today = pilot_counts(act.connection, privacy.rules, service, act.now)
    return PilotView(
        active=pilot.active,
        begins_on=pilot.begins_on,
        ends_on=pilot.ends_on,
        most_searches=pilot.most_searches,
        most_searches_a_day=pilot.most_searches_a_day,
        searches=all_of_it,
        searches_today=today,
        measures=tuple(
            MeasureView(title=each.title, target=each.target, read_from=each.read_from) for each in pilot.measures
        ),
    )


def _review_due(accepted: Version | None, months: int) -> date | None:
    return accepted.accepted_at.date() + relativedelta(months=months) if accepted and accepted.accepted_at else None
