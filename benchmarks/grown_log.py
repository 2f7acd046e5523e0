"""A valid signed log of many invented events: `python -m benchmarks.grown_log FOLDER --events 10000000`.

It is the log that the service would have written for them one by one (segments, every hundredth checkpoint, `latest`,
the hashes of the tree), made without waiting for the disk. The key is that of nobody: bytes 0 to 31.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audits.log import RECORDS_LIMIT
from audits.note import Checkpoint, LogKey, sign
from audits.segments import NO_RECORD, segment_path, time_text
from audits.tiles import Tiles
from audits.tree import Tree, leaf_hash
from benchmarks.grown_stories import acts

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
ORIGIN = "leadbook"
HISTORY_EVERY = 100


def main(arguments: Sequence[str] | None = None) -> int:
    """Grow a log; a folder that already holds one of that many events is left as it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the audit folder to be made")
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args(arguments)
    if is_grown(given.folder, given.events):
        sys.stdout.write(f"{given.folder} holds {given.events} events\n")
        return 0
    for done in grow(given.folder, given.events, given.seed):
        if done % 100_000 == 0 or done == given.events:
            sys.stdout.write(f"{done} of {given.events}\n")
            sys.stdout.flush()
    return 0


def is_grown(folder: Path, events: int) -> bool:
    """Say whether a folder holds a log of this many events."""
    latest = folder / "latest"
    return latest.exists() and latest.read_text().split("\n")[1] == str(events)


def grow(folder: Path, events: int, seed: int = 7) -> Iterator[int]:
    """Write the log of a seed a segment at a time; give how many events there are after each."""
    return write_log(folder, events, acts(seed))


def write_log(folder: Path, events: int, story: Iterator[tuple[float, str]]) -> Iterator[int]:
    """Write so many events of a story: the moment of each in Unix seconds, and the event as canonical JSON."""
    for each in (folder, folder / "segments", folder / "checkpoints"):
        each.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / "log.pub").write_text(LogKey.of(ORIGIN, KEY).text())
    size, tree, last = 0, Tree(), NO_RECORD
    with Tiles(folder, writable=True) as tiles:
        while size < events:
            lines, notes = [], []
            for moment, text in islice(story, min(RECORDS_LIMIT, events - size)):
                time = time_text(datetime.fromtimestamp(moment, UTC))
                rest = f',"previous":"{last}","sequence":{size + len(lines) + 1},"time":"{time}"}}'
                last = sha256(f'{{"event":{text}{rest}'.encode()).hexdigest()
                line = f'{{"event":{text},"hash":"{last}"{rest}'.encode()
                lines.append(line)
                tree = tree.plus(line)
                if tree.size % HISTORY_EVERY == 0 or tree.size == events:
                    notes.append(Checkpoint(ORIGIN, tree.size, tree.root, last, time))
            segment_path(folder, size + 1).write_bytes(b"\n".join(lines) + b"\n")
            tiles.extend(size, map(leaf_hash, lines))
            for each in notes:
                (folder / "checkpoints" / f"{each.size:012d}.txt").write_text(sign(each, KEY))
            size += len(lines)
            yield size
    (folder / "latest").write_text(sign(notes[-1], KEY))


if __name__ == "__main__":
    raise SystemExit(main())
