"""Mail: what is read of a message, and that a fix writes nothing anew but the part that it is in."""

import base64
import email
import email.policy
from pathlib import Path

import pytest
from conftest import Qa
from hypothesis import given
from hypothesis import strategies as st
from wrapping import FORMATS, Format

from qa.config import Config
from qa.context import Context
from qa.document.model import Finding, Fix, Safety, Span
from qa.errors import InputError
from qa.linting.entries import finding_entry
from qa.linting.fix import apply
from qa.load import load
from qa.text.spans import Edit

CONTEXT = Context(Config(lang="en"))
HEADER = (
    "From: Anna <a@example.org>\r\nTo: d@example.org\r\nDate: Thu, 24 Feb 2022 10:45:00 +0200\r\n"
)
CODED = base64.encodebytes("<p>He left Kiev “today”.</p>\n<p>To Odessa .</p>".encode()).decode()
MESSAGE = f"""{HEADER}Subject: =?utf-8?Q?Kiev_=E2=80=93?= =?utf-8?B?IHRhbGtz?=\r
 end\r
MIME-Version: 1.0\r
Content-Type: multipart/mixed;\r
 boundary="==a"\r
\r
Nothing that is read.\r
--==a\r
Content-Type: multipart/alternative; boundary=b\r
\r
--b\r
Content-Type: text/plain; charset=utf-8\r
Content-Transfer-Encoding: quoted-printable\r
\r
He left Ki=\r
ev =E2=80=9Ctoday=E2=80=\r
=9D.\r
\r
To Odessa .\r
--b\r
Content-Type: text/html; charset=utf-8\r
Content-Transfer-Encoding: base64\r
\r
{CODED.replace(chr(10), chr(13) + chr(10))}--b--\r
--==a\r
Content-Type: text/plain\r
Content-Disposition: attachment; filename=a.txt\r
\r
Kiev , no prose.\r
--==a--\r
"""


def test_what_is_read_of_a_message() -> None:
    doc = load("a.eml", MESSAGE.encode(), CONTEXT)
    assert [(s.kind, s.text) for s in doc.segments] == [
        ("headline", "Kiev – talks end"), ("paragraph", "He left Kiev “today”."), ("paragraph", "To Odessa ."),
        ("paragraph", "He left Kiev “today”."), ("paragraph", "To Odessa ."),
    ]  # fmt: skip
    assert (doc.date, doc.parts) == ("2022-02-24", (3,))
    two = load(
        "a.mbox",
        f"From a@x Thu Feb 24 10:45:00 2022\n{HEADER}Subject: A\n\nOne\n".encode() * 2,
        CONTEXT,
    )
    assert [s.text for s in two.segments] == ["A", "One", "A", "One"]


def test_only_the_part_that_was_edited_is_written_anew(qa: Qa, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(MESSAGE.encode())
    done = qa("check", "--fix", "--lang", "en", "a.txt")
    assert done.returncode == 0, done.stdout + done.stderr
    coded = base64.encodebytes("<p>He left Kyiv “today”.</p>\n<p>To Odesa.</p>".encode()).decode()
    subject = base64.b64encode("Kyiv – talks end".encode()).decode()
    expected = MESSAGE.replace(
        "=?utf-8?Q?Kiev_=E2=80=93?= =?utf-8?B?IHRhbGtz?=\r\n end", f"=?utf-8?B?{subject}?="
    )
    expected = expected.replace("Ki=\r\nev", "Kyi=\r\nv").replace("To Odessa .", "To Odesa.")
    expected = expected.replace(CODED.replace("\n", "\r\n"), coded.replace("\n", "\r\n"))
    assert (tmp_path / "a.txt").read_bytes().decode() == expected


def test_a_code_page_is_kept_and_what_it_has_not_is_left(qa: Qa, tmp_path: Path) -> None:
    text = (
        f"{HEADER}Subject: Caf\r\nContent-Type: text/plain;\r\n charset=iso-8859-1\r\n"
        "Content-Transfer-Encoding: 8bit\r\n\r\nHe left the café in Kiev .\r\n"
    )
    (tmp_path / "a.eml").write_bytes(text.encode("latin-1"))
    assert qa("check", "--fix", "--lang", "en", "a.eml").returncode == 0
    assert (tmp_path / "a.eml").read_bytes() == text.replace("Kiev .", "Kyiv.").encode("latin-1")
    doc = load("a.eml", text.encode("latin-1"), CONTEXT)
    at = doc.text.index("left")
    with pytest.raises(UnicodeEncodeError):
        doc.source_edits(Edit(at, at + 4, "покинув"))
    # Neither is it offered.
    fix = Fix((Edit(at, at + 4, "покинув"),), Safety.SAFE, "x")
    assert apply(doc, [Finding(Span(at, at + 4), "x", fix=fix)], Safety.SAFE) == doc.raw
    assert finding_entry(doc, Finding(Span(at, at + 4), "x", "GLO101", fix=fix))["fix"] is None


_BROKEN = f"{HEADER}Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: "


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (f"{_BROKEN}base64\r\n\r\nabcde\r\n", ":7: a part is not encoded right (base64)"),
        (f"{_BROKEN}base64\r\n\r\n/////w==\r\n", ":7: a part is not encoded right (base64)"),
        (f"{_BROKEN}quoted-printable\r\n\r\nKiev\r\nA =E2=80 b\r\n", ":8: it is not in utf-8, as it says"),
        (f"{HEADER}Content-Type: text/plain; charset=klingon\r\n\r\nKiev\r\n", "the code page “klingon” is unknown"),
        (f"{HEADER}Subject: =?utf-8?B?4oA=?=\r\n\r\nKiev\r\n", ":4: its subject is not encoded right"),
        (f"{HEADER}Content-Type: multipart/mixed\r\n\r\nKiev\r\n", "not what parts them"),
        (f"{HEADER}Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n\r\nKiev\r\n", "the message is cut off"),
        (HEADER + "\r\n".join(f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}" for n in range(40))
         + "\r\n\r\nKiev\r\n" + "".join(f"--b{39 - n}--\r\n" for n in range(40)), "nested more than 30 deep"),
    ],
)  # fmt: skip
def test_a_broken_message_is_said_in_one_line(qa: Qa, source: str, message: str) -> None:
    with pytest.raises(InputError) as error:
        load("a.eml", source.encode(), CONTEXT)
    assert message in str(error.value)
    done = qa("check", "-", "--format-in", "mail", stdin=source)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


_MAILS = [form for name, form in FORMATS.items() if name.startswith("mail")]
_WORDS = st.text(st.sampled_from("ab cé“😀&<>=?_-"), min_size=1, max_size=40).filter(
    lambda text: text.strip() == text and "  " not in text
)


@pytest.mark.parametrize("form", _MAILS)
@given(st.lists(_WORDS, min_size=2, max_size=4), st.integers(0, 9), _WORDS)
def test_new_text_is_read_back_by_the_standard_library(
    form: Format, texts: list[str], number: int, new: str
) -> None:
    kinds = ["headline", "paragraph", "paragraph", "paragraph"]
    raw = form.write(list(zip(kinds, texts, strict=False)))
    doc = load("a.eml", raw, CONTEXT)
    assert [s.text for s in doc.segments] == texts
    segment = doc.segments[number % len(texts)]
    start, end = segment.span
    try:
        edits = doc.source_edits(Edit(start, end, new))
    except UnicodeEncodeError:
        # A subject in plain ASCII takes no other characters.
        assert not new.isascii()
        return
    source = doc.source
    for e in sorted(edits, reverse=True):
        source = source[: e.start] + e.text + source[e.end :]
    texts[segment.number] = new
    assert [s.text for s in load("a.eml", source.encode(), CONTEXT).segments] == texts
    message = email.message_from_bytes(source.encode(), policy=email.policy.default)
    assert message["subject"] == texts[0]
