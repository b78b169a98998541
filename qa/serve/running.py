"""Running the server until it is told to end."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn

from qa.errors import InputError
from qa.serve.app import Settings, application

# Seconds that requests have to end once the server is told to.
_LAST_WORDS = 3
_BACKLOG = 128


def serve(settings: Settings, port: int, started: Callable[[str], None]) -> None:
    """Listen at a port, 0 for any that is free, until SIGINT or SIGTERM comes.

    `started` is told the address when the first request may come. Raises InputError where it cannot listen.
    """
    listening = _listening(settings.host, port)
    host, port = listening.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    config = uvicorn.Config(
        application(settings),
        # What is asked may stand in an address, and stories are for nobody's log.
        access_log=False,
        log_level="error",
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=_LAST_WORDS,
    )
    with listening:
        _Server(config, lambda: started(f"http://{shown}:{port}/")).run(sockets=[listening])


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()


def _listening(host: str, port: int) -> socket.socket:
    listening = None
    try:
        family, kind, number, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.socket(family, kind, number)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(_BACKLOG)
    except OSError as error:
        if listening:
            listening.close()
        raise InputError(f"{host}:{port}", f"cannot listen here: {error.strerror}") from None
    return listening
