"""Every act that is recorded, one class each, in the order in which a case meets them.

To add an act: add its class here, emit it where the act is done, and run `python -m audits.events > docs/events.md`.
"""

import sys
from typing import Any

from audits import assessing, between, duties, keeping, overseeing, reporting, running
from audits.assessing import *  # noqa: F403  # every act of that file, as its __all__ names them
from audits.between import *  # noqa: F403  # every act of that file, as its __all__ names them
from audits.duties import *  # noqa: F403  # every act of that file, as its __all__ names them
from audits.event import FIELDS, Event, to_json
from audits.keeping import *  # noqa: F403  # every act of that file, as its __all__ names them
from audits.overseeing import *  # noqa: F403  # every act of that file, as its __all__ names them
from audits.reporting import *  # noqa: F403  # every act of that file, as its __all__ names them
from audits.running import *  # noqa: F403  # every act of that file, as its __all__ names them

__all__ = ["ACTS", "Event", "document", "from_json", "to_json"]
__all__ += keeping.__all__
__all__ += running.__all__
__all__ += between.__all__
__all__ += overseeing.__all__
__all__ += reporting.__all__
__all__ += assessing.__all__
__all__ += duties.__all__


class SignedIn(Event):
    """A person proved who they are and a session began (I-02)."""


class SignInRefused(Event):
    """A sign-in was refused; `rule` says by which limit, and no password or unknown name is kept (I-03)."""


class SignedOut(Event):
    """A session was ended by its person, by idleness or by its absolute limit (I-02)."""


class TokenIssued(Event):
    """A page's kernel was given a short-lived token of one person (I-02)."""


class AccessRefused(Event):
    """Somebody asked for a route, page or kernel that is not theirs to reach (I-03)."""


class AccountChanged(Event):
    """An account was made, locked, unlocked, disabled or given other roles (I-02)."""


class AccountViewed(Event):
    """Accounts or one account's certificates were looked at (I-02)."""


class CertificateChanged(Event):
    """A training certificate was added, ended or renewed (I-02)."""


class RequestDrafted(Event):
    """A search request was begun and given its case number (A-01)."""


class RequestViewed(Event):
    """A search request was opened and read (I-02)."""


class WorkListed(Event):
    """A person's list of waiting work was shown (I-02)."""


class RequestSubmitted(Event):
    """A search request was complete and sent for approval (A-01, A-04)."""


class RequestRefused(Event):
    """A search request did not meet a rule and was not accepted (A-01, A-02, A-05)."""


class RequestApproved(Event):
    """Somebody other than the requester allowed a search (A-11)."""


class ApprovalRefused(Event):
    """An approver said no, or an approval was attempted against a rule (A-11)."""


class ApprovalOverdue(Event):
    """The hours of an urgent request passed without an approval; its result is locked (A-12)."""


class ProbeReceived(Event):
    """A picture was stored unchanged as the probe of a request, with its hash (A-13)."""


class ProbeDerived(Event):
    """A recorded operation made a new picture from a probe (A-14)."""


class ProbeRejected(Event):
    """A picture was refused as a probe, or an examiner found it unsuitable (A-18, A-19)."""


class ProbeRemoved(Event):
    """Pictures of a probe were removed on their own clock; their hashes remain (A-24)."""


class FrameChosen(Event):
    """A person chose the frame of a video that became the probe (A-14, W-20)."""


class FaceChosen(Event):
    """One face of a probe was chosen for the search (A-18)."""


class FurtherPictureChanged(Event):
    """A further picture of the same person was added to a probe, its face chosen, or it was taken out (A-21)."""


class AnalysisLocked(Event):
    """An examiner locked the notes made on the probe alone, before any candidate was seen."""


class SearchStarted(Event):
    """A search was about to run; written before anything is compared (I-02)."""


class SearchCompleted(Event):
    """A search ended with a candidate list, which may be empty (I-02)."""


class SearchFailed(Event):
    """A search ended without a list (I-03)."""


class SearchReplayed(Event):
    """A stored search was run again and compared with its capsule; nothing was kept of it (B-05)."""


class ListViewed(Event):
    """A candidate list was shown to an examiner (I-02)."""


class PictureViewed(Event):
    """A picture left the service for a screen (I-02)."""


class ViewAdjusted(Event):
    """An examiner used views of the pair: which, how they were set, how long; never a change of a picture (D-18)."""


class DispositionRecorded(Event):
    """An examiner set aside or kept one candidate, with a reason."""


class ExaminationAssigned(Event):
    """An examination was given to an examiner."""


class ExaminationViewed(Event):
    """An examination was opened (I-02)."""


class ContextRecorded(Event):
    """An examiner said what they saw or heard of a case beside the pictures; the kinds, not the words (D-15)."""


class SteppedBack(Event):
    """An examiner gave an examination back because of what they saw; another was sought at once (D-15)."""


class ExaminationDrafted(Event):
    """Answers that an examiner typed were kept, not locked; the entry holds their hash."""


class ExaminationLocked(Event):
    """An examiner's conclusion was locked and can no longer change."""


class ExaminationAmended(Event):
    """An examiner added words after the lock, as a new version; earlier versions stay (D-17)."""


class VerificationAssigned(Event):
    """A second or third examination was given to another examiner, without the first's work."""


class KnownTaskProposed(Event):
    """A known task was proposed: its lawful source, written authority and answer, or the picture of it (D-11)."""


class KnownTaskViewed(Event):
    """Known tasks that wait for a second person were looked at (D-11)."""


class KnownTaskRegistered(Event):
    """Another person registered a proposed known task; its picture was searched under that authority (D-11)."""


class KnownTaskTurnedDown(Event):
    """Another person turned a proposed known task down; nothing was searched (D-11)."""


class KnownTaskRetired(Event):
    """A known task was retired with a reason and is given out no more (D-11)."""


class KnownTaskScored(Event):
    """Scores on known tasks were looked at: all by compliance, or one's own by a reviewer (D-11)."""


class VerificationLocked(Event):
    """A verifying examiner's conclusion was locked and can no longer change."""


class ConflictOpened(Event):
    """Two examiners' conclusions differ and a third look is needed."""


class ConflictResolved(Event):
    """A differing pair of conclusions was settled, with the reason in the record."""


class DescriptionCompared(Event):
    """What a witness or a recording tells of the body was compared with what is held; hash and verdict only (D-07)."""


class DescriptionViewed(Event):
    """Comparisons that hold a lead back were read by somebody who may decide on them (D-07)."""


class LeadHeldBack(Event):
    """The examiners agree; a contradiction of descriptions, or one not compared yet, holds the lead back (D-07)."""


class ContradictionDecided(Event):
    """A supervisor let a lead go out in spite of a contradiction, or ended the request without one (D-07)."""


class LeadIssued(Event):
    """A lead, or the statement that there is none, was given to the investigator."""


class LeadViewed(Event):
    """A lead was opened and read (I-02)."""


class LeadAcknowledged(Event):
    """The investigator accepted the limits of a lead before reading it."""


class LeadFollowedUp(Event):
    """What was done about a lead, and its outcome, was recorded."""


class PhotoArrayPrepared(Event):
    """Pictures were put beside a lead's person for a witness, measured, or handed over by a code (E-06, E-07)."""


class PhotoArrayShown(Event):
    """A photo array was shown to a witness by somebody else: its start, each answer, going back, its seal (E-06)."""


class LeadWithdrawn(Event):
    """A lead was withdrawn and those who read it are to be told."""


class CaseViewed(Event):
    """A case was opened as a whole: its requests, examinations, leads and disclosures (I-02)."""


class DisclosureRecorded(Event):
    """That the use of face recognition was disclosed was recorded: to whom, when, how (E-17)."""


class NoticeReceived(Event):
    """Somebody who was told of a withdrawal said that their copies are marked (E-13)."""


class IncidentOpened(Event):
    """A report about a wrongful identification was opened for compliance (E-19)."""


class PackBuilt(Event):
    """A disclosure pack was built and sealed."""


class Exported(Event):
    """Something left the system as a file (I-02)."""


ACTS: dict[str, type[Event]] = {
    each.act: each for each in sorted(Event.__subclasses__(), key=lambda each: each.__module__ != __name__)
}
"""Every class above by the name of its act."""


_FIELDS = frozenset(FIELDS)


def from_json(value: object) -> Event:
    """Build the event that `to_json` wrote.

    Raises:
        ValueError: the act is unknown, or a field is missing, unknown or not acceptable.
    """
    if not isinstance(value, dict):
        raise ValueError(f"event: expected an object, got {type(value).__name__}")  # noqa: TRY004  # one kind of error for an event that cannot be
    held: dict[str, Any] = dict(value)
    act = held.pop("act", None)
    if act not in ACTS:
        raise ValueError(f"event: expected a known act, got {act!r}")
    if held.keys() != _FIELDS:
        differing = ", ".join(sorted(set(held) ^ set(FIELDS)))
        raise ValueError(f"{act}: expected exactly the fields of an event; differing: {differing}")
    return ACTS[act](**held)


def document() -> str:
    """Return the table of acts for docs/events.md, made from the classes above."""
    rows = [f"| `{act}` | `{each.__name__}` | {(each.__doc__ or '').strip()} |" for act, each in ACTS.items()]
    return _HEADING + "\n".join(rows) + "\n"


_HEADING = """# Events

Made from `audits/events.py` by `python -m audits.events > docs/events.md`; a test keeps it current.

Each event holds: `service`, `actor_id`, `role`, `certificate` (its state at the time), `workstation`, `case_id`,
`object_id`, `result` (done, refused or failed), `reason`, `rule` and `details` (short values by key). Time, sequence
and hashes belong to the log entry: see [audit-log.md](audit-log.md). No event holds a name, a picture, a template,
a score, a secret or narrative (I-04).

| Act | Class | What it records |
| --- | --- | --- |
"""


if __name__ == "__main__":
    sys.stdout.write(document())
