"""Which identity key sealed these records, which one follows it, and whether old pages hold what must go (M-02)."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Connection,
    Integer,
    Table,
    Text,
    column,
    inspect,
    select,
    table,
    update,
)

from gallery.records.schema import metadata
from gallery.records.sealed import Cipher, IdentityClosed

_ABOUT = "identity_keys.known_by"
_KNOWN = "the key of these records"

identity_keys = Table(
    "identity_keys",
    metadata,
    Column("place", Integer, primary_key=True),
    Column("known_by", Text),
    Column("pages_in_clear", Boolean, nullable=False),
    Column("next_known_by", Text),
    CheckConstraint("place = 1", name="single"),
)
"""`known_by` is a fixed text sealed by the key, empty until the first start with a key; the other by the key to come.

`pages_in_clear` says that the file must be written anew: pages hold what stood in clear, or under a key before.
"""


class KeyState(StrEnum):
    """By which keys the values of these records are sealed."""

    OWN = "own"
    BOTH = "both"
    NEXT = "next"


@dataclass(frozen=True)
class Taken:
    """The cipher that opens these records, by which keys they are sealed, and whether their file must be rewritten."""

    cipher: Cipher
    state: KeyState
    pages_in_clear: bool


def take_key(connection: Connection, key: bytes, following: bytes | None) -> Taken:
    """Keep by which key the records are sealed, and return what opens them.

    Raises:
        IdentityClosed: another key sealed them.
    """
    row = connection.execute(select(identity_keys)).one()
    own, to_come = _known(key), _known(following) if following else None
    if row.known_by is None:
        connection.execute(update(identity_keys).values(known_by=own))
    elif row.known_by == to_come and following:
        return Taken(Cipher(following), KeyState.NEXT, row.pages_in_clear)
    elif row.known_by != own:
        raise _other("keys/identity.key")
    if row.next_known_by is None:
        return Taken(Cipher(key), KeyState.OWN, row.pages_in_clear)
    if following is None or row.next_known_by != to_come:
        raise _other("keys/identity-next.key")
    return Taken(Cipher(following, key), KeyState.BOTH, row.pages_in_clear)


def first_cipher(connection: Connection, key: bytes, following: bytes | None) -> Cipher:
    """Return what seals while the schema is upgraded, before `take_key` can be asked."""
    if following and inspect(connection).has_table(identity_keys.name):
        known_by = connection.execute(select(column("known_by")).select_from(table(identity_keys.name))).scalar()
        if known_by == _known(following):
            return Cipher(following)
    return Cipher(key)


def key_begins(connection: Connection, following: bytes) -> None:
    """Keep that values are sealed by the key to come from now on."""
    connection.execute(update(identity_keys).values(next_known_by=_known(following)))


def key_follows(connection: Connection, following: bytes) -> None:
    """Keep that every value is sealed by the key to come, and that old pages still hold those of the key before."""
    values = {"known_by": _known(following), "next_known_by": None, "pages_in_clear": True}
    connection.execute(update(identity_keys).values(values))


def pages_rewritten(connection: Connection) -> None:
    """Keep that no page holds anything in clear, or under a key before, any more."""
    connection.execute(update(identity_keys).values(pages_in_clear=False))


# Private


def _known(key: bytes) -> str:
    return Cipher(key).seal(_KNOWN, _ABOUT, asked=True)


def _other(place: str) -> IdentityClosed:
    return IdentityClosed(
        f"{place}: expected the key that sealed these records, got another; restore it from the backup of the keys"
    )
