"""What a safe fix may never do, on every article of the fixtures: harm a text, or bring up something new."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.config import Config
from qa.context import Context
from qa.document.model import Document, Finding, Safety
from qa.linting.check import Checked, check
from qa.linting.fix import fixed
from qa.linting.setup import Setup
from qa.load import load
from qa.rules.registry import select_rules

FIXTURES = Path(__file__).parents[1] / "fixtures"
ARTICLES = sorted(FIXTURES.glob("marked/*/*.txt"))
MARK = re.compile(r"⟦\??[a-z-]+\|([^⟦⟧]*)⟧")
CONTEXT = Context(Config())
RULES = [r for r in select_rules((), ()) if r.family != "RTT"]
# Only these may change letters: a name, a typo, what was garbled.
SPELLERS = ("GLO", "TYP", "ENC")


def as_page(text: str) -> str:
    """The article as a web page, with markup within its lines, too."""
    lines = [escape(line, quote=False) for line in text.splitlines() if line.strip()]
    marked = [re.sub(r"(\w+) (\w+)", r"<b>\1</b> <a href='#\1'>\2</a>", x, count=1) for x in lines]
    return "<html><body>\n" + "\n".join(f"<p>{x}</p>" for x in marked) + "\n</body></html>\n"


WRAPPED = {".txt": lambda text: text, ".html": as_page}
CASES = [(path, suffix) for path in ARTICLES for suffix in WRAPPED]


def checked(text: str, suffix: str) -> Checked:
    return check(load(f"story{suffix}", text.encode(), CONTEXT, suffix), Setup(CONTEXT, RULES))


def found(document: Document, finding: Finding) -> tuple[str, str]:
    """What makes a finding the same after something was mended farther on in its text."""
    return finding.code, "".join(document.text[slice(*finding.span)].split())[:12]


def digits(text: str) -> list[int]:
    return [unicodedata.digit(c) for c in text if c.isdigit()]


def letters(text: str) -> str:
    return "".join(c for c in text if c.isalpha())


@pytest.mark.parametrize(("path", "suffix"), CASES, ids=lambda v: getattr(v, "stem", v))
def test_safe_fixes_keep_what_is_right(path: Path, suffix: str) -> None:
    text = WRAPPED[suffix](MARK.sub(r"\1", path.read_text("utf-8")))
    before = checked(text, suffix)
    assert before.document
    for finding in before.findings:
        if finding.fix is None or finding.fix.safety != Safety.SAFE:
            continue
        for edit in finding.fix.edits:
            old = before.document.text[edit.start : edit.end]
            assert digits(old) == digits(edit.text), finding
            if not finding.code.startswith(SPELLERS):
                assert letters(old) == letters(edit.text), finding
    after = fixed(before, Setup(CONTEXT, RULES), Safety.SAFE)
    assert after.document
    source = after.document.source
    assert re.findall(r"<[^>]*>", source) == re.findall(r"<[^>]*>", text)
    again = checked(source, suffix)
    assert again.document
    assert fixed(again, Setup(CONTEXT, RULES), Safety.SAFE).document.raw == after.document.raw  # type: ignore[union-attr]
    seen = Counter(found(before.document, f) for f in before.findings)
    new = Counter(found(again.document, f) for f in again.findings) - seen
    assert not new, new


# --- Faults put into right text


def _garbled(code_page: str) -> Callable[[str], str]:
    def garble(word: str) -> str:
        try:
            return word.encode().decode(code_page)
        except UnicodeDecodeError:
            return word

    return garble


# What goes wrong with a word, or with the space behind it, on the way to a desk.
FAULTS: dict[str, Callable[[str], str]] = {
    "utf-8 as cp1252": _garbled("cp1252"),
    "utf-8 as latin-1": _garbled("latin-1"),
    "utf-8 as cp1251": _garbled("cp1251"),
    "soft hyphen": lambda w: f"{w[:2]}\u00ad{w[2:]}",
    "zero-width space": lambda w: f"{w[:2]}\u200b{w[2:]}",
    "zero-width space for a space": lambda w: f"{w}\u200b",
    "byte-order mark": lambda w: f"\ufeff{w}",
    "decomposed": lambda w: unicodedata.normalize("NFD", w),
    "full width": lambda w: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in w),
    "vertical tab for a space": lambda w: f"{w}\x0b",
    "line separator for a space": lambda w: f"{w}\u2028",
    "next line for a space": lambda w: f"{w}\x85",
    "dash of cp1252": lambda w: f"{w}\x96",
    "quotation mark of cp1252": lambda w: f"\x93{w}\x94 ",
    "lost high byte": lambda w: f"{w}\x19s ",
    "bell": lambda w: f"{w}\x07 ",
    "two spaces": lambda w: f"{w}  ",
    "space before a comma": lambda w: f"{w} , ",
    "no-break space": lambda w: f"{w}\u00a0",
    "entity": lambda w: f"{w}&nbsp;",
    "word twice": lambda w: f"{w} {w} ",
    "escape sequence": lambda w: f"\x1b[1m{w}\x1b[0m ",
}
PASSAGES = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "data" / "clean_passages.tsv")
    .read_text("utf-8")
    .splitlines()
    if line and not line.startswith("#")
]
WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    return WORD.findall(unicodedata.normalize("NFKC", text))


@settings(deadline=None, max_examples=150)
@given(
    st.sampled_from(PASSAGES),
    st.dictionaries(st.integers(0, 60), st.sampled_from(sorted(FAULTS)), min_size=1, max_size=4),
)
def test_safe_fixes_make_no_new_word_and_lose_none(
    passage: tuple[str, str], faults: dict[int, str]
) -> None:
    lang, text = passage[0], passage[1].replace("\\n", "\n")
    context = Context(Config(lang=lang))
    pieces = re.split(r"(\s+)", text)
    untouched = []
    for i, piece in enumerate(pieces[::2]):
        name = faults.get(i)
        if name is None:
            untouched += words(piece)
            continue
        pieces[2 * i] = broken = FAULTS[name](piece)
        # A fault that stands for the space takes its place.
        if "for a space" in name and broken != piece and 2 * i + 1 < len(pieces):
            pieces[2 * i + 1] = ""
    planted = "".join(pieces)
    before = check(load("story.txt", planted.encode(), context), Setup(context, RULES))
    after = fixed(before, Setup(context, RULES), Safety.SAFE)
    assert after.document
    result = words(after.document.text)
    assert set(result) <= {*words(text), *words(planted)}
    assert not Counter(untouched) - Counter(result)
