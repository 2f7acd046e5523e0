"""The one kind of kernel there is: this interpreter, with nothing read from anybody's Jupyter folders."""

import sys
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager, NoSuchKernel

NAME = "python3"


class OneKernelSpec(KernelSpecManager):
    """Knows one kernel specification and looks for no other."""

    def find_kernel_specs(self) -> dict[str, str]:
        """Return the one name. There is no folder behind it."""
        return {NAME: str(Path(__file__).parent)}

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return the specification, or raise NoSuchKernel for any other name."""
        if kernel_name != NAME:
            raise NoSuchKernel(kernel_name)
        launch = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        quiet = ["--HistoryManager.enabled=False", "--IPKernelApp.log_level=40"]
        return KernelSpec(argv=launch + quiet, display_name="Python 3", language="python")

    def get_all_specs(self) -> dict[str, Any]:
        """Return the one specification as Jupyter's handlers expect it."""
        spec = self.get_kernel_spec(NAME)
        return {NAME: {"resource_dir": str(Path(__file__).parent), "spec": spec.to_dict()}}
