"""The index on disk: a folder of snapshots, and a manifest that names those in use. Derived, so replaceable.

A new file is written, made durable and checked before the manifest names it; the manifest is replaced in one step.
So a crash at any moment leaves the former files or the new ones in use, and the rest is overwritten at the next start.
"""

import hashlib
import hmac
import json
import os
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from gallery.index.erasure import Erasures, journal_of, sync_folder
from gallery.index.snapshot import Content, Snapshot, SnapshotRefused, write_snapshot
from kernel_lib.hashing import canonical_json

_MANIFEST = "current.json"
_FORMAT = 2
_NAME = re.compile(r"snapshot-(\d{6,12})\.idx")
_OURS = re.compile(r"snapshot-\d{6,12}\.(idx|erased)|references\.(idx|new)|current\.new")
"""Names of files that are ours to throw away; `references` is what earlier versions wrote."""
_ZEROS = bytes(1 << 20)


class Shelf:
    """A folder that holds the snapshots of one index. `key` shows that a manifest was written by this installation."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = folder
        self._key = hashlib.sha256(b"leadbook index\0" + key).digest()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def open(self, model_id: str, dimensions: int) -> tuple[Erasures, ...]:
        """Open and check what the manifest names, erase again what its journals say, and sweep up the rest.

        Raises:
            SnapshotRefused: there is nothing, or not all of it is whole and of this model, version and installation.
        """
        try:
            files = tuple(self._opened(name, seal, model_id, dimensions) for name, seal in self._named())
            self.sweep()
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise SnapshotRefused(f"index: expected readable snapshots, got {type(error).__name__}") from error
        return files

    def add(self, content: Content) -> Erasures:
        """Write a snapshot beside those in use, and open it. It is in use once `name` names it.

        Raises:
            SnapshotRefused: what was written does not read as it should.
            OSError: the disk is full or refuses.
        """
        path = self._folder / f"snapshot-{self._last() + 1:06}.idx"
        try:
            seal = write_snapshot(path, content)
            sync_folder(self._folder)
            return self._opened(path.name, seal, content.model_id, content.dimensions)
        except BaseException:
            _discard(path)
            raise

    def name(self, files: Sequence[Erasures]) -> None:
        """Let these be the ones in use, in one step. Raises OSError; the former ones are in use then."""
        told = {"format": _FORMAT, "snapshots": [[file.snapshot.path.name, file.snapshot.seal] for file in files]}
        line = canonical_json(told)
        fresh = self._folder / "current.new"
        descriptor = os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(line + b" " + self._mac(line).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._folder / _MANIFEST)
        sync_folder(self._folder)

    def sweep(self, mapped: Sequence[Erasures] = ()) -> int:
        """Overwrite and remove every file of ours that is neither mapped nor named; return how many. Raises OSError."""
        found = self.spare(mapped)
        for path in found:
            _discard(path)
        if found:
            sync_folder(self._folder)
        return len(found)

    def spare(self, mapped: Sequence[Erasures] = ()) -> list[Path]:
        """Return our files that are neither mapped nor named; without a readable manifest none is named."""
        used = {file.snapshot.path.name for file in mapped}
        with suppress(SnapshotRefused):
            used |= {name for name, _ in self._named()}
        used |= {journal_of(Path(name)).name for name in used}
        return [path for path in self._folder.iterdir() if _OURS.fullmatch(path.name) and path.name not in used]

    def _opened(self, name: str, seal: str, model_id: str, dimensions: int) -> Erasures:
        snapshot = Snapshot.map(self._folder / name, seal, model_id, dimensions)
        file = Erasures(snapshot, self._key)
        file.replay()
        snapshot.verify(file.table)
        return file

    def _named(self) -> list[tuple[str, str]]:
        try:
            line, _, mac = (self._folder / _MANIFEST).read_bytes().rstrip(b"\n").rpartition(b" ")
        except FileNotFoundError as error:
            raise SnapshotRefused("index: expected a manifest, got none; there is no snapshot") from error
        if not hmac.compare_digest(mac, self._mac(line).encode()):
            raise SnapshotRefused("index: expected a manifest of this installation, got another or a damaged one")
        told = json.loads(line)
        if told["format"] != _FORMAT:
            raise SnapshotRefused(f"index: expected a manifest of format {_FORMAT}, got {told['format']}")
        return [(str(name), str(seal)) for name, seal in told["snapshots"]]

    def _last(self) -> int:
        return max(
            (int(named[1]) for path in self._folder.iterdir() if (named := _NAME.fullmatch(path.name))), default=0
        )

    def _mac(self, line: bytes) -> str:
        return hmac.new(self._key, line, hashlib.sha256).hexdigest()


def _discard(path: Path) -> None:
    """Overwrite a file, so that nothing of a template stays in freed blocks, and remove it."""
    if not path.exists():
        return
    with path.open("r+b", buffering=0) as file:
        rest = path.stat().st_size
        while rest > 0:
            rest -= file.write(_ZEROS[:rest])
        os.fsync(file.fileno())
    path.unlink()
