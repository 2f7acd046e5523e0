"""Collect from the records the photo arrays that were shown because of a lead (W-17, E-14)."""

from sqlalchemy import Connection

from gallery.casework.means import Casework
from gallery.disclosure.showings import ArrayPart, PlacePart, StepPart
from gallery.records.arrays import ArrayPicture, PhotoArray, arrays_of, steps_of
from gallery.records.gallery import current_eligibility
from kernel_lib.vocabulary import EligibilityState

BOOKING_PICTURE = "booking picture of the owning service"


def photo_arrays(connection: Connection, casework: Casework, lead_id: str) -> tuple[ArrayPart, ...]:
    """Return every array of a lead whose showing began, oldest first.

    Raises:
        PictureDamaged: a stored picture is missing or changed.
    """
    begun = (each for each in arrays_of(connection, lead_id) if each.order)
    return tuple(_part(connection, casework, each) for each in begun)


# Private


def _part(connection: Connection, casework: Casework, array: PhotoArray) -> ArrayPart:
    return ArrayPart(
        id=array.id,
        state=array.state,
        made_by=array.made_by,
        administrator_id=array.administrator_id or "",
        started_at=array.started_at or array.made_at,
        ended_at=array.ended_at,
        measured=array.measured,
        seal=array.seal,
        places=tuple(_place(connection, casework, array.pictures[index], index) for index in array.order),
        steps=tuple(
            StepPart(each.number, each.body, each.previous_sha256, each.sha256)
            for each in steps_of(connection, array.id)
        ),
    )


def _place(connection: Connection, casework: Casework, shown: ArrayPicture, index: int) -> PlacePart:
    held = current_eligibility(connection, shown.picture_id) if shown.picture_id else None
    gone = held is not None and held.state is EligibilityState.DESTROYED
    return PlacePart(
        filler=index,
        sha256=shown.sha256,
        origin=shown.source or BOOKING_PICTURE,
        may_be_shown=not shown.picture_id or (held is not None and held.state is EligibilityState.ELIGIBLE),
        picture=None if gone else casework.images.get(shown.lineage_id, shown.sha256),
    )
