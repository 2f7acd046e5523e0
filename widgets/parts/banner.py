"""The one place where a page says that something was refused, failed, or was done."""

import anywidget
import traitlets

from kernel_lib.errors import LogUnavailable, Refusal, ServiceUnreachable, SignInRequired
from kernel_lib.words.language import English
from widgets.parts import address
from widgets.parts.static import module
from widgets.words.language import say, told


class Banner(anywidget.AnyWidget):
    """Hidden until it has something to say; then it takes the focus. `turn` rises with each thing said."""

    _esm = module("banner")
    kind = traitlets.Unicode("").tag(sync=True)
    heading = traitlets.Unicode("").tag(sync=True)
    reason = traitlets.Unicode("").tag(sync=True)
    next_step = traitlets.Unicode("").tag(sync=True)
    rule = traitlets.Unicode("").tag(sync=True)
    recorded = traitlets.Bool(default_value=False).tag(sync=True)
    reference = traitlets.Unicode("").tag(sync=True)
    fields = traitlets.List(traitlets.List(traitlets.Unicode())).tag(sync=True)
    link = traitlets.Unicode("").tag(sync=True)
    link_words = traitlets.Unicode("").tag(sync=True)
    english = traitlets.List(traitlets.Unicode()).tag(sync=True)
    turn = traitlets.Int(0).tag(sync=True)

    def clear(self) -> None:
        """Take the banner away."""
        if self.kind:
            self._say("", "")

    def refusal(self, refusal: Refusal) -> None:
        """Show a rule's no: rule, reason, the fields at fault, what may be done, and that it is recorded."""
        self._say(
            "refusal",
            say("Not done: a rule stands against it"),
            reason=told(refusal.reason),
            next_step=told(refusal.next_step),
            rule=refusal.rule,
            recorded=refusal.reference is not None,
            reference="" if refusal.reference is None else str(refusal.reference),
            fields=[[name, told(message)] for name, message in refusal.fields.items()],
        )

    def incomplete(self, fields: dict[str, str]) -> None:
        """Show answers that cannot be sent as they are. Nothing was asked of the service."""
        self._say(
            "refusal", say("Please look at these answers"), fields=[[name, message] for name, message in fields.items()]
        )

    def session_ended(self, _error: SignInRequired) -> None:
        """Show that the person must sign in again; what was saved is kept."""
        self._say(
            "caution",
            say("Your session has ended"),
            reason=say("Nothing was done just now. What you saved before is kept."),
            next_step=say("Sign in again and open this page; it comes back to the same place."),
            link=address.SIGN_IN,
            link_words=say("Sign in again"),
        )

    def unreachable(self, error: ServiceUnreachable | LogUnavailable) -> None:
        """Show that the service gave no answer, or cannot write its log and therefore does nothing."""
        reason = say("The service did not answer, so this page cannot tell whether the last step was done.")
        if isinstance(error, LogUnavailable):
            reason = say("The service cannot write its log. Without the log nothing is done.")
        self._say(
            "caution",
            say("No connection to the service"),
            reason=reason,
            next_step=say(
                "What you typed is still here. Try again in a moment; if it stays so, tell your administrator."
            ),
        )

    def failed(self) -> None:
        """Say that this page itself has a fault; what it is stands in the server's own output."""
        self._say(
            "caution",
            say("This page has a fault"),
            reason=say("The last step may not have been done."),
            next_step=say("What you saved is kept. Reload the page; if it stays so, tell your administrator."),
        )

    def note(self, heading: str, reason: str = "", next_step: str = "") -> None:
        """Say that something was done."""
        self._say("note", heading, reason=reason, next_step=next_step)

    def _say(self, kind: str, heading: str, **said: object) -> None:
        blank = {
            "reason": "",
            "next_step": "",
            "rule": "",
            "recorded": False,
            "reference": "",
            "fields": [],
            "english": [],
            "link": "",
            "link_words": "",
        }
        with self.hold_sync():
            self.kind, self.heading = kind, heading
            for name, value in {**blank, **said}.items():
                setattr(self, name, value)
            self.english = [name for name, value in said.items() if isinstance(value, English)]
            self.turn += 1
