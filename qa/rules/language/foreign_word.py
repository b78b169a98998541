"""LNG103: a word or phrase left in another script or language inside a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa.document.model import Document, Finding
from qa.language import language_name, languages_of
from qa.language.strays import strays
from qa.language.words import stray_words
from qa.rules.registry import Example, rule

if TYPE_CHECKING:
    from qa.context import Context


@rule(
    "LNG103",
    "foreign-word",
    since="0.2",
    bad=[
        "She is in ⟦拘留⟧ pending trial, her lawyer said.",
        "The minister ⟦підкреслив⟧ that the talks would go on.",
        "“We will not ⟦допустити⟧ another war in our region,” she told the assembly.",
        "Oil rose to 70 ⟦دولار⟧ a barrel on Friday, the exchange said.",
        "The decree enters into force on 1 ⟦января⟧ and applies to all banks.",
        "He arrived at the ⟦საქართველოს პარლამენტი⟧ shortly before noon.",
        "He remains in ⟦aresztowanie śledcze⟧ until the end of the month.",
        "The court ordered ⟦prisión preventiva⟧ for the two officers.",
        "Police found the ⟦bıçak⟧ near the bridge.",
        Example("Міністр додав, що ⟦the agreement was⟧ готова до підписання.", lang="uk"),
        Example("Суд призначив його ⟦拘留⟧ до кінця місяця.", lang="uk"),
    ],
    good=[
        "The coup d'état was a fait accompli; its raison d'être, à la mode, was realpolitik.",
        # Set phrases that dictionaries of English have, and words that play.
        "They ate foie gras, nasi goreng and bulgogi bibimbap al dente.",
        "It says lorem ipsum, mutatis mutandis, e pluribus unum; it is cinéma vérité.",
        "Okey dokey, we were just nuffin doin around here.",
        "The hokey cokey and the hurly wurly, a roly coly ride, were its tiki taka.",
        "The goverment anounced a technoparty, and the jalapeños were rosé.",
        "They ate żurek (a soup) and “pączki z różą”, and drank the rakıjas called šljivovica.",
        "The fossil of Dallasaurus turneri is kept in the museum.",
        "Volodymyr Zelensky (Володимир Зеленський) spoke to the news site Məclis.info.",
        "The group, known as красные бригады, was dissolved in 1988.",
        "The word перебудова entered English in the 1980s.",
        "In Chinese, 拘留 means detention.",
        "The daily «Українська правда» and the weekly “новое время” reported it.",
        "Patients took β-carotene and ω-3 acids; the grain size was 5 μm.",
        "He was held in 拘留 (detention) for ten days.",
        "The paper Правда was founded in 1912, and cost 20 ₴ in Київ.",
        "“Слава героям нашої країни,” the crowd answered.",
        Example(
            "The drink is called <i>ряжанка</i>; they drink <em>квас</em> too.", suffix=".html"
        ),
        Example("Every village bakes its own *паляниця* in autumn.", suffix=".md"),
        Example(
            "Компанія Apple показала iPhone, а суд де-факто визнав status quo та ad hoc рішення.",
            lang="uk",
        ),
        Example("Пісню Let it be та Gone with the Wind обговорили у Kyiv Post.", lang="uk"),
        Example("ソウル市は3月、AIの利用に関するガイドラインを発表した。", lang="ja"),
        Example("정부는 美 국무부와 AI 협력을 논의했다고 3일 밝혔다.", lang="ko"),
    ],
)
def foreign_word(document: Document, context: Context) -> Iterator[Finding]:
    """What it finds. A word or a phrase in another language than its sentence, which the translation
    left as it was.

    In a text in English that is also a phrase in small letters with two words that no dictionary
    has and that fit another language much better, and a single word with letters that English
    never writes (ł, ş, ž). In a text in Latin letters that is any word in small letters of another script. In a text in
    other letters names and brands are written in Latin ones, so only a phrase in small letters is
    reported. Names, single letters, quotations in other letters, and what stands in brackets or
    italics or is introduced as original wording are left alone.

    Why it matters. The reader cannot read the word, and the sentence lacks what it says.
    """
    found = strays(document, context.detector)
    if found.bilingual_share or found.mostly_foreign:
        return
    for span, script, language in stray_words(found):
        text = document.text[span.start : span.end]
        kind = "phrase" if " " in text else "word"
        yield document.finding(
            span,
            f"Untranslated {kind}{_origin(script, language)}: “{text}”; the text is in "
            f"{language_name(document.lang)}",
            data={"script": script},
        )


def _origin(script: str, language: str) -> str:
    written = languages_of(script)
    if language or len(written) == 1:
        return f" in {language_name(language or written[0])}"
    return "" if script == "Latin" else f" in {script} letters"
