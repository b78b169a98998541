"""Whether a line of a text is in another language than the text.

What surrounds the detector matters more than which one it is: names, titles and section labels
look foreign to every detector, so they are taken out before it is asked.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from qa.language import UNKNOWN, language_scripts, languages_of, macrolanguage
from qa.language.own_words import is_plain, own_words, plain_language
from qa.language.scripts import dominant_script, letter_count, script_counts, script_of
from qa.text.patterns import lazy
from qa.text.words import WORD

if TYPE_CHECKING:
    from qa.language import Detector

# No more of a line than this is looked at, in code points.
_LONGEST = 2_000
# The share of letters of a foreign script that makes a line foreign without asking the detector.
_FOREIGN_SCRIPT = 0.8
# Words in other scripts that have less than this share of the letters say nothing of the rest.
_MINORITY = 0.5
_COMMONEST_STRAY = "en"
# Below this many words a detector's answer is worth nothing; a Han character counts as a word.
_FEWEST_WORDS = 2
_FEWEST_LETTERS = 3
# A line in capitals hides which words are names; with fewer words it is a dateline or a byline.
_FEWEST_CAPITALS = 4
# The confidence where the script decides.
_BY_SCRIPT = 0.99
# Words of a title that are written small have at most this many letters, mostly.
_PARTICLE = 5
_LONGEST_TITLE = 6
_UNSPACED = frozenset({"Han", "Hiragana", "Katakana", "Thai", "Lao", "Khmer", "Myanmar"})
# Scripts with so many signs that each is rare, and every score of theirs low.
_MANY_SIGNS = frozenset({"Han", "Hiragana", "Katakana", "Hangul", "Ethiopic"})
_ADDRESS = r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.-]+|(?<!\w)[@#]\w+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}\b(?:/\S*)?"
# Most lines have none of these, and are not searched for addresses.
_MAY_BE_ADDRESS = lazy(r"[@#/]|\.[a-z]|www")
_ASIDE = lazy(r"\([^()]*\)|\[[^\[\]]*\]|（[^（）]*）")


class Verdict(NamedTuple):
    """A line is foreign: in which language (`und` if that is not known) and script, and how surely.

    `margin` is how much better that language's score is than the text's own, 1 where the script
    decides; `confidence` is a probability.
    """

    language: str
    script: str
    margin: float
    confidence: float


class Judge:
    """Judges lines of a text in the language `lang`, which is mostly in `script`."""

    def __init__(self, lang: str, detector: Detector, script: str | None = None) -> None:
        self._detector = detector
        self._settings = settings(detector.name)
        self._lang = lang
        self._scripts = frozenset(language_scripts(lang) or ((script,) if script else ()))
        own = macrolanguage(lang)
        known = any(macrolanguage(language) == own for language in detector.languages)
        self._own = own if known else None
        self._own_codes = {code for code in detector.languages if macrolanguage(code) == own}
        self._own_words = own_words().get(self._lang, frozenset())

    def foreign(self, text: str) -> Verdict | None:
        """Why `text` is in another language; None where it is not, or that cannot be told."""
        if self.is_plainly_own(text):
            return None
        line = without_addresses(text)
        script = self.foreign_script(line)
        if script:
            return Verdict(self._language_in(script, line), script, 1.0, _BY_SCRIPT)
        if self._own is None:
            # The detector cannot compare, but a line that is plainly English needs no comparison.
            plain = plain_language(line)
            plainly = plain == _COMMONEST_STRAY != self._lang
            return Verdict(plain, "Latin", 1.0, _BY_SCRIPT) if plain and plainly else None
        evidence, excess = None, 0.0
        for evidence in self._evidence(line):
            excess = self._settings.excess(self._lang, evidence)
            if excess < 0:
                return None
        if evidence is None:
            return None
        return Verdict(
            self.name(evidence.language, evidence.best),
            dominant_script(line) or "",
            evidence.margin,
            self._settings.confidence(excess),
        )

    def is_plainly_own(self, text: str) -> bool:
        """Whether words that only the text's own language has settle it, as for most lines."""
        return bool(self._own_words) and is_plain(text, self._own_words)

    def evidence(self, line: str) -> Evidence | None:
        """What the detector says of a line without addresses; None where asking it is no use."""
        *_, evidence = None, *self._evidence(line)
        return evidence

    def _evidence(self, line: str) -> Iterator[Evidence]:
        """The same in one or two steps: what the second adds makes the line no more foreign."""
        if self._own is None:
            return
        line = self._in_own_script(line)
        words = WORD.findall(line)
        masked = _without_names(line, words)
        letters = letter_count(masked)
        if not letters or not _says_enough(words, line) or is_title(words):
            return
        plain = self._is_of_one_alphabet(masked)
        fits: list[tuple[float, float, str]] = []
        for text in (masked,) if masked == line or _in_capitals(words) else (masked, line):
            fits.append(self.fit(text))
            best, own, language = min(fits, key=lambda f: f[0] - f[1])
            most_own = max(f[1] for f in fits)
            yield Evidence(language, best, best - own, most_own, letters, plain)

    def _in_own_script(self, line: str) -> str:
        """The line without words in other scripts, if those are less than half of it."""
        if not self._scripts or (line.isascii() and "Latin" in self._scripts):
            return line
        counts = script_counts(line)
        foreign = sum(n for s, n in counts.items() if s not in self._scripts)
        if not foreign or foreign >= _MINORITY * counts.total():
            return line
        return WORD.sub(lambda m: m[0] if script_of(m[0][0]) in self._scripts else " ", line)

    def _is_of_one_alphabet(self, text: str) -> bool:
        """Whether the own language's score can be held against it: letters of one alphabet."""
        return not self._scripts & _MANY_SIGNS and not mixes_scripts(text)

    def foreign_script(self, line: str) -> str | None:
        """The script that the line is in, if it is none of the text's."""
        if not self._scripts or (line.isascii() and "Latin" in self._scripts):
            return None
        # What stands in brackets may be the original form of a name.
        line = _ASIDE.sub(" ", line)
        counts = script_counts(line)
        foreign = {s: n for s, n in counts.items() if s not in self._scripts}
        if not foreign:
            return None
        script = max(foreign, key=lambda s: (foreign[s], s))
        count = sum(foreign.values())
        if count < 2:
            return None
        words = WORD.findall(line)
        if script == "Latin":
            # Names and titles keep their Latin letters in every script.
            latin = [w for w in words if script_of(w[0]) == "Latin"]
            if all(w[0].isupper() for w in latin) or is_title(latin):
                return None
        if count >= _FOREIGN_SCRIPT * counts.total():
            return script
        # "Фото: Reuters", "Fox News и MSNBC": a foreign line with names in it.
        own = [w for w in words if script_of(w[0]) in self._scripts]
        if script != "Latin" and all(w[0].isupper() for w in own):
            small = any(w[0].islower() and script_of(w[0]) not in self._scripts for w in words)
            if small or script_of(words[0][0]) == script:
                return script
        return None

    def _language_in(self, script: str, line: str) -> str:
        scores = self._detector.scores(line)
        fit = {k: v for k, v in scores.items() if script in language_scripts(k) and v > 0}
        if fit:
            return max(fit, key=lambda k: (fit[k], k))
        written = languages_of(script)
        return written[0] if len(written) == 1 else UNKNOWN

    def name(self, language: str, score: float) -> str:
        """The language, if it fits well enough to be named; else `und`."""
        return language if score >= self._settings.named else UNKNOWN

    def fit(self, text: str) -> tuple[float, float, str]:
        """The best score of another language, that of the text's own, and the other language."""
        own, best, language = 0.0, 0.0, UNKNOWN
        for code, score in self._detector.scores(text).items():
            if code in self._own_codes:
                own = max(own, score)
            elif score > best:
                best, language = score, code
        return best, own, language


class Evidence(NamedTuple):
    """What a detector says of a line: with the names in it and without, whichever is less foreign.

    `language` is the best other than the text's own, `best` its score, `margin` how much better
    that is than the own one's, `own` the own one's better score. `letters` are those outside of
    names; `plain` tells that they are of one alphabet, so that `own` means something by itself.
    """

    language: str
    best: float
    margin: float
    own: float
    letters: int
    plain: bool


def without_addresses(text: str) -> str:
    """The start of `text`, as much as is looked at, without addresses, handles and hashtags."""
    line = text[:_LONGEST]
    return re.sub(_ADDRESS, " ", line) if _MAY_BE_ADDRESS.search(line) else line


def without_names(text: str) -> str:
    """`text` without its capitalised words, which are mostly names.

    A capital at the start of the line says nothing where the next word has none: such a word is
    kept, in lower case. A line all in capitals is kept whole, in lower case.
    """
    return _without_names(text, WORD.findall(text))


def _without_names(text: str, words: Sequence[str]) -> str:
    """The same for a text of which the words are known."""
    if _in_capitals(words):
        return text.lower()
    pieces, end, at = [], 0, 0
    for i, word in enumerate(words):
        at = text.index(word, at)
        if word[0].isupper():
            starts = i == 0 and len(words) > 1 and not words[1][0].isupper()
            pieces += [text[end:at], word.lower() if starts else " "]
            end = at + len(word)
        at += len(word)
    return "".join([*pieces, text[end:]])


def mixes_scripts(text: str) -> bool:
    """Whether a word has letters of two scripts: look-alikes, which spoil every score."""
    if text.isascii() or len(script_counts(text)) < 2:
        return False
    return any(len(script_counts(w)) > 1 for w in WORD.findall(text))


def _says_enough(words: Sequence[str], line: str) -> bool:
    """Whether there are two words, and more than a "v" or "vs" between names."""
    if len(words) < _FEWEST_WORDS:
        return sum(script_of(c) in _UNSPACED for c in line) >= _FEWEST_WORDS
    small = accumulate(letter_count(w) for w in words if not w[0].isupper())
    return any(n >= _FEWEST_LETTERS for n in small) or (
        _in_capitals(words) and len(words) >= _FEWEST_CAPITALS
    )


def _in_capitals(words: Sequence[str]) -> bool:
    return len(words) >= _FEWEST_WORDS and all(map(str.isupper, words))


def is_title(words: Sequence[str]) -> bool:
    """Whether capitalised words enclose a few short ones: "Corriere della Sera"."""
    small = [w for w in words if not w[0].isupper()]
    return (
        0 < len(small) <= len(words) // 2
        and len(words) <= _LONGEST_TITLE
        and words[0][0].isupper()
        and words[-1][0].isupper()
        and max(map(len, small)) <= _PARTICLE
    )


class Settings(NamedTuple):
    """What was tuned for one detector; the data file says how.

    A line is foreign when its margin reaches the threshold of the text's language: a `base` and
    `short` by the number of letters that are judged, so that short lines need more. With at least
    `fit_letters` letters it is foreign, too, when its own language's score is below `fit`. The
    confidence is the logistic function of how far it is beyond the one or the other. A
    language is named when its score is at least `named`. `languages` have a base, short and fit of
    their own.
    """

    base: float
    short: float
    fit: float
    fit_letters: int
    named: float
    slope: float
    intercept: float
    languages: Mapping[str, Mapping[str, float]]

    def threshold(self, lang: str, letters: int) -> float:
        """The margin from which a line with `letters` letters is foreign to a text in `lang`."""
        own = self.languages.get(lang, {})
        return own.get("base", self.base) + own.get("short", self.short) / letters

    def excess(self, lang: str, evidence: Evidence) -> float:
        """How far beyond the limits a line of a text in `lang` is; below 0 it is not foreign."""
        excess = evidence.margin - self.threshold(lang, evidence.letters)
        if evidence.letters >= self.fit_letters and evidence.plain:
            # Languages that the detector does not know, and romanised text, fit no language.
            fit = self.languages.get(lang, {}).get("fit", self.fit)
            excess = max(excess, fit - evidence.own)
        return excess

    def confidence(self, excess: float) -> float:
        """The probability that a line that far beyond the limits is foreign."""
        return 1 / (1 + math.exp(-self.slope * excess - self.intercept))


@cache
def settings(detector: str) -> Settings:
    """The tuned settings of a detector. Raises KeyError for one that was not tuned."""
    import tomllib

    path = Path(__file__).with_name("thresholds.toml")
    return Settings(**tomllib.loads(path.read_text("utf-8"))[detector])
