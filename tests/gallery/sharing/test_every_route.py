"""Every route, tried by people of another service who hold every role, on what the first service owns (G-01, G-07)."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin

import pytest
from fastapi.routing import APIRoute
from pydantic import BaseModel

from gallery.rules import Rules
from gallery.service.app import routes_of
from gallery.service.door import Permitted
from kernel_lib.vocabulary import Role
from tests.counting import tried
from tests.gallery.casework.bench import GROUND, complete, decision, picture
from tests.gallery.enrolment.bookings import record
from tests.gallery.house import House
from tests.gallery.sharing.three import HALTON, three_rules

OF_ALL = re.compile(
    r"/(sessions|tokens|me|status|controls|stops|search-settings|backups|feed-keys|staff|staff-consent|log|questions|audit|analytics|events|publication|evaluations)"
)
"""The installation's own, which belongs to no service: signing in, bounds of searches, stops, backups, the log."""

OWN_LIST = "/chase-list/{waits_for}"
"""Answers with the asker's own list, whatever is asked for; here it is empty."""


@pytest.fixture(scope="module")
def owned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, dict[str, str]]]:
    """A service with a person in its gallery and a request in examination; another service with every role."""
    held = three_rules(Rules.load())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rules, "load", classmethod(lambda _: held))
        house = House(tmp_path_factory.mktemp("owned"))
        ids = _story(house)
        for role in Role:
            body = {"username": f"halton-{role}", "display_name": "Halton", "service": HALTON, "roles": [role]}
            made = house.ask("POST", "/accounts", "admin", json=body).json()
            house.passwords[f"halton-{role}"] = made["password"]
            house.sign_in(f"halton-{role}")
        yield house, ids
        house.close()


@pytest.mark.proves("G-01", "G-07")
def test_nothing_of_another_service_is_changed_or_shown_by_any_route(owned: tuple[House, dict[str, str]]) -> None:
    """Each route with ids of the first service and a body that its model takes: refused, and no record changes."""
    house, ids = owned
    rows: list[str] = _rows(house)
    opened: list[tuple[str, str, str]] = []

    for route in routes_of(house.app):
        role = next((each for each in Role if _permissions(route) <= Rules.load().who.permissions[each]), None)
        if role is None or OF_ALL.match(route.path) or not _permissions(route):
            continue
        path = re.sub(r"\{(\w+)(:\w+)?\}", lambda found: ids.get(found[1], ids["request_id"]), route.path)
        for method in route.methods - {"HEAD"}:
            answer = house.ask(method, path, f"halton-{role}", json=_body(route))
            tried("routes tried by another service")
            shown = [each for each in (*ids.values(), GROUND) if len(each) > 2 and each in _said(answer.text, path)]
            opened += [(method, route.path, str(shown))] if shown else []
            if answer.is_success and "{" in route.path and route.path != OWN_LIST:
                opened.append((method, route.path, answer.text[:200]))

    assert opened == []
    assert set(rows) - set(_rows(house)) == set()


@pytest.mark.proves("G-07")
def test_no_route_takes_the_service_that_a_search_is_for(owned: tuple[House, dict[str, str]]) -> None:
    """Whose search it is comes from who asks: no body or path of casework has a place for another service."""
    house, _ = owned
    naming = {
        (route.path, name)
        for route in routes_of(house.app)
        for name in (*_parameters(route), *_fields(route))
        if name in {"service", "on_behalf_of", "requester", "requester_id", "searcher", "agency"}
    }

    assert naming == {
        ("/accounts", "service"),
        ("/exits", "service"),  # taking out the data of one's own service; no search
        ("/sharing/agreements", "searcher"),
        ("/requests/{request_id}/external-results", "agency"),
    }


@pytest.mark.proves("G-07")
def test_comparing_faces_with_the_gallery_is_done_in_few_places_only() -> None:
    """Who compares is a closed list, each under a request, a written authority or an evaluation; no courtesy search."""
    callers = {
        path.as_posix()
        for path in Path("gallery").rglob("*.py")
        if re.search(r"index\.nearest\(|\.nearest\(", path.read_text()) and "gallery/index/" not in path.as_posix()
    }

    assert callers - {"gallery/command/index_speed.py", "gallery/command/bench_index.py"} == {
        "gallery/casework/search.py",
        "gallery/followup/array_proposal.py",
    }


def _story(house: House) -> dict[str, str]:
    """Enrol somebody, ask for a search, approve it, take the examination; return every id by its name in a path."""
    for role in (Role.RECORDS_CLERK, Role.INVESTIGATOR, Role.APPROVER, Role.EXAMINER, Role.COMPLIANCE):
        house.somebody(role)
    enrolled = house.enrol("records_clerk", record(), picture()).json()
    draft = complete(occurrence_number="2026-000777").model_dump(mode="json")
    request_id = house.ask("POST", "/requests", "investigator", json=draft).json()["id"]
    files = {"picture": ("still.png", picture(shade=70), "application/octet-stream")}
    house.ask("POST", f"/requests/{request_id}/probe", "investigator", files=files)
    chosen = {"face": 0, "why": "The person at the counter."}
    house.ask("PUT", f"/requests/{request_id}/face", "investigator", json=chosen)
    assert house.ask("POST", f"/requests/{request_id}/submission", "investigator").is_success
    approved = house.ask(
        "POST", f"/requests/{request_id}/approval", "approver", json=decision().model_dump(mode="json")
    )
    assert approved.is_success, approved.text
    person = house.ask("GET", "/people/S-1/standing", "records_clerk").json()["pictures"][0]
    return {
        "request_id": request_id,
        "subject_number": "S-1",
        "picture_id": str(person["picture_id"]),
        "lineage_id": str(person["lineage_id"]),
        "case": "2026-000777",
        "number": request_id,
        "sequence": "1",
        **({"reference": str(enrolled["reference"])} if enrolled.get("reference") else {}),
    }


def _said(text: str, path: str) -> str:
    """What was answered, without the address that the asker named."""
    return text.replace(path, "")


def _rows(house: House) -> list[str]:
    """Every record but those of signing in, of what the log has marked, and of feeds' own keys."""
    own = re.compile(r'INSERT INTO "(accounts|sessions|tokens|tickets|log_marks|sqlite_sequence)"')
    with closing(sqlite3.connect(house.settings.gallery_dir / "records.sqlite")) as database:
        return [line for line in database.iterdump() if not own.match(line)]


def _permissions(route: APIRoute) -> set[str]:
    found = [each.call.permission for each in route.dependant.dependencies if isinstance(each.call, Permitted)]
    return set(found)


def _parameters(route: APIRoute) -> list[str]:
    held = route.dependant
    return [each.name for each in (*held.path_params, *held.query_params, *held.body_params)]


def _models(route: APIRoute) -> list[type[BaseModel]]:
    kinds = [each.field_info.annotation for each in route.dependant.body_params]
    return [each for each in kinds if isinstance(each, type) and issubclass(each, BaseModel)]


def _fields(route: APIRoute) -> list[str]:
    return [name for model in _models(route) for name in model.model_fields]


def _body(route: APIRoute) -> dict[str, Any]:
    models = _models(route)
    return _filled(models[0]) if models else {}


def _filled(model: type[BaseModel]) -> dict[str, Any]:
    return {name: _value(each.annotation) for name, each in model.model_fields.items() if each.is_required()}


def _value(kind: Any) -> Any:
    if get_origin(kind) in (Union, UnionType):
        return _value(next(each for each in get_args(kind) if each is not type(None)))
    if get_origin(kind) is tuple:
        return [_value(get_args(kind)[0])]
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return _filled(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind)).value
    simple = {str: "AB", bool: True, int: 1, float: 0.5, date: "2026-11-24", datetime: "2026-11-24T12:00:00Z"}
    return simple.get(kind, {})
