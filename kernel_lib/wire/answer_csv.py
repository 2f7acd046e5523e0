"""An answer as CSV, the same from a page and from the command line."""

import csv
import io

from kernel_lib.wire.audit import AnswerView, Scalar

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(answer: AnswerView) -> str:
    """Return the answer as CSV, columns first; a text that a spreadsheet would take for a formula is kept as text."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(answer.columns)
    writer.writerows([_plain(value) for value in row] for row in answer.rows)
    return out.getvalue()


def _plain(value: Scalar) -> Scalar:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
