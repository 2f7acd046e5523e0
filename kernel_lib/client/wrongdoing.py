"""The routes of reports of wrongdoing, one method a route."""

from kernel_lib.client.connection import Connection
from kernel_lib.wire.wrongdoing import (
    WrongdoingAnswer,
    WrongdoingBox,
    WrongdoingCode,
    WrongdoingFiled,
    WrongdoingGuide,
    WrongdoingOffered,
    WrongdoingStanding,
)


class Wrongdoing:
    """Any member files; compliance reads and answers (H-10)."""

    def __init__(self, connection: Connection) -> None:
        self._ask = connection.ask

    def guide(self) -> WrongdoingGuide:
        """Return how an author is protected, and where else a report may go."""
        return self._ask("GET", "/wrongdoing/guide", WrongdoingGuide)

    def file(self, words: str) -> WrongdoingFiled:
        """File a report; the code that opens its answer is told once."""
        return self._ask("POST", "/wrongdoing/reports", WrongdoingFiled, WrongdoingOffered(words=words))

    def standing(self, code: str) -> WrongdoingStanding:
        """Return how the report of a code stands."""
        return self._ask("POST", "/wrongdoing/standing", WrongdoingStanding, WrongdoingCode(code=code))

    def box(self) -> WrongdoingBox:
        """Return every report."""
        return self._ask("GET", "/wrongdoing/reports", WrongdoingBox)

    def answer(self, report_id: str, words: str) -> WrongdoingBox:
        """Answer a report."""
        return self._ask(
            "POST", f"/wrongdoing/reports/{report_id}/answer", WrongdoingBox, WrongdoingAnswer(words=words)
        )
