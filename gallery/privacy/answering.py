"""What people write into the assessment: answers, risks, whom they heard, and how groups are represented."""

from audits.events import AssessmentAnswered, EngagementRecorded, RiskAccepted, RiskRecorded
from gallery.authority import Person
from gallery.privacy.equity import REPRESENTATION
from gallery.privacy.means import Privacy, unknown
from gallery.privacy.spans import demand_whole
from gallery.privacy.view import assessment_view
from gallery.records.assessments import Answer, add_answer
from gallery.records.ids import new_id
from gallery.records.risk_register import Engagement, Risk, accept_risk, add_engagement, add_risk, risks_of
from kernel_lib.errors import NotAllowed, Unacceptable, WrongState
from kernel_lib.hashing import canonical_json, sha256_of
from kernel_lib.wire.assessment import (
    AnswerGiven,
    AssessmentView,
    EngagementGiven,
    RepresentationGiven,
    RiskGiven,
)


def answer(
    privacy: Privacy, person: Person, question: str, given: AnswerGiven, routes: tuple[str, ...]
) -> AssessmentView:
    """Keep an answer; the one before stays in the record.

    Raises:
        NotFound: there is no such question.
        Unacceptable: the text is too short, a mark is not closed, or evidence is missing where it is needed (K-06).
    """
    with privacy.ledger.act(person, AssessmentAnswered) as act:
        asked = privacy.assessment.questions.get(question)
        if asked is None:
            raise unknown("question")
        act.note(question=asked.id, evidence=len(given.evidence))
        privacy.demand_words("K-01", "text", given.text)
        demand_whole(given.text)
        evidence = tuple(each for each in (told.strip() for told in given.evidence) if each)
        if asked.evidence and not evidence:
            message = "Name at least one document, report or hash that this answer rests on."
            raise Unacceptable(
                "K-06", f"Evidence is missing. {message}", "Nothing was kept.", fields={"evidence": message}
            )
        made = Answer(new_id(), person.service, asked.id, given.text, evidence, person.account_id, act.now)
        add_answer(act.connection, made)
        act.about(object_id=made.id)
        act.note(answer_sha256=sha256_of({"answer": given.text, "evidence": list(evidence)}))
        return assessment_view(act, privacy, person, routes)


def represent(privacy: Privacy, person: Person, given: RepresentationGiven, routes: tuple[str, ...]) -> AssessmentView:
    """Keep the table of over-representation (K-05). Raises Unacceptable when a count is above its total."""
    with privacy.ledger.act(person, AssessmentAnswered) as act:
        act.note(question=REPRESENTATION, rows=len(given.rows))
        if any(each.people > each.of for each in given.rows):
            message = "Give no more people of a group than there are in all."
            raise Unacceptable("K-05", message, "Nothing was kept.", fields={"people": message})
        text = canonical_json(given.model_dump(mode="json")).decode()
        sources = tuple(dict.fromkeys(each.source for each in given.rows))
        made = Answer(new_id(), person.service, REPRESENTATION, text, sources, person.account_id, act.now)
        add_answer(act.connection, made)
        act.about(object_id=made.id)
        act.note(answer_sha256=sha256_of({"answer": text, "evidence": list(sources)}))
        return assessment_view(act, privacy, person, routes)


def record_risk(privacy: Privacy, person: Person, given: RiskGiven, routes: tuple[str, ...]) -> AssessmentView:
    """Write a row of the register, or one anew; what was accepted before must be accepted again (K-04).

    Raises:
        NotFound: there is no row of this number.
        Unacceptable: likelihood or impact is none of the rules'.
    """
    with privacy.ledger.act(person, RiskRecorded) as act:
        held = {each.number: each for each in risks_of(act.connection, person.service)}
        if given.number and given.number not in held:
            raise unknown("risk")
        _demand_choices(privacy, given)
        number = given.number or max(held, default=0) + 1
        content = given.model_dump(mode="json", exclude={"number"})
        writing = held[number].writing + 1 if number in held else 1
        made = Risk(new_id(), person.service, number, writing, content, person.account_id, act.now)
        add_risk(act.connection, made)
        act.about(object_id=made.id)
        act.note(risk=number, writing=writing, control=given.control or None, risk_sha256=sha256_of(content))
        return assessment_view(act, privacy, person, routes)


def accept(privacy: Privacy, person: Person, risk_id: str, routes: tuple[str, ...]) -> AssessmentView:
    """Accept what remains of a risk.

    Raises:
        NotFound: there is no such row, or another writing is in force.
        NotAllowed: the person wrote it.
        WrongState: somebody accepted it already.
    """
    with privacy.ledger.act(person, RiskAccepted) as act:
        held = {each.id: each for each in risks_of(act.connection, person.service)}
        if risk_id not in held:
            raise unknown("risk")
        act.about(object_id=risk_id)
        act.note(risk=held[risk_id].number)
        if held[risk_id].accepted_at:
            raise WrongState("K-04", "Somebody accepted this risk already.", "Write it anew if it has changed.")
        if held[risk_id].recorded_by == person.account_id:
            raise NotAllowed("K-04", "Nobody accepts a risk of their own writing.", "Another person must accept it.")
        accept_risk(act.connection, risk_id, person.account_id, act.now)
        return assessment_view(act, privacy, person, routes)


def engage(privacy: Privacy, person: Person, given: EngagementGiven, routes: tuple[str, ...]) -> AssessmentView:
    """Record whom of the public was heard. Raises Unacceptable for a day that has not come, or a mark left open."""
    with privacy.ledger.act(person, EngagementRecorded) as act:
        if given.held_on > privacy.rules.who.local_day(act.now, person.service):
            message = "Give the day on which they were heard."
            raise Unacceptable("K-09", message, "Nothing was kept.", fields={"held_on": message})
        for text in (given.who, given.said, given.changed):
            demand_whole(text)
        content = given.model_dump()
        made = Engagement(new_id(), person.service, **content, recorded_by=person.account_id, recorded_at=act.now)
        add_engagement(act.connection, made)
        act.about(object_id=made.id)
        act.note(held_on=given.held_on.isoformat(), entry_sha256=sha256_of(given.model_dump(mode="json")))
        return assessment_view(act, privacy, person, routes)


# Private


def _demand_choices(privacy: Privacy, given: RiskGiven) -> None:
    rules = privacy.assessment
    wrong = {
        name: f"Choose one of: {', '.join(allowed)}."
        for name, value, allowed in (
            ("likelihood", given.likelihood, rules.likelihoods),
            ("impact", given.impact, rules.impacts),
        )
        if value not in allowed
    }
    if wrong:
        raise Unacceptable("K-04", next(iter(wrong.values())), "Nothing was kept.", fields=wrong)
    for text in (given.cause, given.residual, given.flow_step, given.principle, given.affected):
        demand_whole(text)
