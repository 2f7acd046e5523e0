"""The log grown for measuring is one that the service could have written."""

import json
from itertools import islice
from pathlib import Path

from audits.checkpoint import open_log
from audits.events import from_json
from audits.verify import verify
from benchmarks.grown_log import KEY, grow
from benchmarks.grown_stories import acts
from kernel_lib.hashing import canonical_json


def test_a_grown_log_is_whole_and_opens(tmp_path: Path) -> None:
    """Verification finds nothing, and the service opens it without making its hashes again."""
    assert list(grow(tmp_path / "audit", 1_234)) == [1_234]

    verdict = verify(tmp_path / "audit")
    with open_log(tmp_path / "audit", KEY) as log:
        assert log.size == 1_235

    assert verdict.whole, verdict.faults
    assert verdict.events == 1_234


def test_grown_acts_are_events_in_canonical_form() -> None:
    """Each can be read as an event, and is spelt as the log spells it; the same seed gives the same acts."""
    some = [text for _, text in islice(acts(3), 1_500)]

    for text in some:
        from_json(json.loads(text))
        assert canonical_json(json.loads(text)).decode() == text
    assert [text for _, text in islice(acts(3), 1_500)] == some
    assert len({json.loads(text)["act"] for text in some}) > 12
