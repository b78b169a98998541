"""SRC104: a sentence that says the contrary of its source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa.document.model import Finding
from qa.rules.registry import Example, rule
from qa.source.negation import negation

if TYPE_CHECKING:
    from qa.source import Comparison

# In longer sentences a negation has too many ways to go.
_MOST_WORDS = 30
_ASKS = ("?", "？", "؟")


@rule(
    "SRC104",
    "lost-negation",
    since="0.2",
    bad=[
        Example(
            "⟦The president will sign the law on mobilisation, his office said.⟧",
            source="Президент не підпише закон про мобілізацію, заявили в його офісі.",
            source_lang="uk",
        ),
        Example(
            "⟦The government will not raise taxes next year, he said.⟧",
            source="El Gobierno subirá los impuestos el próximo año, dijo.",
            source_lang="es",
        ),
        Example(
            "⟦The crew shot down all of the missiles.⟧",
            source="Екіпаж не збив жодної з ракет.",
            source_lang="uk",
        ),
        Example(
            "⟦Many people were hurt in the fire.⟧",
            source="Нікого з людей під час пожежі не поранено.",
            source_lang="uk",
        ),
        Example(
            "⟦The club will sell its best player.⟧",
            source="Klub en iyi oyuncusunu satmayacak.",
            source_lang="tr",
        ),
        Example(
            "⟦The court upheld the verdict.⟧",
            source="Məhkəmə hökmü təsdiq etmədi.",
            source_lang="az",
        ),
        Example(
            "⟦The mayor apologised to the miners.⟧",
            source="Burmistrz nie przeprosił górników.",
            source_lang="pl",
        ),
    ],
    good=[
        Example(
            "The president refused to sign the law on mobilisation.",
            source="Президент не підписав закон про мобілізацію.",
            source_lang="uk",
        ),
        Example(
            "The law applies to men and women alike.",
            source="Закон стосується не тільки чоловіків, а й жінок.",
            source_lang="uk",
        ),
        Example(
            "The ministry denied that the bridge is unsafe.",
            source="Ministerium: Die Brücke ist nicht unsicher.",
            source_lang="de",
        ),
        Example(
            "They do not want a new road.",
            source="Yeni bir yol istemiyorlar.",
            source_lang="tr",
        ),
        Example(
            "He is unlikely to come, the office said.",
            source="Він навряд чи приїде, заявили в офісі.",
            source_lang="uk",
        ),
    ],
)
def lost_negation(comparison: Comparison) -> Iterator[Finding]:
    """What it finds. A sentence whose source is negated while nothing in it could be a negation, and the
    reverse. Words such as *refused*, *without* or *unlikely* count as one; *not only* does not.

    Why it matters. The copy says the contrary of what was said.
    """
    lang, source_lang = comparison.lang, comparison.source_lang
    for pair in comparison.pairs:
        # "Why not go?" asks what "why go?" asks.
        asks = pair.text.rstrip("\"”’'» ")[-1:] in _ASKS
        if asks or len(pair.text.split()) > _MOST_WORDS:
            continue
        here, there = negation(pair.text, lang), negation(pair.source, source_lang)
        if here is None or there is None:
            continue
        if there.sure and not here.possible:
            word = pair.source[slice(*there.sure[0])]
            message = f"the source is negated (“{word}”), and this is not"
        elif here.sure and not there.possible:
            word = pair.text[slice(*here.sure[0])]
            message = f"this is negated (“{word}”), and the source is not"
        else:
            continue
        yield comparison.copy.finding(
            pair.span, message, confidence=0.7, data={"source": pair.source}
        )
