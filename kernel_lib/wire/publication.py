"""What the service says of itself in public (E-18)."""

from typing import Literal

from kernel_lib.wire.model import Message


class PublicSection(Message):
    """One part of the statement: sentences, then a list. `key` is the same in each language."""

    key: str
    heading: str
    sentences: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


class PublicStatement(Message):
    """The whole statement in one language."""

    language: Literal["en", "fr"]
    title: str
    sections: tuple[PublicSection, ...]


class Publication(Message):
    """The statement as it would go out now. `missing` says what keeps it back; empty when nothing does (H-06)."""

    statements: tuple[PublicStatement, ...]
    missing: tuple[str, ...] = ()


class PublishedFile(Message):
    """One file that was written, with its hash and size."""

    name: str
    sha256: str
    bytes: int


class Published(Message):
    """What was written, and the log entry that says so."""

    files: tuple[PublishedFile, ...]
    sequence: int
