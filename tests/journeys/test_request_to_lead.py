"""From a request to a lead through the real service process, with real models and real photographs."""

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from gallery.casework.quality import LOW_QUALITY
from gallery.command.story import Cast, Story
from gallery.demonstration.feed import subjects_by_picture
from gallery.demonstration.probes import DemonstrationProbe, probes
from kernel_lib.client import Client
from kernel_lib.errors import NotAllowed, NotFound, Refused, Unacceptable, WrongState
from kernel_lib.hashing import sha256_hex
from kernel_lib.vocabulary import CopyKind, Disposition, Observation
from kernel_lib.wire.audit import AnswerView
from kernel_lib.wire.casework import ApprovalDecision, RequestDraft
from kernel_lib.wire.disclosure import PackAsked
from kernel_lib.wire.examination import (
    AnalysisNotes,
    ComponentObservation,
    ConclusionOffered,
    DispositionGiven,
    ExaminationView,
)
from tests.conftest import Running

pytestmark = pytest.mark.journey

REASONS = "Compared component by component, from top to bottom."


@dataclass
class Stage:
    """The running demonstration, its people, its probes, and the key that stands in for examiners' eyes."""

    running: Running
    people: dict[str, Client]
    probes: dict[str, DemonstrationProbe]
    subject_of: dict[str, str]

    @property
    def story(self) -> Story:
        """The story of the demonstration's own people."""
        people = self.people
        cast = Cast(people["investigator"], people["approver"], tuple(people[f"examiner{n}"] for n in (1, 2, 3)))
        return Story(cast, self.subject_of, datetime.now(UTC).date())

    def mated(self) -> DemonstrationProbe:
        """The crowd scene."""
        return next(probe for probe in self.probes.values() if probe.mate)

    def approved(self, probe: DemonstrationProbe) -> str:
        """Ask for a search of a probe and have it approved."""
        request_id = self.story.request(probe)
        self.story.approve(request_id)
        return request_id

    def look(self, examiner: str, examination_id: str) -> ExaminationView:
        """Lock notes on the probe and open the candidates."""
        examinations = self.people[examiner].examinations
        components = examinations.get(examination_id).components
        notes = AnalysisNotes(
            visible={component.id: True for component in components}, suitable=True, quality_reason=REASONS
        )
        examinations.lock_analysis(examination_id, notes)
        return examinations.open_candidates(examination_id)

    def conclude(self, examiner: str, view: ExaminationView, mate: str | None) -> ExaminationView:
        """Dispose every candidate and conclude for a subject, or for none."""
        client = self.people[examiner]
        letter = next(
            (each.letter for each in view.letters if self.subject(examiner, each.pictures[0].picture) == mate), None
        )
        for each in view.letters:
            given = Disposition.NOT_EXCLUDED if each.letter == letter else Disposition.EXCLUDED
            client.examinations.dispose(view.id, each.letter, DispositionGiven(disposition=given))
        rows = tuple(
            ComponentObservation(component=component.id, observation=Observation.SIMILAR)
            for component in view.components
        )
        value, components = (2, rows) if letter else (-2, ())
        offered = ConclusionOffered(letter=letter, value=value, components=components, reasons=REASONS)
        return client.examinations.conclude(view.id, offered)

    def subject(self, examiner: str, path: str) -> str | None:
        """Say whose picture it is."""
        return self.subject_of.get(sha256_hex(self.people[examiner].picture(path)[0]))

    def waiting(self, *but: str) -> tuple[str, str]:
        """Return who of the examiners has an examination waiting, and its id."""
        for name in ("examiner1", "examiner2", "examiner3"):
            for item in self.people[name].work().mine:
                if name not in but and item.page.startswith("/review?examination="):
                    return name, item.object_id
        raise AssertionError("no examination waits for anybody")


@pytest.fixture(scope="module")
def stage(run_copy: Callable[[Path], Running], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The demonstration with its service running, and everybody signed in; each story leaves nothing unfinished."""
    running = run_copy(tmp_path_factory.mktemp("stage"))
    names = ("investigator", "approver", "examiner1", "examiner2", "examiner3", "auditor")
    found = probes(running.settings.photographs_dir, tmp_path_factory.mktemp("probes") / "probes")
    feed = running.settings.data_dir / "demonstration" / "feed"
    people = {name: running.client(name) for name in names}
    yield Stage(running, people, {probe.file.name: probe for probe in found}, subjects_by_picture(feed))
    running.close()
    running.children.stop()


@pytest.mark.proves("W-07")
def test_a_crowd_scene_leads_to_one_subject(stage: Stage) -> None:
    """Every gate on the way is tried before it is passed."""
    probe, people = stage.mated(), stage.people
    request_id = stage.approved(probe)
    taken = people["examiner1"].requests.examine(request_id)
    with pytest.raises(WrongState):
        people["examiner1"].examinations.open_candidates(taken.id)
    with pytest.raises(WrongState) as early:
        people["examiner1"].picture(f"examinations/{taken.id}/candidates/A/1")

    view = stage.look("examiner1", taken.id)
    locked = stage.conclude("examiner1", view, probe.mate)
    verifier, second = stage.waiting()
    blind = stage.look(verifier, second)
    stage.conclude(verifier, blind, probe.mate)
    request = people["investigator"].requests.get(request_id)
    lead = stage.story.read_lead(str(request.lead_id))

    assert early.value.refusal.rule == "D-02"
    assert verifier != "examiner1"
    for shown in (view, blind):
        # The mark on the screen names today; nothing else may name a day.
        assert not re.search(r"D-00\d\d|score|20\d\d-\d\d-\d\d", shown.model_dump_json(exclude={"mark"}))
    assert [row.rank for row in locked.revealed if row.selected] == [1]
    assert request.state == "lead"
    assert lead.reveal is not None
    assert lead.reveal.subject_number == probe.mate
    assert people["investigator"].picture(lead.reveal.picture)[1] == "image/jpeg"
    assert people["auditor"].audit.verify().whole is True


def test_the_audit_questions_count_what_happened(stage: Stage) -> None:
    """An auditor asks before and after one lead: every stage was reached once more, by two who agreed (I-05)."""
    audit = stage.people["auditor"].audit
    before, pairs = dict(audit.ask("request_funnel").rows), _pairs(audit.ask("examiner_agreement"))
    request_id = stage.approved(stage.mated())
    taken = stage.people["examiner1"].requests.examine(request_id)
    stage.conclude("examiner1", stage.look("examiner1", taken.id), stage.mated().mate)
    name, second = stage.waiting()
    stage.conclude(name, stage.look(name, second), stage.mated().mate)
    stage.story.read_lead(str(stage.people["investigator"].requests.get(request_id).lead_id))

    after = dict(audit.ask("request_funnel").rows)
    stages = ("submitted", "approved", "searched", "examined", "verified", "lead or no lead given", "acknowledged")
    assert [int(str(after[each])) - int(str(before[each])) for each in stages] == [1] * len(stages)
    assert _pairs(audit.ask("examiner_agreement")) == (pairs[0] + 1, pairs[1] + 1)
    assert audit.ask("lists_without_conclusion").rows == ()
    assert "unknown" not in {row[0] for row in audit.ask("searches_by_offence").rows}


def _pairs(agreement: AnswerView) -> tuple[int, int]:
    """How many pairs of conclusions there are, and how many of the same value."""
    rows = [dict(zip(agreement.columns, row, strict=True)) for row in agreement.rows]
    return sum(int(str(row["pairs"])) for row in rows), sum(int(str(row["same_value"])) for row in rows)


def test_two_who_differ_are_settled_by_a_third(stage: Stage) -> None:
    """The second finds nobody, the third agrees with the first, and the lead tells of the disagreement (D-13)."""
    probe = stage.mated()
    request_id = stage.approved(probe)
    taken = stage.people["examiner2"].requests.examine(request_id)
    stage.conclude("examiner2", stage.look("examiner2", taken.id), probe.mate)
    name, second = stage.waiting("examiner2")
    stage.conclude(name, stage.look(name, second), None)
    assert stage.people["investigator"].requests.get(request_id).state == "conflict"

    third_name, third = stage.waiting("examiner2", name)
    stage.conclude(third_name, stage.look(third_name, third), probe.mate)

    request = stage.people["investigator"].requests.get(request_id)
    lead = stage.story.read_lead(str(request.lead_id))
    assert {third_name, name, "examiner2"} == {"examiner1", "examiner2", "examiner3"}
    assert lead.reveal is not None
    assert dict(lead.reveal.facts)["Examiners who differed"] == "1 of 3"


@pytest.mark.proves("A-18")
def test_a_camera_still_of_low_quality_is_marked_from_search_to_pack(stage: Stage) -> None:
    """Soft, grainy and compressed: searched with a reason only, and marked on every output."""
    probe, people = stage.probes["like-a-camera-still.jpg"], stage.people
    request_id = stage.approved(probe)
    taken = people["examiner1"].requests.examine(request_id)
    without = AnalysisNotes(visible={row.id: True for row in taken.components}, suitable=True)
    with pytest.raises(Unacceptable) as refused:
        people["examiner1"].examinations.lock_analysis(taken.id, without)

    first = stage.look("examiner1", taken.id)
    stage.conclude("examiner1", first, probe.mate)
    name, second = stage.waiting()
    blind = stage.look(name, second)
    stage.conclude(name, blind, probe.mate)
    request = people["investigator"].requests.get(request_id)
    lead = stage.story.read_lead(str(request.lead_id))
    copy = people["investigator"].follow_up.copy(lead.id, CopyKind.FILE).document
    case = people["investigator"].cases.get(lead.occurrence_number)
    packed = _packed(people["approver"], lead.occurrence_number)

    assert set(refused.value.refusal.fields) == {"quality_reason"}
    place, mine = next((at, each) for at, each in enumerate(case.requests, start=1) if each.id == request_id)
    folder = f"requests/{place:02}"
    assert first.quality_mark == blind.quality_mark == lead.quality_mark == mine.quality_mark == LOW_QUALITY
    assert lead.reveal is not None
    assert copy is not None
    assert lead.reveal.cautions[0] == copy.persons[0].cautions[0] == LOW_QUALITY
    assert REASONS in dict(copy.persons[0].facts).values()
    capsule = json.loads(packed[f"{folder}/search-1/capsule.json"])
    assert capsule["quality"]["low"] is True
    assert capsule["quality"]["components"] == ["compression_artifacts"]
    assert LOW_QUALITY in packed["index.html"].decode()
    assert json.loads(packed[f"{folder}/lead.json"])["cautions"][0] == LOW_QUALITY
    assert json.loads(packed[f"{folder}/examination-1-version-1.json"])["quality_reason"] == REASONS


def _packed(client: Client, case: str) -> dict[str, bytes]:
    """Build the pack of a case and return its files by their path inside it."""
    sealed = client.disclosure.download(client.disclosure.build(case, PackAsked()).id)
    with zipfile.ZipFile(io.BytesIO(sealed)) as files:
        return {
            name.split("/", 1)[-1] if not name.startswith("requests") else name: files.read(name)
            for name in files.namelist()
        }


def test_somebody_who_is_not_enrolled_gives_an_empty_list(stage: Stage) -> None:
    """No candidate reaches the threshold, both conclude so, and the investigator is told in words (C-03)."""
    probe = next(probe for probe in stage.probes.values() if probe.mate is None)
    request_id = stage.approved(probe)
    taken = stage.people["examiner1"].requests.examine(request_id)
    view = stage.look("examiner1", taken.id)
    stage.conclude("examiner1", view, None)
    name, second = stage.waiting()

    stage.conclude(name, stage.look(name, second), None)

    request = stage.people["investigator"].requests.get(request_id)
    assert (view.empty_list, request.state, request.lead_id) == (True, "no_lead", None)
    assert request.number not in {lead.request_number for lead in stage.people["investigator"].leads.list()}


def test_people_without_the_duty_are_refused_with_a_reference(stage: Stage) -> None:
    """Each refusal has its entry, and the entries are as many as the refusals."""
    people, probe = stage.people, stage.mated()
    request_id = stage.story.request(probe)
    yes = ApprovalDecision(approved=True)
    attempts = (
        (lambda: people["investigator"].requests.decide(request_id, yes), NotAllowed),
        (lambda: people["approver"].requests.decide(request_id, yes), Unacceptable),
        (lambda: people["examiner1"].requests.examine(request_id), WrongState),
        (lambda: people["examiner1"].requests.get(request_id), NotFound),
        (lambda: people["approver"].picture(f"requests/{request_id}/faces/99"), NotFound),
        (lambda: people["investigator"].requests.save(request_id, RequestDraft()), WrongState),
        (lambda: people["investigator"].requests.offer_probe(request_id, "a.jpg", b"no picture"), WrongState),
        (lambda: people["investigator"].requests.get("../../etc/passwd"), Refused),
    )
    references = []
    for attempt, kind in attempts:
        with pytest.raises(kind) as refused:
            attempt()
        references.append(refused.value.refusal.reference)

    assert all(references)
    assert len(set(references)) == len(attempts)


def test_pictures_are_not_kept_on_their_way(stage: Stage) -> None:
    """The service says so on the socket itself."""
    request_id = stage.story.request(stage.mated())
    secret = stage.running.session("investigator")
    transport = httpx.HTTPTransport(uds=str(stage.running.settings.socket))

    with httpx.Client(transport=transport, base_url="http://leadbook") as http:
        headers = {"authorization": f"Bearer {secret}"}
        answer = http.get(f"/pictures/requests/{request_id}/probe", headers=headers)

    assert (answer.headers["cache-control"], answer.headers["content-type"]) == ("no-store", "image/jpeg")
