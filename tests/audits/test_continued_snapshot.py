"""A snapshot that is continued says what one made anew would say, and one that is lost or half made costs nothing."""

import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from audits import events as acts
from audits.analytics import build, open_snapshot, read_snapshot
from audits.analytics.parts import parts_dir
from audits.segments import segment_paths
from benchmarks.grown_log import write_log
from kernel_lib.errors import LogDamaged
from tests.audits.snapshots import answers, content, sign_for, tangled_log, texted

PART = 250
EVENTS = 2_000


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log of two thousand tangled events."""
    return tangled_log(tmp_path_factory.mktemp("tangled") / "audit", EVENTS)


@pytest.fixture
def log(grown: Path, tmp_path: Path) -> Path:
    """The log, for one test to change."""
    shutil.copytree(grown, tmp_path / "audit")
    return tmp_path / "audit"


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Where the snapshot goes."""
    return tmp_path / "analytics" / "log.duckdb"


@pytest.mark.proves("I-05")
def test_it_says_the_same_however_it_was_continued(log: Path, target: Path, tmp_path: Path) -> None:
    """In steps of any size, over the borders of parts; every table at each step, every question in the end."""
    chance = random.Random(11)  # noqa: S311  # sizes of steps, no secret
    steps = [*sorted(chance.sample(range(100, EVENTS, 100), 5)), EVENTS]
    anew = tmp_path / "anew" / "log.duckdb"

    for size in steps:
        sign_for(log, size)
        assert build(log, target, part=PART).events == size
        build(log, anew, part=PART, anew=True)
        assert content(target) == content(anew), f"continued to {size} of steps {steps}"

    assert answers(target) == answers(anew)
    assert len(list(parts_dir(target).iterdir())) == EVENTS // PART


def test_parts_do_not_change_the_answers(log: Path, target: Path, tmp_path: Path) -> None:
    """All in one file, or most of it in files beside."""
    build(log, target, part=PART)
    build(log, tmp_path / "one.duckdb")

    assert content(target) == content(tmp_path / "one.duckdb")


def test_nothing_after_the_checkpoint_is_read(log: Path, target: Path) -> None:
    """Neither entries that nobody signed for yet nor the beginning of one that is being written."""
    sign_for(log, 700)
    with segment_paths(log)[-1].open("ab") as file:
        file.write(b'{"event":{"act":')

    build(log, target, part=PART)

    with open_snapshot(target) as connection:
        assert connection.execute("select count(*), max(sequence) from events").fetchall() == [(700, 700)]


@pytest.mark.parametrize("lost", ["log.duckdb", "log.parts/000000000251.parquet", "log.parts"])
def test_what_is_lost_is_made_again(log: Path, target: Path, lost: str) -> None:
    """Whichever file of the folder it is."""
    build(log, target, part=PART)
    before = content(target)
    gone = target.parent / lost
    shutil.rmtree(gone) if gone.is_dir() else gone.unlink()

    build(log, target, part=PART)

    assert content(target) == before


def test_what_is_damaged_is_made_again(log: Path, target: Path) -> None:
    """A snapshot that is no database, and a part that was cut."""
    build(log, target, part=PART)
    before = content(target)
    for path in (target, parts_dir(target) / "000000000001.parquet"):
        path.chmod(0o600)
        path.write_bytes(path.read_bytes()[:5_000])
        build(log, target, part=PART)
        assert content(target) == before


def test_another_log_is_not_added_to_the_old_one(log: Path, target: Path, tmp_path: Path) -> None:
    """After a restoration the log may be another, longer one: everything is made again."""
    sign_for(log, 1_000)
    build(log, target, part=PART)
    other = tangled_log(tmp_path / "other", 1_500, seed=6)

    build(other, target, part=PART)
    build(other, tmp_path / "alone.duckdb", part=PART)

    assert content(target) == content(tmp_path / "alone.duckdb")


@pytest.mark.parametrize("record", [3, 260, 1_999])
def test_a_changed_record_is_named(log: Path, target: Path, record: int) -> None:
    """Each line is compared with its own hash, in every part and in the end."""
    path = segment_paths(log)[0]
    lines = path.read_bytes().splitlines(keepends=True)
    lines[record - 1] = lines[record - 1].replace(b'"event":{"act":"', b'"event":{"act":"x', 1)
    path.write_bytes(b"".join(lines))

    with pytest.raises(LogDamaged, match=f"record {record}: "):
        build(log, target, part=PART)

    assert not target.exists()


def test_a_reader_keeps_the_old_one_whole(log: Path, target: Path) -> None:
    """Whoever has it open sees nothing of the new one, not even where the old tail became a part."""
    sign_for(log, 900)
    build(log, target, part=PART)

    with open_snapshot(target) as reader:
        sign_for(log, EVENTS)
        build(log, target, part=PART)
        seen = reader.execute("select count(*), max(sequence), count(distinct hash) from events").fetchall()

    assert seen == [(900, 900, 900)]
    assert read_snapshot(target).events == EVENTS


ENDED = """
import os, resource, signal, sys
from pathlib import Path
from audits.analytics import build

log, target, how = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
if how == "full":
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
kill = lambda done, _: os.kill(os.getpid(), signal.SIGKILL) if how == "killed" and done >= 1_500 else None
try:
    build(log, target, part=250, anew=how == "full", on_progress=kill)
except OSError as error:
    sys.exit(str(error))
"""


@pytest.mark.parametrize(("how", "code"), [("killed", -signal.SIGKILL), ("full", 1)])
def test_a_build_that_does_not_end_leaves_the_old_one(log: Path, target: Path, how: str, code: int) -> None:
    """Killed between two parts, or out of room; the next build clears up and goes on."""
    sign_for(log, 900)
    build(log, target, part=PART)
    before = content(target)
    sign_for(log, EVENTS)

    ended = subprocess.run(
        [sys.executable, "-c", ENDED, str(log), str(target), how], capture_output=True, text=True, check=False
    )

    assert ended.returncode == code, ended.stderr
    assert how == "killed" or "free space there" in ended.stderr
    assert content(target) == before
    assert build(log, target, part=PART).events == EVENTS
    assert sorted(path.name for path in target.parent.iterdir()) == ["log.duckdb", "log.parts"]


@pytest.mark.parametrize("spoken_of", ["case", "object", "detail"])
def test_an_old_part_that_speaks_of_a_request_is_read_again(tmp_path: Path, target: Path, spoken_of: str) -> None:
    """However it does so, and though the request is made known only long after."""
    how = {
        "case": {"case_id": "case"},
        "object": {"object_id": "request"},
        "detail": {"details": {"request_id": "request"}},
    }
    old = acts.SearchCompleted(actor_id="system", **how[spoken_of])
    others = [acts.SignedIn(actor_id="somebody") for _ in range(3 * PART)]
    new = acts.RequestSubmitted(actor_id="somebody", case_id="case", object_id="request")
    log = tmp_path / "audit"
    for _ in write_log(log, len(others) + 2, texted([old, *others, new])):
        pass
    sign_for(log, 3 * PART - 50)
    build(log, target, part=PART)

    sign_for(log, len(others) + 2)
    build(log, target, part=PART)

    with open_snapshot(target) as connection:
        assert connection.execute("select searched_at is not null from requests").fetchall() == [(True,)]
