"""The checks a report makes of itself. The last cell closes them; one that does not hold fails the run."""

from kernel_lib.errors import ReportError
from kernel_lib.reports.block import Block
from kernel_lib.reports.words import words


class Checks:
    """What must hold for a report to be kept as a draft, gathered as the notebook goes along."""

    def __init__(self) -> None:
        self._held: list[str] = []
        self._broken: list[str] = []

    def expect(self, what: str, expected: object, got: object) -> None:
        """Note whether two values are equal; `what` is a sentence that is true when they are."""
        if expected == got:
            self._held.append(what)
        else:
            self._broken.append(f"{what} (expected {expected}, got {got})")

    def close(self) -> Block:
        """Show the checks that held.

        Raises:
            ReportError: at least one did not hold, or none was made, since a report without checks proves nothing.
        """
        if self._broken:
            raise ReportError("self-check: " + "; ".join(self._broken))
        if not self._held:
            raise ReportError("self-check: expected at least one check, got none")
        items = "".join(f"<li>{words(what)}</li>" for what in self._held)
        return Block(f'<ul class="checks">{items}</ul>', {"note": "checks", "held": list(self._held)})
