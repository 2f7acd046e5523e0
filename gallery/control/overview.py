"""The page of controls in one view: what is stopped, which bounds hold, what is urgent, what is flagged."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection

from audits.events import ConfigurationViewed
from gallery.authority import Person
from gallery.control.exigency import exigent_state
from gallery.control.means import Control, display_name
from gallery.control.stopping import stop_view
from gallery.control.tuning import settings_view
from gallery.records.cases import approval_of, request_by_id
from gallery.records.examinations import stage_times_since
from gallery.records.searches import search_times_since
from gallery.records.stops import stops_held
from gallery.records.terms import submitted_by_source, urgent_terms
from gallery.records.who import accounts_in
from kernel_lib.vocabulary import StopScope
from kernel_lib.wire.control import BurstView, ControlsView, ExigentView, ShortReview, SourceCount, Target

_STOPS_SHOWN = 30


def controls(control: Control, person: Person) -> ControlsView:
    """Return everything on the page of controls."""
    with control.ledger.act(person, ConfigurationViewed) as act:
        control.authority.demand(person, "controls_viewed")
        connection, reviewed = act.connection, control.authority.allows(person, "short_reviews_viewed")
        view = ControlsView(
            stops=tuple(stop_view(connection, control.rules, each) for each in stops_held(connection, _STOPS_SHOWN)),
            targets=tuple(_targets(connection, control)),
            settings=settings_view(connection, control.rules),
            exigent=tuple(_exigent(connection, person.service, act.now)),
            bursts=tuple(_bursts(connection, control, act.now)),
            sources=tuple(_sources(connection, control, person.service)),
            reason_min_length=control.rules.control.reason_min_length,
            short_reviews=tuple(_short(connection, control, person.service, act.now)) if reviewed else (),
            short_review_days=control.rules.review.short_review_days if reviewed else 0,
        )
        act.note(lists="controls", bursts=len(view.bursts), exigent=len(view.exigent))
        return view


# Private


def _targets(connection: Connection, control: Control) -> Iterator[Target]:
    yield Target(scope=StopScope.ALL, target="", title="Everybody")
    for service in control.rules.who.services.values():
        yield Target(scope=StopScope.SERVICE, target=service.code, title=service.name)
        yield Target(scope=StopScope.GALLERY, target=service.code, title=f"Gallery of {service.name}")
    yield Target(scope=StopScope.MODEL, target=control.model_id, title=f"Face model {control.model_id}")
    for account in accounts_in(connection):
        yield Target(scope=StopScope.PERSON, target=account.username, title=account.display_name)


def _exigent(connection: Connection, service: str, now: datetime) -> Iterator[ExigentView]:
    for terms in urgent_terms(connection, service):
        request = request_by_id(connection, terms.request_id)
        state = exigent_state(terms, approval_of(connection, terms.request_id), now)
        if request and state and terms.due_at:
            yield ExigentView(
                request_number=request.number,
                occurrence_number=str(request.draft.get("occurrence_number", "")),
                submitted_at=request.submitted_at,
                due_at=terms.due_at,
                state=state,
            )


def _bursts(connection: Connection, control: Control, now: datetime) -> Iterator[BurstView]:
    """People who ran as many searches within the time of the rules as flag a burst, at their busiest."""
    rules = control.rules.control
    limit = control.rules.casework.search.searches_an_hour
    for examiner_id, times in search_times_since(connection, now - rules.burst_since).items():
        busiest, last = max((sum(at - rules.burst_within < each <= at for each in times), at) for at in times)
        if busiest >= min(rules.burst_searches, limit):
            yield BurstView(
                person=display_name(connection, examiner_id),
                searches=busiest,
                within_minutes=int(rules.burst_within.total_seconds() // 60),
                last_at=last,
                at_limit=busiest >= limit,
            )


def _short(connection: Connection, control: Control, service: str, now: datetime) -> Iterator[ShortReview]:
    """Stages that were locked within fewer seconds than the rules expect, newest first (D-14)."""
    rules = control.rules.review
    for each in stage_times_since(connection, service, now - timedelta(days=rules.short_review_days)):
        shortest = rules.shortest_seconds[each.stage]
        if each.seconds < shortest:
            yield ShortReview(
                person=display_name(connection, each.examiner_id),
                examination_number=each.number,
                stage=each.stage,
                seconds=each.seconds,
                shortest=shortest,
                locked_at=each.locked_at,
            )


def _sources(connection: Connection, control: Control, service: str) -> Iterator[SourceCount]:
    known = control.rules.casework.sources
    for source, count in submitted_by_source(connection, service).items():
        kind = known.get(source)
        supplied = kind is not None and kind.approver_reason
        yield SourceCount(source=kind.title if kind else source, submitted=count, supplied=supplied)
