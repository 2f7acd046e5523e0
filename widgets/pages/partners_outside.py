"""Disclosure outside Ontario on the page of partners: proposed by compliance, authorised by another officer (G-09)."""

from functools import partial
from typing import Any, Protocol

from kernel_lib.client import Client
from kernel_lib.vocabulary import Role
from kernel_lib.wire.sharing import OutsideOffered, OutsideView, SharingView
from kernel_lib.wire.who import AccountView
from widgets.pages.page import html
from widgets.parts import field
from widgets.parts.action import Acts
from widgets.parts.field import Field
from widgets.parts.listing import Listing
from widgets.parts.markup import Markup, element, facts, joined
from widgets.parts.two_step import Choice
from widgets.parts.wording import moment
from widgets.words.language import number, say, told


class Host(Protocol):
    """The page around it: its client, its forms, and its way back."""

    acts: Acts
    fields: dict[str, Field]

    @property
    def client(self) -> Client:
        """The person's door to the service."""
        ...

    @property
    def account(self) -> AccountView:
        """The person who is signed in."""
        ...

    def form(self, heading: Markup, asked: tuple[Field, ...], *choices: Choice) -> None:
        """Show a form with the way back to the page."""
        ...

    def done(self, view: SharingView, words: str) -> None:
        """Show the page anew and say what came of it."""
        ...


class OutsidePanel:
    """The disclosures of a service with their number; the form of compliance; the act of whoever authorises."""

    def __init__(self, page: Host) -> None:
        self._page = page
        self.listed = Listing(
            caption=say("Disclosures outside Ontario"),
            columns=[say("Proposed"), say("Case"), say("Recipient"), say("Place"), say("State")],
            empty=say("Nothing was disclosed outside Ontario."),
        )
        self.listed.when_opened(lambda key: page.acts.run(partial(self.open, key)))
        self._view: SharingView | None = None

    def parts(self, view: SharingView) -> list[Any]:
        """Return what stands on the page."""
        self._view = view
        self.listed.show((each.id, _row(each)) for each in view.outside)
        counted = say("Authorised so far, counted apart: {count}.", count=number(view.outside_authorised))
        off = say("It is off in this installation. A dated rule with its instrument turns it on.")
        lines = [element("p", counted)] if view.outside_enabled else [element("p", off)]
        heading = html(joined((element("h2", say("Disclosures outside Ontario")), *lines)))
        if not view.outside_enabled and not view.outside:
            return [heading]
        proposes = view.outside_enabled and Role.COMPLIANCE in self._page.account.roles
        words = say("Propose a disclosure outside Ontario")
        return [heading, self.listed, *([self._page.acts.button(words, self.begin)] if proposes else [])]

    def begin(self) -> None:
        """Ask for the case, the recipient, the place, the legal basis and the reason."""
        basis = field.choice("basis", say("Legal basis"), required=True)
        field.offer(basis, [(each.title, each.id) for each in self._shown.outside_bases])
        asked = (
            field.text("case", say("Occurrence number"), required=True),
            field.text("recipient", say("Recipient"), say("The authority that receives it."), required=True),
            field.text("place", say("Place"), say("Province or state, and country."), required=True),
            basis,
            field.text("reason", say("Reason"), say("It is kept in the record."), required=True, rows=3),
        )
        propose = Choice(say("Propose"), say("Propose this disclosure"), self._offered, self.propose)
        self._page.form(element("h2", say("Propose a disclosure outside Ontario"), tabindex=-1), asked, propose)

    def propose(self) -> None:
        """Send it."""
        given = {name: each.value for name, each in self._page.fields.items()}
        view = self._page.client.sharing.propose_outside(OutsideOffered(**given))
        self._page.done(view, say("Proposed. Nothing goes out before another officer authorises it."))

    def open(self, disclosure_id: str) -> None:
        """Show one, and authorising it for whoever may."""
        held = next(each for each in self._shown.outside if each.id == disclosure_id)
        shown = self._facts(held)
        heading = joined((element("h2", say("Disclosure outside Ontario"), tabindex=-1), shown))
        waits = self._shown.outside_enabled and held.authorised_at is None and not held.own
        if not waits or Role.HIGHER_APPROVER not in self._page.account.roles:
            self._page.form(heading, ())
            return
        preview = joined((element("p", say("It is counted from now on and cannot be taken back.")), shown))
        act = partial(self._authorise, disclosure_id)
        self._page.form(heading, (), Choice(say("Authorise"), say("Authorise it now"), lambda: preview, act))

    # Private

    @property
    def _shown(self) -> SharingView:
        assert self._view is not None  # noqa: S101  # the section was placed
        return self._view

    def _authorise(self, disclosure_id: str) -> None:
        self._page.done(self._page.client.sharing.authorise_outside(disclosure_id), say("Authorised and counted."))

    def _offered(self) -> Markup | None:
        fields = self._page.fields
        missing = [name for name, each in fields.items() if not each.answered]
        if missing:
            self._page.acts.complain(dict.fromkeys(missing, say("Please answer this.")))
            return None
        titles = {each.id: told(each.title) for each in self._shown.outside_bases}
        pairs = [(each.label, titles.get(str(each.value), str(each.value))) for each in fields.values()]
        return joined((element("p", say("Another officer must authorise it. Your name stands with it.")), facts(pairs)))

    def _facts(self, held: OutsideView) -> Markup:
        titles = {each.id: told(each.title) for each in self._shown.outside_bases}
        return facts(
            (
                (say("Case"), held.case_number),
                (say("Recipient"), held.recipient),
                (say("Place"), held.place),
                (say("Legal basis"), titles.get(held.basis, held.basis)),
                (say("Reason"), held.reason),
                (say("Proposed"), moment(held.proposed_at)),
                (say("State"), _state(held)),
            )
        )


# Private


def _row(held: OutsideView) -> tuple[str, ...]:
    return (moment(held.proposed_at), held.case_number, held.recipient, held.place, _state(held))


def _state(held: OutsideView) -> str:
    if held.authorised_at:
        return say("authorised {moment}", moment=moment(held.authorised_at))
    return say("waits for another officer")
