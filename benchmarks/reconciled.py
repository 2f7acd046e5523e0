"""A run of destruction, counted again from what it left: rows, files, index, log and certificates, as released."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import func, select

from audits.segments import read
from gallery.index.absence import Absence
from gallery.index.entries import GROUP
from gallery.lifecycle.certificate import check, whole
from gallery.lifecycle.certificate_folder import Issued
from gallery.lifecycle.certificate_folder import read as certificates_in
from gallery.records import destructions as kept
from gallery.records.destructions import Run
from gallery.records.held import booking_events, charges, eligibility, pictures, references, subjects
from kernel_lib.hashing import sha256_of
from kernel_lib.vocabulary import DestructionState
from tests.gallery.house import House

_EVERY = 1_000
_HASH_BYTES = 32
_TABLES = (subjects, booking_events, charges, pictures, references, eligibility)


def reconciled(house: House) -> dict[str, Any]:
    """Count what is left over, missing or named twice after the only run of a service; all of it must be nothing.

    Raises:
        LogDamaged, CertificateRefused: an entry of the log, a file of certificates or one of them does not hold.
    """
    with house.parts.ledger.reading() as connection:
        (run,) = kept.runs_of(connection, "demo")
        rows = sum(connection.execute(select(func.count()).select_from(table)).scalar_one() for table in _TABLES)
        done = kept.counts_of(connection, run.id).get(DestructionState.DONE, 0)
    files, checked = _certified(house)
    counts = {
        "rows_left": rows,
        "in_the_index": len(house.parts.index.held),
        "keys_or_files_left": len(house.parts.images.lineages()),
        "not_done": run.planned - done,
        "not_as_released_in_the_log": _amiss(list(_named(house)), run),
        "not_as_released_in_certificates": _amiss(files, run),
    }
    over = f"{run.planned:,} lineages in log and files of certificates, {checked:,} certificates checked whole"
    return {**counts, "left_over": sum(counts.values()), "certificates_checked": checked, "over": over}


# Private


def _named(house: House) -> Iterator[str]:
    """Every lineage that an entry of the log says was destroyed."""
    for entry in read(house.settings.audit_dir):
        if entry.event.act == "lineage_destroyed":
            for name, some in entry.event.details.items():
                if name.startswith("lineages_") and isinstance(some, list | tuple):
                    yield from map(str, some)


def _amiss(lineages: list[str], run: Run) -> int:
    """How many are too many, too few or twice; at least one when they are not those that were released."""
    lineages.sort()
    counted = abs(len(lineages) - run.planned) + len(lineages) - len(set(lineages))
    return counted or int(sha256_of(lineages) != run.lineages_sha256)


def _certified(house: House) -> tuple[list[str], int]:
    """The lineages of all files, whose signatures hold, and how many certificates were checked whole."""
    public = house.parts.works.folder.public
    lineages, checked = [], 0
    for path in house.parts.works.folder.files():
        issued = certificates_in(path, public)
        for line in issued.lines:
            if len(lineages) % _EVERY == 0:
                check(whole(str(line.certificate), _proofs(issued, line.numbers)), public)
                checked += 1
            lineages.append(line.lineage_id)
    return lineages, checked


def _proofs(issued: Issued, numbers: list[int]) -> Mapping[int, Absence]:
    paths = {group: (record, path) for group, record, path in issued.proofs}
    return {
        group: Absence(group, paths[group][0], _hashes(paths[group][1]))
        for group in sorted({number // GROUP for number in numbers} & paths.keys())
    }


def _hashes(path: bytes) -> tuple[bytes, ...]:
    return tuple(path[start : start + _HASH_BYTES] for start in range(0, len(path), _HASH_BYTES))
