"""The bench of casework with a records clerk, and complete applications."""

from pathlib import Path

import pytest
from sqlalchemy import update

from gallery.records.held import eligibility
from kernel_lib.vocabulary import Role
from tests.gallery.casework.bench import Bench
from tests.gallery.casework.conftest import made_bench

__all__ = ["made_bench"]


@pytest.fixture
def bench(made_bench: Bench, tmp_path: Path) -> Bench:
    """A copy of the bench for one test, with a records clerk, whose pictures are held by a real rule."""
    copy = made_bench.copied(tmp_path / "bench")
    with copy.ledger.unrecorded() as connection:
        connection.execute(update(eligibility).values(rule="F-31.conviction"))
    copy.join("clerk", (Role.RECORDS_CLERK,))
    copy.join("stranger_clerk", (Role.RECORDS_CLERK,), service="other")
    return copy
