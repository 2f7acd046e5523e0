"""The people who are signed in, as a server of pages knows them: resolved at the service, remembered for seconds."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

from kernel_lib.client import Client
from kernel_lib.errors import SignInRequired
from kernel_lib.wire.who import AccountView, SessionGranted

REMEMBERED = 5.0
"""Seconds for which an answer of the service is reused; a revoked session may linger no longer than this."""

IDLE_LIMIT = 15 * 60.0 + 30.0
"""Seconds without a request after which the service has surely ended the session; its own limit is 15 minutes."""

Result = TypeVar("Result")


class OpenClient(Protocol):
    """Makes a client for a secret, or for nobody."""

    def __call__(self, secret: str | None) -> Client:
        """Open it."""
        ...


@dataclass
class _Known:
    client: Client
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    person: AccountView | None = None
    asked_at: float = float("-inf")
    used_at: float = 0.0


class Sessions:
    """Turns the secret of a cookie into a person, and carries out what that person asks of the service.

    The secrets live in this object's memory only. `on_end` is called with the secret when a session is over, so that
    whatever runs for it can be shut down.
    """

    def __init__(self, open_client: OpenClient, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._open = open_client
        self._clock = clock
        self._known: dict[str, _Known] = {}
        self._threads = ThreadPoolExecutor(max_workers=8, thread_name_prefix="service")
        self.on_end: Callable[[str], None] = lambda _secret: None

    @classmethod
    def at(cls, socket: Path) -> "Sessions":
        """Make the register of people signed in at the service on this socket."""
        return cls(lambda secret: Client(socket, secret))

    async def person(self, secret: str | None) -> AccountView | None:
        """Return who holds this secret, or None. Asking prolongs the session at the service.

        Raises:
            ServiceUnreachable: the service does not answer, so nobody can be known.
        """
        if not secret or len(secret) > 256:
            return None
        known = self._known.get(secret)
        if known is None:
            known = self._known[secret] = _Known(self._open(secret), used_at=self._clock())
        async with known.lock:
            if self._clock() - known.asked_at < REMEMBERED:
                return known.person
            try:
                known.person = await self._run(known.client.resolve)
            except SignInRequired:
                self._forget(secret, known)
                return None
            known.asked_at = known.used_at = self._clock()
            return known.person

    async def ask(self, secret: str, act: Callable[[Client], Result]) -> Result:
        """Carry out an act for the person behind a secret.

        Raises:
            Refused: the service said no; SignInRequired also ends what runs for the session here.
        """
        known = self._known.get(secret)
        if known is None:
            raise SignInRequired("session.none", "Nobody is signed in here.", "Sign in and try again.")
        try:
            return await self._run(partial(act, known.client))
        except SignInRequired:
            self._forget(secret, known)
            raise

    async def sign_in(self, username: str, password: str, workstation: str, code: str = "") -> SessionGranted:
        """Open a session at the service. Raises Refused when it says no."""
        client = self._open(None)
        try:
            return await self._run(lambda: client.sign_in(username, password, workstation, code))
        finally:
            client.close()

    async def sign_out(self, secret: str) -> None:
        """End a session at the service and whatever runs for it here."""
        known = self._known.get(secret) or _Known(self._open(secret))
        try:
            await self._run(known.client.sign_out)
        except SignInRequired:
            return
        finally:
            self._forget(secret, known)

    def remembered(self, secret: str) -> AccountView | None:
        """Return who held this secret a while ago, without asking and so without prolonging the session."""
        return None if self.is_over(secret) else self._known[secret].person

    def is_over(self, secret: str) -> bool:
        """Say whether a session has ended or has been idle for so long that the service has ended it."""
        known = self._known.get(secret)
        return known is None or self._clock() - known.used_at > IDLE_LIMIT

    def end_idle(self) -> None:
        """Forget the sessions that are over."""
        for secret, known in list(self._known.items()):
            if self.is_over(secret):
                self._forget(secret, known)

    def close(self) -> None:
        """Close every connection."""
        for known in self._known.values():
            known.client.close()
        self._known.clear()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _forget(self, secret: str, known: _Known) -> None:
        self._known.pop(secret, None)
        known.client.close()
        self.on_end(secret)

    async def _run(self, call: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._threads, call)
