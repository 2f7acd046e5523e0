"""One onnxruntime session over checked bytes. Safe to run from several threads at once."""

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from onnxruntime.capi import onnxruntime_pybind11_state as state

from kernel_lib.errors import WeightsRefused

_ERRORS_ONLY = 3
_FAULTS = (state.Fail, state.InvalidArgument, state.InvalidGraph, state.InvalidProtobuf, state.NotImplemented)
CPU = ("CPUExecutionProvider",)


class Session:
    """A loaded model with one input."""

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
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = _ERRORS_ONLY
        # Spinning threads would hold both cores between two faces.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._session = ort.InferenceSession(data, options, providers=list(providers))
        except (*_FAULTS, RuntimeError, ValueError) as error:
            raise WeightsRefused(f"model: expected a file onnxruntime can run, got {type(error).__name__}") from error
        self._input = self._session.get_inputs()[0].name
        self.outputs: tuple[str, ...] = tuple(output.name for output in self._session.get_outputs())

    def run(self, blob: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        """All outputs, in the order of `outputs`."""
        return [np.asarray(output, dtype=np.float32) for output in self._session.run(None, {self._input: blob})]
