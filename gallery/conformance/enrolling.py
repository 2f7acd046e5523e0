"""Part F, the gallery: where pictures come from, and what is kept of each when it comes in."""

from sqlalchemy import select

from gallery.conformance.finding import Check, Finding, Seen, decided
from gallery.conformance.holding import CHARGED
from gallery.conformance.tally import AT_ONCE, by_rows, by_sql, count, judged, read
from gallery.records.feeds import feed_lines
from gallery.records.held import booking_events, charges, pictures, references, subjects
from gallery.records.marks import mark_pictures


def bookings_have_an_authority(seen: Seen) -> Finding:
    """Each booking event has a paragraph of the Act and a charge (F-01)."""
    told = booking_events.c
    charged = select(charges.c.id).where(charges.c.booking_event_id == told.id)
    unknown = told.ica_authority.not_in(list(seen.rules.enrolment.authorities))
    wrong = unknown | ~charged.exists()
    return by_sql("F-01", seen, booking_events, wrong, "booking events", "without an authority or a charge")


def none_of_offences_without_photographs(seen: Seen) -> Finding:
    """No picture is of charges alone for which no photograph may be taken (F-02)."""
    rules = seen.rules.enrolment
    allowed = [each for each, kind in rules.kinds.items() if kind in rules.photograph_kinds]
    allowed.append(rules.demonstration_offence)
    fits = select(charges.c.id).where(CHARGED, charges.c.offence_id.in_(allowed))
    return by_sql("F-02", seen, pictures, ~fits.exists(), "pictures", "of no offence that allows a photograph")


def offences_dated(seen: Seen) -> Finding:
    """Each charge names the version of the list of offences (F-03)."""
    return by_sql("F-03", seen, charges, charges.c.offences_version == "", "charges", "without the version of the list")


def all_from_feeds(seen: Seen) -> Finding:
    """Each picture was a line of a signed feed of the booking system (F-04)."""
    lines = select(feed_lines.c.sha256).where(feed_lines.c.sha256 == pictures.c.sha256)
    return by_sql("F-04", seen, pictures, ~lines.exists(), "pictures", "of no line of a signed feed")


def refused_lines_told(seen: Seen) -> Finding:
    """Each line of a feed that was refused keeps the rule (F-05)."""
    told = feed_lines.c
    wrong = told.refused_rule.is_(None) | (told.refused_rule == "")
    return by_sql(
        "F-05", seen, feed_lines, wrong, "refused lines of feeds", "without a rule", told.refused_at.is_not(None)
    )


def marks_apart(seen: Seen) -> Finding:
    """No picture of a mark or tattoo is among those of faces (F-06)."""
    joined = mark_pictures.join(pictures, pictures.c.sha256 == mark_pictures.c.sha256)
    looked, wrong = count(seen, mark_pictures), count(seen, joined)
    return judged("F-06", looked, wrong, "pictures of marks", "among the pictures of faces")


def quality_at_enrolment(seen: Seen) -> Finding:
    """Each picture keeps what was measured when it came in (F-07)."""
    query = select(pictures.c.findings)
    return by_rows("F-07", seen, query, lambda row: not row.findings, "pictures", "without measures of quality")


def templates_of_poses(seen: Seen) -> Finding:
    """Only configured poses have a template (F-08)."""
    joined = references.join(pictures, pictures.c.id == references.c.picture_id)
    wrong = pictures.c.pose.not_in(list(seen.rules.enrolment.searchable_poses))
    return by_sql("F-08", seen, joined, wrong, "templates", "of a pose that is not searched")


def every_event_of_somebody(seen: Seen) -> Finding:
    """No booking event has lost its person (F-09)."""
    joined = booking_events.outerjoin(subjects, subjects.c.id == booking_events.c.subject_id)
    return by_sql("F-09", seen, joined, subjects.c.id.is_(None), "booking events", "without their person")


def files_of_each_lineage(seen: Seen) -> Finding:
    """Each picture's lineage has its key and files in the store (F-10)."""
    looked = wrong = 0
    for rows in read(seen, select(pictures.c.lineage_id)).partitions(AT_ONCE):
        held = seen.casework.images.holding([row.lineage_id for row in rows])
        looked, wrong = looked + len(rows), wrong + len(rows) - len(held)
    return judged("F-10", looked, wrong, "lineages of pictures", "without a file in the store")


def index_of_one_model(seen: Seen) -> Finding:
    """The index is of the model in use (F-11)."""
    held, used = seen.casework.index.model_id, seen.casework.faces.model_id
    return decided("F-11", holds=held == used, good="index and engine have one model", bad="index and engine differ")


CHECKS: tuple[Check, ...] = (
    bookings_have_an_authority,
    none_of_offences_without_photographs,
    offences_dated,
    all_from_feeds,
    refused_lines_told,
    marks_apart,
    quality_at_enrolment,
    templates_of_poses,
    every_event_of_somebody,
    files_of_each_lineage,
    index_of_one_model,
)
