"""Asking a state machine whether it would let an act go on; nothing is done."""

from contextlib import suppress
from enum import StrEnum
from typing import Any

from gallery.casework.stages import Machine
from kernel_lib.errors import WrongState


def allows(machine: Machine[Any], state: StrEnum, act: str) -> bool:
    """Say whether an act is possible in a state."""
    with suppress(WrongState):
        machine.next_state(state, act)
        return True
    return False
