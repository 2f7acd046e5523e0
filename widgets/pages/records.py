"""The records desk: what waits, one person with every reason, and the forms that record what the court decided."""

from collections.abc import Callable
from functools import partial
from typing import Any

import ipywidgets

from kernel_lib.vocabulary import Role
from kernel_lib.wire.lifecycle import ChaseList, FactPreviewAsked, PersonStanding
from widgets.pages import records_forms, records_markup
from widgets.pages.page import Page, help_panel, html
from widgets.pages.records_forms import FactForm
from widgets.pages.records_incoming import FeedsPanel, RecapturePanel
from widgets.pages.records_reminders import reminders
from widgets.pages.records_whatif import WhatIfPanel
from widgets.pages.records_words import WAITS
from widgets.parts import field
from widgets.parts.field import Field
from widgets.parts.listing import Listing
from widgets.parts.markup import Markup, bullets, element, facts, joined
from widgets.parts.two_step import Choice, TwoStep
from widgets.words.language import say

_EVERYTHING = "all"


class RecordsPage(Page):
    """The work list, and behind each line its person. Clerks record; compliance lays marks; auditors read."""

    title = "Records desk"

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.number = field.text("number", say("Subject number"), say("As it stands in your records system."))
        self.waits = field.choice("waits", say("What is waited for"))
        self.chased = Listing(
            caption=say("Pictures for which somebody must bring something"),
            columns=[
                *(say("Person"), say("Booking event"), say("Officer")),
                *(say("Waits for"), say("Since"), say("Destruction")),
            ],
            empty=say("Nothing is waited for."),
            filter=say("Find an officer, a person or an event"),
        )
        self.marks = Listing(
            caption=say("Marks to look at again"),
            columns=[say("Person"), say("Booking event"), say("Mark"), say("Since"), say("Look again on")],
            empty=say("No mark waits to be looked at."),
        )
        for listing in (self.chased, self.marks):
            listing.when_opened(self._open_line)
        self.fields: dict[str, Field] = {}
        self.person: PersonStanding | None = None

    def fill(self) -> None:
        """Show the person whom the address names, or the desk."""
        named = self.query.pop("person", "")
        if named:
            self.open(named)
        else:
            self.show_desk()

    def show_desk(self) -> None:
        """Show counts, marks and the chase list."""
        wanted = self.waits.value or _EVERYTHING
        chase = self.client.lifecycle.chase_list(wanted)
        field.offer(self.waits, [(words, key) for key, words in WAITS.items() if key in (*chase.counts, wanted)])
        self._list(chase)
        self.acts.fields.clear()
        self.acts.know(self.number)
        self.conduct.keep_address()
        self.place(
            html(element("h2", say("Which person?"))),
            self.number.box,
            _row(self.acts.button(say("Show the person"), self.find, primary=True)),
            html(records_markup.counts(chase)),
            html(element("h2", say("Marks to look at again"))),
            self.marks,
            html(element("h2", say("What must be brought"))),
            self.waits.box,
            _row(self.acts.button(say("Show these"), self.show_desk)),
            self.chased,
            *self._reminding(chase),
            html(element("h2", say("What came in"))),
            _row(
                self.acts.button(say("Pictures to take again"), self.show_recaptures),
                self.acts.button(say("What became of the feeds"), self.show_feeds),
            ),
            *self._of_rules(chase),
            helping=_help(),
        )

    def show_recaptures(self) -> None:
        """Show of whom another picture is wanted, and where one has come."""
        self.acts.fields.clear()
        self.recaptures = RecapturePanel(self.acts, self.client.feeds.recaptures(), self.open)
        self._place_panel(self.recaptures.box)

    def show_feeds(self) -> None:
        """Show what became of the feeds that were opened last."""
        self.acts.fields.clear()
        self.feeds = FeedsPanel(self.acts, self.client.feeds.results())
        self._place_panel(self.feeds.box)

    def try_clocks(self, chase: ChaseList) -> None:
        """Show the form in which another length of a clock is tried."""
        self.acts.fields.clear()
        self.what_if = WhatIfPanel(self.acts, chase.clocks, self.client.lifecycle.try_clock)
        self._place_panel(self.what_if.box)

    def remind(self, chase: ChaseList) -> None:
        """Show a letter for each officer of whom something is awaited."""
        self.acts.fields.clear()
        back = self.acts.button(say("Back to the desk"), self.show_desk)
        back.add_class("lb-button--small")
        self.place(back, html(reminders(chase)), helping=_help())

    def find(self) -> None:
        """Open the person whose number was typed."""
        if not self.number.answered:
            self.acts.complain({"number": say("Type a subject number.")})
            return
        self.open(self.number.value)

    def open(self, number: str) -> None:
        """Show one person, the reasons of every state, and what may be recorded."""
        self.person = self.client.lifecycle.person(number)
        self.conduct.keep_address(person=self.person.subject_number)
        self._show_person(self.person)

    def ask(self, form: FactForm) -> None:
        """Show a form; its effect is told in numbers before anything is recorded."""
        self.fields = {each.name: each for each in form.fields}
        self.acts.fields.clear()
        self.acts.know(*form.fields)
        back = self.acts.button(say("Back to the person"), self._reopen)
        back.add_class("lb-button--small")
        record = Choice(say("Show the effect"), say("Record it"), partial(self._preview, form), partial(self._do, form))
        steps = TwoStep(self.acts, self.conduct, record).box
        heading = html(element("h2", form.heading, tabindex=-1))
        self.place(back, heading, ipywidgets.VBox([each.box for each in form.fields]), steps, helping=_help())

    # Private

    def _place_panel(self, panel: Any) -> None:
        back = self.acts.button(say("Back to the desk"), self.show_desk)
        back.add_class("lb-button--small")
        self.place(back, panel, helping=_help())

    def _open_line(self, line: str) -> None:
        number, _, _ = line.partition("\n")
        self.acts.run(partial(self.open, number))

    def _list(self, chase: ChaseList) -> None:
        # A person may stand on several lines: the picture or the mark makes each its own.
        self.chased.show(
            (f"{each.subject_number}\n{each.picture_id}", records_markup.chase_row(each)) for each in chase.lines
        )
        self.marks.show((f"{each.subject_number}\n{each.id}", records_markup.mark_row(each)) for each in chase.marks)

    def _show_person(self, person: PersonStanding) -> None:
        self.acts.fields.clear()
        back = self.acts.button(say("Back to the desk"), self.show_desk)
        back.add_class("lb-button--small")
        sections = [html(records_markup.picture_section(each, person.today)) for each in person.pictures]
        heading = html(records_markup.person_heading(person))
        self.place(back, heading, *self._acts_on(person), *sections, helping=_help())

    def _acts_on(self, person: PersonStanding) -> list[Any]:
        forms: list[tuple[str, Callable[[PersonStanding], FactForm]]] = []
        if Role.RECORDS_CLERK in self.account.roles:
            forms += [
                (say("Record a decision of the court"), records_forms.outcome),
                (say("Record an election"), records_forms.election),
                (say("Record the age at the offence"), records_forms.age),
                (say("Record a death"), records_forms.death),
            ]
        if {Role.RECORDS_CLERK, Role.COMPLIANCE} & set(self.account.roles):
            forms.append((say("Place a hold, a seal or a withdrawal"), records_forms.mark))
            if records_forms.has_open_marks(person):
                forms.append((say("End a mark"), records_forms.lifting))
        buttons = [self.acts.button(words, partial(self._begin, make)) for words, make in forms]
        return [_row(*buttons)] if buttons and person.pictures else []

    def _reminding(self, chase: ChaseList) -> list[Any]:
        if not chase.lines or Role.RECORDS_CLERK not in self.account.roles:
            return []
        return [_row(self.acts.button(say("Write a reminder to each officer"), partial(self.remind, chase)))]

    def _of_rules(self, chase: ChaseList) -> list[Any]:
        if not {Role.RECORDS_CLERK, Role.COMPLIANCE} & set(self.account.roles) or not chase.clocks:
            return []
        heading = html(element("h2", say("Rules")))
        return [heading, _row(self.acts.button(say("Try another clock"), partial(self.try_clocks, chase)))]

    def _begin(self, make: Callable[[PersonStanding], FactForm]) -> None:
        if self.person is not None:
            self.ask(make(self.person))

    def _reopen(self) -> None:
        if self.person is not None:
            self.open(self.person.subject_number)

    def _asked(self, form: FactForm) -> FactPreviewAsked | None:
        missing = [each.name for each in form.fields if each.required and not each.answered]
        if missing:
            self.acts.complain(dict.fromkeys(missing, say("Please answer this.")))
            return None
        return form.make({each.name: each.value for each in form.fields})

    def _preview(self, form: FactForm) -> Markup | None:
        asked = self._asked(form)
        if asked is None:
            return None
        effect = records_markup.effect(self.client.lifecycle.preview(asked))
        answers = [(each.label, _said(each)) for each in form.fields if each.answered]
        why = say("It holds from the very next search. A wrong entry is replaced by a right one; both stay on file.")
        return joined((effect, facts(answers), element("p", why)))

    def _do(self, form: FactForm) -> None:
        asked = self._asked(form)
        if asked is None:
            return
        done = records_forms.record(self.client.lifecycle, asked)
        self._reopen()
        self.banner.note(say("Recorded."), say("{count} pictures went into another state.", count=done.changed))


# Private


def _row(*buttons: Any) -> Any:
    row = ipywidgets.HBox(buttons)
    row.add_class("lb-actions")
    return row


def _said(each: Field) -> str:
    options = getattr(each.control, "options", ())
    titles = {value: title for title, value in options} if options else {}
    value = each.value
    if value is True:
        return say("yes")
    return str(titles.get(value, value))


def _help() -> Any:
    return help_panel(
        element("h2", say("Rules in force")),
        bullets(
            (
                say("F-20: every picture has a state with its rule, its reasons and a day of review."),
                say("F-22: a charge that ended without guilt leaves search at once, without an application."),
                say("F-29, F-35: what is sealed or held is never searched."),
            )
        ),
        element("h2", say("What happens next")),
        element("p", say("The very next search goes by what you recorded. Destruction is released by two people.")),
        element("h2", say("Who will see it")),
        element("p", say("Records clerks, compliance and auditors of your service. No name is shown or kept here.")),
    )
