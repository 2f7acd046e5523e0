"""deepface: `find` with `return_type="dict"`, its batched form: one matrix product over all rows."""

from typing import Any, ClassVar

from benchmarks.peers.of_deepface import Find


class FindBatched(Find):
    """The same datastore, answered as dictionaries."""

    arguments: ClassVar[dict[str, Any]] = {"return_type": "dict"}

    def _identities(self, found: Any) -> Any:
        return [one["identity"] for one in found]


PEER = FindBatched
