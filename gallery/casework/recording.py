"""A short video as a source of a probe: taken in unchanged, looked through, and one frame chosen by a person (W-20)."""

from dataclasses import dataclass, replace
from typing import Any

from audits.events import FrameChosen, ProbeReceived, ProbeRejected
from gallery.authority import Person
from gallery.casework import probe as stills
from gallery.casework.duties import nothing_there, own_request
from gallery.casework.means import Casework
from gallery.casework.recording_view import recording_view
from gallery.casework.request_view import request_view
from gallery.casework.stages import REQUEST
from gallery.ledger import Act, Prepared
from gallery.records.cases import request_by_id
from gallery.records.chains import add_fingerprint
from gallery.records.ids import new_id
from gallery.records.probes import Derivative, Probe, ProbeFace, add_derivative, add_probe, derivatives_of
from gallery.records.recordings import Recording, add_recording, choose_frame, recording_in, recording_of
from kernel_lib.errors import PictureRefused, Unacceptable
from kernel_lib.faces.editing.chain import Difference, derive, first_difference, software
from kernel_lib.faces.frame_choice import RankedFrame, Ranking, Survey, people, survey
from kernel_lib.faces.image import DecodedPicture
from kernel_lib.faces.similar import Fingerprint
from kernel_lib.faces.video import clock, is_video
from kernel_lib.vocabulary import Verdict
from kernel_lib.wire.casework import ProbeView, RequestView
from kernel_lib.wire.editing import ChooseFrame, DerivationStep
from kernel_lib.wire.recording import FrameChoice, RecordingView

CHOOSE_FRAME = "choose_frame"
FRAMES_LISTED = 8
"""Frames shown of each followed face: more than a person compares at a glance helps nobody."""

_WORST = {"refused": Verdict.REFUSED, "caution": Verdict.CAUTION}


def offer(casework: Casework, person: Person, request_id: str, filename: str, data: bytes) -> ProbeView | RecordingView:
    """Take in what was sent: a still picture becomes the probe, of a video a person chooses a frame first.

    Raises:
        NotFound: there is no such request of this person.
        WrongState: it was submitted already.
        Unacceptable: the bytes are neither a picture nor a video within the limits, or show no face.
    """
    if not is_video(data):
        return stills.offer(casework, person, request_id, filename, data)
    prepared = Prepared(lambda: _seen(casework, person, request_id, data))
    with casework.ledger.act(person, ProbeReceived, refused_as=ProbeRejected) as act:
        casework.authority.demand(person, "probe_received")
        request = own_request(act.connection, person, request_id)
        act.about(object_id=request.id)
        act.note(bytes=len(data), kind="video")
        REQUEST.next_state(request.state, "offer_probe")
        seen = prepared.demand()
        recording = _taken_in(casework, act, person, request.id, filename, data, seen)
        add_recording(act.connection, recording)
        act.note(sha256=recording.sha256, format=recording.container, width=recording.width, height=recording.height)
        act.note(codec=recording.codec, looked_at=recording.looked_at, followed=len(recording.faces))
        return recording_view(recording)


def choose(casework: Casework, person: Person, request_id: str, choice: FrameChoice) -> RequestView:
    """Make the chosen frame the probe: a picture derived from the video, in the same lineage (A-14, W-20).

    Raises:
        NotFound: there is no such request of this person.
        WrongState: it was submitted already.
        Unacceptable: there is no video, the frame is not one of those listed, or no face is found in it.
    """
    prepared = Prepared(lambda: _made(casework, person, request_id, choice.number))
    with casework.ledger.act(person, FrameChosen) as act:
        casework.authority.demand(person, "frame_chosen")
        request = own_request(act.connection, person, request_id)
        act.about(object_id=request.id)
        REQUEST.next_state(request.state, "offer_probe")
        made = prepared.demand()
        recording = made.recording
        now = recording_of(act.connection, request.id)
        if now is None or now.id != recording.id:
            raise nothing_there("video")
        probe = _probe(person, act, recording, choice.number, made)
        casework.images.put(recording.lineage_id, made.png)
        add_probe(act.connection, probe)
        add_derivative(act.connection, _derivative(person, act, recording, probe, made))
        add_fingerprint(act.connection, probe.id, Fingerprint.of(made.picture.pixels).text)
        choose_frame(act.connection, recording.id, choice.number)
        act.note(frame=choice.number, milliseconds=_milliseconds(recording, choice.number), found=len(made.faces))
        act.note(parent_sha256=recording.sha256, derived_sha256=probe.sha256, pixels_sha256=made.step.sha256)
        act.note(software=made.step.software)
        return request_view(act.connection, casework, person, request)


def frame_difference(casework: Casework, probe: Probe) -> Difference | None:
    """Decode the video again and compare the chosen frame with its record; None when it is the same, or a still.

    Raises:
        PictureDamaged: the stored video is not the one that was received.
        PictureRefused: the stored video can no longer be read.
    """
    with casework.ledger.reading() as connection:
        recording = recording_in(connection, probe.lineage_id)
        made = [each for each in derivatives_of(connection, probe.id) if each.operation == CHOOSE_FRAME]
    if recording is None or not made:
        return None
    record = made[0].parameters
    step = DerivationStep(
        number=1,
        parent_sha256=made[0].parent_sha256,
        operation=CHOOSE_FRAME,
        parameters={"number": record["number"]},
        software=made[0].software,
        sha256=record["pixels_sha256"],
        width=probe.width,
        height=probe.height,
    )
    video = casework.images.get(recording.lineage_id, recording.sha256)
    return first_difference(video, [ChooseFrame(number=record["number"])], [step])


# Private


def _seen(casework: Casework, person: Person, request_id: str, data: bytes) -> tuple[Survey, tuple[Ranking, ...]]:
    """Look a video through before the act begins: it takes seconds, and acts take turns. Only for whoever may ask."""
    casework.authority.demand(person, "probe_received")
    _demand_draft(casework, person, request_id)
    seen = survey(casework.faces, data)
    found = people(seen)
    if not found:
        raise PictureRefused(
            "A-18",
            f"No face was found in any of the {len(seen.looks)} frames that were looked at.",
            "Offer a part of the recording in which the person's face is visible, or a still of it.",
        )
    return seen, found


def _demand_draft(casework: Casework, person: Person, request_id: str) -> None:
    with casework.ledger.reading() as connection:
        REQUEST.next_state(own_request(connection, person, request_id).state, "offer_probe")


def _taken_in(
    casework: Casework,
    act: Act,
    person: Person,
    request_id: str,
    filename: str,
    data: bytes,
    seen: tuple[Survey, tuple[Ranking, ...]],
) -> Recording:
    """Store the video unchanged and encrypted, and the small pictures of the frames that are listed."""
    told, lineage_id = seen[0].facts, new_id()
    sha256 = casework.images.put(lineage_id, data)
    return Recording(
        id=new_id(),
        request_id=request_id,
        lineage_id=lineage_id,
        filename=stills.shown_name(filename),
        sha256=sha256,
        bytes=len(data),
        container=_container(told.container, data),
        codec=told.codec,
        width=told.width,
        height=told.height,
        seconds=told.seconds,
        looked_at=len(seen[0].looks),
        faces=tuple(_followed(casework, lineage_id, each) for each in seen[1]),
        software=software(),
        received_by=person.account_id,
        received_at=act.now,
        replaced_at=None,
        chosen_frame=None,
    )


def _container(demuxer: str, data: bytes) -> str:
    if demuxer.startswith("matroska"):
        return "WebM" if b"webm" in data[:64] else "MKV"
    return "AVI" if demuxer == "avi" else "MP4"


def _followed(casework: Casework, lineage_id: str, ranking: Ranking) -> dict[str, Any]:
    frames = [_frame(casework, lineage_id, each) for each in ranking.frames[:FRAMES_LISTED]]
    return {"seen": len(ranking.frames), "advice": list(ranking.advice), "frames": frames}


def _frame(casework: Casework, lineage_id: str, frame: RankedFrame) -> dict[str, Any]:
    verdicts = {finding.verdict for finding in frame.findings}
    worst = next((verdict for name, verdict in _WORST.items() if name in verdicts), Verdict.OK)
    return {
        "number": frame.number,
        "seconds": round(frame.seconds, 3),
        "verdict": worst.value,
        "searchable": frame.searchable,
        "compared": frame.compared,
        "cut_sha256": casework.images.put(lineage_id, frame.cut),
    }


@dataclass(frozen=True, eq=False)
class _Made:
    """A chosen frame: the video, the step that made it, its stored file, and the faces found in it."""

    recording: Recording
    step: DerivationStep
    png: bytes
    picture: DecodedPicture
    faces: tuple[ProbeFace, ...]


def _made(casework: Casework, person: Person, request_id: str, number: int) -> _Made:
    """Decode the chosen frame and find its faces, before the act begins."""
    casework.authority.demand(person, "frame_chosen")
    _demand_draft(casework, person, request_id)
    with casework.ledger.reading() as connection:
        request = request_by_id(connection, request_id)
        recording = recording_of(connection, request.id) if request else None
    if recording is None:
        reason = "No video was taken in for this request."
        raise Unacceptable("video.none", reason, "Send the video first.", fields={"picture": reason})
    if recording.listed(number) is None:
        reason = f"Frame {number} is not one of those listed."
        raise Unacceptable("video.frame", reason, "Choose one of the frames shown.", fields={"frame": reason})
    video = casework.images.get(recording.lineage_id, recording.sha256)
    made = next(iter(derive(video, [ChooseFrame(number=number)])))
    png = made.png
    return _Made(recording, made.step, png, *stills.demand_face(stills.look(casework, png)))


def _probe(person: Person, act: Act, recording: Recording, number: int, made: _Made) -> Probe:
    """The record of the probe: in the video's lineage, under the video's name, with its origin in words."""
    picture, faces = made.picture, made.faces
    moment = clock(_milliseconds(recording, number) / 1000)
    origin = f"Frame {number}, at {moment}, of a video with the SHA-256 {recording.sha256[:16]}…, chosen by a person."
    still = stills.taken_in(recording.request_id, person, act.now, recording.filename, len(made.png), picture, faces)
    return replace(still, lineage_id=recording.lineage_id, notes=(origin, *picture.notes))


def _derivative(person: Person, act: Act, recording: Recording, probe: Probe, made: _Made) -> Derivative:
    number = int(made.step.parameters["number"])
    return Derivative(
        id=new_id(),
        probe_id=probe.id,
        parent_sha256=recording.sha256,
        sha256=probe.sha256,
        operation=CHOOSE_FRAME,
        parameters={
            "number": number,
            "milliseconds": _milliseconds(recording, number),
            "pixels_sha256": made.step.sha256,
        },
        software=made.step.software,
        made_by=person.account_id,
        made_at=act.now,
    )


def _milliseconds(recording: Recording, number: int) -> int:
    listed = recording.listed(number)
    return round(float(listed["seconds"]) * 1000) if listed else 0
