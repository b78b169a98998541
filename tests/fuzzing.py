"""A seeded fuzzer of all that reads: files of every format, tables, settings, caches and commands.

Good files are damaged at random places, and pieces put in that are known to do harm. Whatever comes of
it: no exception gets out but those that say what is wrong, findings lie in their text, fixes come to an
end and keep the markup, nothing that a terminal obeys is printed, and no case takes long.
"""

import io
import json
import random
import re
import signal
import sqlite3
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, redirect_stderr
from functools import partial
from pathlib import Path
from types import FrameType
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
from command import run_qa

from qa.archive.stories import Stories
from qa.config import Config, read_config
from qa.context import Context
from qa.document.model import Safety
from qa.errors import InputError
from qa.files.cache import Kept
from qa.glossary.reading import read_files
from qa.glossary.store import pack, read_table
from qa.linting.baseline import read_baseline
from qa.linting.check import check
from qa.linting.fix import fixed
from qa.linting.ignores import without_ignored
from qa.linting.setup import Setup, Setups
from qa.load import load
from qa.readers import readers
from qa.rules.registry import all_rules

# Seconds of one case, of some kilobytes: a hundred times what the slowest takes.
LONGEST = 30
CONTEXTS = [Context(Config(lang=lang)) for lang in (None, "en", "uk", "ar")]
RULES = [r for r in all_rules().values() if r.family != "RTT"]
ORDINARY = [r for r in RULES if r.scope != "scores"]
TAG = re.compile(r"</?[A-Za-z!][^<>]*>")
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")

STORY = """Minister visits Kiev

KYIV, 24 February. The Defence Minister Anthony Blinken said that that “the talks , went on in Kiev .
He paid $5 million on 12/11/2022 (see a@b.example).

Read also: Other News

Міністр сказав , що переговори тривають у Києві..

"Its a town of 1.500 people", he said said – â€œneverâ€\u009d.
"""
PIECES = [
    *(
        b"\0",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\x1b[2J",
        b"\r",
        b"\n\n",
        b"\t",
        b"\xc2\x85",
        b"\xed\xa0\x80",
    ),
    *(
        "\u202e".encode(),
        "\u2028".encode(),
        "e\u0301\u0301\u0301".encode(),
        "👩‍👧".encode(),
        "Ｋ".encode(),
    ),
    *(
        b'"',
        b"'",
        b"\\",
        b"\\u0000",
        b"[[",
        b"]]",
        b"{{",
        b"}}",
        b"((((",
        b"))))",
        b"=",
        b":",
        b",",
        b";",
    ),
    *(
        b"<",
        b">",
        b"<!--",
        b"-->",
        b"<![CDATA[",
        b"]]>",
        b"<script>",
        b"</p>",
        b"<p",
        b"&amp;",
        b"&#0;",
    ),
    *(
        b"&#x110000;",
        b"<!DOCTYPE a [<!ENTITY b '&b;'>]>",
        b"```",
        b"****",
        b"- - - ",
        b"| | |",
        b"> > > ",
    ),
    *(b"qa: ignore[", b"qa: off", b"<!-- qa: on -->", b"inf", b"nan", b"1e999", b"-1", b"9" * 400),
    *(
        b"[" * 300,
        b"(" * 300,
        b"." * 300,
        b" " * 300,
        b"a" * 300,
        b"\n" * 100,
        b"https://a.b/" * 20,
    ),
]


class Slip(NamedTuple):
    """What went wrong in which case; the case can be had again by its target, its seed and its number."""

    target: str
    number: int
    error: str
    data: bytes


class TooSlowError(Exception):
    """A case took longer than any should."""


def damaged(random_: random.Random, data: bytes) -> bytes:
    """The bytes with some of them changed, left out, doubled, moved, or with pieces put in."""
    new = bytearray(data)
    for _ in range(random_.choice((1, 1, 2, 3, 5, 12))):
        at = random_.randrange(len(new) + 1)
        size = random_.choice((1, 1, 2, 8, 40, 400))
        match random_.randrange(7):
            case 0 if new:
                new[at % len(new)] ^= 1 << random_.randrange(8)
            case 1:
                del new[at : at + size]
            case 2:
                new[at:at] = new[at : at + size] * random_.choice((1, 2, 20))
            case 3:
                other = random_.randrange(len(new) + 1)
                new[at:at] = new[other : other + size]
            case 4 if random_.random() < 0.2:
                del new[at:]
            case _:
                new[at:at] = random_.choice(PIECES)
    return bytes(new)


def seeds_of(suffix: str) -> list[bytes]:
    """Good files of a format: a story, and what `fixtures` has."""
    folder = Path(__file__).parents[1] / "fixtures"
    found = [
        p.read_bytes() for p in sorted(folder.rglob(f"*{suffix}")) if p.stat().st_size < 20_000
    ]
    own = STORY
    if suffix in (".html", ".htm"):
        own = (
            "<html><body>"
            + "".join(f"<p>{x}</p>\n" for x in STORY.split("\n\n"))
            + "</body></html>"
        )
    return [own.encode(), own.encode("utf-16"), own.encode("cp1251", "ignore"), *found[:8]]


def check_story(random_: random.Random, data: bytes, suffix: str) -> None:
    """All rules and fixes on a file."""
    context = random_.choice(CONTEXTS)
    name = f"a{suffix}"
    try:
        document = load(name, data, context, suffix)
    except InputError:
        return
    rules = RULES if random_.random() < 0.05 else ORDINARY
    setup = Setup(context, rules)
    checked = check(document, setup)
    assert checked.errors == (), checked.errors
    size = len(document.text)
    for f in checked.findings:
        edits = f.fix.edits if f.fix else ()
        for start, end in [f.span, *f.related, *((e.start, e.end) for e in edits)]:
            assert 0 <= start <= end <= size, f"{f.code} {start}:{end} of {size}"
        span = document.source_span(f.span)
        assert 0 <= span.start <= span.end <= len(document.source), f.code
    most = random_.choice((Safety.SAFE, Safety.REVIEW))
    try:
        after = fixed(checked, setup, most)
    except InputError:
        return
    assert after.document is not None
    if most is Safety.SAFE and suffix in (".html", ".htm"):
        before_tags = Counter(TAG.findall(document.source))
        after_tags = Counter(TAG.findall(after.document.source))
        assert before_tags.keys() == after_tags.keys() or not document.blocks, "markup changed"
    again = load(name, after.document.raw, context, suffix)
    assert again.text == after.document.text, "what was fixed reads otherwise"


def check_table(random_: random.Random, data: bytes, folder: Path, suffix: str) -> None:
    """All rows of a table."""
    path = folder / f"t{suffix}"
    path.write_bytes(data)
    try:
        for batch in Stories(Setups({}), [str(path)], {}).batches():
            batch.validate(full=True)
    except InputError:
        return


def settings_of(kind: str) -> tuple[bytes, Callable[[Path], object]]:
    """A good file that says how to work, and what reads it."""
    if kind == "qa.toml":
        text = (
            'select = ["ALL"]\nlang = "en"\nmin-confidence = 0.5\n[severity]\nTYP103 = "error"\n'
            '[[per-path]]\npaths = ["a/*"]\nignore = ["PUN"]\n'
        )
        return text.encode(), lambda path: read_config(path)
    if kind == "baseline":
        entry = {"path": "a.txt", "code": "TYP103", "text": "that that", "before": "", "after": ""}
        return json.dumps({"version": 1, "findings": [entry] * 3}).encode(), read_baseline
    if kind == "sidecar":
        text = '[[ignore]]\nrules = ["TYP103"]\ntext = "said that"\nreason = "so"\n'
        document = load("a.txt", STORY.encode(), CONTEXTS[1])
        return text.encode(), lambda path: without_ignored(
            document, [], (), str(path)[: -len(".qa.toml")]
        )
    glossary = Path(__file__).parents[1] / "glossaries"
    file = min(glossary.rglob("*.toml"), key=lambda p: p.stat().st_size)
    return file.read_bytes()[:6_000], lambda path: read_files([path])


def check_settings(random_: random.Random, data: bytes, folder: Path, kind: str) -> None:
    """A file that says how to work."""
    path = folder / f"a.{'json' if kind == 'baseline' else 'qa.toml'}"
    path.write_bytes(data)
    try:
        settings_of(kind)[1](path)
    except InputError:
        return


def check_cache(random_: random.Random, data: bytes, folder: Path, kind: str) -> None:
    """A cache is a cache still, or as good as none."""
    path = folder / f"cache-{kind}"
    path.write_bytes(data)
    if kind == "glossary":
        table = read_table(path)
        assert table is None or table.get("Kyiv") in ("1", None)
        return
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    kept = Kept("", "findings", path, 1_000_000)
    with closing(kept), redirect_stderr(io.StringIO()):
        assert kept.get([b"k"]) in ({b"k": b"v"}, {})
        kept.put({b"n": b"new"})
        assert kept.get([b"n"]) in ({b"n": b"new"}, {})


def cache_of(kind: str, folder: Path) -> bytes:
    """A good cache."""
    if kind == "glossary":
        return pack({"signature": "x"}, [("Kyiv", "1"), ("Lviv", "2")])
    path = folder / "good"
    with closing(Kept("", "findings", path, 1_000_000)) as kept:
        kept.put({b"k": b"v", **{bytes([n]): zlib.compress(bytes(99)) for n in range(40)}})
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path.read_bytes()


CALLS = [
    ("check",),
    ("check", "--format", "json"),
    ("check", "--unsafe-fixes"),
    ("check", "--statistics", "--select", "ALL"),
    ("score", "--no-vectors"),
    ("report", "-q", "-o", "out"),
    ("report", "-q", "-o", "out", "--resume"),
]


def check_command(random_: random.Random, data: bytes, folder: Path, suffix: str) -> None:
    """A command over a damaged file and a good one."""
    call = random_.choice(CALLS)
    if call[0] == "score":
        call = ("score",)
    name = f"s{suffix}"
    (folder / name).write_bytes(data)
    (folder / "good.txt").write_text("He was in Kiev.\n")
    done = run_qa(*call, name, "good.txt", cwd=folder)
    assert done.returncode in (0, 1, 2)
    assert not OBEYED.findall(done.stdout + done.stderr), "something that a terminal obeys"
    if call[1:] == ("--format", "json"):
        files = {f["path"]: f for f in json.loads(done.stdout)["files"]}
        assert [f["code"] for f in files["good.txt"]["findings"]] == ["GLO101"]


def tables(folder: Path) -> dict[str, bytes]:
    """Good tables of every kind."""
    rows = [{"id": str(n), "text": STORY, "title": "T", "date": "2022-02-24"} for n in range(4)]
    pq.write_table(pa.Table.from_pylist(rows), folder / "good.parquet")
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    flat = STORY.replace("\n", " ").replace('"', "")
    csv_ = "id,text,title\n" + f'1,"{flat}",T\n' * 4
    return {
        ".parquet": (folder / "good.parquet").read_bytes(),
        ".jsonl": lines.encode(),
        ".csv": csv_.encode(),
        ".tsv": csv_.replace('"', "").replace(",", "\t").encode(),
    }


@contextmanager
def limited(seconds: int) -> Iterator[None]:
    """Raises TooSlowError where what is done within takes longer than that."""

    def ring(number: int, frame: FrameType | None) -> None:
        raise TooSlowError(f"took more than {seconds} s of processor time")

    before = signal.signal(signal.SIGVTALRM, ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def targets(folder: Path) -> dict[str, tuple[list[bytes], Callable[[random.Random, bytes], None]]]:
    """What is fuzzed: good data, and the check of damaged data."""
    found: dict[str, tuple[list[bytes], Callable[[random.Random, bytes], None]]] = {}
    for suffix in sorted({reader.suffixes[0] for reader in readers().values()}):
        seeds = seeds_of(suffix)
        found[f"story {suffix}"] = seeds, partial(check_story, suffix=suffix)
        found[f"command {suffix}"] = seeds, partial(check_command, folder=folder, suffix=suffix)
    for suffix, good in tables(folder).items():
        found[f"table {suffix}"] = [good], partial(check_table, folder=folder, suffix=suffix)
    for kind in ("qa.toml", "baseline", "sidecar", "glossary file"):
        seeds = [settings_of(kind)[0]]
        found[f"settings {kind}"] = seeds, partial(check_settings, folder=folder, kind=kind)
    for kind in ("results", "glossary"):
        seeds = [cache_of(kind, folder)]
        found[f"cache {kind}"] = seeds, partial(check_cache, folder=folder, kind=kind)
    return found


_SELDOM = 10


def fuzz(
    folder: Path, seed: int, seconds: float, only: str = "", cases: Counter[str] | None = None
) -> Iterator[Slip]:
    """What goes wrong in so many seconds, the targets in turn; `cases` counts what was tried."""
    chosen = {name: each for name, each in targets(folder).items() if only in name}
    until = time.monotonic() + seconds
    number = 0
    while time.monotonic() < until:
        for name, (seeds, work) in chosen.items():
            if time.monotonic() >= until:
                break
            # A command takes as long as twenty others.
            if name.startswith("command") and number % _SELDOM:
                continue
            random_ = random.Random(f"{seed} {name} {number}")
            data = damaged(random_, random_.choice(seeds))
            try:
                with limited(LONGEST):
                    work(random_, data)
            except (Exception, BaseExceptionGroup) as error:
                yield Slip(name, number, f"{type(error).__name__}: {error}"[:500], data)
            if cases is not None:
                cases[name] += 1
        number += 1
