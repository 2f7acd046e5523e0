"""Witnesses of the log: their keys, and the checkpoints that they signed, each taken in by an act (I-01, I-02).

An entry about a cosignature is in the log only after the checkpoint that was signed, so it belongs to a later one. A
witness that signs what is put out once a day therefore never chases entries about its own signatures.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from audits.events import CosignatureKept, WitnessTaken
from audits.witnesses import read_offered, read_witness, take_cosigned, take_witness
from gallery.authority import Person
from gallery.ledger import Ledger
from kernel_lib.errors import LogDamaged, Unacceptable
from kernel_lib.hashing import sha256_hex
from kernel_lib.wire.witnesses import CosignatureKeptView, CosignatureOffered, WitnessOffered, WitnessView

_RULE = "I-01"

Read = TypeVar("Read")


@dataclass(frozen=True)
class Witnessing:
    """Takes in what witnesses give. Each entry is durable before its file is."""

    ledger: Ledger
    audit_dir: Path

    def take(self, person: Person, offered: WitnessOffered) -> WitnessView:
        """Take in the public key of a witness.

        Raises:
            Unacceptable: it is none, or another key is known under its name.
            OSError: the entry is there and the file could not be written; offer it again.
        """
        # A message is cut of white space at its ends; both forms end with a line.
        text = offered.key + "\n"
        with self.ledger.act(person, WitnessTaken) as act:
            act.decided_by(_RULE)
            key = _read(lambda: read_witness(self.audit_dir, text))
            act.note(witness=key.name, key_sha256=sha256_hex(key.raw))
        take_witness(self.audit_dir, text)
        return WitnessView(witness=key.name, key_id=key.id.hex())

    def keep(self, person: Person, offered: CosignatureOffered) -> CosignatureKeptView:
        """Keep a checkpoint that a known witness signed; the log is compared with it from then on.

        Raises:
            Unacceptable: it is none of this log, or no known witness signed it.
            OSError: the entry is there and the file could not be written; offer it again.
        """
        note = f"{offered.note}\n".encode()
        with self.ledger.act(person, CosignatureKept) as act:
            act.decided_by(_RULE)
            held = _read(lambda: read_offered(self.audit_dir, note))
            signed, root = datetime.fromtimestamp(held.seconds, UTC), held.checkpoint.root.hex()
            act.note(witness=held.witness, events=held.checkpoint.size, root=root)
            act.note(signed_at=signed.isoformat(timespec="seconds"), note_sha256=sha256_hex(note))
        take_cosigned(self.audit_dir, note)
        return CosignatureKeptView(witness=held.witness, events=held.checkpoint.size, root=root, signed_at=signed)


# Private


def _read(read: Callable[[], Read]) -> Read:
    try:
        return read()
    except LogDamaged as error:
        raise Unacceptable(_RULE, f"This cannot be kept. {error}", "Fetch the file from the witness again.") from error
