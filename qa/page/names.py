"""The table of names for the page, from the results of a run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import groupby

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from qa.names.spelled import Spelled
from qa.names.table import RULES_ON_FORMS, SpellingTable, forms_told
from qa.page.data import Name, Spelling
from qa.page.found import Found

# Names that are shown, names without an entry that are kept, stories of one spelling.
_MOST_SHOWN, _MOST_KEPT, _MOST_STORIES = 500, 10_000, 20
_SPELLED = ["entry", "name", "text", "wrong"]


class Names:
    """Gathers how the stories spell names."""

    def __init__(self) -> None:
        self._table = SpellingTable(_MOST_KEPT, _MOST_STORIES)

    def add(self, found: Found) -> None:
        """Take in the stories of a batch."""
        self._add_names(found.batch)
        self._add_forms(found)

    def close(self, index: Mapping[str, int]) -> tuple[tuple[Name, ...], int]:
        """The names that are not spelled in one way, and how many more there are.

        Shown are those in most stories; `index` is where stories are listed.
        """
        mixed = self._table.mixed
        most = sorted(mixed, key=lambda name: -sum(s.files for s in name.spellings))[:_MOST_SHOWN]
        shown = {id(name) for name in most}
        names = [
            Name(
                name.entry,
                name.name,
                tuple(
                    Spelling(
                        text=s.text,
                        wrong=s.wrong,
                        times=s.times,
                        stories=s.files,
                        found=tuple(sorted(index[path] for path in s.paths if path in index)),
                    )
                    for s in name.spellings
                ),
            )
            for name in mixed
            if id(name) in shown
        ]
        return tuple(names), len(mixed) - len(names)

    def _add_names(self, batch: pa.RecordBatch) -> None:
        column = batch.column("names")
        spelled = column.flatten()
        table = pa.table(
            {
                **{name: pc.struct_field(spelled, name) for name in (*_SPELLED, "times")},
                "story": batch.column("story").take(pc.list_parent_indices(column)),
            }
        )
        # Not in threads, so that what is first in the batch is first here.
        grouped = table.group_by(_SPELLED, use_threads=False).aggregate(
            [("times", "sum"), ("story", "count"), ("story", "list")]
        )
        for row in grouped.to_pylist():
            name = Spelled(*(row[key] for key in (*_SPELLED, "times_sum")))
            self._table.add_spelled(name, row["story_count"], row["story_list"][:_MOST_STORIES])

    def _add_forms(self, found: Found) -> None:
        chosen = found.of_rules(*RULES_ON_FORMS)
        if not chosen.any():
            return
        places = pa.array(np.flatnonzero(chosen))
        told = zip(
            found.batch.column("story").take(pa.array(found.rows[chosen])).to_pylist(),
            found.column("code").take(places).to_pylist(),
            found.column("data").take(places).to_pylist(),
            pc.list_value_length(found.column("related")).take(places).to_pylist(),
            strict=True,
        )
        for story, those in groupby(told, key=lambda item: item[0]):
            forms = [forms_told(c, json.loads(data), more or 0) for _, c, data, more in those]
            self._table.add_forms(story, [f for f in forms if f])
