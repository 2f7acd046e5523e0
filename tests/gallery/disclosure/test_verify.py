"""The verifier inside a pack: it runs on Python alone and names whatever was changed."""

import ast
import base64
import hashlib
import io
import json
import random
import struct
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audits import verify_log
from gallery.disclosure import verify
from gallery.disclosure.contents import LogExtract, PackContents
from gallery.disclosure.pack import Pack, build_pack
from gallery.rules.disclosure import DisclosureRules
from tests.gallery.disclosure.sample import KEY

RULES = DisclosureRules.load()
SOURCE = Path(verify.__file__)
LOG_PROGRAM = Path(verify_log.__file__)

RFC_8032 = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]
"""Tests 1 to 3 of RFC 8032, section 7.1."""


def _run(program: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run a verifier in a Python that sees no package at all."""
    return subprocess.run(
        [sys.executable, "-I", "-S", str(program), *arguments], capture_output=True, text=True, check=False, timeout=60
    )


def _check(content: bytes, path: Path) -> list[str]:
    path.write_bytes(content)
    return verify.check(path)[0]


def _proof(records: list[bytes], index: int) -> tuple[list[bytes], bytes]:
    """Return path and root of a record in the tree of RFC 9162 over some records."""
    if len(records) == 1:
        return [], hashlib.sha256(b"\x00" + records[0]).digest()
    half = 1 << (len(records) - 1).bit_length() - 1
    left, right = records[:half], records[half:]
    inside, beside = (left, right) if index < half else (right, left)
    path, root = _proof(inside, index if index < half else index - half)
    other = _proof(beside, 0)[1]
    joined = root + other if index < half else other + root
    return [*path, other], hashlib.sha256(b"\x01" + joined).digest()


def _holds(record: bytes, sequence: int, size: int, root: bytes, path: Sequence[bytes]) -> bool:
    try:
        verify_log.check_inclusion(record, sequence, size, root, path)
    except verify_log.Broken:
        return False
    return True


def _unpacked(pack: Pack, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(pack.content)) as archive:
        archive.extractall(folder)
    return folder


def test_an_untouched_pack_is_whole(sealed: Pack, tmp_path: Path) -> None:
    """The verifier says so, names the pack and the key, and exits 0."""
    (tmp_path / "pack.zip").write_bytes(sealed.content)

    done = _run(SOURCE, str(tmp_path / "pack.zip"))

    assert (done.returncode, done.stderr) == (0, "")
    assert f"pack {sealed.id}" in done.stdout
    assert "log extract of 4 entries" in done.stdout


@pytest.mark.proves("W-18")
def test_the_program_inside_checks_the_pack_beside_it(sealed: Pack, tmp_path: Path) -> None:
    """Taken out of the pack, it finds the one file beside it."""
    (tmp_path / "pack.zip").write_bytes(sealed.content)
    (tmp_path / "verify.py").write_bytes(SOURCE.read_bytes())

    assert _run(tmp_path / "verify.py").returncode == 0


def test_the_program_inside_checks_the_unpacked_folder(sealed: Pack, tmp_path: Path) -> None:
    """Unpacked, it checks the folder that it lies in; a change, a file more and a file less are named."""
    folder = _unpacked(sealed, tmp_path)
    assert _run(folder / "verify.py").returncode == 0
    (folder / "warning.txt").write_bytes(b"Nothing to warn of.\n")
    (folder / "added.txt").write_text("more")
    (folder / "requests/03/request.json").unlink()

    done = _run(folder / "verify.py")

    assert done.returncode == 1
    for place in (
        "warning.txt: the content",
        "'added.txt': a file that was not sealed",
        "03/request.json: the file is",
    ):
        assert place in done.stdout


@pytest.mark.proves("W-18", "I-07")
def test_the_verifier_of_the_log_checks_the_extract_of_a_pack_as_well(sealed: Pack, tmp_path: Path) -> None:
    """The one program for logs, run on the folder `log` of an unpacked pack, and on one with a changed entry."""
    folder = _unpacked(sealed, tmp_path) / "log"
    whole = _run(LOG_PROGRAM, str(folder), "--key", str(folder / "log.pub"))
    entries = folder / "entries.jsonl"
    entries.write_bytes(entries.read_bytes().replace(b'"sequence":', b'"sequence": ', 1))

    changed = _run(LOG_PROGRAM, str(folder))

    assert (whole.returncode, whole.stdout[:33]) == (0, "HOLDS: 4 records are in the log o")
    assert (changed.returncode, changed.stdout[:14]) == (1, "DOES NOT HOLD:")


def test_both_programs_judge_signatures_and_proofs_alike() -> None:
    """Each stands alone, so each has its own arithmetic: they agree on right and on slightly wrong ones."""
    chance = random.Random(7)  # noqa: S311  # invented cases, no secret
    for _ in range(6):
        key, said = Ed25519PrivateKey.from_private_bytes(chance.randbytes(32)), chance.randbytes(40)
        public, signature = key.public_key().public_bytes_raw(), key.sign(said)
        for at in (None, 3, 40):
            given = bytearray(signature)
            if at is not None:
                given[at] ^= 1
            judged = verify.signed(public, said, bytes(given)), verify_log.signature_holds(public, said, bytes(given))
            assert judged == (at is None, at is None)
    for size in (1, 2, 5, 8, 13):
        for index in range(size):
            path, root = _proof([bytes([each]) for each in range(size)], index)
            for place in {index, (index + 1) % size}:
                right = verify.included(bytes([index]), place, size, path, root)
                assert right == _holds(bytes([index]), place + 1, size, root, path) == (place == index)


def test_a_link_in_the_folder_is_named(sealed: Pack, tmp_path: Path) -> None:
    """A link could show something else tomorrow."""
    folder = _unpacked(sealed, tmp_path / "pack")
    (tmp_path / "elsewhere").write_bytes((folder / "warning.txt").read_bytes())
    (folder / "warning.txt").unlink()
    (folder / "warning.txt").symlink_to(tmp_path / "elsewhere")

    assert "warning.txt: a link, expected a file" in verify.check(folder)[0]


def test_without_a_pack_it_says_how_to_use_it(tmp_path: Path) -> None:
    """Nothing to check is neither whole nor changed: exit 2."""
    (tmp_path / "verify.py").write_bytes(SOURCE.read_bytes())

    done = _run(tmp_path / "verify.py")

    assert done.returncode == 2
    assert "python verify.py PACK.zip" in done.stderr


def test_any_byte_changed_anywhere_is_found(sealed: Pack, tmp_path: Path) -> None:
    """Every byte of headers, table of contents and seal, and some hundred others: each gives a place."""
    content, path = sealed.content, tmp_path / "pack.zip"
    structure = [at for start in _starts(content) for at in range(start, min(start + 60, len(content)))]
    places = sorted({*structure[:: max(1, len(structure) // 700)], *range(0, len(content), 211), len(content) - 1})
    chance = random.Random(8032)  # noqa: S311  # the same changes each time

    unseen = [
        at
        for at in places
        if not _check(content[:at] + bytes([content[at] ^ 1 << chance.randrange(8)]) + content[at + 1 :], path)
    ]

    assert unseen == []


def _starts(content: bytes) -> list[int]:
    marks = (b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06")
    return [at for mark in marks for at in range(len(content)) if content.startswith(mark, at)]


@pytest.mark.parametrize("at", ["front", "middle", "table", "end"])
def test_bytes_added_anywhere_are_found(sealed: Pack, tmp_path: Path, at: str) -> None:
    """Bytes before, between and after the entries have a place of their own in the answer."""
    content = sealed.content
    second = content.index(b"PK\x03\x04", 4)
    place = {"front": 0, "middle": second, "table": content.index(b"PK\x01\x02"), "end": len(content)}[at]

    faults = _check(content[:place] + b"hidden" + content[place:], tmp_path / "pack.zip")

    assert any(f"byte {place}" in fault for fault in faults)


@pytest.mark.parametrize("length", [0, 1, 30, 1000, -1, -22, -200])
def test_a_pack_cut_short_is_found(sealed: Pack, tmp_path: Path, length: int) -> None:
    """However little or much is left."""
    assert _check(sealed.content[:length], tmp_path / "pack.zip")


@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
@pytest.mark.parametrize("how", ["twice", "more", "less", "compressed", "reordered", "commented"])
def test_a_pack_zipped_again_is_found(sealed: Pack, tmp_path: Path, how: str) -> None:
    """Even where every file is still the one sealed, another zip file is another file."""
    with zipfile.ZipFile(io.BytesIO(sealed.content)) as archive:
        files = [(entry, archive.read(entry)) for entry in archive.infolist()]
    if how == "twice":
        files.insert(0, files[3])
    if how == "more":
        files.append((zipfile.ZipInfo("more.txt"), b"more"))
    if how == "less":
        del files[2]
    if how == "reordered":
        files.reverse()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if how == "compressed" else zipfile.ZIP_STORED) as archive:
        for entry, content in files:
            archive.writestr(entry.filename if how == "compressed" else entry, content)
        archive.comment = b"words" if how == "commented" else b""

    assert _check(out.getvalue(), tmp_path / "pack.zip")


def test_a_pack_sealed_again_with_another_key_is_told_by_the_published_key(
    sealed: Pack, of_three: PackContents, tmp_path: Path
) -> None:
    """Somebody else's seal holds by itself; it fails against the key that the service published."""
    other = Ed25519PrivateKey.generate()
    forged = _resealed(sealed, other)
    (tmp_path / "pack.zip").write_bytes(forged)
    (tmp_path / "published.pub").write_text(of_three.log.key)

    done = _run(SOURCE, str(tmp_path / "pack.zip"), "--key", str(tmp_path / "published.pub"))

    assert done.returncode == 1
    assert "sealed by another key than the one published" in done.stdout


def _resealed(pack: Pack, key: Ed25519PrivateKey) -> bytes:
    with zipfile.ZipFile(io.BytesIO(pack.content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    raw = b"\x01" + key.public_key().public_bytes_raw()
    identity = hashlib.sha256(b"leadbook\n" + raw).hexdigest()[:8]
    files["log/log.pub"] = f"leadbook+{identity}+{base64.b64encode(raw).decode()}\n".encode()
    return _sealed_with(files, key)


def _sealed_with(files: dict[str, bytes], key: Ed25519PrivateKey) -> bytes:
    manifest = json.loads(files["manifest.json"])
    for each in manifest["files"]:
        content = files[each["path"]]
        each.update(bytes=len(content), sha256=hashlib.sha256(content).hexdigest())
    files["manifest.json"] = json.dumps(manifest, indent=1).encode()
    files["manifest.sig"] = key.sign(verify.SEALED + files["manifest.json"])
    return verify.zip_bytes(list(files.items()))


@pytest.mark.parametrize("how", ["event", "order", "proof", "less proofs", "checkpoint"])
def test_a_log_extract_that_is_not_the_logs_is_found_under_any_seal(sealed: Pack, tmp_path: Path, how: str) -> None:
    """Whoever holds the key still cannot put into a pack what the signed tree does not hold."""
    with zipfile.ZipFile(io.BytesIO(sealed.content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    lines, proofs = files["log/entries.jsonl"].splitlines(), json.loads(files["log/proofs.json"])
    if how == "event":
        lines[1] = lines[1].replace(b'"result":"done"', b'"result":"refused"')
    if how == "order":
        lines, proofs["inclusion"] = lines[::-1], proofs["inclusion"][::-1]
    if how == "proof":
        proofs["inclusion"][0]["path"][0] = "00" * 32
    if how == "less proofs":
        proofs["inclusion"].pop()
    if how == "checkpoint":
        files["log/checkpoint.txt"] = files["log/checkpoint.txt"].replace(b"leadbook\n", b"leadbook\n1", 1)
    files["log/entries.jsonl"] = b"".join(line + b"\n" for line in lines)
    files["log/proofs.json"] = json.dumps(proofs).encode()

    faults = _check(_sealed_with(files, KEY), tmp_path / "pack.zip")

    assert faults
    assert all(fault.startswith("log/") for fault in faults)


@pytest.mark.proves("I-07")
def test_an_entry_that_was_made_up_with_a_right_hash_is_not_proven(of_three: PackContents, tmp_path: Path) -> None:
    """A record whose own hash is right, but which the log never held, has no proof."""
    record = json.loads(of_three.log.lines[0])
    del record["hash"]
    record["event"]["actor_id"] = "somebody-else"
    body = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    record["hash"] = hashlib.sha256(body).hexdigest()
    line = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    forged: LogExtract = replace(of_three.log, lines=(line, *of_three.log.lines[1:]))
    pack = build_pack(replace(of_three, log=forged), signer=KEY, rules=RULES)

    faults = _check(pack.content, tmp_path / "pack.zip")

    assert [fault for fault in faults if "is not proven to be among" in fault]


@pytest.mark.parametrize(("key", "message", "signature"), RFC_8032)
def test_signatures_of_the_rfc_hold_and_no_others(key: str, message: str, signature: str) -> None:
    """The vectors of RFC 8032 hold; one bit changed anywhere in key, message or signature, and they do not."""
    raw, text, seal = bytes.fromhex(key), bytes.fromhex(message), bytes.fromhex(signature)

    assert verify.signed(raw, text, seal)
    assert not verify.signed(raw, text + b"x", seal)
    for at in range(0, 64, 7):
        assert not verify.signed(raw, text, seal[:at] + bytes([seal[at] ^ 4]) + seal[at + 1 :])


def test_a_signature_has_one_spelling_only() -> None:
    """The same scalar plus the group's order, which some verifiers accept, is refused."""
    seal = KEY.sign(b"text")
    scalar = int.from_bytes(seal[32:], "little") + verify.ORDER

    again = seal[:32] + scalar.to_bytes(32, "little")

    assert verify.signed(KEY.public_key().public_bytes_raw(), b"text", seal)
    assert not verify.signed(KEY.public_key().public_bytes_raw(), b"text", again)


def test_many_signatures_agree_with_another_implementation() -> None:
    """Forty keys and messages of every length, against the library that seals packs."""
    chance = random.Random(2)  # noqa: S311  # the same keys each time
    for length in range(40):
        key, message = Ed25519PrivateKey.from_private_bytes(chance.randbytes(32)), chance.randbytes(length)

        assert verify.signed(key.public_key().public_bytes_raw(), message, key.sign(message))


@pytest.mark.proves("W-18")
def test_the_program_is_short_and_needs_python_3_9_alone() -> None:
    """At most 320 lines, standard library only, in the grammar of Python 3.9."""
    source = SOURCE.read_text()
    tree = ast.parse(source, feature_version=(3, 9))
    imported = [
        name
        for node in ast.walk(tree)
        for name in (
            [each.name for each in node.names] if isinstance(node, ast.Import)
            else [node.module or ""] if isinstance(node, ast.ImportFrom)
            else []
        )
    ]  # fmt: skip

    assert len(source.splitlines()) <= 320
    assert set(imported) <= sys.stdlib_module_names


def test_the_zip_is_the_one_that_the_standard_library_writes(sealed: Pack) -> None:
    """The program's own writer and zipfile give the same bytes, so that any reader opens a pack."""
    with zipfile.ZipFile(io.BytesIO(sealed.content)) as archive:
        files: Sequence[tuple[str, bytes]] = [(name, archive.read(name)) for name in archive.namelist()]
        broken = archive.testzip()

    assert broken is None
    assert verify.zip_bytes(list(files)) == sealed.content
    assert struct.unpack("<H", sealed.content[-2:]) == (0,)


@pytest.mark.proves("E-14")
@pytest.mark.parametrize(
    "left_out", ["requests/01/search-1/list.json", "requests/01/follow-up.json", "case-file.json", "index.fr.html"]
)
def test_what_was_left_out_before_the_sealing_is_named(sealed: Pack, tmp_path: Path, left_out: str) -> None:
    """A pack sealed with the right key that lacks what it says it holds is no whole pack."""
    with zipfile.ZipFile(io.BytesIO(sealed.content)) as archive:
        files = [(each, archive.read(each)) for each in archive.namelist() if each != left_out]
    manifest = json.loads(dict(files)[verify.MANIFEST])
    manifest["files"] = [each for each in manifest["files"] if each["path"] != left_out]
    text = json.dumps(manifest).encode()
    again = {**dict(files), verify.MANIFEST: text, verify.SIGNATURE: KEY.sign(verify.SEALED + text)}

    faults = _check(verify.zip_bytes(list(again.items())), tmp_path / "pack.zip")

    assert faults == [f"{left_out}: the pack says that it holds this file"]
