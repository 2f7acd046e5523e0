"""The program that outsiders check with: alone, without any of our code, against vectors that are not ours."""

import ast
import base64
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audits import verify_log
from audits.checkpoint import open_log
from audits.events import SearchStarted
from audits.proof import Nodes
from audits.proving import prove_consistency, prove_record
from audits.segments import segment_path
from audits.tiles import Tiles
from audits.tree import leaf_hash
from audits.verify import verify
from benchmarks.grown_log import grow
from kernel_lib.errors import LogDamaged

PROGRAM = Path(__file__).parents[2] / "docs" / "verify_log.py"

CT_RECORDS = [bytes.fromhex(each) for each in ("", "00", "10", "2021", "3031", "40414243")] + [
    bytes(range(0x50, 0x58)),
    bytes(range(0x60, 0x70)),
]
CT_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
CT_INCLUSION = {
    (1, 1): [],
    (1, 8): ["96a296d2", "5f083f0a", "6b47aaf2"],
    (6, 8): ["bc1a0643", "ca854ea1", "d37ee418"],
    (3, 3): ["fac54203"],
    (2, 5): ["6e340b9c", "5f083f0a", "bc1a0643"],
}
CT_CONSISTENCY = {
    (1, 1): [],
    (1, 8): ["96a296d2", "5f083f0a", "6b47aaf2"],
    (6, 8): ["0ebc5d34", "ca854ea1", "d37ee418"],
    (2, 5): ["5f083f0a", "bc1a0643"],
}
"""Vectors of the certificate-transparency project (merkletree/merkle_tree_test.cc); first four bytes of each step."""

RFC_8032 = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a"
            "84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540"
            "a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a3"
            "0ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
]
"""Public key, message and signature of the first three tests of RFC 8032, section 7.1."""  # fmt: skip


@pytest.mark.parametrize(("public", "message", "signature"), RFC_8032)
def test_signatures_are_those_of_the_rfc(public: str, message: str, signature: str) -> None:
    """Each holds for its message and key, and with any part changed it does not."""
    key, text, signed = (bytes.fromhex(each) for each in (public, message, signature))

    assert verify_log.signature_holds(key, text, signed)
    assert not verify_log.signature_holds(key, text + b"x", signed)
    assert not verify_log.signature_holds(key, text, bytes([signed[0] ^ 1]) + signed[1:])
    assert not verify_log.signature_holds(key, text, signed[:-1] + bytes([signed[-1] | 0x80]))
    assert not verify_log.signature_holds(bytes(31) + b"\x01", text, signed)


@pytest.mark.proves("W-08")
def test_trees_and_proofs_are_those_that_others_published(tmp_path: Path) -> None:
    """Roots and proofs from memory and from the hashes on disk, and what the outside program accepts."""
    nodes, tiles = Nodes.over(CT_RECORDS), Tiles(tmp_path, writable=True)
    tiles.extend(0, map(leaf_hash, CT_RECORDS))

    for size, root in enumerate(CT_ROOTS, start=1):
        assert nodes.root(size).hex() == tiles.root(size).hex() == root
    for (sequence, size), steps in CT_INCLUSION.items():
        path = tiles.inclusion(sequence, size)
        assert [step.hex()[:8] for step in path] == steps
        assert nodes.inclusion(sequence, size) == path
        verify_log.check_inclusion(CT_RECORDS[sequence - 1], sequence, size, bytes.fromhex(CT_ROOTS[size - 1]), path)
    for (old, size), steps in CT_CONSISTENCY.items():
        path = tiles.consistency(old, size)
        assert [step.hex()[:8] for step in path] == steps
        verify_log.check_consistency(old, nodes.root(old), size, nodes.root(size), path)


def test_the_program_accepts_every_proof_of_a_small_tree_and_no_other() -> None:
    """All sizes up to seventeen; a proof for another record, size or root is refused."""
    records = [bytes([number]) for number in range(17)]
    nodes = Nodes.over(records)
    for size in range(1, 18):
        for place in range(1, size + 1):
            path = nodes.inclusion(place, size)
            verify_log.check_inclusion(records[place - 1], place, size, nodes.root(size), path)
            verify_log.check_consistency(
                place, nodes.root(place), size, nodes.root(size), nodes.consistency(place, size)
            )
            with pytest.raises(verify_log.Broken):
                verify_log.check_inclusion(b"other", place, size, nodes.root(size), path)
            with pytest.raises(verify_log.Broken):
                verify_log.check_inclusion(records[place - 1], place, size, nodes.root(size), [*path, bytes(32)])
            with pytest.raises(verify_log.Broken):
                verify_log.check_consistency(place, bytes(32), size, nodes.root(size), nodes.consistency(place, size))


def _rubbish(folder: Path) -> None:
    with sorted((folder / "segments").glob("*.jsonl"))[-1].open("ab") as file:
        file.write(b'{"x":1}\n')


def _segment(folder: Path) -> None:
    (folder / "segments" / "000000009999.jsonl").write_text("what nobody signed for\n")


def _cosignature(folder: Path) -> None:
    (folder / "cosignatures").mkdir()
    (folder / "cosignatures" / "000000000004.anybody.txt").write_text("no checkpoint\n")


def _kept(folder: Path) -> None:
    for path in (folder / "checkpoints").iterdir():
        path.unlink()


@pytest.mark.proves("W-08")
@pytest.mark.parametrize(
    ("tamper", "place"),
    [
        (_rubbish, "nobody signed for"),
        (_segment, "000000009999.jsonl, line 1"),
        (_cosignature, "cosignatures/000000000004.anybody.txt"),
        (_kept, "checkpoints: some were taken away"),
    ],
)
def test_what_stands_beside_the_signed_records_is_not_passed_over(
    whole: Path, tamper: Callable[[Path], None], place: str
) -> None:
    """Lines after the last signed one, another segment, other files and lost checkpoints are named as by `verify`."""
    tamper(whole)

    status, told = _run(whole)

    assert status == 1
    assert place in told
    assert not verify(whole).whole


@pytest.mark.proves("W-08")
def test_an_export_of_nothing_or_of_a_record_twice_does_not_hold(whole: Path, tmp_path: Path) -> None:
    """Records with proofs hold each once and in order; that others were left out is said not to be shown."""
    held = [json.loads(prove_record(whole, sequence)) for sequence in (3, 6)]
    for name in ("log.pub", "latest"):
        (tmp_path / name.replace("latest", "checkpoint.txt")).write_bytes((whole / name).read_bytes())

    def told(*places: int) -> tuple[int, str]:
        chosen = [held[place] for place in places]
        (tmp_path / "entries.jsonl").write_text("".join(f"{each['record']}\n" for each in chosen))
        (tmp_path / "proofs.jsonl").write_text("".join(f"{json.dumps(each)}\n" for each in chosen))
        return _run(tmp_path)

    assert told(0, 1)[0] == 0
    assert "whether others were left out is not shown" in told(0, 1)[1]
    assert [told(*places)[0] for places in ((), (0, 0), (1, 0))] == [1, 1, 1]


def test_the_program_needs_nothing_but_python() -> None:
    """Its imports are of the standard library, it is short enough to be read, and it runs outside the repository."""
    text = PROGRAM.read_text()
    names = {
        (node.module if isinstance(node, ast.ImportFrom) else node.names[0].name).split(".")[0]
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Import | ast.ImportFrom)
    }

    assert names <= sys.stdlib_module_names
    assert text.count("\n") < 300


def _run(*arguments: Path | str) -> tuple[int, str]:
    command = [sys.executable, "-I", str(PROGRAM), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    return done.returncode, done.stdout


@pytest.mark.proves("I-07", "W-08")
def test_a_whole_log_and_its_proofs_hold(whole: Path, tmp_path: Path) -> None:
    """A copy of the folder, one record, and a later log against an earlier one; with a key kept elsewhere."""
    record, grown = tmp_path / "record.json", tmp_path / "grown.json"
    record.write_bytes(prove_record(whole, 6))
    grown.write_bytes(prove_consistency(whole, 5))

    assert _run(whole, "--key", whole / "log.pub", "--against", whole / "checkpoints" / "000000000005.txt")[0] == 0
    status, told = _run(record)
    assert status == 0
    assert "record 6 is in the log of 10 records" in told
    assert "compare it with one from somebody you trust" in told
    assert _run(grown, "--key", whole / "log.pub")[0] == 0
    assert _run(whole / "latest", "--key", whole / "log.pub")[0] == 0


def _edit(old: str, new: str, *place: str) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        path = folder.joinpath(*place)
        content = path.read_text()
        assert old in content
        path.write_text(content.replace(old, new, 1))

    return edit


def _cut(folder: Path) -> None:
    path = segment_path(folder, 9)
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])


@pytest.mark.parametrize(
    ("tamper", "place"),
    [
        (_edit('"list_length":5', '"list_length":6', "segments", "000000000005.jsonl"), "000000000005.jsonl, line 2"),
        (_edit('"sequence":6', '"sequence": 6', "segments", "000000000005.jsonl"), "000000000005.jsonl, line 2"),
        (_cut, "records 10 to 10 were signed for"),
        (lambda at: segment_path(at, 5).unlink(), "000000000009.jsonl, line 1"),
        (_edit("\n10\n", "\n9\n", "latest"), "latest: the signature"),
        (_edit("\n5\n", "\n6\n", "checkpoints", "000000000005.txt"), "checkpoints/000000000005.txt"),
    ],
)
def test_damage_is_named(whole: Path, tamper: Callable[[Path], None], place: str) -> None:
    """As our own verification does, by the place."""
    tamper(whole)

    status, told = _run(whole)

    assert status == 1
    assert place in told


@pytest.mark.parametrize("field", ["sequence", "record", "path", "checkpoint", "key"])
def test_a_changed_proof_does_not_hold(whole: Path, tmp_path: Path, field: str) -> None:
    """Whatever part is another."""
    held = json.loads(prove_record(whole, 6))
    other = json.loads(prove_record(whole, 7))
    held[field] = other[field] if held[field] != other[field] else _another(held[field])
    file = tmp_path / "proof.json"
    file.write_text(json.dumps(held))

    assert _run(file, "--key", whole / "log.pub" if field != "key" else file)[0] == 1


def test_a_log_of_another_key_does_not_hold_for_ours(whole: Path, tmp_path: Path) -> None:
    """A log that was written anew and signed by somebody else is found out by a key kept elsewhere."""
    with open_log(tmp_path / "other", Ed25519PrivateKey.generate()) as log:
        log.append(SearchStarted(actor_id="z"))

    assert _run(tmp_path / "other")[0] == 0
    assert _run(tmp_path / "other", "--key", whole / "log.pub")[0] == 1


@pytest.mark.parametrize("sequence", [0, 11])
def test_only_a_record_that_is_signed_for_is_proven(whole: Path, sequence: int) -> None:
    """Another number is refused in words."""
    with pytest.raises(ValueError, match="expected 1 to 10"):
        prove_record(whole, sequence)


def test_every_record_of_a_long_segment_is_found(tmp_path: Path) -> None:
    """By halving; also where a line in the middle is damaged, and the record sought is not."""
    for _ in grow(tmp_path / "audit", 700):
        pass
    for sequence in range(1, 701, 3):
        assert json.loads(prove_record(tmp_path / "audit", sequence))["sequence"] == sequence
    path = segment_path(tmp_path / "audit", 1)
    path.write_bytes(path.read_bytes().replace(b'"sequence":350,', b'"sequence":x,'))

    found = [json.loads(prove_record(tmp_path / "audit", sequence))["record"] for sequence in (1, 349, 351, 700)]

    assert [json.loads(record)["sequence"] for record in found] == [1, 349, 351, 700]
    with pytest.raises(LogDamaged, match="record 350 is signed for and not there"):
        prove_record(tmp_path / "audit", 350)


def test_no_proof_is_given_from_damaged_hashes(whole: Path) -> None:
    """What is handed out was checked; the message says how the hashes are made again."""
    path = whole / "tree" / "level-0"
    path.write_bytes(bytes(32) + path.read_bytes()[32:])

    with pytest.raises(LogDamaged, match="remove the folder `tree`"):
        prove_record(whole, 6)
    with pytest.raises(LogDamaged, match="remove the folder `tree`"):
        prove_consistency(whole, 6)


def test_growth_is_proven_up_to_a_kept_checkpoint(whole: Path) -> None:
    """An older checkpoint can be the later one; a size that nobody signed for cannot."""
    held = json.loads(prove_consistency(whole, 3, 5))

    assert (held["old_size"], held["checkpoint"].split("\n")[1]) == (3, "5")
    with pytest.raises(ValueError, match="expected one that a checkpoint was kept for"):
        prove_consistency(whole, 3, 7)
    with pytest.raises(ValueError, match="old size: expected 1 to 5, got 6"):
        prove_consistency(whole, 6, 5)


def _another(text: str) -> str:
    """Spoil the last line of base64 in a key or note."""
    head, _, last = text.rstrip("\n").rpartition("\n")
    raw = bytearray(base64.b64decode(last.rpartition("+" if "+" in last else " ")[2] + "=="))
    raw[-1] ^= 1
    return f"{head}\n{last[:20]}{base64.b64encode(bytes(raw)).decode()}\n"
