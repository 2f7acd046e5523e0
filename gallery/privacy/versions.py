"""Versions of the assessment: closed by one person, accepted by another, compared heading by heading (K-01, K-03)."""

import json
from collections.abc import Iterator
from typing import Any

from audits.events import AssessmentAccepted, AssessmentProposed, AssessmentViewed
from gallery.assessment.watched import watched
from gallery.authority import Person
from gallery.ledger import Act
from gallery.privacy.facts.line import MOVING
from gallery.privacy.means import Privacy, unknown
from gallery.privacy.view import assessment_view, version_view
from gallery.records.amendments import amendments_to, change_amendment
from gallery.records.assessments import (
    Version,
    accept_version,
    accepted_version,
    add_version,
    answers_of,
    next_version_number,
    versions_of,
)
from gallery.records.ids import new_id
from kernel_lib.errors import NotAllowed, Unacceptable, WrongState
from kernel_lib.hashing import canonical_json, sha256_hex
from kernel_lib.wire.assessment import AssessmentView, DifferenceLine, DifferenceView

_TOLD = 20


def propose(privacy: Privacy, person: Person, routes: tuple[str, ...]) -> AssessmentView:
    """Close what is written and what is in force as a version, to be accepted by another person.

    Raises:
        Unacceptable: a question is open, or something else is lacking; each is named.
    """
    with privacy.ledger.act(person, AssessmentProposed) as act:
        view = assessment_view(act, privacy, person, routes)
        if view.lacking:
            act.note(lacking=len(view.lacking))
            fields = {f"lacking.{at}": told for at, told in enumerate(view.lacking[:_TOLD], start=1)}
            reason = f"The assessment cannot be final: {len(view.lacking)} parts are lacking. {view.lacking[0]}"
            raise Unacceptable("K-01", reason[:400], "Complete what is listed; nothing was closed.", fields=fields)
        content = canonical_json(_body(act, privacy, person, routes, view))
        made = Version(
            id=new_id(),
            service=person.service,
            number=next_version_number(act.connection, person.service),
            body=content.decode(),
            sha256=sha256_hex(content),
            watched=watched(act.connection, privacy.rules, person.service, privacy.model_id),
            proposed_by=person.account_id,
            proposed_at=act.now,
        )
        add_version(act.connection, made)
        act.about(object_id=made.id)
        act.note(version=made.number, sha256=made.sha256)
        return assessment_view(act, privacy, person, routes)


def accept(privacy: Privacy, person: Person, version_id: str, routes: tuple[str, ...]) -> AssessmentView:
    """Accept a version: from now on a change of what it says needs an amendment.

    Raises:
        NotFound: there is no such version.
        NotAllowed: the person closed it.
        WrongState: it was accepted, a newer one was closed, or what is in force has changed since.
    """
    with privacy.ledger.act(person, AssessmentAccepted) as act:
        held = versions_of(act.connection, person.service)
        version = next((each for each in held if each.id == version_id), None)
        if version is None:
            raise unknown("version")
        act.about(object_id=version.id)
        act.note(version=version.number, sha256=version.sha256)
        if version.accepted_at or version.number != held[0].number:
            raise WrongState("K-03", "This version can no longer be accepted.", "Accept the newest one.")
        if version.proposed_by == person.account_id:
            raise NotAllowed("K-03", "Two different people make a version; you closed it.", "Ask another person.")
        if dict(version.watched) != dict(watched(act.connection, privacy.rules, person.service, privacy.model_id)):
            raise WrongState("K-03", "What is in force has changed since.", "Close another version.")
        before = accepted_version(act.connection, person.service)
        for each in amendments_to(act.connection, before.id) if before else ():
            if not each.applied_at and not each.dropped_at:
                change_amendment(act.connection, each.id, dropped_at=act.now)
        accept_version(act.connection, version.id, person.account_id, act.now)
        return assessment_view(act, privacy, person, routes)


def difference(privacy: Privacy, person: Person, routes: tuple[str, ...]) -> DifferenceView:
    """Return what the assessment would say now and the accepted version does not, heading by heading (K-01)."""
    with privacy.ledger.act(person, AssessmentViewed) as act:
        since = accepted_version(act.connection, person.service)
        view = assessment_view(act, privacy, person, routes)
        now = _body(act, privacy, person, routes, view)
        then = json.loads(since.body) if since else {}
        lines = tuple(_lines(privacy, then, json.loads(canonical_json(now)))) if since else ()
        act.note(lines=len(lines), version=since.number if since else None)
        return DifferenceView(since=version_view(act.connection, since) if since else None, lines=lines)


# Private


def _body(act: Act, privacy: Privacy, person: Person, routes: tuple[str, ...], view: AssessmentView) -> dict[str, Any]:
    """Everything that a version holds, as JSON values."""
    answers = answers_of(act.connection, person.service)
    facts = privacy.facts.told(act.connection, person.service, act.now, routes)
    return {
        "format": "leadbook-assessment/1",
        "service": person.service,
        "facts": [each.model_dump(mode="json") for each in facts],
        "answers": {key: {"text": each.text, "evidence": list(each.evidence)} for key, each in answers.items()},
        "elements": [each.model_dump(mode="json") for each in view.elements],
        "risks": [each.model_dump(mode="json", exclude={"recorded_by", "accepted_by"}) for each in view.risks],
        "engagements": [each.model_dump(mode="json", exclude={"recorded_by"}) for each in view.engagements],
        "equity": view.equity.model_dump(mode="json"),
    }


def _lines(privacy: Privacy, then: dict[str, Any], now: dict[str, Any]) -> Iterator[DifferenceLine]:
    before, after = _texts(privacy, then), _texts(privacy, now)
    for heading, name in dict.fromkeys([*before, *after]):
        old, new = before.get((heading, name), ("", False)), after.get((heading, name), ("", False))
        if old[0] != new[0]:
            moving = old[1] or new[1]
            yield DifferenceLine(heading=heading, name=name, before=old[0], after=new[0], moving=moving)


def _texts(privacy: Privacy, body: dict[str, Any]) -> dict[tuple[str, str], tuple[str, bool]]:
    """Return every text of a version by heading and name, and whether it is a figure that moves by itself."""
    told = {(each["heading"], each["name"]): (each["value"], each["source"] in MOVING) for each in body["facts"]}
    for key, given in body["answers"].items():
        question = privacy.assessment.questions.get(key)
        told[question.heading if question else "equity", question.text if question else key] = (given["text"], False)
    for each in body["risks"]:
        told["risks", f"Risk {each['number']}"] = ("; ".join(f"{k}: {v}" for k, v in _words(each)), False)
    for each in body["engagements"]:
        told["transparency", f"{each['held_on']}: {each['who']}"] = (each["changed"], False)
    return told


def _words(risk: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name in ("flow_step", "principle", "cause", "likelihood", "impact", "control", "proof", "residual", "due"):
        yield name, risk[name]
