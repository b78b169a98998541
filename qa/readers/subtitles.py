"""Subtitles: SubRip (SRT) and WebVTT. A sentence runs on over lines and cues; numbers and times stay.

https://www.w3.org/TR/webvtt1/; SubRip has no specification, and is read as its players do.
"""

from __future__ import annotations

import html
import re
from typing import NamedTuple

from qa.document.model import Span
from qa.document.offsets import unescaped
from qa.readers.core.layout import Escape, Layout
from qa.readers.core.reading import MalformedError, NoStoryError, Reader, Reading
from qa.text.patterns import lazy

KIND = "cue"
# Nobody holds a sentence for so many seconds, or over so many cues.
_PAUSE = 3.0
_MOST_CUES = 20


class Cue(NamedTuple):
    """The lines of a cue without their ends, and when it is shown, in seconds."""

    start: float
    end: float
    lines: list[Span]


def read(source: str) -> Reading:
    """The sentences of the cues. Raises MalformedError where a time is broken."""
    layout = Layout(source)
    parser = _Parser(layout, is_vtt=bool(_VTT.match(source)))
    parser.parse()
    reading = layout.reading(parser.lang or None)
    if not reading.blocks:
        raise NoStoryError("subtitles without text")
    return reading


_VTT = lazy(r"\ufeff?WEBVTT(?:[ \t\r\n]|\Z)")
_LINE = lazy(r"([^\r\n]*)(?:\r\n|\r|\n|\Z)")
_TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})[,.](\d{1,3})"
_TIMING = lazy(rf"[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}(?:[ \t].*)?$")
_BROKEN = lazy(r"[ \t]*\d[\d:.,]*[ \t]*-->|.*-->[ \t]*\d[\d:.,]*[ \t]*$")
_NUMBER = lazy(r"\s*\d+\s*$")
_PASSED_OVER = lazy(r"(?:NOTE|STYLE|REGION)(?:[ \t]|$)")
_NOTE = lazy(r"NOTE\s+")
_LANGUAGE = lazy(r"Language:[ \t]*([\w-]+)")


class _Parser:
    """Finds the cues of a file, and lays out each as soon as the next one begins."""

    def __init__(self, layout: Layout, *, is_vtt: bool) -> None:
        self.lang = ""
        self._layout = layout
        self._is_vtt = is_vtt
        self._writer = _Writer(layout, is_vtt=is_vtt)
        self._cue: Cue | None = None

    def parse(self) -> None:
        """Read all lines, and lay out the cues."""
        source = self._layout.source
        # What the lines up to the next blank one are: the header, a note, a style, a block without a time.
        skipped: list[Span] | None = [] if self._is_vtt else None
        # A line that may be the number, or the name, of a cue whose time follows.
        name: Span | None = None
        is_fresh = True
        for number, m in enumerate(_LINE.finditer(source), 1):
            line, written = Span(*m.span(1)), m[1]
            if not written.strip():
                if skipped:
                    self._skip(skipped, is_header=self._cue is None)
                skipped, name, is_fresh = None, None, True
            elif skipped is not None and not (self._is_vtt and _TIMING.match(written)):
                skipped.append(line)
            elif timing := _TIMING.match(written):
                self._end_cue(name)
                self._cue = Cue(_seconds(*timing.groups()[:4]), _seconds(*timing.groups()[4:]), [])
                skipped, name, is_fresh = None, None, False
            elif _BROKEN.match(written):
                raise MalformedError("the times of a cue are broken", number)
            elif self._is_vtt and is_fresh:
                # Without a time after it, a block is no cue.
                skipped, is_fresh = [line], False
            elif self._cue is None and not _NUMBER.match(written):
                raise MalformedError("a cue begins without its times", number)
            elif self._cue is not None:
                self._cue.lines.append(line)
                name = line if _NUMBER.match(written) and not self._is_vtt else None
                is_fresh = False
        if skipped:
            self._skip(skipped, is_header=self._cue is None)
        self._end_cue(name)
        self._writer.finish()

    def _skip(self, lines: list[Span], *, is_header: bool) -> None:
        """Take what a header or a note says to qa."""
        source = self._layout.source
        first = source[slice(*lines[0])]
        if is_header and self._is_vtt and _VTT.match(source) and lines[0].start <= 1:
            found = (_LANGUAGE.match(source, *line) for line in lines[1:])
            self.lang = next((m[1] for m in found if m), "")
        elif _PASSED_OVER.match(first) and (note := _NOTE.match(source, lines[0].start)):
            words = " ".join(source[note.end() : lines[-1].end].split())
            # It is for the cue that follows.
            self._end_cue(None)
            self._writer.remark(words, lines[0].start)

    def _end_cue(self, name: Span | None) -> None:
        """Lay out the cue at hand, if there is one; `name` is a line of it that belongs to the next."""
        if self._cue is None:
            return
        lines = [line for line in self._cue.lines if line is not name]
        if lines:
            self._writer.add(self._cue._replace(lines=lines))
        self._cue.lines.clear()


def _seconds(hours: str | None, minutes: str, seconds: str, parts: str) -> float:
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    return whole + float(f"0.{parts}")


# --- The text of cues

# All tags of WebVTT; in SubRip, those that players know, and the codes that they took from other formats.
_TAG_VTT = r"<(?P<voice>v[ .\t][^<>\r\n]*)>|<[^<>\r\n]*>"
_TAG_SRT = r"</?(?:[bius]|font(?:\s[^<>\r\n]*)?)>|\{\\[^{}\r\n]*\}"
_IN_VTT = lazy(
    rf"{_TAG_VTT}|(?P<entity>&(?:amp|lt|gt|nbsp|lrm|rlm|quot|apos|#\d{{1,7}}|#x[\da-fA-F]{{1,6}});)"
)
_IN_SRT = lazy(rf"{_TAG_SRT}|(?P<voice>(?!))|(?P<entity>(?!))", re.I)
_SENTENCE_END = lazy(r"[.!?…。！？؟♪]['\"”’“»)\]」』]*\s*$")
# A hyphen is that of a speaker; a dash may stand in a sentence, unless the last one has ended.
_SPEAKER = lazy(r"\s*-\s*\S")
_DASH = lazy(r"\s*[‐–—]\s*\S")


def escape(text: str) -> str:
    """New text as WebVTT needs it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class _Writer:
    """Lays out cues; those that a sentence runs on over are one block."""

    def __init__(self, layout: Layout, *, is_vtt: bool) -> None:
        self._layout = layout
        self._marks = _IN_VTT if is_vtt else _IN_SRT
        self._escape: Escape = escape if is_vtt else unescaped
        # Of the block at hand: its last words, where its last line ends, its voice, its number of cues.
        self._words = ""
        self._end = 0
        self._voice = ""
        self._count = 0
        self._shown: Cue | None = None

    def add(self, cue: Cue) -> None:
        """Add a cue."""
        before = self._shown
        if before and not (before.start <= cue.start <= before.end + _PAUSE):
            self.finish()
        self._count += 1
        for line in cue.lines:
            self._line(line)
        if _SENTENCE_END.search(self._words) or self._count >= _MOST_CUES:
            self.finish()
        self._shown = cue

    def remark(self, words: str, start: int) -> None:
        """Note a comment, after which a new block begins."""
        self.finish()
        self._layout.remark(words, start)

    def finish(self) -> None:
        """End the block at hand."""
        self._layout.finish(KIND)
        self._words, self._count = "", 0

    def _line(self, line: Span) -> None:
        source = self._layout.source
        runs: list[tuple[int, int, str | None]] = []
        at = line.start
        for m in self._marks.finditer(source, *line):
            runs.append((at, m.start(), None))
            if m["voice"] and m["voice"] != self._voice:
                self._voice = m["voice"]
                self.finish()
            if m["entity"]:
                runs.append((*m.span(), html.unescape(m["entity"])))
            at = m.end()
        runs.append((at, line.end, None))
        words = "".join(source[a:b] if text is None else text for a, b, text in runs)
        if not words.strip():
            return
        if _SPEAKER.match(words) or (_DASH.match(words) and _SENTENCE_END.search(self._words)):
            self._layout.finish(KIND)
        first = True
        last = max(i for i, (a, b, text) in enumerate(runs) if (text or source[a:b]).strip())
        for i, (a, b, text) in enumerate(runs[: last + 1]):
            if text is None:
                if first:
                    a += len(source[a:b]) - len(source[a:b].lstrip())
                if i == last:
                    b = a + len(source[a:b].rstrip())
            if a >= b:
                continue
            if first and not self._layout.is_empty:
                # The end of a line is a space that no fix takes out.
                self._layout.gap(" ", self._end, a)
            first = False
            if text is None:
                self._layout.copy(a, b, self._escape)
            else:
                self._layout.entity(text, a, b, self._escape)
            self._end = b
        self._words = words


READER = Reader("subtitles", (".srt", ".vtt"), read, ("SubRip subtitles", "WebVTT subtitles"))
