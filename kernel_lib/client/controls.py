"""The routes of control, one method a route."""

from kernel_lib.client.connection import Connection
from kernel_lib.wire.control import (
    ControlsView,
    Reason,
    SettingDecision,
    SettingProposed,
    SettingView,
    StopAsked,
    StopView,
)


class Controls:
    """Stops and bounds of searches, for compliance and administrators."""

    def __init__(self, connection: Connection) -> None:
        self._ask = connection.ask

    def get(self) -> ControlsView:
        """Return what is stopped, which bounds hold, what is urgent and what is flagged."""
        return self._ask("GET", "/controls", ControlsView)

    def stop(self, asked: StopAsked) -> StopView:
        """Stop searching from the next search on (M-11)."""
        return self._ask("POST", "/stops", StopView, asked)

    def propose_resumption(self, stop_id: str, reason: str) -> StopView:
        """Propose that searching goes on; another person must agree."""
        return self._ask("POST", f"/stops/{stop_id}/resumption", StopView, Reason(reason=reason))

    def confirm_resumption(self, stop_id: str) -> StopView:
        """Agree with somebody else's proposal that searching goes on."""
        return self._ask("POST", f"/stops/{stop_id}/resumption/confirmation", StopView)

    def propose(self, proposed: SettingProposed) -> SettingView:
        """Propose another threshold and list length (B-13)."""
        return self._ask("POST", "/search-settings", SettingView, proposed)

    def decide(self, setting_id: str, decision: SettingDecision) -> SettingView:
        """Approve or turn down somebody else's proposal."""
        return self._ask("POST", f"/search-settings/{setting_id}/decision", SettingView, decision)
