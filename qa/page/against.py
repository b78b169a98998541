"""What is new and what is gone since an earlier run.

The stories of the earlier run are kept in a temporary database on disk: so memory is bounded, and
each batch of this run can be told at once which of its findings are new, in whatever order the two
runs have their stories. Partitions by hash or sorted keys would tell only at the end. The stories
are the keys, as two runs mostly have them in nearly the same order, which keeps the reading local.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from qa.page.data import Against, Change, Gone, Made
from qa.page.found import Found
from qa.page.listing import LONGEST
from qa.page.rules import rule_name

_MOST_LISTED = 500
# Kilobytes of memory for the database.
_CACHE = 64 * 1024
# `gone` are the keys of the findings that this run does not have, as far as it has been read;
# `place` counts the stories of the earlier run; a story that failed cannot be compared.
_TABLE = """
CREATE TABLE earlier (story TEXT PRIMARY KEY, place INTEGER, failed INTEGER, seen INTEGER, gone TEXT)
WITHOUT ROWID
"""
# Should two stories have one name, they count as one.
_INSERT = """
INSERT INTO earlier VALUES (?, ?, ?, 0, ?) ON CONFLICT DO UPDATE
SET failed = failed OR excluded.failed, gone = gone || excluded.gone
"""


class Earlier(NamedTuple):
    """An earlier run: when it was made and with what, and how its results are read, also again."""

    made: Made
    results: Callable[[], Iterable[pa.RecordBatch]]


class Comparison:
    """Compares a run, batch by batch, with an earlier one.

    A finding is the same when story, rule and id are. Of findings that are the same in all of
    that, as many are new or gone as there are more or fewer of them.
    """

    def __init__(self, earlier: Earlier) -> None:
        self._earlier = earlier
        self._new: Counter[str] = Counter()
        self._new_elsewhere = self._new_stories = self._uncompared = 0
        # Without a name it is a file that is gone when it is closed.
        self._stories = sqlite3.connect("", isolation_level=None)
        for setting in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{_CACHE}"):
            self._stories.execute(f"PRAGMA {setting}")
        self._stories.execute(_TABLE)
        self._stories.execute("BEGIN")
        place = 0
        for batch in earlier.results():
            self._stories.executemany(
                _INSERT,
                [
                    (story, place + row, failed, "".join(f"{key}\n" for key in keys))
                    for row, (story, failed, keys) in enumerate(_keys(Found(batch)))
                ],
            )
            place += batch.num_rows

    def look(self, found: Found) -> NDArray[np.bool_]:
        """Take in the next batch of this run; returns for each finding whether it is new."""
        new: list[bool] = []
        seen = []
        for story, failed, keys in _keys(found):
            row = self._stories.execute(
                "SELECT failed, gone FROM earlier WHERE story = ?", [story]
            ).fetchone()
            known = Counter(row[1].splitlines() if row else ())
            if failed or (row and row[0]):
                self._uncompared += 1
                new += [False] * len(keys)
            elif row is None:
                self._new_stories += 1
                self._new_elsewhere += len(keys)
                self._new.update(map(_code, keys))
                new += [True] * len(keys)
            else:
                for key in keys:
                    is_new = not known[key]
                    known[key] -= not is_new
                    self._new[_code(key)] += is_new
                    new.append(is_new)
            if row:
                gone = "".join(f"{key}\n" for key in known.elements())
                seen.append((failed or row[0], gone, story))
        self._stories.executemany(
            "UPDATE earlier SET seen = 1, failed = ?, gone = ? WHERE story = ?", seen
        )
        return np.array(new, bool)

    def close(self) -> Against:
        """What is new and gone when the whole run has been looked at."""
        gone: Counter[str] = Counter()
        gone_elsewhere = gone_stories = 0
        for failed, seen, keys in self._stories.execute("SELECT failed, seen, gone FROM earlier"):
            if failed:
                # Those that were seen are counted.
                self._uncompared += not seen
                continue
            codes = [*map(_code, keys.splitlines())]
            gone.update(codes)
            if not seen:
                gone_stories += 1
                gone_elsewhere += len(codes)
        listed = self._stories.execute(
            "SELECT place, gone FROM earlier WHERE seen AND NOT failed AND gone <> '' "
            "ORDER BY place LIMIT ?",
            [_MOST_LISTED],
        ).fetchall()
        self._stories.close()
        changes = [
            Change(code, rule_name(code), self._new[code], gone[code])
            for code in sorted(self._new.keys() | gone.keys())
            if self._new[code] or gone[code]
        ]
        return Against(
            made=self._earlier.made,
            new=self._new.total(),
            gone=gone.total(),
            new_elsewhere=self._new_elsewhere,
            gone_elsewhere=gone_elsewhere,
            new_stories=self._new_stories,
            gone_stories=gone_stories,
            uncompared=self._uncompared,
            rules=tuple(sorted(changes, key=lambda c: (-c.new - c.gone, c.code))),
            listed=tuple(self._listed({place: keys.splitlines() for place, keys in listed})),
        )

    def _listed(self, places: dict[int, list[str]]) -> list[Gone]:
        """The findings of the earlier run with these keys, by the place of their story."""
        found: list[Gone] = []
        first = 0
        for batch in self._earlier.results() if places else ():
            rows = [place - first for place in places if 0 <= place - first < batch.num_rows]
            first += batch.num_rows
            chosen = batch.select(["story", "title", "findings"]).take(pa.array(rows, pa.int64()))
            for row, story in zip(rows, chosen.to_pylist(), strict=True):
                keys = Counter(places[first - batch.num_rows + row])
                for finding in story["findings"] or ():
                    key = _key(finding["code"], finding["id"])
                    if keys[key]:
                        keys[key] -= 1
                        found.append(_gone(story, finding))
            if len(found) >= _MOST_LISTED:
                break
        return found[:_MOST_LISTED]


def _keys(found: Found) -> Iterable[tuple[str, bool, Sequence[str]]]:
    """For each story of a batch its name, whether it failed, and the keys of its findings."""
    keys = pc.binary_join_element_wise(found.column("code"), found.column("id"), " ").to_pylist()
    for story, failed, first, count in zip(
        found.batch.column("story").to_pylist(),
        pc.is_valid(found.batch.column("error")).to_pylist(),
        found.first.tolist(),
        found.per_story().tolist(),
        strict=True,
    ):
        yield story, failed, keys[first : first + count]


def _key(code: str, identity: str) -> str:
    return f"{code} {identity}"


def _code(key: str) -> str:
    return key.partition(" ")[0]


def _gone(story: Mapping[str, Any], finding: Mapping[str, Any]) -> Gone:
    return Gone(
        story=story["story"],
        title=story["title"] or "",
        code=finding["code"],
        severity=finding["severity"],
        line=finding["start"]["line"],
        column=finding["start"]["column"],
        text=finding["text"][:LONGEST],
        message=finding["message"][:LONGEST],
    )
