"""Settings: `[tool.qa]` in pyproject.toml, or qa.toml, the nearest one above the file."""

from __future__ import annotations

from dataclasses import dataclass

from qa.model import Severity


@dataclass(frozen=True, slots=True)
class Config:
    """All settings of a run, with their defaults. A key in a file has hyphens for the underscores.

    `glossaries` are paths of TOML files, used beside the shipped ones unless `shipped_glossaries`
    is false. `max_file_size` is in bytes. `max_loss` is the share of words that a round trip may
    lose before RTT rules report a sentence, from 0 to 1.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    lang: str | None = None
    source_lang: str | None = None
    detector: str = "auto"
    glossaries: tuple[str, ...] = ()
    shipped_glossaries: bool = True
    style: str = "ap"
    engine: str = "auto"
    max_loss: float = 0.6
    fail_on: Severity = Severity.INFO
    max_file_size: int = 10_000_000
