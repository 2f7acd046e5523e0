"""What every page is: a window, a banner, a body; painted first, filled from the service afterwards."""

import os
from collections.abc import Callable, Mapping, MutableMapping
from typing import Any, Self

import ipywidgets
from IPython.display import display

from kernel_lib.client import Client
from kernel_lib.wire.who import AccountView
from widgets.parts import address
from widgets.parts.action import Acts
from widgets.parts.banner import Banner
from widgets.parts.conduct import Conduct
from widgets.parts.markup import Markup, element, joined
from widgets.words.language import say, told

Connect = Callable[[], Client]


class Page:
    """A page around a client. Subclasses give `title`, `build` (no service calls) and `fill` (the first calls)."""

    title = ""
    columns = "lb-columns--plain"

    def __init__(self, connect: Connect, query: Mapping[str, str] | None = None) -> None:
        self._connect = connect
        self.query = dict(query or {})
        self.conduct = Conduct()
        self.banner = Banner()
        self.acts = Acts(self.conduct, self.banner)
        self.heading = html(element("h1", told(self.title)))
        self.body = ipywidgets.VBox([html(skeleton())])
        self._client: Client | None = None
        self._account: AccountView | None = None
        self._painted = False

    @classmethod
    def from_env(cls, env: MutableMapping[str, str] | None = None) -> Self:
        """Make the page for the person whose ticket this process was given. Nothing is asked of the service yet."""
        env = os.environ if env is None else env
        return cls(lambda: Client.from_env(env), address.asked(env))

    @property
    def client(self) -> Client:
        """The person's door to the service, opened at first use. Raises SignInRequired."""
        if self._client is None:
            self._client = self._connect()
        return self._client

    @property
    def account(self) -> AccountView:
        """The person who is signed in."""
        if self._account is None:
            self._account = self.client.resolve()
        return self._account

    def show(self) -> None:
        """Place the page; the service is asked once the browser has painted it."""
        self.conduct.when_shown(self.load)
        display(self.build())  # type: ignore[no-untyped-call]  # IPython ships no types for it

    def build(self) -> Any:
        """Return the page's widgets without asking the service."""
        root = ipywidgets.VBox([self.conduct, self.heading, self.banner, self.body])
        root.add_class("lb-root")
        return root

    def load(self) -> None:
        """Fill the page from the service; a refusal is shown in the banner."""
        self._painted = self.acts.run(self.fill)
        if not self._painted:
            self.body.children = [self.acts.button(say("Try again"), self.load_again)]

    def load_again(self) -> None:
        """Fill the page after a failure."""
        self.fill()

    def fill(self) -> None:
        """Ask the service and place what it answered."""
        raise NotImplementedError

    def place(self, *parts: Any, steps: Any = None, helping: Any = None) -> None:
        """Put parts into the work area, with steps at its left and help at its right when given."""
        work = ipywidgets.VBox(list(parts))
        work.add_class("lb-work")
        if steps is None and helping is None:
            self.body.children = [work]
            return
        row = ipywidgets.Box([part for part in (steps, work, helping) if part is not None])
        row.add_class("lb-columns")
        if steps is None:
            row.add_class("lb-columns--wide")
        self.body.children = [row]


def html(markup: str, class_: str = "") -> ipywidgets.HTML:
    """Return a widget that shows markup."""
    widget = ipywidgets.HTML(markup)
    if class_:
        widget.add_class(class_)
    return widget


def skeleton() -> Markup:
    """Return grey lines in the place of content that is on its way."""
    lines = joined(element("div", class_="lb-loading-line") for _ in range(6))
    return element(
        "div", element("p", say("Loading"), class_="lb-visually-hidden", role="status"), lines, class_="lb-loading"
    )


def help_panel(*parts: str) -> ipywidgets.HTML:
    """Return the panel at the right: rules in force, what happens next, who will see it."""
    return html(element("section", *parts, aria_label=say("Help for this step")), "lb-help")
