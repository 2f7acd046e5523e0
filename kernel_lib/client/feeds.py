"""The routes of signed feeds, one method a route."""

from urllib.parse import quote

from kernel_lib.client.connection import Connection
from kernel_lib.wire.feeds import FeedForeseen, FeedKeyAsked, FeedKeys, FeedKeyView, FeedOpened, FeedResults
from kernel_lib.wire.gallery import RecaptureList, RetemplatingAsked, RetemplatingStep

_FEED_SECONDS = 300


class Feeds:
    """Feeds of a records system, and the keys that may sign them (F-04)."""

    def __init__(self, connection: Connection) -> None:
        self._ask = connection.ask
        self._send = connection.send

    def open(self, manifest: bytes, signature: bytes, lines: bytes) -> FeedOpened:
        """Open a signed feed so that its lines can be offered. Raises Unacceptable where it is not as it was signed."""
        response = self._send("POST", "/feeds", files=_files(manifest, signature, lines), timeout=_FEED_SECONDS)
        return FeedOpened.model_validate_json(response.content)

    def foresee(self, manifest: bytes, signature: bytes, lines: bytes) -> FeedForeseen:
        """Return what offering a feed would do; nothing is changed."""
        response = self._send("POST", "/feeds/preview", files=_files(manifest, signature, lines), timeout=_FEED_SECONDS)
        return FeedForeseen.model_validate_json(response.content)

    def results(self) -> FeedResults:
        """Return what became of the feeds that were opened last."""
        return self._ask("GET", "/feeds/results", FeedResults)

    def recaptures(self) -> RecaptureList:
        """Return of whom another picture is wanted (F-07)."""
        return self._ask("GET", "/recapture-list", RecaptureList)

    def type10(self, picture_id: str) -> bytes:
        """Return a held picture as a Type-10 transaction (G-13)."""
        return self._send("GET", f"/gallery-pictures/{quote(picture_id, safe='')}/type10").content

    def foresee_retemplating(self, model: str = "") -> RetemplatingStep:
        """Return how many eligible pictures wait for a template of the model in use, or of a registered one (F-11)."""
        return self._ask("GET", "/retemplating", RetemplatingStep, model=model)

    def retemplate(self, asked: RetemplatingAsked) -> RetemplatingStep:
        """Make templates for some of them."""
        return self._ask("POST", "/retemplating", RetemplatingStep, asked)

    def keys(self) -> FeedKeys:
        """Return every key of one's own service."""
        return self._ask("GET", "/feed-keys", FeedKeys)

    def register(self, asked: FeedKeyAsked) -> FeedKeyView:
        """Register the public key of a records system."""
        return self._ask("POST", "/feed-keys", FeedKeyView, asked)

    def end(self, key_id: str) -> FeedKeyView:
        """End a key."""
        return self._ask("POST", f"/feed-keys/{quote(key_id, safe='')}/ending", FeedKeyView)


def _files(manifest: bytes, signature: bytes, lines: bytes) -> dict[str, tuple[str, bytes, str]]:
    sent = {"manifest": manifest, "signature": signature, "lines": lines}
    return {field: (field, data, "application/octet-stream") for field, data in sent.items()}
