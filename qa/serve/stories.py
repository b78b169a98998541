"""What the server's own API answers: whole stories checked, fixed and scored, in the JSON of the commands."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Sequence
from dataclasses import replace

from qa.document.model import Document, Edit, Safety
from qa.errors import InputError
from qa.files import STDIN
from qa.linting.check import Checked, check, with_names
from qa.linting.entries import rule_entry
from qa.linting.findings import RuleFindings
from qa.linting.fix import fixed
from qa.linting.reading import Input
from qa.linting.setup import Setup
from qa.load import load
from qa.reporters import reporter_for
from qa.reporters.scores import WRITERS
from qa.rules.registry import all_rules
from qa.serve.errors import RequestError
from qa.serve.requests import File, Request
from qa.serve.work import Work


def checked(work: Work, asked: Request) -> bytes:
    """What `qa check --format json` says of a story, and its decoded text. Raises InputError."""
    setup = _setup(work, asked)
    document = _document(work, asked, setup)
    return _said(check(document, setup), setup, asked, document)


def mended(work: Work, asked: Request) -> bytes:
    """The same of a story after fixes, with its bytes.

    Only the bytes in question change. Raises InputError, and RequestError for edits that have no place.
    """
    setup = _setup(work, asked)
    document = _document(work, asked, setup)
    if asked.edits is None:
        most = Safety.REVIEW if asked.unsafe else Safety.SAFE
        done = fixed(check(document, setup), setup, most)
    else:
        raw = _edited(document, asked.edits)
        tag = asked.story.lang
        after = load(STDIN, raw, setup.context, document.suffix, tag)
        done = Checked(STDIN, after, (), fixes=len(asked.edits))
    assert done.document is not None
    # What the story says is held against its source once more.
    after = replace(done.document, original=document.original)
    again = check(after, setup)
    said = again._replace(
        before=document,
        fixes=done.fixes,
        errors=tuple(dict.fromkeys((*done.errors, *again.errors))),
        notes=tuple(dict.fromkeys((*done.notes, *again.notes))),
    )
    return _said(said, setup, asked, after, content=True)


def scored(work: Work, asked: Request) -> bytes:
    """What `qa score --format json` says of a story. Raises InputError."""
    from qa.score.passages import score_document

    setup = _setup(work, asked)
    context = setup.context
    document = _document(work, asked, setup)
    sentences = score_document(document, context, RuleFindings(context))
    stream = io.StringIO()
    writer = WRITERS["json"](stream, context.config.max_suspicion, False, True)
    writer.file(asked.story.name or STDIN, document, sentences, None)
    writer.close()
    return _bytes(stream.getvalue())


def rules() -> bytes:
    """What `qa rules --format json` says."""
    return _bytes(json.dumps([rule_entry(rule) for rule in all_rules().values()]))


def _setup(work: Work, asked: Request) -> Setup:
    lang = {"lang": str(asked.story.lang)} if asked.story.lang else {}
    source = asked.source.lang if asked.source else None
    source_lang = {"source_lang": source.language} if source else {}
    return work.setup(None, **asked.settings, **lang, **source_lang)


def _document(work: Work, asked: Request, setup: Setup) -> Document:
    document = _read(asked.story, setup)
    if asked.source is None:
        return document
    lang = asked.source.lang
    own = work.setup(None, lang=str(lang)) if lang else work.setup()
    return replace(document, original=_read(asked.source, own))


def _read(file: File, setup: Setup) -> Document:
    limit = setup.context.config.max_file_size
    if len(file.raw) > limit:
        raise InputError(STDIN, f"more than max-file-size ({limit:,} bytes)")
    # Its name tells the format; what lies beside a file of that name here is not asked.
    named = replace(setup, context=replace(setup.context, stdin_name=file.name or None))
    return Input(STDIN, named).document(file.raw)


def _edited(document: Document, edits: Sequence[Edit]) -> bytes:
    source, parts, at = document.source, [], 0
    if edits and edits[-1].end > len(source):
        raise RequestError(f"edits: the text has {len(source)} characters")
    for edit in edits:
        parts += [source[at : edit.start], edit.text]
        at = edit.end
    try:
        return document.bom + "".join([*parts, source[at:]]).encode(document.encoding)
    except UnicodeEncodeError as error:
        sign = error.object[error.start]
        problem = f"edits: {document.encoding}, the encoding of the file, has no {sign!r}"
        raise RequestError(problem) from None


def _said(
    found: Checked, setup: Setup, asked: Request, document: Document, content: bool = False
) -> bytes:
    stream = io.StringIO()
    reporter = reporter_for("json", stream, True)
    named = with_names(found, setup)._replace(path=asked.story.name or STDIN)
    reporter.file(named)
    reporter.close()
    said = json.loads(stream.getvalue())
    said["text"] = document.source
    if content:
        said["content"] = base64.b64encode(document.raw).decode()
    return _bytes(json.dumps(said))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")
