"""People: accounts and their certificates of training. The log refers to an account by its id only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Date,
    ForeignKey,
    Integer,
    RowMapping,
    String,
    Table,
    func,
    insert,
    select,
    update,
)

from gallery.records.proficiency import proven_on, suspension_of
from gallery.records.schema import UtcTime, metadata
from kernel_lib.vocabulary import AccountState, CertificateScope, Role

accounts = Table(
    "accounts",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("username", String(64), nullable=False, unique=True),
    Column("display_name", String(80), nullable=False),
    Column("service", String(32), nullable=False),
    Column("roles", JSON, nullable=False),
    Column("state", String(16), nullable=False),
    Column("password_hash", String(200), nullable=False),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("locked_until", UtcTime),
    Column("made_by", String(36)),
    Column("made_at", UtcTime, nullable=False),
)

certificates = Table(
    "certificates",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("account_id", ForeignKey("accounts.id"), nullable=False, index=True),
    Column("scope", String(32), nullable=False),
    Column("provider", String(120), nullable=False),
    Column("passed", Date, nullable=False),
    Column("expires", Date, nullable=False),
    Column("mentor", String(80), nullable=False),
    Column("recorded_by", String(36), nullable=False),
    Column("recorded_at", UtcTime, nullable=False),
    Column("course", String(120), nullable=False, server_default=""),
    Column("correct", Integer, nullable=False, server_default="0"),
    Column("questions", Integer, nullable=False, server_default="0"),
)


@dataclass(frozen=True)
class Account:
    """A person who may sign in. `failures` counts wrong passwords since the last right one."""

    id: str
    username: str
    display_name: str
    service: str
    roles: tuple[Role, ...]
    state: AccountState
    password_hash: str
    failures: int
    locked_until: datetime | None
    made_by: str | None
    made_at: datetime


@dataclass(frozen=True)
class Certificate:
    """Training passed: what it allows, who gave it, from when until when, and how its test went (H-03).

    `suspended` and `proven_on`, the day of the last proof of proficiency, are the account's own at this moment (H-04).
    """

    id: str
    account_id: str
    scope: CertificateScope
    provider: str
    passed: date
    expires: date
    mentor: str
    recorded_by: str
    recorded_at: datetime
    course: str = ""
    correct: int = 0
    questions: int = 0
    suspended: bool = False
    proven_on: date | None = None


def add_account(connection: Connection, account: Account) -> None:
    """Keep a new account. Raises sqlalchemy.exc.IntegrityError when the username is taken."""
    values = {**vars(account), "roles": [str(role) for role in account.roles]}
    connection.execute(insert(accounts).values(values))


def account_named(connection: Connection, username: str) -> Account | None:
    """Return the account with this username, or None."""
    row = connection.execute(select(accounts).where(accounts.c.username == username)).mappings().one_or_none()
    return _account(row) if row else None


def account_by_id(connection: Connection, account_id: str) -> Account | None:
    """Return the account with this id, or None."""
    row = connection.execute(select(accounts).where(accounts.c.id == account_id)).mappings().one_or_none()
    return _account(row) if row else None


def accounts_with_role(connection: Connection, service: str, role: Role) -> tuple[Account, ...]:
    """Return the active accounts of a service that hold a role, oldest first."""
    found = select(accounts).where(accounts.c.service == service, accounts.c.state == AccountState.ACTIVE)
    rows = connection.execute(found.order_by(accounts.c.id)).mappings()
    return tuple(account for account in map(_account, rows) if role in account.roles)


def accounts_in(connection: Connection) -> tuple[Account, ...]:
    """Return every account, by user name."""
    rows = connection.execute(select(accounts).order_by(accounts.c.username)).mappings()
    return tuple(map(_account, rows))


def count_accounts(connection: Connection) -> dict[str, int]:
    """Return how many accounts hold each role, and under "" how many there are."""
    counts = {"": connection.execute(select(func.count()).select_from(accounts)).scalar_one()}
    for roles in connection.execute(select(accounts.c.roles)).scalars():
        for role in roles:
            counts[role] = counts.get(role, 0) + 1
    return counts


def set_state(connection: Connection, account_id: str, state: AccountState, locked_until: datetime | None) -> None:
    """Change an account's state; the count of failures begins again."""
    values = {"state": state, "locked_until": locked_until, "failures": 0}
    connection.execute(update(accounts).where(accounts.c.id == account_id).values(values))


def set_roles(connection: Connection, account_id: str, roles: Sequence[Role]) -> None:
    """Give an account other roles, from its next request on."""
    values = {"roles": [str(role) for role in roles]}
    connection.execute(update(accounts).where(accounts.c.id == account_id).values(values))


def count_failure(connection: Connection, account_id: str) -> int:
    """Count one wrong password and return how many there are since the last right one."""
    raised = update(accounts).where(accounts.c.id == account_id).values(failures=accounts.c.failures + 1)
    failures: int = connection.execute(raised.returning(accounts.c.failures)).scalar_one()
    return failures


def keep_password(connection: Connection, account_id: str, password_hash: str) -> None:
    """Replace the hash of an account's password, when its cost was raised or the password changed."""
    connection.execute(update(accounts).where(accounts.c.id == account_id).values(password_hash=password_hash))


def add_certificate(connection: Connection, certificate: Certificate) -> None:
    """Keep a certificate."""
    kept = {name: value for name, value in vars(certificate).items() if name in certificates.c}
    connection.execute(insert(certificates).values(kept))


def certificates_of(connection: Connection, account_id: str) -> tuple[Certificate, ...]:
    """Return every certificate of an account, the one that expires last first."""
    found = select(certificates).where(certificates.c.account_id == account_id)
    rows: Sequence[RowMapping] = connection.execute(found.order_by(certificates.c.expires.desc())).mappings().all()
    now = {
        "suspended": suspension_of(connection, account_id) is not None,
        "proven_on": proven_on(connection, account_id),
    }
    return tuple(Certificate(**{**row, "scope": CertificateScope(row["scope"]), **now}) for row in rows)


def _account(row: RowMapping) -> Account:
    roles = tuple(Role(role) for role in row["roles"])
    return Account(**{**row, "roles": roles, "state": AccountState(row["state"])})
