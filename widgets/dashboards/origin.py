"""Where a request comes from: the host it names and the page that sent it."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from tornado.httputil import HTTPServerRequest


@dataclass(frozen=True)
class Address:
    """The one address under which people reach this server, such as `http://127.0.0.1:8866`.

    A request that names another host is not answered, which ends DNS rebinding.
    """

    url: str

    @property
    def host(self) -> str:
        """Host and port as a browser sends them."""
        return urlsplit(self.url).netloc.lower()

    @property
    def secure(self) -> bool:
        """Whether people come by HTTPS, so that cookies must not travel otherwise."""
        return self.url.startswith("https://")

    @property
    def websocket(self) -> str:
        """The same address for websockets."""
        return "ws" + self.url.removeprefix("http")

    def is_named_by(self, request: HTTPServerRequest) -> bool:
        """Say whether the request names this host."""
        return str(request.host).lower() == self.host

    def is_origin_of(self, request: HTTPServerRequest) -> bool:
        """Say whether the request was sent by one of our own pages.

        Every current browser sends `Origin` with a POST, a beacon and a websocket; without it nothing is assumed.
        """
        return str(request.headers.get("Origin", "")).lower() == self.url.lower()

    def is_neighbour(self, request: HTTPServerRequest) -> bool:
        """Say whether the request names this machine by another of its loopback names, on the same port."""
        host, _, port = str(request.host).lower().rpartition(":")
        return host in {"localhost", "127.0.0.1", "[::1]"} and self.host.endswith(f":{port}")
