"""The log's side of its witnesses: taking in their keys, and the checkpoints that they signed (`audits.cosigned`)."""

from pathlib import Path

from audits.cosignature import WitnessKey, read_cosigned
from audits.cosigned import KEYS, NOTES, Cosigned, known
from audits.log import write_durably
from audits.note import LogKey
from kernel_lib.errors import LogDamaged


def read_witness(folder: Path, text: str) -> WitnessKey:
    """Read the public key of a witness, as its `witness.pub` has it.

    Raises:
        LogDamaged: it is not one, or another key is known under this name.
    """
    key = WitnessKey.parse(text, "witness.pub")
    if not key.name.replace("-", "").replace(".", "").replace("_", "").isalnum() or key.name.startswith("."):
        raise LogDamaged("witness.pub", "expected a name of letters, digits, '.', '-' and '_'")
    path = folder / KEYS / f"{key.name}.pub"
    if path.exists() and path.read_text() != key.text():
        raise LogDamaged(f"{KEYS}/{path.name}", f"expected the key known for {key.name}, got another")
    return key


def take_witness(folder: Path, text: str) -> WitnessKey:
    """Keep the public key of a witness. Raises LogDamaged as `read_witness` does, OSError: it cannot be written."""
    key = read_witness(folder, text)
    path = folder / KEYS / f"{key.name}.pub"
    path.parent.mkdir(mode=0o700, exist_ok=True)
    write_durably(path, key.text().encode())
    return key


def read_offered(folder: Path, note: bytes) -> Cosigned:
    """Read a checkpoint that a known witness signed, if it is one of this log.

    Raises:
        LogDamaged: no known witness signed it, or the log's own signature does not hold.
    """
    for key in known(folder):
        if f"— {key.name} ".encode() in note:
            public = LogKey.parse((folder / "log.pub").read_text(), "log.pub")
            checkpoint, seconds = read_cosigned(note, public, key, "cosigned checkpoint")
            return Cosigned(key.name, checkpoint, seconds)
    raise LogDamaged("cosigned checkpoint", "expected the line of a known witness, got none; take in its key first")


def take_cosigned(folder: Path, note: bytes) -> Cosigned:
    """Keep such a checkpoint. Raises LogDamaged as `read_offered` does, OSError: it cannot be written."""
    taken = read_offered(folder, note)
    path = folder / NOTES / f"{taken.checkpoint.size:012d}.{taken.witness}.txt"
    path.parent.mkdir(mode=0o700, exist_ok=True)
    write_durably(path, note)
    return taken
