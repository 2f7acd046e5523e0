"""Acts of configuration, of reports and of the installation itself; `audits.events` holds them all."""

from audits.event import Event

__all__ = [
    "AnalyticsExported",
    "BackupMade",
    "BackupRestored",
    "BackupVerified",
    "CheckpointPublished",
    "ConfigurationChanged",
    "ConfigurationDeclined",
    "ConfigurationProposed",
    "ConfigurationViewed",
    "CosignatureKept",
    "DestructionRepeated",
    "EvaluationFiled",
    "EvaluationViewed",
    "LogGap",
    "LogRead",
    "LogRecovered",
    "LogTreeRebuilt",
    "LogVerified",
    "ModelChanged",
    "ModelImpactFiled",
    "ModelsViewed",
    "QuestionAsked",
    "ReportReleased",
    "ReportRun",
    "ReportViewed",
    "ResumptionProposed",
    "SampleConcluded",
    "SampleDrawn",
    "SampleExported",
    "SamplesViewed",
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
    "StateTold",
    "StatementPublished",
    "StatusViewed",
    "WitnessTaken",
]


class ConfigurationProposed(Event):
    """A change of rules, thresholds or lists was proposed (I-02)."""


class ConfigurationChanged(Event):
    """A change of rules, thresholds or lists came into force (I-02)."""


class ConfigurationDeclined(Event):
    """A proposed change of rules, thresholds or lists was turned down, with the reason in the record (B-13)."""


class ConfigurationViewed(Event):
    """Rules, thresholds or lists in force were read (I-02)."""


class ModelChanged(Event):
    """Another face model was chosen; it comes into use at the service's next start (F-11, I-02)."""


class ModelImpactFiled(Event):
    """What another model would change in past lists was reckoned, and kept as a report under its hash (F-11, W-19)."""


class ModelsViewed(Event):
    """The registered models and the reports on them were looked at (I-02)."""


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


class StateTold(Event):
    """The service counted what its gallery holds: what waits, is over its clock, or must not be there at all (F-20)."""


class StatementPublished(Event):
    """The public statement about the system was written for publication, with the hash of each file (E-18)."""


class QuestionAsked(Event):
    """A named question was asked of the audit data (I-02, I-05)."""


class LogRead(Event):
    """Part of the log was shown to somebody (I-02)."""


class CheckpointPublished(Event):
    """The state of the log was put out for the day, for anybody to keep (I-01)."""


class WitnessTaken(Event):
    """The public key of a witness of this log was taken in; its cosignatures are held against the log (I-01)."""


class CosignatureKept(Event):
    """A checkpoint that a witness signed was kept; this entry belongs to a later checkpoint than that one (I-01)."""


class LogTreeRebuilt(Event):
    """The hashes kept beside the log were missing or damaged, and were made again from its records (I-01)."""


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


class SampleDrawn(Event):
    """The month's random sample of searches for audit was drawn from its seed, or shown again (I-06)."""


class SamplesViewed(Event):
    """The months whose samples were drawn were looked at, with how many of each were looked into (I-06)."""


class SampleConcluded(Event):
    """Somebody kept what they found in one search of a sample; a remark is in the record (I-06)."""


class SampleExported(Event):
    """A sample left as a file, with its findings and a proof of each entry (I-06, I-07)."""
