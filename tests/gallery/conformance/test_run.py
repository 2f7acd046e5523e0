"""The conformance run: what holds passes, and each broken control fails."""

import base64
import json
import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import select, update

from audits.event import Event
from audits.events import (
    LogGap,
    SearchCompleted,
    SearchReplayed,
    SearchStarted,
    ServiceStarted,
    SignedIn,
)
from audits.note import LogKey
from gallery.assessment.proofs import proofs
from gallery.conformance import logged, searching, staffing, youth
from gallery.conformance.destroying import destroyed_stays_destroyed
from gallery.conformance.elsewhere import NO_CHECK, sentences, shown_elsewhere
from gallery.conformance.enrolling import index_of_one_model
from gallery.conformance.examining import nothing_measured
from gallery.conformance.finding import Check, Finding, Outcome, Seen
from gallery.conformance.following import limits_stated
from gallery.conformance.holding import clocks_shipped, every_picture_has_a_state
from gallery.conformance.listing import investigators_see_no_list
from gallery.conformance.logged import log_closed, log_whole
from gallery.conformance.publishing import small_cells_withheld, unknown_kept
from gallery.conformance.run import BESIDE, IN_TURN
from gallery.conformance.searching import index_as_records, nothing_live
from gallery.conformance.securing import (
    data_closed,
    is_here,
    keys_closed,
    keys_differ,
    models_as_registered,
    nothing_listens,
    sessions_end,
)
from gallery.conformance.sharing import disclosure_abroad_off, type10_profiles_loaded
from gallery.conformance.staffing import aptitude_not_shown, official_named, roles_apart
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
    house.settings.gallery_dir.chmod(0o700)
    house.enrol(house.somebody(Role.RECORDS_CLERK), record(), picture())
    return house


def look(house: House, check: Check, **changed: Any) -> Outcome:
    """Return what one check makes of a service, with something of what it sees changed."""
    return found(house, check, **changed).outcome


def found(house: House, check: Check, **changed: Any) -> Finding:
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
            ask=lambda name, **parameters: parts.log.answer(name, parameters),
        )
        return check(replace(seen, **changed))


@pytest.mark.proves("W-22")
def test_every_requirement_has_an_outcome_and_the_whole_is_signed(held: House) -> None:
    """Pass, fail or unproven for each row, no person in it, and the log's own key under it (W-22)."""
    auditor = held.somebody(Role.AUDITOR)

    told = held.ask("POST", "/conformance", auditor).json()

    lines = {each["row"]: each for each in told["lines"]}
    assert len(lines) == 256
    assert {each["outcome"] for each in lines.values()} == {"pass", "fail", "unproven"}
    assert [lines[row]["outcome"] for row in ("B-01", "B-08", "D-01", "F-20", "F-32", "I-04", "M-11")] == ["pass"] * 7
    assert [lines[row]["outcome"] for row in ("A-11", "C-05", "I-01")] == ["unproven"] * 3
    assert lines["A-11"]["seen"].startswith("nothing to check yet: no decisions on requests")
    assert "tests of the service and of the page show it" in lines["C-05"]["seen"]
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


def _rules(house: House, part: str, **changed: Any) -> dict[str, Any]:
    rules = house.parts.rules
    return {"rules": replace(rules, **{part: replace(getattr(rules, part), **changed)})}


def _permit(role: Role, act: str) -> Callable[[House], dict[str, Any]]:
    def change(house: House) -> dict[str, Any]:
        permissions = house.parts.rules.who.permissions
        return _rules(house, "who", permissions={**permissions, role: permissions[role] | {act}})

    return change


def _idle(house: House) -> dict[str, Any]:
    held = house.parts.rules.who.accounts
    return _rules(house, "who", accounts=replace(held, session_idle=held.session_longest))


def _nobody(house: House) -> dict[str, Any]:
    return _rules(house, "publication", official_name="")


def _abroad(house: House) -> dict[str, Any]:
    return _rules(house, "sharing", outside=replace(house.parts.rules.sharing.outside, enabled=True))


def _casework(house: House, **changed: Any) -> dict[str, Any]:
    return {"casework": replace(house.parts.casework, **changed)}


def _copy_a_key(house: House) -> dict[str, Any]:
    keys = house.settings.keys_dir
    (keys / "copied.key").write_bytes((keys / "master.key").read_bytes())
    (keys / "copied.key").chmod(0o600)
    return {}


def _measured(house: House) -> dict[str, Any]:
    parts = house.parts.rules.casework.components
    return _rules(house, "casework", components=(replace(parts[0], title="Ratio of eyes to mouth"), *parts[1:]))


def _no_unknown(house: House) -> dict[str, Any]:
    return _rules(house, "casework", groups=tuple(replace(e, choices=()) for e in house.parts.rules.casework.groups))


def _no_clock(house: House) -> dict[str, Any]:
    profiles = house.parts.rules.eligibility.profiles
    return _rules(house, "eligibility", profiles={code: replace(each, clocks={}) for code, each in profiles.items()})


def _one_profile(house: House) -> dict[str, Any]:
    held = house.parts.rules.typeten.profiles
    return _rules(house, "typeten", profiles=dict(list(held.items())[:1]))


def _other_model(house: House) -> dict[str, Any]:
    return _casework(house, faces=SimpleNamespace(model_id="another", model_hashes={"another": ""}))


def _no_limits(house: House) -> dict[str, Any]:
    return _rules(house, "follow_up", standing="A person was found.")


BREAKS: tuple[tuple[Check, Callable[[House], dict[str, Any]]], ...] = (
    (keys_closed, _chmod(lambda house: house.settings.keys_dir / "master.key", 0o644)),
    (keys_differ, _copy_a_key),
    (data_closed, _chmod(lambda house: house.settings.gallery_dir, 0o755)),
    (log_closed, _chmod(lambda house: house.settings.audit_dir / "latest", 0o666)),
    (every_picture_has_a_state, _sql(update(eligibility).values(current=False))),
    (roles_apart, _sql(update(accounts).values(roles=["administrator", "examiner"]))),
    (index_as_records, _forget_reference),
    (destroyed_stays_destroyed, _resurrect),
    (watchers_cannot_search, _permit(Role.ANALYST, "request_submitted")),
    (auditors_read_only, _permit(Role.AUDITOR, "account_changed")),
    (aptitude_not_shown, _permit(Role.ANALYST, "known_task_scored")),
    (sessions_end, _idle),
    (official_named, _nobody),
    (disclosure_abroad_off, _abroad),
    (nothing_live, lambda house: {"routes": ("POST /streams/{id}",)}),
    (nothing_measured, _measured),
    (unknown_kept, _no_unknown),
    (clocks_shipped, _no_clock),
    (type10_profiles_loaded, _one_profile),
    (index_of_one_model, _other_model),
    (models_as_registered, _other_model),
    (small_cells_withheld, lambda house: _rules(house, "figures", minimum=1)),
    (limits_stated, _no_limits),
    (log_whole, _tamper),
)


@pytest.mark.proves("W-22")
def test_each_broken_control_fails(held: House) -> None:
    """Every check passes, then one control is broken after another, and exactly its check fails (W-22)."""
    whole = [look(held, check) for check, _ in BREAKS]

    broken = [look(held, check, **break_it(held)) for check, break_it in BREAKS]

    assert whole == [Outcome.PASS] * len(BREAKS)
    assert broken == [Outcome.FAIL] * len(BREAKS)


def _told(event: type[Event], **told: Any) -> Event:
    return event(actor_id="somebody", role="examiner", **told)


LATE_YOUTH = {"youth_returned": 1, "youth_rules": ["F-42.g"], "youth_until": ["2020-01-01"]}
LOGGED: tuple[tuple[Check, Outcome, Event, Event], ...] = (
    (
        searching.replays_identical,
        Outcome.PASS,
        _told(SearchReplayed, details={"identical": True}),
        _told(SearchReplayed, details={"identical": False}),
    ),
    (
        staffing.certificate_told_with_each_act,
        Outcome.PASS,
        _told(SearchStarted, certificate="none"),
        _told(SearchStarted, certificate=""),
    ),
    (logged.who_in_each_entry, Outcome.PASS, _told(SignedIn), SignedIn()),
    (
        logged.rule_in_each_refusal,
        Outcome.PASS,
        _told(SignedIn, result="refused", rule="M-03"),
        _told(SignedIn, result="refused"),
    ),
    (
        youth.within_the_access_period,
        Outcome.PASS,
        _told(SearchCompleted, details={**LATE_YOUTH, "youth_until": ["2099-01-01"], "request_id": "r"}),
        _told(SearchCompleted, details={**LATE_YOUTH, "request_id": "r"}),
    ),
    (
        logged.gaps_told,
        Outcome.PASS,
        _told(LogGap, details={"kind": "stop", "seconds": 5}),
        _told(ServiceStarted),
    ),
)


@pytest.mark.proves("W-22", "B-05", "F-42", "H-08", "I-02", "I-03", "I-09")
def test_what_entries_of_the_log_lack_is_seen(house: House) -> None:
    """An innocent entry and a pass, an entry that breaks the rule and a fail, one check after another (W-22)."""
    ledger = house.parts.ledger
    for check, expected, innocent, _ in LOGGED:
        ledger.record(innocent)
        if check is logged.gaps_told:
            ledger.record(_told(ServiceStarted))
        assert look(house, check) is expected, check.__name__

    for check, _, _, wrong in LOGGED:
        ledger.record(wrong)
        seen = found(house, check)
        assert seen.outcome is Outcome.FAIL, (check.__name__, seen.seen)


@pytest.mark.proves("W-22", "C-10")
def test_the_workflow_decides_who_sees_lists(held: House) -> None:
    """Investigators who examine first are told as what the rule does not want; the central unit's is (C-10)."""
    who = held.parts.rules.who
    central = replace(
        who.workflow, first_examiner_roles=frozenset({Role.EXAMINER}), verifier_roles=frozenset({Role.EXAMINER})
    )

    led = look(held, investigators_see_no_list)
    unit = look(held, investigators_see_no_list, **_rules(held, "who", workflow=central))

    assert (led, unit) == (Outcome.FAIL, Outcome.PASS)


@pytest.mark.proves("W-22", "M-04")
def test_a_socket_on_a_network_is_seen(held: House) -> None:
    """A listening socket of this process on every address of the machine fails, one on loopback does not (M-04)."""
    with socket.create_server(("127.0.0.1", 0)):
        before = look(held, nothing_listens)
        with socket.create_server(("0.0.0.0", 0)):  # noqa: S104  # what the check must see
            after = look(held, nothing_listens)

    assert (before, after) == (Outcome.PASS, Outcome.FAIL)
    assert not is_here("00000000:1F90")


@pytest.mark.proves("W-22")
def test_each_requirement_has_checks_or_a_sentence() -> None:
    """No row stands without either, and no sentence is of a row that there is none of (W-22)."""
    rows = set(proofs())
    told = [shown_elsewhere(each) for each in sentences()]

    assert set(sentences()) <= rows
    assert NO_CHECK not in told
    assert all(each.endswith(".") and len(each) > 40 for each in told)
    assert len(BESIDE) + len(IN_TURN) > 190


def _key(house: House) -> LogKey:
    return house.parts.floor.log.public_key
