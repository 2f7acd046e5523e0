"""The bench of casework, and leads whose limits are acknowledged."""

import pytest

from gallery.casework import lead
from kernel_lib.wire.examination import Acknowledgement
from tests.gallery.casework.bench import Bench
from tests.gallery.casework.conftest import bench, made_bench

__all__ = ["bench", "made_bench"]


@pytest.fixture
def lead_id(bench: Bench) -> str:
    """An acknowledged lead of the investigator."""
    issued = bench.lead()
    lead.acknowledge(bench.casework, bench["investigator"], issued, Acknowledgement(initials="AB", accepted=True))
    return issued
