"""A transaction with one Type-10 record, as values. `nistitl` reads and writes the bytes; others check them (F-05)."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import nistitl

from kernel_lib.errors import Unacceptable

DATA = 999
_BEGINS = b"1.001:"
_AT_SOURCE = "Have the contributor send the transaction again."
_UNREADABLE = (nistitl.NistException, KeyError, IndexError, ValueError, TypeError, AttributeError, struct.error)
"""What nistitl raises for bytes that are no transaction: its own errors, and those of Python on its way."""

Entries = tuple[tuple[str, ...], ...]
"""The entries of a field, each with its values: ((value, …), …)."""


@dataclass(frozen=True)
class Transaction:
    """Fields by number of the Type-1 header and of the one Type-10 record, in text; `picture` is field 10.999."""

    header: Mapping[int, Entries]
    record: Mapping[int, Entries]
    picture: bytes

    def value(self, number: int) -> str:
        """Return the one value of a field of the record, or an empty text."""
        entries = self.record.get(number, ())
        return entries[0][0] if len(entries) == 1 and len(entries[0]) == 1 else ""


def is_transaction(data: bytes) -> bool:
    """Say whether bytes begin as a transaction does; no picture begins so."""
    return data.startswith(_BEGINS)


def read(data: bytes) -> Transaction:
    """Read a transaction.

    Raises:
        Unacceptable: it cannot be read, or it does not hold exactly one Type-10 record.
    """
    message = nistitl.Message()
    try:
        message.parse(data)
        tens = [each for each in message if each.type == 10]
        records = [(each.type, _fields(each)) for each in message if each.type in (1, 10)]
    except _UNREADABLE as error:
        reason = "The transaction cannot be read as ANSI/NIST-ITL: it is cut off, or a tag or count is wrong."
        raise Unacceptable("F-05", reason, _AT_SOURCE, fields={"transaction": reason}) from error
    if len(tens) != 1:
        reason = f"Expected one Type-10 record in a transaction, got {len(tens)}."
        raise Unacceptable("F-05", reason, _AT_SOURCE, fields={"transaction": reason})
    held = tens[0][DATA]
    header, record = dict(records)[1], dict(records)[10]
    return Transaction(header, record, bytes(held.value) if held else b"")


def write(transaction: Transaction) -> bytes:
    """Write a transaction; LEN and CNT are reckoned anew."""
    message = nistitl.Message()
    message.reset(autocreate=True)
    for number, entries in transaction.header.items():
        if number not in (1, 3):
            _set(message[0], 1, number, entries)
    record = nistitl.AsciiRecord(10)
    for number, entries in transaction.record.items():
        if number != 1:
            _set(record, 10, number, entries)
    record += nistitl.BinaryField(10, DATA, transaction.picture, alias="DATA")
    message += record
    written: bytes = message.NIST
    return written


# Private


def _fields(record: Any) -> dict[int, Entries]:
    return {
        field.tag: _entries(field)
        for field in record._fields  # the library lists them in no other way
        if not isinstance(field, nistitl.BinaryField)
    }


def _entries(field: Any) -> Entries:
    value = field.value
    if not isinstance(value, list):
        return ((str(value),),)
    return tuple(tuple(str(item) for item in each) if isinstance(each, list) else (str(each),) for each in value)


def _set(record: Any, kind: int, number: int, entries: Entries) -> None:
    field = record[number]
    if field is None:
        field = nistitl.Field(kind, number)
        record += field
    if len(entries) == 1 and len(entries[0]) == 1:
        field.value = entries[0][0]
    else:
        field.value = [list(entry) if len(entry) > 1 else entry[0] for entry in entries]
