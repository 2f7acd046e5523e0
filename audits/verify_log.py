"""Check a Leadbook audit log, or a proof from it, with nothing but Python 3.10 or later.

    python verify_log.py FOLDER                 a log as it lies in a backup or an export: segments, latest, log.pub
    python verify_log.py FOLDER/log             the records of an exit or of a disclosure pack, each with its proof
    python verify_log.py PROOF.json             one record, or that a later log begins with an earlier one
    python verify_log.py CHECKPOINT.txt --key log.pub        a signed checkpoint
    …  --key FILE        the log's public key from somebody you trust; without it, the one that came along is used
    …  --against FILE    a checkpoint that you kept: the log must hold it unchanged (FOLDER only)
    …  --witness FILE    public key of a witness; its cosignature must be there, once for each key given

Exit status 0: it holds. 1: it does not, and the first place is named. 2: the command is not as it must be.
SHA-256, the tree of RFC 6962, Ed25519 (RFC 8032), notes and cosignatures of C2SP: see docs/audit-log.md.
"""

from __future__ import annotations

import argparse
import base64
import functools
import hashlib
import itertools
import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

Point = tuple[int, int, int, int]


class Broken(Exception):
    """Something does not hold; the message names the place."""


# Ed25519, RFC 8032, section 6: verification only, so nothing here handles a secret.
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D, SQRT_M1 = -121665 * pow(121666, P - 2, P) % P, pow(2, (P - 1) // 4, P)


def point_add(a: Point, b: Point) -> Point:
    """Add two points in extended coordinates."""
    u, v = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    w, z = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = v - u, z - w, z + w, v + u
    return e * f % P, g * h % P, f * g % P, e * h % P


def point_multiply(scalar: int, point: Point) -> Point:
    """Return scalar · point."""
    result: Point = (0, 1, 1, 0)
    while scalar:
        result = point_add(result, point) if scalar & 1 else result
        point, scalar = point_add(point, point), scalar >> 1
    return result


def decompress(text: bytes) -> Point | None:
    """Return the point of 32 bytes, or None."""
    whole = int.from_bytes(text, "little")
    sign, y = whole >> 255, whole & ((1 << 255) - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x * SQRT_M1 % P if (x * x - square) % P else x
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if (x & 1) != sign else x
    return x, y, 1, x * y % P


BASE = decompress((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def signature_holds(public: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether an Ed25519 signature of 64 bytes over a message holds for a public key of 32."""
    key, nonce = decompress(public), decompress(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if len(public) != 32 or len(signature) != 64 or not (key and nonce and BASE) or scalar >= ORDER:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    left, right = point_multiply(scalar, BASE), point_add(nonce, point_multiply(challenge, key))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


# Hashes and proofs, RFC 6962, section 2.1.
LEAF, NODE = b"\x00", b"\x01"


def hashed(kind: bytes, *parts: bytes) -> bytes:
    """Return the hash of a record (LEAF) or of two nodes (NODE)."""
    return hashlib.sha256(kind + b"".join(parts)).digest()


def grow(peaks: list[bytes], size: int, record: bytes) -> None:
    """Add a record to a tree of `size` records, held as the roots of its full subtrees, largest first."""
    node = hashed(LEAF, record)
    while size & 1:
        node, size = hashed(NODE, peaks.pop(), node), size >> 1
    peaks.append(node)


def roots_of(index: int, last: int, start: bytes, path: Sequence[bytes]) -> tuple[bytes, bytes]:
    """Walk a path of hashes upwards; return the root of the earlier tree and of the later one."""
    old = new = start
    for step in path:
        if last == 0:
            raise Broken("the proof is longer than the tree is high")
        if index & 1 or index == last:
            old, new = hashed(NODE, step, old), hashed(NODE, step, new)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            new = hashed(NODE, new, step)
        index, last = index >> 1, last >> 1
    if last:
        raise Broken("the proof is shorter than the tree is high")
    return old, new


def check_inclusion(record: bytes, sequence: int, size: int, root: bytes, path: Sequence[bytes]) -> None:
    """Demand that a record is one of the tree, at its place."""
    if not 1 <= sequence <= size:
        raise Broken(f"record {sequence} is not one of the {size} records signed for")
    if roots_of(sequence - 1, size - 1, hashed(LEAF, record), path)[1] != root:
        raise Broken(f"record {sequence} is not in the log signed for")


def check_consistency(old_size: int, old_root: bytes, size: int, root: bytes, path: Sequence[bytes]) -> None:
    """Demand that a tree begins with an earlier one."""
    if not 1 <= old_size <= size:
        raise Broken(f"expected an earlier size of 1 to {size}, got {old_size}")
    if old_size == size and (path or old_root != root):
        raise Broken(f"two logs of {size} records with different roots: a fork")
    if old_size == size:
        return
    steps = path if old_size & (old_size - 1) else [old_root, *path]
    index, last = old_size - 1, size - 1
    while index & 1:
        index, last = index >> 1, last >> 1
    if not steps:
        raise Broken("the proof is empty")
    if roots_of(index, last, steps[0], steps[1:]) != (old_root, root):
        raise Broken(f"the log of {size} records does not begin with the {old_size} records of the earlier one")


NOTE = re.compile(
    r"(?P<text>(?P<origin>[^\s+]+)\n(?P<size>0|[1-9]\d*)\n(?P<root>[A-Za-z0-9+/]{43}=)\nlast (?P<last>[0-9a-f]{64})\n"
    r"time \S+Z\n)\n(?P<signatures>(?:— [^\s+]+ [A-Za-z0-9+/]+=*\n)+)"
)
LOG_KEY, WITNESS_KEY = b"\x01", b"\x04"


def read_key(text: str, kind: bytes, place: str) -> tuple[str, bytes, bytes]:
    """Return name, id and raw key of a public key file."""
    parts = text.strip().split("+", 2)
    raw = base64.b64decode(parts[2]) if len(parts) == 3 else b""
    if len(raw) != 33 or raw[:1] != kind:
        raise Broken(f"{place}: expected a public key as name+id+key")
    return parts[0], hashlib.sha256(parts[0].encode() + b"\n" + raw).digest()[:4], raw[1:]


def read_note(note: str, key_text: str, witnesses: Sequence[str], place: str) -> tuple[int, bytes, str]:
    """Check a checkpoint's signature and the cosignatures wanted; return size, root and hash of the last record."""
    found = NOTE.fullmatch(note)
    if not found:
        raise Broken(f"{place}: expected a signed checkpoint")
    text, lines = found["text"].encode(), [line.split(" ") for line in found["signatures"].splitlines()]
    signatures = [(name, base64.b64decode(packed)) for _, name, packed in lines]
    name, key_id, key = read_key(key_text, LOG_KEY, "public key of the log")
    own = [held[4:] for signer, held in signatures if (signer, held[:4]) == (name, key_id)]
    if found["origin"] != name or not any(signature_holds(key, text, each) for each in own):
        raise Broken(f"{place}: the signature of {name} does not hold")
    for path in witnesses:
        name, key_id, key = read_key(Path(path).read_text(), WITNESS_KEY, path)
        own = [held[4:] for signer, held in signatures if (signer, held[:4]) == (name, key_id)]
        said = [(f"cosignature/v1\ntime {int.from_bytes(each[:8], 'big')}\n".encode() + text, each[8:]) for each in own]
        if not any(signature_holds(key, message, signature) for message, signature in said):
            raise Broken(f"{place}: no cosignature of {name} that holds")
    return int(found["size"]), base64.b64decode(found["root"]), found["last"]


def check_folder(folder: Path, key_text: str | None, against: str | None, witnesses: Sequence[str]) -> str:
    """Read every record of a log and compare it with every checkpoint; after the last signed one nothing may stand."""
    key_text = key_text or (folder / "log.pub").read_text()
    kept = [*sorted(folder.glob("checkpoints/*.txt")), *sorted(folder.glob("cosignatures/*.txt"))]
    notes: list[tuple[str, str, Sequence[str]]] = [("latest", (folder / "latest").read_text(), witnesses)]
    notes += [(f"{path.parent.name}/{path.name}", path.read_text(), ()) for path in kept]
    notes += [(against, Path(against).read_text(), ())] if against else []
    wanted: dict[int, list[tuple[str, bytes, str]]] = {}
    for place, note, wants in notes:
        size, root, last = read_note(note, key_text, wants, place)
        wanted.setdefault(size, []).append((place, root, last))
    signed, size, previous = read_note(notes[0][1], key_text, (), "latest")[0], 0, "0" * 64
    peaks: list[bytes] = []
    compare(wanted, size, peaks, previous)
    stops = [0, *(int(path.name[:12]) for path in kept if path.parent.name == "checkpoints"), signed]
    if signed and (len(stops) == 2 or any(after - before > 500 for before, after in itertools.pairwise(stops))):
        raise Broken("checkpoints: some were taken away, expected one of about every 100 records")
    for path in sorted((folder / "segments").glob("*.jsonl")):
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                if size == signed:
                    raise Broken(f"{path.name}, line {number}: nobody signed for what stands here and after")
                previous = check_line(f"{path.name}, line {number}", line, size + 1, previous)
                grow(peaks, size, line[:-1])
                size += 1
                compare(wanted, size, peaks, previous)
    if size < max(wanted):
        raise Broken(f"records {size + 1} to {max(wanted)} were signed for ({wanted[max(wanted)][0][0]}) and are gone")
    return f"{size} records"


def check_line(place: str, line: bytes, sequence: int, previous: str) -> str:
    """Check one record and return its hash."""
    written = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode
    try:
        record = json.loads(line)
        whole, stated = written(record).encode() + b"\n", record.pop("hash")
        body = written(record).encode()
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError):
        raise Broken(f"{place}: expected a record of the log") from None
    if hashlib.sha256(body).hexdigest() != stated or whole != line:
        raise Broken(f"{place}: the record is not as it was written")
    if (record["sequence"], record["previous"]) != (sequence, previous):
        raise Broken(f"{place}: expected record {sequence} after {previous[:12]}…, got another")
    return str(stated)


def compare(wanted: dict[int, list[tuple[str, bytes, str]]], size: int, peaks: list[bytes], last: str) -> None:
    """Demand that the records so far are those signed for."""
    for place, root, last_hash in wanted.get(size, ()):
        node = functools.reduce(lambda right, left: hashed(NODE, left, right), reversed(peaks or [hashed(b"")]))
        if (root, last_hash) != (node, last):
            raise Broken(f"{place}: among the first {size} records is one that is not the one signed for")


def check_extract(folder: Path, key_text: str | None, witnesses: Sequence[str]) -> str:
    """Check some records of a log, each with its proof; a disclosure pack has all proofs in one JSON."""
    key_text, pack = key_text or (folder / "log.pub").read_text(), folder / "proofs.json"
    size, root, _ = read_note((folder / "checkpoint.txt").read_text(), key_text, witnesses, "checkpoint.txt")
    text = (pack if pack.exists() else folder / "proofs.jsonl").read_text()
    proofs = json.loads(text)["inclusion"] if pack.exists() else [json.loads(line) for line in text.splitlines()]
    records = (folder / "entries.jsonl").read_bytes().splitlines()
    sequences = [proof["sequence"] for proof in proofs]
    if not records or sequences != sorted(set(sequences)):
        raise Broken("entries.jsonl: expected records, each once and in order")
    for record, proof in zip(records, proofs, strict=True):
        check_inclusion(record, proof["sequence"], size, root, [bytes.fromhex(step) for step in proof["path"]])
    return f"{len(records)} records are in the log of {size}; whether others were left out is not shown"


def check_proof(held: dict[str, Any], key_text: str | None, witnesses: Sequence[str]) -> str:
    """Check a proof file."""
    path = [bytes.fromhex(step) for step in held["path"]]
    size, root, _ = read_note(held["checkpoint"], key_text or held["key"], witnesses, "checkpoint of the proof")
    if held["form"] == "leadbook/log-proof/1":
        check_inclusion(held["record"].encode(), held["sequence"], size, root, path)
        return f"record {held['sequence']} is in the log of {size} records: {held['record']}"
    if held["form"] == "leadbook/log-consistency/1":
        check_consistency(held["old_size"], bytes.fromhex(held["old_root"]), size, root, path)
        return f"the log of {size} records begins with the {held['old_size']} records of root {held['old_root']}"
    raise Broken("expected a proof of a record or of consistency")


def main(arguments: Sequence[str] | None = None) -> int:
    """Check what the command line names, and say so."""
    parser = argparse.ArgumentParser(description="Check a Leadbook audit log or a proof from it.")
    parser.add_argument("what", type=Path, help="folder of a log, proof file, or checkpoint")
    parser.add_argument("--key", type=Path)
    parser.add_argument("--against")
    parser.add_argument("--witness", action="append", default=[])
    given = parser.parse_args(arguments)
    try:
        key_text = given.key.read_text() if given.key else None
        if (given.what / "entries.jsonl").exists():
            told = check_extract(given.what, key_text, given.witness)
        elif given.what.is_dir():
            told = check_folder(given.what, key_text, given.against, given.witness)
        elif (text := given.what.read_text()).startswith("{"):
            told = check_proof(json.loads(text), key_text, given.witness)
        elif key_text is None:
            parser.error("a checkpoint is checked with --key")
        else:
            told = f"checkpoint of {read_note(text, key_text, given.witness, given.what.name)[0]} records"
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        told = f"DOES NOT HOLD: the files are not of the expected form ({type(error).__name__}: {error})"
    except Broken as broken:
        told = f"DOES NOT HOLD: {broken}"
    else:
        told = f"HOLDS: {told}"
        if not given.key:
            told += "\nIts public key came along with it: compare it with one from somebody you trust (--key)."
    sys.stdout.write(told + "\n")
    return 0 if told.startswith("HOLDS") else 1


if __name__ == "__main__":
    sys.exit(main())
