"""The page of administration: accounts and the installation for administrators; duties of people for compliance."""

from typing import Any

from kernel_lib.vocabulary import Role
from widgets.pages.administration_accounts import AccountsPanel, RolesPanel
from widgets.pages.administration_breaches import BreachesPanel
from widgets.pages.administration_state import StatePanel
from widgets.pages.administration_training import CertificatePanel, ProficiencyPanel
from widgets.pages.administration_wrongdoing import BoxPanel
from widgets.pages.page import Page, help_panel, html
from widgets.pages.panel import Panel
from widgets.parts.markup import bullets, element
from widgets.words.language import say


class AdministrationPage(Page):
    """Buttons for what this person may look after; each opens one part, and nothing is asked of the service before."""

    title = "Administration"

    def fill(self) -> None:
        """Show what there is to look after."""
        self.panel: Panel | None = None
        shown = [html(element("p", say("Choose what you want to look after. Each look is recorded.")))]
        self.place(*shown, *self._choices(), helping=_help())

    def open_accounts(self) -> None:
        """Show every account, to be changed or reviewed."""
        self._open(AccountsPanel(self.acts, self.client, frozenset(self.account.roles)))

    def open_roles(self) -> None:
        """Show proposals of other roles."""
        self._open(RolesPanel(self.acts, self.client))

    def open_state(self) -> None:
        """Show sessions, keys, backups, jobs and evaluation."""
        self._open(StatePanel(self.acts, self.client))

    def open_certificates(self) -> None:
        """Ask for a certificate to record."""
        self._open(CertificatePanel(self.acts, self.client))

    def open_proficiency(self) -> None:
        """Show proofs of proficiency and cases to be looked at again."""
        self._open(ProficiencyPanel(self.acts, self.client))

    def open_breaches(self) -> None:
        """Show breaches of privacy."""
        self._open(BreachesPanel(self.acts, self.client))

    def open_box(self) -> None:
        """Show reports of wrongdoing."""
        self._open(BoxPanel(self.acts, self.client))

    # Private

    def _choices(self) -> list[Any]:
        both = [(say("Accounts"), self.open_accounts), (say("Roles that wait for a second person"), self.open_roles)]
        administrators = [(say("State of the installation"), self.open_state)]
        compliance = [
            (say("Record a certificate (H-03)"), self.open_certificates),
            (say("Proficiency and cases to look at again (H-04)"), self.open_proficiency),
            (say("Breaches of privacy (M-06)"), self.open_breaches),
            (say("Reports of wrongdoing (H-10)"), self.open_box),
        ]
        more = administrators if Role.ADMINISTRATOR in self.account.roles else compliance
        return [self.acts.button(title, act) for title, act in (*both, *more)]

    def _open(self, panel: Panel) -> None:
        self.panel = panel
        back = self.acts.button(say("Back to administration"), self.fill)
        back.add_class("lb-button--small")
        self.place(back, panel.box, helping=_help())


def _help() -> Any:
    return help_panel(
        element("h2", say("Rules in force")),
        bullets(
            (
                say("H-02: administrators never search; other roles need a second person."),
                say("H-04: a failed or missing proof of proficiency suspends at once."),
                say("H-07: each account is confirmed at an interval, or is closed."),
                say("H-10: only compliance opens a report of wrongdoing, and nobody learns who wrote it."),
                say("M-06: a breach is closed only when nothing is missing."),
            )
        ),
        element("h2", say("Who will see it")),
        element("p", say("Whoever holds the duty. Reasons stay in the records; the log keeps their hashes.")),
    )
