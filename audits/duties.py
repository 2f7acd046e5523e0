"""Acts about who may do what, and about what went wrong; `audits.events` holds them all."""

from audits.event import Event

__all__ = [
    "AccessReviewed",
    "AdministrationViewed",
    "BreachAssessed",
    "BreachClosed",
    "BreachContained",
    "BreachLetterMade",
    "BreachNotified",
    "BreachOpened",
    "BreachViewed",
    "CaseReviewedAgain",
    "KeyChangeBegun",
    "KeyChangeDecided",
    "KeyChangeProposed",
    "KeyChanged",
    "ProficiencyRecorded",
    "ProficiencyViewed",
    "RightsRestored",
    "RightsSuspended",
    "RoleChangeDecided",
    "RoleChangeProposed",
    "SecondFactorChanged",
    "WrongdoingAnswerRead",
    "WrongdoingAnswered",
    "WrongdoingRead",
    "WrongdoingReported",
]


class ProficiencyRecorded(Event):
    """An examiner's yearly proof was assessed: an external test and the known tasks since the last one (H-04)."""


class ProficiencyViewed(Event):
    """Who has proven proficiency, who is suspended, and cases to be looked at again were read (I-02)."""


class RightsSuspended(Event):
    """An examiner's certificates stopped counting, with the reason and how many cases are looked at again (H-04)."""


class RightsRestored(Event):
    """A suspended examiner proved proficiency, and the certificates count again (H-04)."""


class CaseReviewedAgain(Event):
    """An examination since the last proof of a suspended examiner was looked at again, and what it came to (H-04)."""


class AccessReviewed(Event):
    """Compliance confirmed the roles of an account, or ended it (H-07)."""


class RoleChangeProposed(Event):
    """Somebody proposed other roles for an account; another person must agree (H-02)."""


class RoleChangeDecided(Event):
    """Another person agreed to other roles for an account, or turned them down (H-02)."""


class KeyChangeProposed(Event):
    """Somebody proposed another identity key; another person must agree (M-02)."""


class KeyChangeDecided(Event):
    """Another person agreed to another identity key, or turned it down (M-02)."""


class KeyChangeBegun(Event):
    """The service began to seal every value that names a person under the key to come, while both are held (M-02)."""


class KeyChanged(Event):
    """The new identity key opened every value alone, with their count; the one before it is destroyed (M-02)."""


class SecondFactorChanged(Event):
    """A second factor was begun, confirmed, taken away or entered by a recovery code (M-03)."""


class AdministrationViewed(Event):
    """The state of sessions, keys, backups, jobs and roles that wait was looked at (I-02)."""


class BreachOpened(Event):
    """A breach of privacy was opened, by hand or by a finding (M-06, M-07)."""


class BreachContained(Event):
    """What was done to contain a breach was recorded; the words stay in the record (M-06)."""


class BreachAssessed(Event):
    """Whether a breach makes a real risk of significant harm was assessed, with the factors (M-06)."""


class BreachNotified(Event):
    """That the commissioner or people were told of a breach was recorded (M-06)."""


class BreachClosed(Event):
    """A breach was closed, with what was learnt in the record (M-06)."""


class BreachViewed(Event):
    """Breaches were read, or one was (I-02)."""


class BreachLetterMade(Event):
    """A letter of a breach was made, with its hash (M-06)."""


class WrongdoingReported(Event):
    """A report of wrongdoing was filed; the entry does not say by whom, and names no workstation (H-10)."""


class WrongdoingRead(Event):
    """Compliance read the box of reports of wrongdoing (H-10)."""


class WrongdoingAnswered(Event):
    """Compliance answered a report of wrongdoing; the words are sealed (H-10)."""


class WrongdoingAnswerRead(Event):
    """Somebody looked for an answer by a code; the entry does not say who (H-10)."""
