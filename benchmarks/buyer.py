"""The one table that tells a buyer what the index gives: Leadbook by size, then the peers."""

from collections.abc import Sequence

from benchmarks.growth import Growth
from benchmarks.peers.catalogue import named
from benchmarks.peers.measured import Measured
from benchmarks.peers.table import NOTHING, markdown, milliseconds, number, recall, with_unit
from benchmarks.peers.templates import KINDS

_HEAD = (
    "",
    "Pictures",
    "A search",
    "FAISS flat, same run",
    "Limit of the memory",
    "Recall",
    "Memory",
    "Ready after a start",
    "A removed picture",
)


def buyer_table(growth: Growth, large: Growth | None, peers: Sequence[Measured]) -> str:
    """Return Markdown: a line for each size of gallery, then one for each peer at the most rows it was given."""
    lines = [_size(each, row) for each in (growth, large) if each for row in each.of("leadbook")]
    lines += [_peer(growth, peers, row) for row in _at_most(peers)]
    return markdown(_HEAD, lines, left=(0, 8))


# Private


def _size(growth: Growth, row: Measured) -> list[str]:
    flat = next((one for one in growth.of("faiss_flat") if one.count == row.count), None)
    return ["**Leadbook**", *_middle(growth, row, flat), _opened(row), _removed(row)]


def _peer(growth: Growth, peers: Sequence[Measured], row: Measured) -> list[str]:
    flat = next((one for one in peers if one.peer == "faiss_flat" and one.count == row.count), None)
    return [named(row.peer).title, *_middle(growth, row, flat if flat is not row else None), NOTHING, _removed(row)]


def _middle(growth: Growth, row: Measured, flat: Measured | None) -> list[str]:
    return [
        f"{row.count:,}",
        with_unit(milliseconds(row.all), "ms"),
        with_unit(milliseconds(flat.all), "ms") if flat else NOTHING,
        f"{growth.limit_ms(row.count, row.dimensions):.1f} ms",
        recall(row.all),
        with_unit(number(row.memory_mb, 0), "MB"),
    ]


def _at_most(peers: Sequence[Measured]) -> list[Measured]:
    most: dict[str, Measured] = {}
    for row in peers:
        if row.kind == KINDS[0] and row.all and row.peer != "leadbook":
            most[row.peer] = max(most.get(row.peer, row), row, key=lambda one: one.count)
    return list(most.values())


def _opened(row: Measured) -> str:
    return with_unit(number(row.opened_s, 2), "s")


def _removed(row: Measured) -> str:
    removed = row.removed
    if removed is None or removed.milliseconds is None:
        return removed.why.partition(";")[0] if removed else NOTHING
    words = {
        "gone": "gone, bytes too",
        "stay": "gone from searches, bytes stay in its files",
        "no file": "gone; it keeps no file",
        "not told": "gone from searches",
    }
    return words[removed.bytes] if removed.gone else "still found"
