"""Disclosure outside Ontario: off unless a rule file turns it on; then a basis, two people, and a count of its own."""

from audits.events import OutsideDisclosureAuthorised, OutsideDisclosureProposed
from gallery.authority import Person
from gallery.followup.case_access import readable_case
from gallery.records.external import OutsideDisclosure, add_outside, authorise_outside, outside_by_id
from gallery.records.ids import new_id
from gallery.sharing.means import Sharing, demand_words, none_of_yours
from gallery.sharing.window import sharing_view
from kernel_lib.errors import NotAllowed, Unacceptable, WrongState
from kernel_lib.hashing import sha256_hex
from kernel_lib.wire.sharing import OutsideOffered, SharingView


def propose(sharing: Sharing, person: Person, offered: OutsideOffered) -> SharingView:
    """Propose a disclosure of a case outside Ontario.

    Raises:
        NotAllowed: it is off (G-09).
        NotFound: there is no such case of this service.
        Unacceptable: recipient, place, legal basis or reason is missing.
    """
    with sharing.casework.ledger.act(person, OutsideDisclosureProposed) as act:
        sharing.casework.authority.demand(person, "outside_disclosed")
        _demand_enabled(sharing)
        case = readable_case(act, sharing.casework, person, offered.case)
        demand_words("G-09", "recipient", offered.recipient, 3)
        demand_words("G-09", "place", offered.place, 3)
        demand_words("G-09", "reason", offered.reason, sharing.rules.reason_min_length)
        if offered.basis not in sharing.rules.outside.bases:
            message = "Choose the legal basis."
            raise Unacceptable("G-09", message, "Nothing was kept.", fields={"basis": message})
        kept = OutsideDisclosure(
            id=new_id(),
            service=person.service,
            case_id=case.id,
            **offered.model_dump(exclude={"case"}),
            proposed_by=person.account_id,
            proposed_at=act.now,
        )
        add_outside(act.connection, kept)
        act.about(object_id=kept.id, case_id=case.id)
        act.note(basis=kept.basis, reason_sha256=sha256_hex(kept.reason.encode()))
        return sharing_view(act, sharing, person)


def authorise(sharing: Sharing, person: Person, disclosure_id: str) -> SharingView:
    """Authorise what somebody else proposed; from now on it counts.

    Raises:
        NotAllowed: it is off, or the person proposed it (G-09).
        NotFound: there is none of this service.
        WrongState: it was authorised already.
    """
    with sharing.casework.ledger.act(person, OutsideDisclosureAuthorised, object_id=disclosure_id) as act:
        sharing.casework.authority.demand(person, "outside_authorised")
        _demand_enabled(sharing)
        held = outside_by_id(act.connection, disclosure_id)
        if held is None or held.service != person.service:
            raise none_of_yours("disclosure")
        if held.proposed_by == person.account_id:
            raise NotAllowed("G-09", "Nobody authorises what they proposed.", "Another officer must authorise it.")
        if held.authorised_at:
            raise WrongState("G-09", "This was authorised already.", "Nothing more is to be done.")
        authorise_outside(act.connection, held.id, authorised_by=person.account_id, authorised_at=act.now)
        act.about(case_id=held.case_id)
        act.decided_by("G-09")
        act.note(basis=held.basis, proposed_by=held.proposed_by)
        return sharing_view(act, sharing, person)


# Private


def _demand_enabled(sharing: Sharing) -> None:
    if not sharing.rules.outside.enabled:
        reason = "Disclosure outside Ontario is off in this installation."
        raise NotAllowed("G-09", reason, "Ask compliance; it is turned on by a dated rule with its instrument only.")
