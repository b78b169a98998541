"""TYP103: a word, or two words, written twice in a row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from operator import and_, eq

from qa.document.model import Document, Finding, Safety, Segment
from qa.rules.registry import Example, rule
from qa.text.patterns import lazy
from qa.text.verbs import may_be_a_verb
from qa.text.word_lists import words_for

PAIR = lazy(r"(?<![\w'’.-])([^\W\d_]{2,})((?:\s+\1)+)(?![\w'’-]|\.\w)", re.IGNORECASE)

# Two words, doubled with an article between at most: "of the of the", "press conference a press
# conference"; "more and more and more" is meant.
_PHRASE = lazy(
    r"(?<![\w'’.-])(?P<phrase>(?!(?:to|and|or|by|after|upon|very|ha|no|bye|up|on) )[a-z]{2,} (?!(?:and|or|by|after|upon|to)\b)[a-z]{2,})"
    r"(?P<again> (?:(?:a|an|the) )?(?P=phrase))(?![\w'’-])"
)
_WORDS = lazy(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# A clause that may be a subject, after which its last verb meets that of the sentence: "What it was
# was a test"; and one that makes something out of something: "what makes a human human".
_CLAUSE = frozenset(
    [
        "what",
        "whatever",
        "who",
        "whoever",
        "how",
        "where",
        "wherever",
        "when",
        "why",
        "whether",
        "which",
        "that",
        "those",
        "all",
        "everything",
    ]
)
_MAKES = frozenset(["make", "makes", "made", "making", "call", "calls", "called", "calling"])
# Adjectives that do what verbs do: "what he is proud of of late".
_GOVERNS = frozenset(
    [
        "proud",
        "afraid",
        "capable",
        "fond",
        "aware",
        "tired",
        "full",
        "sick",
        "interested",
        "good",
        "bad",
    ]
)
# A main clause of two words leaves nothing for these to go with: "He went to to Lviv". The others may
# belong to the verb: "He logged on on Monday".
_NEVER_ADVERBS = frozenset(["to", "for", "from", "with", "of", "at", "into"])
# Behind these a pronoun opens a clause of its own: "He said it was was over".
_BEFORE_A_CLAUSE = frozenset(["said", "says", "and", "but", "because", "if", "thinks", "thought"])
# It and its verb alone open no such clause.
_PRONOUNS = frozenset(["it", "he", "she", "they", "we", "i", "you", "there"])


@rule(
    "TYP103",
    "doubled-word",
    since="0.1",
    bad=[
        ("Officials ⟦from from⟧ Kyiv said so.", "Officials from Kyiv said so."),
        ("⟦The the⟧ minister left.", "The minister left."),
        ("A ⟦population population population⟧ study.", "A population study."),
        ("He is ⟦of the of the⟧ same view.", "He is of the same view."),
        (
            "They held a ⟦press conference a press conference⟧ today.",
            "They held a press conference today.",
        ),
        Example("Він поїхав ⟦до до⟧ Києва.", "Він поїхав до Києва.", lang="uk"),
        ("The road ⟦was was⟧ shut.", "The road was shut."),
        ("She said it ⟦was was⟧ late.", "She said it was late."),
        ("They looked ⟦for for⟧ a way out.", "They looked for a way out."),
    ],
    good=[
        "He knew that that road was shut, and had had enough.",
        "She was held in Sing Sing, then moved to Walla Walla.",
        "Boutros Boutros-Ghali met Duran Duran and Lang Lang.",
        "It was very very late, and bla bla bla.",
        "It got more and more and more so, day by day by day, again and again and again.",
        Example("«Ні, ні», сказав він.", lang="uk"),
        Example("Die Frau, die die Tür öffnete, lachte.", lang="de"),
        Example("O, yavaş yavaş gedirdi.", lang="az"),
        "Vote for for-profit schools, or against.",
        # A verb with its preposition or particle, and the same word again.
        "They had hoped for for years, and the house she lived in in 2010 was sold.",
        "It is what he is most proud of of late. He was told to log on on Monday, then to turn in in a hotel.",
        "It is the club he played for for a decade, and the coach he spoke to to the end.",
        "The crisis we are heading into into next year. The rally went on on Sunday.",
        # A verb after a clause that ends in one.
        "What it was was a test. What happens happens, and whoever wins wins.",
        "The rights they have have been won, and those who know know.",
        "The only thing they are are neighbors.",
        # Predicates.
        "It is what makes a city city, and what made the human human.",
        "He told you you could, and she did this this morning. They walked hand in hand in hand.",
        "It is a big big problem, and an old old story.",
        Example("De ministers zeggen dat ze ze kennen, en dat het het beste is.", lang="nl"),
        Example("Он проголосовал за за неё, увидел его его брат. Если то то верно.", lang="ru"),
        Example("Сказав, що бачив його його брат, а їх їх же зброєю.", lang="uk"),
        Example("Ich weiß, dass sie sie kennen und ihr ihr helft.", lang="de"),
        Example("É melhor que se se trata de um problema que que fique.", lang="pt"),
    ],
)
def doubled_word(document: Document) -> Iterator[Finding]:
    """What it finds. The same word twice or more with nothing but space between, and in English the
    same two words. Names (both with a capital), words that may be doubled ("had had"), a verb with its
    preposition before the same preposition ("hoped for for years"), a verb behind a clause that ends
    in it ("what it was was a test"), and languages that double words as a matter of grammar are left
    alone.

    Why it matters. It is the most common trace of an edit that was not finished, and readers see it.

    When the fix is not safe. It keeps the first. For "the" and "and", for a verb right behind the
    pronoun that opens its sentence, and for prepositions of Ukrainian and Russian, that is safe; any
    other word may have been meant twice, or stand for a different one, so it wants a review.
    """
    for segment in document.segments_repeating(1):
        allowed = words_for("doubled_words", segment.lang)
        if not allowed:
            continue
        for m in PAIR.finditer(segment.text):
            word = m[1].lower()
            if word in allowed or m[2].split()[-1][0].isupper():
                continue
            before = _sentence_before(segment, m.start())
            opens = len(before) == 1 and before[0] in _PRONOUNS
            if segment.lang == "en" and not opens and _may_be_meant(word, before):
                continue
            plain = word in words_for("never_doubled", segment.lang) or (
                opens and word in words_for("auxiliaries", "en")
            )
            yield segment.finding(
                m.span(),
                f"“{m[1]}” is doubled",
                delete=m.span(2),
                safety=Safety.SAFE if plain else Safety.REVIEW,
                title=f"Keep one “{m[1]}”",
            )
    if document.lang == "en":
        yield from _doubled_phrases(document)


def _sentence_before(segment: Segment, at: int) -> list[str]:
    """The words of the sentence up to `at`, in lower case."""
    start = max((s.start for s in segment.sentences if s.start <= at), default=0)
    return [w.lower() for w in _WORDS.findall(segment.text, start, at)]


def _may_be_meant(word: str, before: Sequence[str]) -> bool:
    """Whether an English word behind those words may stand twice by grammar."""
    if word in words_for("prepositions", "en"):
        is_whole = len(before) == 2 and before[0] in _PRONOUNS and word in _NEVER_ADVERBS
        return bool(before) and not is_whole and _may_take_a_preposition(before[-1])
    if word in words_for("never_doubled", "en"):
        return False
    if word in words_for("auxiliaries", "en"):
        # "The rights they have have been won": the clause has no word of its own before it.
        ends_clause = (
            len(before) > 1 and before[-1] in _PRONOUNS and before[-2] not in _BEFORE_A_CLAUSE
        )
        return ends_clause or not _CLAUSE.isdisjoint(before)
    return (may_be_a_verb(word) and not _CLAUSE.isdisjoint(before)) or not _MAKES.isdisjoint(before)


def _may_take_a_preposition(word: str) -> bool:
    return may_be_a_verb(word) or word in _GOVERNS or (word[-3:] == "ing" and word != "according")


def _doubled_phrases(document: Document) -> Iterator[Finding]:
    for segment, words in zip(document.segments, document.index.words, strict=True):
        if not (_repeats_two(words, 2) or _repeats_two(words, 3)):
            continue
        for m in _PHRASE.finditer(segment.text):
            if segment.text.startswith(" " + m["phrase"].partition(" ")[0], m.end()):
                continue  # "hand in hand in hand"
            yield segment.finding(
                m.span(),
                f"“{m['phrase']}” is doubled",
                delete=m.span("again"),
                safety=Safety.REVIEW,
                title=f"Keep one “{m['phrase']}”",
            )


def _repeats_two(words: Sequence[str], distance: int) -> bool:
    """Whether two words in a row come again `distance` words on."""
    same = [*map(eq, words, words[distance:])]
    return any(map(and_, same, same[1:]))
