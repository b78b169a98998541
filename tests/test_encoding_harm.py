"""No rule on encoding harms a text: what is right stays, what is garbled comes back or stays as it is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.config import Config
from qa.context import Context
from qa.document.model import Safety
from qa.linting.check import check
from qa.linting.fix import fixed
from qa.linting.setup import Setup
from qa.load import load
from qa.rules.registry import all_rules

ENC = [rule for rule in all_rules().values() if rule.family == "ENC"]
ALL = [rule for rule in all_rules().values() if rule.scope != "batch"]

# A few lines each, as a newsroom has them.
CLEAN = {
    "en": "“We’re ready,” he said — the café’s owner, too. It cost €20… at 5 °C.",
    "uk": "Президент заявив: «Ми обов’язково переможемо», — і поїхав до Їжакевичів на ґанок.",
    "ru": "Съёмки в подъезде завершены, объявил режиссёр Щукин — «это всё».",
    "be": "Прэм’ер-міністр сказаў: «Мы гатовыя», — і паехаў у Магілёў.",
    "bg": "Министърът каза: „Ние сме готови“, и замина за Пловдив.",
    "sr": "Министар је рекао: „Спремни смо“, и отишао у Ниш.",
    "az": "Prezident İlham Əliyev Şuşada çıxış edib: “Qarabağ bizimdir, ölkə güclüdür”.",
    "tr": "Cumhurbaşkanı Erdoğan, İstanbul’da konuştu: “Çok güçlü bir ülkeyiz, dünya görüyor.”",
    "de": "Der Außenminister sagte in Köln: „Wir müssen größere Mengen übergeben“ – mehr nicht.",
    "pl": "Prezydent powiedział w Łodzi: „Zażółć gęślą jaźń” – i wyjechał do Gdańska.",
    "cs": "Ministr v Plzni řekl: „Příště přijedeme dřív“, a odjel do Žďáru.",
    "hu": "A miniszter Győrben azt mondta: „Készen állunk”, és az űrhajós hazament.",
    "ro": "Ministrul a spus la București că țara își va învăța lecția în România.",
    "fr": "« L’été à Nîmes, c’est l’œuvre », dit-il… où ça ? Là-bas, à Besançon.",
    "pt": "A IRMÃ LÚCIA disse: «É a CAMPEÃ» em São João da Madeira, à tarde.",
    "es": "El niño José dijo: «¿Qué pasó en León?», según la nación.",
    "is": "Ráðherrann sagði á Ísafirði að það væri löngu tímabært, Þórður.",
    "sv": "Statsministern sade i Malmö: ”Vi är redo”, och åkte till Älvsbyn.",
    "lv": "Ministrs Rīgā sacīja, ka šķērsošana notiks pirmdien.",
    "ga": "Dúirt an tAire i mBaile Átha Cliath go bhfuil muintir na hÉireann réidh.",
    "vi": "Bộ trưởng nói ở Hà Nội rằng cuộc họp sẽ kết thúc vào thứ Hai.",
    "el": "Ο υπουργός είπε: «Η Αθήνα είναι έτοιμη», το απόγευμα.",
    "he": "ראש הממשלה אמר: “אנחנו מוכנים”.",
    "ar": "أعلن الرئيس اليوم أنّ الاتفاق «جيد»، وقال إنه سعيد.",
    "fa": "وزیر گفت: «می‌خواهم کتاب‌ها را ببینم»، و به تهران رفت.",
    "hi": "मंत्री सोमवार को दिल्ली पहुँचे और उन्होंने क्‍षेत्र की बात की।",
    "th": "รัฐมนตรีเดินทางถึงกรุงปักกิ่งในวันจันทร์",
    "zh": "部长周一抵达北京（首都），会谈将持续到晚上。",
    "ja": "首相は月曜日に「ＮＡＴＯ」の会議で、２０人と会った。",
    "ko": "장관은 월요일에 베이징에 도착했다고 밝혔다.",
    "ka": "მინისტრმა თბილისში განაცხადა.",
    "hy": "Նախարարը Երևանում ասաց։",
}
PAGES = (
    *("sloppy-windows-1252", "latin-1", "sloppy-windows-1251", "sloppy-windows-1250"),
    *("sloppy-windows-1254", "sloppy-windows-1257", "mac-roman", "cp437", "cp850", "cp866"),
    *("koi8-r", "koi8-u", "mac-cyrillic"),
)


def after(text: str, most: Safety = Safety.SAFE, lang: str = "en", rules: object = None) -> str:
    context = Context(Config(lang=lang) if lang else Config())
    chosen = rules if isinstance(rules, list) else ENC
    document = load("story.txt", text.encode(), context)
    done = fixed(check(document, Setup(context, chosen)), Setup(context, chosen), most)
    assert done.document
    return done.document.raw.decode()


# --- What is right stays.


@pytest.mark.parametrize("lang", CLEAN)
@pytest.mark.parametrize("given_lang", [True, False])
def test_clean_line_has_no_fix(lang: str, given_lang: bool) -> None:
    text = CLEAN[lang] + "\n"
    assert after(text, Safety.REVIEW, lang if given_lang else "") == text


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(sorted(CLEAN.values())), min_size=1, max_size=5))
def test_clean_lines_of_several_languages_have_no_fix(lines: list[str]) -> None:
    text = "\n\n".join(lines) + "\n"
    assert after(text, Safety.REVIEW, "") == text


RIGHT = [
    ("pt", "«A VIDA VÃ» abriu na quinta-feira, e «O AMANHÃ», também."),
    ("pt", "A MANHÃ\xa0SEGUINTE e a MAÇÃ® chegaram ao JORNAL DA MANHÃ™."),
    ("pt", "A CÂMARA MUNICIPAL e a IRMÃ… quem diria."),
    ("fr", "« LA BEAUTÉ », l’ÎLE®, «CRÊPE CAFÉ» et la TÊTE\xa0HAUTE."),
    ("no", "Filmen «PÅ» og boken «BLÅ» ble vist, sa han: «Å!»"),
    ("fi", "Elokuva »KESÄ» ja lehti »YÖ» tulivat, sanoi hän."),
    ("es", "La revista «ESPAÑA» y el CAMPEÓN® de «EL BEBÉ»."),
    ("ro", "Filmul „ROMÂNIA” și literele Ă, Â, Î din «CÂ»."),
    ("en", "The signs †, ‡ and ¶, 5 µm, 20 m², £5 and ½ are in it; naïve Noël."),
    ("ru", "САХАР» и «ПЕРЕЦ», СССР», Рівне, Сірко; Оси x и y."),
    ("en", "The letter “ﬁ” is a ligature; kaomoji are ＼(^o^)／ and ¯\\_(ツ)_/¯."),
    ("en", "A family 👩\u200d👩\u200d👧, ❤\ufe0f\u200d🔥 and 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f."),
    ("he", "יְרוּשָׁלַ\u034fִם היא בירה."),
    ("ar", "النتيجة:\n\u200f3 - \u200f1\n"),
    ("ar", "كانت مُجم\u0651\u064eعة."),
    ("hi", "ज\u094d\u093cयादा लोग।"),
    ("en", "The particle νe and the ratio ρo are signs."),
    ("uk", "Отримав SMSом від VIPів у XIXст."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text"), RIGHT)
def test_right_text_is_left_alone(lang: str, text: str) -> None:
    assert after(text, Safety.REVIEW, lang) == text


# --- What is garbled comes back, or stays as it is.


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("lang", CLEAN)
def test_utf8_read_in_a_code_page(lang: str, page: str) -> None:
    try:
        garbled = CLEAN[lang].encode().decode(page)
    except UnicodeDecodeError:
        return
    assert after(garbled, lang=lang) in (CLEAN[lang], garbled)


@pytest.mark.parametrize("read", ["cp1252", "latin-1", "mac-roman", "cp850", "cp437", "cp1251"])
@pytest.mark.parametrize(
    ("lang", "written"),
    [
        *(("th", "cp874"), ("zh", "gbk"), ("zh", "big5"), ("ja", "shift_jis"), ("ja", "euc-jp")),
        *(("ko", "cp949"), ("ru", "cp866"), ("ru", "mac-cyrillic"), ("uk", "cp866")),
        *(("de", "mac-roman"), ("de", "cp850"), ("es", "cp437"), ("vi", "cp1258")),
    ],
)
def test_other_code_pages_are_not_half_repaired(lang: str, written: str, read: str) -> None:
    raw = CLEAN[lang].encode(written, "ignore")
    garbled = raw.decode(read, "replace")
    for text in (garbled, f"The minister met the press in the capital.\n{garbled}"):
        done = after(text, lang="")
        # A dash or quotation mark between spaces may be read; letters are not.
        assert "".join(filter(str.isalpha, done)) == "".join(filter(str.isalpha, text))


REPAIRED = [
    ("They said it was â€œnowâ€, he added.", "They said it was “now”, he added."),
    ("The “plan Bâ€ was ready.", "The “plan B” was ready."),
    ("So â€œyesâ€! And â€œnoâ€ (twice).", "So “yes”! And “no” (twice)."),
    ("So â€œyesâ€? he asked", "So â€œyesâ€? he asked"),
    ("He wrote â€œwe win.â€\nThen he left.", "He wrote “we win.”\nThen he left."),
    ("Â«CafÃ©Â» and â€œbarâ€ (twice)", "«Café» and “bar” (twice)"),
    # Without the opening mark, and between letters, it may be another sign.
    ("It was nowâ€, he added.", "It was nowâ€, he added."),
    ("A shortâ€term plan", "A shortâ€term plan"),
    # Short words beside long ones.
    ("Он РїСЂРёРµС…Р°Р» РІ РљРёРµРІ.", "Он приехал в Киев."),
    ("JosÃ© and FranÃ§ois met in MÃ¼nchen.", "José and François met in München."),
    ("The state ofВ\xa0the union", "The state of\xa0the union"),
    # One letter of another script, or a sign that eats a space.
    ("The SÐ¸ word and á€ more", "The SÐ¸ word and á€ more"),
    # What is left of GBK.
    ("¹ãÖÝÊÐÖÜ¶þ¾ÙÐÐ»áÌ¸£¬½«³ÖÐø¡£", "¹ãÖÝÊÐÖÜ¶þ¾ÙÐÐ»áÌ¸£¬½«³ÖÐø¡£"),
]


@pytest.mark.parametrize(("text", "right"), REPAIRED)
def test_repair_is_whole_or_none(text: str, right: str) -> None:
    assert after(text) == right


# --- Control characters that were something.

CONTROLS = [
    ("en", "They\x19re here, it\x19s over, and we can\x19t go.", "They’re here, it’s over, and we can’t go."),
    ("fr", "C\x19est l\x19été qu\x19il aime.", "C’est l’été qu’il aime."),
    ("en", "From 1914\x131918 on \x14 and later \x13 it was so.", "From 1914–1918 on — and later – it was so."),
    ("en", "A \x1cnew deal,\x1d and \x18that\x19 is it.", "A “new deal,” and ‘that’ is it."),
    ("en", "\x93Go,\x94 she said; he didn\x92t \x97 not for \x8020.", "“Go,” she said; he didn’t — not for €20."),
    ("en", "Pages 10\x9612 say so.", "Pages 10–12 say so."),
    ("de", "Frau M\x81ller und der K\x94nig aus M\x84hren", None),
    ("es", "La canci\x97n del ni\x96o y el pa\x92s", None),
    ("fr", "Le caf\x8e et le gar\x8don", None),
    ("en", "President Erdo\x1aan and \x1b$BF|K\\\x1b(B", None),
    ("en", "A well\x02known man", None),
    ("en", "It is so that\x85ended late", None),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "right"), CONTROLS)
def test_control_character_is_read_or_stays(lang: str, text: str, right: str | None) -> None:
    assert after(text, lang=lang) == (right or text)
    if right is None:
        letters = "".join(filter(str.isalnum, text))
        assert "".join(filter(str.isalnum, after(text, Safety.REVIEW, lang))) == letters


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from([chr(c) for c in (*range(1, 9), 0xB, *range(0xE, 0x20), *range(0x7F, 0xA0))]),
    st.sampled_from(["the war{}ended", "10{}15 men", "word {}here", "end.{}", "K{}nig", "a{} b"]),
)
def test_no_control_character_fuses_words(control: str, frame: str) -> None:
    text = f"It was {frame.format(control)} in May, the minister said."
    done = after(text)
    fused = frame.format("").replace(" ", "") if "{} " not in frame and " {}" not in frame else ""
    assert not fused or frame == "end.{}" or fused not in done.replace(" ", "") or " " in done
    for word in ("warended", "1015", "Knig"):
        assert word not in done


SEPARATED = [
    ("\v", "en", "The talks that{}began in May"),
    ("\u2028", "uk", "Перемовини, що{}тривали торік"),
    ("\u2029", "de", "Die Gespräche, die{}im Mai begannen"),
    ("\u200b", "en", "The talks that{}began in May"),
    ("\u200b", "ru", "Переговоры, что{}начались в мае"),
    ("\ufeff", "en", "The talks began.{}They went on"),
    ("\u2800", "en", "The talks{}began"),
    ("\xad", "en", "The Moscow{}Kyiv line"),
    ("\x85", "en", "The talks that{}began in May"),
    ("\x1b[4C", "en", "The talks{}began"),
]


@pytest.mark.parametrize(("sign", "lang", "frame"), SEPARATED)
def test_words_are_never_fused(sign: str, lang: str, frame: str) -> None:
    for most in (Safety.SAFE, Safety.REVIEW):
        assert frame.format("") not in after(frame.format(sign) + ".", most, lang)


# --- Letters, signs and references.

LETTERS = [
    ("en", "They sat in a cafι in Lyon.", None),
    ("en", "The Brаvikon plant", None),
    ("fr", "Le maоtre est là, voilа.", None),
    ("uk", "Пpезидент i мiністр", "Президент і міністр"),
    ("ru", "Сторона a равна стороне b, eНалоги", None),
    ("uk", "У ХIХ столітті", None),
    ("en", "The WНO says so.", "The WHO says so."),
    ("en", "Use &lt;b&gt; in HTML, and &amp; for the sign.", None),
    ("en", "AT&amp;T won, he said: &quot;no&quot;.", 'AT&T won, he said: "no".'),
    ("en", "See https://example.org/?a=1&amp;b=2 and 5 &lt; 6.", None),
    ("en", "It is a &amp;nbsp; and a &#7; here.", None),
    ("en", "The ＥＵ and ＮＡＴＯ met in 東京（Tokyo） for ３０ days.", "The EU and NATO met in 東京（Tokyo） for 30 days."),
    ("en", "The sign said “ＳＡＬＥ”.", None),
    ("de", "Die Bundes\xadregierung", None),
    ("de", "Die Bundes\xadregierung traf den Ex-Kanzler.", "Die Bundesregierung traf den Ex-Kanzler."),
    ("en", "KYIV\u2003The minister said", None),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "right"), LETTERS)
def test_safe_fix_is_one_that_nobody_undoes(lang: str, text: str, right: str | None) -> None:
    assert after(text, lang=lang) == (right or text)


# --- What is garbled is repaired, not deleted; its signs are no quotation marks.

KEPT = [
    ("Ìèíèñòð ñêàçàë, ÷òî ïåðåãîâîðû ïðîäîëæàòñÿ.", "Министр сказал, что переговоры продолжатся."),
    ("Ç êõâÝñíçóç áðïöÜóéóå óÞìåñá.", "Η κυβέρνηση αποφάσισε σήμερα."),
    ("РњРёРЅРёСЃС‚СЂ РїСЂРёР±С‹Р» РІ РњРёРЅСЃРє.", "Министр прибыл в Минск."),
    ("Ð¡ÑŒÐ¾Ð³Ð¾Ð´Ð½Ñ– Ð¼Ñ–Ð½Ñ–ÑÑ‚Ñ€ Ð¿Ñ€Ð¸Ð±ÑƒÐ².", None),
    ("нЙОЙУФТ УЛБЪБМ, ЮФП РЕТЕЗПЧПТЩ РТПДПМЦБФУС.", "Министр сказал, что переговоры продолжатся."),
]
STORY = "The minister said the talks would go on until a deal was reached.\n{}\nThe ambassador declined to comment on the reports.\n"


@pytest.mark.parametrize(("text", "right"), KEPT)
@pytest.mark.parametrize("frame", ["{}\n", STORY])
def test_garbled_line_is_never_deleted(text: str, right: str | None, frame: str) -> None:
    done = after(frame.format(text), Safety.REVIEW, "", ALL)
    assert (right or "Сьогодні") in done


MARKS = [
    "The minister of RÄ«ga met NoÃ«l and KrÄ«gers on Monday.",
    "She wasnÃ¢â‚¬â„¢t there, and they werenÃ¢â‚¬â„¢t, too.",
    "Министр РїСЂРёР±С‹Р» Рё РѕР±СЉСЏРІРёР» СЃРµРіРѕРґРЅСЏ.",
    "Ð\x9fÑ€ÐµÐ·Ð¸Ð´ÐµÐ½Ñ‚ Ñ«Ð»Ð»Ñ‹ said so on Monday.",
    "He said â€œwe are readyâ€\x9d on Monday, the ministry said.",
]


@pytest.mark.parametrize("text", MARKS)
def test_signs_of_garbled_text_are_no_quotation_marks(text: str) -> None:
    context = Context(Config(lang="en"))
    document = load("story.txt", text.encode(), context)
    found = check(document, Setup(context, ALL)).findings
    assert not [f for f in found if f.code.startswith("PUN2")]
