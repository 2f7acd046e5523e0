"""Zeros for rows in the parts of a scan: written apart from the product, which does it in files."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray


def blank(parts: Mapping[str, NDArray[np.generic]], rows: NDArray[np.int64]) -> None:
    """Overwrite with zeros whatever the parts hold of these rows."""
    for name, part in parts.items():
        if part.ndim == 3:
            part[rows // 64, :, rows % 64] = 0
        elif name != "limits":
            part[rows] = 0
