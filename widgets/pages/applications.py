"""Applications of people about their own pictures: what waits with its last day, one application, and its answer."""

from functools import partial
from typing import Any

import ipywidgets

from kernel_lib.vocabulary import Role
from kernel_lib.wire.rights import AccessReport, ApplicationsView, ApplicationView, ItemDecided
from widgets.pages import applications_forms as forms
from widgets.pages import applications_markup as markup
from widgets.pages.applications_forms import Form
from widgets.pages.page import Page, help_panel, html
from widgets.parts.field import Field
from widgets.parts.listing import Listing
from widgets.parts.markup import Markup, bullets, element, facts, joined
from widgets.parts.two_step import Choice, TwoStep
from widgets.words.language import say


class ApplicationsPage(Page):
    """The work list, and behind each line its application. Clerks record and report; compliance may answer too."""

    title = "Applications"

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.listing = Listing(
            caption=say("Applications, what waits first"),
            columns=[say("Application"), say("Kind"), say("Received"), say("Last day"), say("State")],
            empty=say("There is no application."),
        )
        self.listing.when_opened(lambda each: self.acts.run(partial(self.open, each)))
        self.fields: dict[str, Field] = {}
        self.held: ApplicationsView | None = None
        self.report: AccessReport | None = None

    def fill(self) -> None:
        """Show the work list."""
        self.held = self.client.rights.work_list()
        self.report = None
        self.acts.fields.clear()
        self.listing.show((each.id, markup.row(each)) for each in self.held.applications)
        begin = [self._row(self.acts.button(say("Record an application"), self._begin, primary=True))]
        self.place(
            *(begin if self._is_clerk else []),
            html(markup.counts(self.held)),
            self.listing,
            helping=_help(),
        )

    def open(self, application_id: str) -> None:
        """Show one application: its form, what the rules say, what may be done next, its letters."""
        if self.held is None:
            return
        found = next(each for each in self.held.applications if each.id == application_id)
        self._show(found)

    # Private

    @property
    def _is_clerk(self) -> bool:
        return Role.RECORDS_CLERK in self.account.roles

    def _show(self, application: ApplicationView) -> None:
        if self.report and self.report.application_number != application.number:
            self.report = None
        self.acts.fields.clear()
        back = self.acts.button(say("Back to the list"), self.fill)
        back.add_class("lb-button--small")
        report = [html(markup.report(self.report))] if self.report else []
        told = html(markup.application(application))
        self.place(back, told, *self._next(application), *report, html(markup.letters(application)), helping=_help())

    def _next(self, application: ApplicationView) -> list[Any]:
        if application.outcome:
            return []
        if not application.identity_check:
            record = self.acts.button(say("Record the identity check"), partial(self._identify, application))
            return [self._row(record)] if self._is_clerk else []
        if application.kind != "access":
            answer = self.acts.button(say("Answer it"), partial(self._answer, application), primary=True)
            return [self._row(answer)]
        acts: list[Any] = []
        if self._is_clerk:
            acts.append(self.acts.button(say("Make the access report"), partial(self._report, application)))
        if self.report:
            acts.append(self.acts.button(say("Withhold or release an item"), partial(self._sever, application)))
        steps = [self._release(application)] if application.reported else []
        return [*([self._row(*acts)] if acts else []), *steps]

    def _begin(self) -> None:
        if self.held:
            self._ask(forms.receiving(self.held), lambda asked: self.client.rights.receive(asked))

    def _identify(self, application: ApplicationView) -> None:
        if self.held:
            self._ask(forms.identity(self.held), lambda asked: self.client.rights.identify(application.id, asked))

    def _answer(self, application: ApplicationView) -> None:
        if self.held:
            form = forms.answering(self.held, application)
            self._ask(form, lambda asked: self.client.rights.answer(application.id, asked))

    def _sever(self, application: ApplicationView) -> None:
        if self.held and self.report:
            form = forms.severing(self.held, self.report)
            self._ask(form, lambda asked: self._decided(application, asked))

    def _decided(self, application: ApplicationView, asked: ItemDecided) -> ApplicationView:
        return self.client.rights.decide_item(application.id, asked)

    def _report(self, application: ApplicationView) -> None:
        self.report = self.client.rights.report(application.id)
        self._show(application.model_copy(update={"reported": True}))

    def _release(self, application: ApplicationView) -> Any:
        withheld = [each for each in application.items if each.withheld]

        def preview() -> Markup:
            count = element("p", say("Items withheld: {count}.", count=len(withheld)))
            return joined((count, element("p", say("The severed copy is made and the application is answered."))))

        def act() -> None:
            self._after(self.client.rights.release(application.id))

        return TwoStep(
            self.acts, self.conduct, Choice(say("Release the copy"), say("Release it now"), preview, act)
        ).box

    def _ask(self, form: Form, send: Any) -> None:
        """Show a form; what was typed is told back before it is sent."""
        self.fields = {each.name: each for each in form.fields}
        self.acts.fields.clear()
        self.acts.know(*form.fields)
        back = self.acts.button(say("Back to the list"), self.fill)
        back.add_class("lb-button--small")

        def preview() -> Markup | None:
            missing = [each.name for each in form.fields if each.required and not each.answered]
            if missing:
                self.acts.complain(dict.fromkeys(missing, say("Please answer this.")))
                return None
            form.make({each.name: each.value for each in form.fields})
            return facts([(each.label, markup.said(each)) for each in form.fields if each.answered])

        def act() -> None:
            self._after(send(form.make({each.name: each.value for each in form.fields})))

        steps = TwoStep(self.acts, self.conduct, Choice(say("Look it over"), say("Record it"), preview, act)).box
        heading = html(element("h2", form.heading, tabindex=-1))
        self.place(back, heading, ipywidgets.VBox([each.box for each in form.fields]), steps, helping=_help())

    def _after(self, application: ApplicationView) -> None:
        self.held = self.client.rights.work_list()
        self._show(application)
        self.banner.note(say("Recorded."), say("Application {number}.", number=application.number))

    def _row(self, *buttons: Any) -> Any:
        row = ipywidgets.HBox(buttons)
        row.add_class("lb-actions")
        return row


# Private


def _help() -> Any:
    return help_panel(
        element("h2", say("Rules in force")),
        bullets(
            (
                say("F-60: nothing is told before the applicant's identity is checked."),
                say("F-64: an answer says only what the rules say of the pictures. There is no fee."),
                say("F-66: a refusal gives its ground, its reasons and both routes of review."),
            )
        ),
        element("h2", say("What happens next")),
        element("p", say("The answer is a dated letter in the applicant's language. Print it and send it.")),
        element("h2", say("Who will see it")),
        element("p", say("Records clerks and compliance of your service. The applicant's name is not kept here.")),
    )
