"""Matching: what a form in the text is, in every case style, ending, language and context."""

import gc
import re
import weakref
from pathlib import Path

import pytest
from cases import rows, with_marks, without_marks
from hypothesis import given
from hypothesis import strategies as st

from qa.config import Config
from qa.context import Context
from qa.document.model import Block, Document, OffsetMap, Safety, Span
from qa.glossary import Glossary
from qa.glossary.compiling import compile_entries
from qa.glossary.entries import Dated, Entry, Spelling
from qa.glossary.forms import folded
from qa.glossary.inflection import case_forms, in_cases
from qa.glossary.match import Match, Story
from qa.glossary.store import Table, pack
from qa.linting.check import check
from qa.linting.fix import apply
from qa.linting.setup import Setup
from qa.load import load
from qa.rules.registry import select_rules

GLOSSARIES = Path(__file__).with_name("data") / "glossaries"


@pytest.fixture(scope="module")
def contexts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Context]:
    """A context a language, with the glossary of the cases for it alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QA_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        made = {}
        for lang in ("en", "uk", "ru", "pl", "de", "tr"):
            file = str(GLOSSARIES / f"matching-{lang}.toml")
            config = Config(lang=lang, glossaries=(file,), shipped_glossaries=False)
            made[lang] = Context(config)
            assert not made[lang].glossary.errors
    return made


@pytest.mark.parametrize(("lang", "marked", "fixed"), rows("matching.tsv"))
def test_forms(lang: str, marked: str, fixed: str, contexts: dict[str, Context]) -> None:
    text = without_marks(marked)
    document = load("case.txt", text.encode(), contexts[lang])
    checked = check(document, Setup(contexts[lang], select_rules(["GLO101"], [])))
    assert with_marks(text, checked.findings) == marked
    assert apply(document, checked.findings, Safety.REVIEW).decode() == (fixed or text)


def glossary(*entries: Entry) -> Glossary:
    return Glossary(Table(compile_entries(entries, "ap")))


def plain(text: str, date: str = "") -> Document:
    blocks = tuple(
        Block(Span(*m.span()), "paragraph") for m in re.finditer(r"(?s).+?(?:\n\n|\Z)", text)
    )
    identity = OffsetMap.identity(len(text))
    return Document("a", b"", text, text, "en", identity, blocks, date=date)


def wrong(text: str, *entries: Entry, date: str = "") -> list[Match]:
    known = glossary(*entries)
    return [m for s in plain(text, date).segments for m in known.matches(s) if m.wrong]


# Derived forms, dates and what stands beside a name


def test_derived_form_is_reported_but_not_as_listed() -> None:
    person = Entry("a", "person", Spelling("Zaluzhnyi", generated=("Zaloozhny",)))
    (match,) = wrong("General Zaloozhny left.", person)
    assert (match.found, match.replacement, match.listed) == ("Zaloozhny", "Zaluzhnyi", False)


def test_fix_of_a_derived_form_is_for_review(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QA_CACHE_DIR", str(tmp_path / "cache"))
    file = tmp_path / "a.toml"
    file.write_text(
        '[[place]]\nid = "a"\npreferred = "Berestechko"\nforbidden = ["Berestetschko"]\n'
        'original.uk = "Берестечко"\n'
    )
    context = Context(Config(lang="en", glossaries=(str(file),), shipped_glossaries=False))
    document = load("a.txt", b"In Berestetschko and Beresteczko.", context)
    findings = check(document, Setup(context, select_rules(["GLO101"], []))).findings
    assert [f.fix and f.fix.safety for f in findings] == [Safety.SAFE, Safety.REVIEW]


YURII = Entry(
    "yurii-sak", "person", Spelling("Sak", doubtful=("Sack",)), Spelling("Yurii", (), ("Yuri",))
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Sack it. The Sack.", []),
        ("Yuri Sack left.", ["Yuri Sack"]),
        ("Adviser Sack left; Minister Sack left.", ["Sack"]),
        ("Minister of Foreign Affairs Sack left.", ["Sack"]),
        ("Minister Ivan Sack left.", []),
        ("Yurii Sak left. Sack it.", []),
    ],
)
def test_doubtful_form_of_a_person_needs_a_name_or_title_beside(
    text: str, found: list[str]
) -> None:
    assert [m.found for m in wrong(text, YURII)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Rivers Rivne.", []),
        ("He rode Rover to Rover.", []),
        ("the city of Rover and Rover region", ["Rover", "Rover"]),
        ("In the village Rover it rained.", ["Rover"]),
    ],
)
def test_doubtful_form_of_a_place_needs_a_word_for_it_beside(text: str, found: list[str]) -> None:
    place = Entry("rivne", "place", Spelling("Rivne", doubtful=("Rover",)))
    assert [m.found for m in wrong(text, place)] == found


@pytest.mark.parametrize(
    ("date", "found"),
    [
        ("2014-03-01", {"Dnipro": "Dnipropetrovsk"}),
        ("2016-05-19", {"Dnipropetrovsk": "Dnipro"}),
        ("", {"Dnipropetrovsk": "Dnipro"}),
    ],
)
def test_date_of_the_story_says_which_form_is_right(date: str, found: dict[str, str]) -> None:
    dated = (Dated("Dnipropetrovsk", "", "2016-05-18"), Dated("Dnipro", "2016-05-19"))
    entry = Entry("dnipro", "place", Spelling("Dnipro", dated=dated))
    matches = wrong("Dnipro and Dnipropetrovsk", entry, date=date)
    assert {m.found: m.replacement for m in matches} == found


def test_surname_that_is_not_enough_holds_after_the_full_name_in_an_earlier_paragraph() -> None:
    person = Entry(
        "a", "person", Spelling("Rice", (), ("Ryce",)), Spelling("Condoleezza"), alone=False
    )
    text = "Ryce grows.\n\nCondoleezza Rice left.\n\nRyce came."
    assert [m.found for m in wrong(text, person)] == ["Ryce"]
    assert wrong("Ryce came. The Ryce.", person) == []


def test_surname_shared_with_one_who_writes_it_so_is_left() -> None:
    a = Entry("a", "person", Spelling("Walz", (), ("Waltz",)), Spelling("Tim"))
    b = Entry("b", "person", Spelling("Waltz", (), ("Walz",)), Spelling("Mike"))
    assert [m.replacement for m in wrong("Waltz, Walz, Tim Waltz and Mike Walz", a, b)] == [
        "Tim Walz",
        "Mike Waltz",
    ]


def test_form_with_two_replacements_is_left() -> None:
    a = Entry("a", "place", Spelling("Aton", (), ("Atun",)))
    b = Entry("b", "place", Spelling("Aten", (), ("Atun",)))
    assert wrong("Atun", a, b) == []


# Languages that inflect names


@pytest.mark.parametrize(
    ("lang", "owner", "form", "forms"),
    [
        ("uk", "place", "Київ", "Києва Києву Києвом Києві"),
        ("uk", "place", "Луганськ", "Луганська Луганську Луганськом"),
        ("uk", "place", "Горлівка", "Горлівки Горлівці Горлівку Горлівкою"),
        ("uk", "man", "Зеленський", "Зеленського Зеленському Зеленським Зеленськім"),
        ("uk", "man", "Рубіо", ""),
        ("uk", "woman", "Зеленська", "Зеленської Зеленській Зеленську Зеленською"),
        ("ru", "place", "Харьков", "Харькова Харькову Харьковом Харькове"),
        ("ru", "place", "Алматы", ""),
        ("ru", "man", "Лукашенко", ""),
        ("ru", "man", "Путин", "Путина Путину Путиным Путином Путине"),
        ("ru", "woman", "Захарова", "Захаровой Захарову Захаровою"),
        ("pl", "place", "Kijów", "Kijowa Kijowowi Kijowem Kijowie"),
        ("pl", "man", "Zełenski", "Zełenskiego Zełenskiemu Zełenskim"),
        ("de", "place", "Kyjiw", "Kyjiws Kyjiwer"),
        ("de", "man", "Scholz", ""),
        ("en", "place", "Kyiv", ""),
        ("uk", "place", "Біла Церква", ""),
    ],
)
def test_case_forms(lang: str, owner: str, form: str, forms: str) -> None:
    assert set(case_forms(form, lang, owner)) == set(forms.split())


def test_each_case_form_leads_back_to_its_cases() -> None:
    for form, lang, owner in (("Шмигаль", "uk", "man"), ("Толстой", "ru", "man")):
        for inflected, cases in case_forms(form, lang, owner).items():
            for case in cases:
                assert inflected in case_forms(form, lang, owner)
                assert in_cases(form, lang, owner, [case]) is not None


# The table


@given(
    st.dictionaries(
        st.text(st.characters(exclude_characters="\t\n")),
        st.text(st.characters(exclude_characters="\n")),
    )
)
def test_table_holds_what_was_packed_and_nothing_else(rows: dict[str, str]) -> None:
    rows = {k: v for k, v in rows.items() if _is_utf8(k) and _is_utf8(v)}
    table = Table(pack({"a": 1}, rows.items()))
    assert table.head["a"] == 1
    assert {k: table.get(k) for k in rows} == rows
    assert all((k + "x" in table) == (k + "x" in rows) for k in rows)


def _is_utf8(text: str) -> bool:
    return not re.search("[\ud800-\udfff]", text)


@given(st.binary(max_size=40), st.integers(0, 200))
def test_damaged_table_is_told(junk: bytes, cut: int) -> None:
    data = pack({}, [("a", "b"), ("c", "d")])
    for damaged in (junk, data[: min(cut, len(data) - 1)], data + b"x"):
        with pytest.raises((ValueError, KeyError, TypeError)):
            Table(damaged)


def test_half_a_surrogate_pair_in_the_text_is_no_name() -> None:
    place = Entry("a", "place", Spelling("Kyiv", (), ("Kiev",)))
    assert [m.found for m in wrong("K\ud800iev Kiev", place)] == ["Kiev"]


# Matching against a slow and obvious implementation

_NAME = st.text("abN", min_size=1, max_size=3).map(lambda s: "K" + s)
_GAP = st.sampled_from(["", "", " ", "-", "'"])
_FORM = st.tuples(_NAME, _GAP, _NAME).map(lambda t: "".join(t if t[1] else t[:1]))
# How a text may write what stands in a form.
_WRITTEN = {
    " ": [" ", "  ", "\N{NO-BREAK SPACE}", "\n", " \N{ZERO WIDTH SPACE}"],
    "-": ["-", "\N{NON-BREAKING HYPHEN}"],
    "'": ["'", "’", "\N{PRIME}", "\N{MODIFIER LETTER APOSTROPHE}"],
    "a": ["a", "a", "a\N{SOFT HYPHEN}", "\N{CYRILLIC SMALL LETTER A}"],
}
_BETWEEN = st.sampled_from(
    [" ", " ", " ", "'s ", "’s ", "' ", "-", "\xa0", "  ", ". ", "k", "’", "1", ""]
)


@st.composite
def _places_and_text(draw: st.DrawFn) -> tuple[dict[str, list[str]], str]:
    """Places with their forbidden forms, distinct in any case, and a text that holds some."""
    names = draw(st.lists(_FORM, min_size=1, max_size=7, unique_by=str.lower))
    places: dict[str, list[str]] = {}
    for name in names:
        owner = draw(st.sampled_from([name, *places]))
        if owner == name:
            places[name] = []
        else:
            places[owner].append(name)
    written = st.sampled_from(names).map(
        lambda name: "".join(draw(st.sampled_from(_WRITTEN.get(c, [c]))) for c in name)
    )
    word = st.one_of(written, written, written.map(str.upper), written.map(str.lower), _FORM)
    return places, draw(st.lists(st.tuples(word, _BETWEEN).map("".join), max_size=6).map("".join))


def reference(places: dict[str, list[str]], text: str) -> list[tuple[int, int, bool]]:
    """All stretches that read as a form, as whole words, leftmost and longest, and if it is wrong."""
    found = []
    for start in range(len(text)):
        for end in range(start + 1, len(text) + 1):
            word = text[start:end]
            if INVISIBLE.match(word[-1]) or INVISIBLE.match(word[0]):
                continue
            read = as_read(word)
            forms = [f for p, bad in places.items() for f in (p, *bad) if is_form(read, f)]
            before, after = as_read(text[:start]), as_read(text[end:])
            inside = re.search(r"\w'$|\w$", before) or re.match(r"\w|'(?!s(?!\w))\w", after, re.I)
            if not forms or inside:
                continue
            tail = end
            if re.match(r"'s(?!\w)", after, re.I):
                tail = next(i for i in range(end, len(text) + 1) if len(as_read(text[end:i])) == 2)
            elif re.match(r"'(?!\w)", after) and read.lower().endswith("s"):
                tail = next(i for i in range(end, len(text) + 1) if len(as_read(text[end:i])) == 1)
            found.append((start, tail, not any(f in places for f in forms)))
    found.sort(key=lambda f: (f[0], -f[1], f[2]))
    chosen: list[tuple[int, int, bool]] = []
    for one in found:
        if not chosen or chosen[-1][1] <= one[0]:
            chosen.append(one)
    return chosen


INVISIBLE = re.compile("[\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}]")


def as_read(text: str) -> str:
    """The text as a reader sees it: one kind of space, hyphen and apostrophe, letters of one script."""
    text = INVISIBLE.sub("", text).translate({ord("а"): "a", ord("А"): "A", 0x2011: "-"})
    return re.sub(r"\s+", " ", re.sub("[’′ʼ]", "'", text))


def is_form(read: str, form: str) -> bool:
    return read == form or (read.isupper() and read == form.upper())


@given(_places_and_text())
def test_matching_equals_the_reference(case: tuple[dict[str, list[str]], str]) -> None:
    places, text = case
    entries = [
        Entry(f"e-{i}", "place", Spelling(preferred, (), tuple(forbidden)))
        for i, (preferred, forbidden) in enumerate(places.items())
    ]
    blocks = (Block(Span(0, len(text)), "paragraph"),)
    identity = OffsetMap.identity(len(text))
    document = Document("a", text.encode(), text, text, "en", identity, blocks)
    known = glossary(*entries)
    story = Story("2024-01-01", set(), set())
    # What the story makes of them (qa.glossary.identity) is another matter.
    found = [
        (*m.span, m.wrong)
        for s in document.segments
        for m in known.matcher.matches(s.text, "en", story)
    ]
    assert found == reference(places, text)


@given(st.text(" \xa0\u200b\xadABİßéе́’'-\n", max_size=20))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


# The forms that scripts/measure-glossary holds other tools against


@pytest.mark.parametrize(("tempting", "marked"), rows("name_forms.tsv"))
def test_shipped_glossary_finds_each_form_and_no_tempting_one(
    tempting: str, marked: str, shipped: Context
) -> None:
    marked = marked.replace("¶", "\n")
    document = load("case.txt", without_marks(marked).encode(), shipped)
    findings = check(document, Setup(shipped, select_rules(["GLO101"], []))).findings
    assert with_marks(document.text, findings) == marked
    assert (tempting == "yes") == ("⟦" not in marked)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Context:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QA_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        context = Context(Config(lang="en"))
        assert not context.glossary.errors
    return context


def test_matches_do_not_keep_their_document() -> None:
    known = glossary(Entry("a", "place", Spelling("Kyiv", (), ("Kiev",))))
    document = plain("Kiev")
    assert [known.matches(s) for s in document.segments]
    kept = weakref.ref(document)
    del document
    gc.collect()
    assert kept() is None
