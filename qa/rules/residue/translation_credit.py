"""MTA203: the name of the engine that translated."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.document.model import Finding, Segment
from qa.rules.registry import Example, rule
from qa.text.patterns import lazy

_ENGINE = (
    r"(?:google(?: translate)?|deepl|bing|microsoft translator|yandex(?:\.translate)?|chatgpt|gpt-\d\S*"
    r"|argos(?: translate)?|amazon translate|systran|reverso|papago|machine|ai)"
)
_STEMS = (
    *(
        "google",
        "deepl",
        "translat",
        "original text",
        "перек",
        "перев",
        "traduc",
        "traduz",
        "tłumacz",
    ),
    *("übersetzt", "traduit", "çevir", "çevr", "tərcümə", "ترجم", "번역", "翻訳"),
)
_CREDIT = lazy(
    rf"\b(?:machine |automatically |auto-)?translated (?:\w+ ){{0,4}}?(?:by|with|using|via|through) (?:the )?(?:free version of )?(?:www\.)?{_ENGINE}\b(?:\.com/translator)?"
    r"|\bthis (?:article|text|page|story|content) (?:was|has been) (?:automatically |machine[- ])translated\b"
    r"|\brate this translation\b|\bhelp improve google translate\b|\bsee original text\b"
    rf"|\b(?:перекладено|переклад|переведено|перевод) (?:(?:за допомогою|с помощью|через|від|от) )?{_ENGINE}\b"
    r"|(?:автоматичний|машинний) переклад\b|(?:автоматический|машинный) перевод\b"
    rf"|\b(?:traducido|traduzido) (?:con|por|com|mediante) {_ENGINE}\b|\btraducción automática\b"
    rf"|\bprzetłumaczono (?:przez|za pomocą|z pomocą) {_ENGINE}\b|\btłumaczenie (?:automatyczne|maszynowe)\b"
    rf"|\bübersetzt (?:mit|von|durch) {_ENGINE}\b|\bmaschinell übersetzt\b|\btraduit (?:par|avec) {_ENGINE}\b"
    rf"|\b{_ENGINE}(?: çeviri)? (?:ile|tarafından) çevrildi\b|\b{_ENGINE}(?: tərcümə)? (?:ilə|vasitəsilə) tərcümə\b"
    r"|ترجمة (?:آلية|جوجل)|ترجمه (?:ماشینی|گوگل)|(?:구글|기계|자동) ?번역|(?:機械|自動|Google) ?翻訳|DeepLで翻訳",
    re.IGNORECASE,
)
# A longer paragraph without brackets is copy about an engine.
_LONGEST = 110


@rule(
    "MTA203",
    "translation-credit",
    since="0.2",
    bad=[
        "⟦Translated with DeepL⟧.com (free version)",
        "The bridge was closed. (⟦Translated by Google⟧)",
        "Original text. ⟦Rate this translation⟧",
        Example("⟦Автоматичний переклад⟧", lang="uk"),
        Example("⟦Przetłumaczono za pomocą DeepL⟧", lang="pl"),
    ],
    good=[
        "Translated by Anna Smith",
        "The scholars found that a poem translated with DeepL lost its rhyme, and that one which was "
        "translated by Google Translate lost its sense as well.",
        "She said the story was translated from Ukrainian.",
    ],
)
def translation_credit(segment: Segment) -> Iterator[Finding]:
    """What it finds. A line that names the engine: “Translated with DeepL”, “Translated by
    Google”, “Rate this translation”. The name of a human translator stays, and so does copy about
    translation.

    Why it matters. It is a label of the page or of the program, and the desk's reader takes it for
    a credit.
    """
    text = segment.text
    if len(text) > _LONGEST and "(" not in text and "[" not in text:
        return
    lower = text.lower()
    if not any(stem in lower for stem in _STEMS):
        return
    for m in _CREDIT.finditer(text):
        bracketed = text[: m.start()].rstrip().endswith(("(", "["))
        if bracketed or len(text) <= _LONGEST:
            yield segment.finding(m.span(), f"“{m[0]}” names a translation engine", confidence=0.9)
