"""What a page left around a story is found, and what only looks so stays."""

import itertools
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import qa
from qa.boilerplate.blocks import residues
from qa.boilerplate.labels import find_label, related_inline
from qa.config import Config
from qa.context import Context
from qa.document.model import Document, Safety
from qa.linting.check import check
from qa.linting.fix import fixed
from qa.linting.setup import Setup
from qa.load import load
from qa.rules.registry import all_rules

RULES = [rule for rule in all_rules().values() if rule.family == "BLR"]
MARK = re.compile(r"⟦(\d{3}) ([^⟧]*)⟧")


def articles() -> dict[str, tuple[str, str]]:
    data = (Path(__file__).parent / "data" / "boilerplate.txt").read_text("utf-8")
    found = {}
    for part in data.split("\n=== ")[1:]:
        head, _, text = part.partition("\n")
        name, lang = head.split()
        found[name] = (lang, text.rstrip("\n") + "\n")
    return found


ARTICLES = articles()


def document(text: str, lang: str = "en", name: str = "story.txt") -> tuple[Document, Context]:
    context = Context(Config(lang=lang, max_deletion=1))
    return load(name, text.encode(), context), context


@pytest.mark.parametrize("name", ARTICLES)
def test_article(name: str) -> None:
    lang, marked = ARTICLES[name]
    doc, context = document(MARK.sub(r"\2", marked), lang)
    checked = check(doc, Setup(context, RULES))
    assert not checked.errors
    found = [(f.code, doc.text[f.span.start : f.span.end]) for f in checked.findings]
    assert found == [(f"BLR{code}", text) for code, text in MARK.findall(marked)]


@pytest.mark.parametrize(("names", "found"), [(6, ["World"]), (7, [])])
def test_a_label_above_the_story_stands_in_its_first_eight_lines(
    names: int, found: list[str]
) -> None:
    above = ["Oslo", "Bergen", "Hamar", "Molde", "Narvik", "Alta", "Voss"][:names]
    lines = [
        "Harbour dredging resumes after a long strike",
        *above,
        "World",
        "The harbour of the old town was closed for three weeks while crews walked out over pay.",
        "Ships waited outside the breakwater, and two of them left for other ports along the coast.",
    ]
    doc, context = document("\n\n".join(lines))
    findings = check(doc, Setup(context, RULES)).findings
    assert [doc.text[slice(*f.span)] for f in findings] == found


@pytest.mark.parametrize("name", ARTICLES)
def test_article_after_the_fix(name: str) -> None:
    lang, marked = ARTICLES[name]
    doc, context = document(MARK.sub(r"\2", marked), lang)
    # Teasers, which are whole paragraphs, are shown to be deleted, but never deleted unasked.
    after = fixed(check(doc, Setup(context, RULES)), Setup(context, RULES), Safety.SHOW)
    assert after.document
    left = after.document.raw.decode()
    story = [line for line in MARK.sub("", marked).split("\n") if line.strip()]
    assert [line for line in left.split("\n") if line.strip()] == story
    assert after.findings == ()
    assert not left.endswith("\n\n")
    assert "\n\n\n" not in left


@pytest.mark.parametrize("name", ARTICLES)
def test_same_article_as_html(name: str) -> None:
    lang, marked = ARTICLES[name]
    text = MARK.sub(r"\2", marked)
    html = "".join(f"<p>{line}</p>\n" for line in text.split("\n") if line.strip())
    plain, _ = document(re.sub(r"\n+", "\n", text), lang)
    page, _ = document(html, lang, "story.html")
    assert [(r.kind, r.label, r.items) for r in residues(page)] == [
        (r.kind, r.label, r.items) for r in residues(plain)
    ]


def test_navigation_of_a_page_is_its_own() -> None:
    html = (
        "<nav><a>Politics</a> <a>World</a></nav><p>The bridge was closed, officials said.</p>"
        "<p><img src='x' alt='Share this article'></p><form><button>Leave a comment</button></form>"
    )
    doc, _ = document(html, name="story.html")
    assert residues(doc) == ()


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Read also:", "related"),
        ("READ ALSO", "related"),
        ("» See also …", "related"),
        ("Read\u00a0more →", "related"),
        ("👉 Читайте також:", "related"),
        ("ƏLAVƏ OXU", "related"),
        ("İLGİLİ HABERLER:", "related"),
        ("Ещё по теме", "related"),
        ("Comments (1 204)", "comment"),
        ("3 comments", "comment"),
        ("- Advertisement -", "advertisement"),
        ("Follow us on Twitter, Facebook and Telegram!", "subscribe"),
        ("Bizi Facebook-da izləyin", "subscribe"),
        ("Siyasət", "section"),
        ("SİYASƏT", "section"),
        ("【関連記事】", "related"),
        ("Subscribe to our Telegram channel so as not to miss anything", "subscribe"),
        ("Bizi Telegram-da izləyin və xəbərlərdən xəbərdar olun", "subscribe"),
        ("Любое использование материалов допускается только при наличии гиперссылки", "licence"),
        ("By continuing to use this site you agree to our use of cookies", "cookie"),
        ("If you notice a mistake, select the text and press Ctrl+Enter.", "report"),
        ("Photo: open sources", "credit"),
        ("Açıq mənbələrdən foto.", "credit"),
        ("Updated: 12:30, 5 May 2023", "stamp"),
        ("#Ukraine #NATO", "tool"),
        ("mal/ kar/", "sign-off"),
    ],
)
def test_label(line: str, kind: str) -> None:
    label = find_label(line)
    assert label
    assert label.kind == kind


@pytest.mark.parametrize(
    "line",
    [
        "",
        "…",
        "Read also the statement in full, he said.",
        "“Read more”",
        "— Реклама, — сказав він.",
        "Follow us on the way to the village and see what is left of it after the flood",
        "Follow us on Sunday. We start at noon.",
        "Leave a comment like that",
        "Share of exports",
        "Politics of memory",
        "Photos from the front show empty trenches, the agency said.",
        "The use of chemical weapons is prohibited.",
        "Updated rules apply from 2025, the ministry said.",
        "Follow the money on Telegram, he wrote, and you will find the minister, his wife and a bank.",
        "Support for the government fell to 20 percent.",
        "At 12:30 on 5 May 2023 the ministers of all eight countries signed the treaty.",
        "Either/or",
    ],
)
def test_no_label(line: str) -> None:
    assert find_label(line) is None


@pytest.mark.parametrize(
    "line", ["Related parties: a list", "See also the annex", "Politics: a list"]
)
def test_no_inline_label(line: str) -> None:
    assert related_inline(line) == 0


def test_every_label_of_the_table_is_found() -> None:
    # The table is read without the tidying that lines of copy get, so its labels must be tidy.
    table = Path(qa.__file__).parent / "data" / "boilerplate.tsv"
    rows = [r.split("\t") for r in table.read_text("utf-8").splitlines() if not r.startswith("#")]
    assert rows[0] == ["kind", "where", "lang", "label", "source"]
    for kind, where, lang, text, source in rows[1:]:
        assert source, text
        assert where in ("any", "edge"), text
        assert lang.isalpha(), text
        label = find_label(text.replace("*", "Facebook").replace("#", "12"))
        assert label, text
        assert label.kind == kind or (label.where, where) != ("edge", "any"), text


PIECES = st.sampled_from(
    [
        "Read also:",
        "Flood damages 300 homes in the south",
        "The bridge was closed on Monday after the flood.",
        "-",
        "***",
        "Politics",
        "Leave a comment",
        "Comments",
        "Anna Smith",
        "22 November",
        "",
        "READ MORE: Flood damages 300 homes",
        "Photo: Reuters",
        "Tags",
        "(END)",
        "It is old. Read also: Ten bridges that fell",
        "The bridge was closed on Monday after the […]",
        "Any use of materials is allowed only with a hyperlink.",
    ]
)
ANYTHING = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=20)


@settings(max_examples=200)
@given(st.lists(st.one_of(PIECES, ANYTHING), max_size=14))
def test_blocks_do_not_overlap_and_fixing_converges(lines: list[str]) -> None:
    doc, context = document("\n".join(["A story.", *lines]))
    found = residues(doc)
    for before, after in itertools.pairwise(found):
        assert before.span.end <= after.span.start
    for block in found:
        assert block.cut.start <= block.span.start < block.span.end <= block.cut.end
        around = doc.text[block.cut.start : block.cut.end].replace(
            doc.text[block.span.start : block.span.end], "", 1
        )
        assert not around.strip()
    checked = check(doc, Setup(context, RULES))
    once = fixed(checked, Setup(context, RULES), Safety.REVIEW)
    twice = fixed(once, Setup(context, RULES), Safety.REVIEW)
    assert once.document
    assert twice.document
    assert twice.document.raw == once.document.raw


@pytest.mark.parametrize(
    "part",
    ["Read also: ", "a. See also: b ", "[", "…", "- ", "#a ", "tags ", "写真：", "/ab/", "a@b."],
)
def test_long_line_without_end(part: str) -> None:
    doc, context = document(part * (1_000_000 // len(part)))
    assert not check(doc, Setup(context, RULES)).errors
