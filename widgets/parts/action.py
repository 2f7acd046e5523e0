"""A button that runs one act: disabled while it works, refusals go to the page's banner, nothing typed is lost."""

from collections.abc import Callable, Mapping

import ipywidgets
from pydantic import ValidationError

from kernel_lib.errors import LogUnavailable, Refused, ServiceUnreachable, SignInRequired
from widgets.parts.banner import Banner
from widgets.parts.conduct import Conduct
from widgets.parts.field import Field


class Acts:
    """Runs acts for one page and tells the person what came of each."""

    def __init__(self, conduct: Conduct, banner: Banner) -> None:
        self._conduct = conduct
        self._banner = banner
        self.fields: dict[str, Field] = {}

    def know(self, *fields: Field) -> None:
        """Let messages find these fields by name."""
        self.fields.update({field.name: field for field in fields})

    def button(self, words: str, act: Callable[[], None], *, primary: bool = False, at: str = "") -> ipywidgets.Button:
        """Return a button that runs `act`."""
        button = ipywidgets.Button(description=words)
        if primary:
            button.add_class("lb-button--primary")
        if at:
            button.add_class(f"lb-at-{at}")
        button.on_click(lambda _: self.run(act, button))
        return button

    def run(self, act: Callable[[], None], button: ipywidgets.Button | None = None) -> bool:
        """Run `act`; return whether it went through. A refusal is shown, not raised."""
        if button is not None:
            button.disabled = True
        self._conduct.busy = True
        self._clear()
        ended = False
        try:
            through = self._tried(act)
            ended = True
        finally:
            if not ended:
                self._banner.failed()
            self._conduct.busy = False
            if button is not None:
                button.disabled = False
        return through

    def complain(self, fields: Mapping[str, str]) -> None:
        """Show messages at their fields, and a summary on top that links to them."""
        self._at_fields(fields)
        self._banner.incomplete({name: f"{self._label(name)}: {message}" for name, message in fields.items()})

    def _label(self, name: str) -> str:
        return self.fields[name].label if name in self.fields else name

    def _tried(self, act: Callable[[], None]) -> bool:
        try:
            act()
        except SignInRequired as error:
            self._banner.session_ended(error)
        except Refused as error:
            self._at_fields(error.refusal.fields)
            self._banner.refusal(error.refusal)
        except (ServiceUnreachable, LogUnavailable) as error:
            self._banner.unreachable(error)
        except ValidationError as error:
            self.complain(_in_words(error))
        else:
            return True
        return False

    def _clear(self) -> None:
        self._banner.clear()
        for field in self.fields.values():
            if field.error:
                field.error = ""

    def _at_fields(self, fields: Mapping[str, str]) -> None:
        for name, message in fields.items():
            if name in self.fields:
                self.fields[name].error = message


def _in_words(error: ValidationError) -> dict[str, str]:
    return {str(fault["loc"][0]) if fault["loc"] else "form": fault["msg"] for fault in error.errors()}
