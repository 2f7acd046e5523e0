"""Which identity key sealed these records, and whether old pages may still hold what stood in clear before (M-02)."""

from sqlalchemy import Boolean, CheckConstraint, Column, Connection, Integer, Table, Text, select, update

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
    CheckConstraint("place = 1", name="single"),
)
"""`known_by` is a fixed text sealed by the key, empty until the first start with a key."""


def take_key(connection: Connection, cipher: Cipher) -> bool:
    """Keep by which key the records are sealed; return whether their file must be written anew.

    Raises:
        IdentityClosed: another key sealed them.
    """
    known_by, in_clear = connection.execute(select(identity_keys.c.known_by, identity_keys.c.pages_in_clear)).one()
    expected = cipher.seal(_KNOWN, _ABOUT, asked=True)
    if known_by is None:
        connection.execute(update(identity_keys).values(known_by=expected))
    elif known_by != expected:
        raise IdentityClosed(
            "keys/identity.key: expected the key that sealed these records, got another; "
            "restore it from the backup of the keys"
        )
    return bool(in_clear)


def pages_rewritten(connection: Connection) -> None:
    """Keep that no page holds anything in clear any more."""
    connection.execute(update(identity_keys).values(pages_in_clear=False))
