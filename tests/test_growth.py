"""What took time by the square of a text is done in a moment."""

import subprocess
import sys
from collections.abc import Iterator
from itertools import islice, product

import pytest

# Processor time, which others on the machine do not change: each took more than a minute.
LIMIT = 20
SCRIPT = """
import resource, sys
seconds = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
from qa.cli import main
main()
"""


def words(count: int) -> Iterator[str]:
    """Different names."""
    return islice(("".join(p).capitalize() for p in product(*["bdfglmn", "aeiou"] * 3)), count)


TEXTS = {
    "names on lines": ("a.txt", "\n".join(words(10_000))),
    "names in sentences": ("a.txt", " said so. ".join(words(3_000))),
    "names on one line": ("a.txt", " ".join(words(10_000))),
    "people": (
        "a.txt",
        " said so. Mr. ".join(
            f"{a} {b}"
            for a, b in zip(words(5_000), islice(words(10_000), 5_000, None), strict=False)
        ),
    ),
    "writing directions": ("a.txt", "a\u202eb\u202c " * 10_000),
    "full width": ("a.txt", "\uff2b\uff59\uff49\uff56 " * 10_000),
    "ligatures": ("a.txt", "of\ufb01ce \u0421 " * 8_000),
    "one sentence of names": ("a.txt", "He was in Kiev , and Kiev , " * 1_500),
    "links to other stories": (
        "a.txt",
        f"{'He said so in Kiev. ' * 9}\n\nRead also: News\n\n" * 1_000,
    ),
    "letters of two scripts": ("a.txt", "Ky\u0456v \u0430nd \u041coscow " * 4_000),
}


@pytest.mark.skipif(sys.platform == "win32", reason="limits the processor time of a process")
@pytest.mark.parametrize("case", TEXTS)
def test_a_hostile_text_takes_no_more_than_its_length_asks_for(
    tmp_path_factory: pytest.TempPathFactory, case: str
) -> None:
    name, text = TEXTS[case]
    folder = tmp_path_factory.mktemp("growth")
    (folder / name).write_text(text, "utf-8")
    subprocess.run(
        [sys.executable, "-m", "qa", "check", "-q", "-"], input=b"Kiev", capture_output=True
    )
    call = [sys.executable, "-c", SCRIPT, str(LIMIT), "check", "-q", "--format", "json", name]
    done = subprocess.run(call, cwd=folder, capture_output=True, encoding="utf-8")
    assert done.returncode in (0, 1), done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="limits the processor time of a process")
def test_a_long_word_of_a_pair_takes_a_moment(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("growth")
    rows = [
        "source\ttranslation",
        "\u0431" * 40_000 + "\t" + "a" * 40_000,
        "\u0412\u0456\u043d.\tHe.",
    ]
    (folder / "a.tsv").write_text("\n".join(rows), "utf-8")
    call = [sys.executable, "-c", SCRIPT, str(2 * LIMIT), "score", "--pairs", "a.tsv"]
    done = subprocess.run(call, cwd=folder, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
