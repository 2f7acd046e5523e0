"""Requests to an application in the test's own process, without a socket."""

import atexit
from contextlib import ExitStack
from functools import partial
from typing import Any

import httpx
from anyio.from_thread import start_blocking_portal
from fastapi import FastAPI


class Caller:
    """Sends requests one after another; the application runs in a loop of its own."""

    def __init__(self, app: FastAPI) -> None:
        self._stack = ExitStack()
        # A loop that a failed test left open would hang the interpreter's end, which closes it too late.
        atexit.register(self._stack.close)
        self._portal = self._stack.enter_context(start_blocking_portal())
        transport = httpx.ASGITransport(app=app)
        self._http = httpx.AsyncClient(transport=transport, base_url="http://leadbook")

    def request(self, method: str, path: str, **request: Any) -> httpx.Response:
        """Send one request and return its answer."""
        return self._portal.call(partial(self._http.request, method, path, **request))

    def close(self) -> None:
        """End the loop."""
        self._portal.call(self._http.aclose)
        self._stack.close()
        atexit.unregister(self._stack.close)
