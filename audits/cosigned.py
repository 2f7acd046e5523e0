"""Reading what witnesses signed of this log: whose keys it knows, and their checkpoints.

<audit folder>/witnesses/NAME.pub                        public key of a witness
<audit folder>/cosignatures/000000001200.NAME.txt        the checkpoint of 1,200 records with the witness's line
"""

from dataclasses import dataclass
from pathlib import Path

from audits.cosignature import WitnessKey, read_cosigned
from audits.note import Checkpoint, LogKey
from kernel_lib.errors import LogDamaged

KEYS, NOTES = "witnesses", "cosignatures"


@dataclass(frozen=True)
class Cosigned:
    """A checkpoint that a witness signed, at `seconds` of the Unix clock."""

    witness: str
    checkpoint: Checkpoint
    seconds: int


def known(folder: Path) -> tuple[WitnessKey, ...]:
    """Return the witnesses' keys by name. Raises LogDamaged: a file is not one."""
    paths = sorted((folder / KEYS).glob("*.pub"))
    return tuple(WitnessKey.parse(path.read_text(), f"{KEYS}/{path.name}") for path in paths)


def cosigned_paths(folder: Path) -> list[Path]:
    """Return the checkpoints kept that a witness signed, oldest first."""
    return sorted((folder / NOTES).glob("*.txt"))


def read_kept(folder: Path, path: Path, public: LogKey) -> Cosigned:
    """Read one of them. Raises LogDamaged: a signature does not hold, the witness is unknown, or the file misnamed."""
    place, (size, _, name) = f"{NOTES}/{path.name}", path.stem.partition(".")
    key = next((key for key in known(folder) if key.name == name), None)
    if key is None:
        raise LogDamaged(place, f"expected a cosignature of a known witness, got one of {name!r}")
    checkpoint, seconds = read_cosigned(path.read_bytes(), public, key, place)
    if size != f"{checkpoint.size:012d}":
        raise LogDamaged(place, f"expected the checkpoint of its name, got one of {checkpoint.size} records")
    return Cosigned(name, checkpoint, seconds)
