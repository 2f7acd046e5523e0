"""The register of people who are signed in: asked rarely, forgotten in time."""

import asyncio
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from kernel_lib.client import Client
from kernel_lib.errors import ServiceUnreachable, SignInRequired
from kernel_lib.vocabulary import AccountState, Role, WorkflowProfile
from kernel_lib.wire.who import AccountView, SessionGranted
from widgets.dashboards.sessions import IDLE_LIMIT, REMEMBERED, Sessions

PERSON = AccountView(
    id="id-1",
    username="ines",
    display_name="Ines",
    service="halton",
    service_name="Halton",
    roles=(Role.INVESTIGATOR,),
    certificates=(),
    workflow=WorkflowProfile.INVESTIGATOR_LED,
    state=AccountState.ACTIVE,
)


class FakeDoor:
    """A client that knows one secret, and counts."""

    def __init__(self) -> None:
        self.known = {"good"}
        self.reachable = True
        self.asked = 0
        self.opened = 0
        self.closed = 0

    def __call__(self, secret: str | None) -> Client:
        """Open a client."""
        self.opened += 1
        return cast("Client", _FakeClient(self, secret))


class _FakeClient:
    def __init__(self, door: FakeDoor, secret: str | None) -> None:
        self._door, self._secret = door, secret

    def resolve(self) -> AccountView:
        self._door.asked += 1
        if not self._door.reachable:
            raise ServiceUnreachable("gone")
        if self._secret not in self._door.known:
            raise SignInRequired("session.none", "No.", "Sign in.")
        return PERSON

    def sign_in(self, *_: Any) -> SessionGranted:
        return SessionGranted(session="good", expires_at=datetime.now(UTC), account=PERSON)

    def sign_out(self) -> None:
        self._door.known.discard(str(self._secret))

    def close(self) -> None:
        self._door.closed += 1


class Clock:
    """A clock that a test moves."""

    now = 0.0

    def __call__(self) -> float:
        """Say the time."""
        return self.now


@pytest.fixture
def door() -> FakeDoor:
    """A fake door to the service."""
    return FakeDoor()


@pytest.fixture
def clock() -> Clock:
    """A clock at zero."""
    return Clock()


@pytest.fixture
def sessions(door: FakeDoor, clock: Clock) -> Sessions:
    """The register behind the fake door."""
    return Sessions(door, clock=clock)


def test_many_requests_at_once_ask_the_service_once(sessions: Sessions, door: FakeDoor) -> None:
    """A page loads dozens of files; the person is looked up for the first of them."""

    async def load() -> list[AccountView | None]:
        return await asyncio.gather(*(sessions.person("good") for _ in range(40)))

    people = asyncio.run(load())

    assert people == [PERSON] * 40
    assert door.asked == 1
    assert door.opened == 1


def test_a_revoked_session_is_noticed_after_five_seconds(sessions: Sessions, door: FakeDoor, clock: Clock) -> None:
    """No longer than that is an old answer believed, and whatever runs for the session is told."""
    ended: list[str] = []
    sessions.on_end = ended.append
    asyncio.run(sessions.person("good"))
    door.known.clear()
    clock.now = REMEMBERED - 0.1
    before = asyncio.run(sessions.person("good"))
    clock.now = REMEMBERED
    after = asyncio.run(sessions.person("good"))

    assert before == PERSON
    assert after is None
    assert ended == ["good"]


@pytest.mark.parametrize("secret", [None, "", "x" * 257])
def test_no_secret_and_absurd_ones_are_nobody_without_asking(
    sessions: Sessions, door: FakeDoor, secret: str | None
) -> None:
    """There is no anonymous person."""
    assert asyncio.run(sessions.person(secret)) is None
    assert door.opened == 0


def test_made_up_secrets_leave_nothing_behind(sessions: Sessions, door: FakeDoor) -> None:
    """Each connection that was opened for one is closed again."""
    for number in range(5):
        asyncio.run(sessions.person(f"made up {number}"))

    assert door.opened == door.closed == 5
    assert all(sessions.is_over(f"made up {number}") for number in range(5))


def test_nobody_is_known_while_the_service_is_away(sessions: Sessions, door: FakeDoor) -> None:
    """It is said, and not taken for an ended session."""
    door.reachable = False

    with pytest.raises(ServiceUnreachable):
        asyncio.run(sessions.person("good"))


def test_an_idle_session_is_tidied_away(sessions: Sessions, door: FakeDoor, clock: Clock) -> None:
    """A little later than the service has ended it, never earlier."""
    ended: list[str] = []
    sessions.on_end = ended.append
    asyncio.run(sessions.person("good"))
    clock.now = IDLE_LIMIT
    sessions.end_idle()
    early = list(ended)
    clock.now = IDLE_LIMIT + 0.1
    sessions.end_idle()

    assert early == []
    assert ended == ["good"]
    assert IDLE_LIMIT > 15 * 60


def test_remembering_does_not_prolong(sessions: Sessions, door: FakeDoor, clock: Clock) -> None:
    """Somebody may be named from memory, and is over at the same time as without."""
    asyncio.run(sessions.person("good"))
    clock.now = IDLE_LIMIT - 1
    remembered = sessions.remembered("good")
    clock.now = IDLE_LIMIT + 1

    assert remembered == PERSON
    assert sessions.remembered("good") is None
    assert door.asked == 1


def test_signing_out_ends_the_session_at_the_service_and_here(sessions: Sessions, door: FakeDoor) -> None:
    """Even one that this server had not met."""
    ended: list[str] = []
    sessions.on_end = ended.append
    asyncio.run(sessions.sign_out("good"))

    assert door.known == set()
    assert ended == ["good"]


def test_an_act_of_nobody_is_refused(sessions: Sessions) -> None:
    """Only somebody whom the guard has let through can ask anything of the service."""
    with pytest.raises(SignInRequired):
        asyncio.run(sessions.ask("good", lambda client: client.work()))
