"""Every record signed for, compared with the hashes kept, for whoever takes some of them elsewhere with proofs."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from audits.note import Checkpoint
from audits.segments import lines, segment_paths
from audits.tiles import HASH, Tiles
from audits.tree import leaf_hash
from kernel_lib.errors import LogDamaged

_REPAIR = "stop the service, remove the folder `tree`, start it again, and run `leadbook verify`"


@contextmanager
def signed_hashes(folder: Path, signed: Checkpoint) -> Iterator[Tiles]:
    """Open the hashes of the tree, which are those that the checkpoint is signed for.

    Raises:
        LogDamaged: they are not, or some are missing.
    """
    with Tiles(folder) as tiles:
        try:
            root = tiles.tree(signed.size).root
        except ValueError as error:
            raise LogDamaged("tree", f"{error}; {_REPAIR}") from error
        if root != signed.root:
            raise LogDamaged("tree", f"the hashes kept are not those signed for; {_REPAIR}")
        yield tiles


def signed_lines(folder: Path, signed: Checkpoint, tiles: Tiles) -> Iterator[tuple[int, bytes]]:
    """Give every record signed for with its sequence: its line, without the line's end.

    Raises:
        LogDamaged: a record is not the one signed for, or is not there.
    """
    sequence = 0
    for path in segment_paths(folder):
        leaves, at = b"", 0
        for number, line in lines(path):
            if sequence == signed.size:
                return
            if at == len(leaves):
                leaves, at = tiles.leaves(sequence + 1, min(10_000, signed.size - sequence)), 0
            if leaf_hash(line[:-1]) != leaves[at : at + HASH]:
                place = f"{path.name}, line {number}"
                raise LogDamaged(place, f"record {sequence + 1} is not the one signed for; run `leadbook verify`")
            sequence, at = sequence + 1, at + HASH
            yield sequence, line[:-1]
    if sequence < signed.size:
        raise LogDamaged("latest", f"expected {signed.size} records, got {sequence}; run `leadbook verify`")
