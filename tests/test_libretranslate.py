"""The LibreTranslate engine against a server that speaks its API, with a real engine behind it."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from qa.engines import Engine, EngineSettings, Pair, libretranslate, make_engine
from qa.engines.libretranslate import KEY_VARIABLE
from qa.errors import InputError

NEWS = ["The army adopted the budget.", "Three soldiers were wounded near the border."]


class Server(ThreadingHTTPServer):
    """Answers as LibreTranslate 1.6 does. `failures` are answered first, one a request."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.embedded = make_engine("embedded")
        self.key = ""
        self.failures: list[tuple[int, str]] = []
        self.requests: list[tuple[str, Any]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        if self.path == "/spec":
            self.answer(200, {"info": {"title": "LibreTranslate", "version": "1.6.4"}})
        else:
            codes = [{"code": c, "name": c, "targets": ["en", "pt"]} for c in ("en", "pt")]
            self.answer(200, codes)

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append((self.path, body))
        if self.server.failures:
            status, text = self.server.failures.pop(0)
            self.answer(status, {"error": text})
        elif body.get("api_key", "") != self.server.key:
            self.answer(403, {"error": "Please contact the server operator to get an API key"})
        else:
            done = self.server.embedded.translate(body["q"], body["source"], body["target"])
            self.answer(200, {"translatedText": done})

    def answer(self, status: int, data: object) -> None:
        text = data if isinstance(data, bytes) else json.dumps(data).encode()
        self.send_response(status)
        if status == 429:
            self.send_header("Retry-After", "0")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *arguments: object) -> None: ...


@contextmanager
def running() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr(libretranslate, "_PAUSE", 0.01)
    with running() as server:
        yield server


@pytest.fixture
def engine(server: Server) -> Engine:
    return make_engine("libretranslate", EngineSettings(server.url + "/"))


def test_a_server_translates(engine: Engine, server: Server) -> None:
    assert engine.pairs() == [Pair("en", "pt"), Pair("pt", "en")]
    assert engine.signature("en", "pt") == f"libretranslate:{server.url}:1.6.4:en-pt"
    assert engine.translate(NEWS, "en", "pt") == server.embedded.translate(NEWS, "en", "pt")
    assert engine.log_probabilities(NEWS, NEWS, "en", "pt") is None
    with pytest.raises(InputError, match="from uk to en"):
        engine.translate(NEWS, "uk", "en")


def test_sentences_go_in_batches_and_come_back_in_order(engine: Engine, server: Server) -> None:
    many = [f"Unit {n} was moved." for n in range(45)]
    done = engine.translate(["", *many], "en", "pt")
    assert done[0] == ""
    assert all(str(n) in text for n, text in enumerate(done[1:]))
    assert [len(body["q"]) for _, body in server.requests] == [20, 20, 5]


def test_a_busy_server_is_asked_again(engine: Engine, server: Server) -> None:
    server.failures = [(429, "Slowdown"), (503, "busy"), (429, "Slowdown")]
    assert engine.translate(NEWS, "en", "pt") == server.embedded.translate(NEWS, "en", "pt")
    assert len(server.requests) == 4


def test_a_server_that_stays_busy_is_named(engine: Engine, server: Server) -> None:
    server.failures = [(429, "Slowdown: 30 per 1 minute")] * 9
    with pytest.raises(InputError, match=f"{server.url} answers 429: Slowdown"):
        engine.translate(NEWS, "en", "pt")


def test_a_key_is_sent(engine: Engine, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.key = "secret"
    with pytest.raises(InputError, match=f"answers 403: Please contact.*{KEY_VARIABLE}"):
        engine.translate(NEWS, "en", "pt")
    monkeypatch.setenv(KEY_VARIABLE, "secret")
    assert len(engine.translate(NEWS, "en", "pt")) == 2


def test_a_server_that_is_not_there_is_named() -> None:
    with running() as server:
        url = server.url
    with pytest.raises(InputError, match=f"{url} cannot be reached .*refused"):
        make_engine("libretranslate", EngineSettings(url)).pairs()


def test_another_server_is_told_apart(
    engine: Engine, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Handler, "do_GET", lambda self: self.answer(200, b"<html>hello</html>"))
    with pytest.raises(InputError, match="does not answer as LibreTranslate does"):
        engine.pairs()


def test_without_an_address_the_configuration_is_asked_for() -> None:
    with pytest.raises(InputError, match="libretranslate-url"):
        make_engine("libretranslate")
