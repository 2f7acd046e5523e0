"""The guard that stands before every handler: who is asking, from where, and may this person go through.

Voila's and Jupyter's handlers are wrapped, not trusted: some of them are bare tornado handlers that ask nobody's
identity provider. A handler that says nothing about its access is open to no one without a session.
"""

import re
from enum import Enum
from http import HTTPStatus
from typing import Any, ClassVar

from jupyter_core.utils import ensure_async
from tornado.web import HTTPError, RequestHandler
from tornado.websocket import WebSocketHandler

from kernel_lib.errors import LeadbookError
from kernel_lib.wire.model import RefusalReply
from kernel_lib.wire.who import AccountView
from kernel_lib.words.language import Words, language_of
from widgets.dashboards.origin import Address
from widgets.dashboards.pages import Page, is_page_path
from widgets.dashboards.refusals import refusal_of, status_of
from widgets.dashboards.sessions import Sessions
from widgets.dashboards.templates import in_words

COOKIE = "leadbook_session"
LANGUAGE_COOKIE = "leadbook_language"
KERNEL_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_READING = frozenset({"GET", "HEAD"})
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


class Access(Enum):
    """What a route asks of whoever comes."""

    NOBODY = "open without a session"
    PERSON = "somebody signed in"
    OWNER = "the person whose kernel the path names"


class Guard(RequestHandler):
    """Denies by default. Stands first in the bases of every handler of this server."""

    access: ClassVar[Access] = Access.PERSON
    cookie: ClassVar[str] = COOKIE
    page: Page | None = None
    person: AccountView | None = None
    secret: str = ""

    @property
    def address(self) -> Address:
        """Where people reach this server."""
        address: Address = self.settings["leadbook_address"]
        return address

    @property
    def sessions(self) -> Sessions:
        """The people who are signed in."""
        sessions: Sessions = self.settings["leadbook_sessions"]
        return sessions

    @property
    def words(self) -> Words:
        """The words of the language that this browser asked for."""
        return Words(language_of(self.get_cookie(LANGUAGE_COOKIE)))

    def rendered(self, template: str, **given: Any) -> str:
        """Return a page of ours that needs no kernel, in the language of the browser."""
        made: str = self.settings["leadbook_templates"].get_template(template).render(**in_words(self.words), **given)
        return made

    async def prepare(self) -> None:
        """Let the request through to its handler, or answer it here."""
        if not self._admit_sender():
            return
        offered = self.get_cookie(self.cookie, "") or ""
        self.secret = offered if _SECRET.fullmatch(offered) else ""
        if self.access is not Access.NOBODY:
            self.person = await self.find_person()
            if self.person is None:
                self.turn_away()
                return
            self._admit_person(self.person)
        await ensure_async(super().prepare())

    async def find_person(self) -> AccountView | None:
        """Return who is asking, or None. A server of another kind may know people differently."""
        return await self.sessions.person(self.secret)

    def check_xsrf_cookie(self) -> None:
        """Ask for our own origin in place of a token: a beacon cannot carry one, and every browser sends `Origin`."""
        if self.request.method not in _READING and not self.address.is_origin_of(self.request):
            raise HTTPError(HTTPStatus.FORBIDDEN)

    def check_origin(self, origin: str = "") -> bool:
        """Accept a websocket only from our own pages; a browser sends no `Origin` when a page of ours only reads."""
        reading = self.request.method in _READING and not isinstance(self, WebSocketHandler)
        return self.address.is_origin_of(self.request) or (reading and "Origin" not in self.request.headers)

    def get_current_user(self) -> Any:
        """Return the person, for handlers that ask tornado."""
        return self.person

    def set_default_headers(self) -> None:
        """Allow nothing from outside hosts, no framing, no guessing of types, and no copy kept on disk."""
        self.set_header("Content-Security-Policy", self.content_security_policy)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("X-Frame-Options", "DENY")
        self.set_header("Referrer-Policy", "same-origin")
        self.set_header("Cross-Origin-Opener-Policy", "same-origin")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")
        self.set_header("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        self.set_header("Cache-Control", "no-store")
        self.clear_header("Server")

    @property
    def content_security_policy(self) -> str:
        """What a page may load and whom it may talk to; Jupyter's handlers ask for it by this name."""
        return _policy(self.address)

    def write_error(self, status_code: int, **details: Any) -> None:
        """Answer with a sentence and a next step; the traceback stays in the server."""
        error = (details.get("exc_info") or (None, None, None))[1]
        status = status_of(error, status_code)
        refusal = refusal_of(status, error)
        self.set_status(status)
        if self.wants_page():
            self.set_header("Content-Type", "text/html; charset=UTF-8")
            self.finish(self.rendered("message.html.j2", refusal=refusal, known=self.person is not None))
        else:
            self.set_header("Content-Type", "application/json")
            self.finish(RefusalReply.of(refusal).model_dump_json())

    def log_exception(self, kind: Any, error: Any, trace: Any) -> None:
        """Log what is our own refusal as one line, and anything else in full."""
        if isinstance(error, LeadbookError):
            return
        super().log_exception(kind, error, trace)

    def _admit_sender(self) -> bool:
        if self.address.is_named_by(self.request):
            if not isinstance(self, WebSocketHandler):
                self.check_xsrf_cookie()
            elif not self.check_origin():
                raise HTTPError(HTTPStatus.FORBIDDEN)
            return True
        if self.request.method in _READING and self.address.is_neighbour(self.request):
            self.redirect(self.address.url + str(self.request.path))
            return False
        raise HTTPError(HTTPStatus.FORBIDDEN)

    def turn_away(self) -> None:
        """Answer somebody who is not known: a page leads to the sign-in, anything else is 401."""
        if self.page is None or self.request.method not in _READING:
            raise HTTPError(HTTPStatus.UNAUTHORIZED)
        path = str(self.request.path)
        self.redirect(f"/sign-in?next={path}" if is_page_path(path) and path != "/" else "/sign-in")

    def _admit_person(self, person: AccountView) -> None:
        if self.page is not None and not self.page.roles & frozenset(person.roles):
            raise HTTPError(HTTPStatus.FORBIDDEN)
        if self.access is Access.OWNER:
            kernel_id = str(self.path_kwargs.get("kernel_id") or (self.path_args or [""])[0])
            owned = self.settings["kernel_manager"].belongs_to(kernel_id, self.secret)
            if not KERNEL_ID.fullmatch(kernel_id) or not owned:
                raise HTTPError(HTTPStatus.NOT_FOUND)

    def wants_page(self) -> bool:
        """Say whether a person is waiting for a page, and not a script for an answer."""
        navigating = self.request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
        return navigating and "text/html" in self.request.headers.get("Accept", "")


def _policy(address: Address) -> str:
    rules = {
        "default-src": "'none'",
        "script-src": "'self' blob:",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": f"'self' {address.websocket}",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())
