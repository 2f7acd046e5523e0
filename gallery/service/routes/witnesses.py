"""Witnesses of the log: their keys, and the checkpoints that they signed."""

from typing import Annotated

from fastapi import APIRouter

from gallery.authority import Person
from gallery.service.door import PartsNow, permitted
from kernel_lib.wire.witnesses import CosignatureKeptView, CosignatureOffered, WitnessOffered, WitnessView

router = APIRouter()

Keeper = Annotated[Person, permitted("log_witnessed")]


@router.post("/log/witnesses")
def take(offered: WitnessOffered, person: Keeper, parts: PartsNow) -> WitnessView:
    """Take in the public key of a witness."""
    return parts.witnessing.take(person, offered)


@router.post("/log/cosignatures")
def keep(offered: CosignatureOffered, person: Keeper, parts: PartsNow) -> CosignatureKeptView:
    """Keep a checkpoint that a witness signed."""
    return parts.witnessing.keep(person, offered)
