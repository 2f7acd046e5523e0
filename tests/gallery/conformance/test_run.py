"""The conformance run: what holds passes, and each broken control fails."""

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import select, update

from audits.note import LogKey
from gallery.conformance.around import (
    disclosure_abroad_off,
    keys_closed,
    log_closed,
    log_whole,
    nothing_live,
    official_named,
    sessions_end,
)
from gallery.conformance.finding import Check, Outcome, Seen
from gallery.conformance.kept import (
    destroyed_stays_destroyed,
    every_picture_has_a_state,
    index_as_records,
    roles_apart,
)
from gallery.conformance.tried import auditors_read_only, watchers_cannot_search
from gallery.control.tuning import in_force
from gallery.records.held import eligibility
from gallery.records.who import accounts
from kernel_lib.vocabulary import Role
from tests.gallery.casework.bench import picture
from tests.gallery.enrolment.bookings import record
from tests.gallery.house import House


@pytest.fixture
def held(house: House) -> House:
    """A service with one picture in its gallery."""
    house.enrol(house.somebody(Role.RECORDS_CLERK), record(), picture())
    return house


def look(house: House, check: Check, **changed: Any) -> Outcome:
    """Let one check look at a service, with something of what it sees changed."""
    parts = house.parts
    with parts.floor.database.transaction() as connection:
        seen = Seen(
            connection=connection,
            settings=house.settings,
            rules=in_force(connection, parts.rules),
            casework=parts.casework,
            log=parts.log,
            destroyed=parts.floor.destroyed.lineages,
            last_acts={},
            routes=house.app.state.routes,
            now=parts.ledger.now(),
        )
        return check(replace(seen, **changed)).outcome


@pytest.mark.proves("W-22")
def test_every_requirement_has_an_outcome_and_the_whole_is_signed(held: House) -> None:
    """Pass, fail or unproven for each row, no person in it, and the log's own key under it (W-22)."""
    auditor = held.somebody(Role.AUDITOR)

    told = held.ask("POST", "/conformance", auditor).json()

    lines = {each["row"]: each for each in told["lines"]}
    assert len(lines) == 256
    assert {each["outcome"] for each in lines.values()} == {"pass", "fail", "unproven"}
    assert [lines[row]["outcome"] for row in ("A-11", "B-01", "B-08", "D-01", "F-20", "F-32", "I-01", "M-11")] == [
        "pass"
    ] * 8
    assert [lines[row]["outcome"] for row in ("L-01", "K-03", "M-10")] == ["fail"] * 3
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(told["public_key"]))
    public.verify(base64.b64decode(told["signature"]), told["document"].encode())
    assert base64.b64decode(told["public_key"]) == _key(held).raw
    assert json.loads(told["document"])["lines"] == told["lines"]
    with held.parts.ledger.reading() as connection:
        people = connection.execute(select(accounts.c.id)).scalars().all()
    assert [each for each in (*people, "records_clerk", record()["subject_number"]) if each in told["document"]] == []
    assert held.entries()[-1].event.details["sha256"] == told["sha256"]


@pytest.mark.proves("W-22")
def test_a_run_changes_nothing(held: House) -> None:
    """What is tried is undone: no stop stands afterwards, and who reads only may run it (W-22)."""
    held.ask("POST", "/conformance", held.somebody(Role.AUDITOR))

    status = held.ask("GET", "/status", held.somebody(Role.COMPLIANCE)).json()
    controls = held.ask("GET", "/controls", held.somebody(Role.COMPLIANCE)).json()

    assert (status["stopped"], controls["stops"]) == ([], [])


def _chmod(path: Callable[[House], Path], mode: int) -> Callable[[House], dict[str, Any]]:
    def change(house: House) -> dict[str, Any]:
        path(house).chmod(mode)
        return {}

    return change


def _tamper(house: House) -> dict[str, Any]:
    segment = sorted((house.settings.audit_dir / "segments").iterdir())[0]
    segment.write_bytes(segment.read_bytes().replace(b"signed_in", b"signed_up", 1))
    return {}


def _sql(statement: Any) -> Callable[[House], dict[str, Any]]:
    def change(house: House) -> dict[str, Any]:
        with house.parts.ledger.unrecorded() as connection:
            connection.execute(statement)
        return {}

    return change


def _forget_reference(house: House) -> dict[str, Any]:
    house.parts.index.remove(sorted(house.parts.index.numbers))
    return {}


def _resurrect(house: House) -> dict[str, Any]:
    return {"destroyed": house.parts.images.lineages()}


def _permit(role: Role, act: str) -> Callable[[House], dict[str, Any]]:
    def change(house: House) -> dict[str, Any]:
        rules = house.parts.rules
        permissions = {**rules.who.permissions, role: rules.who.permissions[role] | {act}}
        return {"rules": replace(rules, who=replace(rules.who, permissions=permissions))}

    return change


def _idle(house: House) -> dict[str, Any]:
    rules = house.parts.rules
    accounts_rules = replace(rules.who.accounts, session_idle=rules.who.accounts.session_longest)
    return {"rules": replace(rules, who=replace(rules.who, accounts=accounts_rules))}


def _nobody(house: House) -> dict[str, Any]:
    rules = house.parts.rules
    return {"rules": replace(rules, publication=replace(rules.publication, official_name=""))}


def _abroad(house: House) -> dict[str, Any]:
    rules = house.parts.rules
    outside = replace(rules.sharing.outside, enabled=True)
    return {"rules": replace(rules, sharing=replace(rules.sharing, outside=outside))}


BREAKS: tuple[tuple[Check, Callable[[House], dict[str, Any]]], ...] = (
    (keys_closed, _chmod(lambda house: house.settings.keys_dir / "master.key", 0o644)),
    (log_closed, _chmod(lambda house: house.settings.audit_dir / "latest", 0o666)),
    (every_picture_has_a_state, _sql(update(eligibility).values(current=False))),
    (roles_apart, _sql(update(accounts).values(roles=["administrator", "examiner"]))),
    (index_as_records, _forget_reference),
    (destroyed_stays_destroyed, _resurrect),
    (watchers_cannot_search, _permit(Role.ANALYST, "request_submitted")),
    (auditors_read_only, _permit(Role.AUDITOR, "account_changed")),
    (sessions_end, _idle),
    (official_named, _nobody),
    (disclosure_abroad_off, _abroad),
    (nothing_live, lambda house: {"routes": ("POST /streams/{id}",)}),
    (log_whole, _tamper),
)


@pytest.mark.proves("W-22")
def test_each_broken_control_fails(held: House) -> None:
    """Every check passes, then one control is broken after another, and exactly its check fails (W-22)."""
    whole = [look(held, check) for check, _ in BREAKS]

    broken = [look(held, check, **break_it(held)) for check, break_it in BREAKS]

    assert whole == [Outcome.PASS] * len(BREAKS)
    assert broken == [Outcome.FAIL] * len(BREAKS)


def _key(house: House) -> LogKey:
    return house.parts.floor.log.public_key
