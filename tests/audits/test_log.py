"""A record is durable or refused: never torn, never lost, never written by two."""

import json
import os
import resource
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from audits.events import SearchStarted, SignedIn
from audits.log import Log, read
from audits.segments import NO_RECORD, decode, segment_paths
from audits.verify import verify
from kernel_lib.errors import LogDamaged, LogUnavailable
from kernel_lib.hashing import canonical_json, sha256_hex

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)

WRITER = """
import sys
from pathlib import Path
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from audits.checkpoint import open_log
from audits.events import SearchStarted

key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
with open_log(Path(sys.argv[1]), key) as log:
    while True:
        entry = log.append(SearchStarted(actor_id="a", object_id="request-1"))
        sys.stdout.write(f"{entry.sequence}\\n")
        sys.stdout.flush()
"""

FILLER = """
import resource, sys
from pathlib import Path
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from audits.checkpoint import open_log
from audits.events import SearchStarted, ServiceStopped
from kernel_lib.errors import LogUnavailable

key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
with open_log(Path(sys.argv[1]), key) as log:
    resource.setrlimit(resource.RLIMIT_FSIZE, (5000, resource.RLIM_INFINITY))
    written, refused = 0, 0
    for _ in range(40):
        try:
            written = log.append(SearchStarted(actor_id="a")).sequence
        except LogUnavailable as error:
            refused += 1
            message = str(error)
    size_when_full = log.size
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    after = log.append(ServiceStopped(actor_id="system")).sequence
sys.stdout.write(f"{written} {refused} {size_when_full} {after}\\n{message}\\n")
"""


def test_a_record_is_the_canonical_json_of_what_it_says(folder: Path) -> None:
    """By hand: take the hash out, write the rest canonically, hash it."""
    log = Log(folder)

    entry = log.append(SignedIn(actor_id="a"), NOON)

    log.close()
    line = (folder / "segments" / "000000000001.jsonl").read_bytes()
    record = json.loads(line)
    stated = record.pop("hash")
    assert stated == sha256_hex(canonical_json(record)) == entry.hash
    assert record["previous"] == NO_RECORD
    assert record["time"] == "2026-11-24T12:00:00.000000Z"
    assert decode(line[:-1]) == entry


def test_entries_are_read_in_order(folder: Path) -> None:
    """What was appended is what is read."""
    log = Log(folder)
    written = [log.append(SearchStarted(actor_id="a", object_id=f"r{number}"), NOON) for number in range(5)]
    log.close()

    assert list(read(folder)) == written


def test_a_full_segment_is_followed_by_another(folder: Path) -> None:
    """Segments are named by their first record; the chain goes on through them, and through reopening."""
    for _ in range(2):
        log = Log(folder, records_limit=3)
        for _ in range(4):
            log.append(SignedIn(actor_id="a"), NOON)
        log.close()

    names = [path.stem for path in segment_paths(folder)]
    assert names == ["000000000001", "000000000004", "000000000007"]
    assert [entry.sequence for entry in read(folder)] == list(range(1, 9))


def test_a_segment_is_full_by_size_too(folder: Path) -> None:
    """A limit in bytes opens the next segment."""
    log = Log(folder, bytes_limit=100)
    log.append(SignedIn(actor_id="a"), NOON)
    log.append(SignedIn(actor_id="a"), NOON)
    log.close()

    assert len(segment_paths(folder)) == 2


def test_a_second_writer_is_refused(folder: Path) -> None:
    """One service writes; the other is told so."""
    log = Log(folder)

    with pytest.raises(LogUnavailable, match="held by another process"):
        Log(folder)

    log.close()
    Log(folder).close()


def test_a_closed_log_refuses(folder: Path) -> None:
    """Nothing is written after the lock is given back."""
    log = Log(folder)
    log.close()

    with pytest.raises(LogUnavailable, match="closed"):
        log.append(SignedIn(actor_id="a"), NOON)


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    """A file where the folder should be."""
    (tmp_path / "file").write_text("")

    with pytest.raises(LogUnavailable, match="cannot be written"):
        Log(tmp_path / "file" / "audit")


def test_a_damaged_log_is_not_opened(folder: Path) -> None:
    """Opening names the place and leaves the bytes as they are."""
    log = Log(folder)
    for _ in range(3):
        log.append(SignedIn(actor_id="a"), NOON)
    log.close()
    path = segment_paths(folder)[0]
    damaged = path.read_bytes().replace(b'"sequence":2', b'"sequence":9')
    path.write_bytes(damaged)

    with pytest.raises(LogDamaged, match=r"000000000001\.jsonl, line 2"):
        Log(folder)

    assert path.read_bytes() == damaged


def test_a_record_taken_back_leaves_no_trace(folder: Path) -> None:
    """Also when it was the first of a new segment."""
    log = Log(folder, records_limit=1)
    kept = log.append(SignedIn(actor_id="a"), NOON)
    head = log.head
    log.append(SignedIn(actor_id="b"), NOON)

    log.take_back()

    assert log.head == head
    assert list(read(folder)) == [kept]
    assert log.append(SignedIn(actor_id="c"), NOON).sequence == 2
    log.close()
    assert len(list(read(folder))) == 2


def test_a_killed_writer_loses_nothing_that_was_acknowledged(folder: Path) -> None:
    """SIGKILL in the middle of appending: what was acknowledged is there, the gap is recorded, the log is whole."""
    process = subprocess.Popen([sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    told = [int(process.stdout.readline()) for _ in range(150)]
    os.kill(process.pid, signal.SIGKILL)
    told += [int(line) for line in process.stdout.read().splitlines()]
    process.wait()
    process.stdout.close()

    _reopen(folder)

    acts = [entry.event.act for entry in read(folder)]
    assert told == list(range(1, len(told) + 1))
    assert acts[: len(told)] == ["search_started"] * len(told)
    assert "log_gap" in acts[len(told) :]
    verdict = verify(folder)
    assert verdict.whole, verdict.faults


def test_a_full_disk_stops_the_log_and_loses_nothing(folder: Path) -> None:
    """No space: each append is refused, nothing is torn, and the log goes on once there is space."""
    done = subprocess.run(
        [sys.executable, "-c", FILLER, str(folder)], capture_output=True, text=True, check=True, timeout=60
    )

    counts, message = done.stdout.splitlines()
    written, refused, size_when_full, after = (int(part) for part in counts.split())
    assert written + refused == 40
    assert refused > 10
    assert (size_when_full, after) == (written, written + 1)
    assert "cannot be written (File too large); nothing may run" in message
    assert [entry.sequence for entry in read(folder)] == list(range(1, after + 1))
    verdict = verify(folder)
    assert verdict.whole, verdict.faults


def test_resource_limits_are_as_the_test_above_needs_them() -> None:
    """The limit on file size may be lowered here."""
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[1] == resource.RLIM_INFINITY


def _reopen(folder: Path) -> None:
    script = WRITER.replace("while True:", "for _ in range(3):")
    subprocess.run([sys.executable, "-c", script, str(folder)], check=True, capture_output=True, timeout=60)
