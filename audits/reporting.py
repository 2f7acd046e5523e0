"""Acts of published figures, of the release of reports, and of what the service does by itself."""

from audits.event import Event

__all__ = [
    "FiguresExtracted",
    "FiguresFiled",
    "FiguresViewed",
    "GalleryTold",
    "JobRun",
    "ReleaseProposed",
    "ReportAsked",
    "ReportStopped",
    "ScheduleViewed",
]


class FiguresViewed(Event):
    """The published figures of a period were counted from the log and shown (J-01, J-14)."""


class FiguresExtracted(Event):
    """The figures of a period left as a signed extract that anybody can recount, named by its hash (W-25, J-11)."""


class FiguresFiled(Event):
    """Compliance filed what the log cannot know: costs, incidents, shares of the gallery, a comparison (J-13)."""


class GalleryTold(Event):
    """The service told from its records what its gallery held: pictures by state and ground, and people (J-06)."""


class ReleaseProposed(Event):
    """Somebody proposed that a report be released; its files were taken in, each by its hash (J-01)."""


class ReportAsked(Event):
    """Somebody had the service run a report, with parameters by their hash, in a session of its own (I-02)."""


class ReportStopped(Event):
    """Somebody stopped a report that the service ran for them; nothing of it is kept as a report (I-02)."""


class ScheduleViewed(Event):
    """What the service does by itself, and how it ended last, was looked at (J-14)."""


class JobRun(Event):
    """The service did by itself what was due, with what came of it (J-14)."""
