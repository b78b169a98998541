"""What is no prose is neither reported nor changed, whatever rule looks there: the real command."""

import json
from pathlib import Path

import pytest
from conftest import Qa

# Each: the ending of the file, and its text, in which nothing is to be found and nothing to be changed.
PLACES = {
    # Templates, and what else has its place filled by a program.
    "a Jinja tag": ("txt", "He left {% include 'Kiev/Lvov.html' %} on Monday, officials said."),
    "a Liquid filter": ("html", "<p>She saw {{ Kiev | upcase , 'x' }} on Friday, she said.</p>"),
    "a Hugo short code": ("md", '{{< figure src="Kiev.jpg" title="Kiev  at night" >}}'),
    "an ERB tag": ("txt", "He left <%= city.Kiev , 1 %> on Monday, officials said."),
    "a shell variable": ("txt", "The path ${Kiev} and $Kiev and %Kiev% were read on Monday."),
    "a raw block": ("md", "{% raw %}\nKiev , Lvov\n{% endraw %}\n\nHe left on Monday."),
    "a Ukrainian template": ("txt", "Він прибув у {{ місто.Харьков  }} у понеділок."),
    "a wiki link": ("txt", "He left [[Kiev|the capital]] on Monday, officials said."),
    "a short code with values": ("md", 'He left [map city="Kiev , Ukraine"] on Monday.'),
    "a property of JSX": ("md", "He left {props.Kiev} on Monday, officials said."),
    # Paths, addresses and identifiers.
    "folders": ("txt", "The files docs/Kiev and /srv/Kiev/Lvov and ../Kiev were read on Monday."),
    "a Windows path": ("txt", "The file C:\\Kiev\\Lvov.doc was read on Monday, officials said."),
    "an identifier": ("txt", "The hosts KIEV_Kiev, kiev_Kiev and Kiev-01.internal were down."),
    "a call": ("txt", "The calls Kiev() and map.Kiev() and Kiev::Lvov were made on Monday."),
    "a URL": ("txt", "See https://example.com/Kiev?from=Lvov#Kiev and www.example.com/Kiev now."),
    "handles": ("txt", "Write to Kiev@example.com, @Kiev or #Kiev on Monday, officials said."),
    "numbers of registers": ("txt", "See doi:10.5555/Kiev and urn:news:Kiev and arXiv:Kiev.01 now."),
    "settings": ("txt", 'The call --city=Kiev city="Kiev" was made on Monday, officials said.'),
    "a German path": ("txt", "Die Datei bilder/Kiew/Lwow.jpg lag am Montag auf dem Server."),
    # Front matter.
    "front matter in YAML": ("html", "---\ntitle: Kiev , Lvov\n---\n<p>He left on Monday.</p>"),
    "front matter in TOML": ("md", '+++\ntitle = "Kiev , Lvov"\n+++\n\nHe left on Monday.'),
    "front matter in JSON": ("html", '{\n  "title": "Kiev"\n}\n<p>He left on Monday.</p>'),
    "front matter in text": ("txt", "---\ntitle: Kiev\n---\nHe left on Monday."),
    "an import": ("md", "import Kiev from './Kiev'\n\nHe left on Monday."),
    # Lists of attributes.
    "attributes of a heading": ("md", "## The talks {#Kiev .Kiev}\n\nHe left on Monday."),
    "attributes of a paragraph": ("md", 'He left on Monday.\n{: .Kiev title="Lvov"}'),
    "attributes of a word": ("md", "He left *today*{.Kiev}, and ![x](y){width=5}, on Monday."),
    "a box": ("md", "::: {.Kiev}\nHe left on Monday.\n:::"),
    "attributes of HTML": ("html", "<p data-city='Kiev'>He left on <i class=Kiev>Monday</i>.</p>"),
    # Code.
    "keys": ("html", "<p>Press <kbd>Kiev</kbd> and <samp>Lvov</samp> now, he said.</p>"),
    "a command": ("html", "<p>Run <code>cd  Kiev , <b>Lvov</b></code> now, he said.</p>"),
    "a variable": ("html", "<p>Say <var>Kiev</var> or <tt>Lvov</tt> now, he said.</p>"),
    "code spans": ("md", "Run `cd Kiev` or ``Lvov , x`` now, he said."),
    "HTML in Markdown": ("md", "Press <kbd>Kiev *b*</kbd> or <code>Lvov , x</code> now, he said."),
    "a program": ("html", "<p>He left.</p><?php if ($a > 1) echo 'Kiev , Lvov'; ?><p>She left.</p>"),
    "a code block in text": ("txt", "```\ncd Kiev , Lvov\n```\nHe left on Monday."),
    # Formulas.
    "formulas": ("md", "The sums $Kiev , b = c$ and \\(Kiev , b\\) and $$Lvov$$ were read."),
    "a formula in text": ("txt", "The sum $x_{Kiev} , y$ was read on Monday, officials said."),
    "MathML": ("html", "<p>When <math><mi>x</mi></math>, then <math><mi>y</mi></math>.</p>"),
    # What a picture, a definition or a mark stands in the place of.
    "a picture": ("md", "See the map ![a](a.png), the sign ![b][b]; go.\n\n[b]: b.png"),
    "a linked picture": ("md", "See the map [![a](a.png)](b), and go."),
    "a picture in HTML": ("html", "<p>See the map <img src=a.png alt=map>, and go.</p>"),
    "an icon": ("html", '<p>See the sign <i class="icon"></i>, and <svg></svg>, and go.</p>'),
    "an icon in Markdown": ("md", 'See the sign <i class="icon"></i>, and <img src="a">, and go.'),
    "a picture in text": ("txt", "See the map ![flag](a.png), and go."),
    "an emoji": ("md", "See the flag :flag-ua:, and go."),
    "a list of definitions": ("md", "Odesa\n: A port in the south\n\nLviv\n:   A city\n:   A town"),
    "a definition apart": ("md", "Odesa\n\n: A port in the south"),
    "a foot note": ("md", "He left[^Kiev] on Monday.\n\n[^Kiev]: So she said."),
    "a French picture": ("md", "Il voit la carte ![a](a.png), puis part."),
}  # fmt: skip


def test_what_is_no_prose_stays_as_it_is(qa: Qa, tmp_path: Path) -> None:
    files = {case: f"{n:02}.{PLACES[case][0]}" for n, case in enumerate(PLACES)}
    for case, name in files.items():
        (tmp_path / name).write_text(PLACES[case][1] + "\n")
    # Placeholders and residue are reported, without a fix.
    done = qa("check", *files.values(), "--format", "json", "--ignore", "MTA202,ENC115")
    entries = json.loads(done.stdout)["files"]
    for case, entry in zip(PLACES, entries, strict=True):
        assert [(f["code"], f["text"]) for f in entry["findings"]] == [], case
    qa("check", *files.values(), "--fix", "--unsafe-fixes", "--ignore", "ENC115")
    for case, name in files.items():
        assert (tmp_path / name).read_text() == PLACES[case][1] + "\n", case


# Each: the ending, the text, and what becomes of it.
PROSE = [
    ("txt", "The Kiev/Lvov talks failed .", "The Kyiv/Lviv talks failed."),
    ("txt", "He said (in Kiev): $5 , not $6.", "He said (in Kyiv): $5, not $6."),
    ("txt", "He left {as he said in Kiev} on Monday.", "He left {as he said in Kyiv} on Monday."),
    ("txt", "See https://example.com/Kiev , in Kiev.", "See https://example.com/Kiev, in Kyiv."),
    ("txt", "He left [[Kiev|Kiev and Lvov]].", "He left [[Kiev|Kyiv and Lviv]]."),
    ("md", "## Kiev {#Kiev}", "## Kyiv {#Kiev}"),
    ("md", "He left [Kiev](/Kiev) and `Kiev` , he said.", "He left [Kyiv](/Kiev) and `Kiev`, he said."),
    ("md", "Kiev\n: The town , Kiev", "Kyiv\n: The town, Kyiv"),
    ("md", "The map ![Kiev](Kiev.png), and Kiev .", "The map ![Kyiv](Kiev.png), and Kyiv."),
    ("md", "Press <kbd>Kiev</kbd> in Kiev .", "Press <kbd>Kiev</kbd> in Kyiv."),
    ("html", "<p>In Kiev, <code>Kiev</code> , he said.</p>", "<p>In Kyiv, <code>Kiev</code>, he said.</p>"),
    ("html", "<p>Kiev <img src=Kiev.png>, and Kiev .</p>", "<p>Kyiv <img src=Kiev.png>, and Kyiv.</p>"),
    ("html", "---\ntitle: Kiev\n---\n<p>In Kiev</p>", "---\ntitle: Kiev\n---\n<p>In Kyiv</p>"),
    ("md", "<!-- a remark --> He left Kiev .", "<!-- a remark --> He left Kyiv."),
]  # fmt: skip


@pytest.mark.parametrize(("ending", "text", "fixed"), PROSE)
def test_the_prose_beside_it_is_fixed(
    qa: Qa, tmp_path: Path, ending: str, text: str, fixed: str
) -> None:
    (tmp_path / f"a.{ending}").write_text(text)
    qa("check", "--fix", "--lang", "en", f"a.{ending}")
    assert (tmp_path / f"a.{ending}").read_text() == fixed


def test_no_fix_is_offered_that_never_comes(qa: Qa, tmp_path: Path) -> None:
    text = "<p title=Kiev&#32;x>In <code>Kiev</code>  in Kiev &amp; co, in <a title=Kiev&amp;co>Lvov</a>.</p>"
    (tmp_path / "a.html").write_text(text)
    entry = json.loads(qa("check", "--format", "json", "--lang", "en", "a.html").stdout)["files"][0]
    places = [
        (f["text"], f["start"]["column"], f["fix"] is not None)
        for f in entry["findings"]
        if f["code"] == "GLO101"
    ]
    assert places == [
        ("Kiev", text.index("Kiev &amp; co,") + 1, True),
        ("Lvov", text.index("Lvov") + 1, True),
        ("Kiev", text.index("Kiev&#32") + 1, False),
        ("Kiev", text.index("Kiev&amp;co") + 1, False),
    ]
