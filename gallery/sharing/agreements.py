"""Making an agreement: one side proposes and signs, the other signs, either ends it (G-02)."""

from collections.abc import Collection, Iterator
from typing import Any

from dateutil.relativedelta import relativedelta

from audits.events import AgreementEnded, AgreementProposed, AgreementSigned
from gallery.assessment.amending import demand_amended, open_for
from gallery.assessment.watched import PARTNERS, agreed, watched
from gallery.authority import Person
from gallery.ledger import Act
from gallery.records.agreements import Agreement, add_agreement, agreement_by_id, change_agreement
from gallery.records.amendments import Change
from gallery.records.ids import new_id
from gallery.sharing.means import Sharing, none_of_yours
from gallery.sharing.window import sharing_view
from kernel_lib.errors import NotAllowed, Unacceptable, WrongState
from kernel_lib.hashing import sha256_of
from kernel_lib.wire.sharing import AgreementOffered, SharingView

_WORDS = ("retention", "audit", "breach", "exit")


def propose(sharing: Sharing, person: Person, offered: AgreementOffered) -> SharingView:
    """Propose an agreement to which one's service is a party; this is the signature of one's own side.

    Raises:
        NotAllowed: the service is no party to it.
        Unacceptable: an element is missing, closed, or too short; every one is named at once.
    """
    with sharing.casework.ledger.act(person, AgreementProposed) as act:
        sharing.casework.authority.demand(person, "agreement_proposed")
        if person.service not in (offered.searcher, offered.owner):
            reason = "Your service is no party to this agreement."
            raise NotAllowed("G-02", reason, "Each of the two services signs for itself.")
        if missing := dict(_missing(sharing, offered)):
            first = next(iter(missing.values()))
            raise Unacceptable("G-02", f"The agreement is not complete. {first}", "Nothing was kept.", fields=missing)
        agreement = _made(act, person, offered)
        add_agreement(act.connection, agreement)
        _tell(act, agreement)
        for service in agreement.parties:
            open_for(act, person, (service,), _changes(act, sharing, service, agreement))
        return sharing_view(act, sharing, person)


def sign(sharing: Sharing, person: Person, agreement_id: str) -> SharingView:
    """Sign for the other side.

    Raises:
        NotFound: one's service is no party to it.
        NotAllowed: one's own side proposed it.
        WrongState: it is signed, ended or expired, or an amendment of a privacy assessment still waits (K-03).
    """
    with sharing.casework.ledger.act(person, AgreementSigned, object_id=agreement_id) as act:
        sharing.casework.authority.demand(person, "agreement_signed")
        agreement = _own(act, person, agreement_id)
        if agreement.proposed_for == person.service:
            raise NotAllowed("G-02", "Your side has signed it.", "The other service must sign it.")
        today = sharing.casework.rules.who.local_day(act.now, person.service)
        if agreement.signed_at or agreement.ended_at or today >= agreement.expires_on:
            raise WrongState("G-02", "This agreement can no longer be signed.", "Propose another one.")
        for service in agreement.parties:
            demand_amended(act, (service,), _changes(act, sharing, service, agreement))
        change_agreement(act.connection, agreement.id, signed_by=person.account_id, signed_at=act.now)
        _tell(act, agreement)
        return sharing_view(act, sharing, person)


def end(sharing: Sharing, person: Person, agreement_id: str) -> SharingView:
    """End an agreement at once, from either side. Raises NotFound, or WrongState when it has ended."""
    with sharing.casework.ledger.act(person, AgreementEnded, object_id=agreement_id) as act:
        sharing.casework.authority.demand(person, "agreement_signed")
        agreement = _own(act, person, agreement_id)
        if agreement.ended_at:
            raise WrongState("G-02", "This agreement was ended already.", "Nothing more is to be done.")
        change_agreement(act.connection, agreement.id, ended_by=person.account_id, ended_at=act.now)
        _tell(act, agreement)
        return sharing_view(act, sharing, person)


# Private


def _own(act: Act, person: Person, agreement_id: str) -> Agreement:
    agreement = agreement_by_id(act.connection, agreement_id)
    if agreement is None or person.service not in agreement.parties:
        raise none_of_yours("agreement")
    return agreement


def _missing(sharing: Sharing, offered: AgreementOffered) -> Iterator[tuple[str, str]]:
    services, casework = sharing.casework.rules.who.services, sharing.casework.rules.casework
    if offered.searcher == offered.owner or not {offered.searcher, offered.owner} <= set(services):
        yield "owner", "Name two different services of this installation."
    purposes = [each.id for each in casework.purposes.values() if each.open]
    offences = [each.id for each in casework.offences.values() if each.open]
    classes = list(sharing.rules.data_classes)
    for name, allowed in (("purposes", purposes), ("offences", offences), ("data_classes", classes)):
        yield from _chosen(name, getattr(offered, name), allowed)
    shortest = sharing.rules.element_min_length
    for name in _WORDS:
        if len(getattr(offered, name)) < shortest:
            yield name, f"Say in at least {shortest} characters what both sides agreed on."
    yield from _dates(sharing, offered)


def _chosen(name: str, given: Collection[str], allowed: Collection[str]) -> Iterator[tuple[str, str]]:
    if not given or not set(given) <= set(allowed):
        yield name, "Choose at least one, of the open ones."


def _dates(sharing: Sharing, offered: AgreementOffered) -> Iterator[tuple[str, str]]:
    first, last, years = offered.begins_on, offered.expires_on, sharing.rules.longest_years
    if first is None or last is None or not first < last <= first + relativedelta(years=years):
        yield "expires_on", f"Give the first day and a later one on which it expires, at most {years} years on."


def _made(act: Act, person: Person, offered: AgreementOffered) -> Agreement:
    terms: dict[str, Any] = offered.model_dump()
    return Agreement(
        id=new_id(),
        **terms,
        sha256=sha256_of(offered.model_dump(mode="json")),
        proposed_for=person.service,
        proposed_by=person.account_id,
        proposed_at=act.now,
    )


def _changes(act: Act, sharing: Sharing, service: str, agreement: Agreement) -> tuple[Change, ...]:
    """What a signed agreement would change of what was assessed for a service."""
    before = watched(act.connection, sharing.casework.rules, service, sharing.casework.faces.model_id)[PARTNERS]
    added = agreed(agreement.sha256, agreement.searcher, agreement.owner)
    return (Change(PARTNERS, before, tuple(sorted({*before, added}))),)


def _tell(act: Act, agreement: Agreement) -> None:
    act.about(object_id=agreement.id)
    act.decided_by("G-02")
    act.note(searcher=agreement.searcher, owner=agreement.owner, agreement_sha256=agreement.sha256)
    act.note(begins_on=agreement.begins_on.isoformat(), expires_on=agreement.expires_on.isoformat())
