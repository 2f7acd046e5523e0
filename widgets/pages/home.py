"""Home: what waits for me, what I wait for, what is done."""

from collections.abc import Sequence
from typing import Any

from kernel_lib.vocabulary import Role, WorkKind
from kernel_lib.wire.casework import WorkItem
from kernel_lib.wire.identities import TicketAnswer
from widgets.pages.home_consent import ConsentPanel
from widgets.pages.home_second_factor import SecondFactorPanel
from widgets.pages.home_tasks import mirror
from widgets.pages.home_tickets import Tickets
from widgets.pages.home_wrongdoing import WrongdoingPanel
from widgets.pages.page import Page, help_panel, html
from widgets.parts.markup import Markup, bullets, element, joined, table
from widgets.parts.wording import age, moment
from widgets.words.language import say, told

_ACTS = {
    WorkKind.FINISH_REQUEST: "Finish the request",
    WorkKind.APPROVE: "Decide",
    WorkKind.EXAMINE: "Examine",
    WorkKind.ACKNOWLEDGE_LEAD: "Acknowledge the limits",
    WorkKind.READ_LEAD: "Read the lead",
    WorkKind.CHECK_LEAD: "Look into it",
    WorkKind.CLOSE_LEAD: "Record the outcome",
    WorkKind.READ_NOTICE: "Mark my copies",
    WorkKind.REPORT_INCIDENT: "Open the report",
    WorkKind.RELEASE_IDENTITY: "Release or withhold",
    WorkKind.ACKNOWLEDGE_MESSAGE: "Read and acknowledge",
    WorkKind.MEND_FEED: "Look at the feeds",
    WorkKind.TAKE_AGAIN: "Look at the list",
    WorkKind.RELEASE_RUN: "Look and release",
    WorkKind.RELEASE_EXIT: "Look and release",
    WorkKind.AUTHORISE_OUTSIDE: "Look and authorise",
    WorkKind.WAIT: "Look",
    WorkKind.DONE: "Look",
}


class HomePage(Page):
    """The work list of one person."""

    title = "Home"

    def fill(self) -> None:
        """Show the work list; before it the second factor, where nothing else is open."""
        if self.account.second_factor_due:
            self.second_factor = SecondFactorPanel(self.acts, self.client, due=True)
            self.place(self.second_factor.box, helping=_help())
            return
        work = self.client.work()
        parts: list[Any] = [
            html(section(say("Waiting for me"), work.mine, say("Nothing waits for you.")), "lb-section"),
            html(section(say("Waiting for others"), work.others, say("You wait for nobody.")), "lb-section"),
            html(section(say("Recent"), work.recent, say("Nothing is finished yet.")), "lb-section"),
        ]
        if Role.EXAMINER in self.account.roles:
            parts.append(html(mirror(self.client.known_tasks.mine()), "lb-section"))
        if Role.RECORDS_CLERK in self.account.roles:
            self.tickets = Tickets(self.acts, self.client.identities.tickets(), self.answer)
            parts.append(self.tickets.box)
        if Role.INVESTIGATOR in self.account.roles:
            parts.insert(0, html(_new_request(), "lb-section"))
        staff = self.client.staff
        self.consent = ConsentPanel(self.acts, staff.consent, staff.end)
        self.second_factor = SecondFactorPanel(self.acts, self.client)
        self.wrongdoing = WrongdoingPanel(self.acts, self.client)
        parts += [self.consent.box, self.second_factor.box, self.wrongdoing.box]
        self.place(*parts, helping=_help())

    def answer(self, ticket_id: str, given: TicketAnswer) -> None:
        """Say what a doubt about identities came to (C-09)."""
        self.client.identities.answer(ticket_id, given)
        self.fill()


def section(heading: str, items: Sequence[WorkItem], empty: str) -> Markup:
    """Return one list of work items as a table, or a sentence when there is none."""
    if not items:
        return joined((element("h2", heading), element("p", empty, class_="lb-empty")))
    rows = [_row(item) for item in items]
    return joined(
        (
            element("h2", heading),
            table(heading, (say("What"), say("Since"), say("By when"), say("Next")), rows, headed=True),
        )
    )


def _row(item: WorkItem) -> tuple[Markup, ...]:
    what = joined(
        (element("strong", told(item.title)), element("br"), element("span", told(item.detail), class_="lb-quiet"))
    )
    since = joined(
        (
            say("{since} ago", since=age(item.since)),
            element("br"),
            element("span", moment(item.since), class_="lb-quiet"),
        )
    )
    due = joined((moment(item.due) if item.due else say("no date set"),))
    words = element("span", told(_ACTS[item.kind]))
    about = element("span", f": {told(item.title)}", class_="lb-visually-hidden")
    return what, since, due, element("a", words, about, href=item.page)


def _new_request() -> Markup:
    link = element("a", say("New request"), href="/search", class_="lb-button lb-button--primary")
    return element("p", link)


def _help() -> object:
    return help_panel(
        element("h2", say("What happens next")),
        bullets(
            (
                say("A request is approved by somebody else before anything is searched (A-11)."),
                say("Two examiners work apart from each other (D-09)."),
                say("A lead opens after its limits are acknowledged (E-04)."),
            )
        ),
        element("h2", say("Who sees this")),
        element("p", say("Only you see this list.")),
    )
