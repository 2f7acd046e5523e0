"""Acts between services: agreements, searches under them, identities, messages, results from outside."""

from audits.event import Event

__all__ = [
    "AgreementEnded",
    "AgreementProposed",
    "AgreementSigned",
    "ExternalResultRecorded",
    "IdentityReleased",
    "IdentityWithheld",
    "OutsideDisclosureAuthorised",
    "OutsideDisclosureProposed",
    "PartnerGallerySearched",
    "PartnerMessageAcknowledged",
    "PartnersTold",
    "SharingViewed",
]


class AgreementProposed(Event):
    """An agreement to search another service's gallery was proposed and signed for one side (G-02)."""


class AgreementSigned(Event):
    """The other side signed an agreement (G-02)."""


class AgreementEnded(Event):
    """One side ended an agreement before its last day (G-02)."""


class SharingViewed(Event):
    """Agreements, searches under them and messages between services were looked at (G-05)."""


class PartnerGallerySearched(Event):
    """A search went over another service's gallery: owner, agreement, case by pseudonym, purpose, counts (G-05)."""


class IdentityReleased(Event):
    """An owner released to a partner who a person of a lead is, after its own check (G-04)."""


class IdentityWithheld(Event):
    """An owner did not release who a person of a partner's lead is (G-04)."""


class PartnersTold(Event):
    """Partners were told that something given to them was destroyed, sealed, withdrawn or corrected (G-06)."""


class PartnerMessageAcknowledged(Event):
    """A partner acknowledged that it did what an owner's message asks for (G-06)."""


class ExternalResultRecorded(Event):
    """A result of an external system was recorded beside a request, or refused by its source (G-08)."""


class OutsideDisclosureProposed(Event):
    """A disclosure outside Ontario was proposed with its legal basis (G-09)."""


class OutsideDisclosureAuthorised(Event):
    """Another person authorised a disclosure outside Ontario; such are counted apart (G-09)."""
