"""What `leadbook replay` prints: identical, or where and why a search run again differs."""

from collections.abc import Iterator

from kernel_lib.wire.replay import Difference, GalleryChange, ReplayView


def in_words(view: ReplayView) -> str:
    """Return the outcome of a replay, the verdict first."""
    return "\n".join(_lines(view))


# Private


def _lines(view: ReplayView) -> Iterator[str]:
    yield _verdict(view)
    yield f"capsule {view.capsule_sha256}"
    yield from (f"another one now: {each}" for each in view.unlike)
    yield from _gallery(view.gallery)
    if view.gallery.happened and not view.not_run:
        same = "identical" if view.today_identical else _where(view.today_difference)
        yield f"over the references of today: {same}"


def _verdict(view: ReplayView) -> str:
    if view.not_run:
        return f"not run: {view.not_run}"
    if view.identical:
        return (
            f"identical: {view.places} places over the {view.gallery.eligible_then} references of then, "
            f"ids exact, similarities within {view.tolerance:g}"
        )
    return f"not identical: {_where(view.first_difference)}"


def _where(difference: Difference | None) -> str:
    if difference is None:
        return "no place differs"
    apart = "" if difference.score_apart is None else f" by {difference.score_apart:.2g}"
    return f"rank {difference.rank} differs: {difference.how}{apart}"


def _gallery(change: GalleryChange) -> Iterator[str]:
    if not change.happened:
        yield f"the gallery is unchanged: snapshot {change.snapshot_now}, eligible root {change.eligible_root_now}"
        return
    yield (
        f"the gallery changed: {change.added} added, {change.removed} removed, "
        f"{change.became_eligible} became eligible, {sum(count for _, count in change.left)} may not be compared now"
    )
    yield from (f"  no longer compared, {reason}: {count}" for reason, count in change.left)
    yield f"  snapshot {change.snapshot_then} then, {change.snapshot_now} now"
    yield (
        f"  eligible {change.eligible_then} then, root {change.eligible_root_then}; "
        f"{change.eligible_now} now, root {change.eligible_root_now}"
    )
