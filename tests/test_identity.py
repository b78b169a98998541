"""Namesakes: what a story must show for a name to be written as the glossary has it.

In the cases ⟦ ⟧ stands round what is safe to fix, ⟨ ⟩ round what is for review, ‹ › round what has no fix,
and nothing round what is somebody or something else.
"""

import re
from pathlib import Path

import pytest

from qa.config import Config
from qa.context import Context
from qa.document.model import Safety
from qa.linting.check import check
from qa.linting.setup import Setup
from qa.load import load
from qa.rules.registry import select_rules

_SIGNS = {Safety.SAFE: ("⟦", "⟧"), Safety.REVIEW: ("⟨", "⟩"), None: ("‹", "›")}


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Context:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QA_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        made = Context(Config(lang="en"))
        assert not made.glossary.errors
    return made


def marked(text: str, context: Context) -> str:
    document = load("case.txt", text.encode(), context)
    findings = check(document, Setup(context, select_rules(["GLO101"], []))).findings
    for finding in reversed(findings):
        opening, closing = _SIGNS[finding.fix and finding.fix.safety]
        start, end = finding.span
        text = f"{text[:start]}{opening}{text[start:end]}{closing}{text[end:]}"
    return text


CASES = {
    "another bearer of a surname": [
        "Hanna Blinkin, a vet, said on Friday that the cat was well. Blinkin gave no details.",
        "Yevhen Shmygal, a miner, was freed. Mr. Shmygal's mother wept; Shmygal wept too.",
        "P. Zelensky signed. Zelensky is a notary in Brno.",
        "Ms. Zelensky teaches in a village school, and her brother, Pavlo Zelensky, in Ukraine.",
        "President ⟦Zelensky⟧ of Ukraine met Taras Zelensky, a welder. ⟨Zelensky⟩ thanked him.",
        "April Blinkin and June Sholz opened a shop in Ohio. Sholz sells tea.",
        "In June ⟦Zelensky⟧ flew to Ukraine's south, and on Friday ⟦Zelensky⟧ came back.",
    ],
    "a given name that is right for another person": [
        "The banker Andrei Kostin spoke in Moscow on Friday.",
        "Alexey Reznikov, a Russian goalkeeper, was sold. Reznikov left Ukraine as a child.",
        "Dmitry Kuleba of Russia came third in the race.",
        "Sergei Haidai, a coach from Minsk, won twice.",
        "⟨Igor Terekhov⟩ said on Friday that the club would pay.",
        "Kharkiv Mayor ⟦Igor Terekhov⟧ said on Friday that the city would pay.",
        "Ukrainian Interior Minister ⟦Igor Klimenko⟧ spoke. Then ⟦Klimenko⟧ left.",
        "Ukraine's ⟦Dmitry Kuleba⟧ spoke, and so did ⟦Vladimir Zelensky⟧.",
        "⟨Anthony Blinken⟩ bought a house in Leeds.",
        "Secretary of State ⟦Anthony Blinken⟧ arrived. ⟦Blinkin⟧ smiled.",
    ],
    "an occupation, country, age or title that is not the person's": [
        "Georgian wrestler ⟨Ruslan Stefanczuk⟩ won.",
        "The plumber Shmygal said the pipes of Ukraine were old.",
        "⟨Volodymyr Zelensky⟩, a farmer from Poltava, grows beets in Ukraine.",
        "⟨Shmygal⟩, 34, said the flat in Ukraine was too small.",
        "Comedian ⟦Volodymyr Zelensky⟧ won the vote.",
        "Ms. Shmygal runs a bakery in Ukraine.",
        "⟨Zelensky⟩ bowed, and the hall in Vienna rose.",
        "⟨Vladimir Zelensky⟩, chief of the port of Izmail in Ukraine, resigned.",
        "Ukrainian leader ⟦Vladimir Zelensky⟧ and his adviser ⟦Mikhail Podolyak⟧ spoke.",
        "⟨Angela Merkle⟩ opened a bakery in Kansas. ⟨Merkle⟩ is 40.",
        "⟦Xi Jingping⟧ spoke, and ⟦Xi Jingping⟧ left.",
    ],
    "a surname that is also a place": [
        "Nadia Odessa, a singer, is back. Ms. Odessa sang, and Odessa bowed.",
        "Prof. Kiev wrote a book on traders; Kiev lives in Boston.",
        "T. Kiev and Bohdan Khmelnitsky are in the list.",
        "Kiev, 41, was fined on Friday.",
        "Prince Lvov and Colonel Kharkov dined.",
        "Putin and Zelenskyy spoke of ⟦Kiev⟧, and for Moscow ⟦Kiev⟧ is far.",
    ],
    "another place or thing of that name": [
        "The mayor of Odessa, Florida, resigned. Odessa is small.",
        "Police in ⟨Odessa⟩ said on Friday that a rancher had been shot.",
        "Ukraine's police in ⟦Odessa⟧ said on Friday that a driver had been shot.",
        "Lake Khrustalny and Mount Kiev are closed.",
        "The carrier Kiev was scrapped; Kiev-class carriers were never loved.",
        "Hotel Odessa, the Odessa Stories and a Kiev torte.",
        "From Kiev, Wisconsin, and Odessa, Washington, he flew home.",
        "Talks between ⟦Kiev⟧, Washington and Brussels go on.",
        "⟨Erevan⟩, a brandy, is sold in Armenia; ⟦Erevan⟧, a city of old stone, is not.",
        "Little Odessa and New Odessa are not in Ukraine.",
        "The ⟨Kiev⟩ Telegraph wrote so, and the ⟦Kiev⟧ region agreed.",
    ],
    "a spelling that is the subject": [
        "Zhytomyr, then known as Zhitomir, fell.",
        "The spelling Lugansk is Russian.",
        "The old Soviet-era name, Kirovograd, was dropped by Ukraine.",
        "Say Kharkiv, not Kharkov, when in Ukraine.",
        "From Lvov to Lviv: how names change in Ukraine.",
        "Odessa or Odesa? Both Dnipro and Ternopol, as it was called, have changed.",
        "Chernigov in Russian, Chernihiv in Ukrainian.",
        "He is in ⟨Kharkov (Kharkiv)⟩, in Ukraine, and not in Odesa (‹Odessa›) or ‹Lvov›/Lviv.",
        "Putin called ⟦Zelensky⟧ in Ukraine, and he called ⟨Kiev⟩ lost.",
    ],
    "an old time": [
        "The Siege of ⟨Kiev⟩ lasted long.",
        "In 1919 the Bolsheviks took ⟨Kharkov⟩.",
        "The Soviet army held ⟨Kiev⟩.",
        "The pogroms of ⟨Kiev⟩ are not forgotten.",
        "In 2014 ⟦Kiev⟧ changed.",
    ],
    "a play on words": [
        "The Group of Seven is more than some ⟨Great Seven⟩ of old.",
        "They are the ⟨Great Seven⟩ of poker.",
        "Leaders of the ⟦Great Seven⟧ met.",
    ],
}  # fmt: skip


@pytest.mark.parametrize("case", [c for cases in CASES.values() for c in cases])
def test_namesakes_are_left_and_the_unproven_is_for_review(case: str, context: Context) -> None:
    assert marked(re.sub("[⟦⟧⟨⟩‹›]", "", case), context) == case


def test_the_message_says_who_is_meant_and_why_it_is_doubtful(context: Context) -> None:
    document = load("case.txt", b"Igor Terekhov sang.", context)
    (finding,) = check(document, Setup(context, select_rules(["GLO101"], []))).findings
    assert "if Ihor Terekhov of Ukraine is meant; the given name may be another" in finding.message


def test_an_entry_without_a_country_is_taken_at_its_word(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(
        '[[person]]\nid = "a"\nsurname.preferred = "Ono"\nsurname.forbidden = ["Onno"]\n'
    )
    own = Context(Config(lang="en", glossaries=(str(file),), shipped_glossaries=False))
    assert marked("Onno spoke.", own) == "⟦Onno⟧ spoke."
    assert marked("Peter Onno spoke. Onno left.", own) == "Peter Onno spoke. Onno left."
