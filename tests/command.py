"""The `qa` command, run in the process of the tests: as a user's shell would, in a tenth of the time."""

import io
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from qa.cli import run


class _Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


def run_qa(
    *arguments: str | Path,
    cwd: Path | None = None,
    stdin: bytes | str = b"",
    env: Mapping[str, str] | None = None,
    terminal: bool = False,
) -> subprocess.CompletedProcess[str]:
    """Run `qa` with the arguments in the folder `cwd`; a traceback or internal error fails the test.

    With `terminal` it takes its output for one.
    """
    kind = _Terminal if terminal else io.TextIOWrapper
    given = stdin.encode() if isinstance(stdin, str) else stdin
    out, err = (kind(io.BytesIO(), "utf-8", "backslashreplace") for _ in range(2))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), "utf-8"))
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        patch.delenv("QA_DEBUG", raising=False)
        for name, value in (env or {}).items():
            patch.setenv(name, value)
        if cwd is not None:
            patch.chdir(cwd)
        try:
            code = run([os.fspath(argument) for argument in arguments])
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 1
    texts = []
    for stream in (out, err):
        stream.flush()
        raw = stream.buffer
        assert isinstance(raw, io.BytesIO)
        texts.append(raw.getvalue().decode("utf-8"))
    assert "Traceback" not in texts[1]
    assert "internal error" not in texts[1]
    return subprocess.CompletedProcess([*map(str, arguments)], code, *texts)
