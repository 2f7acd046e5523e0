"""Disclosure packs: what is asked for, and what was sealed."""

from datetime import datetime

from pydantic import Field

from kernel_lib.wire.model import Message


class PackAsked(Message):
    """A pack to be built. Without a basis everybody but the subject of a lead is masked (E-16).

    `basis` is an id of `gallery/rules/disclosure.toml`; `reference` names the paper, such as the number of an order.
    """

    basis: str = Field(default="", max_length=64)
    reference: str = Field(default="", max_length=200)


class PackView(Message):
    """A sealed pack: `persons` are on its lists, `masked` of them are pseudonyms; `sha256` is in the log as well."""

    id: str
    occurrence_number: str
    sha256: str
    bytes: int
    files: int
    requests: int
    persons: int
    masked: int
    made_at: datetime
