"""ENC119: text of one 8-bit code page that was read in another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa.document.model import Document, Edit, Finding, Severity
from qa.language.code_pages import misread
from qa.rules.common.grouping import place_by_place_or_once
from qa.rules.registry import Example, rule

if TYPE_CHECKING:
    from qa.context import Context


@rule(
    "ENC119",
    "wrong-code-page",
    since="0.1",
    severity=Severity.ERROR,
    bad=[
        (
            "The banner read:\n⟦Ñâîáîäà èëè ñìåðòü, èíîãî íå äàíî⟧\nIt was taken down at night.",
            "The banner read:\nСвобода или смерть, иного не дано\nIt was taken down at night.",
        ),
        Example(
            "⟦рТЕЪЙДЕОФ ПВУХДЙМ У НЙОЙУФТБНЙ ВАДЦЕФ УФТБОЩ⟧.",
            "Президент обсудил с министрами бюджет страны.",
            lang="ru",
        ),
        Example(
            "⟦оПЕГХДЕМР НАЯСДХК Я ЛХМХЯРПЮЛХ ЯХРСЮЖХЧ Б ЯРПЮМЕ⟧.",
            "Президент обсудил с министрами ситуацию в стране.",
            lang="ru",
        ),
        Example(
            "⟦Baþbakan⟧ ve bakanlarý ülkenin dýþ siyasetini inceledi.",
            "Başbakan ve bakanları ülkenin dış siyasetini inceledi.",
            lang="tr",
        ),
        Example(
            "Wicepremier ⟦przyj¹³⟧ delegacjê, a póŸniej z ni¹ jad³.",
            "Wicepremier przyjął delegację, a później z nią jadł.",
            lang="pl",
        ),
    ],
    good=[
        "“É isso,” disse José – na Champs-Élysées… Æøå! Þórður á Ísafirði, æði.",
        Example(
            "Þingið ræddi málið í gær og ráðherrann sagði að það væri löngu tímabært.", lang="is"
        ),
        Example("Başbakan, Reykjavík'te Þórður Guðmundsson ile görüştü.", lang="tr"),
        Example("Канал СТБ, телеканал НТВ, мВТ, кВт, нПа, вНЗ и УНІАН.", lang="ru"),
        "The house has 25 m², 3¾ rooms and costs £20³.",
    ],
)
def wrong_code_page(document: Document, context: Context) -> Iterator[Finding]:
    """What it finds. Text that was written in one 8-bit code page and read in another, as a program
    does that knows no encoding but its own: Windows-1251 read as Windows-1252 (“Ïðåçèäåíò” for
    “Президент”), KOI8-R as Windows-1251 (“рТЕЪЙДЕОФ”) and the reverse, ISO 8859-5, Greek, Hebrew
    and Arabic as Windows-1252, Turkish (“Baþbakan”), Polish and Czech as Windows-1252.

    Whole words are judged by the language detector: the repair must make text of a language from
    what fits none. Single letters count where the text's language lacks them and has the repaired
    ones.

    Why it matters. Nobody can read it, and no search finds it.

    When the fix is not safe. The characters are replaced one by one, none is lost.
    """
    found = misread(document, context.detector)
    if found is None:
        return
    pages, repairs = found
    yield from place_by_place_or_once(
        document,
        [((r.start, r.end), Edit(*r[:3])) for r in repairs],
        f"Written in {_NAMES[pages.written]} and read as {_NAMES[pages.read]}",
    )


_NAMES = {
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
    "cp1252": "Windows-1252",
    "cp1253": "Windows-1253",
    "cp1254": "Windows-1254",
    "cp1255": "Windows-1255",
    "cp1256": "Windows-1256",
    "iso8859-2": "ISO 8859-2",
    "iso8859-5": "ISO 8859-5",
    "koi8-r": "KOI8-R",
    "koi8-u": "KOI8-U",
}
