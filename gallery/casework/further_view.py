"""Further pictures of a probe as the requester and approver see them, and as an examiner does (A-21)."""

from sqlalchemy import Connection

from gallery.casework.quality import findings_of
from gallery.records.further import Further, further_of
from gallery.records.probes import Probe, ProbeFace
from kernel_lib.wire.casework import FaceView, FurtherView
from kernel_lib.wire.examination import FurtherShown

MAY_DIFFER = "This picture is less similar to the others than pictures of one person usually are. Is it one person?"


def further_views(connection: Connection, probe: Probe | None) -> tuple[FurtherView, ...]:
    """Build the views of what was added to a probe; pictures are paths under /pictures."""
    return tuple(_view(probe.request_id, each) for each in further_of(connection, probe.id)) if probe else ()


def further_shown(connection: Connection, probe: Probe | None, examination_id: str) -> tuple[FurtherShown, ...]:
    """Return what an examiner sees: the chosen faces, others masked, and their quality. No warning: it may lead."""
    found = further_of(connection, probe.id) if probe else ()
    return tuple(
        FurtherShown(picture=f"examinations/{examination_id}/further/{place}", findings=findings_of(each.chosen))
        for place, each in enumerate(found, start=1)
        if each.chosen
    )


def faces_searched(connection: Connection, probe: Probe) -> tuple[ProbeFace, ...]:
    """Return the chosen faces of the further pictures of a probe."""
    return tuple(each.chosen for each in further_of(connection, probe.id) if each.chosen)


# Private


def _view(request_id: str, further: Further) -> FurtherView:
    base = f"requests/{request_id}/further/{further.id}"
    return FurtherView(
        id=further.id,
        filename=further.filename,
        sha256=further.sha256,
        notes=further.notes,
        faces=tuple(
            FaceView(
                index=face.place,
                box=face.box,
                findings=findings_of(face),
                searchable=face.searchable,
                picture=f"{base}/{face.place}",
            )
            for face in further.faces
        ),
        chosen_face=further.chosen_face,
        chosen_why=further.chosen_why,
        warning=MAY_DIFFER if further.may_differ else "",
    )
