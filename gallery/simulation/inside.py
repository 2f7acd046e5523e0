"""Requests to the service in the same process, one after another: the product's routes without a socket."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from anyio.from_thread import BlockingPortal, start_blocking_portal
from fastapi import FastAPI


class Inside(httpx.BaseTransport):
    """Carries the requests of a client to an application."""

    def __init__(self, portal: BlockingPortal, app: FastAPI) -> None:
        self._portal = portal
        self._application = httpx.ASGITransport(app=app)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer one request, wholly read."""
        return self._portal.call(self._answer, request)

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        sent = httpx.Request(request.method, request.url, headers=request.headers, content=request.read())
        answer = await self._application.handle_async_request(sent)
        return httpx.Response(answer.status_code, headers=answer.headers, content=await answer.aread())


@contextmanager
def inside(app: FastAPI) -> Iterator[Inside]:
    """Give the way to an application while its loop runs in a thread of its own."""
    with start_blocking_portal() as portal:
        yield Inside(portal, app)
