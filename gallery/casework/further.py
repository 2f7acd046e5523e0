"""Further pictures or frames of the same person for one search (A-21).

They are added while the request is a draft, so the approver sees every one of them and nothing is added afterwards.
"""

from importlib.metadata import version

from audits.events import FurtherPictureChanged
from gallery.authority import Person
from gallery.casework.duties import nothing_there, own_request
from gallery.casework.means import Casework
from gallery.casework.probe import (
    CROP_MARGIN,
    Looked,
    demand_face,
    face_of,
    look,
    original,
    searchable_face,
    shown_name,
)
from gallery.casework.request_view import request_view
from gallery.casework.stages import REQUEST
from gallery.ledger import Act, Prepared
from gallery.records.cases import Request, request_by_id
from gallery.records.further import (
    Further,
    add_further,
    choose_in_further,
    drop_further,
    further_of,
    mark_differing,
)
from gallery.records.ids import new_id
from gallery.records.probes import Derivative, Probe, add_derivative, probe_of
from gallery.records.recordings import recording_of
from kernel_lib.errors import PictureRefused, Unacceptable, WrongState
from kernel_lib.faces.editing.chain import derive
from kernel_lib.faces.fusion import FusionRules, unlike
from kernel_lib.faces.image import DecodedPicture, decode
from kernel_lib.faces.video import clock
from kernel_lib.wire.casework import FaceChoice, RequestView
from kernel_lib.wire.editing import ChooseFrame

CROP = "crop_of_further_picture"
"""The recorded operation that makes what is shown of a further picture; every other face is masked (A-20)."""


def add(casework: Casework, person: Person, request_id: str, filename: str, data: bytes) -> RequestView:
    """Add a picture as it was sent, unchanged under its own hash (A-13, A-21).

    Raises:
        NotFound: there is no such request of this person.
        WrongState: it was submitted already, or has no chosen face yet.
        Unacceptable: the bytes are no picture within the limits or show no face, or enough pictures were added.
    """
    looked = look(casework, data if casework.authority.allows(person, "further_picture_changed") else b"")
    with casework.ledger.act(person, FurtherPictureChanged) as act:
        request, probe = _open(act, casework, person, request_id)
        found = demand_face(looked)
        _keep(act, casework, person, probe, shown_name(filename), data, found, {})
        return request_view(act.connection, casework, person, request)


def add_frame(casework: Casework, person: Person, request_id: str, number: int) -> RequestView:
    """Add another frame of the video that the probe is a frame of (A-21, W-20).

    Raises:
        NotFound: there is no such request of this person.
        WrongState: it was submitted already, or has no chosen face yet.
        Unacceptable: there is no video, no such frame or no face in it, or enough pictures were added.
    """
    prepared = Prepared(lambda: _frame(casework, person, request_id, number))
    with casework.ledger.act(person, FurtherPictureChanged) as act:
        request, probe = _open(act, casework, person, request_id)
        png, looked, origin = prepared.demand()
        if origin["frame"] in _frames(act, probe):
            reason = "This frame is used already."
            raise Unacceptable("A-21", reason, "Choose another frame.", fields={"frame": reason})
        _keep(act, casework, person, probe, probe.filename, png, looked, origin)
        return request_view(act.connection, casework, person, request)


def choose(casework: Casework, person: Person, request_id: str, further_id: str, choice: FaceChoice) -> RequestView:
    """Choose the face of the same person in a further picture; what is shown of it masks every other face (A-20).

    Raises:
        NotFound: there is no such request of this person, or no such picture.
        WrongState: it was submitted already.
        Unacceptable: there is no such face, or it is below the quality floor (A-18).
    """
    with casework.ledger.act(person, FurtherPictureChanged) as act:
        request, probe = _open(act, casework, person, request_id)
        chosen = _one_of(act, probe, further_id)
        face = searchable_face(chosen.faces, choice.face)
        data = casework.images.get(probe.lineage_id, chosen.sha256)
        faces = [face_of(each) for each in chosen.faces]
        crop = casework.images.put(
            probe.lineage_id, casework.faces.crop(decode(data), face_of(face), CROP_MARGIN, faces)
        )
        made = {"face": face.place, "margin": CROP_MARGIN, "box": list(face.box)}
        software = f"leadbook {version('leadbook')}"
        step = Derivative(new_id(), probe.id, chosen.sha256, crop, CROP, made, software, person.account_id, act.now)
        add_derivative(act.connection, step)
        choose_in_further(act.connection, chosen, place=face.place, why=choice.why, crop=crop)
        differing = _compare(act, casework, probe)
        differs = chosen.id in differing
        act.note(kind="face", place=face.place, of=len(chosen.faces), derived_sha256=crop, may_differ=differs)
        act.note(parent_sha256=chosen.sha256)
        return request_view(act.connection, casework, person, request)


def drop(casework: Casework, person: Person, request_id: str, further_id: str) -> RequestView:
    """Take a further picture out of a draft; its file goes with the probe's (A-24).

    Raises:
        NotFound: there is no such request of this person, or no such picture.
        WrongState: it was submitted already.
    """
    with casework.ledger.act(person, FurtherPictureChanged) as act:
        request, probe = _open(act, casework, person, request_id)
        dropped = _one_of(act, probe, further_id)
        drop_further(act.connection, dropped.id)
        if dropped.chosen:
            _compare(act, casework, probe)
        act.note(kind="dropped", sha256=dropped.sha256)
        return request_view(act.connection, casework, person, request)


def picture_of(casework: Casework, probe: Probe, further: Further) -> DecodedPicture:
    """Return a further picture, decoded as it was when it came in."""
    return decode(casework.images.get(probe.lineage_id, further.sha256))


# Private


def _open(act: Act, casework: Casework, person: Person, request_id: str) -> tuple[Request, Probe]:
    casework.authority.demand(person, "further_picture_changed")
    request = own_request(act.connection, person, request_id)
    act.about(object_id=request.id)
    REQUEST.next_state(request.state, "add_picture")
    probe = probe_of(act.connection, request.id)
    if probe is None or probe.chosen is None:
        raise WrongState("A-21", "No face is chosen in the first picture yet.", "Choose it first, then add pictures.")
    return request, probe


def _keep(
    act: Act,
    casework: Casework,
    person: Person,
    probe: Probe,
    filename: str,
    data: bytes,
    looked: Looked,
    origin: dict[str, object],
) -> None:
    picture, faces = looked
    held = further_of(act.connection, probe.id)
    most = FusionRules.read().most
    if len(held) >= most:
        reason = f"{most} further pictures are added already, which is the limit."
        raise Unacceptable("A-21", reason, "Take one out first.", fields={"further": reason})
    if picture.sha256 in {probe.sha256, *(each.sha256 for each in held)}:
        reason = "This picture is part of the request already."
        raise Unacceptable("A-21", reason, "Add another picture or frame.", fields={"further": reason})
    told = (f"Frame {origin['frame']}, at {origin['moment']}, of the same video.",) if origin else ()
    added = Further(
        id=new_id(),
        probe_id=probe.id,
        filename=filename,
        sha256=casework.images.put(probe.lineage_id, data),
        bytes=len(data),
        format=picture.format,
        width=picture.width,
        height=picture.height,
        notes=(*told, *picture.notes),
        origin=origin,
        faces=faces,
        added_by=person.account_id,
        added_at=act.now,
    )
    add_further(act.connection, added)
    act.note(kind="added", sha256=added.sha256, found=len(faces), bytes=len(data))
    if origin:
        act.note(frame=int(str(origin["frame"])), parent_sha256=str(origin["video_sha256"]))


def _frame(casework: Casework, person: Person, request_id: str, number: int) -> tuple[bytes, Looked, dict[str, object]]:
    """Decode a frame and find its faces, before the act begins: it takes seconds."""
    casework.authority.demand(person, "further_picture_changed")
    with casework.ledger.reading() as connection:
        request = request_by_id(connection, request_id)
        recording = recording_of(connection, request.id) if request else None
    if recording is None or request is None or request.requester_id != person.account_id:
        raise nothing_there("video")
    listed = recording.listed(number)
    if listed is None:
        reason = f"Frame {number} is not one of those listed."
        raise Unacceptable("video.frame", reason, "Choose one of the frames shown.", fields={"frame": reason})
    video = casework.images.get(recording.lineage_id, recording.sha256)
    png = next(iter(derive(video, [ChooseFrame(number=number)]))).png
    looked = look(casework, png)
    if isinstance(looked, PictureRefused):
        raise looked
    origin: dict[str, object] = {
        "frame": number,
        "moment": clock(float(listed["seconds"])),
        "video_sha256": recording.sha256,
    }
    return png, demand_face(looked), origin


def _frames(act: Act, probe: Probe) -> set[object]:
    recording = recording_of(act.connection, probe.request_id)
    first = {recording.chosen_frame} if recording and recording.lineage_id == probe.lineage_id else set()
    return {*first, *(each.origin.get("frame") for each in further_of(act.connection, probe.id) if each.origin)}


def _one_of(act: Act, probe: Probe, further_id: str) -> Further:
    found = next((each for each in further_of(act.connection, probe.id) if each.id == further_id), None)
    if found is None:
        raise nothing_there("picture")
    return found


def _compare(act: Act, casework: Casework, probe: Probe) -> frozenset[str]:
    """Mark each further picture whose chosen face is less like another than those of one person, and return their ids.

    The templates are forgotten (A-24).
    """
    chosen = [each for each in further_of(act.connection, probe.id) if each.chosen]
    shown = [(original(casework, probe), probe.chosen)]
    shown += [(picture_of(casework, probe, each), each.chosen) for each in chosen]
    vectors = [casework.faces.encode(picture, face_of(face)).vector for picture, face in shown if face]
    rules, differing = FusionRules.read(), set()
    for each, vector in zip(chosen, vectors[1:], strict=True):
        differs = any(unlike([vector, other], rules) for other in vectors if other is not vector)
        mark_differing(act.connection, each.id, differs=differs)
        if differs:
            differing.add(each.id)
    return frozenset(differing)
