"""The process that runs one report for the service: it reads its order, tells how far it is, and ends (W-24).

Each line that it writes is one JSON object: `begun` with the id of the run, `progress` with what is done, how much
there is and what is being done, and at the end `left` with state and folder, or `failed` with the kind of error and
its words.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kernel_lib.errors import LeadbookError

Tell = Callable[..., None]


def main() -> int:
    """Run the report that standard input orders."""
    # Loaded here: only this process runs a notebook.
    from kernel_lib.reports import run_report

    signal.signal(signal.SIGTERM, _end)
    tell, order = _own_output(), json.load(sys.stdin)
    try:
        finished = run_report(
            order["report"],
            order["parameters"],
            out=Path(order["out"]),
            socket=Path(order["socket"]),
            session=order["session"],
            notebooks=Path(order["notebooks"]),
            language=order["language"],
            on_progress=lambda done, total, title: tell(progress=[done, total, title]),
            on_begun=lambda run_id: tell(begun=run_id),
        )
    except LeadbookError as error:
        tell(failed=type(error).__name__, words=str(error))
        return 1
    tell(left=finished.status, folder=finished.folder.name)
    return 0


# Private


def _own_output() -> Tell:
    """Keep standard output for what this process tells; what libraries print goes to standard error."""
    lines = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def tell(**told: Any) -> None:
        lines.write(json.dumps(told) + "\n")
        lines.flush()

    return tell


def _end(number: int, _frame: object) -> None:
    """End as an exit does, so that the run is recorded as failed and its kernel ends with it."""
    raise SystemExit(128 + number)


if __name__ == "__main__":
    sys.exit(main())
