"""LNG101: a whole line in another language than the text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa.document.deletions import safety_of_deletion
from qa.document.model import Document, Finding, Severity
from qa.language import UNKNOWN, language_name
from qa.language.code_pages import repair_in
from qa.language.strays import Strays, strays, stripped
from qa.rules.registry import Example, rule
from qa.text.garbled import looks_garbled

if TYPE_CHECKING:
    from qa.context import Context
    from qa.document.model import Span
    from qa.language.judge import Verdict

_ENGLISH = """\
The minister said the talks would go on until a deal was reached.
The ambassador declined to comment on the reports from the border.
{}
Officials in the capital expect a second round before the end of the month.
"""
_UKRAINIAN = """\
Міністр сказав, що переговори з профспілкою триватимуть увесь тиждень, а рішення буде в суботу.

{}Посол відмовився від коментарів, але пообіцяв зустрітися з журналістами до кінця місяця.
"""
_REST = _ENGLISH.replace("{}\n", "")


@rule(
    "LNG101",
    "foreign-line",
    since="0.1",
    bad=[
        (_ENGLISH.format("⟦Şəkil açıq mənbələrdən götürülüb.⟧"), _REST),
        (_ENGLISH.format("⟦Фото: Reuters⟧"), _REST),
        (_ENGLISH.format("⟦Підписуйтесь⟧"), _REST),
        (_ENGLISH.format("⟦Suscríbase a nuestro boletín de noticias⟧"), _REST),
        (
            "A deal was reached, the minister said. It has forty pages and will be signed in May.\n"
            "⟦Vse prava zashchishcheny.⟧",
            "A deal was reached, the minister said. It has forty pages and will be signed in May.",
        ),
        "A deal was reached, the minister said.\n⟦Vse prava zashchishcheny.⟧",
        Example(
            _UKRAINIAN.format("⟦Министр сказал, что переговоры продолжатся.⟧\n\n"),
            _UKRAINIAN.format(""),
            lang="uk",
        ),
    ],
    good=[
        # Names of products, ingredients.
        _ENGLISH.format("TOYOTA LAND CRUISER PRADO"),
        _ENGLISH.format("SAMSUNG GALAXY NOTE ULTRA"),
        _ENGLISH.format("2 tbsp olive oil\n1 tsp cumin\n3 oz pecan halves\n½ tsp kosher salt"),
        _ENGLISH.format("Corriere della Sera"),
        _ENGLISH.format("Volodymyr Zelensky (Володимир Зеленський)"),
        _ENGLISH.format("By Şəhla Quliyeva and Željko Đurđević"),
        _ENGLISH.format("“Слава Україні!” the crowd shouted outside the embassy."),
        "On Telegram he wrote:\n“Перемога буде за нами, бо ми на своїй землі.”\nThe post was deleted an hour later.\n",
        _ENGLISH.format(
            "Heute ist ein guter Tag für unser Land. (Today is a good day for our country.)"
        ),
        Example(
            "<p>The banner at the gate read:</p><p><i>Свобода або смерть, іншого не дано</i></p><p>It was taken down at night.</p>",
            suffix=".html",
        ),
        _ENGLISH.format("Write to newsroom@example.az or see https://t.me/xeberler"),
        _ENGLISH.format("Ïðåìüåð ïîîáåùàë âûñòóïèòü ïåðåä äåïóòàòàìè çàâòðà."),
        _ENGLISH.format("ÐŸÑ€ÐµÐ¼â€™Ñ”Ñ€ Ð²Ð¸ÑÑ‚ÑƒÐ¿Ð¸Ð² Ð¿ÐµÑ€ÐµÐ´ Ð´ÐµÐ¿ÑƒÑ‚Ð°Ñ‚Ð°Ð¼Ð¸."),
    ],
)
def foreign_line(document: Document, context: Context) -> Iterator[Finding]:
    """What it finds. A line, caption or paragraph in another language than the text around it: a
    caption or footer that was not translated, or a paragraph that the translator left out.

    Names, titles, addresses and quotations in the original language (after a colon, or followed by
    a translation in brackets) are left alone, and so are blocks whose markup declares their language. When a third of the text is in other
    languages, one finding says so, since such a text is bilingual or its translation is not done; it is a
    mere note where the languages take turns, paragraph by paragraph.

    Why it matters. It is the first thing that tells a reader that nobody looked at the page.

    When the fix is not safe. It deletes the line. A paragraph of the story must be translated instead:
    for one of more than a line the fix is only shown, and where a fifth of the text is in other
    languages, or its own is not certain, there is none. A garbled line is not deleted: it may be in
    the language of the text.
    """
    found = strays(document, context.detector)
    if found.mostly_foreign:
        return
    if found.bilingual_share:
        yield _bilingual(found)
        return
    offers = found.may_go([document.segments[index].span for index in found.blocks])
    for index, verdict in found.blocks.items():
        segment = document.segments[index]
        if repair_in(document, segment.span, context.detector):
            continue  # repaired, it can be read
        garbled = looks_garbled(segment.text)
        yield document.finding(
            stripped(segment),
            _message(verdict, document.lang),
            delete=_whole_line(document.text, segment.span) if offers and not garbled else None,
            safety=safety_of_deletion(document, segment.span),
            title="Delete the line",
            confidence=round(verdict.confidence, 3),
            data={"language": verdict.language},
        )


def _bilingual(found: Strays) -> Finding:
    language = found.commonest_language()
    where = [stripped(found.document.segments[i]) for i in found.blocks]
    return found.document.finding(
        where[0],
        f"{found.bilingual_share:.0%} of this text in {language_name(found.document.lang)} is in "
        f"other languages, most of that in {language_name(language)}: {len(where)} blocks from "
        "here on; translate them, or split the text by language",
        severity=Severity.INFO if found.alternates else None,
        related=where[1:],
        data={"language": language, "share": round(found.bilingual_share, 3)},
    )


def _message(verdict: Verdict, lang: str) -> str:
    text = f"the text is in {language_name(lang)}" if lang != UNKNOWN else "the text is not"
    if verdict.language != UNKNOWN:
        return f"{language_name(verdict.language)} line; {text}"
    if verdict.margin == 1 and verdict.script:
        return f"Line in {verdict.script} letters; {text}"
    return f"Line in another language; {text}"


def _whole_line(text: str, block: Span) -> tuple[int, int]:
    """What to delete so that neither the block nor a blank line too many stays."""
    left = len(text[: block.start].rstrip())
    right = len(text) - len(text[block.end :].lstrip())
    before, after = text[left : block.start], text[block.end : right]
    starts_line = left == 0 or "\n" in before or "\r" in before
    ends_line = right == len(text) or "\n" in after or "\r" in after
    if not starts_line or not ends_line:
        return block.start, block.end
    if right == len(text):
        return left, block.end
    if left and _line_ends(before) < _line_ends(after):
        return left, block.end
    return block.start - _indent(before), right - _indent(after)


def _line_ends(blank: str) -> int:
    return len(blank.splitlines()) if blank.endswith(("\n", "\r")) else blank.count("\n")


def _indent(blank: str) -> int:
    """How long the part of `blank` behind its last line end is."""
    return len(blank) - max(blank.rfind("\n"), blank.rfind("\r")) - 1
