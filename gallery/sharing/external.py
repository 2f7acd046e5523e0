"""Results of external systems: recorded as such beside a request, never a lead (G-08).

A lead comes only from two examinations of this service's own search; nothing here is read by casework.
"""

from sqlalchemy import Connection

from audits.events import ExternalResultRecorded, RequestViewed
from gallery.authority import Person
from gallery.casework.duties import own_request
from gallery.ledger import Act
from gallery.records.cases import Request
from gallery.records.external import ExternalResult, add_external, externals_of
from gallery.records.ids import new_id
from gallery.sharing.means import Sharing, demand_words
from kernel_lib.errors import Unacceptable
from kernel_lib.wire.casework import ChoiceView
from kernel_lib.wire.sharing import ExternalResultGiven, ExternalResults, ExternalResultView

STANDING = "Received from outside. It is no lead: only a full review of this service's own search can give one (G-08)."


def listed(sharing: Sharing, person: Person, request_id: str) -> ExternalResults:
    """Return the results from outside of one's own request. Raises NotFound for any other."""
    with sharing.casework.ledger.act(person, RequestViewed) as act:
        sharing.casework.authority.demand(person, "external_result_recorded")
        request = _request(act, person, request_id)
        return _results(act.connection, sharing, request)


def record(sharing: Sharing, person: Person, request_id: str, given: ExternalResultGiven) -> ExternalResults:
    """Record a result from outside beside one's own request.

    Raises:
        NotFound: the request is not one's own.
        Unacceptable: the external gallery is of a prohibited or unknown source (A-05), or something is missing.
    """
    with sharing.casework.ledger.act(person, ExternalResultRecorded) as act:
        sharing.casework.authority.demand(person, "external_result_recorded")
        request = _request(act, person, request_id)
        _demand_lawful(act, sharing, given)
        day = given.received_on
        if day is None or day > act.now.date():
            message = "Give the day on which it was received."
            raise Unacceptable("G-08", message, "Nothing was kept.", fields={"received_on": message})
        demand_words("G-08", "system", given.system, 3)
        demand_words("G-08", "agency", given.agency, 3)
        demand_words("G-08", "authority", given.authority, sharing.rules.reason_min_length)
        kept = ExternalResult(
            id=new_id(),
            service=person.service,
            request_id=request.id,
            **{**given.model_dump(), "received_on": day},
            recorded_by=person.account_id,
            recorded_at=act.now,
        )
        add_external(act.connection, kept)
        act.decided_by("G-08")
        act.note(result_id=kept.id)
        return _results(act.connection, sharing, request)


# Private


def _request(act: Act, person: Person, request_id: str) -> Request:
    request = own_request(act.connection, person, request_id)
    act.about(object_id=request.id, case_id=request.case_id)
    return request


def _demand_lawful(act: Act, sharing: Sharing, given: ExternalResultGiven) -> None:
    source = sharing.rules.external_sources.get(given.source)
    if source is None:
        message = "Choose where the external gallery comes from."
        raise Unacceptable("G-08", message, "Nothing was kept.", fields={"source": message})
    act.note(source_type=source.id)
    if not source.open:
        raise Unacceptable(
            source.rule,
            f"A result of this source may not be used: {source.title}. {source.note}",
            "Do not use it. Tell compliance that it was received.",
            fields={"source": f"{source.title} is prohibited. {source.note}"},
        )


def _results(connection: Connection, sharing: Sharing, request: Request) -> ExternalResults:
    names = set(ExternalResultView.model_fields) - {"standing"}
    return ExternalResults(
        sources=tuple(
            ChoiceView(id=each.id, title=each.title, open=each.open, rule=each.rule, note=each.note)
            for each in sharing.rules.external_sources.values()
        ),
        results=tuple(
            ExternalResultView(**{name: getattr(each, name) for name in names}, standing=STANDING)
            for each in externals_of(connection, request.id)
        ),
    )
