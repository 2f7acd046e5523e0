"""Opening reads the end of the log; what vouches for the rest is checked, and made again where it is damaged."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audits import opening
from audits.checkpoint import open_log
from audits.events import SignedIn
from audits.segments import read, read_since, segment_path, segment_paths
from audits.verify import verify
from benchmarks.grown_log import KEY, grow
from kernel_lib.errors import LogDamaged

Tamper = Callable[[Path], None]


def _acts(folder: Path, key: Ed25519PrivateKey) -> list[str]:
    """Open and close the log, and return what that wrote to it after its ten records."""
    open_log(folder, key).close()
    return [entry.event.act for entry in read(folder)][10:]


def _remove(folder: Path) -> None:
    for path in (folder / "tree").iterdir():
        path.unlink()


def _shorten(folder: Path) -> None:
    path = folder / "tree" / "level-0"
    path.write_bytes(path.read_bytes()[:200])


def _spoil(folder: Path) -> None:
    path = folder / "tree" / "level-0"
    path.write_bytes(bytes(32) + path.read_bytes()[32:])


def _spoil_and_shorten(folder: Path) -> None:
    _spoil(folder)
    _shorten(folder)


def test_an_undamaged_log_is_opened_from_its_end(
    whole: Path, key: Ed25519PrivateKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing but the last segment is decoded, and nothing about the hashes is recorded."""
    decoded = []
    plain = opening.decode_at
    monkeypatch.setattr(opening, "decode_at", lambda place, line: decoded.append(place) or plain(place, line))

    assert _acts(whole, key) == ["log_gap"]
    assert decoded == ["000000000009.jsonl, line 2"]


@pytest.mark.proves("I-01")
@pytest.mark.parametrize(
    ("tamper", "reason"),
    [
        (_remove, "the hashes were missing"),
        (_shorten, "4 of 10 hashes were missing"),
        (_spoil, "the hashes were not those signed for"),
        (_spoil_and_shorten, "the hashes were not those signed for"),
    ],
)
def test_damaged_hashes_are_made_again_and_that_is_recorded(
    whole: Path, key: Ed25519PrivateKey, tamper: Tamper, reason: str
) -> None:
    """The records are what is signed for; hashes of them are derived."""
    tamper(whole)

    assert _acts(whole, key) == ["log_tree_rebuilt", "log_gap"]
    rebuilt = list(read(whole))[10].event
    assert (rebuilt.reason, rebuilt.details["records"]) == (reason, 10)
    assert verify(whole).whole
    assert _acts(whole, key)[2:] == ["log_gap"]


def _swap_first(folder: Path) -> None:
    path = segment_path(folder, 5)
    held = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([held[1], held[0], *held[2:]]))


@pytest.mark.parametrize(
    ("tamper", "message"),
    [
        (lambda at: segment_path(at, 1).unlink(), "000000000005.jsonl, line 1: expected sequence 1"),
        (lambda at: segment_path(at, 5).unlink(), "000000000009.jsonl, line 1: expected sequence 5"),
        (lambda at: segment_path(at, 9).unlink(), "expected 10 records, or up to 256 more after a crash, got 8"),
        (_swap_first, "000000000005.jsonl, line 1: expected sequence 5"),
        (lambda at: segment_path(at, 5).write_bytes(b""), "000000000009.jsonl, line 1: expected sequence 5"),
    ],
)
@pytest.mark.parametrize("before", [lambda at: None, _remove])
def test_missing_and_exchanged_segments_are_not_opened(
    whole: Path, key: Ed25519PrivateKey, tamper: Tamper, message: str, before: Tamper
) -> None:
    """Also where the hashes went with them: then every record is read to name the place."""
    tamper(whole)
    before(whole)

    with pytest.raises(LogDamaged) as refused:
        open_log(whole, key)

    assert message in str(refused.value)


def test_a_record_changed_in_an_old_segment_is_left_to_verification(whole: Path, key: Ed25519PrivateKey) -> None:
    """Opening does not read it; `verify` names the place."""
    path = segment_path(whole, 5)
    path.write_bytes(path.read_bytes().replace(b'"list_length":5', b'"list_length":6'))

    open_log(whole, key).close()

    (fault,) = verify(whole).faults
    assert (fault.place, fault.kind) == ("000000000005.jsonl, line 2, sequence 6", "edited")


def test_more_unsigned_records_than_a_crash_can_leave_are_refused(
    whole: Path, key: Ed25519PrivateKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Records added by somebody else are not taken up."""
    monkeypatch.setattr(opening, "UNSIGNED_LIMIT", 4)
    (whole / "latest").write_bytes((whole / "checkpoints" / "000000000005.txt").read_bytes())

    with pytest.raises(LogDamaged, match="expected 5 records, or up to 4 more after a crash, got 10"):
        open_log(whole, key)


def test_unsigned_records_of_a_batch_are_taken_up(whole: Path, key: Ed25519PrivateKey) -> None:
    """Also where they lie in two segments, and some of their hashes are there."""
    (whole / "latest").write_bytes((whole / "checkpoints" / "000000000005.txt").read_bytes())
    _shorten(whole)

    assert _acts(whole, key) == ["log_gap"]
    assert list(read(whole))[-1].event.details["unsigned_records"] == 5
    assert len(segment_paths(whole)) == 3


def test_a_damaged_hash_far_below_the_root_is_made_again(tmp_path: Path) -> None:
    """The root is made from full tiles, so it does not show it; the segment's first record does."""
    for _ in grow(tmp_path / "audit", 20_500):
        pass
    path = tmp_path / "audit" / "tree" / "level-0"
    content = path.read_bytes()
    path.write_bytes(content[: 10_000 * 32] + bytes(32) + content[10_001 * 32 :])

    open_log(tmp_path / "audit", KEY).close()

    acts = [entry.event.act for entry in read_since(tmp_path / "audit", 20_500)]
    assert acts == ["log_tree_rebuilt", "log_gap"]
    assert path.read_bytes()[: len(content)] == content


def test_hashes_damaged_while_the_log_is_written_do_no_harm(folder: Path, key: Ed25519PrivateKey) -> None:
    """What is signed for does not come from them; at the next start they are made again."""
    with open_log(folder, key) as log:
        log.append(SignedIn(actor_id="a"))
        os.truncate(folder / "tree" / "level-0", 0)
        log.append(SignedIn(actor_id="b"))

    assert verify(folder).whole
    with open_log(folder, key) as log:
        assert log.size == 4
    assert [entry.event.act for entry in read(folder)] == ["signed_in", "signed_in", "log_tree_rebuilt", "log_gap"]
