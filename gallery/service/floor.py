"""What stands before any face model is loaded: rules, keys, log, records and accounts."""

import os
from dataclasses import dataclass, replace
from pathlib import Path

from argon2 import PasswordHasher

from audits.checkpoint import Clock, SignedLog, open_log, utc_now
from audits.destroyed import Register
from gallery.accounts.desk import AccountsDesk
from gallery.accounts.passwords import Passwords
from gallery.authority import Authority
from gallery.keys import Keys, own_key
from gallery.ledger import Ledger
from gallery.records.database import Database
from gallery.rekeying.running import Progress, Rekeying
from gallery.rules import Rules
from gallery.service.locations import demand_located
from gallery.service.recovery import tell_abandoned
from gallery.simulated.folder import Simulation, simulation_of
from gallery.simulated.services import with_simulated_services
from kernel_lib.errors import SettingsError
from kernel_lib.settings import Settings

_OTHERS_WRITE = 0o022


@dataclass(frozen=True)
class Floor:
    """Enough to make accounts; `gallery.service.wiring` builds the rest on it.

    `simulation` says what was simulated where the folder is marked so, and is None for every other; `resealed` how many
    values were brought under another identity key on the way, None where none was due.
    """

    settings: Settings
    rules: Rules
    keys: Keys
    log: SignedLog
    database: Database
    ledger: Ledger
    authority: Authority
    accounts: AccountsDesk
    destroyed: Register
    simulation: Simulation | None = None
    resealed: int | None = None

    def close(self) -> None:
        """Let another process have the data folder. Raises LogUnavailable when the last checkpoint failed."""
        self.database.close()
        self.log.close()


def open_floor(
    settings: Settings,
    *,
    clock: Clock | None = None,
    hasher: PasswordHasher | None = None,
    on_resealed: Progress | None = None,
) -> Floor:
    """Take the data folder and open log and records. Without a clock it is this machine's.

    A change of the identity key that was agreed to is carried out on the way; `on_resealed` is told how far it is.

    Raises:
        LogUnavailable: another process has the data folder, or its log cannot be written.
        LogDamaged: the log is not whole.
        SettingsError: rules, keys or records are not as they must be.
    """
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    _demand_own(settings.data_dir)
    simulation = _simulation(settings)
    rules = with_simulated_services(Rules.load()) if simulation else Rules.load()
    clock = clock or (simulation.clock(utc_now) if simulation else utc_now)
    if settings.release:
        demand_located(settings)
        rules = replace(rules, assessment=replace(rules.assessment, demanded=True))
    keys = Keys.open(settings.keys_dir)
    log = open_log(settings.audit_dir, keys.signing, clock=clock, publish_dir=settings.publish_dir)
    try:
        records = settings.gallery_dir / "records.sqlite"
        database = Database.open(records, settings.database_url, keys.identity, keys.next_identity)
        ledger = Ledger(log, database, clock)
        tell_abandoned(ledger, settings.audit_dir)
        destroyed = Register(settings.audit_dir, keys.signing, log.public_key, settings.publish_dir, clock)
        rekeyed = Rekeying(ledger, database, destroyed, settings.keys_dir).settle(keys, on_resealed)
    except BaseException:
        log.close()
        raise
    authority = Authority.of(rules.who)
    factor_key = own_key(settings.keys_dir, "second_factor.key")
    desk = AccountsDesk(ledger, authority, rules.who, Passwords(hasher or PasswordHasher()), factor_key)
    return Floor(
        settings=settings,
        rules=rules,
        keys=rekeyed.keys,
        log=log,
        database=database,
        ledger=ledger,
        authority=authority,
        accounts=desk,
        destroyed=destroyed,
        simulation=simulation,
        resealed=rekeyed.values,
    )


def _simulation(settings: Settings) -> Simulation | None:
    """Return what was simulated, if anything; such a folder is never one for casework (M-01)."""
    found = simulation_of(settings.data_dir)
    if found and settings.release:
        raise SettingsError(
            f"data folder {settings.data_dir}: expected one for casework, got a simulated one; choose another folder"
        )
    return found


def _demand_own(folder: Path) -> None:
    """Refuse a data folder in which somebody else could put another log, other keys or another socket into place."""
    state = folder.stat()
    if state.st_uid != os.geteuid() or state.st_mode & _OTHERS_WRITE:
        raise SettingsError(
            f"data folder {folder}: expected it to be the service user's own and closed to others' writing, "
            f"got owner {state.st_uid} and mode {state.st_mode & 0o777:o}; run `chmod 700` on it, or choose another"
        )
