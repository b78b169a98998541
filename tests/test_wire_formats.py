"""Wire formats: what is read of them, where a finding stands, and what a fix leaves as it was."""

import json
from pathlib import Path

import pytest
from conftest import Qa

from qa.config import Config
from qa.context import Context
from qa.errors import InputError
from qa.load import load

CONTEXT = Context(Config(lang="en"))

NITF = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nitf SYSTEM "nitf-3-6.dtd">
<nitf><head><title>A &amp; B</title><docdata><date.issue norm="20221201T100000Z"/></docdata></head>
<body><body.head><hedline><hl1>A &#38; B</hl1></hedline><byline>By <person>C</person></byline>
<abstract><p>In short</p></abstract></body.head>
<body.content><p>One <em>two</em>
   three&eacute;<br/>four</p><media><media-caption><p>A view</p></media-caption>
<media-object>aGVsbG8=</media-object></media><ul><li>item</li></ul></body.content></body></nitf>"""
NEWSML = """<NewsML><NewsItem><NewsManagement><FirstCreated>20221201T100000</FirstCreated></NewsManagement>
<NewsComponent><NewsLines><HeadLine>A</HeadLine><ByLine>By C</ByLine><SlugLine>no-prose</SlugLine></NewsLines>
<DescriptiveMetadata><Language FormalName="en"/></DescriptiveMetadata>
<ContentItem><DataContent>
<nitf><body><body.content><p>One</p></body.content></body></nitf>
</DataContent></ContentItem><ContentItem><DataContent>Two

Three</DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"""
G2 = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" xml:lang="de"><itemMeta>
<versionCreated>2022-12-01T10:00:00Z</versionCreated></itemMeta><contentMeta><headline>A</headline><by>By C</by>
<slugline>no-prose</slugline><language tag="en"/><subject><name>no prose</name></subject></contentMeta>
<contentSet><inlineXML><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body><p>One</p></body></nitf></inlineXML>
<inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><body><p>Two</p><script>x</script></body></html></inlineXML>
<inlineData contenttype="text/html">&lt;p&gt;Three&lt;/p&gt;</inlineData>
<inlineData contenttype="text/plain">a &lt; b</inlineData></contentSet></newsItem>"""
RSS = """<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:x="urn:x"><channel><title>A</title>
<language>en-gb</language><item><title>B &amp; C</title><pubDate>Thu, 01 Dec 2022 10:00:00 +0200</pubDate>
<category>no prose</category><x:y>no prose</x:y><description>&lt;p&gt;D &amp;amp; E&lt;br&gt;F&lt;/p&gt;</description>
<content:encoded><![CDATA[<p>G &amp; H</p><p>I]]>&lt;<![CDATA[b>J</b></p>]]></content:encoded></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>A</title><entry><title type="html">B &amp;amp; C</title>
<published>2022-12-01T10:00:00Z</published><author><name>D</name></author><summary>a &lt; b</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One</p></div></content></entry></feed>"""

READ = [
    (NITF, ".nitf", "", "2022-12-01", [
        ("headline", "A & B"), ("headline", "A & B"), ("byline", "By C"), ("lead", "In short"),
        ("paragraph", "One two three\u00e9\nfour"), ("caption", "A view"), ("list-item", "item")]),
    (NEWSML, ".newsml", "en", "2022-12-01", [
        ("headline", "A"), ("byline", "By C"), ("paragraph", "One"), ("paragraph", "Two"),
        ("paragraph", "Three")]),
    (G2, ".g2", "en", "2022-12-01", [
        ("headline", "A"), ("byline", "By C"), ("paragraph", "One"), ("paragraph", "Two"),
        ("paragraph", "Three"), ("paragraph", "a < b")]),
    (RSS, ".rss", "en", "2022-12-01", [
        ("headline", "A"), ("headline", "B & C"), ("lead", "D & E\nF"), ("paragraph", "G & H"),
        ("paragraph", "IJ")]),
    (ATOM, ".atom", "en", "2022-12-01", [
        ("headline", "A"), ("headline", "B & C"), ("byline", "D"), ("lead", "a < b"),
        ("paragraph", "One")]),
]  # fmt: skip


NINJS = """{"language": "en", "versioncreated": "2022-12-01T10:00:00Z", "headline": "A \\u2014 B", "byline": "By C",
"body_text": "One\\n\\nTwo \\ud83d\\ude00", "body_html": "<p>One<\\/p><p>Two &amp; more</p>", "slugline": "no prose",
"associations": {"main": {"type": "picture", "description_text": "A view"}}, "subject": [{"name": "no prose"}]}"""
NINJS3 = """{"language": "en", "versionCreated": "2022-12-01T10:00:00Z", "headlines": [{"role": "main", "value": "A"}],
"by": "By C", "descriptions": [{"contenttype": "text/plain", "value": "a < b"}], "bodies": [{"contenttype":
"text/html", "value": "<h2>B</h2><p>One"}], "associations": [{"name": "m", "headlines": [{"value": "View"}]}]}"""
STORIES = """[{"title": {"rendered": "A &amp; B"}, "content": {"rendered": "<p>One</p>"}, "date": "2022-12-01T10:00:00"},
{"title": "C", "author": "D", "lang": "en", "tags": ["no prose"], "text": ["Two", "Three", ""]}]"""

READ += [
    (NINJS, ".json", "en", "2022-12-01", [
        ("headline", "A \u2014 B"), ("byline", "By C"), ("paragraph", "One"), ("paragraph", "Two \U0001f600"),
        ("paragraph", "One"), ("paragraph", "Two & more"), ("caption", "A view")]),
    (NINJS3, ".json", "en", "2022-12-01", [
        ("headline", "A"), ("byline", "By C"), ("lead", "a < b"), ("headline", "B"), ("paragraph", "One"),
        ("headline", "View")]),
    (STORIES, ".json", "en", "2022-12-01", [
        ("headline", "A & B"), ("paragraph", "One"), ("headline", "C"), ("byline", "D"),
        ("paragraph", "Two"), ("paragraph", "Three")]),
]  # fmt: skip


IPTC = (
    "\x01abc0123 4 i 32 Ukraine/talks/\r\nUkraine/politics/\r\n\x02Talks in Kiev end =\r\n\r\n"
    "By Anna Koval, abc\r\n\r\n   Kiev (abc) - The minister left the town of\r\nOdessa on Monday.\r\n"
    "   He gave no\x0f reason.\r\n\x03abc ak\r\n241045 Feb 22\r\n\x04\r\n"
)
DPA = (
    "\x01eca0075 4 pl 32 Ukraine/talks/\n\x02Talks in Kiev end =\r\n\n"
    "Kiev (dpa) - The minister left\r\nOdessa on Monday.\nHe gave no reason.\n\x03\n"
)
ANPA = (
    "\x16\x16\x01a1234\x1fupi-\r\nr i\x13\x11 bc-ukraine 02-24 0032\r\n\x02\r\n^BC-UN--Ukraine-Talks,0032<\r\n"
    "^Talks in Kiev end<\r\n^By ANNA KOVAL<\r\n\tKIEV (AP) - The minister left the town of\r\nOdessa on Monday.\r\n"
    "\tHe gave no reason.\r\n\x03\r\nAP-NY-02-24-22 1045EST<\r\n\x04\r\n"
)
TELEX = "ZCZC ABC123\nBC-KIEV\n\nTalks in Kiev end\n\nThe minister left.\n\nNNNN\n"
_BODY = [("paragraph", "He gave no reason.")]

READ += [
    (IPTC, ".iptc", "en", "2022-02-24", [
        ("headline", "Talks in Kiev end"), ("byline", "By Anna Koval, abc"),
        ("paragraph", "Kiev (abc) - The minister left the town of Odessa on Monday."), *_BODY]),
    (DPA, ".iptc", "en", "", [
        ("headline", "Talks in Kiev end"), ("paragraph", "Kiev (dpa) - The minister left Odessa on Monday."), *_BODY]),
    (ANPA, ".anpa", "en", "2022-02-24", [
        ("headline", "Talks in Kiev end"), ("byline", "By ANNA KOVAL"),
        ("paragraph", "KIEV (AP) - The minister left the town of Odessa on Monday."), *_BODY]),
    (IPTC * 2, ".iptc", "en", "2022-02-24", [
        ("headline", "Talks in Kiev end"), ("byline", "By Anna Koval, abc"),
        ("paragraph", "Kiev (abc) - The minister left the town of Odessa on Monday."), *_BODY] * 2),
    (TELEX, ".iptc", "en", "", [("headline", "Talks in Kiev end"), ("paragraph", "The minister left.")]),
]  # fmt: skip


@pytest.mark.parametrize(("source", "suffix", "lang", "date", "expected"), READ)
def test_what_is_read(
    source: str, suffix: str, lang: str, date: str, expected: list[tuple[str, str]]
) -> None:
    for ending in (suffix, ".xml" if source.startswith("<") else suffix):
        doc = load(f"story{ending}", source.encode(), Context(Config()))
        assert [(s.kind, s.text) for s in doc.segments] == expected
        assert doc.date == date
        if lang:
            assert doc.lang == lang


HOSTILE = [
    ('<!DOCTYPE nitf [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><nitf><body><p>&b;</p></body></nitf>', "entity"),
    ('<!DOCTYPE nitf [<!ENTITY a SYSTEM "file:///etc/passwd">]><nitf><body><p>&a;</p></body></nitf>', "entity"),
    ("<nitf><body>" + "<block>" * 600 + "</block>" * 600 + "</body></nitf>", "deep"),
    (f"<nitf><body><p x='{'a' * 1_100_000}'>b</p></body></nitf>", "1,100,000 characters"),
    ("<nitf><body>\n<p>a</body></nitf>", ":2: not well-formed XML: mismatched tag"),
    ("<nitf><body><p>a & b</p></body></nitf>", ":1: not well-formed XML"),
    ("<nitf><body><p>&eacute;</p></body></nitf>", ":1: not well-formed XML: undefined entity"),
]  # fmt: skip


HOSTILE_JSON = [
    ('{"headline": "A", "body_text": "torn \\ud83d"}', "half of a character (\\ud83d)"),
    ('{"headline": "A", "body_text": "torn \\ude00\\ud83d"}', "half of a character"),
    ('{"headline": "A",\n"body_text": "B"', ":2: not well-formed JSON: a comma or } is missing"),
    ('{"headline": "A",\n"body_text": "B",}', ":2: not well-formed JSON: a name in quotes is missing"),
    ('{"headline": "A", "body_text": "B\n"}', ":1: not well-formed JSON: a value is missing"),
    ('{"headline": ' + "[" * 300 + "]" * 300 + "}", "nested more than 200 deep"),
    ('{"headline": "A"} {}', "more text after its end"),
    ('{"headline" "A"}', "a colon is missing"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "message"), HOSTILE_JSON)
def test_json_that_is_none_is_said_in_one_line(qa: Qa, source: str, message: str) -> None:
    with pytest.raises(InputError) as error:
        load("story.json", source.encode(), CONTEXT)
    assert message in str(error.value)
    done = qa("check", "--format-in", "json", "-", stdin=source)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("\x01abc0123 4 i 32 x\r\nHe left .\r\n\x03\r\n", ":1: the frame of the wire message is broken: no start"),
        ("\x01abc 4 i 32 x\r\n\x02He left .\r\n\x04\r\n", ":2: the frame of the wire message is broken: no end"),
        ("\x01abc 4 i 32 x\r\n\x02He left .\r\n\x02b\x03\r\n", ":2: the frame of the wire message is broken"),
        ("ZCZC ABC123\nHe left .\n", ":1: the frame of the wire message is broken: no NNNN after the ZCZC"),
    ],
)  # fmt: skip
def test_a_broken_frame_is_said_in_one_line(qa: Qa, source: str, message: str) -> None:
    done = qa("check", "-", "--lang", "en", stdin=source)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert message in done.stderr


@pytest.mark.parametrize(
    ("source", "encoding"),
    [(IPTC.replace("reason", "r\u00e9ason \u2013 caf\u00e9"), "cp1252"), (ANPA, "ascii"), (DPA, "ascii"), (TELEX, "ascii")],
)  # fmt: skip
def test_the_frame_and_the_code_page_of_a_message_are_kept(
    qa: Qa, tmp_path: Path, source: str, encoding: str
) -> None:
    raw = source.encode(encoding)
    (tmp_path / "a.txt").write_bytes(raw)
    qa("check", "--fix", "--lang", "en", "a.txt")
    fixed = raw.replace(b"Kiev end", b"Kyiv end").replace(b"   Kiev", b"   Kyiv")
    fixed = (
        fixed.replace(b"\nKiev", b"\nKyiv")
        .replace(b"KIEV (AP)", b"KYIV (AP)")
        .replace(b"Odessa", b"Odesa")
    )
    assert (tmp_path / "a.txt").read_bytes() == fixed


@pytest.mark.parametrize(("source", "message"), HOSTILE)
def test_what_is_malformed_or_does_harm_is_said_in_one_line(
    qa: Qa, source: str, message: str
) -> None:
    with pytest.raises(InputError) as error:
        load("story.nitf", source.encode(), CONTEXT)
    assert message in str(error.value)
    assert len(str(error.value).splitlines()) == 1
    done = qa("check", "--format-in", "xml", "-", stdin=source)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


SAMPLES = [
    path
    for path in sorted((Path(__file__).parent.parent / "fixtures" / "formats").iterdir())
    if path.name != "README.md"
]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_sample_of_each_format(qa: Qa, tmp_path: Path, path: Path) -> None:
    raw = path.read_bytes()
    doc = load(path.name, raw, CONTEXT)
    kinds = {s.kind for s in doc.segments}
    is_story = not kinds & {"unit", "cue"}
    assert doc.date == ("2023-02-13" if is_story else "")
    assert "headline" in kinds or not is_story
    # Read whatever its name, and found where it stands.
    (tmp_path / "a.txt").write_bytes(raw)
    found = json.loads(qa("check", "--lang", "en", "--format", "json", "a.txt").stdout)["files"][0]
    lines = raw.decode(doc.encoding).splitlines()
    codes = []
    for finding in found["findings"]:
        codes.append(finding["code"])
        if finding["code"] == "GLO101" and not doc.coded:
            line = lines[finding["start"]["line"] - 1][finding["start"]["column"] - 1 :]
            assert line.startswith(("Kiev", "Odessa")), line
    assert set(codes) == {"GLO101", "PUN104"}
    # After the fix, nothing else differs.
    assert qa("check", "--lang", "en", "--fix", "a.txt").returncode == 0
    if not doc.coded:
        right = {
            "Monday .": "Monday.",
            "Odessa": "Odesa",
            "Monday ,": "Monday,",
            "Monday</chron> ,": "Monday</chron>,",
        }
        text = raw.decode(doc.encoding)
        for old, new in right.items():
            text = text.replace(old, new)
        fixed = (tmp_path / "a.txt").read_bytes().decode(doc.encoding)
        assert fixed.replace("Kyiv", "Kiev") == text
        assert fixed.count("Kyiv") == sum(
            "said in" in s.text or "In Kiev" in s.text for s in doc.segments
        )


@pytest.mark.parametrize("encoding", ["cp1251", "koi8_u", "cp1252", "utf-8"])
def test_the_code_page_of_a_message_is_found_in_its_frame(
    qa: Qa, tmp_path: Path, encoding: str
) -> None:
    text = {
        "cp1252": "Le ministre a quitté la ville de Besançon lundi , selon le gouvernement français.",
    }.get(encoding, "Міністр поїхав до Одеси у понеділок , сказали в уряді країни.")
    raw = f"\x01abc0123 4 i 32 x/\r\nx/\r\n\x02\r\n   {text}\r\n\x03\r\n\x04\r\n".encode(encoding)
    (tmp_path / "a.txt").write_bytes(raw)
    qa("check", "--fix", "a.txt")
    assert (tmp_path / "a.txt").read_bytes() == raw.replace(b" ,", b",")
