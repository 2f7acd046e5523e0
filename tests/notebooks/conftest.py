"""A fake of the service for report runs: real HTTP on a Unix socket, real wire models, a real audit log, no gallery."""

import hashlib
import secrets
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import FastAPI, Header, Request, Response, UploadFile
from fastapi.responses import JSONResponse

from audits import analytics
from audits.checkpoint import open_log
from audits.event import Event
from audits.events import ServiceStarted
from kernel_lib.errors import NotAllowed, Refused, SignInRequired, Unacceptable
from kernel_lib.vocabulary import AccountState, Role, WorkflowProfile
from kernel_lib.wire.audit import (
    AnswerView,
    Ask,
    LogStatus,
    ParameterView,
    QuestionView,
    ReportFinished,
    ReportRun,
    ReportStarted,
)
from kernel_lib.wire.breach import BreachesView
from kernel_lib.wire.feeds import FeedOpened
from kernel_lib.wire.figures import FiguresView
from kernel_lib.wire.gallery import BookingRecord, Enrolled, EnrolmentRun, Fact, Facts, ServiceStatus
from kernel_lib.wire.lists import Questions
from kernel_lib.wire.model import Recorded, RefusalReply
from kernel_lib.wire.who import AccountView, TicketAsked, TicketGranted, TicketOffered, TokenGranted
from tests.notebooks.assessments import add_assessment
from tests.notebooks.published import figures_of


@dataclass
class FakeService:
    """What the fake remembers, for tests to look at and to set up."""

    socket: Path
    session: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    tickets: set[str] = field(default_factory=set)
    tokens: set[str] = field(default_factory=set)
    started: list[ReportStarted] = field(default_factory=list)
    finished: dict[str, ReportFinished] = field(default_factory=dict)
    runs: list[EnrolmentRun] = field(default_factory=list)
    enrolled: dict[str, str] = field(default_factory=dict)
    done: set[int] = field(default_factory=set)
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    root: str = ""
    asked: list[tuple[str, Ask]] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    breaches: BreachesView | None = None
    whole: bool = True
    events: int = 0
    down_after: int | None = None
    assessed: dict[str, Any] = field(default_factory=dict)

    @property
    def audit_dir(self) -> Path:
        """The folder of the log."""
        return self.socket.parent / "audit"

    def record(self, *happened: tuple[datetime, Event]) -> None:
        """Record events, each at its moment, in a real signed log."""
        moment = [happened[0][0]]
        with open_log(self.audit_dir, self.key, clock=lambda: moment[0]) as log:
            for time_of_event, event in happened:
                moment[0] = time_of_event
                log.append(event)
            self.events, self.root = log.size, log.root

    def app(self) -> FastAPI:
        """Make the routes that report runs use."""
        app = FastAPI()
        app.exception_handler(Refused)(_refusal)
        self._add_runs(app)
        self._add_log(app)
        self._add_gallery(app)
        add_assessment(app, self.assessed)
        return app

    def _demand(self, authorization: str) -> None:
        if authorization.removeprefix("Bearer ") not in {self.session, *self.tokens}:
            raise SignInRequired("session.none", "Nobody is signed in.", "Sign in.")

    def _add_runs(self, app: FastAPI) -> None:
        @app.post("/sessions/tickets")
        def ticket(asked: TicketAsked, authorization: str = Header()) -> TicketGranted:
            if authorization != f"Bearer {self.session}":
                raise NotAllowed("tickets.session", "Only a session may ask for a ticket.", "Sign in.")
            granted = TicketGranted(ticket=secrets.token_urlsafe(32))
            self.tickets.add(granted.ticket)
            return granted

        @app.post("/tokens")
        def token(offered: TicketOffered) -> TokenGranted:
            if offered.ticket not in self.tickets:
                raise SignInRequired("ticket.used", "This ticket was used.", "Sign in.")
            self.tickets.remove(offered.ticket)
            granted = TokenGranted(token=secrets.token_urlsafe(32), expires_at=datetime.now(UTC))
            self.tokens.add(granted.token)
            return granted

        @app.post("/reports")
        def start(started: ReportStarted, authorization: str = Header()) -> ReportRun:
            self._demand(authorization)
            self.started.append(started)
            return ReportRun(run_id=f"run-{len(self.started):04}")

        @app.post("/reports/{run_id}/end")
        def end(run_id: str, finished: ReportFinished, authorization: str = Header()) -> Recorded:
            self._demand(authorization)
            self.finished[run_id] = finished
            return Recorded(sequence=self.events + 1)

        @app.get("/me")
        def me(authorization: str = Header()) -> AccountView:
            self._demand(authorization)
            return _ACCOUNT

    def _add_log(self, app: FastAPI) -> None:
        @app.get("/log")
        @app.post("/log/verification")
        def log(authorization: str = Header()) -> LogStatus:
            self._demand(authorization)
            now = datetime(2026, 4, 1, 8, 30, tzinfo=UTC)
            return LogStatus(
                events=self.events,
                whole=self.whole,
                verified_at=now,
                root=self.root,
                checkpoint_size=self.events,
                checkpoint_at=now,
            )

        @app.get("/questions")
        def questions(authorization: str = Header()) -> Questions:
            self._demand(authorization)
            return Questions(questions=tuple(_view(question) for question in analytics.questions()))

        @app.post("/questions/{name}")
        def ask(name: str, asked: Ask, authorization: str = Header()) -> AnswerView:
            self._demand(authorization)
            self.asked.append((name, asked))
            answer = analytics.ask(self._snapshot(), name, asked.parameters)
            told = {key: value for key, value in asdict(answer).items() if key in AnswerView.model_fields}
            return AnswerView.model_validate(told)

        @app.get("/figures")
        def figures(first_day: date, last_day: date, suppressed: bool, authorization: str = Header()) -> FiguresView:
            self._demand(authorization)
            return figures_of(self._snapshot(), first_day, last_day, suppressed=suppressed)

        @app.get("/analytics/snapshot")
        def snapshot(authorization: str = Header()) -> Response:
            self._demand(authorization)
            return Response(self._snapshot().read_bytes(), media_type="application/octet-stream")

    def _snapshot(self) -> Path:
        target = self.socket.parent / f"snapshot-{self.events}.duckdb"
        if not target.exists():
            analytics.build(self.audit_dir, target)
        return target

    def _add_gallery(self, app: FastAPI) -> None:
        @app.get("/status")
        def status(authorization: str = Header()) -> ServiceStatus:
            self._demand(authorization)
            return ServiceStatus(
                service_name="Demonstration service",
                pictures=len(self.enrolled),
                eligible=len(self.enrolled),
                model="fake",
                log_events=self.events,
                log_verified_at=None,
                log_whole=None,
                demonstration=True,
            )

        @app.get("/facts")
        def facts(authorization: str = Header()) -> Facts:
            self._demand(authorization)
            return Facts(generated_at=datetime(2026, 4, 1, tzinfo=UTC), facts=tuple(self.facts))

        @app.get("/breaches")
        def breaches(authorization: str = Header()) -> BreachesView | None:
            self._demand(authorization)
            return self.breaches

        @app.get("/breaches/{breach_id}/letters/{kind}/{language}")
        def letter(breach_id: str, kind: str, language: str, authorization: str = Header()) -> Response:
            self._demand(authorization)
            return Response(f"%PDF {kind} {language}", media_type="application/pdf")

        @app.post("/feeds")
        async def opened(request: Request, authorization: str = Header()) -> FeedOpened:
            self._demand(authorization)
            return FeedOpened(feed_id="feed-1", lines=0, done=tuple(self.done))

        @app.post("/enrolments")
        async def enrol(picture: UploadFile, request: Request, authorization: str = Header()) -> Response:
            self._demand(authorization)
            if self.down_after is not None and len(self.enrolled) >= self.down_after:
                return Response(status_code=500)
            form = await request.form()
            record = BookingRecord.model_validate_json(str(form["record"]))
            answer = self._enrol(record, await picture.read())
            self.done.add(int(str(form["line"])))
            return answer

        @app.post("/enrolment-runs")
        def finish(run: EnrolmentRun, authorization: str = Header()) -> Recorded:
            self._demand(authorization)
            self.runs.append(run)
            return Recorded(sequence=self.events)

    def _enrol(self, record: BookingRecord, picture: bytes) -> Response:
        if not record.ica_authority:
            raise Unacceptable("F-01", "The record names no authority for taking the picture.", "Add the paragraph.")
        key = record.model_dump_json() + hashlib.sha256(picture).hexdigest()
        already = key in self.enrolled
        picture_id = self.enrolled.setdefault(key, f"picture-{len(self.enrolled)}")
        reply = Enrolled(picture_id=picture_id, lineage_id=picture_id, searchable=True, already=already)
        return Response(reply.model_dump_json(), media_type="application/json")


def _view(question: analytics.Question) -> QuestionView:
    parameters = tuple(
        ParameterView(name=each.name, kind=each.kind, default=each.default, hint=each.hint)
        for each in question.parameters
    )
    return QuestionView(
        name=question.name,
        title=question.title,
        sentence=question.sentence,
        parameters=parameters,
        chart=question.chart,
        sql=question.sql,
        item=question.item,
        means=question.means,
        means_not=question.means_not,
    )


def _refusal(_: Request, error: Refused) -> JSONResponse:
    return JSONResponse(RefusalReply.of(error.refusal).model_dump(), status_code=error.status)


_ACCOUNT = AccountView(
    id="account-1",
    username="compliance",
    display_name="Compliance",
    service="demo",
    service_name="Demonstration service",
    roles=(Role.COMPLIANCE,),
    certificates=(),
    workflow=WorkflowProfile.INVESTIGATOR_LED,
    state=AccountState.ACTIVE,
)
TODAY = date(2026, 4, 1)


@pytest.fixture
def service() -> Iterator[FakeService]:
    """The fake, answering on a socket in a private folder."""
    with tempfile.TemporaryDirectory(prefix="lb-fake-") as folder:
        fake = FakeService(Path(folder) / "service.sock")
        fake.record((datetime(2026, 1, 1, 8, tzinfo=UTC), ServiceStarted(actor_id="system")))
        config = uvicorn.Config(fake.app(), uds=str(fake.socket), log_level="critical", lifespan="off")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield fake
        server.should_exit = True
        thread.join(timeout=10)
