"""What compliance does about a breach, step by step; nothing written is ever changed (M-06)."""

from typing import Any

from audits.event import Detail
from audits.events import (
    BreachAssessed,
    BreachClosed,
    BreachContained,
    BreachLetterMade,
    BreachNotified,
    BreachOpened,
    BreachViewed,
)
from gallery.authority import Person
from gallery.breach.letters import letter
from gallery.breach.opening import Found, open_breach
from gallery.breach.view import breach_view, breaches_view, missing
from gallery.casework.means import Casework
from gallery.ledger import Act
from gallery.records.breaches import Breach, BreachStep, add_breach_step, breach_by_id, move_breach, steps_of
from gallery.records.ids import new_id
from gallery.rules.breach import LETTERS, BreachRules
from kernel_lib.errors import NotFound, Unacceptable, WrongState
from kernel_lib.hashing import sha256_hex
from kernel_lib.wire.breach import (
    BreachAssessment,
    BreachClosing,
    BreachContainment,
    BreachesView,
    BreachNotice,
    BreachOffered,
    BreachView,
)
from kernel_lib.words.language import language_of

CONTAINED, ASSESSED, NOTIFIED, CLOSED = "contained", "assessed", "notified", "closed"


class Breaches:
    """Acts on the breaches of the person's own service."""

    def __init__(self, casework: Casework) -> None:
        self._casework = casework

    def listed(self, person: Person) -> BreachesView:
        """Return every breach of the person's service, and what is asked."""
        with self._casework.ledger.act(person, BreachViewed) as act:
            view = breaches_view(act.connection, self._casework.rules, person.service)
            act.note(breaches=len(view.breaches))
            return view

    def open(self, person: Person, offered: BreachOffered) -> BreachView:
        """Open a breach by hand.

        Raises:
            Unacceptable: the kind is none of the rules', the day lies ahead, or what happened is not told.
        """
        with self._casework.ledger.act(person, BreachOpened) as act:
            fields = self._too_short("what", offered.what)
            if offered.kind not in self._rules.kinds:
                fields["kind"] = "Choose one of the list."
            if offered.occurred_on > act.now.date():
                fields["occurred_on"] = "This day lies ahead."
            _demand_none(fields)
            more = {"request_number": offered.request_number} if offered.request_number else {}
            found = Found(offered.kind, offered.occurred_on, offered.source, offered.what, more=more)
            breach = open_breach(act, person, found)
            act.about(object_id=breach.id)
            act.note(breach_number=breach.number, kind=breach.kind, source=offered.source)
            return breach_view(act.connection, self._casework.rules, breach)

    def contain(self, person: Person, breach_id: str, given: BreachContainment) -> BreachView:
        """Record what was done so that it cannot go on. Raises NotFound, WrongState, Unacceptable."""
        with self._casework.ledger.act(person, BreachContained, object_id=breach_id) as act:
            breach = self._open(act, person, breach_id)
            _demand_none(self._too_short("what", given.what))
            state = CONTAINED if breach.state == "opened" else breach.state
            return self._step(act, person, breach, CONTAINED, state, {"what": given.what})

    def assess(self, person: Person, breach_id: str, given: BreachAssessment) -> BreachView:
        """Record whether there is a real risk of significant harm. A later assessment stands beside the earlier.

        Raises:
            NotFound, WrongState: there is no such breach, or it is closed.
            Unacceptable: a factor is not answered, or a reason is too short.
        """
        with self._casework.ledger.act(person, BreachAssessed, object_id=breach_id) as act:
            breach = self._open(act, person, breach_id)
            fields = self._too_short("reason", given.reason)
            answered = {each.factor: each for each in given.factors}
            for factor in self._rules.factors:
                if factor not in answered or not answered[factor].why:
                    fields[factor] = "Answer this factor, and say why."
            _demand_none(fields)
            weighed = {name: [answered[name].speaks_for_harm, answered[name].why] for name in self._rules.factors}
            body = {"factors": weighed, "real_risk": given.real_risk, "reason": given.reason}
            told = {
                "harm": "real risk" if given.real_risk else "no real risk",
                "factors_for_harm": sum(each[0] is True for each in weighed.values()),
            }
            act.note(rule_version=self._rules.version)
            return self._step(act, person, breach, ASSESSED, ASSESSED, body, **told)

    def notify(self, person: Person, breach_id: str, given: BreachNotice) -> BreachView:
        """Record that the commissioner or the people concerned were told. Raises NotFound, WrongState, Unacceptable."""
        with self._casework.ledger.act(person, BreachNotified, object_id=breach_id) as act:
            breach = self._open(act, person, breach_id)
            fields = {} if given.how else {"how": "Say how they were told."}
            if not breach.opened_at.date() <= given.told_on <= act.now.date():
                fields["told_on"] = "A day between the opening and today."
            if given.recipient == "person" and not given.people:
                fields["people"] = "Say how many people were told."
            _demand_none(fields)
            told: dict[str, Detail] = {"recipient": given.recipient, "told_on": str(given.told_on)}
            body = given.model_dump(mode="json")
            return self._step(act, person, breach, NOTIFIED, breach.state, body, people_count=given.people, **told)

    def close(self, person: Person, breach_id: str, given: BreachClosing) -> BreachView:
        """Close a breach in which nothing is missing.

        Raises:
            NotFound: there is no such breach.
            WrongState: it is closed, or something is missing; the reason names it.
            Unacceptable: what was learnt is not told.
        """
        with self._casework.ledger.act(person, BreachClosed, object_id=breach_id) as act:
            breach = self._open(act, person, breach_id)
            lacking = missing(steps_of(act.connection, breach.id))
            if lacking:
                raise WrongState("M-06", f"Something is missing: {', '.join(lacking)}.", "Do that first.")
            _demand_none(self._too_short("learnt", given.learnt))
            return self._step(act, person, breach, CLOSED, CLOSED, {"learnt": given.learnt})

    def letter(self, person: Person, breach_id: str, kind: str, language: str) -> bytes:
        """Return a letter as a tagged PDF; its hash is in the log.

        Raises:
            NotFound: there is no such breach, or no such letter.
            WrongState: the risk is not assessed yet.
            ReportError: the system's Pango library is missing.
        """
        with self._casework.ledger.act(person, BreachLetterMade, object_id=breach_id) as act:
            breach = self._of(act, person, breach_id)
            if kind not in LETTERS or language not in ("en", "fr"):
                raise NotFound("M-06", "There is no such letter.", "Choose one on the page of the breach.")
            steps = steps_of(act.connection, breach.id)
            if not any(each.step == ASSESSED for each in steps):
                raise WrongState("M-06", "The risk is not assessed yet.", "Assess it first.")
            sheet = letter(self._casework.rules, breach, steps, kind, language_of(language), act.now.date())
            made = sheet.pdf()
            act.note(letter=kind, language=language, letter_sha256=sha256_hex(made))
            return made

    # Private

    @property
    def _rules(self) -> BreachRules:
        return self._casework.rules.breach

    def _step(
        self, act: Act, person: Person, breach: Breach, step: str, state: str, body: dict[str, Any], **told: Detail
    ) -> BreachView:
        add_breach_step(act.connection, BreachStep(new_id(), breach.id, step, body, person.account_id, act.now))
        move_breach(act.connection, breach.id, state, act.now if state == CLOSED else None)
        act.decided_by("M-06")
        act.note(breach_number=breach.number, **told)
        again = breach_by_id(act.connection, breach.id) or breach
        return breach_view(act.connection, self._casework.rules, again)

    def _of(self, act: Act, person: Person, breach_id: str) -> Breach:
        breach = breach_by_id(act.connection, breach_id)
        if breach is None or breach.service != person.service:
            raise NotFound("M-06", "There is no such breach.", "Open the page of administration again.")
        return breach

    def _open(self, act: Act, person: Person, breach_id: str) -> Breach:
        breach = self._of(act, person, breach_id)
        if breach.state == CLOSED:
            raise WrongState("M-06", "This breach is closed.", "Open another one for what came to light since.")
        return breach

    def _too_short(self, name: str, text: str) -> dict[str, str]:
        shortest = self._rules.reason_min_length
        return {} if len(text) >= shortest else {name: f"Write at least {shortest} characters."}


def _demand_none(fields: dict[str, str]) -> None:
    if fields:
        raise Unacceptable("M-06", "Something is missing.", "Complete it; nothing was recorded.", fields=fields)
