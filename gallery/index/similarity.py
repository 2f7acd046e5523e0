"""The one similarity: products and sums in float64 in a fixed order, rounded once to float32.

A product of two float32 numbers is exact in float64. The sum folds the second half onto the first until one number is
left; each step is one IEEE addition, so that neither the number of rows, nor threads, nor the processor changes a bit.
"""

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Rows = NDArray[np.int64]

_AT_ONCE = 4096


def similarities(vectors: Vectors, query: Vectors) -> Vectors:
    """Return the similarity of each row of `vectors` (n, d) to `query` (d,) as float32 (n,)."""
    wide = query.astype(np.float64)
    found = np.empty(len(vectors), np.float32)
    for start in range(0, len(vectors), _AT_ONCE):
        found[start : start + _AT_ONCE] = _folded(vectors[start : start + _AT_ONCE] * wide)
    return found


def first(scores: Vectors, rows: Rows, k: int) -> tuple[Rows, Vectors]:
    """Return the `k` rows of highest score, highest first; equal scores in the order of their rows."""
    order = np.lexsort((rows, -scores))[:k]
    return rows[order], scores[order]


def rounding(dimensions: int) -> float:
    """Return how far a float32 sum of products, in any order, lies from `similarities` at most, for norms up to 1.01.

    Source: Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., section 3.1: γ(d) times the product of the
    norms; one more unit for the rounding of the similarity itself.
    """
    unit = 2.0**-24
    return 1.01**2 * (dimensions + 1) * unit / (1 - (dimensions + 1) * unit)


def _folded(products: NDArray[np.float64]) -> NDArray[np.float64]:
    width = products.shape[1]
    while width > 1:
        half = width // 2
        products[:, :half] += products[:, width - half : width]
        width -= half
    return products[:, 0]
