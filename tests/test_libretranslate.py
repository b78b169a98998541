"""The LibreTranslate engine against a server that speaks its API, with a real engine behind it."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
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


# --- who may name a server

STORY = "The minister spoke in Kiev, and the army adopted the budget.\n"
BESIDE = {
    "qa.toml": 'libretranslate-url = "URL"\nselect = ["RTT", "GLO"]\n',
    "pyproject.toml": '[tool.qa]\nlibretranslate-url = "URL"\nselect = ["RTT", "GLO"]\n',
    "desk/qa.toml": 'select = ["RTT", "GLO"]\n[[per-path]]\npaths = ["*"]\nlibretranslate-url = "URL"\n',
}


def check(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "qa", "check", "--lang", "en", *arguments, "desk/a.txt"],
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env=os.environ
        | {"QA_LIBRETRANSLATE_KEY": "secret", "QA_CACHE_DIR": str(folder)}
        | variables,
    )


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "a.txt").write_text(STORY)
    return tmp_path


@pytest.mark.parametrize("place", BESIDE)
def test_a_file_beside_a_story_names_no_server(desk: Path, server: Server, place: str) -> None:
    (desk / place).write_text(BESIDE[place].replace("URL", server.url))
    done = check(desk)
    assert server.requests == []
    assert done.returncode == 2
    (said,) = [line for line in done.stderr.splitlines() if "libretranslate-url" in line]
    assert said.startswith("qa: ")
    assert "is not taken from a file that stands beside stories; write it into" in said
    assert "GLO101" in done.stdout


def test_a_file_beside_a_story_names_no_engine_that_sends_it_away(desk: Path) -> None:
    (desk / "qa.toml").write_text('engine = "libretranslate"\nfirefox-models = "/tmp"\n')
    done = check(desk)
    assert done.returncode == 2
    assert [line.split(": ")[2].split(" is ")[0] for line in done.stderr.splitlines()] == [
        "engine",
        "firefox-models",
    ]


def test_the_user_and_the_call_name_a_server(desk: Path, server: Server, tmp_path: Path) -> None:
    server.key = "secret"
    beside = desk / "qa.toml"
    beside.write_text('select = ["RTT"]\n')
    own = tmp_path / "own"
    own.mkdir()
    (own / "qa.toml").write_text(f'libretranslate-url = "{server.url}"\n')
    named = tmp_path / "named.toml"
    named.write_text(f'libretranslate-url = "{server.url}"\nselect = ["RTT"]\n')
    for arguments, variables in (
        ((), {"QA_CONFIG_DIR": str(own)}),
        ((), {"QA_LIBRETRANSLATE_URL": server.url}),
        (("--config", str(named)), {}),
    ):
        for kept in desk.glob("*.sqlite3*"):
            kept.unlink()
        server.requests.clear()
        done = check(
            desk, "--engine", "libretranslate", "--source-lang", "pt", *arguments, **variables
        )
        assert done.stderr == ""
        assert {path for path, _ in server.requests} == {"/translate"}
    server.requests.clear()
    done = check(desk, "--isolated", "--select", "GLO", QA_CONFIG_DIR=str(own))
    assert (done.returncode, done.stderr, server.requests) == (1, "", [])


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://localhost", "localhost:5000", "//x"])
def test_an_address_is_of_the_web(url: str) -> None:
    with pytest.raises(InputError, match="is no address"):
        make_engine("libretranslate", EngineSettings(url))


def test_a_server_cannot_send_a_story_on(engine: Engine, server: Server) -> None:
    engine.pairs()
    with running() as other, pytest.MonkeyPatch.context() as patch:

        def on(self: Handler) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(307)
            self.send_header("Location", f"{other.url}/translate\x1b[31m")
            self.send_header("Content-Length", "0")
            self.end_headers()

        patch.setattr(Handler, "do_POST", on)
        with pytest.raises(InputError, match=rf"sends us on to {other.url}") as raised:
            engine.translate(NEWS, "en", "pt")
        assert other.requests == []
        assert str(raised.value).isprintable()


def test_what_a_server_says_is_a_line_of_some_length(engine: Engine, server: Server) -> None:
    engine.pairs()
    server.failures = [(400, "no\x1b]0;title\x07\n" + "x" * 100_000)]
    with pytest.raises(InputError) as raised:
        engine.translate(NEWS, "en", "pt")
    assert str(raised.value).isprintable()
    assert len(str(raised.value)) < 400
    server.failures = [(200, "x" * 5_000_000)]
    with pytest.raises(InputError, match="answers with more than 4,000,000 bytes"):
        engine.translate(NEWS, "en", "pt")
