"""A witness of the log: another service, or another machine, that signs each checkpoint only if the log just grew.

    <witness folder>/witness.key    its secret key, 32 bytes, readable by nobody else
    <witness folder>/witness.pub    to be given to whoever checks the log
    <witness folder>/log.pub        the log that it watches, as it was told at the beginning
    <witness folder>/seen           the last checkpoint that it signed

Everything goes by files, so that the two machines need no connection.
"""

import json
import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audits.cosignature import WitnessKey, cosign, split
from audits.log import write_durably
from audits.note import Checkpoint, LogKey, read_note
from audits.proof import holds_earlier
from kernel_lib.errors import LeadbookError, LogDamaged

_FORM = "leadbook/log-consistency/1"


class WitnessRefuses(LeadbookError):
    """The log is not a continuation of what the witness signed before; the message names the place."""


class Witness:
    """The witness's side. Raises OSError when its folder cannot be read or written."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._public = LogKey.parse((folder / "log.pub").read_text(), "log.pub of the witness")
        self._key = Ed25519PrivateKey.from_private_bytes((folder / "witness.key").read_bytes())
        self._name = WitnessKey.parse((folder / "witness.pub").read_text(), "witness.pub").name

    @classmethod
    def begin(cls, folder: Path, name: str, log_key: str) -> "Witness":
        """Make a witness of the log whose public key file has this text.

        Raises:
            FileExistsError: the folder is a witness already.
            LogDamaged: the text is not a log's public key.
            ValueError: the name has white space or a plus sign.
        """
        public = LogKey.parse(log_key, "log.pub")
        key = Ed25519PrivateKey.generate()
        text = WitnessKey.of(name, key).text()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(folder / "witness.key", os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(key.private_bytes_raw())
        (folder / "witness.pub").write_text(text)
        (folder / "log.pub").write_text(public.text())
        return cls(folder)

    @property
    def seen(self) -> Checkpoint | None:
        """The last checkpoint signed, or None."""
        path = self._folder / "seen"
        return read_note(split(path.read_bytes())[0], self._public, "seen") if path.exists() else None

    def cosign(self, note: bytes, proof: bytes | None, seconds: int) -> bytes:
        """Return the checkpoint with this witness's line, at `seconds` of the Unix clock, and remember it.

        `proof` is what `leadbook log consistency` wrote, from the size last seen; it is not needed the first time.

        Raises:
            LogDamaged: the checkpoint is not one of this log.
            WitnessRefuses: the log was put back, forked, or its growth is not proven.
        """
        head, others = split(note)
        given = read_note(head, self._public, "checkpoint")
        seen = self.seen
        if seen:
            _demand_growth(seen, given, proof)
        line = cosign(given, self._name, self._key, seconds)
        cosigned = head + "".join([*(each for each in others if f"— {self._name} " not in each), line]).encode()
        write_durably(self._folder / "seen", cosigned)
        return cosigned


# Private


def _demand_growth(seen: Checkpoint, given: Checkpoint, proof: bytes | None) -> None:
    at = f"the {seen.size} records signed for at {seen.time}"
    if given.size < seen.size:
        raise WitnessRefuses(
            f"rolled back: expected {at} or more, got {given.size}; records {given.size + 1} to {seen.size} are gone"
        )
    if given.size == seen.size:
        if given.root != seen.root:
            raise WitnessRefuses(f"a fork: among {at} is one that is not the one signed for then")
        return
    if seen.size == 0:
        return
    if proof is None:
        raise WitnessRefuses(f"expected a proof of growth from {at}; run `leadbook log consistency {seen.size}`")
    path = _path(proof, seen.size)
    if not holds_earlier(seen.size, seen.root, given.size, given.root, path):
        raise WitnessRefuses(
            f"a fork: the log of {given.size} records is not shown to begin with {at}: among records 1 to {seen.size} "
            "is one that is not the one signed for then, or the proof is of another log"
        )


def _path(proof: bytes, old_size: int) -> list[bytes]:
    try:
        held = json.loads(proof)
        if held["form"] != _FORM or held["old_size"] != old_size:
            raise LogDamaged("proof", f"expected a proof of growth from {old_size} records, got another")
        return [bytes.fromhex(step) for step in held["path"]]
    except (ValueError, KeyError, TypeError) as error:
        raise LogDamaged("proof", "expected what `leadbook log consistency` wrote, got another form") from error
