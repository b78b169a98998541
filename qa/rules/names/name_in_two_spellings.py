"""GLO201: a name that one story spells in two ways."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa.document.model import Document, Finding
from qa.rules.common.rarer_forms import rarer_forms
from qa.rules.registry import rule

if TYPE_CHECKING:
    from qa.context import Context
    from qa.names.spellings import Pair


@rule(
    "GLO201",
    "name-in-two-spellings",
    since="0.2",
    languages=["en"],
    bad=[
        (
            "Skipper Ludde Ingvall spoke first. Ingvall set sail, and ⟦Ingval⟧’s boat won.",
            "Skipper Ludde Ingvall spoke first. Ingvall set sail, and Ingvall’s boat won.",
        ),
        (
            "Anthony Hallweg was there. ⟦Antony Hallweg⟧ left before Anthony Hallweg spoke.",
            "Anthony Hallweg was there. Anthony Hallweg left before Anthony Hallweg spoke.",
        ),
        (
            "Rear Admiral Vasyl Zhorin and ⟦Jorin⟧’s deputy; Zhorin agreed.",
            "Rear Admiral Vasyl Zhorin and Zhorin’s deputy; Zhorin agreed.",
        ),
        (
            "Trains to Zaporizhzhia stop short of ⟦Zaporizhzhya⟧.",
            "Trains to Zaporizhzhia stop short of Zaporizhzhia.",
        ),
        (
            "Hungary's Viktor ⟦Orban⟧ came. Orbán and Orbán's men left.",
            "Hungary's Viktor Orbán came. Orbán and Orbán's men left.",
        ),
        (
            "Gen. Mark ⟦Milli⟧ spoke, and General Milley left.",
            "Gen. Mark Milley spoke, and General Milley left.",
        ),
        (
            "Ministers Bogdan Hryhorenko and Ann Lee met. Hryhorenko spoke, and ⟦Grigorenko⟧ left.",
            "Ministers Bogdan Hryhorenko and Ann Lee met. Hryhorenko spoke, and Hryhorenko left.",
        ),
    ],
    good=[
        "Our Ukrainianness is what Ukrainians have. Ukrainians know.",
        "The Germanness of Germans, the Koreas and the Koreans, Putinism and Putinists.",
        "Minister Kuleba met Orest Kulebba, a baker. Kuleba ate.",
        "Ilham Aliyev and Mehriban Aliyeva spoke. Aliyev left.",
        "Peter Hansen met Adam Hanson and Joan Hansen; John Hansen was ill.",
        "Sergei Lavrov spoke to Sergey Shoigu.",
        "Korea beat the Koreans of Iran and Iraq, Australia beat Austria.",
        "There they met. They’re gone. Theirs was the Moore estate, and More was to come.",
        "Ludde Ingvall and Ingvall’s page, ingval.example.org/Ingval",
    ],
)
def name_in_two_spellings(document: Document, context: Context) -> Iterator[Finding]:
    """What it finds. A name that a story spells in two ways, with or without an entry for it: a slip
    (*Stoltenberg* and *Stoltenburg*), two romanisations (*Zelenskyy* and *Zelensky*), a given name
    before the same surname (*Anthony* and *Antony Blinken*), or two forms of one entry that a
    glossary accepts. Reported is the one that the house does not write, or else the rarer one; of two
    that come equally often, the one that is no known name. What differs in its ending alone is another word (*Aliyev* and *Aliyeva*, *Korea* and
    *Korean*), and two names in full with nothing else in common are two people.

    Why it matters. The reader takes one person for two, and a search finds half of the story.

    When the fix is not safe. The more frequent spelling need not be the right one.
    """
    from qa.names.places import known_words, places, words_of_names
    from qa.names.spellings import alike, pairs

    words = words_of_names(document)
    if not alike(words.counts):
        return  # as in most stories: the glossary need not be asked
    groups: defaultdict[str, list[Pair]] = defaultdict(list)
    for pair in pairs(words, known_words(document, context.glossary)):
        groups[pair.main].append(pair)
    for main, others in groups.items():
        yield from rarer_forms(
            document,
            {form: places(document, form) for form in (main, *(p.rare for p in others))},
            main=main,
            rewrite=lambda _, form: form,
            confidence=min(p.confidence for p in others),
        )
