"""The client: sessions and pictures here, everything else by subject (`client.requests`, `client.audit` …)."""

import os
from collections.abc import MutableMapping
from pathlib import Path
from types import TracebackType

import httpx

from kernel_lib.client.administration import Administration
from kernel_lib.client.arrays import Arrays
from kernel_lib.client.assessment import Assessment, Conformance
from kernel_lib.client.backups import Backups
from kernel_lib.client.breaches import Breaches
from kernel_lib.client.connection import Connection
from kernel_lib.client.controls import Controls
from kernel_lib.client.dashboard import Dashboard
from kernel_lib.client.descriptions import BodyDescriptions
from kernel_lib.client.destructions import Destructions
from kernel_lib.client.evaluations import Evaluations
from kernel_lib.client.feeds import Feeds
from kernel_lib.client.figures import Figures
from kernel_lib.client.follow_up import Cases, FollowUp
from kernel_lib.client.holds import Holds
from kernel_lib.client.identities import Identities
from kernel_lib.client.key_changes import IdentityKeyChanges
from kernel_lib.client.known_tasks import Tasks
from kernel_lib.client.leaving import Exits
from kernel_lib.client.lifecycle import Lifecycle
from kernel_lib.client.models import Models
from kernel_lib.client.proficiency import Proficiency
from kernel_lib.client.publication import PublicStatements
from kernel_lib.client.reports import Reports
from kernel_lib.client.rights import Rights
from kernel_lib.client.samples import Samples
from kernel_lib.client.sharing import Sharing
from kernel_lib.client.staff import Staff
from kernel_lib.client.subjects import Accounts, Audit, Disclosure, Examinations, Gallery, Leads, Requests
from kernel_lib.client.witnesses import Witnesses
from kernel_lib.client.wrongdoing import Wrongdoing
from kernel_lib.errors import SignInRequired
from kernel_lib.wire.casework import Work
from kernel_lib.wire.gallery import ServiceStatus
from kernel_lib.wire.model import Recorded
from kernel_lib.wire.who import (
    AccountView,
    SessionGranted,
    SignIn,
    TicketAsked,
    TicketGranted,
    TicketOffered,
    TokenGranted,
)


class Client:
    """One person's door to the service.

    `secret` is a session (kept by the dashboards server) or a kernel's token; without one only signing in is possible.
    `transport` leads to a service in the same process; without it the way is the socket.
    """

    def __init__(self, socket: Path, secret: str | None = None, transport: httpx.BaseTransport | None = None) -> None:
        self._connection = Connection(socket, secret, transport)
        self.secret = secret
        self.requests = Requests(self._connection)
        self.examinations = Examinations(self._connection)
        self.leads = Leads(self._connection)
        self.disclosure = Disclosure(self._connection)
        self.gallery = Gallery(self._connection)
        self.assessment = Assessment(self._connection)
        self.conformance = Conformance(self._connection)
        self.feeds = Feeds(self._connection)
        self.audit = Audit(self._connection)
        self.figures = Figures(self._connection)
        self.reports = Reports(self._connection)
        self.accounts = Accounts(self._connection)
        self.controls = Controls(self._connection)
        self.follow_up = FollowUp(self._connection)
        self.arrays = Arrays(self._connection)
        self.cases = Cases(self._connection)
        self.known_tasks = Tasks(self._connection)
        self.identities = Identities(self._connection)
        self.holds = Holds(self._connection)
        self.evaluations = Evaluations(self._connection)
        self.models = Models(self._connection)
        self.dashboard = Dashboard(self._connection)
        self.rights = Rights(self._connection)
        self.publication = PublicStatements(self._connection)
        self.staff = Staff(self._connection)
        self.samples = Samples(self._connection)
        self.sharing = Sharing(self._connection)
        self.lifecycle = Lifecycle(self._connection)
        self.destructions = Destructions(self._connection)
        self.descriptions = BodyDescriptions(self._connection)
        self.backups = Backups(self._connection)
        self.exits = Exits(self._connection)
        self.administration = Administration(self._connection)
        self.key_changes = IdentityKeyChanges(self._connection)
        self.proficiency = Proficiency(self._connection)
        self.breaches = Breaches(self._connection)
        self.witnesses = Witnesses(self._connection)
        self.wrongdoing = Wrongdoing(self._connection)

    @classmethod
    def from_env(cls, env: MutableMapping[str, str] | None = None) -> "Client":
        """Connect as the person whose ticket or token this process was given, and forget both.

        Raises:
            SignInRequired: there is no ticket and no token, or the ticket was used before.
        """
        env = os.environ if env is None else env
        socket = Path(env.get("LEADBOOK_SOCKET", ""))
        token = env.pop("LEADBOOK_TOKEN", None)
        ticket = env.pop("LEADBOOK_TICKET", None)
        if not token and ticket:
            with cls(socket) as nobody:
                token = nobody.redeem(ticket)
        if not token:
            raise SignInRequired("session.none", "Nobody is signed in here.", "Open the page again and sign in.")
        return cls(socket, token)

    def __enter__(self) -> "Client":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def sign_in(self, username: str, password: str, workstation: str = "", code: str = "") -> SessionGranted:
        """Open a session; `code` is of the second factor, where one is set up.

        Raises:
            SignInRequired: name, password or code is wrong or missing.
            NotAllowed: the account is locked or disabled.
        """
        body = SignIn(username=username, password=password, workstation=workstation, code=code)
        return self._connection.ask("POST", "/sessions", SessionGranted, body)

    def sign_out(self) -> None:
        """End the session and every token bound to it."""
        self._connection.ask("DELETE", "/sessions", Recorded)

    def resolve(self) -> AccountView:
        """Return the person behind the secret; with a session, prolong it. Raises SignInRequired."""
        return self._connection.ask("GET", "/me", AccountView)

    def ticket(self, page: str) -> str:
        """Ask for a one-time ticket for a kernel of a page. Needs a session."""
        return self._connection.ask("POST", "/sessions/tickets", TicketGranted, TicketAsked(page=page)).ticket

    def redeem(self, ticket: str) -> str:
        """Turn a ticket into a token, once. Raises SignInRequired for a used, expired or forged one."""
        return self._connection.ask("POST", "/tokens", TokenGranted, TicketOffered(ticket=ticket)).token

    def picture(self, path: str) -> tuple[bytes, str]:
        """Fetch a picture by the path that a view gave; return its bytes and media type."""
        response = self._connection.send("GET", f"/pictures/{path}")
        return response.content, response.headers["content-type"]

    def work(self) -> Work:
        """Return what waits for this person."""
        return self._connection.ask("GET", "/work", Work)

    def status(self) -> ServiceStatus:
        """Return the line at the foot of each page."""
        return self._connection.ask("GET", "/status", ServiceStatus)
