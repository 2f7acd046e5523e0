"""Every route: who may, and what it leaves in the log. Both are read from the live route table."""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from audits.segments import Entry
from gallery.rules import Rules
from gallery.service.app import routes_of
from gallery.service.door import Permitted
from kernel_lib.client import subjects
from kernel_lib.vocabulary import Role
from tests.counting import tried
from tests.gallery.house import House
from tests.gallery.new_entries import NewEntries

OPEN = {("POST", "/sessions"), ("POST", "/tokens")}
"""Routes that need nobody: one takes a password, the other a ticket."""

UNRECORDED = {
    ("GET", "/me"): "asked by the pages' guard for each request; shows the asker to the asker",
    ("GET", "/status"): "asked by each page; shows counts and no person",
    ("GET", "/report-jobs/{job_id}"): "asked each second while a report runs; shows its person how far it is",
    ("POST", "/sessions/tickets"): "a ticket opens nothing until it becomes a token, which is recorded",
}
"""Plumbing whose success leaves no entry; its refusals do."""

UNNAMED = {"wrongdoing_reported", "wrongdoing_answer_read"}
"""Acts whose author the log does not name: whoever reports a wrong is protected (H-10)."""


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One service with somebody of each role signed in; these tests change nothing of it that others read."""
    with closing(House(tmp_path_factory.mktemp("routes"))) as house:
        for role in Role:
            house.somebody(role)
        yield house


@pytest.mark.proves("H-01")
def test_every_route_needs_a_permission_but_signing_in(furnished: House) -> None:
    """Nothing else is open, and a new route cannot forget its permission."""
    unguarded = {
        (method, route.path) for route in _routes(furnished) for method in route.methods if not _permissions(route)
    }

    assert unguarded == OPEN


def test_every_permission_of_a_route_is_somebodys(furnished: House) -> None:
    """A route whose permission nobody holds could not be used by anybody."""
    given = frozenset().union(*Rules.load().who.permissions.values())

    assert {name for route in _routes(furnished) for name in _permissions(route)} <= given


def test_nobody_reaches_a_closed_route(furnished: House) -> None:
    """Without a session each route answers 401, before it looks at what was sent."""
    for method, path in _closed(furnished):
        answer = furnished.ask(method, _filled(path), json={})

        assert answer.status_code == 401, (method, path)
        assert answer.json()["reference"] is not None


@pytest.mark.proves("H-01")
@pytest.mark.parametrize("role", Role)
def test_the_role_matrix_holds_on_every_route(furnished: House, role: Role) -> None:
    """Each role reaches exactly the routes whose permission it holds; a refusal is one entry (H-01)."""
    held = Rules.load().who.permissions[role]
    log = NewEntries(furnished.settings.audit_dir)
    log.told()

    for route in _routes(furnished):
        for method in route.methods:
            if (method, route.path) in OPEN or route.path == "/sessions":
                continue
            answer = furnished.ask(method, _filled(route.path), role.value, json={})
            told = log.told()
            tried("cells of routes and roles")
            refused = answer.status_code == 403 and answer.json()["rule"] == "H-01"

            assert refused == (not _permissions(route) <= held), (role, method, route.path)
            if refused:
                assert told == [("access_refused", "refused")]


@pytest.mark.proves("I-02", "I-03", "H-08")
def test_every_use_of_a_route_leaves_one_entry(furnished: House) -> None:
    """Whatever comes of it, done or refused, with who, role, training, when and where; a refusal says why and by what.

    Four routes of plumbing are named with their reasons.
    """
    permissions = Rules.load().who.permissions
    log = NewEntries(furnished.settings.audit_dir)
    log.told()
    for route in _routes(furnished):
        role = next((role for role in Role if _permissions(route) <= permissions[role]), Role.ADMINISTRATOR)
        for method in route.methods - {"HEAD"}:
            if route.path == "/sessions":
                continue
            answer = furnished.ask(method, _filled(route.path), role.value, json={})

            entries = log.entries()
            expected = 0 if (method, route.path) in UNRECORDED and answer.is_success else 1
            assert len(entries) == expected, (method, route.path, answer.status_code, entries)
            for entry in entries:
                tried("entries of routes read whole")
                _assert_whole(entry, "done" if answer.is_success else "refused")
                if (method, route.path) not in OPEN and entry.event.act not in UNNAMED:
                    _assert_by_somebody(entry, role)


def _assert_by_somebody(entry: Entry, role: Role) -> None:
    """Who, of which service, in which role, with which training status, and where."""
    event = entry.event
    assert event.actor_id, event
    assert event.service, event
    assert role.value in (event.role or "").split("+"), event
    assert event.certificate, event
    assert event.workstation, event


def _assert_whole(entry: Entry, result: str) -> None:
    """When, and with which result; of a refusal the rule and the reason as well."""
    event = entry.event
    assert entry.time.tzinfo is not None
    assert event.result == result, event
    if result == "refused":
        assert event.rule, event
        assert event.reason, event


def test_the_client_and_the_service_know_the_same_routes(furnished: House) -> None:
    """Each method of the client has its route, and no route is without its method."""
    source = "".join(path.read_text() for path in Path(subjects.__file__).parent.glob("*.py"))
    asked = re.findall(r'(?:_ask|ask|_send|send)\(\s*"([A-Z]+)", f?"([^"]+)"', source)

    answered = {(method, _shape(route.path)) for route in _routes(furnished) for method in route.methods}
    assert {(method, _shape(path)) for method, path in asked} == answered


def _routes(house: House) -> tuple[APIRoute, ...]:
    return routes_of(house.app)


def _closed(house: House) -> list[tuple[str, str]]:
    every = [(method, route.path) for route in _routes(house) for method in route.methods]
    return [each for each in every if each not in OPEN]


def _permissions(route: APIRoute) -> set[str]:
    return set(_found(route.dependant))


def _found(dependant: Dependant) -> list[str]:
    own = [dependant.call.permission] if isinstance(dependant.call, Permitted) else []
    return own + [name for each in dependant.dependencies for name in _found(each)]


def _filled(path: str) -> str:
    return re.sub(r"\{[^}]+\}", "unknown", path)


def _shape(path: str) -> str:
    return re.sub(r"\{[^}]+\}", "*", path)
