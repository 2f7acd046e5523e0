"""The service is killed at each step of a search and of each lock: no act is lost, none is done twice (D-17, I-09)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from audits.segments import read
from audits.verify import verify
from gallery.command.processes import environment_of, service_answers
from gallery.command.story import Cast, Story
from gallery.demonstration.feed import subjects_by_picture
from gallery.demonstration.probes import probes
from gallery.records.case_tables import examinations, leads, searches
from gallery.records.database import Database
from gallery.records.examinations import examinations_of, versions_of
from kernel_lib.client import Client
from kernel_lib.errors import ServiceUnreachable
from kernel_lib.hashing import sha256_hex
from kernel_lib.vocabulary import Disposition, ExaminationState, Observation
from kernel_lib.wire.examination import (
    AnalysisNotes,
    ComponentObservation,
    ConclusionOffered,
    DispositionGiven,
    ExaminationView,
)
from tests.conftest import Running

pytestmark = pytest.mark.journey

WHY = "The outline of the face can be compared."
SERVICE = """
import os, runpy, signal, sys
from pathlib import Path
from sqlalchemy import Connection
from audits.checkpoint import SignedLog
from kernel_lib.faces.engine import FaceEngine

armed, told = Path(sys.argv[1]), [""]
sys.argv = ["gallery.service", "--data-dir", sys.argv[2]]

def at(place):
    if armed.exists() and armed.read_text() == place:
        armed.unlink()
        os.kill(os.getpid(), signal.SIGKILL)

def around(kind, name, before, after):
    real = getattr(kind, name)
    def wrapped(self, *given, **named):
        before(*given)
        answer = real(self, *given, **named)
        after(*given)
        return answer
    setattr(kind, name, wrapped)

def logged(event):
    told[0] = event.act
    at(f"after {event.act}")

around(SignedLog, "append", lambda event: at(f"before {event.act}"), logged)
around(Connection, "commit", lambda: None, lambda: at(f"committed {told[0]}"))
around(FaceEngine, "encode", lambda *_: None, lambda *_: at("encoded"))
runpy.run_module("gallery.service", run_name="__main__", alter_sys=True)
"""
"""The real service, which kills itself where a file says so."""


@dataclass
class Killed:
    """A demonstration whose service is killed at named places, and what is needed to work in it."""

    running: Running
    armed: Path

    def start(self) -> None:
        """Start the service that can be told to die."""
        self.running.children.stop()
        settings = self.running.settings
        arguments = ["-c", SERVICE, str(self.armed), str(settings.data_dir)]
        output = settings.data_dir / "run" / "service.log"
        child = self.running.children.start("service", arguments, output, environment_of(settings))
        self.running.children.wait(child, lambda: service_answers(settings.socket))

    def at(self, place: str, act: Callable[[], object]) -> None:
        """Do an act in which the service dies at a place, then start it again."""
        self.armed.write_text(place)
        with pytest.raises(ServiceUnreachable):
            act()
        assert not self.armed.exists(), f"nothing was killed at '{place}'"
        self.start()


@pytest.fixture
def killed(running: Running, tmp_path: Path) -> Killed:
    """The demonstration with the service that can be told to die."""
    made = Killed(running, tmp_path / "armed")
    made.start()
    return made


@pytest.mark.proves("D-17", "I-09")
def test_no_act_is_lost_or_done_twice(killed: Killed) -> None:
    """A request goes to its lead through eighteen deaths; records and log agree at the end."""
    running = killed.running
    names = ("investigator", "approver", "examiner1", "examiner2", "examiner3")
    people = {name: running.client(name) for name in names}
    eyes = subjects_by_picture(running.settings.data_dir / "demonstration" / "feed")
    cast = Cast(people["investigator"], people["approver"], tuple(people[name] for name in names[2:]))
    story = Story(cast, eyes, datetime.now(UTC).date())
    probe = next(
        each
        for each in probes(running.settings.photographs_dir, running.settings.data_dir / "demonstration" / "probes")
        if each.mate
    )
    request_id = story.request(probe)
    story.approve(request_id)
    taken = people["examiner1"].requests.examine(request_id)

    _first(killed, people["examiner1"], taken.id, eyes, str(probe.mate))
    name, verification = _waiting(people)
    _verify(killed, people[name], verification, eyes, str(probe.mate))

    request = people["investigator"].requests.get(request_id)
    assert (request.state, request.lead_id is not None) == ("lead", True)
    killed.running.children.stop()
    _agree(running, request_id)


def _first(killed: Killed, client: Client, examination_id: str, eyes: dict[str, str], mate: str) -> None:
    examinations = client.examinations
    notes = AnalysisNotes(
        visible={row.id: True for row in examinations.get(examination_id).components}, suitable=True, quality_reason=WHY
    )
    lock = lambda: examinations.lock_analysis(examination_id, notes)  # noqa: E731  # an act to be killed
    for place in ("before analysis_locked", "after analysis_locked"):
        killed.at(place, lock)
        assert examinations.get(examination_id).state is ExaminationState.ANALYSIS
    killed.at("committed analysis_locked", lock)
    search = lambda: examinations.open_candidates(examination_id)  # noqa: E731  # an act to be killed
    steps = ("before search_started", "after search_started", "encoded", "after search_completed", "after list_viewed")
    for place in steps:
        killed.at(place, search)
        view = examinations.get(examination_id)
        assert (view.state, view.opened, view.letters) == (ExaminationState.COMPARISON, False, ())
    killed.at("committed list_viewed", search)
    view = examinations.get(examination_id)
    assert view.opened
    offered = _disposed(client, view, eyes, mate)
    lock = lambda: examinations.conclude(examination_id, offered)  # noqa: E731  # an act to be killed
    for place in ("before verification_assigned", "after verification_assigned", "after examination_locked"):
        killed.at(place, lock)
        assert examinations.get(examination_id).state is ExaminationState.EVALUATION
    killed.at("committed examination_locked", lock)
    assert examinations.get(examination_id).state is ExaminationState.LOCKED


def _verify(killed: Killed, client: Client, examination_id: str, eyes: dict[str, str], mate: str) -> None:
    examinations = client.examinations
    notes = AnalysisNotes(
        visible={row.id: True for row in examinations.get(examination_id).components}, suitable=True, quality_reason=WHY
    )
    examinations.lock_analysis(examination_id, notes)
    search = lambda: examinations.open_candidates(examination_id)  # noqa: E731  # an act to be killed
    killed.at("after list_viewed", search)
    assert examinations.get(examination_id).opened is False
    offered = _disposed(client, search(), eyes, mate)
    lock = lambda: examinations.conclude(examination_id, offered)  # noqa: E731  # an act to be killed
    for place in ("before lead_issued", "after lead_issued", "after verification_locked"):
        killed.at(place, lock)
        assert examinations.get(examination_id).state is ExaminationState.EVALUATION
    killed.at("committed verification_locked", lock)
    assert examinations.get(examination_id).state is ExaminationState.LOCKED


def _disposed(client: Client, view: ExaminationView, eyes: dict[str, str], mate: str) -> ConclusionOffered:
    """Dispose every candidate, and return the conclusion for the subject whom the key names."""
    seen = {each.letter: eyes.get(sha256_hex(client.picture(each.pictures[0].picture)[0])) for each in view.letters}
    chosen = next(letter for letter, subject in seen.items() if subject == mate)
    for letter in seen:
        given = Disposition.NOT_EXCLUDED if letter == chosen else Disposition.EXCLUDED
        client.examinations.dispose(view.id, letter, DispositionGiven(disposition=given))
    rows = tuple(ComponentObservation(component=row.id, observation=Observation.SIMILAR) for row in view.components)
    return ConclusionOffered(letter=chosen, value=2, components=rows, reasons="Compared from top to bottom.")


def _waiting(people: dict[str, Client]) -> tuple[str, str]:
    for name in ("examiner2", "examiner3"):
        for item in people[name].work().mine:
            if item.page.startswith("/review?examination="):
                return name, item.object_id
    raise AssertionError("no examination waits for anybody")


def _agree(running: Running, request_id: str) -> None:
    """One search, two examinations with two linked versions each, one lead; every abandoned entry is told."""
    settings = running.settings
    database = Database.beside(settings.database_url or settings.gallery_dir / "records.sqlite")
    with database.reading() as connection:
        count = {
            each.name: connection.execute(
                select(func.count()).select_from(each).where(each.c.request_id == request_id)
            ).scalar_one()
            for each in (searches, examinations, leads)
        }
        assert count == {"searches": 1, "examinations": 2, "leads": 1}
        for examination in examinations_of(connection, request_id):
            versions = versions_of(connection, examination.id)
            assert [each.stage for each in versions] == ["analysis", "conclusion"]
            assert versions[1].previous_sha256 == versions[0].sha256
            assert all(sha256_hex(each.body.encode()) == each.sha256 for each in versions)
    database.close()
    told: set[int] = set()
    done: dict[str, list[int]] = {}
    for entry in read(running.settings.audit_dir):
        if entry.event.act == "log_recovered":
            told |= set(entry.event.details["abandoned_sequences"])  # type: ignore[arg-type]  # a list of numbers
        elif entry.event.result == "done":
            done.setdefault(entry.event.act, []).append(entry.sequence)
    kept = {act: [sequence for sequence in sequences if sequence not in told] for act, sequences in done.items()}
    for act in (
        "search_completed",
        "examination_locked",
        "verification_assigned",
        "verification_locked",
        "lead_issued",
    ):
        assert len(kept[act]) == 1, act
        assert len(done[act]) > 1 or act == "search_started"
    assert verify(running.settings.audit_dir).whole
