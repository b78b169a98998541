"""What is certain of a passage, whatever its vectors say: what the rules of the source family find,
and a text that was not translated, or into another language than was asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, NamedTuple, Protocol

from qa.document.model import Block, Document, Finding, Severity, Span
from qa.document.offsets import OffsetMap
from qa.language import language_name, language_scripts, macrolanguage
from qa.language.scripts import script_counts
from qa.score.signals import Passage
from qa.source import Comparison, Pair
from qa.text.english import common_words
from qa.text.words import WORD

if TYPE_CHECKING:
    from qa.context import Context
    from qa.language.judge import Judge

# A wrong number is one in nearly every case that the rule finds, and no model raises it to that.
_LEAST = 0.5
_UNTRANSLATED = 0.99
# Fewer words that are the source's may be a name or a title.
_FEWEST_WORDS, _FEWEST_LETTERS = 3, 8
# Words one after the other, in small letters, that stand so in the source.
_COPIED_RUN = 4
# The share of letters in a script that the language does not write.
_OTHER_SCRIPT = 0.3
# To tell a language takes more of it than to tell a script.
_FEWEST_OF_LANGUAGE, _SURE = 5, 0.9
# What is said here of a row is found in stories by rules that look at their lines.
_AS_IT_WAS, _FOREIGN = "SRC108", "LNG101"
# Rules that need the whole story, or only hint.
_HINTS = frozenset({"SRC111", "SRC112", "SRC114"})
_OF_STORIES = frozenset({"SRC105", "SRC106", "SRC107"})
# With fewer sentences, which of them is missing is not told by aligning them.
_SEVERAL = 3


# What the rules of these families warn of is a fault of language or translation; of spelling, those codes.
_OF_LANGUAGE = ("MTA", "TYP")
_OF_SPELLING = frozenset({"TYP101", "TYP103", "TYP110"})
# Where no source gives a probability, a sentence with such a fault comes before nearly all others.
_FAULTY = 0.98


class Findings(Protocol):
    """What the rules find, handed to the score by those who may see the rules."""

    def of_document(self, document: Document, families: Collection[str]) -> Iterable[Finding]:
        """What the rules of `families` find in a document."""

    def of_comparison(
        self, comparison: Comparison, codes: Collection[str] | None, without: Collection[str]
    ) -> Iterable[Finding]:
        """What rules on a source find: those of `codes`, or all of them, but for those of `without`."""


class Fact(NamedTuple):
    """Something that an editor would not publish: what, how surely (0 to 1), and where.

    `spans` are code points of the passage, or of the document that a story's facts are about. `code` is
    that of the rule which says so of a story. A fact that is no `verdict` only moves a sentence to the
    front of the order of reading.
    """

    text: str
    probability: float
    spans: tuple[Span, ...] = ()
    code: str = ""
    verdict: bool = True


def row_facts(
    passage: Passage, context: Context, findings: Findings, by_vectors: bool = True
) -> list[Fact]:
    """The facts of a passage that was translated as a whole; none of one without a word.

    Of several sentences, those that are missing are found by their vectors, too, with `by_vectors`.
    """
    if not any(map(str.isalpha, passage.text)):
        return []
    found = list(language_facts(passage, context))
    if found or not passage.source.strip():
        return found
    if passage.lang == passage.source_lang:
        return []
    source = row_document("source", passage.source, passage.source_lang)
    copy = row_document("copy", passage.text, passage.lang)
    rows = _Row(copy, source)
    found = [_fact(f) for f in findings.of_comparison(rows, None, _HINTS | _OF_STORIES)]
    if max(len(rows.source_sentences), len(rows.copy_sentences)) >= _SEVERAL:
        whole = Comparison(copy, source, by_vectors)
        found += [_fact(f) for f in findings.of_comparison(whole, _OF_STORIES, ())]
    return _distinct(found)


def story_facts(comparison: Comparison, findings: Findings) -> list[Fact]:
    """The facts of a story beside its source, with their places in the document."""
    return [_fact(f) for f in findings.of_comparison(comparison, None, _HINTS)]


def fault_facts(document: Document, findings: Findings) -> list[Fact]:
    """The faults of language and translation that the rules find in a story by itself."""
    return [
        Fact(f.message, _FAULTY, (f.span,), verdict=False)
        for f in findings.of_document(document, _OF_LANGUAGE)
        if (f.severity or Severity.INFO) > Severity.INFO
        and (f.code.startswith("MTA") or f.code in _OF_SPELLING)
    ]


def language_facts(passage: Passage, context: Context) -> Iterator[Fact]:
    """Whether a passage was left as it was, in part or wholly, or is in a third language."""
    words = [m[0].casefold() for m in WORD.finditer(passage.text)]
    letters = sum(map(len, words))
    translated = passage.lang != passage.source_lang or not passage.lang
    enough = letters >= _FEWEST_LETTERS and (len(words) >= _FEWEST_WORDS or _is_unspaced(words))
    if passage.source and translated and enough:
        there = [m[0].casefold() for m in WORD.finditer(passage.source)]
        if words == there and any(w[:1].islower() or not w.isascii() for w in _plain(passage.text)):
            yield Fact("it stands so in the source: not translated", _UNTRANSLATED, (), _AS_IT_WAS)
            return
    scripts = frozenset(language_scripts(passage.lang) or ())
    if scripts and enough:
        counts = script_counts(passage.text)
        other = sum(n for script, n in counts.items() if script not in scripts)
        # A name in Latin letters is at home everywhere; a sentence in them is not.
        free = counts["Latin"] if len(words) < _FEWEST_OF_LANGUAGE else 0
        if other - free >= _OTHER_SCRIPT * counts.total() and _running(passage, scripts):
            yield Fact(_not_in(passage.lang), _UNTRANSLATED, (), _FOREIGN)
            return
    if passage.source and translated:
        spans = _copied_runs(passage)
        if spans:
            shown = ", ".join(f"“{passage.text[a:b]}”" for a, b in spans[:2])
            says = f"{shown} stands so in the source: not translated"
            yield Fact(says, _UNTRANSLATED, spans, _AS_IT_WAS)
            return
    if passage.lang and len(words) >= _FEWEST_OF_LANGUAGE:
        verdict = _judge(passage.lang, context).foreign(passage.text)
        if verdict is not None and verdict.confidence >= _SURE:
            own = macrolanguage(passage.lang)
            if verdict.language in ("und", "") or macrolanguage(verdict.language) != own:
                what = (
                    f"it seems to be in {language_name(verdict.language)}"
                    if verdict.language not in ("und", "")
                    else _not_in(passage.lang)
                )
                yield Fact(what, _UNTRANSLATED, (), _FOREIGN)


def _not_in(lang: str) -> str:
    return f"it is not in {language_name(lang)}"


def _plain(text: str) -> list[str]:
    return [m[0] for m in WORD.finditer(text)]


def _is_unspaced(words: Sequence[str]) -> bool:
    """Whether a text has the long words of a script that puts no spaces between them."""
    return any(len(w) >= _FEWEST_LETTERS and not w.isascii() for w in words)


def _running(passage: Passage, scripts: frozenset[str]) -> bool:
    """Whether the words in other scripts are more than names: two of them side by side, or many."""
    run = longest = 0
    for match in WORD.finditer(passage.text):
        counts = script_counts(match[0])
        strange = bool(counts) and not scripts & counts.keys()
        small = not match[0][:1].isupper()
        run = run + (1 if small else 0) if strange else 0
        longest = max(longest, run, len(match[0]) // _FEWEST_LETTERS if strange and small else 0)
    return longest >= 2


def _copied_runs(passage: Passage) -> tuple[Span, ...]:
    """Runs of words in small letters that the source has in the same order, and no name is."""
    there = [m[0] for m in WORD.finditer(passage.source)]
    size = _COPIED_RUN
    both = {m[0] for m in WORD.finditer(passage.text)}.intersection(there)
    if len(both) < size - 1:
        return ()
    known = {tuple(there[i : i + size]) for i in range(len(there) - size + 1)}
    if not known:
        return ()
    here = list(WORD.finditer(passage.text))
    spans: list[Span] = []
    for i in range(len(here) - size + 1):
        words = tuple(m[0] for m in here[i : i + size])
        if words not in known or sum(w.islower() for w in words) < size - 1:
            continue
        if passage.lang == "en" and sum(w in common_words() for w in words) >= size - 1:
            continue  # a quotation in English
        span = Span(here[i].start(), here[i + size - 1].end())
        if spans and span.start <= spans[-1].end:
            span = Span(spans.pop().start, span.end)
        spans.append(span)
    return tuple(spans)


@dataclass(frozen=True, eq=False)
class _Row(Comparison):
    """A row of a table: one pair, whatever its likeness."""

    @cached_property
    def pairs(self) -> list[Pair]:
        copy, source = self.copy.text, self.source.text
        return [Pair(Span(0, len(copy)), copy, Span(0, len(source)), source, 1.0)]


def row_document(path: str, text: str, lang: str) -> Document:
    """A text of a row as a document of one paragraph."""
    return Document(
        path=path,
        raw=b"",
        source=text,
        text=text,
        lang=lang or "und",
        offsets=OffsetMap.identity(len(text)),
        blocks=(Block(Span(0, len(text)), "paragraph"),),
    )


def _fact(finding: Finding) -> Fact:
    probability = _LEAST + (_UNTRANSLATED - _LEAST) * finding.confidence
    return Fact(finding.message, probability, (finding.span,), finding.code)


def _distinct(facts: Iterable[Fact]) -> list[Fact]:
    return list(dict.fromkeys(facts))


@cache
def _judge(lang: str, context: Context) -> Judge:
    from qa.language.judge import Judge

    return Judge(lang, context.detector)
