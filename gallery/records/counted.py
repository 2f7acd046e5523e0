"""How many there are of each kind of record: figures of a privacy impact report, never about one person."""

from dataclasses import dataclass

from sqlalchemy import Connection, Table, func, select
from sqlalchemy.sql import ColumnElement

from gallery.records.application_tables import applications
from gallery.records.case_tables import leads, probes, searches
from gallery.records.destruction_tables import destruction_runs, destructions
from gallery.records.packs import packs
from gallery.records.second_factors import second_factors
from gallery.records.who import accounts
from kernel_lib.vocabulary import AccountState, DestructionState


@dataclass(frozen=True)
class Counted:
    """One count a kind; `destroyed` are lineages with a certificate, `answered` decided applications."""

    accounts: int
    second_factors: int
    probes: int
    searches: int
    leads: int
    packs: int
    applications: int
    answered: int
    runs: int
    destroyed: int


def counted(connection: Connection) -> Counted:
    """Count."""
    return Counted(
        accounts=_count(connection, accounts, accounts.c.state == AccountState.ACTIVE),
        second_factors=_count(connection, second_factors, second_factors.c.confirmed_at.is_not(None)),
        probes=_count(connection, probes),
        searches=_count(connection, searches),
        leads=_count(connection, leads),
        packs=_count(connection, packs),
        applications=_count(connection, applications),
        answered=_count(connection, applications, applications.c.decided_at.is_not(None)),
        runs=_count(connection, destruction_runs),
        destroyed=_count(connection, destructions, destructions.c.state == DestructionState.DONE),
    )


def _count(connection: Connection, table: Table, condition: ColumnElement[bool] | None = None) -> int:
    found = select(func.count()).select_from(table)
    return connection.execute(found if condition is None else found.where(condition)).scalar_one()
