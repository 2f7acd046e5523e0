"""A witness signs only for a log that grew, and what it signed is held against the log."""

import base64
import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audits.checkpoint import open_log
from audits.cosignature import WitnessKey
from audits.events import SignedIn
from audits.proving import prove_consistency
from audits.segments import segment_path
from audits.verify import verify
from audits.witness import Witness, WitnessRefuses
from audits.witnesses import take_cosigned, take_witness
from kernel_lib.errors import LogDamaged

PROGRAM = Path(__file__).parents[2] / "docs" / "verify_log.py"
SECONDS = 1_764_547_200


@pytest.fixture
def witness(whole: Path, tmp_path: Path) -> Witness:
    """A witness that signed for the first five records."""
    made = Witness.begin(tmp_path / "witness", "north", (whole / "log.pub").read_text())
    made.cosign((whole / "checkpoints" / "000000000005.txt").read_bytes(), None, SECONDS)
    return made


def _key(tmp_path: Path) -> str:
    return (tmp_path / "witness" / "witness.pub").read_text()


@pytest.mark.proves("I-01")
def test_growth_is_cosigned_and_can_be_checked_by_anybody(whole: Path, tmp_path: Path, witness: Witness) -> None:
    """The line is under the checkpoint; the program for outsiders demands it by the witness's key."""
    cosigned = witness.cosign((whole / "latest").read_bytes(), prove_consistency(whole, 5), SECONDS + 60)
    file = tmp_path / "cosigned.txt"
    file.write_bytes(cosigned)
    check = [sys.executable, "-I", str(PROGRAM), "--key", str(whole / "log.pub")]
    by = ["--witness", str(tmp_path / "witness" / "witness.pub")]

    holds = subprocess.run([*check, str(file), *by], check=False, capture_output=True)
    without = subprocess.run([*check, str(whole / "latest"), *by], check=False, capture_output=True, text=True)

    assert cosigned.startswith((whole / "latest").read_bytes())
    assert (holds.returncode, without.returncode) == (0, 1)
    assert "no cosignature of north" in without.stdout
    assert witness.seen is not None
    assert witness.seen.size == 10


def test_a_cosignature_is_that_of_the_specification(whole: Path, tmp_path: Path, witness: Witness) -> None:
    """Taken apart by hand: key id, seconds, and a signature over header and checkpoint."""
    note = (tmp_path / "witness" / "seen").read_text()
    text, line = note.split("\n\n")[0] + "\n", note.splitlines()[-1]
    packed = base64.b64decode(line.split(" ")[2])
    key = Ed25519PrivateKey.from_private_bytes((tmp_path / "witness" / "witness.key").read_bytes()).public_key()

    assert packed[:4] == hashlib.sha256(b"north\n\x04" + key.public_bytes_raw()).digest()[:4]
    assert int.from_bytes(packed[4:12], "big") == SECONDS
    key.verify(packed[12:], f"cosignature/v1\ntime {SECONDS}\n{text}".encode())
    assert (tmp_path / "witness" / "witness.key").stat().st_mode & 0o777 == 0o600
    assert (whole / "log.pub").read_text() == (tmp_path / "witness" / "log.pub").read_text()


@pytest.mark.proves("I-01")
def test_a_roll_back_is_refused(whole: Path, witness: Witness) -> None:
    """An earlier checkpoint, rightly signed: the records that are gone are named."""
    early = (whole / "checkpoints" / "000000000000.txt").read_bytes()

    with pytest.raises(WitnessRefuses, match=r"rolled back: expected the 5 .* got 0; records 1 to 5 are gone"):
        witness.cosign(early, None, SECONDS)


@pytest.mark.proves("I-01")
@pytest.mark.parametrize("records", [5, 8])
def test_a_fork_is_refused(whole: Path, tmp_path: Path, witness: Witness, records: int, key: Ed25519PrivateKey) -> None:
    """Another history under the log's own key, as long or longer: what it has in its place is said."""
    with open_log(tmp_path / "fork", key) as fork:
        for _ in range(records):
            fork.append(SignedIn(actor_id="z"))
    proof = prove_consistency(tmp_path / "fork", 5)

    with pytest.raises(WitnessRefuses, match=r"a fork: .* is one that is not the one signed for then"):
        witness.cosign((tmp_path / "fork" / "latest").read_bytes(), proof, SECONDS)
    assert witness.seen is not None
    assert witness.seen.size == 5


@pytest.mark.parametrize(
    ("proof", "refused", "message"),
    [
        (lambda at: None, WitnessRefuses, "expected a proof of growth"),
        (lambda at: prove_consistency(at, 4), LogDamaged, "expected a proof of growth from 5 records"),
        (lambda at: b"{}", LogDamaged, "another form"),
    ],
)
def test_growth_that_is_not_proven_is_refused(
    whole: Path, witness: Witness, proof: Callable[[Path], bytes | None], refused: type[Exception], message: str
) -> None:
    """No proof, one from another size, and no proof at all."""
    with pytest.raises(refused, match=message):
        witness.cosign((whole / "latest").read_bytes(), proof(whole), SECONDS)


def test_another_logs_checkpoint_is_refused(tmp_path: Path, witness: Witness) -> None:
    """The witness knows the log by its key."""
    with open_log(tmp_path / "other", Ed25519PrivateKey.generate()) as log:
        log.append(SignedIn(actor_id="a"))

    with pytest.raises(LogDamaged, match="expected the signature of key"):
        witness.cosign((tmp_path / "other" / "latest").read_bytes(), None, SECONDS)


def test_a_witness_is_made_once(tmp_path: Path, whole: Path, witness: Witness) -> None:
    """Its key is never replaced, and its name is one word."""
    with pytest.raises(FileExistsError):
        Witness.begin(tmp_path / "witness", "north", (whole / "log.pub").read_text())
    with pytest.raises(ValueError, match="without white space"):
        WitnessKey.of("two words", Ed25519PrivateKey.generate())


@pytest.mark.proves("I-01")
def test_what_a_witness_signed_is_held_against_the_log(whole: Path, tmp_path: Path, witness: Witness) -> None:
    """All put back to five records, own checkpoints included: only the cosignature tells."""
    take_witness(whole, _key(tmp_path))
    cosigned = witness.cosign((whole / "latest").read_bytes(), prove_consistency(whole, 5), SECONDS)
    taken = take_cosigned(whole, cosigned)
    assert (taken.witness, taken.checkpoint.size, taken.seconds) == ("north", 10, SECONDS)
    assert verify(whole).whole

    shutil.copy(whole / "checkpoints" / "000000000005.txt", whole / "latest")
    (whole / "checkpoints" / "000000000010.txt").unlink()
    segment_path(whole, 9).unlink()
    path = segment_path(whole, 5)
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])

    (fault,) = verify(whole).faults
    assert (fault.place, fault.kind) == ("cosignatures/000000000010.north.txt", "rolled back")


@pytest.mark.parametrize("damage", ["line", "name", "key", "form"])
def test_a_damaged_cosignature_is_a_fault(whole: Path, tmp_path: Path, witness: Witness, damage: str) -> None:
    """Its line, its file's name, or the key that it is checked with."""
    take_witness(whole, _key(tmp_path))
    take_cosigned(whole, (tmp_path / "witness" / "seen").read_bytes())
    (path,) = (whole / "cosignatures").iterdir()
    if damage == "line":
        path.write_text(path.read_text().replace("— north ", "— south "))
    elif damage == "name":
        path.rename(path.with_name("000000000006.north.txt"))
    elif damage == "key":
        (whole / "witnesses" / "north.pub").unlink()
    else:
        (whole / "witnesses" / "north.pub").write_text("north\n")

    (fault,) = verify(whole).faults

    assert fault.place.startswith("cosignatures/")


def test_a_note_of_an_unknown_witness_is_not_taken_in(whole: Path, tmp_path: Path, witness: Witness) -> None:
    """And a known name keeps its key."""
    with pytest.raises(LogDamaged, match="take in its key first"):
        take_cosigned(whole, (tmp_path / "witness" / "seen").read_bytes())
    take_witness(whole, _key(tmp_path))
    other = WitnessKey.of("north", Ed25519PrivateKey.generate())

    with pytest.raises(LogDamaged, match="expected the key known for north"):
        take_witness(whole, other.text())
