"""A member of staff consents to a reference picture, or ends the consent: their own act, by nobody else (B-11)."""

from collections.abc import Collection

from audits.events import StaffConsentEnded, StaffConsentGiven, StaffConsentViewed
from gallery.authority import Person
from gallery.enrolment.portrait import look
from gallery.ledger import Ledger, Prepared
from gallery.records.ids import new_id
from gallery.records.staff import Consent, add_consent, consent_of, consents_held, end_consent
from gallery.records.who import account_by_id
from gallery.staff.means import Staff
from kernel_lib.errors import Unacceptable, WrongState
from kernel_lib.vocabulary import AccountState
from kernel_lib.wire.staff import ConsentView


def own(staff: Staff, person: Person) -> ConsentView:
    """Return one's own consent."""
    with staff.casework.ledger.act(person, StaffConsentViewed) as act:
        return _view(staff, consent_of(act.connection, person.account_id))


def give(staff: Staff, person: Person, data: bytes, *, accepted: bool) -> ConsentView:
    """Consent, with a picture that shows one's face alone.

    Raises:
        WrongState: one's consent holds already.
        Unacceptable: the words are not accepted, or the picture shows no face, several, or too poor a one.
        PictureRefused: the bytes are no picture.
    """
    casework = staff.casework
    looked = Prepared(lambda: look(data, "frontal", casework.faces, casework.rules.enrolment))
    with casework.ledger.act(person, StaffConsentGiven) as act:
        if not accepted:
            message = "Accept the words of consent."
            raise Unacceptable("B-11", message, "Nothing was kept.", fields={"accepted": message})
        if consent_of(act.connection, person.account_id):
            raise WrongState("B-11", "Your consent holds already.", "End it first, to give another picture.")
        if looked.demand().vector is None:
            message = "The face is too poor to be compared."
            raise Unacceptable(
                "B-11", message, "Take a picture from the front, in good light.", fields={"picture": message}
            )
        lineage_id = new_id()
        sha256 = staff.store.put(lineage_id, data)
        consent = Consent(new_id(), person.account_id, lineage_id, sha256, staff.rules.version, act.now)
        add_consent(act.connection, consent)
        act.about(object_id=consent.id)
        act.decided_by("B-11")
        act.note(rule_version=staff.rules.version)
    return _view(staff, consent)


def end(staff: Staff, person: Person) -> ConsentView:
    """End one's consent: the key of the picture is destroyed, and with it the picture. No template was ever kept.

    Raises:
        WrongState: there is no consent that holds.
    """
    with staff.casework.ledger.act(person, StaffConsentEnded) as act:
        consent = consent_of(act.connection, person.account_id)
        if consent is None:
            raise WrongState("B-11", "You gave no picture.", "There is nothing to end.")
        act.about(object_id=consent.id)
        act.note(ended_by="person")
        end_consent(act.connection, consent.id, act.now)
    staff.store.destroy(consent.lineage_id)
    return _view(staff, None)


def end_of_leavers(staff: Staff) -> int:
    """End the consents of accounts that were disabled, and destroy their pictures; return how many."""
    with staff.casework.ledger.reading() as connection:
        held = [(each, account_by_id(connection, each.account_id)) for each in consents_held(connection)]
    gone = [each for each, account in held if account is None or account.state is AccountState.DISABLED]
    for consent in gone:
        with staff.casework.ledger.act(None, StaffConsentEnded, object_id=consent.id) as act:
            act.note(ended_by="account disabled")
            end_consent(act.connection, consent.id, act.now)
        staff.store.destroy(consent.lineage_id)
    return len(gone)


def end_destroyed(ledger: Ledger, destroyed: Collection[str]) -> int:
    """End consents whose picture had been destroyed and that an older copy brought back; return how many (M-10)."""
    with ledger.reading() as connection:
        back = [each for each in consents_held(connection) if each.lineage_id in destroyed]
    for consent in back:
        with ledger.act(None, StaffConsentEnded, object_id=consent.id) as act:
            act.decided_by("M-10")
            act.note(ended_by="list of what was destroyed")
            end_consent(act.connection, consent.id, act.now)
    return len(back)


def _view(staff: Staff, consent: Consent | None) -> ConsentView:
    words = staff.rules.consent
    since = consent.given_at if consent else None
    return ConsentView(given=consent is not None, since=since, words_en=words["en"], words_fr=words["fr"])
