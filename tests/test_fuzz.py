"""A short fuzz of all that reads; `scripts/fuzz` runs a long one."""

import os
from collections import Counter
from pathlib import Path

import pytest
from fuzzing import fuzz, targets

SECONDS = 30


@pytest.mark.skipif(os.name != "posix", reason="limits each case by the processor time")
def test_damaged_files_do_no_harm(tmp_path: Path) -> None:
    cases: Counter[str] = Counter()
    slips = list(fuzz(tmp_path, 1, SECONDS, cases=cases))
    assert slips == []
    assert cases.keys() == targets(tmp_path).keys()
