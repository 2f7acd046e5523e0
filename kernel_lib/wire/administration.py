"""What administrators see: sessions, keys, backups, jobs, the state of the evaluation, roles that wait (M-03)."""

from datetime import datetime

from kernel_lib.wire.model import Message
from kernel_lib.wire.who import RoleChangeView


class SessionView(Message):
    """An open session: whose, from where, since when."""

    id: str
    username: str
    display_name: str
    workstation: str
    started_at: datetime
    last_seen_at: datetime
    own: bool


class KeyView(Message):
    """A key of the installation by its file's name, never its content: whether others can read it."""

    name: str
    private: bool
    made_at: datetime


class JobView(Message):
    """Something that runs or waits by itself, and how it stands."""

    name: str
    state: str


class AdministrationView(Message):
    """The state of the installation. `looked_back` says how many entries were searched for backups."""

    sessions: tuple[SessionView, ...]
    keys: tuple[KeyView, ...]
    backup_made_at: datetime | None
    backup_verified_at: datetime | None
    looked_back: int
    jobs: tuple[JobView, ...]
    evaluated_at: datetime | None
    model: str
    role_changes: tuple[RoleChangeView, ...]
    accounts_by_state: dict[str, int]
