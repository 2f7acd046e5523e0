"""Charts of a report: quiet bars and lines from zero, each labelled on itself, drawn once as SVG inside the page."""

import base64
from collections.abc import Sequence
from html import escape

import altair as alt
import vl_convert

from kernel_lib.reports.block import Block
from kernel_lib.words.spoken import number, say, told

Pair = tuple[str, float]

_INK, _SOFT, _BLUE = "#1c2430", "#56606e", "#1f5a7a"
_FONT = "Noto Sans, Liberation Sans, DejaVu Sans, sans-serif"
_BAR_HEIGHT = 24
_WIDTH = 420
_LONGEST_LABEL = 220
_CHARACTER = 7.5
BARS_LIMIT = 24
"""More bars than these do not help a reader; the table beside holds every value."""


def bars(caption: str, pairs: Sequence[Pair]) -> Block:
    """Draw horizontal bars in the given order; the table that belongs beside them is the caller's."""
    shown = list(pairs)[:BARS_LIMIT]
    if not shown:
        return Block("")
    rows = [{"label": str(told(label)), "value": value, "text": _number(value)} for label, value in shown]
    # The page may be set in a wider font than the one that is measured here, so room is kept for the longest label.
    room = min(_LONGEST_LABEL, _CHARACTER * max(len(label) for label, _ in shown))
    axis = alt.Axis(labelLimit=_LONGEST_LABEL, minExtent=room, ticks=False, domain=False, labelPadding=8)
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=alt.Y("label:N", sort=None, title=None, axis=axis),
        x=alt.X("value:Q", title=None, axis=None, scale=alt.Scale(zero=True, domainMin=0, nice=False)),
    )
    labels = base.mark_text(align="left", dx=5, color=_INK).encode(text="text:N")
    chart = (base.mark_bar(color=_BLUE, height=14) + labels).properties(width=_WIDTH, height=_BAR_HEIGHT * len(shown))
    return _figure(caption, "Bar chart", chart)


def line(caption: str, pairs: Sequence[Pair]) -> Block:
    """Draw one series over time from zero, first and last value labelled."""
    if len(pairs) < 2:
        return bars(caption, pairs)
    ends = {0, len(pairs) - 1}
    rows = [
        {"label": str(told(label)), "value": value, "text": _number(value) if at in ends else ""}
        for at, (label, value) in enumerate(pairs)
    ]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("label:O", sort=None, title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True, tickColor=_SOFT)),
        y=alt.Y("value:Q", title=None, scale=alt.Scale(zero=True), axis=alt.Axis(tickCount=4, gridColor="#e3e7ec")),
    )
    labels = base.mark_text(dy=-9, color=_INK).encode(text="text:N")
    marks = base.mark_line(color=_BLUE, strokeWidth=2) + base.mark_point(color=_BLUE, filled=True, size=28) + labels
    return _figure(caption, "Line chart", marks.properties(width=_WIDTH + 120, height=180))


def _figure(caption: str, kind: str, chart: alt.LayerChart) -> Block:
    styled = chart.configure(font=_FONT, background="white").configure_view(stroke=None)
    styled = styled.configure_axis(labelColor=_INK, labelFontSize=12, domainColor=_SOFT).configure_text(fontSize=12)
    svg = vl_convert.vegalite_to_svg(styled.to_json())
    picture = base64.b64encode(svg.encode()).decode()
    alternative = f"{told(kind)}: {told(caption)}. {say('The values stand in the table below.')}"
    return Block(
        f"<figure><figcaption>{escape(told(caption))}</figcaption>"
        f'<img alt="{escape(alternative)}" src="data:image/svg+xml;base64,{picture}"></figure>'
    )


def _number(value: float) -> str:
    return number(value, 0 if float(value).is_integer() else 1)
