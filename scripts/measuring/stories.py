"""Stories made of real sentences by a seed, with the metadata that an archive has of them."""

from __future__ import annotations

import datetime
import math
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from measuring.marked import unmarked
from qa.text.sentences import sentences

MARKED = Path(__file__).resolve().parents[2] / "fixtures" / "marked"
# The English ones; `original` is in other languages.
FIXTURES = [MARKED / name for name in ("wire", "seen", "aside", "late")]

FIRST_DAY = datetime.date(2026, 1, 1)
DESKS = ("World", "Politics", "Business", "Society", "Culture", "Sport")
SOURCES = ("agency-az", "agency-es", "agency-ko", "agency-pl", "agency-ru", "agency-uk", "site-uk")
# Who translated, and of how many sentences of a story with defects one has a defect.
TRANSLATORS = {"A. Bondar": 10, "L. Mammadova": 14}
SYSTEMS = {"engine-1": 4, "engine-2": 6}

# Of the logarithm of a story's length: one story in twenty is shorter than 0.3 times the average, one
# longer than 2.3 times, as on a desk that has briefs and long reads.
_SPREAD = 0.6
_SHORTEST = 400
_HEADLINE_WORDS = 11
# A line of one sentence with fewer words than this is no headline and no sentence of a paragraph.
_FEWEST_WORDS = 5


@dataclass(frozen=True)
class Story:
    """A made story; `text` is its paragraphs, with an empty line between two."""

    id: str
    date: datetime.date
    desk: str
    source: str
    language: str
    translator: str
    system: str
    title: str
    text: str


@dataclass
class Material:
    """What stories are made of: `flawed` sentences and `residue` have a marked defect."""

    headlines: list[str] = field(default_factory=list)
    sound: list[str] = field(default_factory=list)
    flawed: list[str] = field(default_factory=list)
    residue: list[str] = field(default_factory=list)

    def add(self, marked: str) -> None:
        """Take the headline, the sentences and the page's lines out of an English text."""
        for line in filter(str.strip, marked.split("\n")):
            text, defects = unmarked(line)
            firm = [d for d in defects if d.firm]
            places = list(sentences(text, "en"))
            short = len(text.split()) < _FEWEST_WORDS
            alone = len(places) == 1 and (short or text.rstrip()[-1].isalnum())
            for place in places:
                piece = text[place.start : place.end]
                flawed = any(d.start < place.end and place.start < d.end for d in firm)
                if alone and flawed:
                    self.residue.append(piece)
                elif alone and not short:
                    self.headlines.append(piece)
                elif not alone and any(map(str.isalpha, piece)):
                    (self.flawed if flawed else self.sound).append(piece)


def read_material(paths: Iterable[Path]) -> Material:
    """Read texts, from folders with one in each file, and files with one on every line.

    Sentences with defects are those of fixtures/marked, and what else is marked in `paths`. Raises
    ValueError where there are too few sentences for a story.
    """
    material, defects = Material(), Material()
    for text in _texts(paths):
        material.add(text)
    for text in _texts(FIXTURES):
        defects.add(text)
    material.sound = _once(material.sound)
    material.flawed = _once([*material.flawed, *defects.flawed])
    material.residue = _once([*material.residue, *defects.residue])
    if len(material.sound) < 100:
        raise ValueError(
            f"stories need at least 100 sentences without defects; there are {len(material.sound)}"
        )
    return material


def make_stories(
    material: Material,
    count: int,
    *,
    seed: int = 0,
    size: int = 5_000,
    defects: float = 0.5,
    days: int = 180,
) -> Iterator[Story]:
    """`count` stories of `size` bytes on average; the first ones are the same whatever `count` is.

    A share of `defects` has sentences with defects and lines of the page. They are spread over `days`
    days from FIRST_DAY.
    """
    for number in range(count):
        rng = random.Random(f"{seed} {number}")
        by_hand = rng.random() < 0.4
        translator = rng.choice(list(TRANSLATORS)) if by_hand else ""
        system = "" if by_hand else rng.choice(list(SYSTEMS))
        one_in = {**TRANSLATORS, **SYSTEMS}[translator or system] if rng.random() < defects else 0
        date = FIRST_DAY + datetime.timedelta(rng.randrange(days))
        yield Story(
            id=f"{date:%Y%m%d}-{number:07}",
            date=date,
            desk=rng.choice(DESKS),
            source=rng.choice(SOURCES),
            language="en",
            translator=translator,
            system=system,
            title=_headline(material, rng),
            text="\n\n".join(_paragraphs(material, rng, _length(rng, size), one_in)),
        )


def _paragraphs(material: Material, rng: random.Random, size: int, one_in: int) -> Sequence[str]:
    """Paragraphs of one to three sentences; one sentence of `one_in` is flawed, at least one."""
    sound = _shuffled(material.sound, rng)
    flawed = _shuffled(material.flawed, rng)
    paragraphs = [next(flawed)] if one_in else []
    length = sum(map(_bytes, paragraphs))
    while length < size:
        pools = [flawed if one_in and not rng.randrange(one_in) else sound for _ in range(3)]
        paragraphs.append(" ".join(map(next, pools[: rng.randint(1, 3)])))
        length += _bytes(paragraphs[-1]) + 2
    rng.shuffle(paragraphs)
    if one_in and rng.random() < 0.5:
        paragraphs += rng.sample(material.residue, rng.randint(1, 3))
    return paragraphs


def _shuffled(pieces: Sequence[str], rng: random.Random) -> Iterator[str]:
    """Pieces by chance, none a second time before all were there."""
    while True:
        # Stepping through by a stride without common factor is a shuffle that takes no time.
        stride = rng.randrange(1, len(pieces))
        while math.gcd(stride, len(pieces)) > 1:
            stride += 1
        at = rng.randrange(len(pieces))
        for _ in pieces:
            yield pieces[at % len(pieces)]
            at += stride


def _headline(material: Material, rng: random.Random) -> str:
    if material.headlines and rng.random() < 0.5:
        return rng.choice(material.headlines)
    words = rng.choice(material.sound).split()
    return " ".join(words[:_HEADLINE_WORDS]).rstrip(".,;:")


def _once(pieces: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(pieces))


def _length(rng: random.Random, size: int) -> int:
    # The mean of a log-normal variable is its median times exp(spread² / 2). Half a paragraph is
    # what a story gets on top of its length.
    median = size / math.exp(_SPREAD**2 / 2)
    return max(_SHORTEST, int(rng.lognormvariate(math.log(median), _SPREAD)) - 150)


def _bytes(text: str) -> int:
    return len(text.encode())


def _texts(paths: Iterable[Path]) -> Iterator[str]:
    for path in paths:
        if path.is_dir():
            yield from (p.read_text("utf-8") for p in sorted(path.rglob("*.txt")))
        else:
            yield from path.read_text("utf-8").splitlines()
