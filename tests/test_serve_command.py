"""The command `qa serve`: what it refuses before it listens."""

import socket
from pathlib import Path

import pytest
from conftest import Qa


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "desk.example"])
def test_beyond_this_machine_a_token_is_needed(qa: Qa, host: str) -> None:
    result = qa("serve", "--host", host)
    assert result.returncode == 2
    assert "a token is needed" in result.stderr


def test_a_token_must_be_long(qa: Qa, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("short\n", "utf-8")
    result = qa("serve", "--token-file", "token")
    assert result.returncode == 2
    assert "16 letters and digits or more" in result.stderr
    assert qa("serve", env={"QA_SERVE_TOKEN": "short"}).returncode == 2


def test_the_extra_is_named_in_one_line(qa: Qa, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa.cli.serve.find_spec", lambda name: None)
    result = qa("serve")
    assert result.returncode == 2
    assert result.stderr == (
        "qa: qa serve: needs wireqa[serve]; install it: pip install 'wireqa[serve]'\n"
    )


def test_a_port_that_is_taken(qa: Qa) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        result = qa("serve", "--isolated", "--port", str(other.getsockname()[1]))
    assert result.returncode == 2
    assert "cannot listen here" in result.stderr
