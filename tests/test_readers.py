"""Readers: what they take from a file, and that every code point leads back to its place in it."""

import itertools
import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from qa.config import Config
from qa.context import Context
from qa.document.model import Document
from qa.document.offsets import PieceKind
from qa.load import load
from qa.readers import readers
from qa.text.spans import Edit, Span

CONTEXT = Context(Config(lang="en"))


def document(suffix: str, source: str) -> Document:
    return load(f"story{suffix}", source.encode(), CONTEXT)


def blocks(suffix: str, source: str) -> list[tuple[str, str]]:
    doc = document(suffix, source)
    return [(s.kind, s.text) for s in doc.segments]


def edited(doc: Document, edit: Edit) -> str:
    """The decoded file after an edit of its text."""
    source = doc.source
    for e in sorted(doc.offsets.source_edits(edit), reverse=True):
        source = source[: e.start] + e.text + source[e.end :]
    return source


P, H, LI, CAP, CELL, NAV = (
    "paragraph", "headline", "list-item", "caption", "cell", "navigation",
)  # fmt: skip

HTML = [
    ("", []),
    ("Bare text", [(P, "Bare text")]),
    ("<p>One</p>\n<p>Two</p>", [(P, "One"), (P, "Two")]),
    ("<P>One<P>Two</P", [(P, "One"), (P, "Two")]),
    ("<p>\r\n  Some\r\n  text  \r\n</p>", [(P, "Some text")]),
    ("<title>A &amp; B</title><h1>C</h1><h2>D</h2>", [(H, "A & B"), (H, "C"), (H, "D")]),
    ("<title>a<b>c</title>d", [(H, "a<b>c"), (P, "d")]),
    ("<p>a <b>b</b>c <i> d</i></p>", [(P, "a bc d")]),
    ("<p>a<br>b<br/>\n c</p>", [(P, "a\nb\nc")]),
    ("<p>a<br> <br>b<br></p>", [(P, "a"), (P, "b")]),
    ("<ul><li>a<li>b</ul>c", [(LI, "a"), (LI, "b"), (P, "c")]),
    ("<ul><li><p>a</p></ul>", [(LI, "a")]),
    ("<figure><img src=x alt='Kyiv &quot;K&quot;'><figcaption>Photo</figcaption></figure>",
     [("alt", 'Kyiv "K"'), (CAP, "Photo")]),
    ("<p>a<img alt=b title=\"c\nd\">e <a title=f href='?a=b&c'>g</a>",
     [(P, "ae g"), ("alt", "b"), ("title", "c d"), ("title", "f")]),
    ("<link title=feed rel=alternate><p ALT=x>a", [(P, "a"), ("alt", "x")]),
    ("<table><tr><td>1<td>2<tr><th>3</table>", [(CELL, "1"), (CELL, "2"), (CELL, "3")]),
    ("<table><td><p>An article in a layout table</table>",
     [(P, "An article in a layout table")]),
    ("<nav><ul><li>Home</ul></nav><button>Send</button>", [(LI, "Home"), (NAV, "Send")]),
    ("<script>a<p>b</script><STYLE>p{}</Style >c<template><p>d</template>e", [(P, "ce")]),
    ("a<svg><svg><text>b</text></svg></svg>c<svg/>d<pre>e</pre>f", [(P, "acdf")]),
    ("a<svg>never closed", [(P, "anever closed")]),
    ("a<!-- <p>b --> c<!--> d<!---> e<!doctype x> f<?php x ?> g</ > h</> i",
     [(P, "a c d e f g h i")]),
    ("<p>a<!-- no end <p>b", [(P, "a")]),
    ("<p>a<script>no end <p>b", [(P, "a")]),
    ("<p>a<![CDATA[b]]>c", [(P, "ac")]),
    ("a < b <3 <> c<", [(P, "a < b <3 <> c<")]),
    ("a <b", [(P, "a")]),
    ("<p title='a>b'>c<p title=\"d>e", [(P, "c"), ("title", "a>b"), (P, "e")]),
    ("<p>Run <code>ls &lt; x</code> now", [(P, "Run ls < x now")]),
    ("&amp;&AMP&lt &copy2 &notit; &bogus; &#8217;&#x2019; &#146; &#; &#x; & &nbsp;&NotEqualTilde;",
     [(P, "&&< ©2 ¬it; &bogus; ’’ ’ &#; &#x; & \u00a0\u2242\u0338")]),
    ("&#0;&#xD800;&#x110000;&#99999999999999999999999999;a",
     [(P, "\ufffd\ufffd\ufffd\ufffd999999;a")]),
    ("<p title='&lta &lt=&lt &amp;lt; &copy'>x", [(P, "x"), ("title", "&lta &lt=< &lt; ©")]),
]  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), HTML)
def test_html_is_read_as_browsers_show_it(source: str, expected: list[tuple[str, str]]) -> None:
    assert blocks(".html", source) == expected


MARKDOWN = [
    ("", []),
    ("---\ntitle: x\n---\n\nText\n", [(P, "Text")]),
    ("---\nno front matter", [(P, "no front matter")]),
    ("# A *b* #\n\nC\nd\n===\n", [(H, "A b"), (H, "C d")]),
    ("Hard\nwrapped  \r\nline\\\nend\r\n", [(P, "Hard wrapped\nline\nend")]),
    ("> a\n> > b\nlazy\n\n> c", [(P, "a"), (P, "b lazy"), (P, "c")]),
    ("- a\n  b\n\n\tc\n1. d", [(LI, "a b"), (LI, "c"), (LI, "d")]),
    ("a **b *c*** _d_ e_f_g 2 * 3 ~~h~~ ~i", [(P, "a b c d e_f_g 2 * 3 h ~i")]),
    ("\\*a\\* \\b &amp; &#8217; &bogus; <http://x.y> <i>z</i><br>w",
     [(P, "*a* \\b & ’ &bogus; http://x.y z\nw")]),
    ('[a b](u "t \\"q\\" &amp; x") [r] ![c *d*](e (f))\n\n[r]: u "no"',
     [(P, 'a b r'), ("title", 't "q" & x'), ("alt", "c d"), ("title", "f")]),
    ("[![in](a)](b) x", [(P, "x"), ("alt", "in")]),
    ("[not a link] ![nor](", [(P, "[not a link] ![nor](")]),
    ("| A | b \\| c |\n|---|:-:|\n| | d **e** |\n| A |", [
        (CELL, "A"), (CELL, "b | c"), (CELL, "d e"), (CELL, "A")]),
    ("```\ncode\n```\n\n    code\n\n<div>\nhtml\n</div>\n\ntext `co  de` x", [(P, "text co  de x")]),
    ("`a ``b` c` d", [(P, "a ``b c` d")]),
]  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), MARKDOWN)
def test_markdown_is_read_without_its_markup(source: str, expected: list[tuple[str, str]]) -> None:
    assert blocks(".md", source) == expected


def test_declared_languages() -> None:
    source = (
        '<html lang="en-GB"><p>a<blockquote lang=uk><p>б</p></blockquote>'
        '<p>c <i lang="fr">d</i></p><p><i lang="fr">e</i></p><p lang="">f</p>'
    )
    reading = readers()[".html"].read(source)
    assert reading.lang == "en-GB"
    assert [b.lang for b in reading.blocks] == [None, "uk", None, "fr", None]


@pytest.mark.parametrize(
    ("tag", "lang"),
    [
        ("uk-UA", "uk"),
        ("ukr", "uk"),
        ("ua", "uk"),
        ("tlh-x", "fr"),
        ("article", "fr"),
        ("und", None),
    ],
)
def test_a_declared_language_that_is_none_is_passed_over(tag: str, lang: str | None) -> None:
    source = f'<div lang="fr"><p lang="{tag}">a</p></div>'
    assert [b.lang for b in readers()[".html"].read(source).blocks] == [lang]


@pytest.mark.parametrize(
    ("path", "source", "date"),
    [
        ("a.md", "---\ntitle: x\ndate: 2015-03-01T10:00:00Z\n---\nText", "2015-03-01"),
        ("a.md", '---\ndate: "2015-03-01"\n---\nText', "2015-03-01"),
        ("a.md", "---\ndate: 2015-02-30\n---\nText", ""),
        ("a.md", "Text\n\ndate: 2015-03-01", ""),
        (
            "a.html",
            '<meta property="article:published_time" content="2015-03-01T10:00Z"><p>x',
            "2015-03-01",
        ),
        (
            "a.html",
            "<meta name=date content=2015-03-01><meta name=date content=2016-03-01>x",
            "2015-03-01",
        ),
        ("a.html", '<meta name="description" content="2015-03-01"><p>x', ""),
        ("a.txt", "date: 2015-03-01", ""),
    ],
)
def test_the_day_of_a_story_is_what_its_file_declares(path: str, source: str, date: str) -> None:
    assert load(path, source.encode(), Context(Config(lang="en"))).date == date


def test_every_ending_has_one_reader() -> None:
    assert {s: r.name for s, r in readers().items()}.items() >= {
        ".txt": "text",
        ".html": "html",
        ".htm": "html",
        ".xhtml": "html",
        ".md": "markdown",
        ".markdown": "markdown",
    }.items()


EDITS = [
    (".html", "<p>Kiev &amp; Odessa</p>", "Kiev", "Kyiv", "<p>Kyiv &amp; Odessa</p>"),
    (".html", "<p>a &amp; b</p>", "&", "<&>", "<p>a &lt;&amp;&gt; b</p>"),
    (".html", "<p>a <b>b</b> c</p>", "a b c", "d", "<p>d<b></b></p>"),
    (".html", "<p>one\n   two</p>", "one two", "x\ny", "<p>x\ny</p>"),
    (".html", "<p>a\n  b</p>", " ", "", "<p>ab</p>"),
    (".html", '<img alt="Kiev">', "Kiev", 'a "b"', '<img alt="a &quot;b&quot;">'),
    (".html", "<img alt='Kiev'>", "Kiev", "it's", "<img alt='it&#39;s'>"),
    (".html", "<img alt=Kiev src=x>", "Kiev", "New York", "<img alt=New&#32;York src=x>"),
    (".html", "<img alt=Kiev src=x>", "Kiev", "", '<img alt="" src=x>'),
    (".html", "<img alt=Kiev src=x>", "ev", "", "<img alt=Ki src=x>"),
    (".html", "<img alt=a&amp;b src=x>", "a", "c", "<img alt=a&amp;b src=x>"),
    (".html", "<p>x <code>y</code>", "y", "z", "<p>x <code>y</code>"),
    (".html", "<p>a<br>b", "a\nb", "c", "<p>c<br>"),
    (".md", "a *b* c", "b", "d*e_f_ [g]", "a *d\\*e_f\\_ \\[g\\]* c"),
    (".md", "Kiev\nis", "Kiev is", "Kyiv is", "Kyiv is"),
    (".md", "| Kiev |\n|---|", "Kiev", "a | b", "| a \\| b |\n|---|"),
    (".md", '[a](b "Kiev")', "Kiev", 'a "b"', '[a](b "a \\"b\\"")'),
    (".md", "Kiev", "Kiev", "# x", "\\# x"),
    (".md", "Kiev", "Kiev", "plain words – “so”, 3.5 (x) a-b!", "plain words – “so”, 3.5 (x) a-b!"),
    (".txt", "a\r\nb", "b", "c", "a\r\nc"),
]


@pytest.mark.parametrize(("suffix", "source", "old", "new", "expected"), EDITS)
def test_new_text_is_written_as_the_format_needs_it(
    suffix: str, source: str, old: str, new: str, expected: str
) -> None:
    doc = document(suffix, source)
    at = doc.text.index(old)
    assert edited(doc, Edit(at, at + len(old), new)) == expected


def test_a_span_over_an_attribute_and_its_paragraph_holds_both() -> None:
    doc = document(".html", '<p>one <a title="two">three</a> four</p>')
    assert doc.text == "one three four\ntwo"
    start, end = doc.source_span(Span(4, len(doc.text)))
    assert doc.source[start:end] == 'two">three</a> four'


# Tags that never end in time took the standard library's parser minutes.
HOSTILE = ["<", "<!", "<!--", "<a ", '<a x="', "</", "<![", "<svg>", "<b><li>", "&", "&a", "<?", "*a ",
           "[", "![", "`", "``a`", "> ", "- ", "_", "|a\n|-\n", "&#"]  # fmt: skip


@pytest.mark.parametrize("part", HOSTILE)
@pytest.mark.parametrize("suffix", [".html", ".md"])
def test_hostile_repetition_ends(suffix: str, part: str) -> None:
    check_pieces(document(suffix, part * 3000))


WORDS = ["Kiev", "said", "Ви", "a", "“", "”", ".", ",", "’s", "🙂", "é"]
SPACES = [" ", " ", "  ", "\n", "\r\n  ", "\t", "\u00a0"]
TAGS = ["<p>", "</p>", "<P CLASS=x>", "<div>", "</div>", "<b>", "</b>", "<i lang=uk>", "</i>", "<br>",
        "<br/>", "<li>", "<ul>", "</ul>", "<td>", "<table>", "</table>", "<h1>", "</h1>", "<code>",
        "</code>", "<!-- c -->", "<script>x<p></script>", '<img alt="Kiev &amp; so\n on" title=x>',
        "<a title='it&#39;s'>", "</a>", "<img alt=Kiev>", "<img alt=Ki&amp;ev>", "<svg>", "</svg>",
        "<title>", "</title>", "<figcaption>", "<pre>", "</pre>"]  # fmt: skip
REFERENCES = ["&amp;", "&nbsp;", "&#8217;", "&lt", "&eacute;", "&notit;", "&bogus;"]
ODD = ["<", "&", "<!--", "<x y='", '"', "<3", "]]>", "&#", "<![CDATA[", ">", "="]
MARKS = ["*", "**", "_", "`", "``", "[", "](u)", '](u "Kiev")', "![", "\\", "\\*", "&amp;", "<br>",
         "<b>", "~~", "\n\n", "\n> ", "\n- ", "\n# ", "\n    ", "\n1. ", "  \n", "\n| a | b |\n|-|-|\n| ",
         " | ", "\\|", "\n===\n", "\n```\n", "---\n", "<http://x.y>", "\n[a]: u\n", "[a]", "\n\t", "\r\n"]  # fmt: skip

html = st.lists(st.sampled_from(WORDS * 3 + SPACES * 3 + TAGS + REFERENCES), max_size=40).map(
    "".join
)
odd_html = st.lists(st.sampled_from(WORDS + SPACES + TAGS + REFERENCES + ODD), max_size=40).map(
    "".join
)
markdown = st.lists(st.sampled_from(WORDS * 3 + SPACES * 3 + MARKS), max_size=40).map("".join)
anything = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\t\n\r\v\f\x85<>&*[]()|"),
    max_size=60,
)
sources = st.one_of(
    st.tuples(st.just(".html"), html | odd_html | anything),
    st.tuples(st.just(".md"), markdown | anything),
    st.tuples(st.just(".txt"), anything),
)


def rendered(source: str) -> list[str]:
    """The words that markdown-it itself gives for the blocks that are read."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    words = []
    for token in parser.parse(source):
        text = ""
        for child in token.children or []:
            is_text = child.type in ("text", "code_inline")
            is_space = child.type.endswith("break") or (not is_text and child.content == "<br>")
            text += " " if is_space else child.content if is_text else ""
        words += text.split()
    return words


@given(markdown.filter(lambda s: not s.startswith("---")))
def test_markdown_text_is_what_markdown_it_renders(source: str) -> None:
    doc = document(".md", source)
    text = " ".join(s.text for s in doc.segments if s.kind not in ("alt", "title"))
    assert text.split() == rendered(source)


def check_pieces(doc: Document) -> None:
    at = 0
    for p in doc.offsets.pieces:
        assert p.text == at
        at += p.text_length
        assert p.text_length > 0 or not doc.text
        text = doc.text[p.text : at]
        source = doc.source[p.source : p.source + p.source_length]
        assert len(source) == p.source_length
        if p.kind is PieceKind.COPY:
            assert source == text
        elif p.kind is PieceKind.ENTITY:
            assert stands_for(source, text)
    assert at == len(doc.text)
    for before, after in itertools.pairwise(doc.blocks):
        assert before.span.end < after.span.start
    if not doc.path.endswith(".txt"):
        assert doc.text == "\n".join(s.text for s in doc.segments)


def stands_for(source: str, text: str) -> bool:
    from html import unescape

    if text == " " and not source.strip(" \t\r\n\f>"):
        return True
    if text == " " and re.fullmatch(r"\s*\n[\s>]*", source):
        return True
    if source[0] == "\\":
        return source[1:] == text
    return source[0] == "&" and unescape(source) == text


@given(sources)
def test_every_code_point_leads_back_to_its_place(given: tuple[str, str]) -> None:
    check_pieces(document(*given))


@given(sources, st.data())
def test_an_edit_changes_what_the_text_stands_for_and_nothing_else(
    given: tuple[str, str], data: st.DataObject
) -> None:
    doc = document(*given)
    assume(doc.text)
    start = data.draw(st.integers(0, len(doc.text)))
    end = data.draw(st.integers(start, min(len(doc.text), start + 12)))
    inside = [
        (p.source, p.source + p.source_length)
        for p in doc.offsets.pieces
        if p.kind is not PieceKind.GAP and p.text < end and start < p.text + p.text_length
    ]
    edits = sorted(doc.offsets.source_edits(Edit(start, end, "New")))
    for a, b in itertools.pairwise(edits):
        assert a.end <= b.start
    for e in edits:
        assert 0 <= e.start <= e.end <= len(doc.source)
        if start < end:
            assert any(a <= e.start <= b for a, b in inside)
            assert any(a <= e.end <= b for a, b in inside)
    if start < end:
        assert len([e for e in edits if "New" in e.text]) == bool(inside)


# A word that no bare "&" or "<" stands before: "&" and "lt" would become a reference.
WORD = re.compile(r"(?<![&<\w#])[^\W\d_]{2,}(?![;\w])")


def stands_alone(doc: Document, span: Span) -> bool:
    """Whether a word is one run of the file that may be changed, with no mark against it.

    In Markdown, what stands beside emphasis marks and backslashes says whether they are any.
    """
    edits = doc.offsets.source_edits(Edit(*span, ""))
    if len(edits) != 1 or edits[0].end - edits[0].start != span.end - span.start:
        return False
    beside = (
        doc.source[max(0, edits[0].start - 1) : edits[0].start] + doc.source[edits[0].end :][:1]
    )
    return not (doc.path.endswith(".md") and set(beside) & set("\\*_~`"))


@given(sources, st.sampled_from(["Kyiv", "Київ", "A&B", "<b>", "R&amp;D", "x < y"]), st.data())
def test_a_new_word_is_read_as_it_was_meant(
    given: tuple[str, str], new: str, data: st.DataObject
) -> None:
    suffix, source = given
    doc = document(suffix, source)
    words = [Span(*m.span()) for m in WORD.finditer(doc.text) if stands_alone(doc, Span(*m.span()))]
    # "[a]" is a label in Markdown: a new word makes another label of it, which stands for nothing.
    assume(words and (suffix != ".md" or "[a]" not in source))
    start, end = data.draw(st.sampled_from(words))
    after = document(suffix, edited(doc, Edit(start, end, new)))
    assert after.text == doc.text[:start] + new + doc.text[end:]


# No inline code and no reference in an unquoted value, which are never changed; "&bogus" could become a reference with what follows it.
plain_html = st.lists(
    st.sampled_from(
        [
            x
            for x in WORDS * 3 + SPACES * 3 + TAGS + REFERENCES[:5]
            if "code" not in x and "Ki&" not in x
        ]
    ),
    min_size=5,
    max_size=40,
).map("".join)


@given(plain_html, st.data())
def test_words_taken_out_of_html_are_gone(source: str, data: st.DataObject) -> None:
    doc = document(".html", source)
    words = [m.span() for m in re.finditer(r"[^\W\d_]+", doc.text)] or [(0, 0)]
    start, end = data.draw(st.sampled_from(words))
    after = document(".html", edited(doc, Edit(start, end, "")))
    # White space on both sides of a tag is one space; a block without text is none, and what an
    # attribute says then stands behind another one.
    assert sorted(after.text.split()) == sorted((doc.text[:start] + doc.text[end:]).split())
