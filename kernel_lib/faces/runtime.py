"""One onnxruntime session over checked bytes. Safe to run from several threads at once."""

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from onnxruntime.capi import onnxruntime_pybind11_state as state

from kernel_lib.errors import WeightsRefused
from kernel_lib.faces.prelu import spelled_out

_ERRORS_ONLY = 3
_FAULTS = (
    state.Fail,
    state.InvalidArgument,
    state.InvalidGraph,
    state.InvalidProtobuf,
    state.NotImplemented,
    RuntimeError,
    ValueError,
)
_TRIAL = 7
"""Seed of the picture on which a model and its faster spelling must agree."""
CPU = ("CPUExecutionProvider",)


class Session:
    """A loaded model with one input.

    On the processor, a model whose activations are slow in onnxruntime runs in a faster spelling (see prelu.py), once
    both have given the same bits here (`quick`); otherwise as its file says. So the hash of the file names what runs.
    """

    def __init__(self, data: bytes, *, threads: int, providers: tuple[str, ...] = CPU) -> None:
        """Load a model.

        Args:
            data: the bytes of a registered file, checked by `weights.load`.
            threads: cores one run may use.
            providers: onnxruntime's execution providers in order of preference.

        Raises:
            WeightsRefused: onnxruntime cannot run the file, or lacks a provider asked for.
        """
        missing = set(providers) - set(ort.get_available_providers())
        if missing:
            raise WeightsRefused(f"providers: expected some of {ort.get_available_providers()}, got {sorted(missing)}")
        try:
            given = _opened(data, threads, providers)
        except _FAULTS as error:
            raise WeightsRefused(f"model: expected a file onnxruntime can run, got {type(error).__name__}") from error
        self._session = _quickest(given, data, threads) if providers == CPU else given
        self.quick = self._session is not given
        self._input = self._session.get_inputs()[0].name
        self.outputs: tuple[str, ...] = tuple(output.name for output in self._session.get_outputs())

    def run(self, blob: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        """All outputs, in the order of `outputs`."""
        return [np.asarray(output, dtype=np.float32) for output in self._session.run(None, {self._input: blob})]


# Private


def _opened(data: bytes, threads: int, providers: tuple[str, ...]) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = _ERRORS_ONLY
    # Spinning threads would hold both cores between two faces.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return ort.InferenceSession(data, options, providers=list(providers))


def _quickest(given: ort.InferenceSession, data: bytes, threads: int) -> ort.InferenceSession:
    """A session of the faster spelling, if it gives the same bits on a picture of noise; else the given one."""
    spelled = spelled_out(data)
    if spelled is data:
        return given
    taken = given.get_inputs()[0]
    shape = [side if isinstance(side, int) else 1 for side in taken.shape]
    noise = {taken.name: np.random.default_rng(_TRIAL).integers(0, 256, shape).astype(np.float32)}
    try:
        quick = _opened(spelled, threads, CPU)
        pairs = list(zip(given.run(None, noise), quick.run(None, noise), strict=True))
    except _FAULTS:
        return given  # not a picture's channels after all
    return quick if all(np.array_equal(left, right) for left, right in pairs) else given
