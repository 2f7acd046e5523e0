"""Doubts about identities in the gallery, found during review and settled by the records clerk (C-09)."""

from datetime import datetime

from pydantic import Field

from kernel_lib.wire.model import Message


class IdentityDoubt(Message):
    """Candidates, by letter, whose records may be of one person, or one whose pictures may show two."""

    letters: tuple[str, ...] = Field(min_length=1, max_length=20)
    note: str = Field(min_length=1, max_length=1000)


class TicketAnswer(Message):
    """What the records clerk found and did."""

    answer: str = Field(min_length=1, max_length=1000)


class TicketView(Message):
    """A ticket as the records clerk reads it: which subjects, and what was seen; never who asked or what for."""

    id: str
    subject_numbers: tuple[str, ...]
    note: str
    raised_at: datetime
    answer: str
    answered_at: datetime | None


class Tickets(Message):
    """Tickets, those without an answer first."""

    tickets: tuple[TicketView, ...]
