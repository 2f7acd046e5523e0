"""The list of what was destroyed: append-only, chained, signed, and copied out of the administrator's reach.

    <audit folder>/destroyed.jsonl
    {"files":[…],"hash":"…","lineages":[…],"number":1,"previous":"…","signature":"…","time":"…"}

A line names lineages that are gone as a whole, and single files (`lineage/sha256`) of lineages that stay; an identity
key that was changed stands among the lineages as `identity-key-…`, by its print. It is written before anything goes. A
backup holds what was destroyed after it; whoever puts one back needs this list, which is therefore never taken from the
backup. `destroyed.head` is signed anew with each line: a list that was cut does not fit.
"""

import base64
import contextlib
import json
import os
import threading
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from audits.log import sync_folder, write_durably
from audits.note import LogKey
from audits.segments import NO_RECORD, time_text
from kernel_lib.errors import LogDamaged, LogUnavailable
from kernel_lib.hashing import canonical_json, sha256_hex

LIST, HEAD = "destroyed.jsonl", "destroyed.head"

KEY = "identity-key-"
"""How the name of an identity key begins, before its print."""

_AT_ONCE = 10_000
"""Names in one line at most."""


@dataclass(frozen=True)
class Line:
    """One line: what was destroyed, when by the service's clock, and its place in the chain."""

    number: int
    time: str
    lineages: tuple[str, ...]
    files: tuple[str, ...]
    previous: str
    hash: str
    signature: str

    def text(self) -> bytes:
        """Return the line as it is written, with its end."""
        return canonical_json({**vars(self), "lineages": list(self.lineages), "files": list(self.files)}) + b"\n"


@dataclass(frozen=True)
class Destroyed:
    """A list that was read and checked. `as_of` is when its head was signed, "" where there is none."""

    lines: tuple[Line, ...] = ()
    as_of: str = ""

    @property
    def names(self) -> frozenset[str]:
        """Lineages and keys that are gone as a whole."""
        return frozenset(each for line in self.lines for each in line.lineages)

    @property
    def lineages(self) -> frozenset[str]:
        """Lineages that are gone as a whole."""
        return frozenset(each for each in self.names if not each.startswith(KEY))

    @property
    def files(self) -> frozenset[str]:
        """Single files that are gone, as `lineage/sha256`."""
        return frozenset(each for line in self.lines for each in line.files)

    def continues(self, other: "Destroyed") -> bool:
        """Say whether this list begins with all of another."""
        count = len(other.lines)
        return count <= len(self.lines) and (not count or self.lines[count - 1].hash == other.lines[-1].hash)


def read_destroyed(folder: Path, public: LogKey) -> Destroyed:
    """Read and check the list in a folder; where there is neither list nor head, an empty one without a moment.

    Raises:
        LogDamaged: a line is not as written and signed, or the list is shorter than its signed head says.
    """
    # The head first: a list that grows meanwhile is longer than its head, never shorter.
    head = _head(folder / HEAD, public)
    path = folder / LIST
    lines = tuple(_lines(path.read_bytes() if path.exists() else b"", public))
    if head is None:
        if lines:
            raise LogDamaged(HEAD, f"expected the signed head of {len(lines)} lines, got no file")
        return Destroyed()
    number = int(head["number"])
    if number > len(lines) or head["hash"] != (lines[number - 1].hash if number else NO_RECORD):
        raise LogDamaged(LIST, f"expected at least {number} lines as signed, got {len(lines)}; fetch the whole list")
    return Destroyed(lines, max(str(head["time"]), lines[-1].time if lines else ""))


class Register:
    """The open list of one installation. Threads may share it."""

    def __init__(
        self,
        folder: Path,
        key: Ed25519PrivateKey,
        public: LogKey,
        publish_dir: Path | None,
        clock: Callable[[], datetime],
    ) -> None:
        """Open the list; one that is ahead of ours in the publication folder is taken over. Its head is signed anew.

        Raises:
            LogDamaged: a list is not as signed, or the two are of different pasts.
            LogUnavailable: the list cannot be written.
        """
        self._folder = folder
        self._publish_dir = publish_dir
        self._key = key
        self._clock = clock
        self._turn = threading.Lock()
        self._behind = True
        try:
            own = read_destroyed(folder, public)
            published = read_destroyed(publish_dir, public) if publish_dir else Destroyed()
        except OSError as error:
            raise _unavailable(error) from error
        if not own.continues(published):
            if not published.continues(own):
                raise LogDamaged(LIST, "expected the published list to continue ours, got one of another past")
            _replace(folder, published)
            own = published
        self._held = own
        self._names, self._files = set(own.names), set(own.files)
        self.sign_again()

    @property
    def lineages(self) -> frozenset[str]:
        """Every lineage that was destroyed."""
        return frozenset(each for each in self._names if not each.startswith(KEY))

    @property
    def keys(self) -> frozenset[str]:
        """Every identity key that was destroyed, by its name on the list."""
        return frozenset(each for each in self._names if each.startswith(KEY))

    @property
    def files(self) -> frozenset[str]:
        """Every single file that was destroyed, as `lineage/sha256`."""
        return frozenset(self._files)

    def add(self, lineages: Collection[str], files: Collection[str]) -> None:
        """Put lineages and files on the list, durable and copied, before they are removed. Those on it are passed over.

        Raises:
            LogUnavailable: the list cannot be written; nothing may be removed.
        """
        with self._turn:
            now = self._clock()
            whole = sorted(set(lineages) - self._names)
            single = sorted(set(files) - self._files)
            for start in range(0, len(whole), _AT_ONCE):
                self._append(tuple(whole[start : start + _AT_ONCE]), (), now)
            for start in range(0, len(single), _AT_ONCE):
                self._append((), tuple(single[start : start + _AT_ONCE]), now)
            # Also where nothing is new: what was listed before its copy failed may not go either until it is copied.
            self._publish()

    def sign_again(self) -> None:
        """Sign the head as of now, and copy it: nothing else was destroyed until now.

        A copy that fails stops nothing yet: nothing is destroyed before it succeeds, and a restore refuses an old head.

        Raises:
            LogUnavailable: the head cannot be written.
        """
        with self._turn:
            try:
                self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._write_head(self._held.lines[-1] if self._held.lines else None, time_text(self._clock()))
            except OSError as error:
                raise _unavailable(error) from error
            with contextlib.suppress(LogUnavailable):
                self._publish()

    def _append(self, lineages: tuple[str, ...], files: tuple[str, ...], now: datetime) -> None:
        last = self._held.lines[-1] if self._held.lines else None
        line = _signed(last, lineages, files, time_text(now), self._key)
        try:
            _append_durably(self._folder / LIST, last, line)
            self._write_head(line, line.time)
            self._held = Destroyed((*self._held.lines, line), line.time)
            self._names.update(lineages)
            self._files.update(files)
        except OSError as error:
            raise _unavailable(error) from error

    def _publish(self) -> None:
        """Copy list and head; a copy that fails stops the destruction, which could otherwise be undone by a restore."""
        if self._publish_dir is None or not self._behind:
            return
        try:
            self._publish_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            if self._held.lines:
                write_durably(self._publish_dir / LIST, (self._folder / LIST).read_bytes())
            write_durably(self._publish_dir / HEAD, (self._folder / HEAD).read_bytes())
        except OSError as error:
            raise _unavailable(error) from error
        self._behind = False

    def _write_head(self, line: Line | None, time: str) -> None:
        self._behind = True
        told = {"number": line.number if line else 0, "hash": line.hash if line else NO_RECORD, "time": time}
        signature = base64.b64encode(self._key.sign(canonical_json(told))).decode()
        write_durably(self._folder / HEAD, canonical_json({**told, "signature": signature}) + b"\n")


# Private


def _replace(folder: Path, newer: Destroyed) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_durably(folder / LIST, b"".join(line.text() for line in newer.lines))
    except OSError as error:
        raise _unavailable(error) from error


def _signed(
    last: Line | None, lineages: tuple[str, ...], files: tuple[str, ...], time: str, key: Ed25519PrivateKey
) -> Line:
    number, previous = (last.number + 1, last.hash) if last else (1, NO_RECORD)
    body = {"number": number, "time": time, "lineages": list(lineages), "files": list(files), "previous": previous}
    content = canonical_json(body)
    signature = base64.b64encode(key.sign(content)).decode()
    return Line(number, time, lineages, files, previous, sha256_hex(content), signature)


def _append_durably(path: Path, last: Line | None, line: Line) -> None:
    """Append after the last whole line; what a crash left behind it is cut off."""
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "r+b") as file:
        end = file.read().rfind(b"\n") + 1 if last else 0
        file.seek(end)
        file.truncate()
        file.write(line.text())
        file.flush()
        os.fsync(file.fileno())
    sync_folder(path.parent)


def _lines(content: bytes, public: LogKey) -> Iterator[Line]:
    previous = NO_RECORD
    for number, text in enumerate(content.splitlines(keepends=True), start=1):
        if not text.endswith(b"\n"):
            return
        line = _line(text, number, public)
        if (line.number, line.previous) != (number, previous):
            raise LogDamaged(f"{LIST}, line {number}", "it does not follow the line before it")
        previous = line.hash
        yield line


def _line(text: bytes, number: int, public: LogKey) -> Line:
    place = f"{LIST}, line {number}"
    try:
        told: dict[str, Any] = json.loads(text)
        line = Line(**{**told, "lineages": tuple(told["lineages"]), "files": tuple(told["files"])})
        if line.text() != text:
            raise LogDamaged(place, "expected a line as written, got a changed one")
        content = canonical_json({name: told[name] for name in ("number", "time", "lineages", "files", "previous")})
        _demand_signed(content, line.signature, public, place)
    except (ValueError, TypeError, KeyError) as error:
        raise LogDamaged(place, "expected a line of the list of what was destroyed, got another") from error
    if sha256_hex(content) != line.hash:
        raise LogDamaged(place, "its hash is not that of its content")
    return line


def _head(path: Path, public: LogKey) -> dict[str, Any] | None:
    if not path.exists():
        return None
    try:
        told: dict[str, Any] = json.loads(path.read_bytes())
        content = canonical_json({name: told[name] for name in ("number", "hash", "time")})
        _demand_signed(content, told["signature"], public, HEAD)
    except (ValueError, TypeError, KeyError) as error:
        raise LogDamaged(HEAD, "expected the signed head of the list of what was destroyed, got another") from error
    return told


def _demand_signed(content: bytes, signature: str, public: LogKey, place: str) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(public.raw).verify(base64.b64decode(signature), content)
    except InvalidSignature as error:
        raise LogDamaged(place, "the signature does not hold: it was changed, or is of another installation") from error


def _unavailable(error: OSError) -> LogUnavailable:
    return LogUnavailable(
        f"the list of what was destroyed cannot be written ({error.strerror or error}); "
        "nothing is destroyed until it can"
    )
