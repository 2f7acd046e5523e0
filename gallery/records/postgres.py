"""Records in PostgreSQL: writers take turns by an advisory lock, readers see one state.

A deleted row stays in its page, in the statistics and in the write-ahead log until `rewrite`. What may be asked of the
server for that, and for its own log to name nobody, is asked at each start; docs/backup.md says how it is given.
"""

import time
from importlib import resources
from typing import Any

from psycopg.abc import Buffer
from psycopg.types.string import StrDumperUnknown
from sqlalchemy import Connection, Engine, create_engine, make_url, text
from sqlalchemy.event import listen
from sqlalchemy.exc import ArgumentError, DBAPIError

from kernel_lib.errors import SettingsError

_TURN = 0x4C656164
"""Key of the advisory lock under which records are written: "Lead" in ASCII."""
_WAIT = "30s"
_LEAST = 150_000
_PATIENCE_SECONDS = 30.0

_LOST = {
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 25_000,
}
"""When a server on another machine that gives no sign is given up, in seconds and milliseconds; a URL may say else."""

_EXPECTED = {
    "full_page_writes": "on",
    # An old segment of the write-ahead log is removed, not renamed for use again with what was in it.
    "wal_recycle": "off",
    # The server's own log tells no value of a row, neither of a refused one nor of a statement.
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}

_MAY = {
    "owner of its database": "SELECT pg_has_role(datdba, 'USAGE') FROM pg_database WHERE datname = current_database()",
    "member of pg_checkpoint": "SELECT pg_has_role('pg_checkpoint', 'USAGE')",
    "allowed pg_switch_wal()": "SELECT has_function_privilege('pg_catalog.pg_switch_wal()', 'EXECUTE')",
}

_OTHERS = text("""
    SELECT held.virtualxid FROM pg_locks AS held JOIN pg_stat_activity AS other USING (pid)
    WHERE held.locktype = 'virtualxid' AND other.datname = current_database() AND other.pid <> pg_backend_pid()
""")
"""Transactions of others that are open now, whoever runs them; each may still see what was deleted."""


class _WithoutNul(StrDumperUnknown):
    """Text as PostgreSQL takes it: it knows no NUL, which only a hostile caller sends, so the sign for it stands there.

    An id with a NUL is then an id that nobody has, as it is in SQLite.
    """

    def dump(self, obj: str) -> Buffer | None:
        return super().dump(obj.replace("\x00", "\N{SYMBOL FOR NULL}"))


class Postgres:
    """The same records for an installation beyond one machine."""

    def open(self, url: str) -> Engine:
        """Return the engine of a URL such as postgresql:///leadbook?host=/run/postgresql.

        Raises:
            SettingsError: it is no URL of PostgreSQL.
        """
        try:
            address = make_url(url)
        except ArgumentError as error:
            raise SettingsError("LEADBOOK_DATABASE_URL: expected postgresql://…, got another text") from error
        if address.get_backend_name() != "postgresql":
            raise SettingsError(
                f"LEADBOOK_DATABASE_URL: expected postgresql://…, got {address.get_backend_name()}://…; "
                "leave it out for SQLite"
            )
        options = f"-c timezone=UTC -c synchronous_commit=on -c lock_timeout={_WAIT}"
        lost = {name: value for name, value in _LOST.items() if name not in address.query}
        engine = create_engine(
            address.set(drivername="postgresql+psycopg"), connect_args={"options": options, **lost}, pool_pre_ping=True
        )
        listen(engine, "connect", _write_nul_visibly)
        return engine

    def begin_writing(self, connection: Connection) -> None:
        """Wait for the turn; it ends with the transaction."""
        connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": _TURN})

    def begin_reading(self, connection: Connection) -> None:
        """Let the transaction see one state and change nothing."""
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))

    def secure(self, engine: Engine) -> None:
        """Let a connection of the reading role see the rows of one service only; see `row_security.sql`."""
        statements = resources.files("gallery.records").joinpath("row_security.sql").read_text()
        with engine.begin() as connection:
            self.begin_writing(connection)
            connection.execute(text(statements))

    def check(self, engine: Engine) -> None:
        """Raise SettingsError for a server that is too old, may lose what was kept, or may keep what must go."""
        with engine.connect() as connection:
            version = int(connection.exec_driver_sql("SHOW server_version_num").scalar_one())
            if version < _LEAST:
                raise SettingsError(f"records: expected PostgreSQL 15 or newer, got version number {version}")
            for name, expected in _EXPECTED.items():
                got = connection.exec_driver_sql(f"SHOW {name}").scalar_one()
                if got != expected:
                    raise SettingsError(
                        f"records: expected PostgreSQL's {name} to be {expected}, got {got}; "
                        "set it as docs/backup.md says, and reload"
                    )
            for what, question in _MAY.items():
                if not connection.execute(text(question)).scalar_one():
                    raise SettingsError(
                        f"records: expected the role of LEADBOOK_DATABASE_URL to be {what}, it is not; "
                        "grant it as docs/backup.md says, so that what is destroyed leaves the server's files"
                    )

    def rewrite(self, engine: Engine) -> None:
        """Write every table anew without deleted rows, the statistics too, and begin a new write-ahead log.

        Raises:
            OSError: somebody reads for too long.
        """
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            try:
                self._wait_for_readers(connection)
                # The statistics first: they hold frequent values, and are themselves rows of a table.
                for statement in ("ANALYZE", "VACUUM (FULL)", "SELECT pg_switch_wal()", "CHECKPOINT"):
                    connection.exec_driver_sql(statement)
            except DBAPIError as error:
                raise OSError("records: expected a moment without other readers, got none") from error

    def _wait_for_readers(self, connection: Connection) -> None:
        """Wait for transactions that began before now: what one of them may still see would be copied, not dropped."""
        before = set(connection.execute(_OTHERS).scalars())
        until = time.monotonic() + _PATIENCE_SECONDS
        while before & set(connection.execute(_OTHERS).scalars()):
            if time.monotonic() > until:
                raise OSError("records: expected a moment without other readers, got none")
            time.sleep(0.05)


def _write_nul_visibly(connection: Any, _record: Any) -> None:
    connection.adapters.register_dumper(str, _WithoutNul)
