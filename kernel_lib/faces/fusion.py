"""Several pictures of one person → one template to search with (A-21)."""

import tomllib
from collections.abc import Sequence
from datetime import date
from importlib import resources

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from kernel_lib.hashing import sha256_hex


class FusionRules(BaseModel):
    """The dated rule: how many pictures may be added to the first (`most`), and how templates are made into one.

    Two pictures whose similarity lies below `alike_from` may not show one person, and people are asked.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    effective_from: date
    source: str
    rule: str
    most: int = Field(ge=0, le=10)
    alike_from: float = Field(ge=-1, le=1)
    sha256: str = ""

    @classmethod
    def read(cls) -> "FusionRules":
        """The rules that ship with the product."""
        content = resources.files("kernel_lib.faces").joinpath("fusion.toml").read_bytes()
        return cls(**tomllib.loads(content.decode()), sha256=sha256_hex(content))


def fused(vectors: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
    """The mean of unit vectors, made a unit vector again; a single one is returned as it is.

    Args:
        vectors: float32, all of one model and one length; their order changes nothing but rounding.

    Raises:
        ValueError: there is none, or they cancel each other out.
    """
    if not vectors:
        raise ValueError("fusion: expected at least one template, got none")
    if len(vectors) == 1:
        return vectors[0]
    mean = np.mean(np.stack([each.astype(np.float64) for each in vectors]), axis=0)
    length = float(np.linalg.norm(mean))
    if length < 1e-6:
        raise ValueError("fusion: expected templates of one person, got some that cancel each other out")
    return np.asarray(mean / length, dtype=np.float32)


def unlike(vectors: Sequence[NDArray[np.float32]], rules: FusionRules) -> bool:
    """Whether any two of the templates are less similar than two pictures of one person usually are."""
    return any(
        float(one @ other) < rules.alike_from for place, one in enumerate(vectors) for other in vectors[place + 1 :]
    )
