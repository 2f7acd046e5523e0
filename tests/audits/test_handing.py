"""A file that is handed over stands alone, names nobody where people are veiled, and can be written month by month."""

import hashlib
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from audits import events as acts
from audits.analytics import build, hand_over, new_veil, write_months
from audits.note import LogKey, read_note
from benchmarks.grown_log import KEY, ORIGIN, write_log
from kernel_lib.errors import NotFound
from tests.audits.snapshots import content, tangled_log, texted

PEOPLE = tuple(f"person-{number}" for number in range(6))
SETTER = "0199e7a2-4f00-7abc-8def-0123456789ab"
PART = 250


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The snapshot of a thousand tangled events, most of them in parts."""
    folder = tmp_path_factory.mktemp("handing")
    build(tangled_log(folder / "audit", 1_100), folder / "analytics" / "log.duckdb", part=PART)
    return folder / "analytics" / "log.duckdb"


def rows(path: Path, statement: str) -> list[tuple[Any, ...]]:
    """Ask a file that stands alone."""
    with duckdb.connect(path, read_only=True, config={"enable_external_access": "false"}) as connection:
        return connection.execute(statement).fetchall()


def test_it_stands_alone(snapshot: Path, tmp_path: Path) -> None:
    """All entries, those of the parts too, and the same told of them, with nothing else to be read."""
    target = tmp_path / "audit.duckdb"

    made_of = hand_over(snapshot, target)

    assert made_of.events == 1_100
    for name, expected in content(snapshot).items():
        assert rows(target, f"select * from {name} order by all") == expected, name  # noqa: S608  # a name of ours
    assert [path.name for path in tmp_path.iterdir()] == ["audit.duckdb"]


def test_veiled_people_are_nowhere_in_it(snapshot: Path, tmp_path: Path) -> None:
    """Not as actors, not in details, not at their desks, and not to be tried out against the hash of an entry."""
    target = tmp_path / "audit.duckdb"
    hand_over(snapshot, target, veil=new_veil())

    told = str([rows(target, f"from {name}") for name in content(snapshot)])  # a name of ours
    words = [*(f"'{person}'" for person in PEOPLE), *(f'"{person}"' for person in PEOPLE), "desk-"]

    assert not [word for word in words if word in told]
    assert rows(target, "select count(hash), count(distinct actor_id), count(distinct workstation) from events") == [
        (0, 7, 4)
    ]
    assert not [person for person in PEOPLE if f'"{person}"'.encode() in target.read_bytes()]


def test_a_veiled_person_is_one_person_in_one_file_only(snapshot: Path, tmp_path: Path) -> None:
    """Counts by person stay; the same veil gives the same words, another veil others."""
    veil, counted = new_veil(), "select actor_id, count(*) from events group by 1 order by 2, 1"
    for name, key in (("a", veil), ("b", veil), ("c", new_veil()), ("plain", "")):
        hand_over(snapshot, tmp_path / f"{name}.duckdb", veil=key)
    a, b, c, plain = (rows(tmp_path / f"{name}.duckdb", counted) for name in ("a", "b", "c", "plain"))

    assert sorted(count for _, count in a) == sorted(count for _, count in plain)
    assert a == b
    assert {word for word, _ in a} & {word for word, _ in c} == {"system"}
    assert rows(tmp_path / "a.duckdb", "select count(*) from approvals where requester_id = approver_id") == rows(
        tmp_path / "plain.duckdb", "select count(*) from approvals where requester_id = approver_id"
    )


def test_an_account_that_never_acted_is_veiled_too(tmp_path: Path) -> None:
    """As the object of an act on accounts, and where details say who is asked for."""
    told = (
        acts.AccountChanged(actor_id="keeper", object_id="quiet-one"),
        acts.SignedOut(actor_id="keeper", details={"ended_by": "person", "kind": "person", "set_by": SETTER}),
        acts.RequestApproved(
            actor_id="keeper", object_id="r", details={"requester_id": "asker", "also": ["asker", "r"]}
        ),
    )
    for _ in write_log(tmp_path / "audit", len(told), texted(told)):
        pass
    build(tmp_path / "audit", tmp_path / "log.duckdb")

    hand_over(tmp_path / "log.duckdb", tmp_path / "audit.duckdb", veil=new_veil())

    found = str(rows(tmp_path / "audit.duckdb", "from events"))
    assert not [word for word in ("quiet-one", "asker", "keeper", SETTER) if word in found]
    assert '"ended_by":"person","kind":"person"' in found
    assert '"r"]' in found


def test_months_are_parquet_with_a_manifest(snapshot: Path, tmp_path: Path) -> None:
    """Every entry once; the manifest has each file's hash and the signed checkpoint they end at."""
    hand_over(snapshot, tmp_path / "audit.duckdb")

    months = write_months(tmp_path / "audit.duckdb", tmp_path / "out")

    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert [each.file for each in months] == ["2025-12.parquet", "2026-01.parquet"]
    for each in manifest["files"]:
        assert hashlib.sha256((tmp_path / "out" / each["file"]).read_bytes()).hexdigest() == each["sha256"]
    assert read_note(manifest["checkpoint"].encode(), LogKey.of(ORIGIN, KEY), "manifest").size == 1_100
    with duckdb.connect() as connection:
        read = connection.read_parquet(f"{tmp_path}/out/*.parquet").order("sequence").fetchall()
    assert read == rows(tmp_path / "audit.duckdb", "from events order by sequence")


def test_a_file_of_counts_has_no_months(tmp_path: Path) -> None:
    """An analyst's file holds no entries, and nothing is written."""
    with duckdb.connect(tmp_path / "counts.duckdb") as connection:
        connection.execute("create table requests_by_quarter as select 1 as count")

    with pytest.raises(NotFound, match="counts"):
        write_months(tmp_path / "counts.duckdb", tmp_path / "out")

    assert not (tmp_path / "out").exists()
