"""What a page left around a story: lists of other stories, section names, labels, teasers.

The labels come from a table; where a block starts and ends, and whether an ordinary word is a label
at all, comes from the lines around it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from qa.boilerplate.labels import Label, find_label, related_inline
from qa.boilerplate.notices import SIGN_OFF_AT_END, sells
from qa.document.computed import of_document
from qa.document.model import Document, Segment, Span
from qa.text.patterns import lazy


class Residue(NamedTuple):
    """A block that is no part of the story.

    `kind` is related, section, page, credit or teasers; `span` its place in the document's text, `cut` the
    same with the line ends to delete with it; `label` is the line that gave it away, and `items`
    how many headlines or teasers it holds. It is `certain` where no line could be one of the story.
    """

    kind: str
    span: Span
    cut: Span
    label: str
    items: int
    certain: bool


@of_document
def residues(document: Document) -> tuple[Residue, ...]:
    """All such blocks of `document`, in the order of the text, none overlapping."""
    return tuple(_Page(document).residues())


def in_residue(document: Document, span: Span) -> bool:
    """Whether `span`, in code points of the document, shares one with such a block."""
    blocks = residues(document)
    before = bisect_left(blocks, span.end, key=_start)
    return before > 0 and blocks[before - 1].span.overlaps(span)


def _start(block: Residue) -> int:
    return block.span.start


# Alternative texts, tooltips, cells and cues are not in the flow of the text, and what a page's own
# markup calls navigation is where it belongs.
NOT_IN_FLOW = frozenset({"alt", "byline", "cell", "cue", "dateline", "navigation", "title"})
# The kinds of labels that have a kind of residue of their own.
_KINDS = {"section": "section", "credit": "credit"}
_NOTICES = frozenset({"licence", "cookie"})
_FULL_STOP = ".。．։۔।॥"
_CLOSERS = "\"'”’»“›)]"
_HEADLINE_LENGTH = 220
_TEASER_LENGTH = 700
_LONG = 60
_NAME_LENGTH = 120
_OTHER_HEADLINE_LENGTH = 160
_LABEL_WORDS = 6
_LABEL_LENGTH = 50
_SHORTEST_STORY = 3
# Known lines below a story that weigh so much make what stands among them residue too.
_STRONG_TAIL = 3
# Lines that sell something, of which that many make the lines below a story an advertisement.
_FEWEST_SELLING = 4
# What links stand behind on East Asian sites.
_POINTERS = "▶►▷☞"
# Kinds of labels that are mostly one ordinary word.
_PLAIN = frozenset(
    {"section", "tool", "share", "comment", "tags", "subscribe", "advertisement", "related"}
)
# Headline, standfirst, byline and what a page puts between them.
_HEAD_LINES = 8
_TAG_WORDS = 3
_BULLET = lazy(r"^[\s*•·▪■►▶→>–—-]+\s")
_SEPARATOR = lazy(r"[\s*•·|_=~#–—―‒-]+")
_DATE = lazy(r"(?=.*\d)[\w\s.,:/|()-]{1,40}")
_URL = lazy(r"(?:https?://|www\.)\S+")
_WORD = lazy(r"[^\W\d_]+")
_MAY_BE_NAVIGATION = lazy(r"[|•]|\s[/·»>]\s")
_NAVIGATION = lazy(r"\s+[|/•·»>]\s+|\s*[|•]\s*")


class _Line:
    """A segment with what its shape says about it."""

    def __init__(self, segment: Segment, number: int) -> None:
        self.number = number
        self.span = segment.span
        self.kind = segment.kind
        self.text = segment.text.strip()
        # functools.cached_property takes a lock, which costs more than what it would save here.
        self._words: list[str] | None = None
        self.is_separator = bool(_SEPARATOR.fullmatch(self.text))
        self.label: Label | None = find_label(self.text)
        if self.label and self.label.kind == "credit" and self.kind == "caption":
            self.label = None
        self.is_sentence = self._ends_as_a_sentence()

    @property
    def words(self) -> list[str]:
        """The words, without those of digits only."""
        if self._words is None:
            self._words = _WORD.findall(self.text)
        return self._words

    @property
    def last(self) -> str:
        """The last character that is no closing quotation mark or bracket."""
        return self.text.rstrip(_CLOSERS)[-1:]

    @property
    def is_name(self) -> bool:
        """A byline or a place: a few words, all with a capital."""
        if len(self.text) > _NAME_LENGTH:
            return False
        return 0 < len(self.words) <= 6 and all(w[0].isupper() for w in self.words)

    def _ends_as_a_sentence(self) -> bool:
        """A line of the story: it ends as a sentence does."""
        last = self.last
        if self.text.endswith((")", "/", "-", "–")):
            last = SIGN_OFF_AT_END.sub("", self.text).rstrip(_CLOSERS)[-1:]
        if not last or last not in _FULL_STOP + "!?…" or self.label:
            return False
        return (len(self.text) > 15 or len(self.words) > 2) and not self.is_name

    @property
    def is_headline(self) -> bool:
        """As long as a headline, without a full stop at the end."""
        text = _BULLET.sub("", self.text)
        if len(text) > _HEADLINE_LENGTH or self.last in _FULL_STOP + ":;,":
            return False
        return len(text) >= 25 or len(self.words) >= 4 or (len(text) >= 8 and _no_spaces(text))

    @property
    def is_item(self) -> bool:
        """An item of a list; after a label, one with a full stop is a headline too."""
        return self.kind == "list-item" or bool(_BULLET.match(self.text))

    @property
    def may_be_copy(self) -> bool:
        """Whether it could be a paragraph of the story: no known label, and long or a sentence."""
        if self.label or self.is_date_or_url:
            return False
        return len(self.text) > _OTHER_HEADLINE_LENGTH or (
            self.is_sentence and len(self.text) > _LONG
        )

    @property
    def is_date_or_url(self) -> bool:
        return bool(_URL.fullmatch(self.text) or _DATE.fullmatch(self.text))


def _no_spaces(text: str) -> bool:
    return any("\u3040" <= c <= "\u9fff" for c in text)


def _counts(flags: Iterable[bool]) -> list[int]:
    return [0, *accumulate(int(f) for f in flags)]


class _Page:
    """The lines of one document, and which of them have been claimed as residue."""

    def __init__(self, document: Document) -> None:
        self.segments = document.segments
        flow = (s for s in enumerate(document.segments) if s[1].kind not in NOT_IN_FLOW)
        self.lines = [line for n, s in flow if (line := _Line(s, n)).text]
        # How many lines of a kind stand before each line, and before the end.
        self._sentences_before = _counts(x.is_sentence for x in self.lines)
        self._long_before = _counts(len(x.text) > _LONG for x in self.lines)
        self._long_sentences_before = _counts(
            len(x.text) > _LONG and x.is_sentence for x in self.lines
        )
        self.claimed: dict[int, str] = {}
        self.blocks: list[tuple[str, int, int, str, int]] = []

    def residues(self) -> Iterator[Residue]:
        self._claim_related()
        self._claim_teasers()
        self._claim_labels()
        self._claim_labels_at_edges()
        self._claim_advertising()
        self._claim_names_above_credits()
        for kind, first, last, label, items in sorted(self._joined(), key=lambda b: b[1]):
            start, end = self.lines[first], self.lines[last]
            span = Span(start.span.start, end.span.end)
            cut = line_cut(self.segments, start.number, end.number)
            lines = self.lines[first : last + 1]
            # A list of headlines without its label may be one that the story gives.
            labelled = kind != "teasers" and (kind != "related" or items < len(lines))
            certain = labelled and not any(line.may_be_copy for line in lines)
            yield Residue(kind, span, cut, label, items, certain)

    def _claim(self, kind: str, first: int, last: int, items: int = 0) -> None:
        self.blocks.append((kind, first, last, self.lines[first].text, items))
        self.claimed.update(dict.fromkeys(range(first, last + 1), kind))

    # --- lists of other stories

    def _claim_related(self) -> None:
        for i, line in enumerate(self.lines):
            if i in self.claimed:
                continue
            if line.label and line.label.kind == "related":
                last = self._last_of_list(i)
                if line.label.where == "any" or self._is_list_after_story(i, last):
                    self._claim("related", i, last, last - i)
            elif not line.label and self._names_another_story(line):
                self._claim("related", i, i, 1)

    def _names_another_story(self, line: _Line) -> bool:
        """Whether the line is a label and one headline: "READ ALSO: Zelensky visits Kherson"."""
        start = related_inline(line.text) if len(line.text) < _HEADLINE_LENGTH + 40 else 0
        rest = line.text[start:]
        # A sentence of the story would go on in lower case, or have its full stop.
        stopped = rest.rstrip(_CLOSERS)[-1:] in _FULL_STOP
        return start > 0 and not rest[:1].islower() and (not stopped or line.text[:start].isupper())

    def _last_of_list(self, label: int) -> int:
        """The last line of the list of headlines after the line `label`."""
        if not self._stops_tell(label):
            return label
        i = last = label + 1
        while i < len(self.lines):
            line = self.lines[i]
            if (
                (line.label and line.label.kind not in ("stamp", "counter"))
                or line.is_separator
                or self._heads_a_paragraph(i)
            ):
                break
            is_stamp = line.label is not None and line.label.kind == "stamp"
            if is_stamp or line.is_headline or line.is_item or _URL.fullmatch(line.text):
                last = i + 1
            elif not (line.is_date_or_url or line.label):
                break
            i += 1
        if last > label + 1 and (i == len(self.lines) or self.lines[i].label):
            last = i  # the date of the last headline
        # A short line before a paragraph is a sub-heading of the story, not a headline.
        if last - label > 2 and last < len(self.lines) and self.lines[last].is_sentence:
            before = self.lines[last - 1]
            last -= len(before.words) <= 4 and not (before.label and before.label.kind == "stamp")
        return last - 1

    def _heads_a_paragraph(self, i: int) -> bool:
        following = self.lines[i + 1] if i + 1 < len(self.lines) else None
        is_heading = self.lines[i].kind == "headline"
        return is_heading and following is not None and following.is_sentence

    def _stops_tell(self, end: int) -> bool:
        """Whether the paragraphs before the line `end` have full stops, so that headlines differ."""
        long, stopped = self._long_before[end], self._long_sentences_before[end]
        return long < 3 or stopped * 2 > long

    def _is_list_after_story(self, first: int, last: int) -> bool:
        before, after = self._sentences_before[first], self._sentences_before[last + 1]
        return last > first and before > 1 and after == self._sentences_before[-1]

    # --- teasers between separators

    def _claim_teasers(self) -> None:
        end = len(self.lines)
        while end and (self.lines[end - 1].label or end - 1 in self.claimed):
            end -= 1
        start, items = self._first_separator(end)
        if not items:
            return
        before = self.lines[start - 1]
        story = self._sentences_before[start]
        marked = end < len(self.lines) or before.label is not None or before.is_name
        # Without a label or a byline, only a row of single dashes is no thematic break.
        dashes = all(len(line.text) == 1 for line in self.lines[start:end] if line.is_separator)
        if story >= 3 and items >= (2 if marked else 3) and (marked or dashes):
            self._claim("teasers", start, end - 1, items)

    def _first_separator(self, end: int) -> tuple[int, int]:
        """Where separators and single paragraphs start to alternate up to `end`, and how many."""
        start, at, items = end, end, 0
        mark = ""
        while at and self.lines[at - 1].is_separator:
            at -= 1
        while True:
            unit = at
            while unit and at - unit < 3 and not self.lines[unit - 1].is_separator:
                unit -= 1
            if not unit or not 0 < at - unit < 3 or not self._is_teaser(self.lines[unit:at]):
                return start, items
            if any(i in self.claimed for i in range(unit, at)):
                return start, items
            separator = self.lines[unit - 1].text[0]
            if mark not in ("", separator):
                return start, items
            mark = separator
            at = unit
            while at and self.lines[at - 1].is_separator:
                at -= 1
            start, items = at, items + 1

    @staticmethod
    def _is_teaser(lines: Sequence[_Line]) -> bool:
        whole = sum(len(line.text) for line in lines)
        return whole <= _TEASER_LENGTH and any(
            (line.is_sentence and len(line.text) >= 40) or line.is_headline for line in lines
        )

    # --- labels

    def _claim_labels(self) -> None:
        for i, line in enumerate(self.lines):
            if i in self.claimed:
                continue
            if (line.label and line.label.where == "any") or self._is_navigation(line.text):
                self._claim(_KINDS.get(line.label.kind, "page") if line.label else "page", i, i)

    def _claim_advertising(self) -> None:
        """What sells something below the story, from the residue that ends the story to the last such line."""
        ends = [
            i
            for i in self.claimed
            if self._sentences_before[i] >= _SHORTEST_STORY and i * 5 >= len(self.lines)
        ]
        first = min(ends, default=len(self.lines))
        after = [i for i in range(first + 1, len(self.lines)) if sells(self.lines[i].text)]
        for end in sorted(ends):
            selling = after[bisect_right(after, end) :]
            if len(selling) < _FEWEST_SELLING or len(selling) * 5 < len(self.lines) - end:
                continue
            unclaimed = range(end + 1, selling[-1] + 1)
            for i in unclaimed:
                if i not in self.claimed:
                    self._claim("page", i, i)
            return

    def _claim_names_above_credits(self) -> None:
        """The alternative text of a picture: a line that its credit below names again."""
        for i, line in enumerate(self.lines[1:], 1):
            above = self.lines[i - 1]
            if (
                line.label
                and line.label.kind == "credit"
                and i - 1 not in self.claimed
                and i in self.claimed
                and above.is_name
                and line.text.endswith(above.text)
                and len(line.text) > len(above.text)
            ):
                self._claim("credit", i - 1, i - 1)

    @staticmethod
    def _is_navigation(text: str) -> bool:
        """A row of labels: "Politics | World | Sport"."""
        if len(text) > _HEADLINE_LENGTH or not _MAY_BE_NAVIGATION.search(text):
            return False
        parts = _NAVIGATION.split(text)
        return len(parts) > 1 and all(find_label(part) for part in parts)

    def _claim_labels_at_edges(self) -> None:
        story = [i for i, x in enumerate(self.lines) if x.is_sentence and i not in self.claimed]
        # "Have you noticed a mistake?" belongs to the label below it.
        while story and self._asks_below_the_story(story[-1]):
            story.pop()
        if not story:
            return
        open_ = [i for i, x in enumerate(self.lines) if x.label and i not in self.claimed]
        # Section names between the paragraphs are the sub-headings of a round-up.
        round_up = any(story[0] < i < story[-1] for i in open_)
        listed = self._listed()
        self._claim_list_without_label(story)
        before = -1
        while before < len(self.claimed):
            before = len(self.claimed)
            # A claim gives company to the next line below it, then to the one above.
            for i in (*open_, *reversed(open_)):
                label = self.lines[i].label
                if i in self.claimed or label is None or label.kind == "sign-off" or listed[i]:
                    continue
                if label.kind == "counter" and not {i - 1, i + 1} & self.claimed.keys():
                    continue
                last = self._last_tag(i) if label.kind == "tags" else i
                if (
                    self._stands_after(i, last, story[-1])
                    or ((not round_up or not label.lang) and self._stands_before(i, story[0]))
                    or self._stands_beside(i)
                ):
                    self._claim(_KINDS.get(label.kind, "page"), i, last)
        self._claim_strong_tail(story[-1], listed)
        self._claim_lines_among_labels(story[-1])
        self._claim_between_labels_above(story[0])

    def _claim_strong_tail(self, last_story: int, listed: Sequence[bool]) -> None:
        """Where several lines below the story are known residue, the labels and tags among them.

        A byline and rows of a table stand right below the story, before the first known line.
        """
        tail = range(last_story + 1, len(self.lines))
        known = [i for i in tail if i in self.claimed or (self.lines[i].label and not listed[i])]
        if sum(map(self._weight, known)) < _STRONG_TAIL:
            return
        first = next(i for i in known if self._weight(i))
        for i in range(first, len(self.lines)):
            line = self.lines[i]
            if i in self.claimed or (line.label and line.label.kind == "sign-off"):
                continue
            if line.label:
                self._claim(_KINDS.get(line.label.kind, "page"), i, i)
            elif self._is_short(i) or self._is_other_headline(line) or line.text[0] in _POINTERS:
                self._claim("page", i, i)

    def _weight(self, i: int) -> int:
        """How much a known line says: an ordinary word less than a notice, a stamp or a claim."""
        label = self.lines[i].label
        if label is None or i in self.claimed:
            return 2
        # A number may be a cell of a table.
        return 0 if label.kind == "counter" else 1 if label.lang and label.kind in _PLAIN else 2

    def _claim_between_labels_above(self, first_story: int) -> None:
        """Short lines above the story with residue above and below: the name of a section or site."""
        for i in range(1, first_story - 1):
            if i in self.claimed or i - 1 not in self.claimed or i + 1 not in self.claimed:
                continue
            if len(self.lines[i].words) <= _TAG_WORDS and not self.lines[i].is_separator:
                self._claim("page", i, i)

    def _last_tag(self, i: int) -> int:
        """The last of the subjects under a label such as "Tags", one a line."""
        last = i
        while last + 1 < len(self.lines):
            line = self.lines[last + 1]
            if line.label or last + 1 in self.claimed or line.last in _FULL_STOP + ":":
                return last
            if len(line.words) > _LABEL_WORDS or len(line.text) > _LABEL_LENGTH:
                return i
            last += 1
        return last

    def _asks_below_the_story(self, i: int) -> bool:
        line = self.lines[i]
        following = self.lines[i + 1] if i + 1 < len(self.lines) else None
        short = len(line.words) <= _LABEL_WORDS and line.text.endswith(("?", "!"))
        return short and i > 0 and following is not None and following.label is not None

    def _claim_list_without_label(self, story: Sequence[int]) -> None:
        """Headlines from the end of the story to the end of the text, under a label unseen or lost."""
        lines, count = self.lines, len(self.lines)
        if len(story) < _SHORTEST_STORY or not self._stops_tell(story[-1] + 1):
            return
        first = self._after_story(story[-1] + 1)
        at = first
        if at < count and lines[at].last == ":" and len(lines[at].words) <= _LABEL_WORDS:
            at += 1
        end = at
        while end < count and end not in self.claimed and self._is_other_headline(lines[end]):
            end += 1
        if end - at > 1 and self._after_story(end) == count:
            self._claim("related", first, end - 1, end - at)

    def _after_story(self, i: int) -> int:
        """The next line that is no byline, date, label or other residue."""
        while i < len(self.lines):
            line = self.lines[i]
            if not (
                i in self.claimed
                or line.label
                or line.is_name
                or line.is_date_or_url
                or line.is_separator
            ):
                break
            i += 1
        return i

    @staticmethod
    def _is_other_headline(line: _Line) -> bool:
        text = line.text
        enough = len(line.words) >= 5 or (len(text) >= 12 and _no_spaces(text))
        return (
            enough
            and len(text) <= _OTHER_HEADLINE_LENGTH
            and line.is_headline
            and not line.is_item
            and not text[0].islower()
        )

    def _claim_lines_among_labels(self, last_story: int) -> None:
        """Short lines below the story, beside residue: labels and tags that no list has."""
        count = len(self.lines)
        tail = count
        while tail - 1 > last_story and (tail - 1 in self.claimed or self._is_short(tail - 1)):
            tail -= 1
        for i in range(max(tail, last_story + 1), count):
            if i in self.claimed or not self._is_short(i):
                continue
            above = self.lines[i - 1].label
            under = self.claimed.get(i - 1) in ("page", "credit") or (
                above is not None and above.kind == "related"
            )
            over = self.claimed.get(i + 1) in ("page", "section")
            # A name alone is a byline.
            alone = self.lines[i].is_name and (i + 1 == count or not under)
            if not alone and (under or (over and i - 1 == last_story)):
                self._claim("page", i, i)

    def _is_short(self, i: int) -> bool:
        line = self.lines[i]
        few = len(line.words) <= _LABEL_WORDS and len(line.text) <= _LABEL_LENGTH
        sign_off = line.label is not None and line.label.kind == "sign-off"
        return few and line.last not in _FULL_STOP and not sign_off and not line.is_separator

    def _listed(self) -> list[bool]:
        """Which lines follow a colon, with nothing but labels between: they are items of a list."""
        listed, introduced = [], False
        for line in self.lines:
            listed.append(introduced)
            if not line.label:
                introduced = line.last == ":"
        return listed

    def _stands_after(self, i: int, last: int, last_story: int) -> bool:
        """Below the story, and not a row of a table there."""
        if i < last_story:
            return False
        label = self.lines[i].label
        before = self.lines[i - 1]
        after = self.lines[last + 1] if last + 1 < len(self.lines) else None
        return (
            i - 1 == last_story
            or i - 1 in self.claimed
            or before.is_name
            or before.is_separator
            or (before.label is not None and before.label.kind == "sign-off")
        ) and (
            after is None
            or bool(after.label)
            or last + 1 in self.claimed
            or after.is_separator
            # Below a notice, what is left are tags and labels.
            or (
                label is not None
                and label.kind in _NOTICES
                and all(map(self._is_short, range(last + 1, len(self.lines))))
            )
        )

    def _stands_before(self, i: int, first_story: int) -> bool:
        """Above the story, beside its headline."""
        return i < min(first_story, _HEAD_LINES) and (
            i > 0 or self.lines[1].is_headline or self.lines[1].label is not None
        )

    def _stands_beside(self, i: int) -> bool:
        """Beside other residue, and not the sub-heading of what follows."""
        after = self.lines[i + 1] if i + 1 < len(self.lines) else None
        beside = i - 1 in self.claimed or i + 1 in self.claimed
        heads = after is not None and i + 1 not in self.claimed and not after.label
        return beside and not heads

    # --- from lines to spans

    def _joined(self) -> Iterator[tuple[str, int, int, str, int]]:
        """The blocks, those of page labels that follow each other as one."""
        group: tuple[str, int, int, str, int] | None = None
        for block in sorted(self.blocks, key=lambda b: b[1]):
            if group and group[0] == block[0] == "page" and group[2] + 1 == block[1]:
                group = ("page", group[1], block[2], group[3], 0)
                continue
            if group:
                yield group
            group = block
        if group:
            yield group


def line_cut(segments: Sequence[Segment], first: int, last: int) -> Span:
    """The segments with the line ends before them; those after, where nothing is before."""
    end = segments[last].span.end
    if first:
        return Span(segments[first - 1].span.end, end)
    following = segments[last + 1].span.start if last + 1 < len(segments) else end
    return Span(segments[first].span.start, following)
