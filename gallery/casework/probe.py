"""The probe: a picture taken in unchanged, the faces found in it, and the one that is chosen."""

from datetime import datetime
from importlib.metadata import version

import numpy as np

from audits.events import FaceChosen, ProbeReceived, ProbeRejected
from gallery.authority import Person
from gallery.casework.duties import own_request
from gallery.casework.means import Casework
from gallery.casework.request_view import probe_view, request_view
from gallery.casework.stages import REQUEST
from gallery.records.chains import add_fingerprint
from gallery.records.further import forget_choices
from gallery.records.ids import new_id
from gallery.records.probes import Derivative, Probe, ProbeFace, add_derivative, add_probe, choose_face, probe_of
from kernel_lib.errors import PictureRefused, Unacceptable
from kernel_lib.faces.detection import Face
from kernel_lib.faces.image import DecodedPicture, decode
from kernel_lib.faces.quality import Finding
from kernel_lib.faces.similar import Fingerprint
from kernel_lib.vocabulary import Verdict
from kernel_lib.wire.casework import FaceChoice, FindingView, ProbeView, RequestView

TURNS = (-30.0, 30.0, 90.0, -90.0, 180.0)
"""Rotations in degrees that are looked at when no upright face is found."""
CROP_MARGIN = 0.75
"""Room around the chosen face, as a share of its longer side: hair, ears and neck are compared too (D-03)."""

Looked = tuple[DecodedPicture, tuple[ProbeFace, ...]]


def offer(casework: Casework, person: Person, request_id: str, filename: str, data: bytes) -> ProbeView:
    """Take in a crime-scene picture, unchanged and encrypted; one before it in the same draft is replaced (A-13).

    Raises:
        NotFound: there is no such request of this person.
        WrongState: it was submitted already.
        Unacceptable: the bytes are not a picture within the limits, or show no face.
    """
    looked = look(casework, data if casework.authority.allows(person, "probe_received") else b"")
    with casework.ledger.act(person, ProbeReceived, refused_as=ProbeRejected) as act:
        casework.authority.demand(person, "probe_received")
        request = own_request(act.connection, person, request_id)
        act.about(object_id=request.id)
        act.note(bytes=len(data))
        REQUEST.next_state(request.state, "offer_probe")
        picture, faces = demand_face(looked)
        before = probe_of(act.connection, request.id)
        probe = taken_in(request.id, person, act.now, filename, len(data), picture, faces)
        casework.images.put(probe.lineage_id, data)
        add_probe(act.connection, probe)
        add_fingerprint(act.connection, probe.id, Fingerprint.of(picture.pixels).text)
        act.note(sha256=probe.sha256, format=probe.format, width=probe.width, height=probe.height, found=len(faces))
        if before:
            act.note(replaces=before.id, same_bytes=before.sha256 == probe.sha256)
        return probe_view(probe)


def choose(casework: Casework, person: Person, request_id: str, choice: FaceChoice) -> RequestView:
    """Choose the one face; a crop of it is stored in which every other face is pixelated (A-14, A-20).

    Raises:
        NotFound: there is no such request of this person.
        WrongState: it was submitted already.
        Unacceptable: there is no such face, or it is below the quality floor (A-18).
    """
    with casework.ledger.act(person, FaceChosen) as act:
        casework.authority.demand(person, "face_chosen")
        request = own_request(act.connection, person, request_id)
        act.about(object_id=request.id)
        REQUEST.next_state(request.state, "choose_face")
        probe = probe_of(act.connection, request.id)
        chosen = demand_searchable(probe, choice.face)
        assert probe is not None  # noqa: S101  # a face was found in it
        derivative = masked_crop(casework, person, probe, chosen)
        add_derivative(act.connection, Derivative(**{**vars(derivative), "made_at": act.now}))
        if choice.face != probe.chosen_face:
            forget_choices(act.connection, probe.id)
        choose_face(act.connection, probe.id, choice.face, choice.why)
        act.note(place=choice.face, of=len(probe.faces), parent_sha256=probe.sha256, derived_sha256=derivative.sha256)
        return request_view(act.connection, casework, person, request)


def original(casework: Casework, probe: Probe) -> DecodedPicture:
    """Return the stored original, decoded as it was when it came in."""
    return decode(casework.images.get(probe.lineage_id, probe.sha256))


def face_of(held: ProbeFace) -> Face:
    """Return a stored face as the face engine knows it; `box` and landmarks are pixels of the upright picture."""
    landmarks = np.asarray(held.landmarks, np.float32)
    return Face(held.box, landmarks, held.detector_score, held.place, held.turn)


def held_face(face: Face, findings: tuple[Finding, ...]) -> ProbeFace:
    """Return a found face as it is kept, with what was measured on it."""
    views = tuple(FindingView(**{**vars(each), "verdict": Verdict(each.verdict)}) for each in findings)
    x, y, width, height = (float(value) for value in face.box)
    return ProbeFace(
        place=face.index,
        box=(x, y, width, height),
        landmarks=tuple((float(point[0]), float(point[1])) for point in face.landmarks),
        turn=float(face.turn),
        detector_score=float(face.detector_score),
        findings=tuple(view.model_dump(mode="json") for view in views),
        searchable=all(view.verdict is not Verdict.REFUSED for view in views),
    )


def look(casework: Casework, data: bytes) -> Looked | PictureRefused:
    """Decode a picture and find its faces before the act begins: it takes long, and acts take turns."""
    try:
        picture = decode(data)
    except PictureRefused as refused:
        return refused
    found = casework.faces.detect(picture) or casework.faces.detect(picture, turns=TURNS)
    return picture, tuple(held_face(face, casework.faces.assess(picture, face, found)) for face in found)


def demand_face(looked: Looked | PictureRefused) -> Looked:
    """Return what was found in a picture. Raises PictureRefused where that is no face, or it is no picture (A-18)."""
    if isinstance(looked, PictureRefused):
        raise looked
    if not looked[1]:
        reason = "No face was found in this picture."
        raise PictureRefused("A-18", reason, "Offer an upright, lit picture in which the person's face is visible.")
    return looked


def taken_in(
    request_id: str,
    person: Person,
    now: datetime,
    filename: str,
    size: int,
    picture: DecodedPicture,
    faces: tuple[ProbeFace, ...],
) -> Probe:
    """Return the record of a picture that was taken in, with no face chosen yet."""
    return Probe(
        id=new_id(),
        request_id=request_id,
        lineage_id=new_id(),
        filename=shown_name(filename),
        sha256=picture.sha256,
        bytes=size,
        format=picture.format,
        width=picture.width,
        height=picture.height,
        notes=picture.notes,
        received_by=person.account_id,
        received_at=now,
        replaced_at=None,
        chosen_face=None,
        chosen_why="",
        faces=faces,
    )


def demand_searchable(probe: Probe | None, place: int) -> ProbeFace:
    """Return a face that may be searched. Raises Unacceptable for another (A-18, A-20)."""
    return searchable_face(probe.faces if probe else (), place)


def searchable_face(faces: tuple[ProbeFace, ...], place: int) -> ProbeFace:
    """Return the face at a place, where it may be searched. Raises Unacceptable for another (A-18, A-20)."""
    face = next((each for each in faces if each.place == place), None)
    if face is None:
        count = len(faces)
        raise Unacceptable(
            "A-20",
            f"There is no face {place} in this picture; {count} were found.",
            "Choose one of the faces shown.",
            fields={"face": "Choose one of the faces shown."},
        )
    if not face.searchable:
        refused = [str(each["sentence"]) for each in face.findings if each["verdict"] == Verdict.REFUSED]
        raise Unacceptable(
            "A-18",
            f"This face is below the quality floor. {' '.join(refused)}",
            "Choose another face, or offer a better picture.",
            fields={"face": " ".join(refused)},
        )
    return face


def masked_crop(casework: Casework, person: Person, probe: Probe, chosen: ProbeFace) -> Derivative:
    """Make and store the crop that examiners see. The original is read, never changed."""
    faces = [face_of(each) for each in probe.faces]
    data = casework.images.get(probe.lineage_id, probe.sha256)
    crop = casework.faces.crop(decode(data), face_of(chosen), CROP_MARGIN, faces)
    return Derivative(
        id=new_id(),
        probe_id=probe.id,
        parent_sha256=probe.sha256,
        sha256=casework.images.put(probe.lineage_id, crop),
        operation="crop_with_others_masked",
        parameters={"face": chosen.place, "margin": CROP_MARGIN, "box": list(chosen.box)},
        software=f"leadbook {version('leadbook')}",
        made_by=person.account_id,
        made_at=casework.ledger.now(),
    )


def shown_name(filename: str) -> str:
    """The last part of a file's name, as text only: it is never used as a path."""
    last = filename.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(character for character in last if character.isprintable())[:200] or "picture"
