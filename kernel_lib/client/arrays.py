"""The routes of photo arrays: putting one together, and showing it."""

from kernel_lib.client.connection import Connection
from kernel_lib.wire.arrays import ArrayAnswer, ArrayEnd, ArrayOpened, ArrayShowing, ArrayShowings, UploadSource
from kernel_lib.wire.follow_up import FollowUpView


class Arrays:
    """Photo arrays (E-06, E-07, W-17)."""

    def __init__(self, connection: Connection) -> None:
        self._ask = connection.ask
        self._send = connection.send

    def prepare(self, lead_id: str) -> FollowUpView:
        """Begin an array for a lead."""
        return self._ask("POST", f"/leads/{lead_id}/arrays", FollowUpView)

    def propose(self, array_id: str) -> FollowUpView:
        """Let the service propose fillers."""
        return self._ask("POST", f"/arrays/{array_id}/proposals", FollowUpView)

    def name_source(self, array_id: str, source: str) -> FollowUpView:
        """Say where the pictures sent next come from and what allows their use."""
        return self._ask("PUT", f"/arrays/{array_id}/source", FollowUpView, UploadSource(source=source))

    def upload(self, array_id: str, filename: str, picture: bytes) -> FollowUpView:
        """Send a filler."""
        files = {"picture": (filename, picture, "application/octet-stream")}
        response = self._send("POST", f"/arrays/{array_id}/fillers", files=files)
        return FollowUpView.model_validate_json(response.content)

    def take_out(self, array_id: str, number: int) -> FollowUpView:
        """Take a filler out, by its number."""
        return self._ask("DELETE", f"/arrays/{array_id}/fillers/{number}", FollowUpView)

    def measure(self, array_id: str) -> FollowUpView:
        """Measure every picture against every other."""
        return self._ask("POST", f"/arrays/{array_id}/measurement", FollowUpView)

    def give_code(self, array_id: str) -> FollowUpView:
        """Make the one-time code for whoever shows the pictures."""
        return self._ask("POST", f"/arrays/{array_id}/code", FollowUpView)

    def begin(self, code: str, *, unaware: bool) -> ArrayShowing:
        """Begin a showing by its code."""
        return self._ask("POST", "/array-showings", ArrayShowing, ArrayOpened(code=code, unaware=unaware))

    def own(self) -> tuple[ArrayShowing, ...]:
        """Return one's own showings under way."""
        return self._ask("GET", "/array-showings", ArrayShowings).showings

    def answer(self, array_id: str, words: str) -> ArrayShowing:
        """Record what the witness said of the picture shown now."""
        return self._ask("POST", f"/array-showings/{array_id}/answers", ArrayShowing, ArrayAnswer(words=words))

    def go_back(self, array_id: str) -> ArrayShowing:
        """Show the picture before again; it is recorded."""
        return self._ask("POST", f"/array-showings/{array_id}/going-back", ArrayShowing)

    def end(self, array_id: str, *, recorded: bool, reason: str = "") -> ArrayShowing:
        """End and seal a showing."""
        given = ArrayEnd(recorded=recorded, reason=reason)
        return self._ask("POST", f"/array-showings/{array_id}/end", ArrayShowing, given)
