"""Which tests prove which requirement: written by `make docs`, shipped with the product (K-04, W-22)."""

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources

from kernel_lib.errors import SettingsError

PROVEN, REFUSED, UNPROVEN = "proven", "refused", "unproven"


@dataclass(frozen=True)
class Proof:
    """One requirement: proven by tests, refused for a reason, or unproven."""

    row: str
    state: str
    tests: tuple[str, ...]
    reason: str = ""


@cache
def proofs() -> dict[str, Proof]:
    """Return every requirement by its id. Raises SettingsError when the file is missing or damaged."""
    try:
        told = json.loads(resources.files("gallery.assessment").joinpath("proofs.json").read_text(encoding="utf-8"))
        return {row: Proof(row, held["state"], tuple(held["tests"]), held["reason"]) for row, held in told.items()}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SettingsError(f"proofs.json: expected the list that `make docs` writes, got {error!r}") from error


def proof_of(row: str) -> Proof:
    """Return the proof of a requirement; of one that there is none of, that it is unproven."""
    return proofs().get(row) or Proof(row, UNPROVEN, ())
