"""A second factor: begun and confirmed by its person, asked for at signing in, taken away by its person (M-03)."""

from datetime import datetime
from typing import NoReturn

from sqlalchemy import Connection

from audits.events import SecondFactorChanged
from gallery.accounts.desk import AccountsDesk
from gallery.accounts.passwords import kept, new_password
from gallery.accounts.totp import address, base32, new_secret, qr_svg, step_of
from gallery.authority import Person
from gallery.keys import seal, unseal
from gallery.ledger import Act
from gallery.records.second_factors import (
    SecondFactor,
    confirm_second_factor,
    forget_second_factor,
    keep_recovery,
    keep_second_factor,
    second_factor_of,
    use_step,
)
from gallery.records.who import count_failure, set_state
from kernel_lib.errors import NotAllowed, Unacceptable, WrongState
from kernel_lib.vocabulary import AccountState
from kernel_lib.wire.who import SecondFactorBegun, SecondFactorConfirmed, SecondFactorView

_ISSUER = "Leadbook"


class SecondFactors:
    """Acts of a person on their own second factor."""

    def __init__(self, desk: AccountsDesk) -> None:
        self._desk = desk

    def own(self, person: Person) -> SecondFactorView:
        """Return how one's own second factor stands."""
        with self._desk.ledger.act(person, SecondFactorChanged, object_id=person.account_id) as act:
            act.note(what="looked at")
            return self._view(act.connection, person, act.now)

    def begin(self, person: Person) -> SecondFactorBegun:
        """Make a secret for one's device. It counts once a code of it was given.

        Raises:
            WrongState: one's second factor is confirmed; it is taken away first.
        """
        with self._desk.ledger.act(person, SecondFactorChanged, object_id=person.account_id) as act:
            act.note(what="begun")
            held = second_factor_of(act.connection, person.account_id)
            if held and held.confirmed_at:
                raise WrongState("M-03", "Your second factor is set up.", "Take it away first, with a code of it.")
            secret = new_secret()
            sealed = seal(self._desk.factor_key, secret, _about(person.account_id))
            keep_second_factor(act.connection, SecondFactor(person.account_id, sealed, 0, (), act.now))
        told = address(secret, person.username, _ISSUER)
        return SecondFactorBegun(secret=base32(secret), address=told, qr_svg=qr_svg(told))

    def confirm(self, person: Person, code: str) -> SecondFactorConfirmed:
        """Confirm one's device by a code, and return recovery codes, told once.

        Raises:
            WrongState: none was begun, or it is confirmed.
            Unacceptable: the code is not the one of this moment.
        """
        codes = [new_password() for _ in range(self._desk.rules.duties.second_factor.recovery_codes)]
        with self._desk.ledger.act(person, SecondFactorChanged, object_id=person.account_id) as act:
            act.note(what="confirmed", recovery_codes=len(codes))
            held = second_factor_of(act.connection, person.account_id)
            if held is None or held.confirmed_at:
                raise WrongState("M-03", "No second factor waits for its code.", "Begin one first.")
            step = step_of(opened(self._desk, held), code, act.now, held.last_step)
            if step is None:
                _refuse_code()
            confirm_second_factor(act.connection, person.account_id, step, act.now)
            keep_recovery(act.connection, person.account_id, [kept(each) for each in codes])
        return SecondFactorConfirmed(recovery_codes=tuple(codes))

    def take_away(self, person: Person, code: str) -> SecondFactorView:
        """Take one's own second factor away, with a code of it; a wrong one counts as at signing in.

        Raises:
            WrongState: there is none.
            NotAllowed: the code is wrong.
        """
        with self._desk.ledger.act(person, SecondFactorChanged, object_id=person.account_id) as act:
            act.note(what="taken away")
            held = second_factor_of(act.connection, person.account_id)
            if held is None:
                raise WrongState("M-03", "You have no second factor.", "There is nothing to take away.")
            if held.confirmed_at and not accepted(self._desk, act, held, code):
                self._count(act, person)
            else:
                forget_second_factor(act.connection, person.account_id)
            return self._view(act.connection, person, act.now)

    # Private

    def _view(self, connection: Connection, person: Person, now: datetime) -> SecondFactorView:
        held = second_factor_of(connection, person.account_id)
        return SecondFactorView(
            confirmed_at=held.confirmed_at if held else None,
            recovery_codes_left=len(held.recovery) if held else 0,
            required=required(self._desk, person.service, now),
            required_from=self._desk.rules.duties.second_factor.required_from,
        )

    def _count(self, act: Act, person: Person) -> None:
        rules = self._desk.rules.accounts
        message = "This is not the code of this moment."
        act.refuse(NotAllowed("M-03", message, "Wait for the next code.", fields={"code": message}))
        if count_failure(act.connection, person.account_id) >= rules.failures_before_lock:
            set_state(act.connection, person.account_id, AccountState.LOCKED, act.now + rules.lock)


def required(desk: AccountsDesk, service: str, now: datetime) -> bool:
    """Say whether nobody of a service may go on without a second factor today."""
    demonstration = desk.rules.services[service].demonstration
    return desk.rules.duties.second_factor.required(now.date(), demonstration=demonstration)


def wanted(connection: Connection, account_id: str) -> SecondFactor | None:
    """Return the confirmed second factor of an account, or None: then signing in asks for none."""
    held = second_factor_of(connection, account_id)
    return held if held and held.confirmed_at else None


def accepted(desk: AccountsDesk, act: Act, held: SecondFactor, code: str) -> bool:
    """Say whether a code, or a recovery code, is right, and use it up within the act."""
    step = step_of(opened(desk, held), code, act.now, held.last_step)
    if step is not None:
        use_step(act.connection, held.account_id, step)
        return True
    hashed = kept(code.strip().lower())
    if hashed in held.recovery:
        left = [each for each in held.recovery if each != hashed]
        keep_recovery(act.connection, held.account_id, left)
        act.also(SecondFactorChanged, what="recovery code used", recovery_codes=len(left))
        return True
    return False


def opened(desk: AccountsDesk, held: SecondFactor) -> bytes:
    """Return the secret. Raises NotAllowed when the key of second factors is another one."""
    try:
        return unseal(desk.factor_key, held.sealed, _about(held.account_id))
    except ValueError as error:
        raise NotAllowed(
            "M-03", "Your second factor cannot be read.", "Ask an administrator to recover your account."
        ) from error


# Private


def _about(account_id: str) -> str:
    return f"second factor {account_id}"


def _refuse_code() -> NoReturn:
    message = "This is not the code of this moment."
    raise Unacceptable(
        "M-03", message, "Wait for the next code, and look at your device's clock.", fields={"code": message}
    )
