"""The audit snapshot: made from the log in a second a day, thrown away and made again at will, and asked by name.

`build` makes or continues it, `ask` puts a named question to it, `hand_over` makes a file of it to take away. The log
is the truth: a snapshot says which signed checkpoint it was made from and never holds an entry after it.
"""

from audits.analytics.asking import ROWS_LIMIT, Answer, ask
from audits.analytics.building import build
from audits.analytics.handing import hand_over, new_veil
from audits.analytics.opening import Snapshot, open_snapshot, read_snapshot
from audits.analytics.sharing import write_months
from audits.questions import Parameter, Question, Scalar, bound, question, questions

__all__ = [
    "ROWS_LIMIT",
    "Answer",
    "Parameter",
    "Question",
    "Scalar",
    "Snapshot",
    "ask",
    "bound",
    "build",
    "hand_over",
    "new_veil",
    "open_snapshot",
    "question",
    "questions",
    "read_snapshot",
    "write_months",
]
