"""The picture of docs/performance.md: time and memory by the size of the gallery, with the peers where they stand."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import log10
from typing import Any

import altair as alt
import pandas as pd
import vl_convert

from benchmarks.growth import Growth
from benchmarks.peers.catalogue import named
from benchmarks.peers.measured import Measured
from benchmarks.peers.templates import KINDS

_INK, _GREY, _OURS, _FLAT, _NUMPY = "#1a1a1a", "#5a5a5a", "#0b5394", "#a64d00", "#3d7a3d"
_LIMIT = "limit: reading every number once"
_COLOURS = {"Leadbook": _OURS, "FAISS flat": _FLAT, "numpy full scan": _NUMPY, _LIMIT: _INK}
_DASHES = {"Leadbook": [1, 0], "FAISS flat": [6, 3], "numpy full scan": [2, 2], _LIMIT: [10, 4]}
_LINES = ("leadbook", "faiss_flat", "numpy")
_TEXT_GAP = 0.16
"""Least distance of two labels, in powers of ten of the time axis."""
_ROOM_FROM = 1_000_000
"""Rows from which there is room for names on the right, also above the lines."""


def drawn(growth: Growth, large: Growth | None, peers: Sequence[Measured]) -> str:
    """Return the picture as SVG."""
    chart = (
        alt.hconcat(_times(growth, large, peers), _memory(growth, large), spacing=40)
        .configure_view(stroke=None)
        .configure_axis(labelColor=_INK, titleColor=_INK, gridColor="#e4e4e4", labelFontSize=12, titleFontSize=13)
        .configure_legend(labelColor=_INK, labelFontSize=12, titleFontSize=12, symbolStrokeWidth=3, symbolSize=200)
        .configure(background="#ffffff", font="DejaVu Sans, Helvetica, Arial, sans-serif", padding=12)
    )
    return str(vl_convert.vegalite_to_svg(chart.to_json()))


def spread(places: Sequence[float], gap: float) -> list[float]:
    """Return places moved up as little as keeps each at least `gap` above the one below; in the given order.

    The lowest stays where it is. Used for labels, which would otherwise lie on each other.
    """
    order = sorted(range(len(places)), key=places.__getitem__)
    moved = list(places)
    for below, above in pairwise(order):
        moved[above] = max(places[above], moved[below] + gap)
    return moved


# Private


def _times(growth: Growth, large: Growth | None, peers: Sequence[Measured]) -> alt.LayerChart:
    rows = pd.DataFrame(_line_rows(growth, large, lambda row: row.all.milliseconds if row.all else None))
    limits = pd.DataFrame(
        [{"rows": count, "value": growth.limit_ms(count), "who": _LIMIT} for count in _counts(growth, large)]
    )
    lines = _lines(pd.concat([rows, limits]), "A search, milliseconds")
    points = _points(rows)
    layers: list[alt.Chart] = [lines, points, *_peer_marks(growth, peers)]
    return alt.layer(*layers).properties(width=560, height=430, title="Time of one search (128 numbers, 50 candidates)")


def _memory(growth: Growth, large: Growth | None) -> alt.LayerChart:
    rows = pd.DataFrame(_line_rows(growth, large, lambda row: row.memory_mb))
    chart = alt.layer(_lines(rows, "Memory held, MB"), _points(rows))
    return chart.properties(width=280, height=430, title="Memory")


def _lines(rows: pd.DataFrame, title: str) -> alt.Chart:
    who = list(_COLOURS)
    colour = alt.Color("who:N", title=None, scale=alt.Scale(domain=who, range=list(_COLOURS.values())))
    dash = alt.StrokeDash("who:N", title=None, scale=alt.Scale(domain=who, range=list(_DASHES.values())))
    legend = alt.Legend(orient="bottom", columns=4, labelLimit=300)
    return (
        alt.Chart(rows)
        .mark_line(strokeWidth=2.5)
        .encode(_x(), _y(title), colour.legend(legend), dash.legend(legend), order="rows:Q")
    )


def _points(rows: pd.DataFrame) -> alt.Chart:
    colour = alt.Color("who:N", scale=alt.Scale(domain=list(_COLOURS), range=list(_COLOURS.values())), legend=None)
    return alt.Chart(rows).mark_point(filled=True, size=55, opacity=1).encode(x="rows:Q", y="value:Q", color=colour)


def _peer_marks(growth: Growth, peers: Iterable[Measured]) -> list[alt.Chart]:
    """A diamond where each peer stands, hollow when its list is not complete, and its name where the lines are not."""
    marks: list[alt.Chart] = []
    shown = [row for row in peers if row.peer not in _LINES and row.kind == KINDS[0] and row.all]
    for count in sorted({row.count for row in shown}):
        here = [row for row in shown if row.count == count]
        labels = spread([log10(row.all.milliseconds) for row in here if row.all], _TEXT_GAP)
        data = pd.DataFrame([_mark(growth, row, 10**label) for row, label in zip(here, labels, strict=True)])
        diamonds = alt.Chart(data).mark_point(shape="diamond", size=90, color=_INK, strokeWidth=1.5, opacity=1)
        fill = alt.Fill("fill:N", scale=None, legend=None)
        marks.append(diamonds.encode(x="rows:Q", y="value:Q", fill=fill))
        for align, dx in (("left", 9), ("right", -9)):
            words = alt.Chart(data[data["align"] == align])
            text = words.mark_text(baseline="middle", fontSize=11, color=_INK, align=align, dx=dx)
            marks.append(text.encode(x="rows:Q", y="label:Q", text="text:N"))
    return marks


def _mark(growth: Growth, row: Measured, label: float) -> dict[str, Any]:
    if row.all is None:
        raise ValueError("a peer without figures has no place in the picture")
    exact = named(row.peer).exact
    lacks = "" if exact else f" (finds {100 * row.all.recall:.0f} of 100)"
    text = named(row.peer).title + lacks
    fill = _INK if exact else "#ffffff"
    above = row.all.milliseconds > growth.limit_ms(row.count)
    align = "right" if above and row.count < _ROOM_FROM else "left"
    return {
        "rows": row.count,
        "value": row.all.milliseconds,
        "label": label,
        "text": text,
        "fill": fill,
        "align": align,
    }


def _line_rows(growth: Growth, large: Growth | None, value: Any) -> list[dict[str, Any]]:
    found = []
    for peer in _LINES:
        for row in (*growth.of(peer), *(large.of(peer) if large else ())):
            found.append({"rows": row.count, "value": value(row), "who": named(peer).title})
    return found


def _counts(growth: Growth, large: Growth | None) -> list[int]:
    return sorted({row.count for each in (growth, large) if each for row in each.rows})


def _x() -> alt.X:
    axis = alt.Axis(format="~s", values=[10**power for power in range(4, 8)], grid=True)
    return alt.X("rows:Q", title="Pictures in the gallery", scale=alt.Scale(type="log", domain=[6e3, 2e7]), axis=axis)


def _y(title: str) -> alt.Y:
    axis = alt.Axis(format=",~", values=[10.0**power for power in range(-3, 6)], grid=True)
    return alt.Y("value:Q", title=title, scale=alt.Scale(type="log"), axis=axis)
