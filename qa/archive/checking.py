"""The check of stories in bulk: batches of stories in, batches of what was found out.

One process, several, or the workers of a Spark cluster all call `Job.check`.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

import pyarrow as pa

from qa.archive.keys import Keys, row_key
from qa.archive.rows import batch_of, failed, found_in, line_of, result_of, with_utf8
from qa.document.encoding import Decoded, decode
from qa.document.model import Document, Severity
from qa.errors import LOST, STOPS, InputError, NotProseError, unchecked
from qa.files.cache import Kept
from qa.language import UNKNOWN
from qa.language.codes import meant_tag, tag_of
from qa.linting.check import check, with_names
from qa.linting.reading import Input
from qa.linting.setup import Setup, Setups
from qa.load import document_of, load
from qa.names.batch import Glance, glance
from qa.processes.limits import process_limit, seconds_for, time_limit
from qa.text.dates import iso_date

# Of what was found, packed; some 2 KB a story.
_KEPT_BYTES = 2 << 30
_QUICK = 1


class Outcome(NamedTuple):
    """What came of a batch of stories.

    `results` are of the schema RESULT, and `lines` the same in JSON Lines. `keys` change with the
    stories and with all that the findings depend on. `failing` is whether there is a finding that
    `fail-on` is about. `errors` are what is wrong with the run as a whole.
    """

    results: pa.RecordBatch
    lines: bytes
    keys: bytes
    failing: bool
    errors: tuple[str, ...]


class Look(NamedTuple):
    """What a first look at stories tells: what they have in common, and what files are that are no prose."""

    glances: list[Glance]
    no_prose: dict[str, str]

    def add(self, other: Look) -> None:
        """Take in what another look tells."""
        self.glances.extend(other.glances)
        self.no_prose.update(other.no_prose)


@dataclass
class Job:
    """The settings of a run over many stories; it may be sent to other processes.

    `setups` has them, and what is known of all stories together. With `keep`, what was found is kept
    on disk, and a story that was checked before is not checked again.
    """

    setups: Setups
    keep: bool = True

    def fresh(self) -> Job:
        """The same for another process."""
        return Job(self.setups.fresh(), self.keep)

    def check(self, stories: pa.RecordBatch) -> Outcome:
        """The stories checked, each on its own: what goes wrong with one is said in its row."""
        given = stories.to_pylist()
        setups = [self.setups.of(story["path"]) for story in given]
        keys = [self._key(*pair) for pair in zip(given, setups, strict=True)]
        kept = [k for k, s in zip(keys, setups, strict=True) if k and self._may_keep(s)]
        known = self._kept.get(kept)
        rows, new, failing = [], {}, False
        for story, setup, key in zip(given, setups, keys, strict=True):
            packed = known.get(key)
            if packed is not None:
                found = json.loads(zlib.decompress(packed))
            else:
                # A round trip takes what it takes.
                with process_limit(0 if setup.roundtrip else _seconds(story, setup)):
                    found = with_utf8(self._check(story, setup))
                if key in kept and not found["error"]:
                    new[key] = zlib.compress(json.dumps(found).encode(), _QUICK)
            fail_on = setup.context.config.fail_on
            failing |= any(Severity[f["severity"].upper()] >= fail_on for f in found["findings"])
            rows.append(result_of(story, found))
        if new:
            self._kept.put(new)
        row_keys = b"".join(row_key(*pair) for pair in zip(given, keys, strict=True))
        return _outcome(
            rows, row_keys, failing, (*self.setups.errors, *self.setups.glossary_errors())
        )

    def keys_of(self, stories: pa.RecordBatch) -> bytes:
        """The keys that `check` would give, much sooner."""
        return b"".join(
            row_key(s, self._key(s, self.setups.of(s["path"]))) for s in stories.to_pylist()
        )

    def lost(self, stories: pa.RecordBatch) -> Outcome:
        """The outcome of stories that a process did not survive."""
        rows = [
            result_of(story, failed(f"{story['story']}: {LOST}")) for story in stories.to_pylist()
        ]
        return _outcome(rows, self.keys_of(stories))

    def look(self, stories: pa.RecordBatch, limit: bytes | None) -> Look:
        """The first look at the stories, for a sample that has this limit."""
        look = Look([], {})
        for story in stories.to_pylist():
            setup = self.setups.of(story["path"])
            if story["raw"] is None:
                continue
            try:
                with time_limit(story["path"], _seconds(story, setup)):
                    _, suffix = _decoded(story, story["path"], setup)
                    if setup.needs_batch:
                        place = (story["path"], story["raw"], setup.context, limit, suffix)
                        look.glances.append(glance(*place))
            except NotProseError as error:
                look.no_prose[story["path"]] = error.what
            except STOPS:
                raise
            except BaseException:
                pass  # it is said when the story is checked
        return look

    @cached_property
    def keys(self) -> Keys:
        """What makes the keys of stories."""
        return Keys(self.setups.batch)

    @cached_property
    def _kept(self) -> Kept:
        return Kept("results.sqlite3", "results", None, _KEPT_BYTES)

    def _key(self, story: Mapping[str, Any], setup: Setup) -> bytes:
        """The key of a story; empty where there is nothing to check."""
        return b"" if story["raw"] is None else self.keys.key(story, setup)

    def _may_keep(self, setup: Setup) -> bool:
        return self.keep and self.keys.hold_all(setup)

    def _check(self, story: Mapping[str, Any], setup: Setup) -> dict[str, Any]:
        if story["raw"] is None:
            return failed(story["error"])
        place = f"{story['path']}:{story['row']}" if story["row"] else story["path"]
        try:
            with time_limit(place, _seconds(story, setup)):
                document, notes = _document(story, place, setup)
                checked = with_names(check(document, setup), setup)
                checked = checked._replace(notes=(*notes, *checked.notes))
                return found_in(checked, document)
        except InputError as error:
            return failed(str(error))
        except STOPS:
            raise
        except BaseException as error:  # one story must not cost all the others
            return failed(str(unchecked(place, error)))


def joined(outcomes: Sequence[Outcome]) -> Outcome:
    """Several outcomes as one."""
    if len(outcomes) == 1:
        return outcomes[0]
    table = pa.Table.from_batches([o.results for o in outcomes]).combine_chunks()
    return Outcome(
        table.to_batches()[0],
        b"".join(o.lines for o in outcomes),
        b"".join(o.keys for o in outcomes),
        any(o.failing for o in outcomes),
        outcomes[-1].errors,
    )


def _outcome(
    rows: Sequence[Mapping[str, Any]],
    keys: bytes,
    failing: bool = False,
    errors: tuple[str, ...] = (),
) -> Outcome:
    return Outcome(batch_of(rows), "".join(map(line_of, rows)).encode(), keys, failing, errors)


def _seconds(story: Mapping[str, Any], setup: Setup) -> int:
    """What the check of a story may take; 0 is no limit."""
    return seconds_for(len(story["raw"] or b""), setup.context.config.time_limit)


def _decoded(story: Mapping[str, Any], place: str, setup: Setup) -> tuple[Decoded, str]:
    """A story's text, and the ending that tells its format: that of its row, or what is in its file.

    Raises InputError where it is no text, a NotProseError where nothing reads it.
    """
    decoded = decode(story["raw"], place)
    if story["row"]:
        return decoded, str(story["suffix"])
    return decoded, Input(story["path"], setup).suffix_of(decoded.source)


def _document(
    story: Mapping[str, Any], place: str, setup: Setup
) -> tuple[Document, tuple[str, ...]]:
    """The story as a document, with what is known of it where it does not say so itself, and notes."""
    decoded, suffix = _decoded(story, place, setup)
    document = document_of(place, story["raw"], decoded, setup.context, suffix)
    changes: dict[str, Any] = {}
    notes: tuple[str, ...] = ()
    if story["language"] and not meant_tag(story["language"]):
        notes = (f"{place}: unknown language “{story['language']}” in the table; passed over",)
    if document.lang == UNKNOWN and story["language"]:
        changes["lang"], changes["region"] = tag_of(story["language"])
    if not document.date and story["date"]:
        changes["date"] = iso_date(story["date"])
    if story["original"]:
        told = meant_tag(story["original_language"] or "")
        lang = told.language if told else setup.context.config.source_lang
        config = replace(setup.context.config, lang=lang)
        context = replace(setup.context, config=config)
        original = story["original"].encode("utf-8", "replace")
        changes["original"] = load(f"{place}, its original", original, context, suffix)
    return replace(document, **changes) if changes else document, notes
