"""Acts of the gallery: what comes in, what stands, what is destroyed, what is asked; `audits.events` holds them all."""

from audits.event import Event

__all__ = [
    "AgeRecorded",
    "ApplicantIdentified",
    "ApplicationDecided",
    "ApplicationForgotten",
    "ApplicationItemDecided",
    "ApplicationReceived",
    "ApplicationReleased",
    "ApplicationReported",
    "ApplicationViewed",
    "ApplicationsListed",
    "CertificateIssued",
    "CertificateViewed",
    "ChaseListViewed",
    "CorrectionDecided",
    "CourtOutcomeRecorded",
    "DeathRecorded",
    "DestructionProposed",
    "DestructionReleased",
    "DestructionStopped",
    "DestructionViewed",
    "ElectionRecorded",
    "EligibilityChanged",
    "ExitMade",
    "ExitProposed",
    "ExitReleased",
    "ExitVerified",
    "ExitViewed",
    "FactPreviewed",
    "FeedForeseen",
    "FeedKeyEnded",
    "FeedKeyRegistered",
    "FeedKeysViewed",
    "FeedOpened",
    "FeedResultsViewed",
    "FormerTemplatesRemoved",
    "HoldLifted",
    "HoldPlaced",
    "HoldsListed",
    "LateExplained",
    "LegacyClassified",
    "LegacyForeseen",
    "LineageDestroyed",
    "MarkPictureEnrolled",
    "PictureEnrolled",
    "PictureRefused",
    "RecaptureListViewed",
    "RecordKeeperAnswered",
    "RecordKeeperAsked",
    "Retemplated",
    "RetemplatingForeseen",
    "RetentionDecided",
    "RuleChangeForeseen",
    "SearchRecordPurged",
    "StandingMarkLifted",
    "StandingMarked",
    "StandingViewed",
    "SubjectRenumbered",
    "TicketAnswered",
    "TicketRaised",
    "TicketsListed",
]


class PictureEnrolled(Event):
    """A picture was taken into the gallery with its template and index entry."""


class PictureRefused(Event):
    """A picture offered for the gallery was refused, with the rule (I-03)."""


class FeedKeyRegistered(Event):
    """The public key of a records system was registered: feeds signed by it may be opened (F-04)."""


class FeedKeyEnded(Event):
    """A key of a records system was ended: feeds signed by it are refused from then on (F-04)."""


class FeedKeysViewed(Event):
    """The keys that may sign feeds were listed (F-04)."""


class FeedForeseen(Event):
    """What offering a signed feed would do was foreseen from its records; nothing was changed (F-04)."""


class FeedResultsViewed(Event):
    """What became of the lines of the feeds that were opened was looked at (F-04)."""


class RecaptureListViewed(Event):
    """The list of people of whom another picture is wanted was looked at (F-07)."""


class MarkPictureEnrolled(Event):
    """A picture of a scar, mark or tattoo was taken into the gallery of marks, without any template (F-06)."""


class SubjectRenumbered(Event):
    """A person was given another service number; the ones before still find them (F-09)."""


class LegacyForeseen(Event):
    """What a clean-up would do with events that were taken over was reckoned; nothing was changed (F-37)."""


class LegacyClassified(Event):
    """Events that were taken over were classified; those positively eligible may be searched (F-37)."""


class FormerTemplatesRemoved(Event):
    """Templates of models that were in use before were removed; every eligible picture has one of the model in use."""


class RetemplatingForeseen(Event):
    """Eligible pictures without a template of a model were counted; nothing was changed (F-11)."""


class Retemplated(Event):
    """Eligible pictures got templates: of the model in use, and others were removed; or of another, beside (F-11)."""


class FeedOpened(Event):
    """The signature of a feed was verified, and its lines may be offered; or it was refused whole (F-04)."""


class CourtOutcomeRecorded(Event):
    """How a charge ended was recorded, and the states of the person's pictures were reckoned by it (F-22)."""


class ElectionRecorded(Event):
    """How the Crown elected to proceed was recorded (F-25, F-44)."""


class AgeRecorded(Event):
    """The age at an offence was recorded; the age itself stays in the records (F-40)."""


class DeathRecorded(Event):
    """A person's death was recorded (F-31)."""


class StandingMarked(Event):
    """A hold, a seal or a withdrawal was laid on a picture or an event (F-29, F-35)."""


class StandingMarkLifted(Event):
    """A hold, a seal or a withdrawal was ended (F-35)."""


class StandingViewed(Event):
    """Why pictures of a person are in their states was looked at (F-20)."""


class FactPreviewed(Event):
    """What recording a fact would change was reckoned, and taken back: nothing was recorded (F-20)."""


class RuleChangeForeseen(Event):
    """What another clock would do to the states of all pictures was reckoned; nothing was changed (W-21)."""


class ChaseListViewed(Event):
    """The list of what the records desk waits for was looked at (F-21)."""


class EligibilityChanged(Event):
    """A picture became eligible or ineligible for searches, under a dated rule."""


class HoldPlaced(Event):
    """A hold keeps a picture from destruction, or the search records of a case from purging (C-13)."""


class HoldLifted(Event):
    """A disclosure hold of a case was lifted; what is due may go again (C-13)."""


class HoldsListed(Event):
    """The disclosure holds of a case were read (C-13)."""


class ApplicationForgotten(Event):
    """An answered application was forgotten after its days; what the public report counts stays (F-32, F-67)."""


class SearchRecordPurged(Event):
    """Pictures of candidates nobody selected left search records, or a hold kept them; hashes remain (C-12, C-13)."""


class TicketRaised(Event):
    """An examiner sent a doubt about identities in the gallery to the records clerk (C-09)."""


class TicketsListed(Event):
    """Doubts about identities were read by a records clerk (C-09)."""


class TicketAnswered(Event):
    """A records clerk said what a doubt about identities came to; nothing is merged by it (C-09)."""


class DestructionViewed(Event):
    """What is due to go, a run, its sample or the report of destruction was looked at (F-33, F-34)."""


class DestructionProposed(Event):
    """Somebody proposed that everything due under a rule be destroyed, with the hash over all lineages (F-33)."""


class DestructionReleased(Event):
    """One of two people allowed a run of destruction, after a look at its sample (F-33)."""


class DestructionStopped(Event):
    """A run of destruction was stopped, given up, or let go on, with the reason in the record (F-33)."""


class LateExplained(Event):
    """Why destruction is late under a rule was explained; the words stay in the record (F-34)."""


class LineageDestroyed(Event):
    """Pictures and everything made from them were destroyed; the entry names each lineage (F-32, I-10)."""


class CertificateIssued(Event):
    """Certificates of destruction were issued, or a store still held something and none was (F-32, I-10)."""


class CertificateViewed(Event):
    """A certificate of destruction was fetched (I-02)."""


class RetentionDecided(Event):
    """It was decided, on a ground of the service's policy, to keep or to destroy a picture (F-26)."""


class RecordKeeperAsked(Event):
    """The RCMP record keeper was asked to destroy too, or asked again (F-36)."""


class RecordKeeperAnswered(Event):
    """The reply of the RCMP record keeper was recorded (F-36)."""


class ExitProposed(Event):
    """Somebody proposed that a service take its data out, with the hashes of lineages and of where they go (G-10)."""


class ExitViewed(Event):
    """A proposed exit of a service was looked at (G-10)."""


class ExitReleased(Event):
    """One of two people allowed that a service's data be written out in clear (G-10)."""


class ExitMade(Event):
    """Everything held of a service was sent out in open formats, by counts and hashes (G-10, M-13)."""


class ExitVerified(Event):
    """What was written of an exit was read again and is whole, with the hash of its list (G-10, M-13)."""


class ApplicationReceived(Event):
    """A person asked for access, correction or removal."""


class ApplicantIdentified(Event):
    """How and when an applicant's identity was checked was recorded, before anything was told (F-60)."""


class ApplicationsListed(Event):
    """The work list of applications with their last days was shown (F-65)."""


class ApplicationViewed(Event):
    """An application, or a letter of one, was opened and read (I-02)."""


class ApplicationReported(Event):
    """A person's access report was made; the entry holds its hash and nothing of the person (F-60, I-08)."""


class ApplicationItemDecided(Event):
    """An item of an access report was withheld under a section, or released (F-61)."""


class ApplicationReleased(Event):
    """The severed copy of an access report was made as a file (F-61)."""


class ApplicationDecided(Event):
    """An application was decided, with the rule."""


class CorrectionDecided(Event):
    """A correction was made or declined."""
