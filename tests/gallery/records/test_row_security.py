"""Every table that holds rows of a police service has a policy for them, held against the schema of a real server."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from gallery.records.database import Database
from tests.gallery.casework.bench import Bench
from tests.gallery.casework.test_story import test_two_examiners_who_agree_make_a_lead as tell_the_story
from tests.standing import STANDING

pytestmark = [pytest.mark.records("postgres"), pytest.mark.proves("G-01")]

NOBODYS = {
    "absence_proofs": "proofs that a destroyed template is in no index; they name numbers of files only",
    "alembic_version": "the revision of the schema",
    "evaluations": "accuracy of a face model, filed for the installation",
    "identity_keys": "which identity key the records are sealed with",
    "job_runs": "when the schedule ran",
    "key_changes": "changes of the installation's own keys",
    "log_marks": "the place in the log that the records have reached",
    "models_in_use": "the face model of the installation",
    "reckonings": "how far a reckoning of states has come",
    "reference_changes": "numbers of the index that changed; the picture is named by biometric_references alone",
    "report_runs": "runs of reports; the service that one is released to stands in report_releases",
    "search_settings": "thresholds of the installation",
    "staff_checks": "when staff were looked for; what was found stands in staff_findings",
    "stops": "stops of the installation, or of what they name",
    "wrongdoing_reports": "sealed, and of a person who stays unknown: no service may read it",
}
"""Tables without a policy, and why no row of theirs is a service's; with row security on, a reader sees no row."""

OPEN = {"subjects", "booking_events", "charges", "pictures", "eligibility", "biometric_references"}
OWNERS = {"service", "owner", "searcher", "partner"}

_POLICIES = "SELECT CAST(CAST(polrelid AS regclass) AS text) FROM pg_policy"
_COLUMNS = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()"
_KEYS = """
    SELECT CAST(CAST(conrelid AS regclass) AS text), CAST(CAST(confrelid AS regclass) AS text), attname
    FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1] WHERE contype = 'f'
"""
_UNSECURED = """
    SELECT relname FROM pg_class
    WHERE relkind = 'r' AND relnamespace = CAST(current_schema() AS regnamespace) AND NOT relrowsecurity
"""
_GRANTED = """
    SELECT table_name FROM information_schema.table_privileges
    WHERE table_schema = current_schema() AND grantee IN ('leadbook_reader', 'PUBLIC')
"""


@pytest.fixture
def owner() -> Iterator[psycopg.Connection[Any]]:
    """A connection of the tables' owner to a database with the newest schema."""
    with psycopg.connect(STANDING.server.fresh(), autocommit=True) as connection:
        yield connection


def test_every_table_that_holds_rows_of_a_service_has_a_policy(owner: psycopg.Connection[Any]) -> None:
    """By a column that names the service, or a key to a table that has one; what has none is listed with a reason."""
    with_policy = _names(owner, _POLICIES)
    columns = owner.execute(_COLUMNS).fetchall()

    named = {table for table, column in columns if column in OWNERS}
    reached = _reached(owner, named)

    assert len(named) > 30
    assert (named | reached) - with_policy - set(NOBODYS) == set()
    assert {table for table, _ in columns} - with_policy - set(NOBODYS) == set()
    assert with_policy & set(NOBODYS) == set()
    assert named & set(NOBODYS) == set()
    assert _names(owner, _UNSECURED) == set()
    assert _names(owner, _GRANTED) == OPEN


def test_a_table_that_is_granted_by_mistake_shows_the_rows_of_one_service(tmp_path: Path) -> None:
    """After a whole story, with every table granted: each row to its own service alone, and none without a service."""
    bench = Bench(tmp_path)
    bench.enrol()
    tell_the_story(bench)
    bench.database.close()
    url = bench.database_url
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO leadbook_reader")
        with_policy = sorted(_names(owner, _POLICIES))
        held = {table: _count(owner, table) for table in with_policy}
        services = sorted(_names(owner, "SELECT service FROM accounts"))

    with psycopg.connect(url.replace("user=leadbook", "user=analyst"), autocommit=True) as reader:
        seen = {}
        for service in ("", "nobody", *services):
            reader.execute(sql.SQL("SET leadbook.service = {}").format(sql.Literal(service)))
            seen[service] = {table: _count(reader, table) for table in with_policy}
        marks = _count(reader, "log_marks")

    filled = {table for table, rows in held.items() if rows}
    assert {"requests", "probe_faces", "candidates", "examination_versions", "leads", "certificates"} <= filled
    assert len(services) > 1
    assert {table: sum(seen[service][table] for service in services) for table in with_policy} == held
    assert {table for table in filled if seen["demo"][table] == held[table]} == filled - {"accounts", "certificates"}
    assert set(seen["nobody"].values()) == set(seen[""].values()) == {0}
    assert marks == 0


def test_a_policy_that_somebody_changed_is_made_good_at_the_next_start(owner: psycopg.Connection[Any]) -> None:
    """Dropped, widened, or taken out of force: a start puts it back, and touches no other."""
    before = _policies(owner)
    owner.execute("ALTER POLICY own_service ON requests USING (true)")
    owner.execute("DROP POLICY own_service ON leads")
    owner.execute("ALTER TABLE cases DISABLE ROW LEVEL SECURITY")

    Database.open(Path("/nowhere"), _url(owner)).close()

    after = _policies(owner)
    changed = {table for table, (number, rule) in after.items() if before[table] != (number, rule)}
    assert changed == {"requests", "leads"}
    assert {table: rule for table, (_, rule) in after.items()} == {table: rule for table, (_, rule) in before.items()}
    assert _names(owner, _UNSECURED) == set()


def _reached(owner: psycopg.Connection[Any], named: set[str]) -> set[str]:
    """Return the tables from which keys lead to a named one; of keys to accounts, those that say whose the row is."""
    keys = [key for key in owner.execute(_KEYS).fetchall() if key[1] != "accounts" or key[2] == "account_id"]
    reached = set(named)
    while found := {table for table, to, _ in keys if to in reached} - reached:
        reached |= found
    return reached - named


def _policies(owner: psycopg.Connection[Any]) -> dict[str, tuple[int, str]]:
    statement = "SELECT CAST(CAST(polrelid AS regclass) AS text), oid, pg_get_expr(polqual, polrelid) FROM pg_policy"
    return {table: (number, rule) for table, number, rule in owner.execute(statement).fetchall()}


def _names(connection: psycopg.Connection[Any], statement: Any) -> set[str]:
    return {row[0] for row in connection.execute(statement).fetchall()}


def _count(connection: psycopg.Connection[Any], table: str) -> int:
    row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
    assert row is not None
    return int(row[0])


def _url(owner: psycopg.Connection[Any]) -> str:
    return STANDING.server.url(owner.info.dbname)
