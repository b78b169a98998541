"""Whole lines that a page prints around a story: notices, stamps, credits, addresses.

They are told by how they begin and what they speak of, or by their shape, so that lines are found
that no list has word by word.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from qa.text.patterns import lazy


class Notice(NamedTuple):
    """A row of data/page_lines.tsv, where the fields are explained."""

    kind: str
    lang: str
    opens: tuple[str, ...]
    holds: tuple[str, ...]


def find_notice(line: str) -> Notice | None:
    """The notice that the line is: a call to subscribe, a licence, a stamp or a credit.

    `line` has no space or decoration around it, and its case is folded.
    """
    if len(line) > LONGEST_NOTICE:
        return None
    for notice in _that_open(line):
        if not line.startswith(notice.opens) or len(line) > _LONGEST.get(
            notice.kind, LONGEST_NOTICE
        ):
            continue
        start = max(len(start) for start in notice.opens if line.startswith(start))
        rest = line[start:]
        # Speech is copy, and so are several sentences.
        if (rest.count(". ") > 1 and notice.kind != "copyright") or "”" in rest or '," ' in rest:
            continue
        if notice.kind.startswith("related") and ":" in line:
            continue
        if notice.kind in _NAMING and not _is_credit(line, rest):
            continue
        if notice.kind == "stamp" and len(_WORDS.findall(line)) > _STAMP_WORDS + 2:
            continue
        if all(_group(group).search(rest) for group in notice.holds):
            return notice
    return None


def may_be_notice(line: str) -> bool:
    """Whether the line begins as a notice does; False is certain, and found without reading it all."""
    head = line[:_HEAD]
    bare = head.lstrip(_BEFORE)
    return bool(_that_open(folded(bare)) or (bare != head and _that_open(folded(head))))


def is_credited_caption(line: str) -> bool:
    """Whether the line is a caption that ends with its credit: "The fire [Provided by the police]"."""
    if len(line) > LONGEST_NOTICE:
        return False
    if line[-1:] in _CLOSING_BRACKETS:
        return _CREDIT_AT_END.search(line) is not None
    # What ends as a sentence does needs no look; most lines do.
    named = line[-1:] != "." or " by " in line[-50:]
    return named and _CREDIT_WITHOUT_BRACKETS.search(line, max(0, len(line) - 80)) is not None


def sure_shape(line: str) -> str:
    """The kind of a line that is residue wherever it stands, by its shape: a source's address, a credit, initials,
    agencies between slashes, a licence, a full time stamp, form fields; else empty.
    """
    if len(line) > _LONGEST_SHAPE or (line[-1:] in ",;?!" and "aption" not in line):
        return ""
    m = _SURE_SHAPE.fullmatch(line)
    if m:
        return str(m.lastgroup)
    if _FIGURE.search(line) and len(line) <= _LONGEST["stamp"] and _FULL_STAMP.fullmatch(line):
        return "stamp"
    if "/" in line and _AGENCIES_AND_NAMES.fullmatch(line) and _AGENCY_NAME.search(line):
        return "credit"
    languages = _MENU_PARTS.split(line.strip("[]() "))
    if 1 < len(languages) <= _MOST_LANGUAGES and all(
        part in _LANGUAGE_CODES or part.casefold() in _LANGUAGE_NAMES for part in languages
    ):
        return "tool"
    return ""


def sells(line: str) -> bool:
    """Whether a line speaks as advertising does: order now, money back, our formula, click here."""
    return _SALES.search(line) is not None


def calls_for_support(line: str) -> bool:
    """Whether a line asks the readers of a site to follow, support or correct it."""
    if len(line) > LONGEST_NOTICE or not (
        " us " in line or " our " in line or "ecome " in line or "trl" in line
    ):
        return False
    return _CALL.search(line) is not None


def is_sign_off(line: str) -> bool:
    """Whether the line is how an agency ends a message: "-0-", "(END)", "mal/ kar/", "/Ukrinform/"."""
    return len(line) <= _LONGEST_SIGN_OFF and _SIGN_OFF.fullmatch(line) is not None


def is_end_mark(line: str) -> bool:
    """Whether the line is a sign-off that nothing else is, wherever it stands: "-0-", "(END)"."""
    return len(line) <= _LONGEST_SIGN_OFF and _END_MARK.fullmatch(line) is not None


def folded(text: str) -> str:
    """The text in lower case, with letters alike that are written in two ways."""
    text = text.casefold()
    if text.isascii():
        return text.replace("`", "'")
    # On a table of 200 KB that is twenty times as fast as str.translate.
    for one, other in _SAME:
        text = text.replace(one, other)
    return text


def kind_by_shape(line: str) -> str:
    """What a line is by its shape alone: "stamp" if it only says when, "counter" if it is a number, "tool" if it is only hash tags,
    an address or an embedded post's signature; else empty.
    """
    if len(line) > _LONGEST_SHAPE:
        return ""
    if line[0] == "#":
        return "tool" if _HASH_TAGS.fullmatch(line) else ""
    if line.isdigit():
        return "counter"
    if _COUNT_OR_CODE.fullmatch(line):
        return "stamp"
    if _BREADCRUMBS.fullmatch(line):
        return "tool"
    if line[0] == "[" and _NAMES_IN_BRACKETS.fullmatch(line):
        return "byline"
    if "@" in line or "://" in line or line.startswith(("www.", "pic.", "t.me/")):
        return "tool" if _ADDRESS.fullmatch(line) or _POST.fullmatch(line) else ""
    if len(line) > _LONGEST["stamp"] or not _FIGURE.search(line):
        return ""
    if _WHEN.fullmatch(line):
        return "stamp"
    dated = _TIME.search(line) and (_YEAR.search(line) or _SHORT_DATE.search(line))
    return "stamp" if dated and len(_WORDS.findall(line)) <= _STAMP_WORDS + 2 else ""


_SALES = lazy(
    r"(?i:\b(?:order|buy|get|claim|reserve) (?:it|them|one|your|yours)\b|\b(?:order|buy|shop|call|register|enrol|sign up|subscribe|donate)\s(?:now|today|online|here)\b"
    r"|\bmoney[- ]back\b|\bsatisfi|\bguarantee|\bclick(?:ing)? (?:here|on|below|the link)\b|\bfree (?:shipping|delivery|trial|gift|sample|consultation)\b"
    r"|\d+ ?% off\b|\b(?:discount|promo|coupon) codes?\b|\b(?:special|limited|exclusive) (?:time )?offer\b|\badd to (?:cart|basket)\b|\bin stock\b"
    r"|\bfor your (?:family|home|body|health|business)\b|\btry (?:our|it|them)\b|\bour (?:formula|products?|supplements?|store|shop|services?|customers|premium|best-?sell)"
    r"|\b(?:invite|tell) your friends\b|\banyone can\b|\byour (?:body|skin|health|account|personal)\b|\bexceptional value\b|\bbest price|\bwhile stocks? last|\blimited stock)"
)
_MOST_LANGUAGES = 12
_MENU_PARTS = lazy(r"[\s|/,•·]+")
_LANGUAGE_CODES = frozenset(
    [
        "EN", "ENG", "RU", "RUS", "UA", "UK", "UKR", "РУС", "УКР", "PL", "POL", "DE", "FR", "ES", "TR", "AZ", "AZE", "AR", "KZ", "QAZ",
        "ҚАЗ", "GE", "GEO", "HY", "ARM", "RO", "MD", "BG", "SR", "BY", "BEL", "БЕЛ", "LV", "LT", "EE", "EST", "UZ", "FA", "ZH", "CN",
    ]
)  # fmt: skip
# Languages by their own names.
_LANGUAGE_NAMES = frozenset(
    [
        "english", "русский", "українська", "беларуская", "polski", "deutsch", "français", "español", "türkçe", "azərbaycanca", "azərbaycan",
        "العربية", "عربي", "қазақша", "qazaqsha", "ქართული", "հայերեն", "română", "български", "српски", "srpski", "latviešu", "lietuvių", "eesti",
        "o‘zbekcha", "o'zbekcha", "ўзбекча", "فارسی", "中文", "日本語", "한국어", "português", "italiano", "čeština", "magyar", "hrvatski", "кыргызча",
    ]
)  # fmt: skip
_AGENCY_NAME = lazy(
    r"\b(?:PAP|AFP|AP|DPA|dpa|EPA|Reuters|REUTERS|TASS|ITAR-TASS|RIA Novosti|Interfax|Interfax-Ukraine|Ukrinform|UNIAN|UNN|BelTA|BELTA|Anadolu|AA"
    r"|Xinhua|Kyodo|Yonhap|YONHAP|ANSA|EFE|APA|AZERTAC|Azertac|Trend|Kazinform|SANA|IRNA|Mehr|Tasnim|Getty|Getty Images|Shutterstock|East News"
    r"|Forum|Agerpres|AGERPRES|BTA|CTK|ČTK|TASR|MTI|LETA|BNS|ELTA|ERR|KNA|epd|SID|APA|Keystone|ATS|IANS|PTI|ANI|CNN|BBC|DW|RFE|WAFA|Fars|UPI|NTB|TT|Ritzau|STT)\b"
)
# "PAP/ Reuters/ Jan Nowak", "(DPA, AFP/ viewer)", "dpa/AFP/kk"
_AGENCIES_AND_NAMES = lazy(
    r"[(\[]?[^\W\d_][\w.’'-]*(?: [A-Z][\w.’'-]*){0,2}(?:\s?[/,]\s?[^\W\d_][\w.’'-]*(?: [A-Z][\w.’'-]*){0,2}){1,5}\s?/?[)\]]?"
)
_INITIAL = r"[A-ZĄĆĘŁŃÓŚŹŻ]{1,4}"
_SURE_SHAPE = lazy(
    r"(?P<source>(?i:(?:original )?source|original(?: article| text| story)?|full text|via|read the original|link to the (?:source|original)|first published)"
    r"(?: (?:at|on|here))?\s*[:–—-]?\s*(?:https?://|www\.)\S+)"
    rf"|(?P<byline>(?i:authors?|editors?|edited by|reporters?|written by|prepared by|compiled by|text|translation|translated by|correspondent|copy)"
    rf"(?:\s?/\s?(?i:[a-z]{{4,12}}))?\s?[:/]\s?{_INITIAL}(?:\s?[/,+]\s?{_INITIAL})*)"
    r"|(?P<credit>(?i:(?:the )?(?:photo|photograph|picture|image|video|footage)s? (?:was |were |is |are )?(?:taken|made|provided|shot|courtesy)"
    r" (?:by|from|of)(?: the)? )[^.,;:]{3,60}"
    r"|(?i:(?:photo|image|picture|video|media)(?:graph)? (?:caption|source|copyright|author|credit|description|courtesy)s?)[,:]?(?:\s[^.,;:]{3,50})?)"
    r"|(?P<licence>(?i:(?:all |the )?(?:content|contents|materials?|texts?|works?|articles?)?[^.;:“”\"]{0,80}(?:is|are|was|were)? ?(?:licensed|available|published|distributed) under"
    r"(?: an?| the)? (?:creative commons|cc[- ]by)[^;:“”\"]{0,90})"
    r"|(?i:(?:the|this) (?:article|text|material|story|report|publication|interview) (?:comes|is taken|was taken|is reprinted|was reprinted) from (?:the )?"
    r"[^.;:“”\"]{2,50} (?:web ?site|portal|site|page|service|newspaper|magazine)\.?)"
    r"|(?i:(?:the|this) (?:article|text|material|story|publication|project) (?:was|is|has been) (?:prepared|created|produced|implemented|published) "
    r"(?:with the (?:financial )?support of|as part of|within the framework of|with funding from)[^;:“”\"]{3,90}))"
    r"|(?P<stamp>(?i:(?:\d{1,3}|an?) (?:minute|hour|day|week|month|year)\(s\) ago))"
    r"|(?P<comment>(?i:article rating|inline feedbacks?|notify of|view all comments|most voted|\d+ (?:\d+ )?votes?|"
    r"(?:be the )?first to (?:comment|rate|vote)[\w ]{0,20}|login to (?:leave a )?comment|name\*|e-?mail\*|\[\+\]|\{\}|\[-\]))"
    r"|(?P<subscribe>(?i:(?:subscribe|follow|join|read|find|watch)(?: to)? us (?:(?:on|in|at|via) )?(?:our )?(?:twitter|facebook|telegram|instagram|youtube|whatsapp|viber|tiktok|x|google news|threads|linkedin)"
    r"(?:[\s,|/&]+(?:and |on )?(?:twitter|facebook|telegram|instagram|youtube|whatsapp|viber|tiktok|x|google news|threads|linkedin))*[!.]?"
    r"|(?:we are|we’re|we're) (?:also )?(?:on|in) (?:twitter|facebook|telegram|instagram|youtube|whatsapp|viber|tiktok)[!.]?"
    r"|our (?:twitter|facebook|telegram|instagram|youtube|whatsapp|viber|tiktok)(?: (?:channel|page|account|group))?))"
    r"|(?P<tool>(?i:click (?:here|on the (?:link|picture|photo|image|banner|button))(?: below)?(?: (?:for (?:feedback|more|details|the full)|to (?:read|view|watch|subscribe|comment|listen|join|register|leave|share|report|download|get|go))\b[^.;:“”\"]{0,60})?[.!]?|go to (?:the )?(?:main|home) ?page|download (?:the|our) app"
    r"|leave (?:your )?feedback|send (?:your )?feedback|buy us a coffee|like \d+))"
    r"|(?P<video>(?i:(?:see|watch) (?:the|also the|our) (?:video|clip|recording|film))(?: [^.!:“”\"]{0,110}(?:\?[A-Z][^.!]{0,60})?)?)"
)
_DAY_NAMES = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
_MONTH_NAMES = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
# A day in figures or words, and a time: "Thu, 01/10/2020 - 13:03", "12.02.2023 14:30".
_FULL_STAMP = lazy(
    rf"(?i:(?:{_DAY_NAMES}[.,]?\s+)?(?:[0-3]?\d[./-][01]?\d[./-](?:19|20)\d\d|(?:19|20)\d\d[./-][01]?\d[./-][0-3]?\d"
    rf"|[0-3]?\d\s{_MONTH_NAMES},?\s(?:19|20)\d\d|{_MONTH_NAMES}\s[0-3]?\d,?\s(?:19|20)\d\d)[\s,|–—-]+(?:at\s)?"
    r"[0-2]?\d[:.][0-5]\d(?:[:.][0-5]\d)?(?:\s?[ap]\.?m\.?)?(?:\s?\(?(?:gmt|utc|msk|cet|eet|est)[+-]?\d{0,2}\)?)?)"
)
# Marks of the end: "-0-", "-30-", "###", "(END)", "ENDS", and what other agencies write for it.
_MARK = (
    r"(?:[-–—]\s?(?:0|30)\s?[-–—]|#{3}|[(\[/<-]?\s?(?:END|ENDS|End)\s?[)\]/>-]|ENDS|\(끝\)|（完）|\(完\)|"
    r"\(了\)|（了）|(?:End of (?:the )?(?:message|news|item|report)|End item)(?:/\S*)?|انتهای پیام(?:/\S*)?|\(PAP\)|\((?:c|C)\) Agencia EFE)"
)
# Signatures of authors and editors: "mal/ kar/", "bur-js/rl", "EFE mp/ah", "9417**1420".
_INITIALS = (
    r"(?:[a-ząćęłńóśźż]{2,4}/\s?){1,4}(?:[a-ząćęłńóśźż]{2,4}/?)?|[a-z]{2,4}(?:-[a-z]{2,4}){0,3}/[a-z]{2,4}(?:/[a-z]{2,4})?|"
    r"[A-Z]{2,6}/(?:[A-Z][a-z’'-]+(?: [A-Z][\w.’'-]+){1,3})?|EFE\s+[a-z]{2,4}(?:[-/][a-z]{2,4}){1,4}|\d{3,4}\*{1,2}\d{3,4}|[A-Z]{2,6}/(?:[A-Z]{2,4}|\d{4,})"
)
# An agency's name between slashes or after the last sentence: "/Ukrinform/".
_AGENCY = r"/\s?[A-ZА-ЯІЇЄҐƏİ][\w.-]{2,20}(?:[ -][A-ZА-ЯІЇЄҐƏİ][\w.-]{1,20})?\s?/"
# A speaker of radio or television: "Ann Lee, World Radio News."
_SPEAKER = r"[A-Z][a-z]+(?: [A-Z][\w.’'-]+){1,2}, (?:[A-Z][\w.]+ ){1,5}(?:News|Radio|TV|Television|Service)\.?"
_SIGN_OFF = lazy(rf"(?:{_MARK}|{_INITIALS}|{_AGENCY}|{_SPEAKER})")
_AGENCIES_IN_BRACKETS = (
    r"\((?:PAP|AFP|AP|DPA|dpa|EPA|Reuters|TASS|Interfax|Ukrinform|UNIAN|BelTA|Anadolu|Xinhua|Kyodo|ANSA|EFE|APA|IANS|PTI)"
    r"(?:\s?[,/]\s?[\w.’ -]{2,25}){1,4}\)"
)
SIGN_OFF_AT_END = lazy(
    rf"(?<=[.!?…”\"»)])\s*(?:{_MARK}|{_AGENCY}|{_AGENCIES_IN_BRACKETS}|\d{{3,4}}\*{{1,2}}\d{{3,4}})\s*$"
)
_END_MARK = lazy(r"[-–—]\s?(?:0|30)\s?[-–—]|\(END\)|\(끝\)|\(完\)|（完）|（了）")
_LONGEST_SIGN_OFF = 60

_CLOSING_BRACKETS = frozenset(")]）】］")
_CREDIT_WITHOUT_BRACKETS = lazy(
    r"(?:\s[/|]\s?|\s[–—]\s)(?i:photos?|picture|image|фото|foto|fot\.)(?:\s?[:/©]|\s(?:by\s)?)[^.]{2,60}$"
    r"|[,.] (?:photographed|pictured|filmed|photo(?:graph)? taken) by [A-Z][^.,]{3,40}\.?$"
)
_CREDIT_AT_END = lazy(
    r"[(\[（【［](?i:photo|picture|image|provided by|courtesy of|file photo|archive photo|screenshot)"
    r"(?:\s?[:=/©]|\s+(?i:by|provided|courtesy|credit|source)\b|(?<=by)\s|(?<=of)\s)[^()\[\]（）【】［］]{2,80}[)\]）】］]$"
)
_CALL = lazy(
    r"(?i:\bfollow us on (?:x|twitter|facebook|telegram|instagram|youtube|whatsapp|google|social)\b"
    r"|\b(?:in|on) our (?:telegram|viber|whatsapp|facebook|youtube|instagram)\b|\bctrl\s?\+\s?enter\b"
    r"|\bsubscribe to our (?:newsletter|channel|telegram|youtube)|\bbecome (?:our|a) (?:patron|subscriber)\b)"
    r"(?![^“”\"]*[”\"])"
)
_TABLE = Path(__file__).parent.parent / "data" / "page_lines.tsv"
LONGEST_NOTICE = 320
# Turkish and Azerbaijani capitals have two letters I; е stands for ё in most Russian copy.
_SAME = (("ı", "i"), ("\u0307", ""), ("ё", "е"), ("’", "'"), ("ʼ", "'"), ("`", "'"))
_KEY = 4
_HEAD = 16
_BEFORE = " \t\u00a0*_~=|•·>›»-–—([<\ufe0f"
_LONGEST = {
    "stamp": 70,
    "channel": 70,
    "byline": 80,
    "source": 80,
    "break": 80,
    "related": 80,
    "related-list": 40,
    "credit": 100,
    "video": 120,
    "subscribe": 240,
    "subscribe-call": 240,
}
# Lines that name a source or a person, and say nothing about them.
_NAMING = frozenset({"credit", "source", "byline"})
_CREDIT_WORDS = 10
_LONGEST_SHAPE = 160
_STAMP_WORDS = 4
_HASH_TAGS = lazy(r"(?:#[^\W\d_][\w-]*[\s,;|]*)+")
_ADDRESS = lazy(
    r"(?:[^\W\d_-]{1,9}-?[^\W\d_]{0,9}:\s*)?[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:https?://|www\.|pic\.twitter\.com/|t\.me/)\S+"
)
_POST = lazy(r"[-–—]\s?[^()]{1,60}\s\(@\w+\)[\s\w,.:/-]*\d{4}")
_TIME = lazy(r"(?<!\d)[0-2]?\d(?:[:.][0-5]\d(?!\d)|時[0-5]\d分|시\s?[0-5]\d분)")
# A counter, a handle, or the number of a message: "2 min.", "News ID 6345120", "@desk".
_COUNT_OR_CODE = lazy(
    r"\d{1,3}\s?min\.?|@\w{3,20}|(?i:(?:news|article|story|message)?\s?(?:id|code|no\.?|number)[:#\s]{1,2}\d{4,})"
    r"|\d[\d,.]* (?:characters|words|photos?|pictures|images|videos?|hours?|days?)|\d+-character comments? \(\d+\)"
)
# A byline: "[Yuki Sawada, Nagoya News Center]".
_NAMES_IN_BRACKETS = lazy(r"\[[A-Z][\w.’'-]+(?:,? [A-Z][\w.’'-]+){1,6}\]")
# Where on a site a story stands: "Home > News > Poland", "islands / canary islands".
_BREADCRUMBS = lazy(
    r"[\w.&’'-]++(?: [\w.&’'-]++){0,3}(?:\s*[>›»→]\s*[\w.&’'-]++(?: [\w.&’'-]++){0,3}){1,5}"
    r"|[\w.&’'-]++(?: [\w.&’'-]++){0,2}(?:\s/\s[\w.&’'-]++(?: [\w.&’'-]++){0,2}){2,5}"
)
_FIGURE = lazy(r"\d")
# A stamp without a year: "January 12, 18:20", "Today, 14:22", "2 hours ago".
_WHEN = lazy(
    r"(?i:\d{1,2} (?:minute|hour|day)s? ago|(?:today|yesterday|dzisiaj|dziś|wczoraj|сегодня|вчера|сьогодні|вчора"
    r"|hoy|ayer|bu gün|dünən|bugün|dün|heute|gestern|aujourd'hui|hier|jan|feb|mar|apr|may|june?|july?|aug|sept?|oct"
    r"|nov|dec|mon|tues?|wed|thu|fri|sat|sun)[a-z]{0,6}[.,]?(?:[\s,]+\d{1,2}[.,]?)?"
    r"[\s,|–—-]+(?:at\s)?\d{1,2}[:.]\d\d(?:\s?[ap]\.?m\.?)?)"
)
_SHORT_DATE = lazy(r"(?<!\d)[0-3]?\d[./][01]?\d[./]\d\d(?!\d)")
# Of the Gregorian calendar, and of the Persian and the Islamic one.
_YEAR = lazy(r"(?<!\d)(?:19|20|13|14)\d\d(?!\d)")
_WORDS = lazy(r"[^\W\d_]+")


def _is_credit(line: str, rest: str) -> bool:
    """Whether it names a source, rather than being a caption or a sentence about pictures."""
    words = _WORDS.findall(line)
    return 0 < len(words) <= _CREDIT_WORDS and not (
        len(words) > _STAMP_WORDS and rest.endswith(".")
    )


def _that_open(line: str) -> list[Notice]:
    """The notices of which a beginning has the first characters of the line."""
    notices = _notices()
    found = notices.get(line[:_KEY], [])
    for size in (2, 1):
        if more := notices.get(line[:size]):
            found = [*found, *more]
    return found


@cache
def _group(words: str) -> re.Pattern[str]:
    """A pattern for one of the words at the start of a word; anywhere in scripts without spaces."""
    if words == ".":
        return lazy("")
    starts = (
        word if not word[0].isalnum() or word[0] > "\u2e80" else rf"\b{word}"
        for word in map(re.escape, words.split("|"))
    )
    return lazy("|".join(starts))


@cache
def _notices() -> dict[str, list[Notice]]:
    """The rows by the first characters of each of their beginnings."""
    found: dict[str, list[Notice]] = {}
    for row in folded(_TABLE.read_text("utf-8")).splitlines():
        if row.startswith(("#", "kind\t")):
            continue
        kind, lang, opens, holds = row.split("\t")[:4]
        by_key: dict[str, list[str]] = {}
        for start in opens.split("|"):
            size = next(n for n in (_KEY, 2, 1) if len(start) >= n)
            by_key.setdefault(start[:size], []).append(start)
        for key, starts in by_key.items():
            notice = Notice(kind, lang, tuple(starts), tuple(holds.split(" & ")))
            found.setdefault(key, []).append(notice)
    return found
