"""Is each field of a Type-10 record as its profile says? A fault tells number, mnemonic, expected and got (F-05)."""

from collections.abc import Iterator
from dataclasses import dataclass

from gallery.enrolment.typeten.transaction import DATA, Entries, Transaction
from gallery.rules.typeten import FieldRule, Presence, Profile, TypeTenRules
from kernel_lib.errors import Unacceptable
from kernel_lib.faces.image import decode
from kernel_lib.hashing import sha256_hex

_AT_SOURCE = "Have the contributor correct these fields and send the transaction again."
_QUOTED = 20
_HAS = 996
_USER_DEFINED = range(200, 901)


@dataclass(frozen=True)
class Fault:
    """A field that is not as it must be. `got` quotes a short value of a closed field and never free text."""

    number: int
    mnemonic: str
    expected: str
    got: str


def faults(transaction: Transaction, rules: TypeTenRules, profile: Profile) -> tuple[Fault, ...]:
    """Return every fault of a transaction by the number of its field, none when it is right."""
    found = [*_header(transaction, profile), *_unknown(transaction, profile)]
    kind = transaction.value(3)
    for rule in profile.fields.values():
        found += _of_field(transaction, rule, _wanted(rule.presence, kind, rules))
    if not found:
        found += _of_picture(transaction, profile)
    return tuple(sorted(found, key=lambda each: each.number))


def demand_right(transaction: Transaction, rules: TypeTenRules, service: str) -> None:
    """Do nothing when a transaction is right by the profile in use and of the service's own agency.

    Raises:
        PictureRefused: the bytes of 10.999 are no picture.
        Unacceptable: F-05 with every field at fault.
    """
    found = list(faults(transaction, rules, rules.profile))
    agency = rules.agencies.get(service, "")
    if not found and transaction.value(4) != agency:
        found.append(
            Fault(4, "SRC", f"the agency of the service, {agency or 'which is not set'}", transaction.value(4))
        )
    if found:
        fields = {f"10.{each.number:03} {each.mnemonic}": f"expected {each.expected}, got {each.got}" for each in found}
        named = ", ".join(fields)
        raise Unacceptable("F-05", f"The Type-10 record is not right: {named}.", _AT_SOURCE, fields=fields)


# Private


def _header(transaction: Transaction, profile: Profile) -> Iterator[Fault]:
    version = _text(transaction.header.get(2, ()))
    if version not in profile.versions:
        yield Fault(0, "VER", f"version {' or '.join(profile.versions)} in 1.002", _quoted(version))


def _unknown(transaction: Transaction, profile: Profile) -> Iterator[Fault]:
    for number in transaction.record:
        if number not in profile.fields and number not in _USER_DEFINED:
            yield Fault(number, "unknown", f"no such field in the profile {profile.id}", "one")


def _wanted(presence: Presence, kind: str, rules: TypeTenRules) -> bool | None:
    """Say whether a field must stand (True), may not (False) or may (None) in a record of an image type."""
    if presence is Presence.MAY or (presence is not Presence.ALWAYS and kind not in rules.faces | rules.marks):
        return None
    return presence is Presence.ALWAYS or kind in (rules.faces if presence is Presence.FACE else rules.marks)


def _of_field(transaction: Transaction, rule: FieldRule, wanted: bool | None) -> Iterator[Fault]:
    entries = transaction.record.get(rule.number, ())
    present = bool(transaction.picture) if rule.number == DATA else any(any(entry) for entry in entries)
    if not present:
        if wanted:
            yield Fault(rule.number, rule.mnemonic, rule.expected, "nothing")
        return
    if wanted is False:
        yield Fault(rule.number, rule.mnemonic, "nothing for an image of this type", "something")
    elif rule.number != DATA:
        for entry in entries:
            wrong = [value for value in entry if not rule.accepts(value)]
            if wrong or len(entry) != rule.items:
                got = f"{len(entry)} values" if len(entry) != rule.items else _got(rule, wrong[0])
                yield Fault(rule.number, rule.mnemonic, rule.expected, got)


def _of_picture(transaction: Transaction, profile: Profile) -> Iterator[Fault]:
    """What the record says of its picture must be so; the hash is of the bytes of 10.999."""
    picture = decode(transaction.picture)
    for number, size in ((6, picture.width), (7, picture.height)):
        if transaction.value(number) != str(size):
            mnemonic = profile.fields[number].mnemonic
            yield Fault(number, mnemonic, f"{size}, as the picture has", _quoted(transaction.value(number)))
    stated = transaction.value(_HAS)
    if stated and stated != sha256_hex(transaction.picture).upper():
        yield Fault(_HAS, "HAS", "the SHA-256 of 10.999", "another one")


def _text(entries: Entries) -> str:
    return entries[0][0] if entries and entries[0] else ""


def _got(rule: FieldRule, value: str) -> str:
    return f"{len(value)} characters" if rule.free else _quoted(value)


def _quoted(value: str) -> str:
    short = value.isprintable() and len(value) <= _QUOTED
    return (value or "nothing") if short else f"{len(value)} characters"
