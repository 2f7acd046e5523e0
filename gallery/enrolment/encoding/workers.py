"""Workers of other machines look at booking pictures; whatever they do not do, the service does itself (decision 27).

A worker is used only while its models, libraries and templates are the service's own, to the bit; another one is named
in the service's output and gets no picture. What a worker answers is checked against the picture that it was sent.
"""

import contextlib
import logging
import threading
import time
from collections.abc import Sequence
from concurrent.futures import CancelledError

import dask.config
import numpy as np
from distributed import Client, Future, Security
from distributed import TimeoutError as NoAnswer

from gallery.enrolment.encoding.asked import Asked, Encoded
from gallery.enrolment.encoding.here import Here
from gallery.enrolment.encoding.together import Together
from gallery.enrolment.encoding.trial import Trial
from gallery.enrolment.encoding.worker import Answer, look, tried
from kernel_lib.errors import LeadbookError, Refusal
from kernel_lib.faces.pipeline import BATCH, Seen
from kernel_lib.hashing import sha256_hex

_PLACES = 6
_AGAIN_S, _LOOK_S, _ANSWER_S, _TOLD_S = 30.0, 1.0, 120.0, 300.0
_NOISY = 1 << 40
_log = logging.getLogger("leadbook.encoding")


class WorkersLost(LeadbookError):
    """No worker of the same models answers now, so the service looks at the pictures itself. Never leaves this file."""


class Workers:
    """Looks at pictures on the workers of one scheduler."""

    def __init__(
        self, here: Here, expected: Trial, address: str, security: Security | None, *, patience_s: float = 5.0
    ) -> None:
        """Take what looks when no worker does, what workers must be, where the scheduler is, how long to call it."""
        self._here = here
        self._expected = expected
        self._address = address
        self._security = security
        self._patience_s = patience_s
        self._together = Together(self._look, _PLACES, BATCH)
        self._lock = threading.Lock()
        self._client: Client | None = None
        self._not_before = 0.0
        self._judged: dict[str, str] = {}
        self._told = ("", 0.0)

    @property
    def model_id(self) -> str:
        """Name and hash of the recogniser."""
        return self._here.model_id

    @property
    def at_once(self) -> int:
        """How many pictures keep the workers busy."""
        return self._together.at_once

    def see(self, asked: Asked) -> Encoded:
        """What is seen in one picture, by a worker or else by the service. Raises WeightsRefused as `Here` does."""
        return self._together.see(asked)

    def see_all(self, asked: Sequence[Asked]) -> list[Encoded]:
        """What is seen in several, in their order. Raises WeightsRefused as `Here` does."""
        return self._together.see_all(asked)

    def close(self) -> None:
        """Let go of the scheduler."""
        with self._lock:
            self._drop()

    # Private

    def _look(self, asked: Sequence[Asked]) -> list[Encoded]:
        try:
            client = self._connected()
            return self._checked(asked, *self._answer(client, asked))
        except WorkersLost as lost:
            self._tell(str(lost))
        except (OSError, NoAnswer, CancelledError) as error:
            self._tell(type(error).__name__)
            with self._lock:
                self._drop()
        return self._here.see_all(asked)

    def _tell(self, why: str) -> None:
        """Say once why the service looks itself, until there is another reason or a while has passed."""
        now = time.monotonic()
        with self._lock:
            again = why == self._told[0] and now < self._told[1] + _TOLD_S
            self._told = self._told if again else (why, now)
        if not again:
            _log.warning("workers: %s; the service looks at pictures itself", why)

    def _connected(self) -> Client:
        """The connection; it is tried again only after a while, so that a run does not wait for it at each picture."""
        with self._lock:
            if self._client is not None and self._client.status == "closed":
                self._drop()
            if self._client is None:
                if time.monotonic() < self._not_before:
                    raise WorkersLost("the scheduler does not answer")
                self._not_before = time.monotonic() + _AGAIN_S
                dask.config.set({"distributed.admin.large-graph-warning-threshold": _NOISY})
                self._client = Client(
                    self._address, security=self._security, timeout=self._patience_s, set_as_default=False
                )
            return self._client

    def _drop(self) -> None:
        client, self._client = self._client, None
        self._judged = {}
        if client is not None:
            client.close(timeout=_LOOK_S)

    def _answer(self, client: Client, asked: Sequence[Asked]) -> tuple[Answer, str]:
        """What a worker answers. The pictures of one that ends go to another, by the scheduler."""
        accepted = self._accepted(client)
        future = client.submit(
            look, list(asked), self._expected, workers=accepted, allow_other_workers=False, pure=False
        )
        until = time.monotonic() + _ANSWER_S
        try:
            while not future.done():
                with contextlib.suppress(NoAnswer):
                    future.exception(timeout=_LOOK_S)  # waits
                if time.monotonic() > until or not self._present(client) & set(accepted):
                    raise WorkersLost("every worker that had them ended")
            error = future.exception()
            if error is not None:
                raise WorkersLost(f"a worker failed ({type(error).__name__})")
            return future.result(), _where(client, future)
        finally:
            future.release()

    def _accepted(self, client: Client) -> list[str]:
        """Addresses of the workers that are there and whose models are the service's; each is judged once."""
        present = self._present(client)
        with self._lock:
            new = sorted(present - set(self._judged))
            if new:
                trials = client.run(tried, workers=new, on_error="return")
                for address in new:
                    trial = trials.get(address)
                    self._judge(address, self._expected.fault(trial if isinstance(trial, Trial) else None))
            accepted = [address for address in sorted(present) if not self._judged[address]]
        if not accepted:
            raise WorkersLost("none with the same models is there")
        return accepted

    def _judge(self, address: str, fault: str) -> None:
        self._judged[address] = fault
        if fault:
            _log.warning("worker %s gets no picture: %s", address, fault)

    def _present(self, client: Client) -> set[str]:
        if client.status != "running":
            raise WorkersLost("the scheduler is gone")
        return set(client.scheduler_info()["workers"])

    def _checked(self, asked: Sequence[Asked], answer: Answer, worker: str) -> list[Encoded]:
        """What a worker answered, if it can be of these pictures by these models."""
        fault = self._expected.fault(answer.trial) or _fault(asked, answer, self.model_id)
        if fault:
            with self._lock:
                self._judge(worker, fault)
            raise WorkersLost(f"{worker or 'a worker'} was sent away")
        return [Encoded(outcome, worker) for outcome in answer.outcomes]


def _where(client: Client, future: "Future[Answer]") -> str:
    """The address of the worker that holds an answer, or "worker" where it ended since."""
    return next(iter(client.who_has([future]).get(future.key, ())), "worker")


def _fault(asked: Sequence[Asked], answer: Answer, model_id: str) -> str:
    if len(answer.outcomes) != len(asked):
        return f"{len(answer.outcomes)} answers to {len(asked)} pictures"
    right = all(_of(one, outcome, model_id) for one, outcome in zip(asked, answer.outcomes, strict=True))
    return "" if right else "an answer that is not of the picture it was sent"


def _of(asked: Asked, outcome: object, model_id: str) -> bool:
    if isinstance(outcome, Refusal):
        return outcome.rule.startswith("picture.")
    if not isinstance(outcome, Seen) or outcome.sha256 != sha256_hex(asked.data):
        return False
    template = outcome.template
    if (template is not None) != (outcome.face is not None and asked.wanted(outcome)):
        return False
    return template is None or (template.model_id == model_id and template.vector.dtype == np.float32)
