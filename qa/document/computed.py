"""What is computed of a document once, and kept as long as the document."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar, cast

if TYPE_CHECKING:
    from qa.document.model import Document

P = ParamSpec("P")
T = TypeVar("T")


def of_document(
    compute: Callable[Concatenate[Document, P], T],
) -> Callable[Concatenate[Document, P], T]:
    """`compute`, called once for a document and the same other arguments, which must be hashable.

    The answer stands in the document, and is gone with it: what is computed must not change later.
    """

    @wraps(compute)
    def computed(document: Document, *arguments: P.args, **named: P.kwargs) -> T:
        key = (compute, arguments, *named.items())
        answers = document.answers
        if key not in answers:
            answers[key] = compute(document, *arguments, **named)
        return cast("T", answers[key])

    return cast("Callable[Concatenate[Document, P], T]", computed)
