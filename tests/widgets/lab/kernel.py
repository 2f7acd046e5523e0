"""Code that runs in a real kernel of a running lab."""

import json
from typing import Any
from uuid import uuid4

from websockets.sync.client import connect


def run_in_kernel(url: str, cookie: str, kernel: str, code: str) -> str:
    """Run code in a kernel of the lab at `url`, as the holder of the cookie; return the first thing it prints."""
    header = {"msg_id": uuid4().hex, "msg_type": "execute_request", "session": "s", "username": "", "version": "5.3"}
    message: dict[str, Any] = {"header": header, "parent_header": {}, "metadata": {}, "buffers": [], "channel": "shell"}
    message["content"] = {"code": code, "silent": False}
    address = f"{url.replace('http', 'ws')}/api/kernels/{kernel}/channels?session_id=s"
    headers = {"Cookie": f"leadbook_lab_session={cookie}"}
    with connect(address, origin=url, additional_headers=headers) as socket:  # type: ignore[arg-type]  # plain str
        socket.send(json.dumps(message))
        while True:
            answer = json.loads(socket.recv(timeout=20))
            if answer["msg_type"] == "stream" and answer["content"]["name"] == "stdout":
                return str(answer["content"]["text"])
