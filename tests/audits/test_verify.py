"""Whatever is done to the log's files, verification says that it was done and where."""

import shutil
import string
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audits.events import SearchCompleted, SignedIn
from audits.log import Log
from audits.note import Checkpoint, LogKey, read_note, sign
from audits.segments import encode, read, segment_path, segment_paths
from audits.verify import describe, verify
from benchmarks.grown_log import grow

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
SEGMENT = 4
RECORDS = 10
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
Tamper = Callable[[Path], None]


def change(first: int, old: bytes, new: bytes) -> Tamper:
    """Replace bytes of the segment that begins with a sequence."""

    def tamper(folder: Path) -> None:
        path = segment_path(folder, first)
        content = path.read_bytes()
        assert content.count(old) >= 1
        path.write_bytes(content.replace(old, new, 1))

    return tamper


def reorder(first: int, order: list[int]) -> Tamper:
    """Write the lines of a segment in another order, or some of them, or some twice."""

    def tamper(folder: Path) -> None:
        path = segment_path(folder, first)
        held = path.read_bytes().splitlines(keepends=True)
        path.write_bytes(b"".join(held[number] for number in order))

    return tamper


def forge(folder: Path, *, rechain: bool) -> None:
    """Put another event in place of record 6, with a right hash; and with `rechain`, hash all later records anew."""
    entries = list(read(folder))
    previous = entries[4].hash
    written = {entry.sequence: encode(entry.sequence, entry.time, entry.previous, entry.event)[0] for entry in entries}
    for entry in entries[5:]:
        event = SearchCompleted(actor_id="b") if entry.sequence == 6 else entry.event
        if entry.sequence == 6 or rechain:
            written[entry.sequence], renewed = encode(entry.sequence, entry.time, previous, event)
            previous = renewed.hash
    for path in segment_paths(folder):
        first = int(path.stem)
        held = [written[number] + b"\n" for number in range(first, min(first + SEGMENT, RECORDS + 1))]
        path.write_bytes(b"".join(held))


def remove(*parts: str) -> Tamper:
    """Delete a file."""
    return lambda folder: folder.joinpath(*parts).unlink()


def tear(folder: Path) -> None:
    """Leave a record that was never finished."""
    with segment_path(folder, 9).open("ab") as file:
        file.write(b'{"event":{"act":"sea')


def append_forged(folder: Path) -> None:
    """Add a record that chains on but was never signed for."""
    last = list(read(folder))[-1]
    line, _ = encode(last.sequence + 1, last.time, last.hash, SignedIn(actor_id="z"))
    with segment_path(folder, 9).open("ab") as file:
        file.write(line + b"\n")


def roll_back(folder: Path) -> None:
    """Put segments and `latest` back to what they were at five records, and forget that checkpoints were kept."""
    shutil.copy(folder / "checkpoints" / "000000000005.txt", folder / "latest")
    segment_path(folder, 9).unlink()
    reorder(5, [0])(folder)


def replace_key(folder: Path) -> None:
    """Put another key in place and sign everything with it."""
    other = Ed25519PrivateKey.generate()
    (folder / "log.pub").write_text(LogKey.of("leadbook", other).text())
    for path in (folder / "latest", *(folder / "checkpoints").iterdir()):
        checkpoint = read_note(path.read_bytes(), LogKey.of("leadbook", KEY), path.name)
        path.write_text(sign(checkpoint, other))


def write_anew(folder: Path, times: list[datetime]) -> None:
    """Throw the log away and write another with the right key, a record at each time, signed at the end."""
    shutil.rmtree(folder)
    log = Log(folder)
    for time in times:
        log.append(SignedIn(actor_id="z"), time)
    head = log.head
    log.close()
    (folder / "log.pub").write_text(LogKey.of("leadbook", KEY).text())
    checkpoint = Checkpoint("leadbook", head.size, head.tree.root, head.hash, "2026-11-25T00:00:00Z")
    (folder / "latest").write_text(sign(checkpoint, KEY))
    (folder / "checkpoints").mkdir()
    shutil.copy(folder / "latest", folder / "checkpoints" / f"{head.size:012d}.txt")


def older_in_time(folder: Path) -> None:
    """Sign a log whose fourth record is older than its third."""
    write_anew(folder, [NOON + timedelta(seconds=number) for number in (0, 1, 2, -60)])


def both(*tampers: Tamper) -> Tamper:
    """Do several things."""

    def tamper(folder: Path) -> None:
        for each in tampers:
            each(folder)

    return tamper


LINE = "000000000005.jsonl, line "

TABLE: list[tuple[str, Tamper, str, str]] = [
    ("a value", change(5, b'"list_length":5', b'"list_length":6'), LINE + "2, sequence 6", "edited"),
    ("a hash", change(5, b'"hash":"', b'"hash":"0'), LINE + "1, sequence 5", "edited"),
    ("the hash before", change(5, b'"previous":"', b'"previous":"0'), LINE + "1, sequence 5", "edited"),
    ("a time", change(5, b"06:00:06", b"06:00:07"), LINE + "2, sequence 6", "edited"),
    ("a sequence", change(5, b'"sequence":6', b'"sequence":7'), LINE + "2, sequence 6", "edited"),
    ("white space", change(5, b'"sequence":6', b'"sequence": 6'), LINE + "2, sequence 6", "edited"),
    ("space before the line's end", change(5, b'Z"}\n', b'Z"} \n'), LINE + "1, sequence 5", "edited"),
    ("an escape", change(5, "é".encode(), b"\\u00e9"), LINE + "1, sequence 5", "edited"),
    ("a number's spelling", change(5, b'"list_length":5', b'"list_length":5.0'), LINE + "2, sequence 6", "edited"),
    ("a key twice", change(5, b'{"event"', b'{"sequence":1,"event"'), LINE + "1, sequence 5", "edited"),
    ("a carriage return", change(5, b"}\n", b"}\r\n"), LINE + "1, sequence 5", "edited"),
    ("a lone surrogate", change(5, "é".encode(), b"\\ud800"), LINE + "1, sequence 5", "edited"),
    ("no number", change(5, b'"list_length":4', b'"list_length":NaN'), LINE + "1, sequence 5", "edited"),
    ("brackets without end", change(5, b'{"event"', b"[" * 200_000 + b'{"event"'), LINE + "1, sequence 5", "edited"),
    ("not JSON", change(5, b'{"event"', b'["event"'), LINE + "1, sequence 5", "edited"),
    ("not UTF-8", change(5, "é".encode(), b"\xff\xfe"), LINE + "1, sequence 5", "edited"),
    ("a line's end", change(5, b"}\n", b"} "), LINE + "1, sequence 5", "edited"),
    ("an empty line", change(5, b"}\n", b"}\n\n"), LINE + "2, sequence 6", "edited"),
    ("a record removed", reorder(5, [0, 2, 3]), LINE + "2, sequence 6", "removed"),
    ("a first record removed", reorder(1, [1, 2, 3]), "000000000001.jsonl, line 1, sequence 1", "removed"),
    ("a segment's last record removed", reorder(5, [0, 1, 2]), "000000000009.jsonl", "removed"),
    ("a record twice", reorder(5, [0, 1, 1, 2, 3]), LINE + "3, sequence 7", "inserted"),
    ("two records swapped", reorder(5, [0, 2, 1, 3]), LINE + "2, sequence 6", "reordered"),
    ("a segment missing", remove("segments", "000000000005.jsonl"), "000000000009.jsonl", "removed"),
    ("the first segment missing", remove("segments", "000000000001.jsonl"), "000000000005.jsonl", "removed"),
    ("the last segment missing", remove("segments", "000000000009.jsonl"), LINE + "4, sequence 8", "truncated"),
    ("the tail cut", reorder(9, [0]), "000000000009.jsonl, line 1, sequence 9", "truncated"),
    ("the last record half cut", change(9, b'Z"}\n{', b'Z"}\n'), "000000000009.jsonl, line 2, sequence 10", "edited"),
    ("a torn tail", tear, "000000000009.jsonl, line 3", "torn"),
    ("another event with a right hash", lambda at: forge(at, rechain=False), LINE + "3, sequence 7", "replaced"),
    ("a chain hashed anew", lambda at: forge(at, rechain=True), "checkpoints/000000000010.txt", "replaced"),
    ("a record added", append_forged, "000000000009.jsonl, line 3, sequence 11", "unsigned"),
    ("a roll-back", roll_back, "checkpoints/000000000010.txt", "rolled back"),
    ("a checkpoint's size", lambda at: _edit(at / "latest", b"\n10\n", b"\n11\n"), "latest", "checkpoint"),
    ("a checkpoint's time", lambda at: _edit(at / "latest", b"06:00", b"06:01"), "latest", "checkpoint"),
    ("a checkpoint's form", lambda at: _edit(at / "latest", b"last ", b"list "), "latest", "checkpoint"),
    ("a signature's spelling", lambda at: _respell(at / "latest"), "latest", "checkpoint"),
    ("no checkpoint", remove("latest"), "latest", "checkpoint"),
    ("no kept checkpoint", lambda at: shutil.rmtree(at / "checkpoints"), "checkpoints", "checkpoint"),
    (
        "a kept checkpoint",
        lambda at: _edit(at / "checkpoints" / "000000000005.txt", b"\n5\n", b"\n6\n"),
        "checkpoints/000000000005.txt",
        "checkpoint",
    ),
    (
        "a kept checkpoint under another name",
        lambda at: shutil.copy(at / "checkpoints/000000000005.txt", at / "checkpoints/000000000007.txt") and None,
        "checkpoints/000000000007.txt",
        "checkpoint",
    ),
    (
        "another key",
        lambda at: _write(at / "log.pub", LogKey.of("leadbook", Ed25519PrivateKey.generate()).text()),
        "latest",
        "key",
    ),
    ("a broken key", lambda at: _write(at / "log.pub", "key"), "log.pub", "key"),
    ("no key", remove("log.pub"), "log.pub", "key"),
    ("a stray file", lambda at: _write(at / "segments" / "notes.txt", "x"), "segments/notes.txt", "stray"),
    ("a clock set back unsaid", older_in_time, "000000000001.jsonl, line 4, sequence 4", "time"),
    (
        "a segment renamed",
        lambda at: segment_path(at, 5).rename(segment_path(at, 6)) and None,
        "000000000006.jsonl",
        "removed",
    ),
]


def _edit(path: Path, old: bytes, new: bytes) -> None:
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new, 1))


def _respell(path: Path) -> None:
    """Change only the bits of the signature's base64 that stand for nothing."""
    letters = string.ascii_uppercase + string.ascii_lowercase + string.digits + "+/"
    note = path.read_text()
    path.write_text(note[:-3] + letters[letters.index(note[-3]) ^ 1] + note[-2:])


def _write(path: Path, text: str) -> None:
    path.write_text(text)


@pytest.mark.proves("I-01")
@pytest.mark.parametrize(("tamper", "place", "kind"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_tampering_is_found_and_placed(whole: Path, tamper: Tamper, place: str, kind: str) -> None:
    """I-01: the verifier names segment, line and sequence, or the checkpoint."""
    tamper(whole)

    verdict = verify(whole)

    assert not verdict.whole
    assert (place, kind) in [(fault.place, fault.kind) for fault in verdict.faults]
    assert f"- {place}: {kind}: " in describe(verdict)


def test_a_log_as_written_is_whole(whole: Path) -> None:
    """All ten records, and the checkpoint in force."""
    verdict = verify(whole)

    assert verdict.whole, verdict.faults
    assert verdict.events == RECORDS
    assert verdict.last_checkpoint is not None
    assert verdict.last_checkpoint.root.hex() == verdict.root
    assert describe(verdict).startswith("The audit log is whole: 10 events, root ")


def test_any_single_byte_matters(whole: Path) -> None:
    """Each byte of a record, changed in its lowest bit, is found."""
    path = segment_path(whole, 9)
    content = path.read_bytes()
    missed = []

    for place in range(0, len(content), 3):
        path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        if verify(whole).whole:
            missed.append(place)

    assert missed == []


def test_verification_changes_nothing(whole: Path) -> None:
    """A torn tail is reported, not repaired."""
    tear(whole)
    before = {path: path.read_bytes() for path in whole.rglob("*") if path.is_file()}

    verify(whole)

    assert {path: path.read_bytes() for path in whole.rglob("*") if path.is_file()} == before


@pytest.mark.proves("I-01")
def test_a_roll_back_with_its_history_is_found_from_outside(whole: Path, tmp_path: Path) -> None:
    """Whoever can delete the kept checkpoints too is found by one that was published."""
    published = tmp_path / "published"
    shutil.copy(whole / "latest", published)
    roll_back(whole)
    (whole / "checkpoints" / "000000000010.txt").unlink()
    assert verify(whole).whole

    verdict = verify(whole, against=published)

    assert [(fault.place, fault.kind) for fault in verdict.faults] == [(str(published), "rolled back")]


@pytest.mark.proves("I-01")
def test_a_long_stretch_without_a_kept_checkpoint_is_named(tmp_path: Path) -> None:
    """About every hundredth record has one; where six in a row were taken away, the stretch is named."""
    folder = tmp_path / "log"
    assert list(grow(folder, 900))[-1] == 900
    kept = sorted((folder / "checkpoints").iterdir())
    for path in kept[1:7]:
        path.unlink()

    verdict = verify(folder)

    assert [(fault.place, fault.kind) for fault in verdict.faults] == [("checkpoints", "checkpoint")]
    assert f"records {int(kept[0].stem)} to {int(kept[7].stem)}" in verdict.faults[0].message


@pytest.mark.proves("I-01")
def test_another_history_is_found_from_outside(whole: Path, tmp_path: Path) -> None:
    """A log written anew with the right key differs from the one published."""
    published = tmp_path / "published"
    shutil.copy(whole / "latest", published)
    write_anew(whole, [NOON] * (RECORDS + 2))
    assert verify(whole).whole

    verdict = verify(whole, against=published)

    assert [(fault.place, fault.kind) for fault in verdict.faults] == [(str(published), "replaced")]


@pytest.mark.proves("I-01")
def test_a_log_signed_anew_with_another_key_is_found_from_outside(whole: Path, tmp_path: Path) -> None:
    """By a published checkpoint, and by a copy of the key."""
    published, pinned = tmp_path / "published", tmp_path / "pinned.pub"
    shutil.copy(whole / "latest", published)
    shutil.copy(whole / "log.pub", pinned)
    replace_key(whole)
    assert verify(whole).whole

    by_checkpoint = verify(whole, against=published)
    by_key = verify(whole, pinned_key=pinned)

    assert [(fault.place, fault.kind) for fault in by_checkpoint.faults] == [(str(published), "key")]
    assert ("log.pub", "key") in [(fault.place, fault.kind) for fault in by_key.faults]


def test_an_empty_folder_is_not_a_whole_log(tmp_path: Path) -> None:
    """Deleting everything is found."""
    verdict = verify(tmp_path)

    assert [fault.place for fault in verdict.faults] == ["log.pub", "latest"]


def test_several_faults_are_all_named(whole: Path) -> None:
    """Verification goes on after the first."""
    both(change(1, b'"list_length":1', b'"list_length":2'), reorder(5, [0, 1, 3]))(whole)

    kinds = [fault.kind for fault in verify(whole).faults]

    assert kinds == ["edited", "removed"]
