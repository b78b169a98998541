"""The round-trip score: words and their places, what survives, tables, documents, the command."""

import csv
import gzip
import io
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from command import run_qa
from hypothesis import given
from hypothesis import strategies as st

from qa.archive.passages import passages
from qa.config import Config
from qa.context import Context
from qa.engines import get_engine, route
from qa.engines.cache import TranslationCache
from qa.errors import InputError
from qa.linting.findings import RuleFindings, findings_of
from qa.reporters.scores import TextWriter
from qa.score.evidence import VectorSignals
from qa.score.facts import row_facts
from qa.score.pairs import BadRow, ScoredRow
from qa.score.passages import Score, Scorer
from qa.score.roundtrip import compare, round_trips
from qa.score.signals import Passage, round_trip
from qa.score.suspicion import shipped_model
from qa.score.tokens import moses_spans, tokens
from qa.text.spans import Span

ROOT = Path(__file__).parent.parent
WIRE = ROOT / "fixtures" / "wire"
LANGUAGES = st.sampled_from(["en", "pt", "uk", "fr", "xx"])
# What sacremoses changes, cuts or protects, between any other signs.
AWKWARD = st.sampled_from(
    [
        "U.S.",
        "U. S.",
        "’s",
        "n't",
        "...",
        "…",
        "DOTMULTI",
        "THISISPROTECTED000",
        "&amp;",
        "<b>",
        "|",
        "http://a.b/c",
        "x@y.org",
        "@-@",
        "1,000",
        "‘No’",
        "a-b",
        "\x00",
        "\u00a0",
        "\n",
        "«",
        "e\u0301",
    ]
)
TEXTS = st.lists(st.one_of(AWKWARD, st.text(max_size=8), st.just(" "))).map("".join)


def qa(*arguments: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return run_qa(*arguments, stdin=stdin)


# --- words


@given(TEXTS, LANGUAGES)
def test_moses_tokens_cover_the_text_in_order(text: str, lang: str) -> None:
    at = 0
    for start, end in moses_spans(text, lang):
        assert at <= start < end <= len(text)
        between = text[at:start]
        assert all(c.isspace() or not c.isprintable() for c in between)
        at = end
    assert all(c.isspace() or not c.isprintable() for c in text[at:])


@given(TEXTS, LANGUAGES)
def test_every_word_has_its_exact_place(text: str, lang: str) -> None:
    at = 0
    for token in tokens(text, lang):
        start, end = token.span
        assert at <= start < end <= len(text)
        word = text[start:end]
        assert word == word.strip()
        assert token.key
        assert not any(map(str.isspace, token.key))
        if word.isascii() and word.isalpha():
            assert token.key.casefold() == word.casefold()
        at = end


def test_words_of_a_sentence() -> None:
    text = "“We won’t go,” the U. S. envoy said — 'No', it’s 1,200 US$."
    assert [text[a:b] for a, b in (t.span for t in tokens(text, "en"))] == (
        [
            "We",
            "won",
            "’t",
            "go",
            "the",
            "U. S.",
            "envoy",
            "said",
            "No",
            "it",
            "’s",
            "1,200",
            "US",
            "$",
        ]
    )


SAME = [
    ("The U. S. Army", "the U.S. army"),
    ("the U.S. said", "the US said"),
    ("in the U.S.", "in the US"),
    ("Russia’s", "Russia's"),
    ("1,200 men", "1200 men"),
    ("Secretary-General", "Secretary General"),
    ("‘No’, he said.", '"No" he said'),
    ("co‑operate", "co-operate"),
    ("HE TOLD US", "he told us"),
]
DIFFERENT = [("told US", "told us"), ("5%", "5"), ("$5", "€5"), ("1.5", "15"), ("Kyiv", "Kiev")]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_small_differences_do_not_count(one: str, other: str) -> None:
    assert [t.key for t in tokens(one, "en")] == [t.key for t in tokens(other, "en")]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_differences_that_count(one: str, other: str) -> None:
    assert [t.key for t in tokens(one, "en")] != [t.key for t in tokens(other, "en")]


# --- what survives

COMPARED = [
    # text, what came back, lost phrases, words, errors
    ("The army left.", "The army left.", [], 3, 0),
    ("The army left Kyiv.", "the Army has left Kiev", ["Kyiv"], 4, 2),
    ("He was told to go home now.", "He went home.", ["was told to go", "now"], 7, 5),
    # A word at another place has survived.
    ("a deal of $825 million in energy", "a $825 million energy deal", ["of", "in"], 8, 4),
    ("no no no", "no", ["no no"], 3, 2),
    ("One two.", "", ["One two"], 2, 2),
    ("…", "something", [], 0, 1),
]


@pytest.mark.parametrize(("text", "back", "lost", "words", "errors"), COMPARED)
def test_lost_words(text: str, back: str, lost: list[str], words: int, errors: int) -> None:
    (trip,) = compare([text], ["—"], [back], "en")
    assert [text[a:b] for a, b in trip.lost_phrases] == lost
    assert (trip.words, trip.errors) == (words, errors)
    assert trip.wer == (min(1, errors / words) if words else 0)
    assert 0 <= trip.loss <= trip.wer


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=4))
def test_shares_are_shares(pairs: list[tuple[str, str]]) -> None:
    texts, backs = [a for a, _ in pairs], [b for _, b in pairs]
    for trip in compare(texts, texts, backs, "en"):
        assert 0 <= trip.loss <= trip.wer <= 1
        assert 0 <= trip.cer <= 1
        assert [
            s for p in trip.lost_phrases for s in trip.lost if p.start <= s.start < p.end
        ] == list(trip.lost)
    for trip in compare(texts, texts, texts, "en"):
        assert (trip.lost, trip.errors, trip.cer) == ((), 0, 0)


def test_plain_news_survives_and_garbled_news_does_not() -> None:
    way = route(get_engine("embedded"), "en")
    plain, garbled, empty = round_trips(
        [
            "The president will meet the minister in Brussels. He will leave on Monday.",
            "To whom the porridge is cooked, that one lets the spoon gulp it down himself.",
            "",
        ],
        way,
    )
    assert "presidente" in plain.pivot
    assert "segunda-feira" in plain.pivot
    assert plain.loss < 0.2 < garbled.loss
    assert (empty.pivot, empty.back, empty.words) == ("", "", 0)
    passages = [Passage(t, "en") for t in (plain.text, garbled.text, "")]
    scores = Scorer().score(passages, way=way)
    assert [s.case for s in scores] == ["vectors", "vectors", ""]
    assert scores[0].signals["round_trip_loss"] < scores[1].signals["round_trip_loss"]
    # It is shown, and changes nothing.
    assert [s.suspicion for s in scores] == [s.suspicion for s in Scorer().score(passages)]
    assert scores[2].reasons == ("there is no translation",)
    assert scores[0].signature.endswith(shipped_model().name)


# --- the model


SIGNALS = ("reads_badly",)


def suspicion(score: Score) -> float:
    """Of a passage that is scored."""
    assert score.suspicion is not None
    return score.suspicion


def test_a_source_changes_the_case_and_the_verdict() -> None:
    source = "Міністр заявив, що 14 людей загинули в Харкові."
    good = "The minister said that 14 people were killed in Kharkiv."
    bad = "The minister said that 41 people were saved in Paris."
    scorer = Scorer()
    with_source = scorer.score([Passage(t, "en", source, "uk") for t in (good, bad)])
    alone = scorer.score([Passage(t, "en") for t in (good, bad)])
    assert [s.case for s in (*with_source, *alone)] == ["source+vectors"] * 2 + ["vectors"] * 2
    assert suspicion(with_source[0]) * 3 < suspicion(with_source[1])
    assert [s.calibrated for s in (*with_source, *alone)] == [True, True, False, False]
    assert any("“14” of the source is missing" in r for r in with_source[1].reasons)
    assert "Paris" in {bad[a:b] for (a, b), _ in with_source[1].spans}


def test_without_vectors_less_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa.vectors.installed", lambda: False)
    source = "Міністр заявив, що 14 людей загинули."
    good, bad, alone = Scorer().score(
        [
            Passage("The minister said that 14 people were killed.", "en", source, "uk"),
            Passage("The minister said that 41 people were killed?", "en", source, "uk"),
            Passage("The minister said that 14 people were killed.", "en"),
        ]
    )
    assert (good.case, bad.case, alone.case) == ("source", "source", "text")
    assert suspicion(good) < suspicion(bad)
    assert not set(SIGNALS) & good.signals.keys()


def test_a_second_run_computes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    passages = [Passage("The army left the city.", "en", "Армія залишила місто.", "uk")]
    kept = TranslationCache(tmp_path / "judgements.sqlite3")
    first = VectorSignals(kept).measure(passages)

    def fail(*_: object) -> None:
        raise AssertionError("it was encoded again")

    monkeypatch.setattr("qa.score.evidence._measured", fail)
    assert VectorSignals(kept).measure(passages) == first


# --- what is certain

CONTEXT = Context()
UNTRANSLATED = [
    # translation, its language, source, its language
    ("Ministeren ankom til byen mandag.", "en", "Ministeren ankom til byen mandag.", "da"),
    ("وصلت الوزيرة إلى بغداد أمس.", "en", "وصلت الوزيرة إلى بغداد أمس.", "ar"),
    ("The court adjourned until Friday.", "uk", "The court adjourned until Friday.", "en"),
    ("Суд переніс засідання на п’ятницю.", "tr", "Суд переніс засідання на п’ятницю.", "uk"),
    ("法院将审理延期至周五，律师表示不满。", "en", "法院将审理延期至周五，律师表示不满。", "zh"),
    # Half of it.
    (
        "The court adjourned, а адвокати заявили про порушення прав.",
        "en",
        "Суд переніс засідання, а адвокати заявили про порушення прав.",
        "uk",
    ),
    (
        "The court adjourned until Friday, mientras los abogados denunciaban graves abusos.",
        "en",
        "El tribunal aplazó la vista, mientras los abogados denunciaban graves abusos.",
        "es",
    ),
    # Into a third language.
    ("Суд перенес заседание на пятницу.", "en", "Суд переніс засідання на п’ятницю.", "uk"),
    (
        "Le tribunal a reporté son audience à vendredi prochain.",
        "en",
        "Das Gericht hat die Verhandlung auf nächsten Freitag vertagt.",
        "de",
    ),
]
TRANSLATED = [
    ("The court adjourned until Friday.", "en", "Суд переніс засідання на п’ятницю.", "uk"),
    ("Boris Johnson, Emmanuel Macron", "en", "Boris Johnson, Emmanuel Macron", "fr"),
    ("He read from Die Zeit and El País.", "en", "Er las aus Die Zeit und El País vor.", "de"),
    ("The show “Слуга народу” went on.", "en", "Шоу «Слуга народу» тривало.", "uk"),
    (
        "Суд переніс засідання FIFA World Cup.",
        "uk",
        "The FIFA World Cup hearing was put off.",
        "en",
    ),
    ("法院将审理延期至周五。", "zh", "The court adjourned until Friday.", "en"),
]


@pytest.mark.parametrize(("text", "lang", "source", "source_lang"), UNTRANSLATED)
def test_what_was_not_translated_is_near_certainty(
    text: str, lang: str, source: str, source_lang: str
) -> None:
    (found,) = row_facts(Passage(text, lang, source, source_lang), CONTEXT, RuleFindings(CONTEXT))
    assert found.probability > 0.95


@pytest.mark.parametrize(("text", "lang", "source", "source_lang"), TRANSLATED)
def test_what_was_translated_is_not(text: str, lang: str, source: str, source_lang: str) -> None:
    assert row_facts(Passage(text, lang, source, source_lang), CONTEXT, RuleFindings(CONTEXT)) == []


CHANGED = [
    ("Police held 15,000 people.", "Поліція затримала 1500 людей."),
    ("The hall opens on Sunday.", "Зал відкриється у вівторок."),
    ("The court will hear the case.", "Суд не розглядатиме справу."),
    ("The governor of Kharkiv resigned.", "Губернатор Херсона подав у відставку."),
]


def test_what_the_rules_know_the_score_knows(tmp_path: Path) -> None:
    rows = "".join(f"uk\ten\t{source}\t{text}\n" for text, source in CHANGED)
    path = table(tmp_path, "source_lang\ttarget_lang\tsource\ttranslation\n" + rows)
    done = qa("score", "--pairs", path, "--format", "jsonl")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["suspect"] for line in lines] == [True] * len(CHANGED)
    assert all(line["suspicion"] > 0.8 and line["reasons"] for line in lines)
    story, source = tmp_path / "story.txt", tmp_path / "story.uk.txt"
    story.write_text(" ".join(text for text, _ in CHANGED), "utf-8")
    source.write_text(" ".join(text for _, text in CHANGED), "utf-8")
    checked = json.loads(qa("check", story, "--source", source, "--format", "json").stdout)
    scored = qa("score", story, "--source", source, "--format", "jsonl").stdout.splitlines()
    suspect = [json.loads(line) for line in scored if json.loads(line)["suspect"]]
    found = [f for f in checked["files"][0]["findings"] if f["code"].startswith("SRC")]
    assert found
    for finding in found:
        assert any(
            line["start"]["offset"] <= finding["start"]["offset"] < line["end"]["offset"]
            for line in suspect
        )


# --- tables


def table(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "pairs.tsv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_rows_are_read_by_the_names_of_the_columns(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        '\ufeffz\ttranslation\tid\ttarget_lang\r\n0.1\t"He said\u2028so"\ta1\ten\r\n\r\n1\t\ta2\t\r\n',
    )
    assert list(passages(str(path), {})) == [
        ScoredRow("a1", '"He said\u2028so"', target_lang="en"),
        ScoredRow("a2", ""),
    ]


def test_rows_are_read_as_a_report_reads_them(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [
        {"id": "a", "source": "«Так», — сказав він.", "translation": 'He said, "Yes".'},
        {"id": "b", "source": "", "translation": "No, he\nsaid."},
    ]
    lines = tmp_path / "rows.jsonl"
    lines.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    with (tmp_path / "rows.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "rows.parquet")
    expected = [ScoredRow(r["id"], r["translation"], r["source"]) for r in rows]
    for name in ("rows.jsonl", "rows.csv", "rows.parquet"):
        assert list(passages(str(tmp_path / name), {})) == expected
    (tmp_path / "bad.jsonl").write_text('{"text": "He said."}\n')
    with pytest.raises(InputError, match="no column looks like the translation"):
        list(passages(str(tmp_path / "bad.jsonl"), {}))


def test_rows_without_ids_are_counted(tmp_path: Path) -> None:
    path = table(tmp_path, "source\ttranslation\nтак\tyes\nні\tno")
    assert list(passages(str(path), {})) == [
        ScoredRow("1", "yes", "так"),
        ScoredRow("2", "no", "ні"),
    ]


@pytest.mark.parametrize("content", ["", "id\ttext\n1\tyes\n", "id\ttranslation\n"])
def test_a_table_without_translations_is_named(tmp_path: Path, content: str) -> None:
    path = table(tmp_path, content)
    with pytest.raises(InputError, match=re.escape(str(path))):
        list(passages(str(path), {}))
    done = qa("score", "--pairs", path)
    assert done.returncode == 2
    assert str(path) in done.stderr


# The rows of a table, which of them are bad, by their number, and what is said.
BAD_ROWS = {
    "fields.tsv": (
        b"id\ttranslation\na\tYes.\nb\tNo.\tway\nc\tYes.\n",
        "2",
        ":3: has 3 fields for 2",
    ),
    "short.tsv": (b"id\ttranslation\na\tYes.\nb\nc\tYes.\n", "2", ":3: has 1 field for 2"),
    "bytes.tsv": (
        b"id\ttranslation\na\tYes.\nb\t\xff\xfe\xfd\nc\tYes.\n",
        "2",
        ":3: not valid UTF-8: byte 0xFF",
    ),
    "language.tsv": (
        b"id\ttarget_lang\ttranslation\na\ten\tYes.\nb\t???\tNo.\nc\ten\tYes.\n",
        "b",
        "row b: unknown language",
    ),
    "mark.csv": (b'id,translation\na,Yes.\nb,"No.\nc,Yes.\n', "2", ":3: has a quotation mark"),
    "line.jsonl": (
        b'{"id": "a", "translation": "Yes."}\n{"id"\n{"id": "c", "translation": "Yes."}\n',
        "2",
        ":2: is not JSON",
    ),
    "nothing.jsonl": (
        b'{"id": "a", "translation": "Yes."}\n{"id": "b"}\n{"id": "c", "translation": "Yes."}\n',
        "b",
        "row b has no",
    ),
    "cut.tsv.gz": (
        gzip.compress(b"id\ttranslation\na\tYes.\nc\tYes.\nd\tYes.")[:-5],
        "3",
        "is not a whole gzip file",
    ),
}


@pytest.mark.parametrize("name", BAD_ROWS)
def test_a_bad_row_stops_no_other(tmp_path: Path, name: str) -> None:
    raw, bad, problem = BAD_ROWS[name]
    (tmp_path / name).write_bytes(raw)
    done = qa("score", "--pairs", tmp_path / name, "--format", "jsonl", "--isolated")
    assert done.returncode == 2
    assert problem in done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["id"] for line in lines if line["error"] is None] == ["a", "c"]
    assert [(line["id"], line["suspicion"]) for line in lines if line["error"]] == [(bad, None)]
    assert problem in next(line["error"] for line in lines if line["error"])
    whole = json.loads(
        qa("score", "--pairs", tmp_path / name, "--format", "json", "--isolated").stdout
    )
    assert whole["rows"] == lines
    assert whole["summary"]["errors"] == 1


def test_columns_of_pairs_have_many_names_or_are_named(tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text("seg_id,src,mt,note\n7,Так.,Yes.,Maybe.\n", "utf-8")
    assert list(passages(str(path), {})) == [ScoredRow("7", "Yes.", "Так.")]
    done = qa("score", "--pairs", path, "--column", "translation=note", "--format", "jsonl")
    assert json.loads(done.stdout)["id"] == "7"
    assert qa("score", "--pairs", path, "--column", "desk=note").returncode == 2


def test_a_row_that_is_bad_is_read_as_such(tmp_path: Path) -> None:
    (_, bad, _) = passages(str(table(tmp_path, "translation\nYes.\n\tNo.\nYes.\n")), {})
    assert isinstance(bad, BadRow)
    assert bad.id == "2"


def test_the_command_scores_a_table_row_by_row(tmp_path: Path) -> None:
    texts = {
        "b": "To whom the porridge is cooked, that one lets the spoon gulp it down himself.",
        "a": "The president will meet the minister in Brussels on Monday.",
        "none": "",
        "label": "…",
    }
    rows = "".join(f"{i}\tuk\ten\t\t{t}\n" for i, t in texts.items())
    path = table(tmp_path, "id\tsource_lang\ttarget_lang\tsource\ttranslation\n" + rows)
    done = qa("score", "--pairs", path, "--format", "jsonl", "--max-suspicion", "0.9")
    assert done.stderr == ""
    assert done.returncode == 1  # the empty translation
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["id"] for line in lines] == list(texts)
    bad, good, nothing, label = lines
    assert 0 < good["suspicion"] < bad["suspicion"] < nothing["suspicion"] == 1
    assert [line["suspect"] for line in lines] == [None, None, True, None]
    assert [line["calibrated"] for line in lines] == [False, False, True, False]
    assert (label["suspicion"], label["skipped"]) == (None, "no word to judge")
    assert set(SIGNALS) < set(bad["signals"])
    assert (bad["case"], bad["round_trip"]) == ("vectors", None)
    assert label["signals"] == {}
    again = qa("score", "--pairs", "-", "--format", "jsonl", stdin=path.read_text("utf-8"))
    assert [json.loads(line)["suspicion"] for line in again.stdout.splitlines()] == (
        [line["suspicion"] for line in lines]
    )


def test_a_round_trip_takes_an_engine_for_the_rows_own_pair(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "translation\tsource\tsource_lang\ttarget_lang\n"
        "The army left.\tO exército partiu.\tpt\ten\n"
        "The army left.\tАрмія пішла.\tuk\ten\n"
        "The army left.\t\t\ten\n",
    )
    done = qa("score", "--pairs", path, "--format", "json", "--show-round-trip")
    assert done.returncode == 0
    assert done.stderr.count("qa models install --from-index uk-en en-uk") == 1
    rows: list[dict[str, Any]] = json.loads(done.stdout)["rows"]
    assert [bool(row["round_trip"]) for row in rows] == [True, False, False]
    assert [bool(row["translated"]) for row in rows] == [True, False, False]
    # Portuguese stands in for another language only where that is asked for.
    done = qa("score", "--pairs", path, "--format", "json", "--pivot", "pt")
    assert [bool(row["round_trip"]) for row in json.loads(done.stdout)["rows"]] == [True] * 3
    done = qa("score", "--pairs", path, "--pivot", "ka")
    assert done.returncode == 2
    assert "rows in 'en' have no round trip" in done.stderr


def test_the_worst_share_is_suspect(tmp_path: Path) -> None:
    good = "The minister said on Monday that the army had left the city."
    bad = "The minister that Monday army on left said the had city."
    path = table(tmp_path, "translation\n" + f"{good}\n" * 2 + f"{bad}\n" + f"{good}\n")
    done = qa("score", "--pairs", path, "--worst", "25%", "--format", "jsonl")
    assert done.returncode == 1
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["suspect"] for line in lines] == [False, False, True, False]
    assert "(the worst 25% of all)" in qa("score", "--pairs", path, "--worst", "0.25").stdout
    wrong = qa("score", "--pairs", path, "--worst", "25")
    assert wrong.returncode == 2
    assert "write 5% or 0.05" in wrong.stderr


def test_a_table_of_real_copy_keeps_its_places(tmp_path: Path) -> None:
    lines = [x for p in sorted(WIRE.glob("*.txt")) for x in p.read_text("utf-8").splitlines() if x]
    path = table(tmp_path, "")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, "excel-tab", quoting=csv.QUOTE_NONE, quotechar=None)
        writer.writerows([["translation"], *([line] for line in lines[:12])])
    done = qa("score", "--pairs", path, "--format", "jsonl", "--lang", "en")
    scores = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(scores) == 12
    for line, score in zip(lines, scores, strict=False):
        for span in score["spans"]:
            assert line[span["start"] : span["end"]].strip()


# --- documents


def test_without_a_source_the_command_says_what_to_read_first(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_text(
        "Ministers meet\n\nThe army left the city. The president will meet the minister on Monday.\n"
    )
    done = qa("score", path, "--source-lang", "pt", "--show-round-trip")
    assert done.returncode == 0
    assert "\x1b" not in done.stdout
    assert f"{path}: read these first\n" in done.stdout
    places = re.findall(
        r"^(\S+):(\d+):(\d+): (\d) of 2, with it \d+% of the words$", done.stdout, re.M
    )
    assert sorted(places) == [(str(path), "3", "1", "2"), (str(path), "3", "25", "1")] or sorted(
        places
    ) == [(str(path), "3", "1", "1"), (str(path), "3", "25", "2")]
    assert "    The army left the city.\n" in done.stdout.replace("⟦", "").replace("⟧", "")
    assert "segunda-feira" in done.stdout
    assert "made by embedded:" in done.stdout
    assert "2 passages scored.\nNot scored: headline or label (1).\n" in done.stdout
    assert "an order of reading, not a verdict" in done.stdout
    assert "suspect" not in done.stdout
    quiet = qa("score", path, "--quiet").stdout
    assert quiet
    assert "made by" not in quiet


def test_a_sentence_with_a_fault_that_a_rule_finds_is_read_first(tmp_path: Path) -> None:
    good = [
        "The minister said that the army had left the city on Monday.",
        "Two people were taken to hospital, where they are being treated for burns.",
        "The mayor promised that the school would open again within a week.",
    ]
    for bad in (
        "In the explosion were injured six people, the governor wrote on Tuesday.",
        "The accident was occurred near the border on Tuesday, the police said.",
        "The police said that a accident had closed the road to the border.",
    ):
        (tmp_path / "story.txt").write_text("\n\n".join([*good, bad]) + "\n", "utf-8")
        run = qa("score", "--format", "jsonl", tmp_path / "story.txt")
        rows = [json.loads(line) for line in run.stdout.splitlines()]
        worst = max(rows, key=lambda r: r["suspicion"])
        assert worst["start"]["line"] == 7
        assert worst["suspicion"] > 0.97
        # It is an order, and no verdict.
        assert [r["suspect"] for r in rows] == [None] * 4
        assert run.returncode == 0


def test_a_missing_engine_is_named_with_its_command(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_text("The army left the city on Monday.\n")
    done = qa("score", path, "--source-lang", "uk", "--format", "jsonl")
    assert done.returncode == 0
    assert "qa models install --from-index uk-en en-uk" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert json.loads(done.stdout)["round_trip"] is None
    done = qa("score", path, "--pivot", "pt", "--format", "jsonl")
    assert json.loads(done.stdout)["round_trip"]


RESIDUE = """Army leaves the city

The army left the city on Monday, the ministry said.The mayor told reporters that he was glad .

Read also:

Açıq mənbələrdən foto və video materiallar, Ukrayna ordusu haqqında xəbərlər.

The minister met Erdo\ufffdan in the capital for an hour.

Photo: Reuters

The talks will go on in the spring, he said.
"""


def test_what_is_no_sentence_of_the_story_is_not_scored(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_text(RESIDUE, "utf-8")
    lines = [json.loads(x) for x in qa("score", path, "--format", "jsonl").stdout.splitlines()]
    assert [x["text"][:9] for x in lines if x["suspicion"] is not None] == [
        "The army ",
        "The mayor",
        "The talks",
    ]
    for line in lines:
        start, end = line["start"]["offset"], line["end"]["offset"]
        assert RESIDUE[start:end] == line["text"]
        assert (line["suspicion"] is None) == bool(line["skipped"])
        assert (line["suspect"], line["calibrated"]) == (None, False)
        for span in line["spans"]:
            assert RESIDUE[span["start"]["offset"] : span["end"]["offset"]] == span["text"]
    reasons = {x["text"][:12]: x["skipped"] for x in lines if x["skipped"]}
    assert reasons == {
        "Army leaves ": "headline or label",
        "Read also:": "page residue",
        "Açıq mənbələ": "another language",
        "The minister": "broken encoding",
        "Photo: Reute": "page residue",
    }


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_on_a_terminal_lost_words_are_marked_in_the_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    (trip,) = compare(["He \x1b[2J left old Kyiv."], ["—"], ["He left Kiev."], "en")
    found = round_trip.measure(trip, "pt")
    spans = tuple((span, r.text) for r in found.reasons for span in r.spans)
    score = Score(0.3, signals=found.signals, spans=spans, trip=trip)
    terminal = Terminal()
    TextWriter(terminal, 0.5, False, False).row(ScoredRow("7", trip.text), score)
    marked = "\x1b[4;33mold Kyiv\x1b[0m"
    assert marked in terminal.getvalue()
    # What the copy itself would do to a terminal is shown, not done.
    assert "\x1b[2J" not in terminal.getvalue()
    plain = io.StringIO()
    TextWriter(plain, 0.5, True, False).row(ScoredRow("7", trip.text), score)
    assert "\x1b" not in plain.getvalue()
    assert "left ⟦old Kyiv⟧.\n" in plain.getvalue()
    assert "old Kyiv\n" in plain.getvalue()


def test_json_places_count_in_the_file_that_was_read(tmp_path: Path) -> None:
    path = tmp_path / "story.html"
    path.write_text(
        "<h1>Ministers &amp; envoys meet</h1>\n<p>The army &amp; the <b>navy</b> spurned it off.</p>"
    )
    out = tmp_path / "scores.json"
    done = qa("score", path, "--format", "json", "-o", out, "--lang", "en")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    report = json.loads(out.read_text("utf-8"))
    assert report["summary"] == {
        "files": 1,
        "passages": 2,
        "suspect": 0,
        "skipped": 1,
        "errors": 0,
    }
    headline, paragraph = report["files"][0]["sentences"]
    assert headline["kind"] == "headline"
    source = path.read_text()
    for place in (headline, paragraph, *paragraph["spans"]):
        found = source[place["start"]["offset"] : place["end"]["offset"]]
        assert re.sub(r"<[^>]*>", "", found).replace("&amp;", "&") == place["text"]
    assert paragraph["start"]["line"] == 2
    assert paragraph["start"]["column"] == 4


def test_foreign_sentences_are_not_scored(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_text(
        "The president will meet the minister on Monday.\n\nAçıq mənbələrdən foto və xəbərlər.\n",
        "utf-8",
    )
    lines = [json.loads(x) for x in qa("score", path, "--format", "jsonl").stdout.splitlines()]
    assert [line["skipped"] for line in lines] == [None, "another language"]


def test_bad_inputs_are_named_and_the_others_scored(tmp_path: Path) -> None:
    good, foreign = tmp_path / "good.txt", tmp_path / "georgian.txt"
    good.write_text("The army left the city.")
    foreign.write_text("არმიამ ქალაქი დატოვა ორშაბათს.", "utf-8")
    done = qa("score", tmp_path / "missing.txt", foreign, good, "--format", "json")
    assert done.returncode == 2
    assert "missing.txt" in done.stderr
    assert "georgian.txt" not in done.stderr
    files = {Path(f["path"]).name: f for f in json.loads(done.stdout)["files"]}
    assert len(files["good.txt"]["sentences"]) == 1
    (sentence,) = files["georgian.txt"]["sentences"]
    assert (sentence["case"], sentence["round_trip"]) == ("vectors", None)
    pivoted = qa("score", foreign, "--pivot", "pt", "--format", "json")
    assert pivoted.returncode == 2
    assert "georgian.txt: engine auto: nothing translates from ka" in pivoted.stderr
    assert qa("score").returncode == 2
    assert qa("score", good, "--pairs", good).returncode == 2
    assert qa("score", good, "--pivot", "ka").returncode == 2


def test_check_reports_the_worst_sentences_only_when_asked(tmp_path: Path) -> None:
    sentence = "To whom the porridge is cooked, that one lets the spoon gulp it down himself."
    path = tmp_path / "story.txt"
    path.write_text(f"The army left the city. {sentence}\n")
    plain = json.loads(qa("check", path, "--format", "json").stdout)
    # Without an engine for the story's own pair nothing is said.
    for came in ([], ["--source-lang", "uk"]):
        done = qa("check", path, "--format", "json", "--roundtrip", *came)
        assert json.loads(done.stdout)["files"] == plain["files"]
    done = qa("check", path, "--format", "json", "--roundtrip", "--source-lang", "pt")
    asked = json.loads(done.stdout)
    codes = [f["code"] for f in plain["files"][0]["findings"]]
    more = [f for f in asked["files"][0]["findings"] if f["code"] not in codes]
    assert [(f["code"], f["text"], f["severity"]) for f in more] == [
        ("RTT101", sentence, "info"),
    ]
    assert more[0]["data"]["signature"].startswith("embedded:")
    assert more[0]["data"]["loss"] > 0.4
    assert "through Portuguese: “" in more[0]["message"]


def test_max_loss_is_a_setting() -> None:
    from qa.load import load
    from qa.rules.roundtrip.round_trip_loss import round_trip_loss

    text = "To whom the porridge is cooked, that one lets the spoon gulp it down himself."
    for limit, found in ((0.0, 1), (1.0, 0)):
        context = Context(Config(lang="en", source_lang="pt", max_loss=limit))
        document = load("story.txt", text.encode(), context)
        findings = list(findings_of(round_trip_loss, document, context))
        assert [f.span for f in findings] == [Span(0, len(text))] * found
