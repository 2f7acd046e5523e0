"""A video as the page of its request shows it: the frames of each followed face, best first."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from gallery.authority import Person
from gallery.records.cases import Request
from gallery.records.recordings import Recording, recording_of
from kernel_lib.faces.video import clock
from kernel_lib.vocabulary import Verdict
from kernel_lib.wire.recording import FollowedFace, FrameView, RecordingView


def own_recording(connection: Connection, person: Person, request: Request) -> RecordingView | None:
    """Return the video of a request for its requester, who chooses the frame; nobody else needs to see bystanders."""
    if request.requester_id != person.account_id:
        return None
    recording = recording_of(connection, request.id)
    return recording_view(recording) if recording else None


def recording_view(recording: Recording) -> RecordingView:
    """Build the view of a video; its pictures are paths under /pictures."""
    return RecordingView(
        id=recording.id,
        filename=recording.filename,
        sha256=recording.sha256,
        bytes=recording.bytes,
        container=recording.container,
        codec=recording.codec,
        width=recording.width,
        height=recording.height,
        seconds=recording.seconds,
        looked_at=recording.looked_at,
        faces=tuple(_followed(recording, place, face) for place, face in enumerate(recording.faces)),
        chosen_frame=recording.chosen_frame,
    )


def cut_of(recording: Recording, place: str) -> str | None:
    """Return the hash of the small picture at a place "frames/NUMBER/FACE", or None where there is none."""
    cuts = {
        f"frames/{frame['number']}/{index}": str(frame["cut_sha256"])
        for index, face in enumerate(recording.faces)
        for frame in face["frames"]
    }
    return cuts.get(place)


# Private


def _followed(recording: Recording, index: int, face: Mapping[str, Any]) -> FollowedFace:
    frames = tuple(_frame(recording, index, frame) for frame in face["frames"])
    return FollowedFace(seen=face["seen"], advice=tuple(face["advice"]), frames=frames)


def _frame(recording: Recording, index: int, frame: Mapping[str, Any]) -> FrameView:
    return FrameView(
        number=frame["number"],
        seconds=frame["seconds"],
        moment=clock(frame["seconds"]),
        verdict=Verdict(frame["verdict"]),
        searchable=frame["searchable"],
        compared=frame["compared"],
        picture=f"requests/{recording.request_id}/frames/{frame['number']}/{index}",
    )
