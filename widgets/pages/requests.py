"""My requests: state in words, who is waited for, since when."""

from kernel_lib.wire.case import OwnRequest
from widgets.pages.page import Page, help_panel, html
from widgets.pages.requests_external import ExternalPanel, choice_of
from widgets.parts.markup import Markup, bullets, element, joined, table
from widgets.parts.wording import age, moment
from widgets.words.language import say, told

_COLUMNS = ("Request", "State", "Who is waited for", "Since", "Open")


class RequestsPage(Page):
    """The requests of one investigator."""

    title = "My requests"

    def fill(self) -> None:
        """Show every request, newest first."""
        own = self.client.cases.own()
        if not own:
            link = element("a", say("New request"), href="/search", class_="lb-button lb-button--primary")
            nothing = element("p", say("You have not asked for a search yet."), class_="lb-empty")
            self.place(html(joined((nothing, element("p", link)))), helping=_help())
            return
        rows = [_row(each) for each in own]
        listed = joined((element("h2", say("Your requests")), table(say("Your requests"), _COLUMNS, rows, headed=True)))
        self.acts.fields.clear()
        self.place(html(listed), choice_of(self.acts, own, self.open_external), helping=_help())

    def open_external(self, own: OwnRequest) -> None:
        """Show the results from outside of one request, and the form that records another (G-08)."""
        self.external = ExternalPanel(self.acts, self.conduct, self.client, own)
        self.external.open()
        back = self.acts.button(say("Back to your requests"), self.fill)
        back.add_class("lb-button--small")
        self.place(back, self.external.box, helping=_help())


def _row(own: OwnRequest) -> tuple[Markup | str, ...]:
    number = own.occurrence_number or say("no occurrence number yet")
    name = joined((element("strong", own.number), element("br"), element("span", number, class_="lb-quiet")))
    since = joined(
        (say("{since} ago", since=age(own.since)), element("br"), element("span", moment(own.since), class_="lb-quiet"))
    )
    about = element("span", f" {own.number}", class_="lb-visually-hidden")
    links = [element("a", say("Open"), about, href=own.page)]
    if own.case_page:
        links.append(
            element(
                "a",
                say("Case"),
                element("span", say(" of {number}", number=own.number), class_="lb-visually-hidden"),
                href=own.case_page,
            )
        )
    spaced = joined(part for link in links for part in (link, " "))
    return name, told(own.state_words), told(own.waits_for), since, spaced


def _help() -> object:
    return help_panel(
        element("h2", say("What happens next")),
        bullets(
            (
                say("A request is decided by somebody else before anything is searched (A-11)."),
                say("Two examiners work apart from each other; a third looks when they differ (D-09, D-13)."),
                say("A search that ends without a lead is a normal result."),
            )
        ),
        element("h2", say("Who sees this")),
        element("p", say("Only you see this list.")),
    )
