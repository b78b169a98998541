"""The server: who may ask what, and who answers."""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from qa.errors import InputError
from qa.serve import languagetool, requests, stories
from qa.serve.errors import RequestError
from qa.serve.memory import Memory
from qa.serve.openapi import description
from qa.serve.page import page
from qa.serve.pool import LostError, Pool, TooLateError
from qa.serve.requests import CHECK, FIX, STORY
from qa.serve.rules import rule_page
from qa.serve.words import Words
from qa.serve.work import Desk, done, start, warm

_OWN_HOSTS = frozenset(["localhost", "127.0.0.1", "::1"])
_SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True)
class Settings:
    """How the server works.

    `token` is what every request must bring; empty, none. `host` is the address it listens at.
    `origins` are the sites, beside its own page, whose scripts may ask. `max_size` is in bytes of a
    request, `seconds` what one may take, and `processes` how many work. With `memory`, paragraphs of a
    client are remembered.
    """

    desk: Desk
    host: str = "127.0.0.1"
    token: str = ""
    origins: tuple[str, ...] = ()
    max_size: int = 2_000_000
    seconds: float = 60
    processes: int = 2
    memory: bool = True


class RefusedError(Exception):
    """A request that is not answered: its HTTP status, and why."""

    def __init__(self, status: int, problem: str) -> None:
        self.status = status
        super().__init__(problem)


Handler = Callable[["Server", Request], Awaitable[Response]]


class Server:
    """What all requests share."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.memory = Memory()
        self.words = Words(settings.desk.words)
        self.pool = Pool(settings.processes, settings.seconds, start, (settings.desk,))

    @asynccontextmanager
    async def living(self, app: Starlette) -> AsyncIterator[None]:
        """Have processes as long as the server runs."""
        try:
            await self.pool.warm(warm)
            yield
        finally:
            self.pool.end()

    async def body(self, request: Request) -> bytes:
        """What was sent. Raises RefusedError where it is too much, or takes too long to come."""
        most, parts, size = self.settings.max_size, [], 0
        said = request.headers.get("content-length", "")
        if said.isdigit() and int(said) > most:
            raise self._too_large()
        try:
            async with asyncio.timeout(self.settings.seconds):
                async for part in request.stream():
                    size += len(part)
                    if size > most:
                        raise self._too_large()
                    parts.append(part)
        except TimeoutError:
            raise RefusedError(408, "The request took too long to come") from None
        return b"".join(parts)

    def _too_large(self) -> RefusedError:
        most = self.settings.max_size
        return RefusedError(413, f"Your text exceeds the limit of {most:,} bytes (--max-size)")

    def check_sender(self, request: Request) -> None:
        """Raise RefusedError where the page of another site asks through the browser of somebody here."""
        try:
            host = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
        except ValueError:
            host = ""
        # A name of somebody else may lead here. With a token it does not matter.
        if not self.settings.token and host not in (*_OWN_HOSTS, self.settings.host):
            raise RefusedError(403, "This server answers for this machine only")
        origin = request.headers.get("origin")
        own = f"{request.url.scheme}://{request.headers.get('host', '')}"
        if origin and origin not in (own, *self.settings.origins):
            raise RefusedError(403, f"Scripts of {origin} may not ask; see --allow-origin")

    def check_token(self, request: Request, given: str = "") -> None:
        """Raise RefusedError where a token is needed, and another one, or none, was given."""
        token = self.settings.token
        scheme, _, value = request.headers.get("authorization", "").partition(" ")
        given = value.strip() if scheme.lower() == "bearer" else given
        if token and not hmac.compare_digest(token.encode(), given.encode("utf-8", "replace")):
            raise RefusedError(401, "A token is needed: Authorization: Bearer …, or apiKey=…")

    async def work(self, size: int, work: Callable[..., Any], asked: Any) -> Any:
        """What a process makes of what was asked. Raises RefusedError, and what `work` raises."""
        try:
            return await self.pool.run(size, done, work, asked)
        except TooLateError:
            problem = f"Checking took longer than {self.settings.seconds:g} seconds, which is this server's limit"
            raise RefusedError(503, problem) from None
        except LostError:
            raise RefusedError(500, "The process that checked the text ended suddenly") from None


def application(settings: Settings) -> Starlette:
    """The server as an ASGI application."""
    server = Server(settings)

    def route(
        path: str, handler: Handler, methods: list[str], error: Callable[..., Response]
    ) -> Route:
        return Route(path, partial(_answered, server, handler, error), methods=methods)

    tool, own = partial(route, error=_plain), partial(route, error=_in_json)
    routes = [
        tool("/v2/check", _check, ["GET", "POST"]),
        tool("/v2/languages", _languages, ["GET"]),
        tool("/v2/words", _words, ["GET"]),
        tool("/v2/words/add", _add_word, ["POST"]),
        tool("/v2/words/delete", _delete_word, ["POST"]),
        tool("/v2/healthcheck", _health, ["GET"]),
        tool("/v2/info", _info, ["GET"]),
        tool("/rules/{code}", _rule, ["GET"]),
        tool("/", _page, ["GET"]),
        own("/api/check", partial(_story, work=stories.checked, fields=CHECK), ["POST"]),
        own("/api/fix", partial(_story, work=stories.mended, fields=FIX), ["POST"]),
        own("/api/score", partial(_story, work=stories.scored, fields=STORY), ["POST"]),
        own("/api/rules", _rules, ["GET"]),
        own("/api/openapi.json", _description, ["GET"]),
    ]
    return Starlette(
        routes=routes,
        middleware=[_allowing(settings.origins)] if settings.origins else [],
        lifespan=server.living,
        exception_handlers={HTTPException: _not_there, Exception: _failed},
    )


def _allowing(origins: Sequence[str]) -> Middleware:
    """What tells browsers that the scripts of these sites may ask."""
    return Middleware(
        CORSMiddleware,
        allow_origins=origins,
        allow_methods=["GET", "POST"],
        allow_headers=["Authorization", "Content-Type"],
    )


async def _answered(
    server: Server, handler: Handler, error: Callable[..., Response], request: Request
) -> Response:
    """The answer, or why there is none, as `error` writes it."""
    try:
        server.check_sender(request)
        response = await handler(server, request)
    except RefusedError as refused:
        response = error(refused.status, str(refused))
    except RequestError as wrong:
        response = error(400, str(wrong))
    except InputError as wrong:
        response = error(400, wrong.problem)
    for name, value in _SECURITY.items():
        response.headers.setdefault(name, value)
    return response


def _plain(status: int, problem: str) -> Response:
    return PlainTextResponse(f"Error: {problem}", status)


def _in_json(status: int, problem: str) -> Response:
    # In ASCII: half a character may be named.
    return _json(json.dumps({"error": problem}).encode(), status)


async def _not_there(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    headers = dict(error.headers or {})
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": error.detail}, error.status_code, headers)
    return PlainTextResponse(f"Error: {error.detail}", error.status_code, headers)


async def _failed(request: Request, error: Exception) -> Response:
    problem = f"internal error ({type(error).__name__}); please report it"
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": problem}, 500)
    return _plain(500, problem)


# --- Pages


async def _page(server: Server, request: Request) -> Response:
    html, policy = page()
    return Response(html, media_type="text/html", headers={"Content-Security-Policy": policy})


async def _rule(server: Server, request: Request) -> Response:
    page = rule_page(request.path_params["code"])
    if page is None:
        raise RefusedError(404, "There is no such rule")
    return Response(page, media_type="text/html", headers={"Content-Security-Policy": _NO_SCRIPT})


_NO_SCRIPT = "default-src 'none'; style-src 'unsafe-inline'"


# --- The API of LanguageTool


async def _parameters(server: Server, request: Request) -> dict[str, str]:
    """The parameters of the address and of a form. Raises RefusedError and RequestError."""
    given = dict(request.query_params)
    if request.method == "POST":
        body = await server.body(request)
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if body and kind not in ("", "application/x-www-form-urlencoded"):
            raise RefusedError(415, f"Send application/x-www-form-urlencoded, not {kind}")
        try:
            text = body.decode("utf-8")
            given |= dict(parse_qsl(text, keep_blank_values=True, errors="replace"))
        except ValueError:
            raise RequestError("The request is not UTF-8") from None
    server.check_token(request, given.get("apiKey", ""))
    return given


async def _check(server: Server, request: Request) -> Response:
    given = await _parameters(server, request)
    site = f"{request.url.scheme}://{request.headers.get('host', '')}"
    asked = languagetool.question(given, site)
    if server.settings.memory:
        asked = asked.beside(*server.memory.beside(_client(request, given), asked.text))
    size = len(asked.text)
    return _json(await server.work(size, languagetool.answer, asked))


def _client(request: Request, given: Mapping[str, str]) -> str:
    """Who asks, as far as it can be told, and in which language."""
    address = request.client.host if request.client else ""
    session = given.get("textSessionId") or given.get("username", "")
    agent = request.headers.get("user-agent", "")
    return "\n".join([address, agent, session, given.get("language", "")])


async def _languages(server: Server, request: Request) -> Response:
    await _parameters(server, request)
    return _json(json.dumps(languagetool.languages()).encode())


async def _words(server: Server, request: Request) -> Response:
    await _parameters(server, request)
    return JSONResponse({"words": await run_in_threadpool(server.words.all)})


async def _add_word(server: Server, request: Request) -> Response:
    word = _word(await _parameters(server, request))
    return JSONResponse({"added": await run_in_threadpool(server.words.add, word)})


async def _delete_word(server: Server, request: Request) -> Response:
    word = _word(await _parameters(server, request))
    return JSONResponse({"deleted": await run_in_threadpool(server.words.delete, word)})


def _word(given: Mapping[str, str]) -> str:
    if "word" not in given:
        raise RequestError("Missing 'word' parameter")
    return given["word"]


async def _health(server: Server, request: Request) -> Response:
    return PlainTextResponse("OK")


async def _info(server: Server, request: Request) -> Response:
    await _parameters(server, request)
    return JSONResponse({"software": languagetool.software()})


def _json(body: bytes, status: int = 200) -> Response:
    return Response(body, status, media_type="application/json")


# --- Its own


async def _story(
    server: Server,
    request: Request,
    *,
    work: Callable[..., bytes],
    fields: Mapping[str, requests.Field],
) -> Response:
    """What `work` says of the story that the fields hold."""
    server.check_token(request)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise RefusedError(415, "send application/json")
    asked = requests.request(await server.body(request), fields)
    return _json(await server.work(asked.size, work, asked))


async def _rules(server: Server, request: Request) -> Response:
    server.check_token(request)
    return _json(await run_in_threadpool(stories.rules))


async def _description(server: Server, request: Request) -> Response:
    return _json(json.dumps(description()).encode())
