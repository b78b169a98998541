"""The server of `qa serve`, run as a user runs it, and asked over HTTP."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx


class Running(NamedTuple):
    """A server that runs: its process, a client for it, and its folder."""

    process: subprocess.Popen[str]
    client: httpx.Client
    folder: Path

    @property
    def address(self) -> str:
        return str(self.client.base_url)

    def end(self) -> int:
        """End it as a service manager does; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=20)


@contextmanager
def serving(
    folder: Path, *arguments: str, env: Mapping[str, str] | None = None
) -> Iterator[Running]:
    """A server at any free port, started in a folder."""
    process = subprocess.Popen(
        [sys.executable, "-m", "qa", "serve", "--port", "0", "--isolated", *arguments],
        cwd=folder,
        env={**os.environ, **(env or {})},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr
        said = process.stderr.readline()
        found = re.search(r"http://\S+", said)
        assert found, said + process.stderr.read()
        with httpx.Client(base_url=found[0], timeout=60, trust_env=False) as client:
            yield Running(process, client, folder)
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(timeout=20)
        if process.stderr:
            process.stderr.close()
