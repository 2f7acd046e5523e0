"""What a run measures, and at which counts."""

from benchmarks.peers.run import planned


def test_graphs_are_measured_below_the_full_count_with_yardsticks_beside_them() -> None:
    """A graph of a million rows would take minutes to build; its time needs another at the same count."""
    jobs = list(planned(1_000_000, ["faiss_hnsw", "faiss_flat"], everyone=False))

    counts = {(job.listed.name, job.kind): set() for job in jobs}
    for job in jobs:
        counts[job.listed.name, job.kind].add(job.count)
    assert counts == {
        ("faiss_flat", "like faces"): {200_000, 1_000_000},
        ("faiss_hnsw", "like faces"): {200_000},
        ("faiss_hnsw", "random"): {200_000},
    }


def test_everyone_is_measured_at_the_full_count_when_asked_for() -> None:
    """`--all` takes its time."""
    jobs = planned(1_000_000, ["faiss_hnsw"], everyone=True)

    assert {job.count for job in jobs} == {1_000_000}


def test_a_small_run_is_the_same_for_all() -> None:
    """Below every limit each peer gets all rows, once."""
    jobs = list(planned(10_000, None, everyone=False))

    assert {job.count for job in jobs} == {10_000}
    assert len(jobs) == len({(job.listed.name, job.kind) for job in jobs})
