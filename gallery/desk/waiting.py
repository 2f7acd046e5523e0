"""What waits for the desks: identities to release, messages, what was taken in, whatever needs a second person.

Each line is for those alone who may act on it, with how many there are and the page on which it is done.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection

from gallery.authority import Person
from gallery.casework.means import Casework
from gallery.records.destructions import Run, runs_of
from gallery.records.exits import ExitProposal, standing_exit
from gallery.records.external import outside_of
from gallery.records.partner_messages import messages_open
from gallery.records.partners import identities_between
from gallery.records.taken_in import feeds_not_whole, people_to_take_again
from kernel_lib.vocabulary import Role, RunState, WorkKind
from kernel_lib.wire.casework import WorkItem

TAKEN_IN_FOR = timedelta(days=30)
"""For how long what was taken in stands on the home page; the records desk lists all of it."""

_DUTIES = {Role.RECORDS_CLERK: "released_by_records", Role.COMPLIANCE: "released_by_compliance"}


def items(connection: Connection, casework: Casework, person: Person, now: datetime) -> list[WorkItem]:
    """Return what waits for this person at the desks of records and compliance, and for who authorises."""
    found: list[WorkItem] = []
    sources = {
        "identity_released": _identities,
        "partner_message_acknowledged": _messages,
        "picture_enrolled": _taken_in,
        "destruction_released": _runs,
        "exit_released": _exits,
        "outside_authorised": _outside,
    }
    for permission, lines in sources.items():
        if casework.authority.allows(person, permission):
            found += lines(connection, casework, person, now)
    return found


# Private


def _identities(connection: Connection, _: Casework, person: Person, _now: datetime) -> Iterator[WorkItem]:
    given = identities_between(connection, person.service)
    asked = [each.asked_at for each in given if each.owner == person.service and each.released is None]
    yield from _counted(
        WorkKind.RELEASE_IDENTITY,
        "Identities asked for by partners",
        f"To be released or withheld by your service: {len(asked)}.",
        "/partners",
        asked,
    )


def _messages(connection: Connection, _: Casework, person: Person, _now: datetime) -> Iterator[WorkItem]:
    unread = [each for each in messages_open(connection) if each.partner == person.service]
    for line in _counted(
        WorkKind.ACKNOWLEDGE_MESSAGE,
        "Messages of partners",
        f"Not acknowledged: {len(unread)}. Copies are marked or destroyed first.",
        "/partners",
        [each.made_at for each in unread],
    ):
        yield line.model_copy(update={"due": min(each.due_at for each in unread)})


def _taken_in(connection: Connection, casework: Casework, person: Person, now: datetime) -> Iterator[WorkItem]:
    after, poses = now - TAKEN_IN_FOR, casework.rules.enrolment.searchable_poses
    if feeds := feeds_not_whole(connection, person.service, after):
        detail = f"Feeds with lines that are not in the gallery, refused or not offered yet: {feeds.count}."
        yield _item(WorkKind.MEND_FEED, "Feeds of the last 30 days", detail, "/records", feeds.since)
    if people := people_to_take_again(connection, person.service, poses, after):
        detail = f"People who cannot be searched, as no picture of them has a template: {people.count}."
        yield _item(WorkKind.TAKE_AGAIN, "Pictures to be taken again", detail, "/records", people.since)


def _runs(connection: Connection, _: Casework, person: Person, _now: datetime) -> Iterator[WorkItem]:
    for run in runs_of(connection, person.service):
        if run.state in (RunState.PROPOSED, RunState.STOPPED) and _may_release(person, run):
            detail = f"Pictures that wait for a release by your desk: {run.planned}."
            since = run.stopped_at or run.proposed_at
            yield _item(WorkKind.RELEASE_RUN, "Run of destruction", detail, f"/destruction?run={run.id}", since, run.id)


def _exits(connection: Connection, _: Casework, person: Person, now: datetime) -> Iterator[WorkItem]:
    proposal = standing_exit(connection, person.service, now)
    if proposal and _may_release(person, proposal):
        detail = f"Originals that would go out in clear: {proposal.originals}. It waits for a release by your desk."
        title, page = "Exit of your service", f"/partners?exit={proposal.id}"
        item = _item(WorkKind.RELEASE_EXIT, title, detail, page, proposal.proposed_at, proposal.id)
        yield item.model_copy(update={"due": proposal.stands_until})


def _outside(connection: Connection, _: Casework, person: Person, _now: datetime) -> Iterator[WorkItem]:
    proposed = [each for each in outside_of(connection, person.service) if each.authorised_at is None]
    yield from _counted(
        WorkKind.AUTHORISE_OUTSIDE,
        "Disclosures outside Ontario",
        "They wait for a person who did not propose them.",
        "/partners",
        [each.proposed_at for each in proposed if each.proposed_by != person.account_id],
    )


def _may_release(person: Person, waits: Run | ExitProposal) -> bool:
    """Whether one of the person's duties has not released it, and the person did not for the other one."""
    given = {name: getattr(waits, name) for name in _DUTIES.values()}
    mine = any(role in person.roles and given[name] is None for role, name in _DUTIES.items())
    return mine and person.account_id not in given.values()


def _counted(kind: WorkKind, title: str, detail: str, page: str, moments: Iterable[datetime]) -> Iterator[WorkItem]:
    oldest = min(moments, default=None)
    if oldest:
        yield _item(kind, title, detail, page, oldest)


def _item(kind: WorkKind, title: str, detail: str, page: str, since: datetime, object_id: str = "") -> WorkItem:
    return WorkItem(kind=kind, title=title, detail=detail, page=page, object_id=object_id, since=since)
