"""A search that also goes over a partner's gallery: under which agreements, and within whose limits (G-02, G-03).

The stricter of the services decides in every part: offence, purpose, list, threshold, youth, and the clocks of both.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from gallery.casework.accuracy import accuracy
from gallery.casework.completeness import Gap
from gallery.casework.means import Casework
from gallery.eligibility.standing import state_of
from gallery.evaluation.standing import NONE_ON_FILE
from gallery.records.agreements import Agreement, agreement_between, agreements_of
from gallery.records.cases import Request, approval_of
from gallery.records.evaluations import people_counted
from gallery.records.gallery import references_numbered
from gallery.records.standings import facts_of_subjects
from gallery.rules import Rules
from gallery.rules.sharing import Limits, strictest
from kernel_lib.errors import NotAllowed
from kernel_lib.vocabulary import EligibilityState
from kernel_lib.wire.casework import ChoiceView, RequestDraft

_NEXT = "Search your own gallery only, or ask compliance of your service about the agreement."


@dataclass(frozen=True)
class Partners:
    """The agreements of one search, whom it is for, and the limits that all parties allow together."""

    searcher: str
    agreements: tuple[Agreement, ...]
    limits: Limits

    @property
    def owners(self) -> tuple[str, ...]:
        """The services whose galleries are searched besides the searcher's own."""
        return tuple(each.owner for each in self.agreements)


def choices(connection: Connection, casework: Casework, service: str, now: datetime) -> tuple[ChoiceView, ...]:
    """Return the partner galleries that a service may name today; one without its evaluation is shown closed (G-12)."""
    today = casework.rules.who.local_day(now, service)
    found = {each.owner: each for each in agreements_of(connection, service) if each.searcher == service}
    held = [each for each in sorted(found) if agreement_between(connection, service, each, today)]
    return tuple(
        ChoiceView(
            id=owner,
            title=casework.rules.who.services[owner].name,
            open=not (lacking := not_evaluated(connection, casework, (service, owner))),
            rule="G-12" if lacking else "",
            note=lacking,
        )
        for owner in held
        if owner in casework.rules.who.services
    )


def partner_gaps(
    connection: Connection, casework: Casework, service: str, draft: RequestDraft, now: datetime
) -> tuple[Gap, ...]:
    """Return what stands between a draft and the partner galleries that it names; nothing when it names none."""
    found = tuple(_gaps(connection, casework, service, draft, now))
    return found[:1]


def partners_of(connection: Connection, casework: Casework, request: Request, now: datetime) -> Partners | None:
    """Return the partners that the approval of a request names, or None for a search of one's own gallery only.

    Raises:
        NotAllowed: an agreement is not in force at this moment, does not cover the request (G-02), lets less be
            searched by now (G-03), or the galleries were not evaluated together (G-12); nothing is searched.
    """
    approval = approval_of(connection, request.id)
    named = [each for each in approval.galleries if each != request.service] if approval and approval.approved else []
    if not named:
        return None
    draft = RequestDraft.model_validate(request.draft).model_copy(update={"partner_galleries": tuple(named)})
    for gap in _gaps(connection, casework, request.service, draft, now):
        raise NotAllowed(gap.rule, f"{gap.message} Nothing was searched.", _NEXT)
    agreements = tuple(_agreements(connection, casework, request.service, named, now))
    return Partners(request.service, agreements, limits_for(casework.rules, request.service, agreements))


def limits_for(rules: Rules, searcher: str, agreements: Iterable[Agreement]) -> Limits:
    """Return what the searcher, every owner and every agreement allow together (G-03)."""
    agreed = tuple(agreements)
    of_services = (_limits(rules, service) for service in (searcher, *(each.owner for each in agreed)))
    whole = strictest(of_services)
    for each in agreed:
        terms = replace(whole, offences=frozenset(each.offences), purposes=frozenset(each.purposes))
        whole = whole.meet(terms)
    return whole


def bounded(rules: Rules, limits: Limits) -> Rules:
    """Return the rules with the list and the threshold of some limits."""
    search = replace(rules.casework.search, max_candidates=limits.longest, min_score=limits.min_score)
    return replace(rules, casework=replace(rules.casework, search=search))


def not_searchable(
    connection: Connection, casework: Casework, searcher: str, numbers: Collection[int], now: datetime
) -> frozenset[int]:
    """Return those references of others that the searcher's own clocks and youth rule leave out today (G-03).

    The owner's state was looked at before; a picture must be eligible under both.
    """
    held = references_numbered(connection, numbers)
    facts = facts_of_subjects(connection, {each.subject_id for each in held.values()}, casework.rules.who.profiles)
    profile, today = casework.rules.who.profiles[searcher], casework.rules.who.local_day(now, searcher)
    refused = set()
    for number, reference in held.items():
        known = facts[reference.picture_id]
        if known.service == searcher:
            continue
        as_ours = replace(known, service=searcher, profile=profile)
        if state_of(as_ours, casework.rules.eligibility, today).state is not EligibilityState.ELIGIBLE:
            refused.add(number)
    return frozenset(refused)


def not_evaluated(connection: Connection, casework: Casework, services: Collection[str]) -> str:
    """Return why galleries may not be searched as one yet, or nothing once an evaluation speaks of them (G-12)."""
    standing = accuracy(connection, casework)
    if standing.evaluation is None:
        return f"{NONE_ON_FILE} The galleries are searched together only after one."
    if standing.stale:
        return f"The evaluation on file is out of date: {' and '.join(standing.stale)}."
    together = sum(people_counted(connection, service) for service in services)
    known = int(standing.body["gallery_people"])
    if known < casework.rules.evaluation.share_of_gallery * together:
        return f"The evaluation on file was made for {known:,} people; the galleries hold {together:,} together."
    return ""


# Private


def _gaps(
    connection: Connection, casework: Casework, service: str, draft: RequestDraft, now: datetime
) -> Iterator[Gap]:
    named = tuple(dict.fromkeys(draft.partner_galleries))
    if not named:
        return
    field = "partner_galleries"
    if draft.exigent:
        yield Gap(field, "G-02", "An urgent request searches your own gallery only; ask for the others afterwards.")
    held = tuple(_agreements(connection, casework, service, named, now))
    for owner in named:
        if owner not in {each.owner for each in held}:
            yield Gap(field, "G-02", f"No agreement that lets you search the gallery of {owner} is in force today.")
    if any("pictures" not in each.data_classes for each in held):
        yield Gap(field, "G-02", "The agreement does not let pictures be shown, so nobody could compare them.")
    limits = limits_for(casework.rules, service, held)
    if draft.purpose and draft.purpose not in limits.purposes:
        yield Gap(field, "G-03", "This purpose is not one that both services and their agreement allow.")
    if draft.offence_id and draft.offence_id not in limits.offences:
        yield Gap(field, "G-03", "This offence is not one that both services and their agreement allow.")
    if lacking := not_evaluated(connection, casework, (service, *named)):
        yield Gap(field, "G-12", lacking)


def _agreements(
    connection: Connection, casework: Casework, service: str, named: Iterable[str], now: datetime
) -> Iterator[Agreement]:
    """The agreements in force by the calendars of both services."""
    for owner in named:
        if owner == service or owner not in casework.rules.who.services:
            continue
        days = [casework.rules.who.local_day(now, each) for each in (service, owner)]
        found = agreement_between(connection, service, owner, max(days))
        if found and found.in_force(min(days)):
            yield found


def _limits(rules: Rules, service: str) -> Limits:
    youth = service in rules.eligibility.youth.included_services
    return rules.sharing.limits_of(service, rules.casework, youth=youth)
