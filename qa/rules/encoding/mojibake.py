"""ENC101: text in one encoding that was read in another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa.document.model import Document, Finding, Safety, Severity
from qa.language.code_pages import misread
from qa.rules.registry import Example, rule
from qa.text.mojibake import repairs

if TYPE_CHECKING:
    from qa.context import Context

_SHOWN = 60


@rule(
    "ENC101",
    "mojibake",
    since="0.1",
    severity=Severity.ERROR,
    bad=[
        ("The ⟦cafÃ©⟧ reopened in May.", "The café reopened in May."),
        ("It ⟦isnâ€™t⟧ over, ⟦â€œhe⟧ said.", "It isn’t over, “he said."),
        ("⟦â‚¬20⟧ million was paid.", "€20 million was paid."),
        (
            "The first line is right: “Zürich”.\n⟦GrÃ¼ÃŸe⟧ from ⟦MÃ¼nchen⟧.\n",
            "The first line is right: “Zürich”.\nGrüße from München.\n",
        ),
        Example("⟦РџСЂРµР·РёРґРµРЅС‚ Р·Р°СЏРІРёРІ⟧.", "Президент заявив.", lang="uk"),
        ("⟦MÃƒÂ¼nchen⟧ was first.", "München was first."),
        ("⟦ZÃ¼rich⟧ and “Zürich” in one line.", "Zürich and “Zürich” in one line."),
        ("They ⟦â€œstayâ€\ufffd⟧ here.", "They “stay\ufffd here."),
        ("It was ⟦â€œoverâ€⟧ in Kyiv: ⟦â€œnoâ€⟧.", "It was “over” in Kyiv: “no”."),
        ("⟦HÃ¥kon⟧ went to ⟦Ã…rhus⟧ on Monday.", "Håkon went to Århus on Monday."),
        Example("⟦ðƒÐÇðÁðÀð©ð┤ðÁð¢Ðé⟧: он уехал.", "Президент: он уехал.", lang="ru"),
    ],
    good=[
        "“É isso,” disse José – na Champs-Élysées…",
        "“Qarabağ”ın azad edilməsi, şəhər “Ə”",
        "«Ґрунтовна» робота, Різдво, Рівне, Сірко.",
        "Škoda, Ångström, ÀÉ, œuvre, Øresund, 5 × 10² m², n.º 4, £20, 30°C.",
        "SÃO PAULO and MANHÃ are Portuguese capitals.",
        Example("«A VIDA VÃ» e «O AMANHÃ», da IRMÃ\xa0RITA, na MAÇÃ® e na CÂ\xadMARA.", lang="pt"),
        "»áÒé½ñÈÕÔÚÉÏº£¿ªÄ»£¬¸÷·½´ú±í³öÏ¯¡£ is Chinese that cannot be repaired.",
        Example("<p>caf&eacute; &ndash; &#xC9;</p>", suffix=".html"),
    ],
)
def mojibake(document: Document, context: Context) -> Iterator[Finding]:
    """What it finds. Text that was written in one encoding and read in another: “cafÃ©” for “café”.

    Also where it happened twice, and a closing quotation mark of which a byte was lost (“overâ€”).
    Each line is judged by itself. The repair is that of ftfy, with UTF-8 that was read in KOI8 or in
    a code page of DOS added. It counts where the old text has signs and capitals in places where no
    language has them, and the new text has none: “«A CAMPEÃ»” is right as it stands.

    Why it matters. Readers see at once that nobody looked. Names with an accent or in another
    script become unreadable, and search finds them no more.

    When the fix is not safe. Where a byte was lost before, the character cannot be told, and the
    fix leaves a replacement character, which replacement-character then reports. A closing mark
    that no mark opens, and a sign between two capitals (“KÃ–LN”), wait for a review, too.
    """
    found = repairs(document.text)
    other = misread(document, context.detector) if found else None
    for start, end, text, sure in found:
        if other and any(r.start < end and start < r.end for r in other[1]):
            continue  # wrong-code-page says better what it was
        old = document.text[start:end]
        yield document.finding(
            (start, end),
            f"“{_short(old)}” is garbled; it should read “{_short(text)}”",
            replace=text,
            safety=Safety.SAFE if sure else Safety.REVIEW,
        )


def _short(text: str) -> str:
    # Control characters would disturb the terminal.
    shown = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
    return "".join(c if c.isprintable() or c == "\xa0" else f"\\x{ord(c):02x}" for c in shown)
