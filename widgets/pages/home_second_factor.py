"""One's own second factor on the home page: set up with a device, taken away with a code (M-03)."""

from kernel_lib.client import Client
from widgets.pages.page import html
from widgets.pages.panel import Panel
from widgets.parts import field
from widgets.parts.action import Acts
from widgets.parts.form import Answers, Form
from widgets.parts.markup import Markup, bullets, element, joined
from widgets.parts.wording import day, moment
from widgets.words.language import say


class SecondFactorPanel(Panel):
    """Nothing is asked before it is opened, unless nothing else is open to this person."""

    def __init__(self, acts: Acts, client: Client, *, due: bool = False) -> None:
        intro = (say("Set up your second factor first; nothing else is open until then."),) if due else ()
        super().__init__(acts, say("My second factor"), intro)
        self._client = client
        self.button(say("My second factor at signing in"), self.open)
        self.place()

    def open(self) -> None:
        """Show how it stands, and what may be done."""
        held = self._client.administration.second_factor()
        if held.confirmed_at is None:
            since = say("From {day} on nobody works without one.", day=day(held.required_from))
            lines = (say("You have none: your password alone opens."), since)
            begin = self.acts.button(say("Set one up"), self.begin)
            self.place(joined(element("p", each) for each in lines), begin)
            return
        left = say("Recovery codes left: {count}.", count=held.recovery_codes_left)
        since = say("Set up on {moment}.", moment=moment(held.confirmed_at))
        form = Form(self.acts, say("Take it away"), (_code(),), say("Take my second factor away"), self._take_away)
        self.place(joined((element("p", since), element("p", left))), form)

    def begin(self) -> None:
        """Show the secret once, and ask for the first code of it."""
        begun = self._client.administration.begin_second_factor()
        lines = (
            say("Scan the picture with an authenticator app, or type this key into it:"),
            begun.secret,
        )
        shown = joined(element("p", each) for each in lines)
        form = Form(self.acts, say("First code"), (_code(),), say("Confirm my device"), self._confirm)
        self.place(shown, html(begun.qr_svg, "lb-qr"), form)

    # Private

    def _confirm(self, given: Answers) -> None:
        codes = self._client.administration.confirm_second_factor(given["code"]).recovery_codes
        self.place(_recovery(codes))

    def _take_away(self, given: Answers) -> None:
        self._client.administration.take_second_factor_away(given["code"])
        self.open()


def _code() -> field.Field:
    return field.text("code", say("Code"), say("Six digits from your device."), required=True)


def _recovery(codes: tuple[str, ...]) -> Markup:
    once = say("Your device is confirmed. These recovery codes are told once; each opens one time without the device:")
    return joined((element("p", once, role="status"), bullets(codes)))
