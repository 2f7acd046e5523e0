"""Each record is signed for, and opening the log compares it with what was signed."""

import base64
import hashlib
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audits.checkpoint import SignedLog, open_log
from audits.events import SearchStarted, ServiceStopped, SignedIn
from audits.log import read
from audits.note import LogKey, read_note
from audits.segments import segment_paths
from kernel_lib.errors import LogDamaged, LogUnavailable

Opened = Callable[[], SignedLog]


def latest(folder: Path, key: Ed25519PrivateKey) -> Any:
    """The checkpoint now in force."""
    return read_note((folder / "latest").read_bytes(), LogKey.of("leadbook", key), "latest")


def acts(folder: Path) -> list[str]:
    """The acts in the log, in order."""
    return [entry.event.act for entry in read(folder)]


def test_every_record_is_signed_for(opened: Opened, folder: Path, key: Ed25519PrivateKey) -> None:
    """The checkpoint in force is always that of the last record."""
    log = opened()

    for size in range(1, 6):
        entry = log.append(SignedIn(actor_id="a"))
        signed = latest(folder, key)

        assert (signed.size, signed.last_hash) == (size, entry.hash) == (log.size, log.head)
        assert signed.root.hex() == log.root


def test_checkpoints_are_kept(folder: Path, key: Ed25519PrivateKey) -> None:
    """At the start, at the end, and each hundred (here: three) records."""
    with open_log(folder, key, history_every=3) as log:
        for _ in range(7):
            log.append(SignedIn(actor_id="a"))

    kept = sorted(int(path.stem) for path in (folder / "checkpoints").iterdir())
    assert kept == [0, 3, 6, 7]


@pytest.mark.proves("I-01")
def test_checkpoints_are_published_elsewhere(tmp_path: Path, folder: Path, key: Ed25519PrivateKey) -> None:
    """A copy outside the data folder follows each record."""
    outside = tmp_path / "outside"
    with open_log(folder, key, publish_dir=outside) as log:
        log.append(SignedIn(actor_id="a"))

        assert (outside / "latest").read_bytes() == (folder / "latest").read_bytes()
        assert log.unpublished is None


def test_a_failed_publication_is_told_and_tried_again(tmp_path: Path, folder: Path, key: Ed25519PrivateKey) -> None:
    """The log goes on, says that the copy is missing, and makes it when it can."""
    outside = tmp_path / "outside"
    outside.write_text("a file where the folder should be")
    with open_log(folder, key, publish_dir=outside) as log:
        log.append(SignedIn(actor_id="a"))
        assert "checkpoint 1 could not be copied" in (log.unpublished or "")
        outside.unlink()

        log.append(SignedIn(actor_id="a"))

        assert log.unpublished is None
        assert (outside / "latest").read_bytes() == (folder / "latest").read_bytes()


def test_a_stop_in_good_order_leaves_no_gap(opened: Opened, folder: Path) -> None:
    """The service said that it stopped."""
    log = opened()
    log.append(ServiceStopped(actor_id="system"))
    log.close()

    opened().close()

    assert acts(folder) == ["service_stopped"]


@pytest.mark.proves("I-09")
def test_an_end_without_a_word_is_a_gap(opened: Opened, folder: Path, clock: Any) -> None:
    """I-09: the time for which nothing was recorded is itself recorded."""
    log = opened()
    log.append(SignedIn(actor_id="a"))
    log.close()
    clock.move(90)

    opened().close()

    gap = list(read(folder))[-1].event
    assert gap.act == "log_gap"
    assert dict(gap.details) == {"seconds": 90.0, "kind": "stop", "after_sequence": 1, "unsigned_records": 0}


@pytest.mark.proves("I-09")
def test_a_clock_that_moves_backwards_is_recorded(opened: Opened, folder: Path, clock: Any) -> None:
    """I-09: the jump comes before the event that met it."""
    log = opened()
    log.append(SignedIn(actor_id="a"))
    clock.move(-5)

    entry = log.append(SignedIn(actor_id="b"))

    assert entry.event.actor_id == "b"
    assert acts(folder) == ["signed_in", "log_gap", "signed_in"]
    assert list(read(folder))[1].event.details["seconds"] == -5.0


def test_a_torn_last_line_is_set_aside_and_recorded(opened: Opened, folder: Path) -> None:
    """Bytes of a record that nobody was told of are kept, with their hash, and the log goes on."""
    log = opened()
    log.append(SignedIn(actor_id="a"))
    log.close()
    with segment_paths(folder)[0].open("ab") as file:
        file.write(b'{"event":{"act":"sig')

    opened().close()

    assert acts(folder) == ["signed_in", "log_recovered", "log_gap"]
    event = list(read(folder))[1].event
    assert (event.details["bytes"], event.details["after_sequence"]) == (20, 1)
    (aside,) = (folder / "recovered").iterdir()
    assert aside.read_bytes() == b'{"event":{"act":"sig'


def test_one_unsigned_record_is_taken_up_after_a_crash(opened: Opened, folder: Path) -> None:
    """A crash between a record and its checkpoint: the record stays, and the gap says that it was unsigned."""
    log = opened()
    log.append(SignedIn(actor_id="a"))
    before = (folder / "latest").read_bytes()
    log.append(SignedIn(actor_id="b"))
    log.close()
    (folder / "latest").write_bytes(before)

    opened().close()

    entries = list(read(folder))
    assert [entry.event.act for entry in entries] == ["signed_in", "signed_in", "log_gap"]
    assert entries[-1].event.details["unsigned_records"] == 1


def _cut(folder: Path) -> None:
    path = segment_paths(folder)[0]
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))


def _cut_half(folder: Path) -> None:
    path = segment_paths(folder)[0]
    path.write_bytes(path.read_bytes()[:-20])


def _forget_latest(folder: Path) -> None:
    (folder / "latest").unlink()


def _change_latest(folder: Path) -> None:
    path = folder / "latest"
    path.write_bytes(path.read_bytes().replace(b"\n3\n", b"\n2\n"))


def _other_log(folder: Path) -> None:
    segment = segment_paths(folder)[0]
    other = folder.parent / "other"
    with open_log(other, Ed25519PrivateKey.generate()) as log:
        for _ in range(3):
            log.append(SearchStarted(actor_id="z"))
    shutil.copy(segment_paths(other)[0], segment)


@pytest.mark.parametrize(
    ("tamper", "message"),
    [
        (_cut, "expected 3 records, or up to 256 more after a crash, got 2"),
        (_cut_half, "expected 3 records, or up to 256 more after a crash, got 2"),
        (_forget_latest, "expected a checkpoint of about 3 records, got no file"),
        (_change_latest, "signature does not hold"),
        (_other_log, "the first 3 records are not those signed for"),
    ],
)
def test_a_log_that_differs_from_what_was_signed_is_not_opened(
    opened: Opened, folder: Path, tamper: Callable[[Path], None], message: str
) -> None:
    """The service does not write on after damage, and does not touch what is there."""
    log = opened()
    for _ in range(3):
        log.append(SignedIn(actor_id="a"))
    log.close()
    tamper(folder)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    with pytest.raises(LogDamaged, match=message):
        opened()

    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_another_key_is_refused(opened: Opened, folder: Path) -> None:
    """The log keeps the key it began with."""
    opened().close()

    with pytest.raises(LogDamaged, match=r"log.pub: expected the key given"):
        open_log(folder, Ed25519PrivateKey.generate())


def test_a_checkpoint_that_cannot_be_written_takes_its_record_back(opened: Opened, folder: Path) -> None:
    """Not signed for means not recorded: the caller is refused, and the next append has the same sequence."""
    log = opened()
    log.append(SignedIn(actor_id="a"))
    (folder / "latest.new").mkdir()

    with pytest.raises(LogUnavailable, match="latest cannot be written"):
        log.append(SignedIn(actor_id="b"))
    assert acts(folder) == ["signed_in"]
    (folder / "latest.new").rmdir()

    assert log.append(SignedIn(actor_id="c")).sequence == 2


def test_threads_take_turns(opened: Opened, folder: Path) -> None:
    """Forty events from four threads are forty records in one chain."""
    log = opened()

    def work() -> None:
        for _ in range(10):
            log.append(SignedIn(actor_id="a"))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [entry.sequence for entry in read(folder)] == list(range(1, 41))


def test_a_closed_log_refuses(opened: Opened) -> None:
    """After `close` nothing is written, and closing again does nothing."""
    log = opened()
    log.close()
    log.close()

    with pytest.raises(LogUnavailable, match="closed"):
        log.append(SignedIn(actor_id="a"))


@pytest.mark.parametrize("text", ["", "leadbook", "leadbook+00000000+AAAA", "leadbook+zz+!!"])
def test_a_public_key_file_of_another_form_is_refused(text: str) -> None:
    """`log.pub` is origin, id and key."""
    with pytest.raises(LogDamaged, match="expected"):
        LogKey.parse(text, "log.pub")


def test_an_origin_with_spaces_is_refused() -> None:
    """The origin is a word of the signed note."""
    with pytest.raises(ValueError, match="without white space"):
        LogKey.of("lead book", Ed25519PrivateKey.generate())


def test_the_form_of_a_checkpoint_is_fixed(opened: Opened, folder: Path, key: Ed25519PrivateKey) -> None:
    """As docs/audit-log.md shows it, for other programs to check: text, id and signature, taken apart by hand."""
    log = opened()
    entry = log.append(SignedIn(actor_id="a"))

    text, _, line = (folder / "latest").read_text().partition("\n\n")
    dash, origin, packed = line.split()
    signature = base64.b64decode(packed)
    record = segment_paths(folder)[0].read_bytes()[:-1]
    root = base64.b64encode(hashlib.sha256(b"\x00" + record).digest()).decode()
    raw = key.public_key().public_bytes_raw()

    assert text == f"leadbook\n1\n{root}\nlast {entry.hash}\ntime 2026-11-24T06:00:00.000000Z"
    assert (dash, origin) == ("—", "leadbook")
    assert signature[:4] == hashlib.sha256(b"leadbook\n\x01" + raw).digest()[:4]
    key.public_key().verify(signature[4:], f"{text}\n".encode())


def test_a_record_can_be_checked_as_the_document_says(opened: Opened, folder: Path) -> None:
    """The Python in docs/audit-log.md runs, and fails on a changed record."""
    log = opened()
    log.append(SignedIn(actor_id="é"))
    code = (Path(__file__).parents[2] / "docs" / "audit-log.md").read_text().split("```python\n")[1].split("```")[0]

    good = subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=folder, check=False, capture_output=True)
    path = segment_paths(folder)[0]
    path.write_bytes(path.read_bytes().replace("é".encode(), "è".encode()))
    bad = subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=folder, check=False, capture_output=True)

    assert (good.returncode, bad.returncode) == (0, 1)
    assert b"AssertionError" in bad.stderr
