"""What fixes leave as it is: safe ones in any language, and those for review where text would be lost."""

import pytest

from qa.config import Config
from qa.context import Context
from qa.document.model import Safety
from qa.linting.check import check
from qa.linting.fix import fixed
from qa.linting.setup import Setup
from qa.load import load
from qa.rules.registry import all_rules

RULES = [
    r for r in all_rules().values() if r.enabled and r.family in ("PUN", "TYP", "MTA", "BLR", "LNG")
]
STORY = (
    "The bridge was closed on Monday after the flood, and it will open again in June, the mayor said.\n\n"
    "Nobody was hurt, but forty families had to leave their homes for the night and sleep at a school.\n"
)
# Copy in which no safe fix has a place.
KEPT = [
    ("en", "This is the law that we have waited for for years, and the house he lived in in 2014."),
    ("en", "Log in in Baku, go on on Monday, and drive on to to the end. What it was was a test."),
    (
        "en",
        "He told you you could. It is a big big day, and the plans that they had had had worked.",
    ),
    (
        "uk",
        "Я\u00a0живу у\u00a0Києві й\u00a0маю 10\u00a0000\u00a0грн. Він\u00a0— мій брат. Пані\u00a0Олена тут.",
    ),
    (
        "pl",
        "Mieszkam w\u00a0Polsce i\u00a0mam 20\u00a0lat, a\u00a0pan\u00a0Nowak jest nad\u00a0morzem.",
    ),
    ("cs", "Bydlím v\u00a0Praze s\u00a0bratrem, k\u00a0tomu 5\u00a0% navíc a\u00a0pan\u00a0Novák."),
    (
        "fr",
        "Mme\u00a0Durand a dit\u00a0: «\u00a0Vraiment\u00a0?\u00a0» Oui\u00a0! Il a 20\u202f000\u00a0euros.",
    ),
    (
        "de",
        "Am 5.\u00a0Mai kam Frau\u00a0Huber um 9\u00a0Uhr mit 1’000\u00a0Franken nach Sankt\u00a0Gallen.",
    ),
    ("ko", "그는 ‘평화’라고 했고 '통일'이라고도 했다. “말’이”"),
    ("uz", "O‘zbekiston va Qo'qon, g’alaba, ma’no, san'at."),
    ("he", "צה\"ל הודיע על ׳הסכם׳ ועל ז'אנר ו‘צ’יפס’."),
    ("it", "Vado a un mercato a Ostia, e a un uomo do un euro a ora."),
    ("hu", "Elment a esti mise után, a un kódja nem jó, és azt mondta: »Jó«."),
    ("en", "12 May  Oslo  Spektrum\n13 May  Bergen  Peer Gynt\n15 May  Lund  Arena\n"),
    ("cs", "Řekl ,dobře‘ a odešel."),
]
# What review fixes make of copy, or leave.
REVIEWED = [
    # A mark before the speaker goes back to the words that it closes, or stays.
    (
        'The show is a triumph, "Novak says.\nThe hall was full.',
        'The show is a triumph," Novak says.\nThe hall was full.',
    ),
    ("“We met in Oslo. It was late and cold.\nNobody came to the hall.", None),
    # A headline is not joined to its story.
    (
        "Draft report of the city council for comments\n\nthe mayor opened the forum on the report on Monday.",
        None,
    ),
    # Too much is foreign for a deletion.
    ("The minister left.\n\nМіністр поїхав до Києва, щоб обговорити бюджет.", None),
    (
        STORY
        + "\n"
        + "Le ministre a dit que la route serait fermée toute la semaine, et que personne ne savait "
        "quand elle serait rouverte. Les travaux ont commencé lundi à l'aube.",
        None,
    ),
    # Steps that come again.
    (
        "Plan\nDay one\nRun\nRun slowly for ten minutes on a flat road\nStretch\nRun\n"
        "Run slowly for ten minutes on a flat road\nRest",
        None,
    ),
    # Short items between separators may be the story's own.
    (
        STORY
        + "\nAnna Smith\n\n•\n\nA ship ran aground off the northern coast on Sunday morning, police said.\n\n•\n\n"
        "A court sent two men to prison for ten years for the theft of a bronze statue.\n",
        None,
    ),
]


@pytest.mark.parametrize(("lang", "text"), KEPT)
def test_safe_fixes_leave_it(lang: str, text: str) -> None:
    assert after(text, lang, Safety.SAFE) == text


@pytest.mark.parametrize(("text", "changed"), REVIEWED)
def test_fixes_for_review_lose_nothing(text: str, changed: str | None) -> None:
    assert after(text, "en", Safety.REVIEW) == (changed or text)


def after(text: str, lang: str, most: Safety) -> str:
    context = Context(Config(lang=lang))
    checked = check(load("story.txt", text.encode(), context), Setup(context, RULES))
    done = fixed(checked, Setup(context, RULES), most)
    assert done.document
    return done.document.raw.decode()
