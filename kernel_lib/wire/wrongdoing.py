"""Reports of wrongdoing by members (H-10). No message names who wrote one.

Fields are not bounded here: a fault found before the act begins would be recorded with the name of whoever asked.
"""

from datetime import date
from typing import Literal

from kernel_lib.wire.model import Message


class WrongdoingGuide(Message):
    """How an author is protected, and where else a report may go, in both languages."""

    protection_en: str
    protection_fr: str
    commissioner_en: str
    commissioner_fr: str


class WrongdoingOffered(Message):
    """What somebody saw."""

    words: str = ""


class WrongdoingFiled(Message):
    """The code that opens the answer, told once; nobody can tell it again."""

    code: str


class WrongdoingCode(Message):
    """The code of a report."""

    code: str = ""


class WrongdoingStanding(Message):
    """How a report stands: waiting or answered, and the answer."""

    filed_on: date
    state: Literal["waiting", "answered"]
    answer: str = ""
    answered_on: date | None = None


class WrongdoingView(Message):
    """A report as compliance reads it."""

    id: str
    filed_on: date
    words: str
    answer: str = ""
    answered_on: date | None = None


class WrongdoingBox(Message):
    """Every report, those without an answer first."""

    reports: tuple[WrongdoingView, ...]


class WrongdoingAnswer(Message):
    """What compliance answers."""

    words: str = ""
