"""Duties kept apart in a case: who did one in any of its requests may not do the other in another of them (H-02)."""

from sqlalchemy import Connection

from gallery.records.cases import people_of_case
from gallery.rules.who import WhoRules
from kernel_lib.errors import NotAllowed

_REASONS = {
    frozenset({"requester", "approver"}): "Nobody asks and approves in one case.",
    frozenset({"approver", "examiner"}): "Nobody approves and examines in one case.",
    frozenset({"requester", "verifier"}): "Nobody asks in a case and examines there for somebody else.",
}


def duties_in(connection: Connection, case_id: str | None, account_id: str) -> frozenset[str]:
    """Return the duties that an account already had in a case, in whichever of its requests."""
    if case_id is None:
        return frozenset()
    held = people_of_case(connection, case_id)
    return frozenset(duty for duty, people in held.items() if account_id in people)


def apart_in_case(
    connection: Connection, rules: WhoRules, case_id: str | None, account_id: str, duties: frozenset[str]
) -> bool:
    """Say whether an account may take on these duties in a case."""
    return _against(connection, rules, case_id, account_id, duties) is None


def demand_apart_in_case(
    connection: Connection, rules: WhoRules, case_id: str | None, account_id: str, duties: frozenset[str]
) -> None:
    """Do nothing when an account may take on these duties in a case. Raises NotAllowed (H-02)."""
    pair = _against(connection, rules, case_id, account_id, duties)
    if pair is not None:
        reason = _REASONS.get(pair, "These two duties are kept apart in one case.")
        raise NotAllowed("H-02", reason, "Somebody without another duty in this case must do it.")


def _against(
    connection: Connection, rules: WhoRules, case_id: str | None, account_id: str, duties: frozenset[str]
) -> frozenset[str] | None:
    held = duties_in(connection, case_id, account_id)
    pairs = (frozenset({new, old}) for new in sorted(duties) for old in sorted(held))
    return next((pair for pair in pairs if pair in rules.apart_in_case), None)
