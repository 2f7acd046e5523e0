"""Signed feeds: their manifest, their keys, and what the service says of them."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from kernel_lib.wire.model import Message

SHA256 = r"^[0-9a-f]{64}$"


class FeedManifest(Message):
    """Every file of a feed folder by its path within it, with the SHA-256 of its bytes (F-04)."""

    format: Literal["leadbook-feed-1"]
    service: str = Field(min_length=1, max_length=32)
    made_at: datetime
    files: dict[str, str]


class FeedSignature(Message):
    """Who signed a manifest: the hash of the public key, and an Ed25519 signature over the manifest's bytes."""

    key_id: str = Field(pattern=SHA256)
    signature: str = Field(pattern=r"^[0-9a-f]{128}$")


class FeedKeyAsked(Message):
    """A public key of a records system, to be registered for the service of whoever registers it."""

    public_key: str = Field(pattern=SHA256)
    label: str = Field(min_length=1, max_length=80)


class FeedKeyView(Message):
    """A key that may sign, or might until `ended_at`."""

    key_id: str
    service: str
    label: str
    registered_at: datetime
    ended_at: datetime | None


class FeedKeys(Message):
    """Every key ever registered for a service."""

    keys: tuple[FeedKeyView, ...]


class FeedOpened(Message):
    """A feed was recognised as signed. `done` are the numbers of lines that are in the gallery by it already.

    `at_once` is how many lines may be on their way at the same time, so that the models are never idle.
    """

    feed_id: str
    lines: int
    done: tuple[int, ...]
    at_once: int = Field(default=4, ge=1, le=100)


class LineForeseen(Message):
    """A line that would be refused as it stands, by which rule and which fields."""

    number: int
    rule: str
    reason: str


class FeedForeseen(Message):
    """What offering a feed would do, as far as its records tell: pictures are looked at when they are offered."""

    lines: int
    new: int
    already: int
    refused: tuple[LineForeseen, ...]
    refused_in_all: int


class RefusedLines(Message):
    """Lines of a feed that one rule refused: how many, and the numbers of at most the first two hundred."""

    rule: str
    count: int
    numbers: tuple[int, ...]


class FeedResult(Message):
    """What became of an opened feed so far. `waiting` lines were not offered yet."""

    feed_id: str
    opened_at: datetime
    key_label: str
    lines: int
    taken: int
    waiting: int
    refused: tuple[RefusedLines, ...]


class FeedResults(Message):
    """The feeds of a service that were opened last, newest first."""

    feeds: tuple[FeedResult, ...]
