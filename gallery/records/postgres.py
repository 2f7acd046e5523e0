"""Records in PostgreSQL: writers take turns by an advisory lock, readers see one state.

A deleted row stays in its page until `rewrite`; what counted in it was sealed by a key that is destroyed first.
"""

from importlib import resources

from sqlalchemy import Connection, Engine, create_engine, make_url, text
from sqlalchemy.exc import ArgumentError, OperationalError

from kernel_lib.errors import SettingsError

_TURN = 0x4C656164
"""Key of the advisory lock under which records are written: "Lead" in ASCII."""
_WAIT = "30s"
_LEAST = 150_000


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
        return create_engine(
            address.set(drivername="postgresql+psycopg"), connect_args={"options": options}, pool_pre_ping=True
        )

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
        """Raise SettingsError for a server that is too old, or one that may lose what it said was kept."""
        with engine.connect() as connection:
            version = int(connection.exec_driver_sql("SHOW server_version_num").scalar_one())
            writes = connection.exec_driver_sql("SHOW full_page_writes").scalar_one()
        if version < _LEAST or writes != "on":
            raise SettingsError(
                f"records: expected PostgreSQL 15 or newer with full_page_writes, got {version} with {writes}"
            )

    def rewrite(self, engine: Engine) -> None:
        """Write every table anew without deleted rows. Raises OSError while somebody reads."""
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            try:
                connection.exec_driver_sql("VACUUM (FULL)")
                connection.exec_driver_sql("CHECKPOINT")
            except OperationalError as error:
                raise OSError("records: expected a moment without other readers, got none") from error
