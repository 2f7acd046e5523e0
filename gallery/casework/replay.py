"""Running a stored search again from its capsule, and saying exactly where and why the answer differs (B-05, W-09)."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import NoResultFound

from audits.events import SearchReplayed
from gallery.authority import Person
from gallery.casework.duties import nothing_there
from gallery.casework.field import Field, standing_of
from gallery.casework.means import Casework
from gallery.casework.partners import Partners, partners_of
from gallery.casework.recording import frame_difference
from gallery.casework.search import run
from gallery.casework.standing import Standing
from gallery.control.tuning import in_force
from gallery.index.allowed import Allowed
from gallery.ledger import Prepared
from gallery.records.cases import Request, request_by_id
from gallery.records.chains import chain_of
from gallery.records.destructions import numbers_going
from gallery.records.examinations import examinations_of, given_back_of
from gallery.records.probes import Probe, probe_of
from gallery.records.searchable import numbered_since
from gallery.records.searches import Search, search_by_id
from kernel_lib.errors import NotAllowed, WrongState
from kernel_lib.faces.fusion import FusionRules
from kernel_lib.hashing import sha256_hex
from kernel_lib.vocabulary import ExaminationState
from kernel_lib.wire.replay import Difference, GalleryChange, ReplayView

TOLERANCE = 1e-6
"""Greatest difference of two similarities that count as the same."""

_SETTINGS = ("max_candidates", "min_score", "foils")

Place = Mapping[str, Any]


@dataclass(frozen=True)
class _Replayed:
    """What was found before the act: the view, and what its entry says."""

    view: ReplayView
    request: Request


def replay(casework: Casework, person: Person, search_id: str) -> ReplayView:
    """Run a stored search again and compare; nothing is kept but the entry that it was done.

    Raises:
        NotFound: there is no such search in this service, or the person may not see it: an examiner only sees one
            of an examination that they have locked (C-05).
        WrongState: the capsule is not the one that was recorded.
    """
    prepared = Prepared(lambda: _replayed(casework, person, search_id))
    with casework.ledger.act(person, SearchReplayed) as act:
        casework.authority.demand(person, "search_replayed")
        done = prepared.demand()
        view, change = done.view, done.view.gallery
        act.about(object_id=view.search_id, case_id=done.request.case_id)
        act.note(request_id=done.request.id, search_id=view.search_id, capsule_sha256=view.capsule_sha256)
        act.note(identical=view.identical, today_identical=view.today_identical, unlike=view.unlike[:20])
        act.note(added=change.added, removed=change.removed, became_eligible=change.became_eligible)
        act.note(**{f"left_{reason}": count for reason, count in change.left})
        if view.first_difference:
            act.note(first_difference=view.first_difference.rank)
        return view


def first_difference(stored: Sequence[Place], found: Sequence[Place]) -> Difference | None:
    """Return the first place at which two lists of candidates differ, or None. Ids are compared exactly."""
    for rank, (then, now) in enumerate(zip_longest(stored, found), start=1):
        if then is None or now is None:
            how = (
                "the list is longer than the stored one" if then is None else "the list is shorter than the stored one"
            )
            return Difference(rank=rank, how=how)
        if then["subject_id"] != now["subject_id"]:
            return Difference(rank=rank, how="another subject stands here")
        if then["listed"] != now["listed"]:
            return Difference(rank=rank, how="the subject is on the list in one of the two and below it in the other")
        if [number for number, _ in then["references"]] != [number for number, _ in now["references"]]:
            return Difference(rank=rank, how="the subject has other pictures")
        apart = max(abs(old - new) for (_, old), (_, new) in zip(then["references"], now["references"], strict=True))
        if apart > TOLERANCE:
            return Difference(rank=rank, how="the similarity is another", score_apart=apart)
    return None


# Private


def _replayed(casework: Casework, person: Person, search_id: str) -> _Replayed:
    casework.authority.demand(person, "search_replayed")
    with casework.ledger.reading() as connection:
        casework = replace(casework, rules=in_force(connection, casework.rules))
        search, request = _held(connection, casework, person, search_id)
        capsule = json.loads(search.capsule)
        then = _eligible_then(capsule)
        today = casework.rules.who.local_day(casework.ledger.now(), request.service)
        partners = _partners_now(connection, casework, request)
        standing = standing_of(connection, casework, request.service, today, partners)
        now = standing.eligible
        change = _change(connection, casework, capsule, search, then, standing)
        unlike = (*_unlike(casework, capsule), *_frame_unlike(casework, probe_of(connection, request.id)))
        view = ReplayView(
            search_id=search.id,
            capsule_sha256=search.capsule_sha256,
            tolerance=TOLERANCE,
            places=len(capsule["candidates"]),
            identical=False,
            unlike=unlike,
            gallery=change,
        )
        if reason := _not_comparable(casework, capsule, then):
            return _Replayed(view.model_copy(update={"not_run": reason}), request)
        # Rows go at once, entries of the index at the end of a run of destruction.
        held = casework.index.held.without(Allowed.of(numbers_going(connection)))
        again = _compared(connection, casework, request, search, capsule, then.both(held))
        anew = again
        if then != now:
            anew = _compared(connection, casework, request, search, capsule, now.both(held), partners)
        told = {
            "identical": again is None,
            "first_difference": again,
            "today_identical": anew is None,
            "today_difference": anew,
        }
        return _Replayed(view.model_copy(update=told), request)


def _partners_now(connection: Connection, casework: Casework, request: Request) -> Partners | None:
    """The partners whose galleries the request might be searched in today; none once they may not be (G-02)."""
    try:
        return partners_of(connection, casework, request, casework.ledger.now())
    except NotAllowed:
        return None


def _held(connection: Connection, casework: Casework, person: Person, search_id: str) -> tuple[Search, Request]:
    try:
        search = search_by_id(connection, search_id)
    except NoResultFound as error:
        raise nothing_there("search") from error
    request = request_by_id(connection, search.request_id)
    if request is None or request.service != person.service or not _may_see(connection, casework, person, search):
        raise nothing_there("search")
    if sha256_hex(search.capsule.encode()) != search.capsule_sha256:
        reason = "The stored capsule is not the one that was recorded with the search."
        raise WrongState("B-05", reason, "Tell compliance; the log holds the hash of the right one.")
    return search, request


def _may_see(connection: Connection, casework: Casework, person: Person, search: Search) -> bool:
    if casework.authority.allows(person, "every_search_replayed"):
        return True
    own = (each for each in examinations_of(connection, search.request_id) if each.examiner_id == person.account_id)
    return any(each.state is ExaminationState.LOCKED and each.search_id == search.id for each in own)


def _eligible_then(capsule: Mapping[str, Any]) -> Allowed:
    try:
        return Allowed.from_kept(capsule["eligible"])
    except (KeyError, ValueError):
        return Allowed.of(())


def _not_comparable(casework: Casework, capsule: Mapping[str, Any], then: Allowed) -> str:
    if capsule["model_id"] != casework.faces.model_id:
        return f"The search was run with {capsule['model_id']}; templates of {casework.faces.model_id} do not compare."
    if then.sha256 != capsule["eligible"]["sha256"]:
        return "The capsule does not hold the references that were compared, or they are not those of its root."
    return ""


def _compared(
    connection: Connection,
    casework: Casework,
    request: Request,
    search: Search,
    capsule: Mapping[str, Any],
    numbers: Allowed,
    partners: Partners | None = None,
) -> Difference | None:
    """Run the search over some references under the bounds of then, and return the first difference."""
    probe = probe_of(connection, request.id)
    if probe is None or probe.sha256 != capsule["probe"]["sha256"]:
        raise WrongState("B-05", "The picture that was searched is not held any more.", "The stored list stays as is.")
    made = (*examinations_of(connection, request.id), *given_back_of(connection, request.id))
    # A known task was searched when it was registered, by nobody's examination, so its probe has no edits.
    mine = (each for each in made if each.search_id == search.id and each.examiner_id == search.examiner_id)
    first = next(mine, None)
    over = Field(numbers, dict(search.excluded), casework.index.snapshot_id, partners)
    bounds = {name: capsule["settings"][name] for name in _SETTINGS}
    rules = casework.rules
    then = replace(rules, casework=replace(rules.casework, search=replace(rules.casework.search, **bounds)))
    chain = chain_of(connection, first.id) if first and "derived" in capsule else None
    again, _ = run(
        connection, replace(casework, rules=then), request, probe, over, search.examiner_id, search.id, chain
    )
    return first_difference(capsule["candidates"], json.loads(again.capsule)["candidates"])


def _unlike(casework: Casework, capsule: Mapping[str, Any]) -> Iterator[str]:
    """Name every model, library and rule file that is another one now."""
    rules = casework.rules.casework
    settings = {name: getattr(rules.search, name) for name in _SETTINGS}
    fused = {"fusion": capsule["fusion"]["rules_sha256"]} if "fusion" in capsule else {}
    pairs = (
        ("model", capsule["models"], casework.faces.model_hashes),
        ("runtime", capsule["runtime"], casework.runtime),
        ("setting", capsule["settings"], settings),
        ("rules", capsule["rules"], rules.hashes),
        ("rules", fused, {"fusion": FusionRules.read().sha256} if fused else {}),
    )
    for kind, then, now in pairs:
        for name in sorted({*then, *now}):
            if then.get(name) != now.get(name):
                yield f"{kind} {name}: {_short(then.get(name))} then, {_short(now.get(name))} now"


def _frame_unlike(casework: Casework, probe: Probe | None) -> Iterator[str]:
    """Say where a frame of a video does not come out as it was recorded (A-14)."""
    if probe and frame_difference(casework, probe):
        yield "chosen frame: the video gives another picture now than the one recorded"


def _short(value: object) -> str:
    return "none" if value is None else str(value)[:16]


def _change(
    connection: Connection,
    casework: Casework,
    capsule: Mapping[str, Any],
    search: Search,
    then: Allowed,
    standing: Standing,
) -> GalleryChange:
    now = standing.eligible
    later = Allowed.of(numbered_since(connection, casework.faces.model_id, search.started_at))
    return GalleryChange(
        snapshot_then=capsule["index"]["snapshot_id"],
        snapshot_now=casework.index.snapshot_id,
        eligible_root_then=capsule["eligible"]["sha256"],
        eligible_root_now=now.sha256,
        eligible_then=capsule["eligible"]["count"],
        eligible_now=len(now),
        added=len(later.both(standing.known)),
        removed=len(then.without(standing.known)),
        became_eligible=len(now.without(then).without(later)),
        left=tuple(sorted(standing.left(then).items())),
    )
