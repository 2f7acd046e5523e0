"""Check a Leadbook disclosure pack with nothing but Python 3.9 or newer.

    python verify.py PACK.zip              the file as it was received
    python verify.py                       the folder, or the one pack, beside this program
    python verify.py PACK.zip --key FILE   also demand the signing key that the service published (log.pub)

Exit status 0: every byte is as it was sealed. 1: not, with a line for each place. 2: there is nothing to check.
What the pack alone cannot show is whose key sealed it: compare the key's id with the one that the service publishes.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import struct
import sys
import zlib
from pathlib import Path
from typing import Any

MANIFEST, SIGNATURE, KEY = "manifest.json", "manifest.sig", "log/log.pub"
SECOND = "leadbook-disclosure-pack/2"  # packs of the first form did not say what they must hold
SEALED = b"leadbook-disclosure-pack/1\n"  # signed before the manifest, so that no other signed text can pass for one
LOCAL, CENTRAL, END = "<4s5H3L2H", "<4s6H3L5H2L", "<4s4H2LH"
VERSION, MADE_ON_UNIX, STORED, FIRST_DAY, MODE = 20, 3, 0, 33, 0o100644 << 16


def main(arguments: list[str]) -> int:
    """Check what the arguments name and say what was found."""
    pinned, rest = None, list(arguments)
    if "--key" in rest[:-1]:
        at = rest.index("--key")
        pinned, rest = rest[at + 1], rest[:at] + rest[at + 2 :]
    target = Path(rest[0]) if len(rest) == 1 else _beside() if not rest else None
    if target is None or not target.exists() or (pinned and not Path(pinned).is_file()):
        sys.stderr.write((__doc__ or "") + "\nNo pack was found to check.\n")
        return 2
    faults, told = check(target, Path(pinned).read_bytes() if pinned else None)
    if faults:
        sys.stdout.write("THIS PACK IS NOT AS IT WAS SEALED.\n" + "".join(f"- {fault}\n" for fault in faults))
        return 1
    sys.stdout.write("This pack is as it was sealed.\n" + "".join(f"  {line}\n" for line in told))
    return 0


def check(target: Path, pinned: bytes | None = None) -> tuple[list[str], list[str]]:
    """Return each fault with its place, and what is known of a whole pack. `target` is a zip file or a folder."""
    faults: list[str] = []
    data = b"" if target.is_dir() else target.read_bytes()
    files = _folder(target, faults) if target.is_dir() else _zip_files(data, faults)
    missing = [name for name in (MANIFEST, SIGNATURE, KEY) if name not in files]
    if missing:
        return [*faults, *(f"{name}: the file is missing" for name in missing)], []
    manifest = _manifest(files, faults)
    _check_files(manifest, files, faults)
    key = _key(files[KEY], faults)
    if pinned is not None and pinned != files[KEY]:
        faults.append(f"{KEY}: sealed by another key than the one published")
    if key and not signed(key[1], SEALED + files[MANIFEST], files[SIGNATURE]):
        faults.append(f"{SIGNATURE}: the signature does not hold; {MANIFEST} or it was changed after the sealing")
    if data and not faults:
        _check_zip_bytes(data, files, manifest, faults)
    if not faults and manifest.get("format") == SECOND:
        faults += [f"{name}: the pack says that it holds this file" for name in expected(files) if name not in files]
    if not faults:
        _check_arrays(files, faults)
    size = _check_log(files, key, faults) if key and not faults else 0
    told = [
        f"pack {manifest.get('pack_id')}, made {manifest.get('made_at')} by account {manifest.get('made_by')}",
        f"{len(files)} files, log extract of {files.get('log/entries.jsonl', b'').count(10)} entries, {size} signed",
        f"sealed by key {key[0] if key else 'none'}: compare it with the key that the service publishes",
    ]
    return faults, told


def _zip_files(data: bytes, faults: list[str]) -> dict[str, bytes]:
    """Read entries one after another from the first byte: whatever another reader would find elsewhere is a fault."""
    files: dict[str, bytes] = {}
    at = 0
    while data[at : at + 4] == b"PK\x03\x04" and len(data) >= at + 30:
        crc, stored, plain, name_length, extra = struct.unpack("<3L2H", data[at + 14 : at + 30])
        start = at + 30 + name_length + extra
        name, content = data[at + 30 : at + 30 + name_length].decode("ascii", "replace"), data[start : start + stored]
        place = f"byte {at} ({name[:80]!r})"
        if name in files:
            faults.append(f"{place}: the file is there twice")
        if stored != plain or len(content) != stored or extra:
            faults.append(f"{place}: the entry's sizes are not those of a sealed pack")
            break
        if zlib.crc32(content) != crc:
            faults.append(f"{place}: the content, or its check sum at byte {at + 14}, was changed")
        files[name], at = content, start + stored
    if data[at : at + 4] not in (b"PK\x01\x02", b"PK\x03\x04"):
        faults.append(f"byte {at}: expected an entry or the table of contents, found something else")
    return files


def _check_zip_bytes(data: bytes, files: dict[str, bytes], manifest: dict[str, Any], faults: list[str]) -> None:
    """Write the zip file again from its files, and name the first byte that differs."""
    names = [each["path"] for each in manifest["files"]] + [MANIFEST, SIGNATURE]
    if (written := zip_bytes([(name, files[name]) for name in names])) == data:
        return
    at, least = 0, min(len(written), len(data))
    for step in (1 << bit for bit in range(least.bit_length(), -1, -1)):
        if at + step <= least and written[at : at + step] == data[at : at + step]:
            at += step
    inside = max(written.rfind(mark, 0, at + 4) for mark in (b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"))
    entry = "after the end of the pack" if at >= len(written) else f"in the entry that begins at byte {inside}"
    faults.append(f"byte {at}: not as sealed, {entry}; {len(written)} bytes expected, {len(data)} found")


def zip_bytes(files: list[tuple[str, bytes]]) -> bytes:
    """Return the one zip file that holds these files in this order: stored, without times, extras or comments."""
    body, table = bytearray(), bytearray()
    for path, content in files:
        name = path.encode("ascii")
        facts = (0, STORED, 0, FIRST_DAY, zlib.crc32(content), len(content), len(content), len(name), 0)
        made = VERSION | MADE_ON_UNIX << 8
        table += struct.pack(CENTRAL, b"PK\x01\x02", made, VERSION, *facts, 0, 0, 0, MODE, len(body)) + name
        body += struct.pack(LOCAL, b"PK\x03\x04", VERSION, *facts) + name + content
    end = struct.pack(END, b"PK\x05\x06", 0, 0, len(files), len(files), len(table), len(body), 0)
    return bytes(body + table + end)


def _folder(folder: Path, faults: list[str]) -> dict[str, bytes]:
    files = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            faults.append(f"{name}: a link, expected a file")
        elif path.is_file():
            files[name] = path.read_bytes()
    return files


def _beside() -> Path | None:
    here = Path(__file__).resolve().parent
    packs = [here] if (here / MANIFEST).is_file() else sorted(here.glob("*.zip"))
    return packs[0] if len(packs) == 1 else None


def _manifest(files: dict[str, bytes], faults: list[str]) -> dict[str, Any]:
    try:
        manifest = json.loads(files[MANIFEST])
        listed = [(each["path"], each["bytes"], each["sha256"]) for each in manifest["files"]]
        if len({path for path, _, _ in listed}) == len(listed):
            return dict(manifest)
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    faults.append(f"{MANIFEST}: not the list of files that Leadbook writes; it was changed")
    return {"files": []}


def _check_files(manifest: dict[str, Any], files: dict[str, bytes], faults: list[str]) -> None:
    for one in manifest["files"]:
        content = files.get(one["path"])
        if content is None:
            faults.append(f"{one['path']}: the file is missing")
        elif (hashlib.sha256(content).hexdigest(), len(content)) != (one["sha256"], one["bytes"]):
            faults.append(f"{one['path']}: the content is not the one sealed ({len(content)} of {one['bytes']} bytes)")
    listed = {one["path"] for one in manifest["files"]} | {MANIFEST, SIGNATURE}
    faults += [f"{name!r}: a file that was not sealed" for name in files if name not in listed]


def expected(files: dict[str, bytes]) -> list[str]:
    """Return what a pack must hold by its own account of the case: nothing was left out before the sealing."""
    names = ["accuracy.json", "case.json", "case-file.json", "index.fr.html", "index.html", "persons.json"]
    names += [each["file"] for each in json.loads(files.get(names[0], b"{}")).get("evaluations", [])]
    for each in json.loads(files.get(names[1], b"{}")).get("requests", []):
        inside = ["request", "acting"] + (["lead", "follow-up"] if each["lead"] else [])
        inside += [f"probe-{number}/probe" for number in range(1, each["probes"] + 1)]
        inside += [f"search-{n + 1}/{name}" for n in range(each["searches"]) for name in ("search", "capsule", "list")]
        inside += [f"examination-{place}" for place in each["examinations"]]
        inside += [f"array-{number}" for number in range(1, each.get("arrays", 0) + 1)]
        names += [f"{each['folder']}/{name}.json" for name in inside]
    return names


def _check_arrays(files: dict[str, bytes], faults: list[str]) -> None:
    """Check that each step of a photo array follows from the one before, and that its seal is the last step's hash."""
    for name in (each for each in files if re.fullmatch(r"requests/\d+/array-\d+\.json", each)):
        array, before = json.loads(files[name]), "0" * 64
        for step in array["steps"]:
            found = hashlib.sha256(f"{step['previous_sha256']}\n".encode() + _canonical(step["body"])).hexdigest()
            if step["previous_sha256"] != before or (found != step["sha256"] and not step["masked"]):
                faults.append(f"{name}, step {step['number']}: it does not follow from the step before")
            before = step["sha256"]
        if array["seal"] and array["seal"] != before:
            faults.append(f"{name}: the seal is not the hash of the last step")


def _key(text: bytes, faults: list[str]) -> tuple[str, bytes] | None:
    found = re.fullmatch(rb"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})\n", text)
    raw = base64.b64decode(found[3]) if found else b""
    if not found or raw[:1] != b"\x01" or hashlib.sha256(found[1] + b"\n" + raw).hexdigest()[:8].encode() != found[2]:
        faults.append(f"{KEY}: not a public key of a log")
        return None
    return found[2].decode(), raw[1:]


def _check_log(files: dict[str, bytes], key: tuple[str, bytes], faults: list[str]) -> int:
    """Check each entry's own hash, its link to the one before, and its proof up to the signed root."""
    note = files.get("log/checkpoint.txt", b"")
    pattern = rb"(\S+\n(\d+)\n(\S+)\nlast ([0-9a-f]{64})\ntime \S+\n)\n\xe2\x80\x94 \S+ (\S+)\n"
    found = re.fullmatch(pattern, note)
    signature = base64.b64decode(found[5]) if found else b""
    if not found or signature[:4].hex() != key[0] or not signed(key[1], found[1], signature[4:]):
        faults.append("log/checkpoint.txt: the signature does not hold, or it is another key's")
        return 0
    size, root = int(found[2]), base64.b64decode(found[3])
    lines = files.get("log/entries.jsonl", b"").split(b"\n")[:-1]
    proofs = json.loads(files.get("log/proofs.json", b"{}")).get("inclusion", [])
    if len(lines) != len(proofs):
        faults.append(f"log/proofs.json: expected a proof for each of {len(lines)} entries, found {len(proofs)}")
        return size
    before: tuple[int, str] = (0, "0" * 64)
    for number, line in enumerate(lines):
        before = _check_entry(f"log/entries.jsonl, line {number + 1}", line, proofs[number], size, root, before, faults)
    if before[0] == size and before[1].encode() != found[4]:
        faults.append("log/entries.jsonl: the last entry is not the one signed for")
    return size


def _check_entry(
    place: str, line: bytes, proof: dict[str, Any], size: int, root: bytes, before: tuple[int, str], faults: list[str]
) -> tuple[int, str]:
    record = json.loads(line)
    stated, sequence = record.pop("hash"), record["sequence"]
    if hashlib.sha256(_canonical(record)).hexdigest() != stated or _canonical({**record, "hash": stated}) != line:
        faults.append(f"{place}: the entry's hash is not that of its content")
    if sequence <= before[0] or (sequence == before[0] + 1 and record["previous"] != before[1]):
        faults.append(f"{place}: entry {sequence} does not follow the one before it")
    steps = [bytes.fromhex(step) for step in proof["path"]]
    if proof["sequence"] != sequence or not included(line, sequence - 1, size, steps, root):
        faults.append(f"{place}: entry {sequence} is not proven to be among the {size} signed for")
    return sequence, stated


def _canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def included(record: bytes, index: int, size: int, steps: list[bytes], root: bytes) -> bool:
    """Say whether a record is the leaf at `index` (from 0) of the tree of `size` under `root` (RFC 9162, 2.1.3.2)."""
    last, node = size - 1, hashlib.sha256(b"\x00" + record).digest()
    if not 0 <= index < size:
        return False
    for step in steps:
        if last == 0:
            return False
        if index & 1 or index == last:
            node = hashlib.sha256(b"\x01" + step + node).digest()
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            node = hashlib.sha256(b"\x01" + node + step).digest()
        index, last = index >> 1, last >> 1
    return last == 0 and node == root


P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493  # Ed25519, RFC 8032: nothing secret
D = -121665 * pow(121666, -1, P) % P
Point = tuple[int, int, int, int]  # X, Y, Z, T with x = X/Z, y = Y/Z, xy = T/Z


def signed(key: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether `signature` (64 bytes) is that of the raw public `key` (32 bytes) under `message`."""
    if len(key) != 32 or len(signature) != 64:
        return False
    public, commitment, scalar = _point(key), _point(signature[:32]), int.from_bytes(signature[32:], "little")
    if public is None or commitment is None or scalar >= ORDER:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    left, right = _times(scalar, BASE), _plus(commitment, _times(challenge, public))
    return all((left[i] * right[2] - right[i] * left[2]) % P == 0 for i in (0, 1))


def _point(encoded: bytes) -> Point | None:
    y = int.from_bytes(encoded, "little") & (1 << 255) - 1
    x = _x(y, encoded[31] >> 7) if y < P else None
    return None if x is None else (x, y, 1, x * y % P)


def _x(y: int, sign: int) -> int | None:
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    return P - x if x & 1 != sign else x


def _plus(one: Point, two: Point) -> Point:
    a, b = (one[1] - one[0]) * (two[1] - two[0]) % P, (one[1] + one[0]) * (two[1] + two[0]) % P
    c, d = 2 * one[3] * two[3] * D % P, 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(scalar: int, point: Point) -> Point:
    result: Point = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = _plus(result, point)
        point, scalar = _plus(point, point), scalar >> 1
    return result


BASE: Point = _point((4 * pow(5, -1, P) % P).to_bytes(32, "little")) or (0, 1, 1, 0)

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
