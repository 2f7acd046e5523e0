"""The running product in this process, with a clock that the simulation moves, and its signed-in staff."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from argon2 import PasswordHasher

from gallery.service.app import create_app
from gallery.service.floor import open_floor
from gallery.service.housekeeping import keep_house
from gallery.service.parts import Parts
from gallery.service.wiring import furnish
from gallery.simulated.faces import simulated_faces
from gallery.simulation.cast import ADMINISTRATOR
from gallery.simulation.clock import SimulatedClock
from gallery.simulation.inside import Inside, inside
from kernel_lib.client import Client
from kernel_lib.settings import Settings

CHEAP = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
"""Hundreds of sign-ins are simulated; passwords of 99 bits of chance are not found by trying, whatever a try costs."""
_IDLE = timedelta(minutes=13)
_LONGEST = timedelta(hours=9)


@dataclass
class _Session:
    client: Client
    begun: datetime
    used: datetime


@dataclass
class Site:
    """The running parts and everybody's way to them. `chance` draws what people do; `passwords` are told once.

    `accounts` are the ids of the accounts by user name.
    """

    settings: Settings
    clock: SimulatedClock
    chance: Random
    parts: Parts
    way: Inside
    passwords: dict[str, str] = field(default_factory=dict)
    accounts: dict[str, str] = field(default_factory=dict)
    _sessions: dict[str, _Session] = field(default_factory=dict)

    def client(self, username: str) -> Client:
        """Return a way for somebody, signing them in anew when their session is idle or old."""
        now, held = self.clock.now, self._sessions.get(username)
        if held is None or now - held.used > _IDLE or now - held.begun > _LONGEST:
            with Client(self.settings.socket, transport=self.way) as nobody:
                granted = nobody.sign_in(username, self.passwords[username], workstation_of(username))
            held = _Session(Client(self.settings.socket, granted.session, self.way), now, now)
        held.used = now
        self._sessions[username] = held
        return held.client

    def unused(self, username: str) -> timedelta:
        """Return how long ago somebody was last there; who never was counts as never seen."""
        held = self._sessions.get(username)
        return self.clock.now - held.used if held else timedelta.max

    def nobody(self) -> Client:
        """Return a way for somebody who is not signed in."""
        return Client(self.settings.socket, transport=self.way)

    def minutes(self, least: float, most: float) -> None:
        """Let some time go by."""
        self.clock.wait(60 * self.chance.uniform(least, most))

    def night(self) -> None:
        """Do every chore of the service once, and finish what a released destruction began."""
        keep_house(self.parts)
        self.parts.works.carry_on()


def workstation_of(username: str) -> str:
    """Return the name of somebody's usual workstation."""
    service, _, duty = username.partition(".")
    return f"{service} desk {duty}" if duty else "head office"


@contextmanager
def open_site(settings: Settings, clock: SimulatedClock, chance: Random) -> Iterator[Site]:
    """Open a service on a marked folder, with its first administrator; it is closed in good order.

    Raises:
        LeadbookError: as the service's own start does.
    """
    parts = furnish(open_floor(settings, clock=clock, hasher=CHEAP), simulated_faces(settings.data_dir))
    try:
        first = parts.people.bootstrap(ADMINISTRATOR).password
        with inside(create_app(parts)) as way:
            yield Site(settings, clock, chance, parts, way, {ADMINISTRATOR: first})
    finally:
        parts.close()
