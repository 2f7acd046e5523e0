"""Checking the folder of an exit offline, with the log's public key alone: certificate, files, counts, log proofs."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audits.note import LogKey, read_note
from audits.proof import holds_record
from gallery.backup.writing import SUMS, sum_line
from gallery.leaving.certificate import CERTIFICATE, ExitRefused, statement_in
from gallery.leaving.log_extract import ENTRIES, NOTE, PROOFS
from kernel_lib.errors import LogDamaged
from kernel_lib.hashing import sha256_hex, sha256_of_file


@dataclass(frozen=True)
class CheckedExit:
    """What the certificate of a whole folder says, and the hash of its file."""

    statement: dict[str, Any]
    sha256: str


def check_exit(folder: Path, key: LogKey) -> CheckedExit:
    """Read every file of an exit again.

    Raises:
        ExitRefused: the certificate does not hold; a file is missing, added, changed, or shorter than it says; an
            entry of the log is not proven.
    """
    try:
        content = (folder / CERTIFICATE).read_bytes()
        statement = statement_in(content, key)
        _check_files(folder, statement)
        _check_counts(folder, statement)
        _check_log(folder, statement, key)
    except (OSError, LogDamaged) as error:
        told = error.strerror if isinstance(error, OSError) else error
        raise ExitRefused(f"{folder}: expected a whole exit, got: {told}") from error
    except (KeyError, ValueError, TypeError) as error:
        raise ExitRefused(f"{folder}: expected the form of an exit, got {type(error).__name__}") from error
    return CheckedExit(statement, sha256_hex(content))


# Private


def _check_files(folder: Path, statement: dict[str, Any]) -> None:
    sums = (folder / SUMS).read_bytes()
    if sha256_hex(sums) != statement["sums_sha256"]:
        raise ExitRefused(f"{SUMS}: expected the list that the certificate names, got another")
    named = {line[66:]: line[:64] for line in sums.decode().splitlines()}
    there = {each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_symlink() or each.is_file()}
    if there != {*named, SUMS, CERTIFICATE}:
        different = sorted(there ^ {*named, SUMS, CERTIFICATE})[0]
        raise ExitRefused(f"{different}: expected exactly the files of the list, got one more or less")
    for path, sha256 in named.items():
        if (folder / path).is_symlink() or sha256_of_file(folder / path) != sha256:
            raise ExitRefused(f"{path}: expected the bytes of the list, got others")
    originals = [path for path in named if path.startswith("originals/")]
    if (len(named), len(originals)) != (statement["files"], statement["originals"]):
        raise ExitRefused(f"{SUMS}: expected {statement['files']} files, got {len(named)}")
    if b"".join(sum_line(sha256, path) for path, sha256 in named.items()) != sums:
        raise ExitRefused(f"{SUMS}: expected one line a file, got something else")


def _check_counts(folder: Path, statement: dict[str, Any]) -> None:
    for path, count in statement["counts"].items():
        with (folder / path).open("rb") as file:
            got = sum(1 for _ in file)
        if got != count:
            raise ExitRefused(f"{path}: expected {count} lines, got {got}")


def _check_log(folder: Path, statement: dict[str, Any], key: LogKey) -> None:
    checkpoint = read_note((folder / NOTE).read_bytes(), key, NOTE)
    if (checkpoint.size, checkpoint.root.hex()) != (statement["log_size"], statement["log_root"]):
        raise ExitRefused(f"{NOTE}: expected the checkpoint that the certificate names, got another")
    with (folder / ENTRIES).open("rb") as entries, (folder / PROOFS).open("rb") as proofs:
        for line, proof in zip(entries, proofs, strict=True):
            told = json.loads(proof)
            path = [bytes.fromhex(step) for step in told["path"]]
            if not holds_record(line.rstrip(b"\n"), told["sequence"], checkpoint.size, checkpoint.root, path):
                raise ExitRefused(f"{ENTRIES}: expected entry {told['sequence']} with its proof, got none that holds")
