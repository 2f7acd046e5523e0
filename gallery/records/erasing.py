"""Taking pictures out of the records with everything of the person that nothing else needs (F-32, I-10).

A search record keeps pseudonym, similarity and hash of a picture that goes (C-12). Facts of a booking event go with its
last picture, a subject with the last event; one whom a search record names stays as its bare pseudonym.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlalchemy.sql import ColumnElement

from gallery.records.application_tables import disagreements
from gallery.records.case_tables import candidate_pictures, candidates, examinations
from gallery.records.changes import note_changes
from gallery.records.held import booking_events, charges, eligibility, pictures, references, subjects
from gallery.records.marks import mark_pictures
from gallery.records.numbers import former_numbers
from gallery.records.review_tables import decoys, identity_tickets, known_task_proposals, purged_candidates
from gallery.records.sharing_tables import partner_identities
from gallery.records.standing_tables import charge_outcomes, retention_decisions, standing_marks

_AT_ONCE = 1_000
_OF_PICTURES = (references, eligibility, standing_marks, retention_decisions, disagreements)
"""A statement of disagreement travels with its picture, and goes with it (F-63)."""

_NAMING = (
    candidates.c.subject_id,
    examinations.c.subject_id,
    decoys.c.proposed_subject_id,
    partner_identities.c.subject_id,
)
"""Where somebody may still be named, by pseudonym, after every picture is gone."""


def erase_pictures(connection: Connection, picture_ids: Sequence[str], now: datetime) -> dict[str, list[int]]:
    """Delete some pictures with their templates, states, marks and decisions; return their numbers by picture."""
    numbers: dict[str, list[int]] = {}
    for some in _parts(picture_ids):
        found = select(references.c.picture_id, references.c.number).where(references.c.picture_id.in_(some))
        for picture_id, number in connection.execute(found):
            numbers.setdefault(picture_id, []).append(number)
        _keep_hashes(connection, some, now)
        events = (
            connection.execute(select(pictures.c.booking_event_id).where(pictures.c.id.in_(some)).distinct())
            .scalars()
            .all()
        )
        for table in _OF_PICTURES:
            connection.execute(delete(table).where(table.c.picture_id.in_(some)))
        connection.execute(delete(pictures).where(pictures.c.id.in_(some)))
        _erase_events(connection, events)
    note_changes(connection, [number for some_numbers in numbers.values() for number in some_numbers])
    return numbers


def count_left(connection: Connection, picture_ids: Sequence[str]) -> frozenset[str]:
    """Return those of some pictures of which a table still holds a row."""
    left: set[str] = set()
    for some in _parts(picture_ids):
        left.update(connection.execute(select(pictures.c.id).where(pictures.c.id.in_(some))).scalars())
        for table in _OF_PICTURES:
            left.update(connection.execute(select(table.c.picture_id).where(table.c.picture_id.in_(some))).scalars())
    return frozenset(left)


# Private


def _keep_hashes(connection: Connection, some: Sequence[str], now: datetime) -> None:
    """Let every candidate that shows one of the pictures keep place and hash of its pictures, and show none."""
    gone = select(purged_candidates.c.candidate_id)
    showing = select(candidate_pictures.c.candidate_id).where(
        candidate_pictures.c.picture_id.in_(some), candidate_pictures.c.candidate_id.not_in(gone)
    )
    shown = select(candidate_pictures.c.candidate_id, candidate_pictures.c.place, pictures.c.sha256).join(
        pictures, pictures.c.id == candidate_pictures.c.picture_id
    )
    kept: dict[str, list[list[object]]] = {}
    for candidate_id, place, sha256 in connection.execute(
        shown.where(candidate_pictures.c.candidate_id.in_(showing)).order_by(candidate_pictures.c.place)
    ):
        kept.setdefault(candidate_id, []).append([place, sha256])
    rows = [{"candidate_id": key, "pictures": value, "purged_at": now} for key, value in kept.items()]
    if rows:
        connection.execute(insert(purged_candidates), rows)


def _erase_events(connection: Connection, event_ids: Sequence[str]) -> None:
    empty = _without(connection, event_ids, pictures.c.booking_event_id)
    if not empty:
        return
    people = (
        connection.execute(select(booking_events.c.subject_id).where(booking_events.c.id.in_(empty)).distinct())
        .scalars()
        .all()
    )
    mine = select(charges.c.id).where(charges.c.booking_event_id.in_(empty)).scalar_subquery()
    connection.execute(delete(charge_outcomes).where(charge_outcomes.c.charge_id.in_(mine)))
    for table in (charges, standing_marks, mark_pictures):
        connection.execute(delete(table).where(table.c.booking_event_id.in_(empty)))
    connection.execute(delete(booking_events).where(booking_events.c.id.in_(empty)))
    _erase_people(connection, _without(connection, people, booking_events.c.subject_id))


def _erase_people(connection: Connection, subject_ids: Sequence[str]) -> None:
    if not subject_ids:
        return
    named: set[str] = set()
    for column in _NAMING:
        named.update(connection.execute(select(column).where(column.in_(subject_ids)).distinct()).scalars())
    _forget_words(connection, subject_ids)
    if named:
        mine = update(subjects).where(subjects.c.id == bindparam("of"))
        change = mine.values(number=bindparam("bare"), fps_number="", birth_year=None, died_on=None)
        connection.execute(change, [{"of": each, "bare": f"destroyed {each}"} for each in sorted(named)])
    connection.execute(delete(former_numbers).where(former_numbers.c.subject_id.in_(subject_ids)))
    connection.execute(delete(subjects).where(subjects.c.id.in_(subject_ids), subjects.c.id.not_in(named)))


def _forget_words(connection: Connection, subject_ids: Sequence[str]) -> None:
    """Take numbers of people who go out of proposed tasks, and the words of doubts that are about nobody else."""
    now = select(subjects.c.service, subjects.c.number).where(subjects.c.id.in_(subject_ids))
    before = select(former_numbers.c.service, former_numbers.c.number)
    before = before.where(former_numbers.c.subject_id.in_(subject_ids))
    going = {(row[0], row[1]) for found in (now, before) for row in connection.execute(found)}
    proposed, doubts = known_task_proposals.c, identity_tickets.c
    tasks = connection.execute(select(proposed.request_id, proposed.service, proposed.subject_number)).all()
    for task, service, number in tasks:
        if (service, number) in going:
            connection.execute(
                update(known_task_proposals).where(proposed.request_id == task).values(subject_number="")
            )
    for doubt, about in connection.execute(select(doubts.id, doubts.subject_ids)).all():
        if set(about) <= set(subject_ids):
            connection.execute(update(identity_tickets).where(doubts.id == doubt).values(note="", answer=""))


def _without(connection: Connection, ids: Sequence[str], naming: ColumnElement[str]) -> Sequence[str]:
    """Return those of some rows that no other row names."""
    named = set(connection.execute(select(naming).where(naming.in_(ids)).distinct()).scalars())
    return [each for each in ids if each not in named]


def _parts(values: Sequence[str]) -> Iterator[Sequence[str]]:
    yield from (values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE))
