"""The files and folders given, as Spark calls them and as a run on one machine does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qa.archive.spark.storage import Storage
from qa.errors import InputError
from qa.files import STDIN, matcher

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


@dataclass(frozen=True)
class Roots:
    """What was given: files and folders by their URL, and what is wrong with the rest.

    `exclude` are patterns as in a .gitignore file; what is in the folder `own` is no story.
    """

    files: dict[str, str]
    folders: dict[str, str]
    exclude: Sequence[str] = ()
    own: str = ""
    errors: list[InputError] = field(default_factory=list)

    @property
    def urls(self) -> list[str]:
        """All URLs."""
        return [*self.files, *self.folders]

    def name(self, url: str) -> str | None:
        """What a run on one machine would call the file at `url`; None where it passes over it."""
        if url in self.files:
            return self.files[url]
        if self.own and url.startswith(f"{self.own}/"):
            return None
        for folder, given in self.folders.items():
            if url.startswith(f"{folder}/"):
                below = url[len(folder) + 1 :]
                if any(part.startswith(".") for part in below.split("/")) or self._excluded(below):
                    return None
                return below if given == "." else f"{given.rstrip('/')}/{below}"
        return None

    def folder(self, url: str) -> str:
        """The folder that was given in which the file at `url` is; empty for a file that was given."""
        if url in self.files:
            return ""
        inside = (given for folder, given in self.folders.items() if url.startswith(f"{folder}/"))
        return next(inside, "")

    def _excluded(self, below: str) -> bool:
        return matcher(self.exclude, "exclude")[0](below)


def find_roots(
    spark: SparkSession, given: Sequence[str], exclude: Sequence[str] = (), own: str = ""
) -> Roots:
    """Ask the file systems what was given."""
    roots = Roots({}, {}, tuple(exclude), own, matcher(exclude, "exclude")[1])
    for path in dict.fromkeys(given):
        if path == STDIN:
            problem = "cannot be read on other machines; name files or folders"
            roots.errors.append(InputError(path, problem))
            continue
        place = Storage(spark, path)
        if not place.exists():
            roots.errors.append(InputError(path, "no such file or folder"))
        elif place.is_file():
            roots.files.setdefault(place.url, path)
        else:
            roots.folders.setdefault(place.url.rstrip("/"), path)
    return roots
