"""The page of partners: agreements, who searched whose gallery, identities, messages and their gaps (G-05, W-24)."""

from collections.abc import Iterable

from sqlalchemy import Connection

from gallery.authority import Person
from gallery.casework.partners import not_evaluated
from gallery.ledger import Act
from gallery.records.agreements import Agreement, agreements_of
from gallery.records.cases import request_by_id
from gallery.records.external import outside_counted, outside_of
from gallery.records.packs import case_called
from gallery.records.partner_messages import PartnerMessage, change_message, messages_of
from gallery.records.partners import (
    PartnerIdentity,
    PartnerSearch,
    identities_between,
    identity_by_id,
    number_shown,
    searches_by_partners,
    searches_for,
    searches_of_partners,
)
from gallery.records.who import account_by_id
from gallery.rules.casework import Choice
from gallery.sharing.means import Sharing
from kernel_lib.wire.casework import ChoiceView
from kernel_lib.wire.sharing import (
    AgreementView,
    IdentityView,
    MessageView,
    OutsideView,
    PartnerSearchView,
    SharingView,
)

_SHOWN = 200


def sharing_view(act: Act, sharing: Sharing, person: Person) -> SharingView:
    """Build the page for somebody's service; whatever waits in its inbox is received by being shown."""
    connection, service, rules = act.connection, person.service, sharing.casework.rules
    outside = sharing.rules.outside
    for each in messages_of(connection, service):
        if each.partner == service and each.received_at is None:
            change_message(connection, each.id, received_at=act.now)
    messages = messages_of(connection, service)
    services = (ChoiceView(id=each.code, title=each.name) for each in rules.who.services.values())
    return SharingView(
        service=service,
        services=tuple(services),
        purposes=_open(rules.casework.purposes.values()),
        offences=tuple(ChoiceView(id=o.id, title=o.title) for o in rules.casework.offences.values() if o.open),
        data_classes=_open(sharing.rules.data_classes.values()),
        agreements=tuple(_agreement(act, sharing, person, each) for each in agreements_of(connection, service)),
        searched_here=tuple(_search(connection, s) for s in searches_by_partners(connection, service, _SHOWN)),
        searched_there=tuple(_search(connection, s) for s in searches_of_partners(connection, service, _SHOWN)),
        identities=tuple(_identity(connection, service, each) for each in identities_between(connection, service)),
        inbox=tuple(_message(act, service, each) for each in messages if each.partner == service),
        outbox=tuple(_message(act, service, each) for each in messages if each.owner == service),
        outside_enabled=outside.enabled,
        outside_bases=_open(outside.bases.values()),
        outside=tuple(
            OutsideView(
                **{name: getattr(each, name) for name in set(OutsideView.model_fields) & set(vars(each))},
                case_number=case.occurrence_number if case else "",
                own=each.proposed_by == person.account_id,
            )
            for each in outside_of(connection, service)
            for case in (case_called(connection, service, each.case_id),)
        ),
        outside_authorised=outside_counted(connection, service),
    )


def result_class(connection: Connection, kept: PartnerSearch) -> str:
    """Return what an owner may know of how a search ended: nobody of it listed, listed, or in a lead (G-05)."""
    given = identities_between(connection, kept.owner)
    if any(each.owner == kept.owner and each.request_id == kept.request_id for each in given):
        return "lead"
    return "listed" if kept.listed else "nobody"


# Private


def _open(choices: Iterable[Choice]) -> tuple[ChoiceView, ...]:
    return tuple(ChoiceView(id=each.id, title=each.title) for each in choices if each.open)


def _agreement(act: Act, sharing: Sharing, person: Person, agreement: Agreement) -> AgreementView:
    today = sharing.casework.rules.who.local_day(act.now, person.service)
    state = _state(agreement, in_force=agreement.in_force(today), expired=today >= agreement.expires_on)
    lacking = not_evaluated(act.connection, sharing.casework, agreement.parties) if state == "in_force" else ""
    held = {name: getattr(agreement, name) for name in AgreementView.model_fields if name in vars(agreement)}
    may_sign = state == "proposed" and agreement.proposed_for != person.service
    return AgreementView(**held, state=state, may_sign=may_sign, lacking=lacking)


def _state(agreement: Agreement, *, in_force: bool, expired: bool) -> str:
    if agreement.ended_at:
        return "ended"
    if expired:
        return "expired"
    if agreement.signed_at is None:
        return "proposed"
    return "in_force" if in_force else "waiting"


def _search(connection: Connection, kept: PartnerSearch) -> PartnerSearchView:
    account = account_by_id(connection, kept.searched_by)
    names = set(PartnerSearchView.model_fields) - {"searched_by", "result"}
    return PartnerSearchView(
        **{name: getattr(kept, name) for name in names},
        searched_by=account.username if account else "",
        result=result_class(connection, kept),
    )


def _identity(connection: Connection, service: str, identity: PartnerIdentity) -> IdentityView:
    number = number_shown(connection, service, identity.request_id, identity.subject_id) or ""
    searched = next((s for s in searches_for(connection, identity.request_id) if s.owner == identity.owner), None)
    names = set(IdentityView.model_fields) & set(vars(identity))
    return IdentityView(
        **{name: getattr(identity, name) for name in names},
        subject_number="" if number == identity.pseudonym else number,
        case_reference=searched.case_reference if searched else "",
    )


def _message(act: Act, service: str, message: PartnerMessage) -> MessageView:
    identity = identity_by_id(act.connection, message.identity_id)
    request = request_by_id(act.connection, identity.request_id) if identity else None
    names = set(MessageView.model_fields) & set(vars(message))
    return MessageView(
        **{name: getattr(message, name) for name in names},
        pseudonym=identity.pseudonym if identity else "",
        request_number=request.number if request and request.service == service else "",
        overdue=message.acknowledged_at is None and act.now > message.due_at,
    )
