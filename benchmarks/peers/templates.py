"""Invented templates, made from a seed: like those of faces, or random. No person is behind them.

Like faces: people with five pictures each. A picture is its person's direction and noise, both stronger in some
directions than in others, so that two pictures of one person have a similarity of about 0.76, as SFace gives
photographs. Random: uniform on the sphere, which no model gives; it is the harder case for quantising and for graphs.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from benchmarks.peers.peer import EVERYONE, Flags, Vectors

Kind = Literal["like faces", "random"]
KINDS: tuple[Kind, ...] = ("like faces", "random")
SHARES = {"90 %": 0.9, "50 %": 0.5, "1 %": 0.01}

_PICTURES = 5
_NOISE = 0.56
_AT_ONCE = 100_000


@dataclass(frozen=True)
class Case:
    """The folder with what every peer is given."""

    folder: Path

    def vectors(self, count: int) -> Vectors:
        """The first `count` templates (count, d), mapped from the file."""
        whole: Vectors = np.load(self.folder / "vectors.npy", mmap_mode="r")
        return whole[:count]

    def probes(self) -> Vectors:
        """The probes (p, d)."""
        probes: Vectors = np.load(self.folder / "probes.npy")
        return probes

    def shares(self, count: int) -> dict[str, Flags]:
        """Which of the first `count` rows are eligible, by the name of the share."""
        draws = np.random.default_rng(3).random((len(SHARES), count))
        return {name: draw < share for (name, share), draw in zip(SHARES.items(), draws, strict=True)}

    def floors(self, count: int, k: int) -> dict[str, Vectors]:
        """The similarity of the k-th of each probe's true list (p,), by share: a float32 scan, kept beside the rows."""
        kept = self.folder / f"floors-{count}-{k}.npz"
        if not kept.exists():
            np.savez(kept, **_floors(self.vectors(count), self.probes(), self.shares(count), k))  # type: ignore[arg-type]  # names of arrays
        with np.load(kept) as found:
            return {name: found[name] for name in found.files}


def made(folder: Path, kind: Kind, count: int, dimensions: int, probes: int) -> Case:
    """Write `count` templates and as many probes of enrolled people as asked for; equal seeds give equal bytes."""
    folder.mkdir(parents=True)
    rng = np.random.default_rng(7)
    rows = np.lib.format.open_memmap(folder / "vectors.npy", "w+", np.float32, (count, dimensions))
    wanted = np.sort(rng.choice(count, probes, replace=False))
    found = np.empty((probes, dimensions), np.float32)
    for start in range(0, count, _AT_ONCE):
        size = min(_AT_ONCE, count - start)
        people = _people(kind, -(-size // _PICTURES), dimensions, rng)
        rows[start : start + size] = _pictures(kind, np.repeat(people, _PICTURES, axis=0)[:size], rng)
        inside = (wanted >= start) & (wanted < start + size)
        found[inside] = _pictures(kind, people[(wanted[inside] - start) // _PICTURES], rng)
    rows.flush()
    np.save(folder / "probes.npy", found)
    return Case(folder)


# Private


def _people(kind: Kind, count: int, dimensions: int, rng: np.random.Generator) -> Vectors:
    drawn = rng.standard_normal((count, dimensions), np.float32)
    return _unit(drawn * _spread(dimensions)) if kind == "like faces" else drawn


def _pictures(kind: Kind, people: Vectors, rng: np.random.Generator) -> Vectors:
    drawn = rng.standard_normal(people.shape, np.float32)
    if kind == "random":
        return _unit(drawn)
    return _unit(people + np.float32(_NOISE) * _unit(drawn * _spread(people.shape[1])))


def _spread(dimensions: int) -> Vectors:
    """Return how strong each direction is: falling, as the principal components of real templates fall."""
    return (1 + np.arange(dimensions, dtype=np.float32)) ** np.float32(-0.25)


def _unit(rows: Vectors) -> Vectors:
    units: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return units


def _floors(vectors: Vectors, probes: Vectors, shares: dict[str, Flags], k: int) -> dict[str, Vectors]:
    scores = np.concatenate(
        [vectors[start : start + _AT_ONCE] @ probes.T for start in range(0, len(vectors), _AT_ONCE)]
    )
    sets = {EVERYONE: np.ones(len(vectors), np.bool_), **shares}
    return {name: np.array([_kth(column[flags], k) for column in scores.T]) for name, flags in sets.items()}


def _kth(scores: Vectors, k: int) -> np.float32:
    k = min(k, len(scores))
    kth: np.float32 = np.partition(scores, len(scores) - k)[len(scores) - k] if k else np.float32(np.inf)
    return kth
