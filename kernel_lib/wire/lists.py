"""Lists of views, each under its own name so that a reply can grow."""

from kernel_lib.wire.audit import QuestionView, RecentEvent
from kernel_lib.wire.casework import RequestView
from kernel_lib.wire.examination import LeadView
from kernel_lib.wire.model import Message


class Requests(Message):
    """Requests, newest first."""

    requests: tuple[RequestView, ...]


class Leads(Message):
    """Leads, newest first."""

    leads: tuple[LeadView, ...]


class Questions(Message):
    """Named questions, by name."""

    questions: tuple[QuestionView, ...]


class Events(Message):
    """Log entries, newest first."""

    events: tuple[RecentEvent, ...]
