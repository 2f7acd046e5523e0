"""A bench for casework: the real ledger, records, pictures, index and rules over fake faces and a log in memory."""

import io
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from gallery.authority import Authority, Person
from gallery.casework import approval, candidates, examination, intake, probe
from gallery.casework.means import Casework
from gallery.control.means import Control
from gallery.images.store import Images
from gallery.index.exact import Index
from gallery.index.shelf import Shelf
from gallery.ledger import Ledger
from gallery.records import gallery as held
from gallery.records import who
from gallery.records.cases import request_by_id
from gallery.records.database import Database
from gallery.records.examinations import examination_by_id, examinations_of, letters_of
from gallery.records.ids import new_id
from gallery.records.searches import candidate_by_id
from gallery.rules import Rules
from kernel_lib.faces.detection import Face, YuNetDetector
from kernel_lib.faces.encoding import Template
from kernel_lib.faces.engine import FaceEngine
from kernel_lib.faces.quality_limits import Limit, QualityLimits
from kernel_lib.hashing import sha256_hex
from kernel_lib.vocabulary import AccountState, CertificateScope, Disposition, EligibilityState, Observation, Role
from kernel_lib.wire.casework import ApprovalDecision, FaceChoice, RequestDraft
from kernel_lib.wire.examination import (
    AnalysisNotes,
    ComponentObservation,
    ConclusionOffered,
    DispositionGiven,
    ExaminationView,
)
from tests.gallery.fakes import NOON, FakeLog, FixedClock
from tests.standing import STANDING

MODEL = "fake@0123"
SIZE = 32
SCORES = (0.62, 0.41, 0.35, 0.31, 0.2, 0.15, 0.1, 0.08, 0.05, 0.02)
"""Similarity of the probe to the subjects S-001 to S-010."""
GROUND = "The person in the blue jacket takes the bag from the counter and leaves by the side door at 21:40."
ANSWER = "Nobody on the scene knows the person and the recording is the only trace."


class FakeDetector(YuNetDetector):
    """Finds as many faces as the first pixel's red says in tens, with the eyes as far apart as its green says."""

    def __init__(self) -> None:
        """Needs no model."""

    def detect(self, pixels: NDArray[np.uint8], *, turns: Sequence[float] = (0.0,)) -> tuple[Face, ...]:
        """Return faces side by side."""
        count, apart = int(pixels[0, 0, 0]) // 10, float(pixels[0, 0, 1])
        return tuple(_face(index, apart) for index in range(count))


@dataclass
class FakeEncoder:
    """Makes the template that a test asks for."""

    vector: NDArray[np.float32]
    model_id: str = MODEL

    def encode(self, crops: Sequence[NDArray[np.uint8]]) -> tuple[Template, ...]:
        """Return it for each crop."""
        return tuple(Template(self.vector, self.model_id) for _ in crops)


def picture(faces: int = 1, eyes: int = 60, shade: int = 90, exif: Image.Exif | None = None) -> bytes:
    """Return a PNG in which the fake detector finds so many faces."""
    pixels = np.full((120, 100 * max(1, faces), 3), shade, np.uint8)
    pixels[20:60, :, 1] = np.arange(pixels.shape[1]) % 200
    pixels[0, 0] = (faces * 10, eyes, shade)
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG", **({"exif": exif} if exif else {}))
    return buffer.getvalue()


def probe_vector(scores: Sequence[float] = SCORES) -> NDArray[np.float32]:
    """Return a unit vector with these similarities to the first subjects."""
    vector = np.zeros(SIZE, np.float32)
    vector[: len(scores)] = scores
    vector[-1] = np.sqrt(1 - np.sum(np.square(vector)))
    return vector


@dataclass
class Bench:
    """Everything that a test of casework needs, and short ways to each stage."""

    folder: Path
    clock: FixedClock = field(default_factory=FixedClock)
    log: FakeLog = field(default_factory=FakeLog)
    rules: Rules = field(default_factory=Rules.load)
    people: dict[str, Person] = field(default_factory=dict)
    database_url: str = ""

    def __post_init__(self) -> None:
        self.database_url = self.database_url or STANDING.url(self.folder)
        self.database = Database.open(self.folder / "records.sqlite", self.database_url, b"i" * 32)
        self.ledger = Ledger(self.log, self.database, self.clock)
        self.encoder = FakeEncoder(probe_vector())
        limits = QualityLimits(
            effective_from=date(2026, 1, 1),
            source="test",
            components={"inter_eye_distance": Limit(unit="pixels", caution_below=30, refused_below=8)},
        )
        self.images = Images(self.folder / "pictures", b"k" * 32)
        self.index = Index(Shelf(self.folder / "index", b"k" * 32), MODEL, SIZE)
        self.casework = Casework(
            ledger=self.ledger,
            images=self.images,
            index=self.index,
            faces=FaceEngine(FakeDetector(), self.encoder, limits, ()),
            rules=self.rules,
            authority=Authority.of(self.rules.who),
            runtime={"leadbook": "test"},
            chance=Random(3),  # noqa: S311  # a test wants the same order each time
        )
        self.control = Control(self.ledger, self.casework.authority, self.rules, MODEL)
        if self.people:
            assert self.index.load() == ""
        else:
            self._cast()

    def copied(self, folder: Path) -> "Bench":
        """Return a bench over a copy of this one's records, pictures and index, with an empty log."""
        self.index.save()
        self.database.close()
        shutil.copytree(self.folder, folder)
        return Bench(folder, people=dict(self.people), database_url=STANDING.copied(self.database_url, folder))

    def __getitem__(self, name: str) -> Person:
        return self.people[name]

    def enrol(self, count: int = len(SCORES), state: EligibilityState = EligibilityState.ELIGIBLE) -> None:
        """Take subjects S-001 … into the gallery, each with one picture."""
        for place in range(count):
            vector = np.zeros(SIZE, np.float32)
            vector[place] = 1
            self.add_reference(f"S-{place + 1:03}", vector, captured_on=date(2020, 1, 1 + place), state=state)

    def add_reference(
        self,
        subject_number: str,
        vector: NDArray[np.float32],
        *,
        captured_on: date = date(2024, 5, 6),
        state: EligibilityState = EligibilityState.ELIGIBLE,
        service: str = "demo",
        data: bytes | None = None,
    ) -> int:
        """Take one picture of a subject into the gallery; return the number of its reference."""
        data = data or picture(shade=1 + len(self.index.numbers))
        with self.ledger.unrecorded() as connection:
            subject = held.subject_numbered(connection, service, subject_number)
            if subject is None:
                subject = held.Subject(new_id(), service, subject_number, "", None, NOON)
                held.add_subject(connection, subject)
            event = held.BookingEvent(new_id(), subject.id, new_id()[:20], "2(1)(a)", "officer", False, NOON)
            held.add_event(connection, event)
            shown = held.Picture(
                id=new_id(),
                lineage_id=new_id(),
                booking_event_id=event.id,
                sha256=sha256_hex(data),
                record_sha256="0" * 64,
                bytes=len(data),
                format="PNG",
                width=100,
                height=120,
                pose="frontal",
                captured_on=captured_on,
                findings=[],
                box=[10, 10, 40, 40],
                enrolled_by="clerk",
                enrolled_at=NOON,
            )
            self.images.put(shown.lineage_id, data)
            held.add_picture(connection, shown)
            number = held.add_reference(connection, new_id(), shown.id, MODEL, b"sealed")
            review = NOON.date() + timedelta(days=30)
            kept = held.Eligibility(new_id(), shown.id, True, state, "F-20", "1", {}, NOON, review)
            held.set_eligibility(connection, kept)
        self.index.add([number], vector.reshape(1, -1), MODEL)
        return number

    def drafted(self, requester: str = "investigator", faces: int = 1, **changed: Any) -> str:
        """Open a request with picture and face chosen; return its id."""
        request_id = intake.open_request(self.casework, self[requester], complete(**changed)).id
        probe.offer(self.casework, self[requester], request_id, "still.png", picture(faces))
        choice = FaceChoice(face=faces - 1, why="The person at the counter.")
        probe.choose(self.casework, self[requester], request_id, choice)
        return request_id

    def submitted(self, requester: str = "investigator", **changed: Any) -> str:
        """Return the id of a submitted request."""
        return intake.submit(self.casework, self[requester], self.drafted(requester, **changed)).id

    def approved(self, requester: str = "investigator", approver: str = "approver") -> str:
        """Return the id of an approved request."""
        request_id = self.submitted(requester)
        approval.decide(self.casework, self[approver], request_id, decision())
        return request_id

    def opened(self, examiner: str = "examiner1", requester: str = "investigator") -> ExaminationView:
        """Return a first examination whose candidates are open."""
        taken = examination.take(self.casework, self[examiner], self.approved(requester))
        return self.look(examiner, taken.id)

    def look(self, examiner: str, examination_id: str) -> ExaminationView:
        """Lock the notes of an examination and open its candidates."""
        examination.lock_analysis(self.casework, self[examiner], examination_id, self.notes())
        return candidates.open_candidates(self.casework, self[examiner], examination_id)

    def conclude(self, examiner: str, view: ExaminationView, subject: str | None, value: int = 2) -> ExaminationView:
        """Dispose every candidate and lock a conclusion for a subject's number, or for none."""
        letter = self.letter_of(view, subject) if subject else None
        for each in view.letters:
            given = Disposition.NOT_EXCLUDED if each.letter == letter else Disposition.EXCLUDED
            examination.dispose(
                self.casework, self[examiner], view.id, each.letter, DispositionGiven(disposition=given)
            )
        offered = self.conclusion(letter, value if letter else -2)
        return examination.conclude(self.casework, self[examiner], view.id, offered)

    def verifier_of(self, request_id: str) -> tuple[str, str]:
        """Return the name of the examiner of a request's newest examination, and its id."""
        with self.ledger.reading() as connection:
            newest = examinations_of(connection, request_id)[-1]
        return next(name for name, each in self.people.items() if each.account_id == newest.examiner_id), newest.id

    def say(self, request_id: str, subject: str | None, value: int = 2) -> ExaminationView:
        """See the newest examination of a request through, whoever has it."""
        examiner, examination_id = self.verifier_of(request_id)
        return self.conclude(examiner, self.look(examiner, examination_id), subject, value)

    def examined(self, subject: str | None = "S-001", value: int = 2) -> str:
        """Return the id of a request whose first examination is locked."""
        taken = examination.take(self.casework, self["examiner1"], self.approved())
        view = self.look("examiner1", taken.id)
        self.conclude("examiner1", view, subject, value)
        return self.request_of(view.id)

    def lead(self, subject: str = "S-001") -> str:
        """Return the id of an issued lead."""
        request_id = self.examined(subject)
        self.say(request_id, subject)
        lead_id = intake.get(self.casework, self["investigator"], request_id).lead_id
        assert lead_id is not None
        return lead_id

    def request_of(self, examination_id: str) -> str:
        """Return the request of an examination."""
        with self.ledger.reading() as connection:
            found = examination_by_id(connection, examination_id)
        assert found is not None
        return found.request_id

    def state_of(self, request_id: str) -> str:
        """Return the state of a request."""
        with self.ledger.reading() as connection:
            found = request_by_id(connection, request_id)
        assert found is not None
        return str(found.state)

    def letter_of(self, view: ExaminationView, subject_number: str) -> str:
        """Return the letter that hides a subject."""
        with self.ledger.reading() as connection:
            letters = letters_of(connection, view.id)
            for letter in letters:
                candidate = candidate_by_id(connection, letter.candidate_id)
                subject = held.subject_by_id(connection, candidate.subject_id)
                if subject and subject.number == subject_number:
                    return letter.letter
        raise AssertionError(f"no letter hides {subject_number}")

    def notes(self, *, suitable: bool = True, limits: str = "") -> AnalysisNotes:
        """Return complete notes on a probe."""
        visible = {component.id: True for component in self.rules.casework.components}
        return AnalysisNotes(
            visible=visible, suitable=suitable, limits=limits, quality_reason=ANSWER if suitable else ""
        )

    def conclusion(self, letter: str | None, value: int, **changed: Any) -> ConclusionOffered:
        """Return a complete conclusion, changed where asked."""
        rows = tuple(
            ComponentObservation(component=component.id, observation=Observation.SIMILAR)
            for component in self.rules.casework.components
        )
        whole = {"letter": letter, "value": value, "components": rows if letter else (), "reasons": ANSWER}
        return ConclusionOffered(**{**whole, **changed})

    def end_training(self, name: str) -> None:
        """Let a person's certificates run out."""
        old = self.people[name]
        past = [who.Certificate(**{**vars(each), "expires": date(2026, 1, 2)}) for each in old.certificates]
        self.people[name] = Person(**{**vars(old), "certificates": tuple(past)})

    def join(self, name: str, roles: tuple[Role, ...], scopes: tuple[CertificateScope, ...] = (), **more: Any) -> None:
        """Let somebody join: an account, and certificates in force. Who is there already with these roles stays."""
        if name in self.people and (self.people[name].roles, scopes) == (roles, ()):
            return
        service = more.get("service", "demo")
        account = who.Account(
            new_id(), name, name.title(), service, roles, AccountState.ACTIVE, "", 0, None, None, NOON
        )
        held_now = tuple(
            who.Certificate(
                new_id(),
                account.id,
                scope,
                "School",
                date(2026, 1, 1),
                date(2028, 1, 1),
                "m",
                "c",
                NOON,
                "Course",
                9,
                10,
            )
            for scope in scopes
        )
        with self.ledger.unrecorded() as connection:
            who.add_account(connection, account)
            for each in held_now:
                who.add_certificate(connection, each)
        self.people[name] = Person(
            account_id=account.id,
            username=name,
            display_name=account.display_name,
            service=service,
            roles=roles,
            certificates=held_now,
            session_id="session",
            workstation="desk 1",
        )

    def _cast(self) -> None:
        limits, review, examines = (CertificateScope.LIMITS,), CertificateScope.REVIEW, CertificateScope.EXAMINATION
        self.join("investigator", (Role.INVESTIGATOR,), (*limits, review))
        self.join("approver", (Role.APPROVER,))
        self.join("asks_and_approves", (Role.INVESTIGATOR, Role.APPROVER), limits)
        self.join("examiner1", (Role.EXAMINER,), (examines,))
        self.join("examiner2", (Role.EXAMINER,), (examines,))
        self.join("examiner3", (Role.EXAMINER,), (examines,))
        self.join("higher", (Role.HIGHER_APPROVER,))
        self.join("compliance", (Role.COMPLIANCE,))
        self.join("administrator", (Role.ADMINISTRATOR,))
        self.join("stranger", (Role.INVESTIGATOR, Role.APPROVER, Role.EXAMINER), (*limits, examines), service="other")


def complete(**changed: Any) -> RequestDraft:
    """Return a complete draft, changed where asked."""
    whole: dict[str, Any] = {
        "occurrence_number": "2026-000123",
        "offence_id": "robbery",
        "depicted_role": "person_of_interest",
        "ground": GROUND,
        "protected_activity": False,
        "source_type": "security_camera",
        "source_holder": "Shop at the corner",
        "source_obtained_on": NOON.date(),
        "source_place": "Main street",
        "source_authority": "consent",
        "source_declared": True,
        "purpose": "criminal_investigation",
        "undertaking": True,
    }
    return RequestDraft(**{**whole, **changed})


def decision(**changed: Any) -> ApprovalDecision:
    """Return a complete approval, changed where asked."""
    whole = {"approved": True, "necessity": ANSWER, "proportionality": ANSWER, "other_means": ANSWER}
    return ApprovalDecision(**{**whole, **changed})


def _face(index: int, apart: float) -> Face:
    left = 100.0 * index + 20
    points = [[left, 30], [left + apart, 30], [left + apart / 2, 45], [left + 5, 60], [left + apart - 5, 60]]
    return Face((left - 5, 15.0, apart + 10, 70.0), np.asarray(points, np.float32), 0.9, index)
