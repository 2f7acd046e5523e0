"""The only door from a notebook, a dashboard or the command line to the service."""

from kernel_lib.client.door import Client

__all__ = ["Client"]
