"""A byte scan of files for markers: proof that a store holds nothing, or the file and the offset where it does (F-32).

A marker is text, looked for in every form of `marker_forms` and as the sealed texts that the records hold of it; or the
print of a template, of which only the first eight bytes and a hash are known. Compressed files are
also read as what they hold: DuckDB and Parquet row by row, gzip and ZIP unpacked. What is encrypted under a destroyed
key cannot be found, nor by anybody else.
"""

import gzip
import hashlib
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from gallery.lifecycle.marker_forms import core_of, forms_of

_CHUNK = 16 << 20
_PRINT = re.compile(r"template:([0-9a-f]{16}):(\d{1,6}):([0-9a-f]{64})")
_SHORTEST = 6

Stream = tuple[Path, Iterable[bytes]]
"""Bytes that are in no file of ours, and what they are called where a path would stand."""


@dataclass(frozen=True)
class Place:
    """Where a marker still is: the file, which marker by its number from 1, in which form, and the byte's offset."""

    file: Path
    marker: int
    form: str
    offset: int


@dataclass(frozen=True)
class _Needle:
    marker: int
    form: str
    first: bytes
    length: int
    sha256: str = ""
    core: bytes = b""


def print_of(template: bytes) -> str:
    """Return the marker of a template's float32 bytes: enough to find it again, too little to compare faces by."""
    return f"template:{template[:8].hex()}:{len(template)}:{hashlib.sha256(template).hexdigest()}"


Forms = Mapping[str, Iterable[tuple[str, str]]]
"""By marker: further texts that stand for it, each with the name of its form."""


def scan(
    folders: Iterable[Path], markers: Iterable[str], sealed: Forms | None = None, streams: Iterable[Stream] = ()
) -> Iterator[Place]:
    """Give every place in every file below some folders, hidden and temporary ones included, and in some streams.

    Raises:
        ValueError: a marker is too short to mean anything.
    """
    needles: list[_Needle] = []
    for number, marker in enumerate(markers, 1):
        needles += _needles(number, marker)
        for form, text in (sealed or {}).get(marker, ()):
            needles.append(_Needle(number, f"sealed {form}", text.encode(), len(text)))
    for folder in folders:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else [folder]:
            if path.is_file() and not path.is_symlink():
                yield from scan_file(path, needles)
    for path, pieces in streams:
        yield from _in_pieces(path, pieces, needles)


def scan_file(path: Path, needles: list[_Needle]) -> Iterator[Place]:
    """Give the places in one file. One that vanishes meanwhile holds nothing any more."""
    try:
        yield from _in_pieces(path, _pieces(path), needles)
        for form, pieces in _unpacked(path):
            yield from (Place(path, each.marker, form, each.offset) for each in _in_pieces(path, pieces, needles))
    except FileNotFoundError:
        return


# Private


def _needles(number: int, marker: str) -> Iterator[_Needle]:
    if printed := _PRINT.fullmatch(marker):
        yield _Needle(number, "template", bytes.fromhex(printed[1]), int(printed[2]), printed[3])
        return
    raw = marker.encode()
    if len(raw) < _SHORTEST:
        raise ValueError(
            f"marker {number}: expected at least {_SHORTEST} bytes, got {len(raw)}; a shorter one is anywhere; "
            "give the lineage of the picture (its certificate names it), or the whole record number where it is longer"
        )
    for held, form in forms_of(marker).items():
        if len(held) >= _SHORTEST:
            yield _Needle(number, form, held, len(held), core=core_of(marker, held))


def _in_pieces(path: Path, pieces: Iterable[bytes], needles: list[_Needle]) -> Iterator[Place]:
    longest = max((needle.length for needle in needles), default=1)
    kept, at = b"", 0
    for piece in pieces:
        held = kept + piece
        start = at - len(kept)
        # One look for what many forms of a marker share spares most of them.
        absent = {core for core in {needle.core for needle in needles} if core and core not in held}
        for needle in needles:
            if needle.core in absent:
                continue
            for offset in _offsets(held, needle):
                if offset + needle.length > len(kept):
                    yield Place(path, needle.marker, needle.form, start + offset)
        at += len(piece)
        kept = held[-(longest - 1) :] if longest > 1 else b""


def _offsets(held: bytes, needle: _Needle) -> Iterator[int]:
    offset = held.find(needle.first)
    while offset >= 0:
        found = held[offset : offset + needle.length]
        if not needle.sha256 or (len(found) == needle.length and hashlib.sha256(found).hexdigest() == needle.sha256):
            yield offset
        offset = held.find(needle.first, offset + 1)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            yield piece


def _unpacked(path: Path) -> Iterator[tuple[str, Iterator[bytes]]]:
    """What a compressed file holds. One that cannot be read as what its name says was scanned as bytes already."""
    try:
        if path.suffix == ".parquet":
            yield "rows", _rows(duckdb.connect(), "SELECT * FROM read_parquet(?)", [str(path)])
        elif path.suffix in (".duckdb", ".ddb"):
            yield from _tables(path)
        elif path.suffix == ".gz":
            yield "unpacked", _gunzipped(path)
        elif zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    yield "unpacked", iter([archive.read(name)])
    except (duckdb.Error, OSError, EOFError, zipfile.BadZipFile, RuntimeError):
        return


def _tables(path: Path) -> Iterator[tuple[str, Iterator[bytes]]]:
    connection = duckdb.connect(str(path), read_only=True)
    for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall():
        yield "rows", _rows(connection, "SELECT * FROM query_table(?)", [name])


def _rows(connection: duckdb.DuckDBPyConnection, sql: str, values: list[str]) -> Iterator[bytes]:
    result = connection.execute(sql, values)
    while rows := result.fetchmany(10_000):
        yield "\n".join("\t".join(map(str, row)) for row in rows).encode()


def _gunzipped(path: Path) -> Iterator[bytes]:
    with gzip.open(path) as file:
        while piece := file.read(_CHUNK):
            yield piece
