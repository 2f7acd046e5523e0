"""Acts of the gallery, of configuration, of reports and of the installation itself; `audits.events` holds them all."""

from audits.event import Event

__all__ = [
    "AgeRecorded",
    "AnalyticsExported",
    "ApplicantIdentified",
    "ApplicationDecided",
    "ApplicationItemDecided",
    "ApplicationReceived",
    "ApplicationReleased",
    "ApplicationReported",
    "ApplicationViewed",
    "ApplicationsListed",
    "BackupMade",
    "BackupRestored",
    "BackupVerified",
    "CertificateIssued",
    "CertificateViewed",
    "ChaseListViewed",
    "ConfigurationChanged",
    "ConfigurationDeclined",
    "ConfigurationProposed",
    "ConfigurationViewed",
    "CorrectionDecided",
    "CourtOutcomeRecorded",
    "DeathRecorded",
    "DestructionProposed",
    "DestructionReleased",
    "DestructionRepeated",
    "DestructionStopped",
    "DestructionViewed",
    "ElectionRecorded",
    "EligibilityChanged",
    "EvaluationFiled",
    "EvaluationViewed",
    "FactPreviewed",
    "FeedForeseen",
    "FeedKeyEnded",
    "FeedKeyRegistered",
    "FeedKeysViewed",
    "FeedOpened",
    "HoldLifted",
    "HoldPlaced",
    "HoldsListed",
    "LateExplained",
    "LegacyClassified",
    "LegacyForeseen",
    "LineageDestroyed",
    "LogGap",
    "LogRead",
    "LogRecovered",
    "LogVerified",
    "MarkPictureEnrolled",
    "ModelChanged",
    "PictureEnrolled",
    "PictureRefused",
    "QuestionAsked",
    "RecaptureListViewed",
    "RecordKeeperAnswered",
    "RecordKeeperAsked",
    "ReportReleased",
    "ReportRun",
    "ReportViewed",
    "ResumptionProposed",
    "RetentionDecided",
    "RuleChangeForeseen",
    "Retemplated",
    "RetemplatingForeseen",
    "SearchRecordPurged",
    "SearchResumed",
    "SearchStopped",
    "ServiceStarted",
    "ServiceStopped",
    "StaffChecked",
    "StaffChecksViewed",
    "StaffConsentEnded",
    "StaffConsentGiven",
    "StaffConsentViewed",
    "StaffFindingAnswered",
    "StandingMarkLifted",
    "StandingMarked",
    "StandingViewed",
    "StatementPublished",
    "StatusViewed",
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


class RetemplatingForeseen(Event):
    """Eligible pictures without a template of the model in use were counted; nothing was changed (F-11)."""


class Retemplated(Event):
    """Eligible pictures got templates of the model in use, and those of other models were removed (F-11)."""


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


class ConfigurationProposed(Event):
    """A change of rules, thresholds or lists was proposed (I-02)."""


class ConfigurationChanged(Event):
    """A change of rules, thresholds or lists came into force (I-02)."""


class ConfigurationDeclined(Event):
    """A proposed change of rules, thresholds or lists was turned down, with the reason in the record (B-13)."""


class ConfigurationViewed(Event):
    """Rules, thresholds or lists in force were read (I-02)."""


class ModelChanged(Event):
    """Another face model, or another file of one, came into use (I-02)."""


class SearchStopped(Event):
    """Searching was stopped for everybody, or for one service, gallery, model or person (M-11)."""


class ResumptionProposed(Event):
    """Somebody proposed that searching goes on; another person must agree (M-11)."""


class SearchResumed(Event):
    """Searching was allowed again."""


class ReportRun(Event):
    """A report was run, with the hashes of what came out (I-02)."""


class ReportViewed(Event):
    """A finished report was opened (I-02)."""


class ReportReleased(Event):
    """A report was released outside the unit (I-02)."""


class EvaluationFiled(Event):
    """A labelled set was searched on what is deployed, and the evaluation kept under its hash (C-02, L-01)."""


class EvaluationViewed(Event):
    """The evaluations on file were looked at (I-02)."""


class StaffConsentGiven(Event):
    """A member of staff gave a reference picture, so that searches of it can be found afterwards (B-11)."""


class StaffConsentEnded(Event):
    """A consent of a member of staff ended, and the picture was destroyed (B-11)."""


class StaffConsentViewed(Event):
    """A member of staff looked at their own consent (I-02)."""


class StaffChecked(Event):
    """Searches since the last check were compared with consenting staff, and some drawn by chance; counts (B-11)."""


class StaffChecksViewed(Event):
    """Checks of searches against staff were read by compliance (I-02)."""


class StaffFindingAnswered(Event):
    """Compliance said whether a search laid before it was proper (B-11)."""


class StatementPublished(Event):
    """The public statement about the system was written for publication, with the hash of each file (E-18)."""


class QuestionAsked(Event):
    """A named question was asked of the audit data (I-02, I-05)."""


class LogRead(Event):
    """Part of the log was shown to somebody (I-02)."""


class LogVerified(Event):
    """The log was recomputed from its files, with the verdict (I-01)."""


class LogGap(Event):
    """The log has no entries for a time, or the clock moved backwards (I-09)."""


class LogRecovered(Event):
    """Bytes of an entry that was never finished were set aside at the start (I-09)."""


class AnalyticsExported(Event):
    """An analyst received a read-only snapshot of the audit data (I-02)."""


class StatusViewed(Event):
    """The state of the service was read (I-02)."""


class ServiceStarted(Event):
    """The service began to answer, with the versions and hashes in use (I-09)."""


class ServiceStopped(Event):
    """The service ended in good order (I-09)."""


class BackupMade(Event):
    """A backup was begun, of the log and the records as they were then (M-10)."""


class BackupVerified(Event):
    """The file of a backup was read again after it was written, and every byte was as it was made (M-10)."""


class DestructionRepeated(Event):
    """What had been destroyed and came back with an older copy was destroyed again, before the index opened (M-10)."""


class BackupRestored(Event):
    """A backup was put back, and every destruction since it was made was done again (M-10)."""
