"""The answer of a search: references and similarities, best first, and the proof that nobody was left out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from gallery.index.proof import Proof
from gallery.index.segment import Nearest
from gallery.index.similarity import first


@dataclass(frozen=True)
class Found:
    """Up to k (reference number, similarity); `compared` is how many were allowed and held, each of them looked at."""

    pairs: tuple[tuple[int, float], ...]
    compared: int
    proof: Proof

    def __iter__(self) -> Iterator[tuple[int, float]]:
        return iter(self.pairs)

    def __len__(self) -> int:
        return len(self.pairs)


def joined(answers: Sequence[Nearest], k: int) -> Found:
    """Return the best `k` of what several segments answered.

    Each answer holds the best of its own segment, so the best of all are among them. Equal scores keep the order of
    enrolment, so that a replay gives the same list.
    """
    numbers = np.concatenate([np.empty(0, np.int64), *(each.numbers for each in answers)])
    scores = np.concatenate([np.empty(0, np.float32), *(each.scores for each in answers)])
    best, order = first(scores, numbers, k)
    pairs = tuple((int(number), float(score)) for number, score in zip(best, order, strict=True))
    proofs = [each.proof for each in answers]
    bounds = [each.bound for each in proofs if each.bound is not None]
    proof = Proof(
        k=k,
        reranked=sum(each.reranked for each in proofs),
        widened=sum(each.widened for each in proofs),
        bound=max(bounds, default=None),
        last=pairs[-1][1] if pairs else None,
        stages=tuple(stage for each in proofs for stage in each.stages),
    )
    return Found(pairs, sum(each.compared for each in answers), proof)
