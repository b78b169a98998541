"""Languages: the detectors, the main language, and the judge of foreign lines."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.config import Config
from qa.context import Context
from qa.document.model import Finding, Safety, Severity
from qa.errors import InputError
from qa.language import Detector, get_detector, language_name, language_scripts
from qa.language.judge import Judge, settings, without_names
from qa.language.main import main_language
from qa.language.own_words import own_words, plain_language
from qa.linting.check import check
from qa.linting.fix import apply
from qa.linting.setup import Setup
from qa.load import load
from qa.rules.registry import all_rules

CASES = [
    tuple(line.split("\t"))
    for line in Path(__file__)
    .with_name("data")
    .joinpath("foreign_lines.tsv")
    .read_text("utf-8")
    .splitlines()
    if not line.startswith("#")
][1:]
# What eldc takes a language for, and paragraphs in it.
MAIN_LANGUAGES = {
    lang: (found, paragraphs)
    for lang, found, paragraphs in (
        line.split("\t")
        for line in Path(__file__)
        .with_name("data")
        .joinpath("main_languages.tsv")
        .read_text("utf-8")
        .splitlines()[3:]
    )
}
LNG = ("LNG101", "LNG102", "LNG103")
SENTENCES = {
    "az": "Nazirlik bildirib ki, danışıqlar gələn həftə Bakıda davam etdiriləcək.",
    "be": "Міністэрства паведаміла, што перамовы працягнуцца на наступным тыдні.",
    "ka": "სამინისტრომ განაცხადა, რომ მოლაპარაკებები მომავალ კვირას გაგრძელდება.",
    "uk": "Міністерство повідомило, що переговори триватимуть наступного тижня.",
    "ru": "Министерство сообщило, что переговоры продолжатся на следующей неделе.",
    "en": "The ministry said that the talks would go on next week in the capital.",
    "tr": "Bakanlık, görüşmelerin gelecek hafta başkentte devam edeceğini açıkladı.",
    "de": "Das Ministerium teilte mit, dass die Gespräche nächste Woche weitergehen.",
    "fr": "Le ministère a annoncé que les discussions se poursuivraient la semaine prochaine.",
    "es": "El ministerio dijo que las conversaciones continuarán la próxima semana.",
    "pt": "O ministério disse que as conversações vão continuar na próxima semana.",
    "pl": "Ministerstwo poinformowało, że rozmowy będą kontynuowane w przyszłym tygodniu.",
    "ar": "قالت الوزارة إن المحادثات ستستمر الأسبوع المقبل في العاصمة.",
    "el": "Το υπουργείο ανακοίνωσε ότι οι συνομιλίες θα συνεχιστούν την επόμενη εβδομάδα.",
    "zh": "外交部表示，会谈将于下周在首都继续举行。",
}


@pytest.fixture(scope="module", params=["eldc", "langdetect"])
def detector(request: pytest.FixtureRequest) -> Detector:
    if request.param == "eldc":
        pytest.importorskip("eldc")
    return get_detector(request.param)


# A file with other control characters is binary.
CONTROLS = {code: " " for code in range(32) if code not in b"\t\n\r"}


def findings(text: str, *codes: str, lang: str | None = "en") -> list[Finding]:
    context = Context(Config(lang=lang))
    document = load("story.txt", text.encode("utf-8", "surrogatepass"), context)
    checked = check(
        document, Setup(context, [all_rules()[c] for c in codes or ("LNG101", "LNG102")])
    )
    assert not checked.errors
    return list(checked.findings)


def fixed(text: str, lang: str = "en") -> str:
    context = Context(Config(lang=lang))
    document = load("story.txt", text.encode(), context)
    found = check(document, Setup(context, [all_rules()["LNG101"]])).findings
    return apply(document, found, Safety.REVIEW).decode()


def test_the_choice_of_detector() -> None:
    assert get_detector("langdetect").name == "langdetect"
    assert get_detector("auto") is get_detector("auto")
    with pytest.raises(InputError, match="write auto, eldc or langdetect"):
        get_detector("fasttext")


def test_without_eldc_auto_takes_langdetect_and_eldc_says_what_to_do() -> None:
    code = """
import sys
sys.modules["eldc"] = None  # what an import finds where a package is not installed
from qa.errors import InputError
from qa.language import get_detector
print(get_detector("auto").name)
try:
    get_detector("eldc")
except InputError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    name, message = done.stdout.splitlines()
    assert name == "langdetect"
    assert "pip install wireqa[eldc]" in message


def test_importing_the_package_loads_no_detector() -> None:
    code = "import sys, qa.language; print({'eldc', 'langdetect', 'six'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


@pytest.mark.parametrize("lang", SENTENCES)
def test_both_detectors_know_real_sentences(detector: Detector, lang: str) -> None:
    assert lang in detector.languages
    scores = detector.scores(SENTENCES[lang])
    assert max(scores, key=lambda code: scores[code]) == lang
    assert all(0 <= score <= 1 for score in scores.values())
    assert main_language(SENTENCES[lang], detector) == lang


def test_scores_are_the_same_in_another_process(detector: Detector) -> None:
    text = SENTENCES["az"] + " " + SENTENCES["tr"]
    code = f"from qa.language import get_detector; print(sorted(get_detector({detector.name!r}).scores({text!r}).items()))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(sorted(detector.scores(text).items()))


@pytest.mark.parametrize("text", ["", " ", "\n\n", "12:30", "😀 👍🏽", "—", "\0", "\ud800"])
def test_text_that_says_nothing(detector: Detector, text: str) -> None:
    assert detector.scores(text) == {}
    assert main_language(text, detector) == "und"
    assert Judge("en", detector).foreign(text) is None


def test_nul_and_lone_surrogates_hide_nothing(detector: Detector) -> None:
    text = "\udcff\0" + SENTENCES["pl"]
    assert main_language(text, detector) == "pl"


def test_stray_lines_do_not_decide_the_main_language(detector: Detector) -> None:
    lines = [
        SENTENCES["az"],
        SENTENCES["uk"],
        *[SENTENCES["en"]] * 4,
        "Foto: Reuters",
        SENTENCES["de"],
    ]
    assert main_language("\n".join(lines), detector) == "en"


@pytest.mark.parametrize("text", ["Blinken visits Kyiv", "Talks resume", "Washington said no."])
def test_a_short_english_text_is_english(detector: Detector, text: str) -> None:
    assert main_language(text, detector) == "en"


def test_a_script_of_one_language_decides_without_a_detector(detector: Detector) -> None:
    assert main_language("Խոսակցությունները կշարունակվեն", detector) == "hy"


def test_names_and_scripts() -> None:
    assert language_name("az") == "Azerbaijani"
    assert language_name("pt") == "Portuguese"
    assert language_name("xx") == "xx"
    assert language_scripts("sr") == ("Cyrillic", "Latin")
    assert language_scripts("ja") == ("Han", "Hiragana", "Katakana")


@pytest.mark.parametrize(("lang", "line", "expected"), CASES, ids=[f"{c[0]}-{c[1]}" for c in CASES])
def test_the_judge(detector: Detector, lang: str, line: str, expected: str) -> None:
    verdict = Judge(lang, detector).foreign(line)
    if expected == "-":
        assert verdict is None
        return
    if expected.endswith("*") and detector.name == "langdetect":
        assert verdict is None  # once it is found, the star goes
        return
    assert verdict is not None
    assert 0.5 <= verdict.confidence <= 1
    language = expected.rstrip("*")
    if language != "yes" and language in detector.languages:
        assert verdict.language in (language, "und")


@pytest.mark.parametrize(
    ("line", "script"),
    [
        ("вчера абвгдежзиклмноп seven", "Cyrillic"),  # 20 of 25 letters
        ("вчера абвгдежзиклмно seven", None),  # 19 of 24
    ],
)
def test_four_fifths_of_its_letters_tell_the_script_of_a_line(
    detector: Detector, line: str, script: str | None
) -> None:
    assert Judge("en", detector).foreign_script(line) == script


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("Officials in Kyiv met Antony Blinken", "officials in   met    "),
        ("Antony Blinken said so", "    said so"),
        ("FOTO: ARCHIV", "foto: archiv"),
        ("Politics", " "),
    ],
)
def test_names_are_masked(line: str, left: str) -> None:
    assert without_names(line).split() == left.split()


def test_confidence_grows_with_the_margin(detector: Detector) -> None:
    chosen = settings(detector.name)
    steps = [chosen.confidence(x / 10) for x in range(6)]
    assert steps == sorted(steps)
    assert chosen.threshold("en", 8) > chosen.threshold("en", 80)


ENGLISH = "The minister said that the talks would go on.\nNobody was hurt, the police said.\n"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_deleting_a_line_leaves_no_gap(end: str) -> None:
    stray = "Підписуйтесь на канал"
    first, second = ENGLISH.splitlines()
    for blank in (end, end * 2):
        whole = first + blank + second
        assert fixed(first + blank + stray + blank + second + end) == whole + end
        assert fixed(stray + blank + first + blank + second) == whole
        assert fixed(first + blank + second + blank + stray) == whole
        assert fixed(first + blank + second + blank + stray + end) == whole + end
        assert fixed("\n" + stray + "\n" + whole) == "\n" + whole


def test_a_bilingual_text_gets_one_finding() -> None:
    text = "\n\n".join([SENTENCES["en"], SENTENCES["uk"]] * 4)
    (found,) = findings(text)
    assert found.fix is None
    assert len(found.related) == 3
    assert "Ukrainian" in found.message
    assert found.data["language"] == "uk"
    assert found.severity is Severity.INFO


def test_a_half_that_was_not_translated_is_no_mere_note() -> None:
    text = "\n\n".join([SENTENCES["en"]] * 4 + [SENTENCES["uk"]] * 4)
    (found,) = findings(text)
    assert found.severity is Severity.WARNING


def test_a_word_in_other_letters_is_not_reported_beside_its_line_or_sentence() -> None:
    english, stray = SENTENCES["en"], "міністр підкреслив це"
    assert [f.code for f in findings(f"{english} {SENTENCES['uk']}", *LNG)] == ["LNG102"]
    assert [f.code for f in findings(f"{english}\n{SENTENCES['uk']}\n{english}", *LNG)] == [
        "LNG101"
    ]
    (found,) = findings(
        f"{english} The talks, {stray}, would go on in the capital. {english}", *LNG
    )
    assert found.code == "LNG103"
    assert stray in found.message


@pytest.mark.parametrize("lang", MAIN_LANGUAGES)
def test_copy_in_any_language_is_found_to_be_in_it_and_raises_nothing(lang: str) -> None:
    pytest.importorskip("eldc")
    taken_for, paragraphs = MAIN_LANGUAGES[lang]
    text = paragraphs.replace(" | ", "\n\n")
    assert main_language(text, get_detector("eldc")) == taken_for
    assert findings(text, *LNG, lang=lang) == []
    assert findings(text, *LNG, lang=None) == []
    (found,) = findings(f"{text}\n\n{SENTENCES['en']}", *LNG, lang=lang)
    assert found.data["language"] == "en"


def test_plain_lines_have_words_that_no_other_language_has() -> None:
    for lang, words in own_words().items():
        others = [w for other, w in own_words().items() if other != lang]
        assert not words & frozenset().union(*others)
        assert all(word == word.lower() for word in words)
    assert plain_language("He said that they would go on with the talks.") == "en"
    assert (
        plain_language(
            "Le the et that dans une phrase en langue tout autre que celle où les mots sont à eux"
        )
        is None
    )
    assert plain_language("The Guardian") is None
    for code, line in SENTENCES.items():
        assert plain_language(line) in (code, None)


def test_a_foreign_sentence_is_not_reported_twice() -> None:
    text = f"{SENTENCES['en']}\n{SENTENCES['fr']} {SENTENCES['fr']}\n{SENTENCES['en']} {SENTENCES['de']}\n{SENTENCES['en']}"
    assert [f.code for f in findings(text)] == ["LNG101", "LNG102"]


def test_markup_that_declares_its_language_is_left_alone() -> None:
    page = f"<html lang=en><body><p>{SENTENCES['en']}</p><p>{SENTENCES['en']}</p><p{{}}>{SENTENCES['fr']}</p></body></html>"
    for attribute, count in (("", 1), (" lang=fr", 0)):
        context = Context(Config())
        document = load("page.html", page.format(attribute).encode(), context)
        assert len(check(document, Setup(context, [all_rules()["LNG101"]])).findings) == count


@given(
    st.lists(
        st.one_of(
            st.text(max_size=60), st.sampled_from([*SENTENCES.values(), *(c[1] for c in CASES)])
        ),
        max_size=8,
    ),
    st.sampled_from(["en", "uk", "az", "kk", "und", None]),
)
def test_any_text_is_judged_within_its_bounds(lines: list[str], lang: str | None) -> None:
    text = "\n".join(lines).encode("utf-8", "replace").decode().translate(CONTROLS)
    for found in findings(text, *LNG, lang=lang):
        assert 0 <= found.span.start < found.span.end <= len(text)
        assert 0 <= found.confidence <= 1
        for edit in found.fix.edits if found.fix else ():
            assert 0 <= edit.start <= found.span.start
            assert found.span.end <= edit.end <= len(text)


@given(st.text(st.characters(), max_size=200))
def test_any_string_is_scored_and_judged(text: str) -> None:
    for name in ("auto", "langdetect"):
        detector = get_detector(name)
        assert all(0 <= score <= 1 for score in detector.scores(text).values())
        Judge("en", detector).foreign(text)
        main_language(text, detector)
