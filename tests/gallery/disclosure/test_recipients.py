"""Whoever fetched a pack is told when a lead in it is withdrawn."""

from pathlib import Path

import pytest

from audits.checkpoint import open_log
from gallery.desk import work
from gallery.disclosure.acts import Disclosure
from gallery.followup import ending
from kernel_lib.vocabulary import Role, WorkKind
from kernel_lib.wire.disclosure import PackAsked
from kernel_lib.wire.follow_up import OutcomeGiven
from tests.gallery.casework.bench import Bench
from tests.gallery.disclosure.sample import KEY
from tests.gallery.fakes import FixedClock


@pytest.mark.proves("E-13")
def test_a_fetched_pack_is_a_copy_that_a_withdrawal_reaches(tmp_path: Path) -> None:
    """Compliance fetched what an approver built: both are told, and the copy is marked."""
    clock = FixedClock()
    with open_log(tmp_path / "audit", KEY, clock=clock) as log:
        bench = Bench(tmp_path / "data", clock=clock, log=log)
        bench.join("compliance", (Role.COMPLIANCE,))
        bench.enrol()
        lead_id = bench.lead()
        disclosure = Disclosure(bench.casework, tmp_path / "audit", KEY, "test")
        pack = disclosure.build(bench["approver"], "2026-000123", PackAsked())
        disclosure.download(bench["compliance"], pack.id)

        given = OutcomeGiven(outcome="eliminated", reason="Somebody else was seen there at that hour.")
        ended = ending.end(bench.casework, bench["investigator"], lead_id, given)

        assert [(each.kind.value, each.withdrawn_at) for each in ended.copies] == [("pack", clock())]
        for name in ("approver", "compliance", "investigator"):
            kinds = [each.kind for each in work.listed(bench.casework, bench[name]).mine]
            assert kinds.count(WorkKind.READ_NOTICE) == 1
