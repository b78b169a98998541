"""Each signal of a passage, measured by itself on real sentences."""

import tomllib

import pytest

from qa.engines import get_engine
from qa.score.bigrams import shipped_bigrams
from qa.score.evidence import VectorSignals, measure_surface
from qa.score.roundtrip import compare
from qa.score.signals import (
    Passage,
    engine,
    judgement,
    lengths,
    marks,
    meaning,
    numbers,
    round_trip,
    words,
)
from qa.score.suspicion import MODEL, shipped_model

ALL = [
    s
    for m in (engine, judgement, lengths, marks, meaning, numbers, round_trip, words)
    for s in m.SIGNALS
]
SOURCE = "Міністр заявив, що 14 людей загинули в Харкові."
COPY = "The minister said that 14 people were killed in Kharkiv."

# translation, source, the signals that it differs in from COPY and SOURCE, a part of a reason
SURFACE = [
    (COPY, SOURCE, {}, None),
    (
        COPY.replace("14", "41"),
        SOURCE,
        {"numbers_missing": 1, "numbers_added": 1},
        "“41” is a number",
    ),
    (COPY.replace("14 ", ""), SOURCE, {"numbers_missing": 1}, "“14” of the source is missing"),
    (COPY[:-1] + "?", SOURCE, {"question_changed": 1}, "a statement became a question"),
    (COPY[:-1], SOURCE, {"no_end_mark": 1}, "the mark at the end is missing"),
    (
        COPY.replace("killed", "killedd"),
        SOURCE,
        {"unknown_words": 1},
        "“killedd” is no English word",
    ),
    (
        COPY.replace("people", "людей"),
        SOURCE,
        {"foreign_letters": 1, "unknown_words": 1, "copied_words": 1},
        "“людей” is written",
    ),
    (
        COPY.replace("people", "people people"),
        SOURCE,
        {"repeated_words": 1},
        "“people” is said twice",
    ),
    (COPY.replace(" in", " , in"), SOURCE, {"odd_spacing": 1}, "misplaced"),
    (COPY[0].lower() + COPY[1:], SOURCE, {"no_capital": 1}, None),
    (f"“{COPY}”", SOURCE, {"quotes_changed": 1}, "the passage got quotation marks"),
]
# Each has its fault four times, and counts as three: translation, source, signal.
FOUR_TIMES = [
    ("On 11, 22, 33 and 44 it rained.", "Дощило.", "numbers_added"),
    ("It rained.", "Дощило 55, 66, 77 і 88.", "numbers_missing"),
    ("A rode , and B , and C , and D , too.", "Так.", "odd_spacing"),
    ("The old дом, the мир, the кот and the сон of that quiet village.", "Так.", "foreign_letters"),
    ("They saw qwxzt and vbnmp and zxcvq and mnbvx there.", "Так.", "unknown_words"),
    (
        "The dom, the mirk, the kotok and the sonno were there.",
        "dom mirk kotok sonno",
        "copied_words",
    ),
    ("At the the end in in a a town on on an island.", "Так.", "repeated_words"),
]


@pytest.mark.parametrize(("text", "source", "signal"), FOUR_TIMES)
def test_counts_are_of_three_at_most(text: str, source: str, signal: str) -> None:
    assert measure_surface(Passage(text, "en", source, "uk")).signals[signal] == 3


@pytest.mark.parametrize(("text", "source", "expected", "reason"), SURFACE)
def test_what_the_texts_show(
    text: str, source: str, expected: dict[str, float], reason: str | None
) -> None:
    found = measure_surface(Passage(text, "en", source, "uk"))
    lengths_of = {s.name for s in lengths.SIGNALS}
    shown = {k: v for k, v in found.signals.items() if v and k not in lengths_of}
    assert shown == expected
    assert any(reason in r.text for r in found.reasons) if reason else not found.reasons
    for told in found.reasons:
        for start, end in told.spans:
            assert text[start:end].strip()


def test_lengths() -> None:
    fits = lengths.measure(Passage(COPY, "en", SOURCE, "uk")).signals
    half = lengths.measure(Passage("The minister said it.", "en", SOURCE, "uk")).signals
    assert fits["length_misfit"] < 0.3 < half["length_misfit"]
    chinese = lengths.measure(Passage("He came three days later.", "en", "三天后他来了。", "zh"))
    assert chinese.signals["length_misfit"] < 0.4
    assert lengths.measure(Passage(COPY, "en")).signals.keys() == {"words"}


def test_words_of_other_languages_are_not_looked_up_in_english_lists() -> None:
    assert words.measure(Passage("O ministro falou ontem.", "pt")).signals["unknown_words"] == 0


def test_words_that_both_languages_have_are_not_copied() -> None:
    source = "Er war in der Stadt, 5 km entfernt, mit seiner Tante."
    same = words.measure(Passage("He was in the city, 5 km away.", "en", source, "de"))
    assert same.signals["copied_words"] == 0
    left = words.measure(Passage("He was in the city, 5 km entfernt.", "en", source, "de"))
    assert left.signals["copied_words"] == 1


def test_chrf() -> None:
    assert round_trip.chrf(COPY, COPY) == pytest.approx(1)
    assert round_trip.chrf("", COPY) == 0
    # As sacrebleu 2.6 has it: sentence_chrf("The cat sat.", ["The cat is here."]).
    assert round_trip.chrf("The cat sat.", "The cat is here.") == pytest.approx(0.3603, abs=1e-4)


def test_a_round_trip_tells_what_was_lost() -> None:
    (trip,) = compare([COPY], [""], [COPY.replace("Kharkiv", "the city")], "en")
    found = round_trip.measure(trip, "pt")
    assert found.signals["round_trip_loss"] == pytest.approx(0.1)
    (reason,) = found.reasons
    assert reason.text == "1 of 10 words did not survive the round trip through Portuguese"
    assert [COPY[a:b] for a, b in reason.spans] == ["Kharkiv"]


def test_an_engine_is_asked_for_its_own_translation() -> None:
    source = "O presidente vai encontrar o ministro em Bruxelas na segunda-feira."
    near, far, none = engine.measure(
        [
            Passage(
                "The president will meet the minister in Brussels on Monday.", "en", source, "pt"
            ),
            Passage("Rain is expected in the north of the country.", "en", source, "pt"),
            Passage("Rain is expected.", "en"),
        ],
        get_engine("embedded"),
    )
    likeness = [found.measured.signals["pseudo_reference_chrf"] for found in (near, far)]
    assert likeness[0] > 0.8 > 0.4 > likeness[1]
    assert near.text == far.text != ""
    assert (none.text, none.measured.signals) == ("", {})


# A translation, worse ones, and the signal by which they are worse.
WORSE = [
    (COPY, "The minister said that 14 people were saved in Kharkiv.", "errors"),
    (COPY, "The minister that 14 people were killed in Kharkiv.", "errors"),
    (COPY, "Kharkiv the killed minister in 14 people that said were.", "errors"),
    (COPY, "The minister did not say that 14 people were killed in Kharkiv.", "errors"),
    (COPY, "The weather will be fine at the weekend.", "quality"),
    (COPY, "The minister the that 14 people in killed Kharkiv in.", "quality"),
]


@pytest.mark.parametrize(("good", "bad", "signal"), WORSE)
def test_the_networks_find_what_is_worse(good: str, bad: str, signal: str) -> None:
    better, worse = VectorSignals().measure(
        [Passage(good, "en", SOURCE, "uk"), Passage(bad, "en", SOURCE, "uk")]
    )
    assert better.signals[signal] + 0.3 < worse.signals[signal]


def test_the_tagger_reads_a_translation_by_itself() -> None:
    text = "The minister that 14 people were killed the Kharkiv in of have."
    good, bad = VectorSignals().measure([Passage(COPY, "en"), Passage(text, "en")])
    assert good.signals.keys() == {"reads_badly"}
    assert good.signals["reads_badly"] + 0.3 < bad.signals["reads_badly"]
    assert all(text[a:b].strip() for reason in bad.reasons for a, b in reason.spans)


def test_words_are_held_against_the_word_before_them() -> None:
    said = ["The", "minister", "depends", "from", "the", "rain.", "Zqwxv", "said"]
    after, gain, next_gain, _, known = shipped_bigrams().traits(said).T
    assert known.tolist() == [1, 1, 1, 1, 1, 1, 0, 1]
    usual = shipped_bigrams().traits(["The", "minister", "depends", "on", "the", "rain."])
    assert usual[3, 1] > gain[3] + 0.3  # "depends on", and not "depends from"
    assert usual[3, 0] > after[3]
    assert next_gain[2] == gain[3]
    assert (shipped_bigrams().traits(["2,000", "—"])[:, 4] == 0).all()


def test_a_name_that_the_source_has_not_is_told() -> None:
    text = COPY.replace("Kharkiv", "Buenos Aires")
    right, wrong = VectorSignals().measure(
        [Passage(COPY, "en", SOURCE, "uk"), Passage(text, "en", SOURCE, "uk")]
    )
    assert right.signals["name_gap"] == 0 < wrong.signals["name_gap"]
    assert any(r.signal == "name_gap" and "no name in the source" in r.text for r in wrong.reasons)


def test_signals_are_held_against_what_is_usual_in_the_language() -> None:
    model = shipped_model()
    signals = {"meaning": 0.8, "words": 2.0}
    japanese, russian = (model.relative(signals, lang) for lang in ("ja", "ru"))
    assert japanese["meaning"] > russian["meaning"]
    assert japanese["words"] == russian["words"] == 2.0
    assert model.relative(signals, "xx")["meaning"] == pytest.approx(
        0.8 - model.usual["*"]["meaning"]
    )


def test_a_wrong_word_is_shown() -> None:
    text = COPY.replace("people", "bananas")
    (found,) = VectorSignals().measure([Passage(text, "en", SOURCE, "uk")])
    reason = found.reasons[0]
    assert reason.text == "nothing in the source seems to say “bananas”"
    assert [text[a:b] for a, b in reason.spans] == ["bananas"]


def test_a_passage_without_words_has_no_vectors() -> None:
    (found,) = VectorSignals().measure([Passage(" ", "en")])
    assert found.signals == {}


def test_every_signal_is_known_once_and_documented() -> None:
    names = [s.name for s in ALL]
    assert len(names) == len(set(names))
    used = {n for case in shipped_model().cases.values() for n in case.weights}
    assert used <= set(names)
    page = (MODEL.parent.parent.parent / "docs" / "scoring.md").read_text("utf-8")
    assert [n for n in names if f"`{n}`" not in page] == []


def test_the_model_has_a_case_for_whatever_is_there() -> None:
    model = shipped_model()
    assert list(model.cases) == ["source+vectors", "source", "vectors", "text"]
    assert [case.calibrated for case in model.cases.values()] == [True, True, False, False]
    assert tomllib.loads(MODEL.read_text("utf-8"))["name"] == model.name
    surface = measure_surface(Passage(COPY, "en")).signals
    chosen = model.case_for(surface)
    assert chosen
    assert chosen[0] == "text"
    assert 0 < chosen[1].probability(surface) < 0.5
    assert model.case_for({}) is None
