"""Decoding: the right encoding, the same bytes back, and clear words where there is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.document.encoding import decode, is_binary
from qa.errors import InputError

TEXTS = {
    "uk": "Президент України заявив у середу, що переговори з партнерами триватимуть і наступного "
    "тижня. Їхній результат побачимо згодом, — сказав він журналістам у Києві.",
    "ru": "Министр иностранных дел сообщил в среду, что встреча прошла успешно, но подробности он "
    "раскроет позже. Объём поставок, по его словам, вырос почти вдвое.",
    "bg": "Правителството обяви вчера нови мерки в подкрепа на семействата, които живеят в малките "
    "общини. Според министъра те ще започнат да действат от есента.",
    "de": "Die Bundesregierung will den Städten künftig mehr Geld für den öffentlichen Verkehr "
    "geben. Das kündigte die Ministerin am Mittwoch an, ohne Einzelheiten zu nennen. Größere Busse, "
    "kürzere Wege – darum gehe es.",
    "fr": "Le président a déclaré mercredi que la réunion prévue à Genève était repoussée à la "
    "semaine prochaine. « Nous sommes prêts », a-t-il assuré, après avoir reçu les élus du Sud-Est.",
    "es": "El ministro señaló ayer que la reunión se celebrará el próximo año en Córdoba, según "
    "explicó a los periodistas. ¿Habrá acuerdo? Nadie lo sabe todavía.",
    "pt": "O governo não confirmou a informação, mas a decisão será anunciada amanhã em São Paulo. "
    "As eleições, disse o porta-voz, são uma questão de coração e de razão.",
    "sv": "Regeringen vill att fler människor ska åka tåg även på lördagar. Det sade ministern på "
    "onsdagen, när förslaget lades fram för riksdagen.",
    "pl": "Minister ogłosił w środę, że rząd wesprze mieszkańców małych miejscowości. Pieniądze mają "
    "trafić do gmin już wiosną, choć nikt nie wie, czy na długo. Łódź także na tym zyska.",
    "cs": "Ministr v úterý oznámil, že vláda příští týden předloží nový návrh. Podle něj pomůže "
    "především malým městům a obcím, kde dnes žije třetina lidí. Čeká se ještě na souhlas.",
    "hu": "A miniszter szerdán bejelentette, hogy a következő évben több pénz jut az iskolákra. Az "
    "időpontról később döntenek, mondta, hűvös őszi idő várható, fűtés nélkül.",
    "tr": "Cumhurbaşkanı çarşamba günü yaptığı açıklamada, görüşmelerin önümüzdeki hafta İstanbul'da "
    "süreceğini söyledi. Sığınmacılar için yeni bir anlaşma imzalanacağı bildirildi.",
    "lt": "Ministras trečiadienį pranešė, kad vyriausybė kitą savaitę pateiks naują pasiūlymą. Anot "
    "jo, tai padės mažiems miestams, kuriuose gyvena daugiau kaip trečdalis žmonių.",
    "el": "Ο υπουργός δήλωσε την Τετάρτη ότι η συνάντηση θα γίνει την επόμενη εβδομάδα στην Αθήνα, "
    "σύμφωνα με όσα είπε στους δημοσιογράφους.",
    "ja": "首相は水曜日、来週の会談について記者団に語った。詳細はまだ決まっていないという。政府は新しい計画を準備している。",
    "zh": "总理星期三对记者说，下周的会谈将按计划举行，但细节尚未确定。政府正在准备一项新的计划。",
    "en": "“We don’t know yet,” the minister said – and that’s all she’d say about the €3bn café deal.",
}
LEGACY = [
    ("uk", ["cp1251", "koi8-u", "iso8859-5", "cp866", "mac-cyrillic"]),
    ("ru", ["cp1251", "koi8-r", "iso8859-5", "cp866"]),
    ("bg", ["cp1251"]),
    ("de", ["cp1252", "iso8859-15", "mac-roman"]),
    ("fr", ["cp1252", "iso8859-15", "mac-roman"]),
    ("es", ["cp1252", "iso8859-1"]),
    ("pt", ["cp1252", "iso8859-1"]),
    ("sv", ["cp1252", "iso8859-1"]),
    ("pl", ["cp1250", "iso8859-2"]),
    ("cs", ["cp1250", "iso8859-2"]),
    ("hu", ["cp1250"]),
    ("tr", ["cp1254", "iso8859-9"]),
    ("lt", ["cp1257"]),
    ("el", ["cp1253", "iso8859-7"]),
    ("ja", ["shift_jis", "euc_jp"]),
    ("zh", ["gb18030"]),
    ("en", ["cp1252", "mac-roman"]),
]
UNICODE = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]  # fmt: skip


@pytest.mark.parametrize("encoding", UNICODE)
@pytest.mark.parametrize("lang", TEXTS)
def test_unicode_with_and_without_a_mark(lang: str, encoding: str) -> None:
    raw = TEXTS[lang].encode(encoding)
    found = decode(raw, "x.txt")
    assert found.source == TEXTS[lang]
    assert found.bom + found.source.encode(found.encoding) == raw
    assert not is_binary(raw)


@pytest.mark.parametrize(("lang", "encoding"), [(lang, e) for lang, es in LEGACY for e in es])
def test_legacy_encodings(lang: str, encoding: str) -> None:
    # What the code page has no character for was never in the file.
    raw = TEXTS[lang].encode(encoding, "ignore")
    found = decode(raw, "x.txt")
    assert found.source == raw.decode(encoding)
    assert found.bom + found.source.encode(found.encoding) == raw
    assert not is_binary(raw)


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-u", "iso8859-5"])
@pytest.mark.parametrize("line", ["Фото з відкритих джерел", "Читайте також: Київ чекає на гостей"])
def test_one_foreign_line_in_an_english_text(line: str, encoding: str) -> None:
    text = "The minister said on Wednesday that talks would go on.\n" * 20 + line
    raw = text.encode(encoding)
    assert decode(raw, "x.txt").source == text


def test_a_large_file_is_told_by_its_lines_that_are_not_ascii() -> None:
    raw = b"Plain words only.\n" * 5000 + TEXTS["uk"].encode("cp1251")
    assert decode(raw, "x.txt").encoding == "cp1251"


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="windows-1251">', "cp1251"),
        ('<META http-equiv=Content-Type content="text/html; charset=koi8-r">', "koi8-r"),
        ('<?xml version="1.0" encoding="ISO-8859-2"?>', "iso8859-2"),
        ('<meta charset="ISO-8859-1">', "cp1252"),
    ],
)
def test_a_declared_encoding_is_believed_where_it_fits(head: str, encoding: str) -> None:
    # One letter is too little to tell by.
    raw = (head + "<p>Ä").encode(encoding, "ignore") + b"\xe4"
    assert decode(raw, "x.html") == (raw.decode(encoding), encoding, b"")


def test_utf8_is_believed_more_than_a_declaration() -> None:
    raw = '<meta charset="windows-1251"><p>Київ'.encode()
    assert decode(raw, "x.html").encoding == "utf-8"


INVALID = [
    (b"Kyiv said\nvalid \xc3\x28 text", "x.txt:2: not valid UTF-8: byte 0xC3 at offset 16; save the file as UTF-8"),
    (b"abc \xff\xfe def", "x.txt:1: not valid UTF-8: byte 0xFF at offset 4; save the file as UTF-8"),
    ("Київ — столиця".encode()[:-1], "x.txt:1: not valid UTF-8: byte 0xD1 at offset 25; save the file as UTF-8"),
    (b"\xef\xbb\xbfa\nb\xe9", "x.txt:2: not valid UTF-8: byte 0xE9 at offset 6; save the file as UTF-8"),
    (b"\xff\xfea\0b", "x.txt: not valid UTF-16 at byte offset 4; save the file as UTF-8"),
    (b"a\0b", "x.txt: looks like a binary file; give a text file"),
    (bytes(range(32)) * 9, "x.txt: looks like a binary file; give a text file"),
    (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "x.txt: looks like a PDF; give a text file"),
    (b"PK\x03\x04\x14\0\x06\0", "x.txt: looks like a ZIP archive or office document; give a text file"),
    (b"\x89PNG\r\n\x1a\n\0\0\0\r", "x.txt: looks like a PNG image; give a text file"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "message"), INVALID)
def test_what_is_no_text_is_said_to_be_none(raw: bytes, message: str) -> None:
    with pytest.raises(InputError) as caught:
        decode(raw, "x.txt")
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "raw", [b"", b"abc", b"\x01ZCZC\x02 wire copy, with its header\x03", b"\xef\xbb\xbf"]
)
def test_what_is_text_all_the_same(raw: bytes) -> None:
    found = decode(raw, "x.txt")
    assert found.bom + found.source.encode(found.encoding) == raw
    assert not is_binary(raw)


@given(st.binary(max_size=80) | st.text().map(lambda s: s.encode("cp1251", "replace")))
def test_any_bytes_come_back_or_are_refused(raw: bytes) -> None:
    try:
        found = decode(raw, "x.txt")
    except InputError:
        return
    assert found.bom + found.source.encode(found.encoding) == raw


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\r\n\t")))
def test_any_text_in_utf8_and_utf16_is_read_as_written(text: str) -> None:
    assert decode(text.encode("utf-8"), "x").source == text.removeprefix("\ufeff")
    assert decode(b"\xef\xbb\xbf" + text.encode("utf-8"), "x").source == text
    if not text.startswith("\0"):
        assert decode(b"\xff\xfe" + text.encode("utf-16-le"), "x").source == text
        assert decode(b"\xfe\xff" + text.encode("utf-16-be"), "x").source == text
