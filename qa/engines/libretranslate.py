"""A LibreTranslate server, reached over HTTP.

What a server is asked (its API, version 1): `GET /languages`, `GET /spec` for its version, and
`POST /translate` with several sentences at once.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from qa.engines.protocol import Engine, EngineSettings, Model, Pair, needed, no_pair
from qa.engines.units import clean, translate_units
from qa.errors import InputError

KEY_VARIABLE = "QA_LIBRETRANSLATE_KEY"
# Seconds. A server may take long over a batch, but not over taking a connection.
_CONNECT, _ANSWER = 5.0, 120.0
# A busy server is asked again after half a second, one, two and four; or when it says.
_ATTEMPTS, _PAUSE, _LONGEST_PAUSE = 4, 0.5, 30
_BUSY = (429, 500, 502, 503, 504)
# Public servers limit a request; these are below their usual limits.
_MOST_SENTENCES, _MOST_LETTERS = 20, 4_000
# In bytes, and in characters of what it says of an error.
_LONGEST_ANSWER, _LONGEST_REASON = 4_000_000, 200


class LibreTranslateEngine:
    """Translates with a server. The key is taken from QA_LIBRETRANSLATE_KEY, if the server wants one.

    Every method raises InputError when the server cannot be reached or refuses.
    """

    name = "libretranslate"

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")

    def models(self) -> Sequence[Model]:
        """The pairs of the server, whose models are not on this machine."""
        return [Model(pair) for pair in self._pairs]

    def pairs(self) -> Sequence[Pair]:
        """The pairs that the server says it has."""
        return self._pairs

    def signature(self, source: str, target: str) -> str:
        """Engine, address and version of the server; it does not say which models it has."""
        if (source, target) not in self._pairs:
            raise no_pair(self.name, source, target)
        return f"{self.name}:{self.url}:{self._version}:{source}-{target}"

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[str]:
        """The translations of `sentences`, in requests of many sentences each."""
        if (source, target) not in self._pairs:
            raise no_pair(self.name, source, target)

        def translate(units: list[str]) -> list[str]:
            done: list[str] = []
            for batch in _batches(units):
                wanted = {"q": batch, "source": source, "target": target, "format": "text"}
                key = os.environ.get(KEY_VARIABLE)
                answer = self._ask("POST", "/translate", wanted | ({"api_key": key} if key else {}))
                texts = answer.get("translatedText") if isinstance(answer, dict) else None
                if not isinstance(texts, list) or len(texts) != len(batch):
                    raise self._error("does not answer as LibreTranslate does")
                done += map(str, texts)
            return done

        return translate_units(sentences, translate)

    def log_probabilities(
        self, sentences: Sequence[str], translations: Sequence[str], source: str, target: str
    ) -> None:
        """None: a server tells no probabilities."""
        del sentences, translations, source, target

    @cached_property
    def _pairs(self) -> list[Pair]:
        answer = self._ask("GET", "/languages")
        try:
            return [
                Pair(row["code"], t) for row in answer for t in row["targets"] if t != row["code"]
            ]
        except (TypeError, KeyError):
            raise self._error("does not answer as LibreTranslate does") from None

    @cached_property
    def _version(self) -> str:
        try:
            return str(self._ask("GET", "/spec")["info"]["version"])
        except (TypeError, KeyError):
            return "unknown"

    @cached_property
    def _pool(self) -> Any:
        from urllib3 import PoolManager, Retry, Timeout

        return PoolManager(
            timeout=Timeout(connect=_CONNECT, read=_ANSWER),
            retries=Retry(
                total=_ATTEMPTS,
                connect=1,
                read=1,
                status_forcelist=_BUSY,
                allowed_methods=None,  # to translate again changes nothing
                backoff_factor=_PAUSE,
                retry_after_max=_LONGEST_PAUSE,
                raise_on_status=False,
            ),
        )

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        from urllib3.exceptions import HTTPError

        try:
            # Where a server sends us on to is not where the story, or the key, was meant to go.
            answer = self._pool.request(
                method, self.url + path, json=body, redirect=False, preload_content=False
            )
            raw = answer.read(_LONGEST_ANSWER + 1)
            answer.close()
        except HTTPError as error:
            raise self._error(f"cannot be reached ({_reason(error)}); is it running?") from None
        if len(raw) > _LONGEST_ANSWER:
            raise self._error(f"answers with more than {_LONGEST_ANSWER:,} bytes")
        try:
            data = json.loads(raw)
        except (ValueError, RecursionError):
            data = None
        if 300 <= answer.status < 400:
            other = _line(str(answer.headers.get("Location", "")))
            raise self._error(
                f"sends us on to {other or 'nowhere'}; write the address that it is at"
            )
        if answer.status != 200:
            said = data.get("error") if isinstance(data, dict) else None
            hint = f"; set {KEY_VARIABLE}" if answer.status in (401, 403) else ""
            reason = _line(str(said or answer.reason))
            raise self._error(f"answers {answer.status}: {reason}{hint}")
        return data

    def _error(self, problem: str) -> InputError:
        return InputError(f"engine {self.name}", f"{self.url} {problem}")


def _batches(units: Sequence[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    letters = 0
    for unit in units:
        if batch and (len(batch) == _MOST_SENTENCES or letters + len(unit) > _MOST_LETTERS):
            yield batch
            batch, letters = [], 0
        batch.append(unit)
        letters += len(unit)
    if batch:
        yield batch


def _line(text: str) -> str:
    """What a server says, short enough for a line and without what a terminal would obey."""
    return clean(text)[:_LONGEST_REASON]


def _reason(error: Exception) -> str:
    """What went wrong, without the addresses of objects that urllib3 puts in front."""
    cause = getattr(error, "reason", None) or error
    return str(cause).rpartition(": ")[2] or type(cause).__name__


def make(settings: EngineSettings) -> Engine:
    """An engine over the configured server. Raises InputError where none is configured."""
    needed("libretranslate", "urllib3", "pip install urllib3")
    if not settings.libretranslate_url:
        raise InputError(
            "engine libretranslate",
            "no server is named; write libretranslate-url = “http://localhost:5000”",
        )
    if not settings.libretranslate_url.startswith(("http://", "https://")):
        raise InputError(
            "engine libretranslate",
            f"{settings.libretranslate_url!r} is no address; write libretranslate-url = “http://localhost:5000”",
        )
    return LibreTranslateEngine(settings.libretranslate_url)
