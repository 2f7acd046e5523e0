"""A report being run: the form that orders it, and how far it is, asked of the service each second."""

import asyncio
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

import ipywidgets

from kernel_lib.client import Client
from kernel_lib.errors import LogUnavailable, Refused, ServiceUnreachable
from kernel_lib.wire.reports import ParameterAsked, ReportAbout, ReportJobView, ReportOrder
from kernel_lib.wire.who import AccountView
from widgets.pages.page import html
from widgets.pages.reports_markup import LANGUAGES, PARAMETERS, progress
from widgets.parts import field
from widgets.parts.action import Acts
from widgets.parts.field import Field, as_date
from widgets.parts.form import Answers, Form
from widgets.parts.markup import element
from widgets.words.language import here, say, told

EVERY_SECONDS = 1.0


class Ordering:
    """The form of one report: its parameters and its language, and a button that has the service run it."""

    def __init__(
        self, acts: Acts, about: ReportAbout, account: AccountView, send: Callable[[ReportOrder], None]
    ) -> None:
        self._about = about
        self._send = send
        self.fields = [_field(asked, account) for asked in about.parameters]
        language = field.choice("language", say("Language of the report"), required=True)
        field.offer(language, [(told(title), key) for key, title in LANGUAGES.items()])
        language.value = here().language
        self.form = Form(acts, say("Run it now"), [*self.fields, language], say("Run this report"), self._ordered)

    def _ordered(self, answers: Answers) -> None:
        given = {each.name: _text(answers[each.name]) for each in self.fields}
        language = "fr" if answers["language"] == "fr" else "en"
        self._send(ReportOrder(report=self._about.name, parameters=given, language=language))


class Watched:
    """Shows how far a report is until it has ended, and lets its person stop it."""

    def __init__(self, acts: Acts, client: Callable[[], Client], ended: Callable[[ReportJobView], None]) -> None:
        self._acts = acts
        self._client = client
        self._ended = ended
        self._waiting: asyncio.TimerHandle | None = None
        self._shown = html("")
        self._stop = acts.button(say("Stop this report"), self.stop)
        self.job: ReportJobView | None = None
        self.box = ipywidgets.VBox([self._shown, self._stop])
        self.box.add_class("lb-at-progress")

    def follow(self, job: ReportJobView) -> None:
        """Show a report that runs, and go on looking at it."""
        self.job = job
        self._shown.value = progress(job.done, job.total, job.part)
        self._later()

    def leave(self) -> None:
        """Look no more; the report goes on."""
        if self._waiting is not None:
            self._waiting.cancel()
        self._waiting = None

    def look(self) -> None:
        """Ask once how far it is. What the service cannot answer now is asked again."""
        self._waiting = None
        if self.job is None:
            return
        try:
            job = self._client().reports.job(self.job.id)
        except (ServiceUnreachable, LogUnavailable):
            self._shown.value = element("p", say("The service does not answer. It is asked again."), role="status")
            self._later()
            return
        except Refused as refused:
            self._acts.run(partial(_raise, refused))
            return
        self.job = job
        if job.state == "running":
            self._shown.value = progress(job.done, job.total, job.part)
            self._later()
            return
        self._acts.run(partial(self._ended, job))

    def stop(self) -> None:
        """Stop the report; a few seconds later it has ended."""
        if self.job is not None:
            self._client().reports.stop(self.job.id)
            self._shown.value = element("p", say("It is being stopped."), role="status")

    def _later(self) -> None:
        self.leave()
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return
        self._waiting = loop.call_later(EVERY_SECONDS, self.look)


# Private


def _field(asked: ParameterAsked, account: AccountView) -> Field:
    """Return the field of a parameter, with what is wanted most often: the month or the year before, one's service."""
    label, hint = told(PARAMETERS.get(asked.name, asked.name)), told(asked.hint)
    hint = "" if hint.lower() == label.lower() else hint
    if asked.kind != "date":
        made = field.text(asked.name, label, hint, required=True)
        made.value = {"year": str(_today().year - 1), "service": account.service}.get(asked.name, "")
        return made
    day = field.day(asked.name, label, hint, required=True)
    last = _today().replace(day=1) - timedelta(days=1)
    day.value = {"period_start": last.replace(day=1), "period_end": last}.get(asked.name)
    return day


def _today() -> date:
    return date.today()  # noqa: DTZ011  # a proposal in a form; the person sees and changes it


def _text(value: Any) -> str:
    day = as_date(value)
    return day.isoformat() if day else str(value)


def _raise(error: Refused) -> None:
    raise error
