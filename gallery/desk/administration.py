"""The administrators' view: state of sessions, keys, backups, jobs and evaluation. It holds no casework (H-02)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection

from audits.checkpoint import SignedLog
from audits.events import AdministrationViewed, SignedOut
from audits.segments import read_since
from gallery.accounts.roles import Roles
from gallery.authority import Person
from gallery.ledger import Ledger
from gallery.records.destructions import released_runs
from gallery.records.evaluations import newest_evaluation
from gallery.records.sessions import Session, end_session, open_sessions, session_by_id
from gallery.records.who import account_by_id, accounts_in
from kernel_lib.errors import NotAllowed, NotFound, WrongState
from kernel_lib.settings import Settings
from kernel_lib.wire.administration import AdministrationView, JobView, KeyView, SessionView
from kernel_lib.wire.model import Recorded

_LOOKED_BACK = 2000
_OTHERS = 0o077


@dataclass(frozen=True)
class Administration:
    """Ledger, log, settings, proposals of roles, and the model in use."""

    ledger: Ledger
    log: SignedLog
    settings: Settings
    roles: Roles
    model_id: str

    def view(self, person: Person) -> AdministrationView:
        """Return the state of the installation."""
        made, verified = self._backups()
        with self.ledger.act(person, AdministrationViewed) as act:
            sessions = open_sessions(act.connection)
            act.note(sessions=len(sessions))
            evaluation = newest_evaluation(act.connection)
            return AdministrationView(
                sessions=tuple(_session(act.connection, each, person) for each in sessions),
                keys=tuple(_keys(self.settings.keys_dir)),
                backup_made_at=made,
                backup_verified_at=verified,
                looked_back=min(_LOOKED_BACK, self.log.size),
                jobs=tuple(_jobs(act.connection)),
                evaluated_at=evaluation.filed_at if evaluation else None,
                model=self.model_id,
                role_changes=self.roles.held(act.connection),
                accounts_by_state=dict(Counter(str(each.state) for each in accounts_in(act.connection))),
            )

    def end_session(self, person: Person, session_id: str) -> Recorded:
        """End somebody's session and every token bound to it.

        Raises:
            NotFound: there is no such session.
            NotAllowed: it is one's own; signing out ends that.
            WrongState: it has ended.
        """
        with self.ledger.act(person, SignedOut, object_id=session_id) as act:
            act.note(ended_by="administrator")
            session = session_by_id(act.connection, session_id)
            if session is None:
                raise NotFound("M-03", "There is no such session.", "Open the page of administration again.")
            if session.id == person.session_id:
                raise NotAllowed("M-03", "This is your own session.", "Sign out instead.")
            if session.ended_at:
                raise WrongState("M-03", "This session has ended.", "There is nothing to end.")
            end_session(act.connection, session.id, act.now, "administrator")
        return Recorded(sequence=act.sequence)

    # Private

    def _backups(self) -> tuple[datetime | None, datetime | None]:
        """Return when a backup was last made, and last read again, among the latest entries."""
        found: dict[str, datetime] = {}
        for entry in read_since(self.settings.audit_dir, max(0, self.log.size - _LOOKED_BACK)):
            if entry.event.act in ("backup_made", "backup_verified") and entry.event.result == "done":
                found[entry.event.act] = entry.time
        return found.get("backup_made"), found.get("backup_verified")


def _session(connection: Connection, session: Session, person: Person) -> SessionView:
    account = account_by_id(connection, session.account_id)
    return SessionView(
        id=session.id,
        username=account.username if account else "",
        display_name=account.display_name if account else "",
        workstation=session.workstation,
        started_at=session.started_at,
        last_seen_at=session.last_seen_at,
        own=session.id == person.session_id,
    )


def _keys(folder: Path) -> Iterable[KeyView]:
    for path in sorted(folder.glob("*.key")):
        state = path.stat()
        made_at = datetime.fromtimestamp(state.st_mtime, UTC)
        yield KeyView(name=path.name, private=not state.st_mode & _OTHERS, made_at=made_at)


def _jobs(connection: Connection) -> Iterable[JobView]:
    for run in released_runs(connection):
        yield JobView(name="destruction", state=str(run.state))
