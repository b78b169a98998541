"""The findings of a batch of results, one beside the other, each with the row of its story."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray


class Found:
    """The findings of all stories of a batch of the schema RESULT.

    `rows` has for each finding the row of its story; those of one story stand together, in the
    order of the story.
    """

    def __init__(self, batch: pa.RecordBatch) -> None:
        self.batch = batch
        column = batch.column("findings")
        self._findings = column.flatten()
        self.rows: NDArray[np.int64] = pc.list_parent_indices(column).to_numpy()

    def __len__(self) -> int:
        return len(self.rows)

    def column(self, *path: str) -> pa.Array:
        """A field of all findings; null where what it is a field of is null."""
        return pc.struct_field(self._findings, [*path])

    def per_story(self) -> NDArray[np.int64]:
        """How many findings each story of the batch has."""
        return np.bincount(self.rows, minlength=self.batch.num_rows)

    @cached_property
    def first(self) -> NDArray[np.int64]:
        """For each story of the batch, where its findings begin."""
        counts = self.per_story()
        return np.cumsum(counts) - counts

    @cached_property
    def codes(self) -> tuple[list[str], NDArray[np.int64]]:
        """The different codes, and for each finding the index of its own."""
        found = self.column("code").dictionary_encode()
        return found.dictionary.to_pylist(), found.indices.to_numpy().astype(np.int64)

    def of_rules(self, *beginnings: str) -> NDArray[np.bool_]:
        """Which findings are of rules whose code begins with one of these."""
        codes, indices = self.codes
        return np.array([code.startswith(beginnings) for code in codes], bool)[indices]
