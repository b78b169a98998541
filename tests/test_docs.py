"""What the documents say is so."""

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
# A link or an image; what it leads to, without its title.
LINK = re.compile(r"\]\(([^)\s]+)[^)]*\)")
INDENTED = re.compile(r"^    (?:\$ )?(qa|scripts/[\w-]+)([^#\n]*)", re.M)
INLINE = re.compile(r"`(qa|scripts/[\w-]+)((?: [^`…\n]*)?)`")


def names(paths: list[Path]) -> list[str]:
    return [str(p.relative_to(ROOT)) for p in paths]


@pytest.mark.parametrize("document", names(DOCUMENTS))
def test_links_lead_to_files_and_headings(document: str) -> None:
    path = ROOT / document
    for link in LINK.findall(path.read_text("utf-8")):
        if link.startswith("https://"):
            continue
        target, _, anchor = link.partition("#")
        other = (path.parent / target) if target else path
        assert other.exists(), link
        if anchor:
            assert anchor in anchors(other.read_text("utf-8")), link


def anchors(text: str) -> set[str]:
    """The anchors that headings get on the usual forges."""
    headings = re.findall(r"^#+ (.+)$", text, re.M)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}


def commands(document: str) -> set[tuple[str, ...]]:
    text = (ROOT / document).read_text("utf-8")
    found = INDENTED.findall(text) + INLINE.findall(text)
    return {(name, *re.split(r"[\s|]+", rest.strip())) for name, rest in found}


@pytest.mark.parametrize("document", names(DOCUMENTS))
def test_commands_exist_with_their_options(document: str) -> None:
    for name, command, *arguments in commands(document):
        if name != "qa":
            assert (ROOT / name).is_file()
            continue
        if not re.fullmatch(r"[a-z]+", command):
            continue
        groups = ("glossary", "models")
        called = [command, *arguments[:1]] if command in groups else [command]
        done = subprocess.run(
            [sys.executable, "-m", "qa", *called, "--help"], capture_output=True, encoding="utf-8"
        )
        assert done.returncode == 0, shlex.join(["qa", *called])
        for argument in arguments:
            option = re.match(r"--[a-z][a-z-]*", argument)
            assert not option or option[0] in done.stdout, f"qa {command} {argument}"


def test_the_readme_has_two_commands_to_set_up() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    section = text.split("## Set up")[1].split("\n## ")[0]
    assert re.findall(r"^    (.+?)(?: *#.*)?$", section, re.M) == ["scripts/demo", "scripts/test"]


def test_the_readme_shows_what_check_prints() -> None:
    """Every line of the output in the README comes from a run over the articles."""
    text = (ROOT / "README.md").read_text("utf-8")
    shown = text.split("    $ qa check fixtures/wire\n")[1].split("\n\n")[0]
    done = subprocess.run(
        [sys.executable, "-m", "qa", "check", "fixtures/wire"],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
    )
    printed = done.stdout.splitlines()
    lines = [line.removeprefix("    ") for line in shown.splitlines()]
    assert len(lines) > 9
    assert [line for line in lines if line not in (*printed, "…")] == []


def test_the_rules_page_is_up_to_date() -> None:
    script = ROOT / "scripts" / "build-rules-page"
    done = subprocess.run(
        [sys.executable, script, "--check"], capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr


def keys_of(value: Any) -> Iterator[str]:
    """All keys in `value`; those of `forms` are words of the story."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from () if key == "forms" else keys_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys_of(inner)


def test_the_json_page_explains_every_key() -> None:
    text = (ROOT / "docs" / "json.md").read_text("utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "qa", "check", "--format", "json", "fixtures/wire"],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
    )
    keys = set(keys_of(json.loads(done.stdout)))
    assert {k for k in keys if not re.search(rf"\b{k}`", text)} == set()


def test_no_path_of_one_machine_is_in_the_project() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, encoding="utf-8"
    ).stdout.split("\n")
    if listed == [""]:
        pytest.skip("not a git repository")
    local = re.compile(r"(?<![\w.])/(?:home|Users|root|work|tmp|opt)/\w")
    found = []
    for name in listed:
        path = ROOT / name
        if not name or name.startswith("fixtures/") or not path.is_file():
            continue
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{name}: {m[0]}" for m in local.finditer(text)]
    assert found == []
