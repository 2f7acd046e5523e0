"""Breaches of privacy on the page of administration: step by step, with letters to print (M-06)."""

from collections.abc import Sequence
from functools import partial
from urllib.parse import quote

from kernel_lib.client import Client
from kernel_lib.wire.breach import (
    BreachAssessment,
    BreachClosing,
    BreachContainment,
    BreachesView,
    BreachNotice,
    BreachOffered,
    BreachView,
    FactorWeighed,
    StatuteView,
    Wording,
)
from widgets.pages.panel import Panel
from widgets.parts import field
from widgets.parts.action import Acts
from widgets.parts.field import Field
from widgets.parts.form import Answers, Form
from widgets.parts.markup import Markup, bullets, element, facts, joined, table
from widgets.parts.wording import day, moment
from widgets.words.language import here, say, told

_STATES = {"opened": "opened", "contained": "contained", "assessed": "assessed", "closed": "closed"}
_STEPS = {**_STATES, "notified": "told"}
_LETTERS = {"commissioner": "Letter to the commissioner", "person": "Letter to the people"}


class BreachesPanel(Panel):
    """Every breach; each opens into its steps, its letters, and the forms of what may be done now."""

    def __init__(self, acts: Acts, client: Client) -> None:
        super().__init__(acts, say("Breaches of privacy (M-06)"))
        self._client = client
        columns = [say("Number"), say("What"), say("Opened"), say("Real risk"), say("State")]
        self.breaches = self.listing(say("Breaches"), columns, say("No breach was opened."), self.open)
        self.button(say("Open a breach"), self.begin)
        self._show()

    def begin(self) -> None:
        """Ask for a new breach."""
        kind = field.choice("kind", say("What happened"), required=True)
        field.offer(kind, [(_in_words(each), each.id) for each in self.view.kinds])
        sources = [(say("Somebody reported it"), "hand"), (say("A question to the log showed it"), "question")]
        fields = (
            kind,
            field.day("occurred_on", say("Happened on"), required=True),
            field.radios("source", say("How it was found"), sources, required=True),
            field.text("request_number", say("Request, if it is about one")),
            _words("what", say("What is known")),
        )
        self.place(None, Form(self.acts, say("Open a breach"), fields, say("Open it"), self._begun))

    def open(self, breach_id: str) -> None:
        """Open one breach."""
        breach = next(each for each in self.view.breaches if each.id == breach_id)
        shown = joined((_facts(self.view, breach), _steps(breach), _letters(breach)))
        self.place(shown, *(() if breach.closed_at else self._forms(breach)))

    # Private

    def _show(self, breach_id: str = "") -> None:
        self.view = self._client.breaches.listed()
        self.breaches.show((each.id, _row(self.view, each)) for each in self.view.breaches)
        if breach_id:
            self.open(breach_id)
        else:
            self.place(_standing(self.view))

    def _forms(self, breach: BreachView) -> tuple[Form, ...]:
        contain = Form(
            self.acts,
            say("Contain"),
            (_words("what", say("What was done so that it cannot go on")),),
            say("Record containment"),
            partial(self._contain, breach.id),
        )
        close = Form(
            self.acts,
            say("Close"),
            (_words("learnt", say("What was learnt, and what changes")),),
            say("Close this breach"),
            partial(self._close, breach.id),
            _missing(breach),
        )
        return contain, self._assessing(breach), self._telling(breach), close

    def _assessing(self, breach: BreachView) -> Form:
        answers = [(say("Speaks for harm"), True), (say("Speaks against it"), False)]
        fields: list[Field] = []
        for each in self.view.factors:
            fields.append(field.radios(f"{each.id}_speaks", _in_words(each), answers, required=True))
            fields.append(field.text(each.id, say("Why"), required=True, rows=2))
        risk = [(say("There is a real risk of significant harm"), True), (say("There is none"), False)]
        fields.append(field.radios("real_risk", say("What you decide"), risk, required=True))
        fields.append(_words("reason", say("Reason of the assessment")))
        send = partial(self._assess, breach.id)
        return Form(self.acts, say("Assess the risk"), fields, say("Record the assessment"), send)

    def _telling(self, breach: BreachView) -> Form:
        whom = [(say("The commissioner"), "commissioner"), (say("The people concerned"), "person")]
        fields = (
            field.radios("recipient", say("Who was told"), whom, required=True),
            field.day("told_on", say("Told on"), required=True),
            field.text("how", say("How"), required=True),
            field.text("people", say("How many people"), say("For notices to the people concerned.")),
        )
        return Form(self.acts, say("Notices"), fields, say("Record the notice"), partial(self._tell, breach.id))

    def _begun(self, given: Answers) -> None:
        self._show(self._client.breaches.open(BreachOffered(**given)).id)

    def _contain(self, breach_id: str, given: Answers) -> None:
        self._client.breaches.contain(breach_id, BreachContainment(**given))
        self._show(breach_id)

    def _assess(self, breach_id: str, given: Answers) -> None:
        weighed = tuple(
            FactorWeighed(factor=each.id, speaks_for_harm=given[f"{each.id}_speaks"], why=given[each.id])
            for each in self.view.factors
        )
        assessment = BreachAssessment(factors=weighed, real_risk=given["real_risk"], reason=given["reason"])
        self._client.breaches.assess(breach_id, assessment)
        self._show(breach_id)

    def _tell(self, breach_id: str, given: Answers) -> None:
        notice = BreachNotice.model_validate({**given, "people": given["people"] or 0})
        self._client.breaches.notify(breach_id, notice)
        self._show(breach_id)

    def _close(self, breach_id: str, given: Answers) -> None:
        self._client.breaches.close(breach_id, BreachClosing(**given))
        self._show(breach_id)


def _words(name: str, label: str) -> Field:
    return field.text(name, label, say("It is kept sealed in the record."), required=True, rows=4)


def _in_words(each: Wording | StatuteView) -> str:
    return each.fr if here().language == "fr" else each.en


def _kind(view: BreachesView, kind: str) -> str:
    return next((_in_words(each) for each in view.kinds if each.id == kind), kind)


def _risk(breach: BreachView) -> str:
    if breach.real_risk is None:
        return say("not assessed")
    return say("yes") if breach.real_risk else say("no")


def _row(view: BreachesView, breach: BreachView) -> tuple[str, ...]:
    state = say(_STATES[breach.state])
    return breach.number, _kind(view, breach.kind), moment(breach.opened_at), _risk(breach), state


def _missing(breach: BreachView) -> str:
    if not breach.missing:
        return say("Nothing is missing.")
    return say("Still missing: {listed}.", listed=", ".join(told(each) for each in breach.missing))


def _facts(view: BreachesView, breach: BreachView) -> Markup:
    sources = {"hand": say("reported"), "question": say("a question to the log"), "finding": say("a check of searches")}
    pairs = [
        (say("What"), _kind(view, breach.kind)),
        (say("Happened on"), day(breach.occurred_on)),
        (say("Found by"), sources[breach.source]),
        (say("Real risk"), _risk(breach)),
        (say("People told"), str(breach.people_told)),
        (say("State"), say(_STATES[breach.state])),
    ]
    return joined((element("h3", breach.number), facts(pairs)))


def _steps(breach: BreachView) -> Markup:
    rows = [
        (say(_STEPS[each.step]), moment(each.taken_at), each.taken_by, "; ".join(text for _, text in each.facts))
        for each in breach.steps
    ]
    columns = (say("Step"), say("When"), say("By"), say("What was written"))
    return table(say("Steps"), columns, rows, headed=True)


def _letters(breach: BreachView) -> Markup:
    if breach.real_risk is None:
        return element("p", say("Letters can be made once the risk is assessed."))
    languages = {"en": say("English"), "fr": say("French")}
    links: Sequence[Markup] = [
        element("a", f"{say(words)}, {name}", href=f"/leadbook/breach-letters/{quote(breach.id)}/{kind}/{language}")
        for kind, words in _LETTERS.items()
        for language, name in languages.items()
    ]
    return joined((element("h3", say("Letters")), bullets(links)))


def _standing(view: BreachesView) -> Markup:
    columns = (say("Year"), say("Breaches"), say("Unauthorised searches"), say("With a real risk"))
    rows = [
        (str(each.year), str(each.breaches), str(each.unauthorised_searches), str(each.real_risk))
        for each in view.years
    ]
    counted = table(say("Breaches by year"), columns, rows, headed=True) if rows else ""
    statutes = bullets(_statute(each) for each in view.statutes)
    return joined((counted, element("h3", say("Statutes that ask for notice")), statutes))


def _statute(each: StatuteView) -> str:
    since = say("in force since {since}", since=day(each.since)) if each.since else say("commencement not confirmed")
    return f"{_in_words(each)} ({since})"
