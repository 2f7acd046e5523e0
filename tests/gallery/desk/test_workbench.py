"""Who may take which file away, and ask which questions: entries for those who read the log, counts for analysts."""

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from gallery.desk.workbench import Workbench
from gallery.rules.cubes import build
from gallery.rules.reading import read_toml
from kernel_lib.errors import SettingsError
from kernel_lib.vocabulary import Role
from tests.gallery.house import House


@pytest.mark.proves("W-24")
def test_an_analyst_takes_counts_away_and_no_entry(house: House, tmp_path: Path) -> None:
    """No table of entries, no account and no case is in the file, and the log says what was handed over."""
    analyst = house.somebody(Role.ANALYST)
    account = house.ask("GET", "/me", analyst).json()["id"]

    content = house.ask("GET", "/analytics/snapshot", analyst).content

    tables = _tables(content, tmp_path)
    assert "requests_by_quarter" in tables
    assert not {"events", "snapshot", "request_stages"} & tables
    assert account.encode() not in content
    assert house.entries()[-1].event.details["what"] == "counts"


def test_an_auditor_takes_entries_away(house: House, tmp_path: Path) -> None:
    """With accounts as they are, for an auditor may look at them."""
    auditor = house.somebody(Role.AUDITOR)
    account = house.ask("GET", "/me", auditor).json()["id"]

    content = house.ask("GET", "/analytics/snapshot", auditor).content

    assert "events" in _tables(content, tmp_path)
    assert account in _people(content, tmp_path)
    assert house.entries()[-1].event.details["what"] == "entries"


@pytest.mark.proves("W-24")
def test_who_may_not_look_at_accounts_gets_other_words_for_people(house: House, tmp_path: Path) -> None:
    """The same in one file, others in the next: two files cannot be laid together, nor beside the log."""
    auditor = house.somebody(Role.AUDITOR)
    account = house.ask("GET", "/me", auditor).json()["id"]
    person = house.parts.sessions.resolve(house.sessions[auditor])
    bench = _bench_of_those_who_know_nobody(house)

    first, second = bench.export(person), bench.export(person)

    assert account not in _people(first, tmp_path)
    assert len(_people(first, tmp_path)) == len(_people(second, tmp_path)) > 0
    assert not (_people(first, tmp_path) & _people(second, tmp_path)) - {"system", None}


@pytest.mark.proves("W-24")
def test_an_analyst_is_shown_and_answered_only_questions_over_counts(house: House) -> None:
    """A question over entries is not there for an analyst, and the refusal is an entry."""
    analyst = house.somebody(Role.ANALYST)
    listed = {each["name"] for each in house.ask("GET", "/questions", analyst).json()["questions"]}

    answered = house.ask("POST", "/questions/requests_by_quarter", analyst, json={"parameters": {}})
    refused = house.ask("POST", "/questions/approvals_quick", analyst, json={"parameters": {}})

    assert "requests_by_quarter" in listed
    assert "approvals_quick" not in listed
    assert answered.status_code == 200
    assert refused.status_code == 404
    assert house.entries()[-1].event.result == "refused"


def test_a_second_asking_is_answered_from_the_same_file(house: House) -> None:
    """The counts of closed quarters do not change, so the file is made once."""
    analyst = house.somebody(Role.ANALYST)
    made = house.settings.analytics_dir / "counts.duckdb"

    house.ask("POST", "/questions/requests_by_quarter", analyst, json={"parameters": {}})
    first = made.stat().st_ino
    house.ask("POST", "/questions/sources_of_pictures", analyst, json={"parameters": {}})
    second = made.stat().st_ino
    house.clock.forward(days=100)
    house.sign_in(analyst)
    house.ask("POST", "/questions/sources_of_pictures", analyst, json={"parameters": {}})

    assert first == second != made.stat().st_ino


def test_a_limit_that_protects_nobody_is_refused() -> None:
    """With fewer than three, the one who is counted beside another knows the other."""
    file = read_toml("cubes")

    with pytest.raises(SettingsError, match="minimum of 3 or more"):
        build(replace(file, data={"minimum": 2, "settle_days": 60}))


def _bench_of_those_who_know_nobody(house: House) -> Workbench:
    authority = house.parts.authority
    permissions = {role: allowed - {"account_viewed"} for role, allowed in authority.permissions.items()}
    blind = replace(authority, permissions=permissions)
    return Workbench(house.parts.ledger, blind, house.parts.log, house.parts.rules.cubes, house.settings.analytics_dir)


def _tables(content: bytes, folder: Path) -> set[str]:
    (folder / "taken.duckdb").write_bytes(content)
    with duckdb.connect(folder / "taken.duckdb", read_only=True) as connection:
        return {name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()}


def _people(content: bytes, folder: Path) -> set[str | None]:
    (folder / "taken.duckdb").write_bytes(content)
    with duckdb.connect(folder / "taken.duckdb", read_only=True) as connection:
        return {name for (name,) in connection.execute("select distinct actor_id from events").fetchall()}
