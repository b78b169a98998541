"""Files that hold no prose are told by what is in them, and left alone; prose of any shape is not."""

import json
from pathlib import Path

import pytest
from conftest import Qa

from qa.text.structure import structure_of

# What each text is.
STRUCTURES = [
    ("a CSV table", "id,headline\n1,Kiev talks\n2,Lviv talks\n"),
    ("a CSV table", "name;city\nAnna;Kiev\nOleh;Lviv\n"),
    ("a CSV table", '"title","text"\n"Kiev","The minister, he said, left."\n"Lviv","He left ."\n'),
    ("a CSV table", "headline,body\nKiev talks,The minister left Kiev on Monday\n"),
    ("a CSV table", "date,place,killed\n2022-02-24,Kiev,5\n2022-02-25,Lviv,6\n"),
    ("a CSV table", "source_lang,target_lang,source,translation\nuk,en,Київ,Kiev\n"),
    ("a CSV table", "id,title,lang\n1,Kiev,en\n"),
    ("a table with tabs", "id\ttext\n1\tKiev fell\n"),
    ("a table with tabs", "source\ttranslation\nКиїв\tKiev\nЛьвів\tLviv\n"),
    ("stories in JSON", '{"headline": "Kiev", "body": "The minister left ."}\n'),
    ("stories in JSON", '[{"title": "Kiev", "text": "The minister left ."}]\n'),
    ("JSON", '{"title": "Kiev", "openapi": "3.0", "content": {}}\n'),
    ("JSON", '{"title": "Kiev", "version": 1}\n'),
    ("JSON", '[{"a": 1}]\n'),
    ("JSON", '["Kiev", "Lviv"]'),
    ("JSON", '{\n  "name": "x"\n}\n'),
    ("JSON Lines", '{"text": "Kiev"}\n{"text": "Lviv"}\n'),
    ("XML", '<?xml version="1.0"?>\n<story><p>Kiev</p></story>'),
    ("XML", "<doc>\n<p>Kiev</p>\n</doc>\n"),
    ("an RSS feed", '<rss version="2.0"><channel><title>Kiev</title></channel></rss>'),
    ("NITF", '<!DOCTYPE nitf SYSTEM "nitf.dtd">\n<nitf><body/></nitf>'),
    (
        "NewsML-G2",
        '<?xml version="1.0" encoding="UTF-8"?>\n<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"></newsItem>',
    ),
    ("an SVG image", '<svg xmlns="http://www.w3.org/2000/svg"><text>Kiev</text></svg>'),
    ("a PO catalogue", 'msgid ""\nmsgstr ""\n\nmsgid "Kiev"\nmsgstr "Kiew"\n'),
    ("a PO catalogue", '# Translators\n#\n#: a.c:1\n#, fuzzy\nmsgid "Kiev"\nmsgstr "x"\n'),
    ("XLIFF", '<?xml version="1.0"?><xliff version="1.2"><file><body/></file></xliff>'),
    ("a translation memory (TMX)", '<?xml version="1.0"?><tmx version="1.4"></tmx>'),
    (
        "SubRip subtitles",
        "1\n00:00:01,000 --> 00:00:03,000\nThe minister left Kiev .\n\n2\n00:00:04,000 --> 00:00:05,000\nBye\n",
    ),
    ("SubRip subtitles", "﻿1\r\n00:00:01,000 --> 00:00:03,000\r\nKiev\r\n"),
    ("WebVTT subtitles", "WEBVTT\n\n00:01.000 --> 00:04.000\nKiev\n"),
    ("RTF", "{\\rtf1\\ansi Kiev}"),
    ("a PDF", "%PDF-1.4 Kiev"),
    (
        "a news wire message (IPTC 7901, ANPA 1312)",
        "\x01abc0123 4 gen 12 Kiev\r\n\x02\r\nThe minister left Kiev .\r\n\x03\r\n",
    ),
    (
        "a news wire message (IPTC 7901, ANPA 1312)",
        "\x16\x16\x01a1234\u001f\nr i bc-kiev 02-24 0345\n\x02\nBC-KIEV\nThe minister left Kiev .\n\x03\n",
    ),
    (
        "a news wire message (IPTC 7901, ANPA 1312)",
        "ZCZC ABC123\nBC-KIEV\nThe minister left.\nNNNN\n",
    ),
    (
        "a mail message",
        "From: Anna <a@x.org>\nTo: Desk <d@x.org>\nSubject: Kiev\nDate: Mon, 1 Jan 2022 10:00:00 +0000\n\nThe minister left Kiev .\n",
    ),
    (
        "a mail message",
        "Return-Path: <a@x.org>\nReceived: from x by y;\n Mon, 1 Jan\nMessage-ID: <1@x>\nSubject: Kiev\n\nHi",
    ),
    ("a mail message", "From a@x.org Mon Jan  1 10:00:00 2022\nFrom: a@x.org\n\nHi"),
    (
        "a mail message",
        "From: desk@x.org\nSubject: Kiev\nContent-Type: text/plain; charset=utf-8\n\nKiev\n",
    ),
    (
        "a mail message",
        "From: desk@x.org\nTo: a@x.org\nSubject: Kiev talks\n\nThe minister left Kiev .\n",
    ),
    ("a mail message", 'Subject: Kiev\nFrom: "Anna" <a@x.org>\nMIME-Version: 1.0\n\nHi\n'),
    (
        "a Jupyter notebook",
        '{\n "cells": [\n  {\n   "cell_type": "markdown",\n   "source": ["Kiev"]\n  }\n ],\n "nbformat": 4\n}\n',
    ),
    ("a list of packages", "requests==2.1\nkiev>=1.0\nnumpy\n"),
    ("YAML", "title: Kiev\ncity: Kiev\ntags:\n  - Kiev\n"),
    ("YAML", "---\nname: Kiev\non: push\njobs:\n  kiev:\n    runs-on: x\n"),
    ("a settings file", 'title = "Kiev"\n\n[owner]\nname = "Kiev"\n'),
    ("a settings file", "[kiev]\nhost = Kiev\nport=1\n"),
    ("a settings file", "KIEV_HOST=Kiev\nKIEV_PORT=1\n"),
    ("a program", "import os\n\ndef kiev():\n    return 'Kiev'\n"),
    ("a program", "#!/bin/sh\necho Kiev\n"),
    ("a program", "const kiev = 'Kiev';\nconsole.log(kiev);\n"),
    ("a program", "#!/usr/bin/env python3\nprint('Kiev')\n"),
    ("a program", ".Kiev {\n  color: red;\n}\n"),
    ("a program", "SELECT * FROM kiev;\nINSERT INTO kiev VALUES (1);\n"),
    ("a program", "<?php echo 'Kiev'; ?>\n"),
    ("a program", '#include <stdio.h>\nint main(void) {\n  printf("Kiev");\n}\n'),
    ("LaTeX", "\\documentclass{article}\n\\begin{document}\nKiev , he\n\\end{document}\n"),
    ("LaTeX", "\\section{Kiev}\nThe minister left .\n\\subsection{x}\n"),
    ("a log", "2022-02-24 10:00:00 INFO Kiev started\n2022-02-24 10:00:01 ERROR Kiev failed\n"),
    ("a log", "Feb 24 10:00:00 kiev sshd[123]: Accepted\nFeb 24 10:00:01 kiev sshd[123]: Closed\n"),
    (
        "a log",
        '127.0.0.1 - - [24/Feb/2022:10:00:00 +0000] "GET /Kiev HTTP/1.1" 200 1\n127.0.0.1 - - [24/Feb/2022:10:00:00 +0000] "GET /x HTTP/1.1" 200 1\n',
    ),
    ("a log", "[2022-02-24 10:00:00] INFO: Kiev\n[2022-02-24 10:00:01] WARN: Kiev\n"),
    ("a log", "2022-02-24T10:00:00Z kiev-01 app[1]: x\n2022-02-24T10:00:00Z kiev-01 app[1]: y\n"),
    ("a log", "INFO:root:Kiev started\nERROR:root:Kiev failed\n"),
    ("a diff", "--- a/kiev.txt\n+++ b/kiev.txt\n@@ -1 +1 @@\n-Kiev\n+Kyiv\n"),
    ("a diff", "diff --git a/x b/x\nindex 1..2\n"),
    ("a diff", "1c1\n< Kiev\n---\n> Kyiv\n"),
    ("calendar or address data", "BEGIN:VCALENDAR\nSUMMARY:Kiev\nEND:VCALENDAR\n"),
    ("a list of files", "include README.md\nrecursive-include kiev *.txt\n"),
    ("LaTeX", "@article{kiev,\n title = {Kiev},\n}\n"),
    ("a settings file", "kiev.title=Kiev\nkiev.body=The minister left .\n"),
    ("a catalogue of strings", '"kiev" = "Kiev";\n"a" = "b";\n'),
    ("a Dockerfile", "FROM python:3\nRUN pip install kiev\n"),
    ("subtitles", "[Script Info]\nTitle: x\n"),
    ("subtitles", "[00:01.00]Kiev\n[00:02.00]Lviv\n"),
    ("subtitles", "0:00:01.000,0:00:03.000\nKiev\n"),
    ("an HTML page", "<!DOCTYPE html>\n<html><body><p>Kiev</p></body></html>\n"),
    ("JSON", '{"kiev": "Kiev", "x": {"y": "z"}}'),
    ("a CSV table", "id,title\r\n1,Kiev\r\n2,Lviv\r\n"),
    ("a CSV table", 'id,text\n1,"The minister\nleft , he said"\n2,"x"\n'),
    ("a CSV table", "id|title|body\n1|Kiev|x\n2|Lviv|y\n"),
    ("a term base (TBX)", "<martif type='TBX'><text/></martif>"),
    ("TTML subtitles", "<tt xmlns='http://www.w3.org/ns/ttml'></tt>"),
    ("an Atom feed", "<feed xmlns='http://www.w3.org/2005/Atom'><title>x</title></feed>"),
    ("calendar or address data", "BEGIN:VCARD\nFN:Kiev\nEND:VCARD"),
    ("YAML", "- title: Kiev\n  body: x\n- title: Lviv\n  body: y\n"),
    ("subtitles", "{0}{25}Kiev\n{26}{50}Lviv\n"),
    ("a program", "server {\n  listen 80;\n  server_name kiev;\n}\n"),
    ("a program", "export interface Kiev {\n  name: string;\n}\n"),
    ("a program", "package kiev;\n\npublic class Kiev {\n}\n"),
    ("a program", "require 'kiev'\n\ndef kiev\n  puts 'Kiev'\nend\n"),
    ("a program", 'package main\n\nimport "fmt"\n\nfunc main() {\n\tfmt.Println("Kiev")\n}\n'),
    ("a CSV table", 'source,target\n"Київ","Kiev"\n'),
    ("a CSV table", "1,Kiev,2022-02-24,en\n2,Lviv,2022-02-25,en\n3,Odesa,2022-02-26,en\n"),
    (
        "a log",
        'Traceback (most recent call last):\n  File "kiev.py", line 1, in <module>\n    x()\nNameError: x\n',
    ),
    ("an HTTP message", "HTTP/1.1 200 OK\nContent-Type: text/html\nServer: x\n\nKiev"),
    ("XML", "<gpx version='1.1'><wpt/></gpx>"),
    (None, "The minister left."),
]

PROSE = {
    "press": "FOR IMMEDIATE RELEASE\nContact: Anna Koval\nPhone: 044 123\nEmail: a@x.org\n\nKyiv, 24 February 2022: The minister left.\n",
    "press2": "From: Ministry of Defence\nTo: All editors\nDate: 24 February 2022\nSubject: Press conference\n\nThe minister left Kyiv.\n",
    "transcript": "Reporter: Where did you go?\nMinister: To Kyiv.\nReporter: When?\nMinister: On Monday.\n",
    "dialog": "10:30 The minister arrives.\n10:45 The minister speaks.\n11:00 He leaves.\n",
    "live": "[10:30] The minister arrives.\n[10:45] The minister speaks.\n",
    "sports": "Team\tP\tW\tD\nDynamo\t10\t8\t1\nShakhtar\t10\t7\t2\n",
    "poem": "The rose is red,\nthe violet blue,\nthe honey's sweet,\nand so are you.\n",
    "recipe": "Ingredients:\n- 2 eggs\n- 100 g flour\nMethod:\nMix, bake, eat.\n",
    "list": "Kyiv, Lviv, Odesa\nKharkiv, Dnipro, Poltava\nRivne, Lutsk, Ternopil\n",
    "names": "Anna Koval, minister\nOleh Bondar, deputy\nIvan Franko, poet\n",
    "md": "# Title\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nText.\n",
    "agenda": "Monday: talks in Kyiv;\nTuesday: talks in Lviv;\nWednesday: a rest.\n",
    "score": "Real Madrid 2, Barcelona 1\nArsenal 3, Chelsea 0\n",
    "html": "<p>The minister left.</p>\n<p>He said so.</p>\n",
    "tagline": "<b>Kyiv</b> is the capital.\n",
    "quote": '"Yes," he said.\n"No," she said.\n',
    "kv": "Name: Anna\nAge: 35\nCity: Kyiv\nShe left on Monday.\n",
    "addresses": "Ministry of Defence\n6 Povitroflotsky Ave, Kyiv\nTel: +38 044 123\n",
    "slug": "SLUG: KYIV-TALKS\nBYLINE: Anna Koval\nDATELINE: KYIV\n\nThe minister left.\n",
    "braces": "{The minister} left.\n",
    "brackets": "[Applause]\nThe minister left.\n",
    "br2": '["Yes", he said.]\n',
    "weather": "Kyiv: 5, rain\nLviv: 7, sun\nOdesa: 10, sun\n",
    "results": "1. Anna Koval, Ukraine, 10.5\n2. Jane Doe, USA, 10.6\n3. X Y, Kenya, 10.7\n",
    "prices": "Wheat; 300\nCorn; 200\n",
    "times": "2022-02-24: War begins.\n2022-02-25: Kyiv holds.\n2022-02-26: Talks.\n",
    "timestamps": "2022-02-24 05:00 Explosions are heard in Kyiv.\n2022-02-24 06:00 The president speaks.\n",
    "import": "import duties on grain, oil and steel rose\nexport of grain fell\nusing the port of Odesa\npublic opinion is divided (see below)\nclass struggles\n",
    "sub": "Subject to change: the talks.\n",
    "hash": "#Kyiv #Lviv\n# A title\n",
    "dash": "--- \nThe minister left\n---\n",
    "eq": "E = mc2\nHe said so.\n",
    "short": "Kyiv\n",
    "one": "Kyiv, Lviv\n",
    "two": "Kyiv, Ukraine\nThe minister left Kyiv, he said.\n",
    "dateline": "KYIV, Ukraine (AP)\nMOSCOW, Russia (AP)\n",
    "tv": "20:00 News\n20:30 Film\n",
    "lyrics": "[Verse 1]\nOh, Kyiv\n[Chorus]\nOh, Lviv\n",
    "interview": "Q: Why?\nA: Because.\nQ: When?\nA: Now.\n",
    "low": "question: why?\nanswer: because the minister left on monday\n",
    "bullets": "- Kyiv\n- Lviv\n- Odesa\n",
    "num": "1\n2\n3\n",
    "gt": "> He said so.\n> She did not.\n",
    "fr": "Titre : Kiev\nAuteur : Anna\nDate : lundi\n\nLe ministre.\n",
    "photo": "Photo: Anna\nVideo: Oleh\nText: Ivan\n",
    "mailish": "From: Kyiv\nTo: Lviv\nDistance: 540 km\n\nThe road is long, write to road@x.org.\n",
    "code": "The law bans the import of grain;\nthe export of steel;\nthe transit of oil;\nand all else.\n",
    "cap": "Name,\nI write to you.\nYours,\nAnna\n",
    "letter": "Dear Anna,\nI left Kyiv,\nOleh\n",
    "cues": "ANNA: (off) Where?\nOLEH: Here.\n",
    "quiz": "a) Kyiv\nb) Lviv\nc) Odesa\n",
    "id": "Text, title\nHe left, she stayed\n",
    "title2": "Date, place and time\nMonday, Kyiv and noon\n",
    "semi": "Kyiv; Lviv\nMinsk; Moscow\n",
    "contact": "Contact:\nMinistry of Defence\nmedia@x.org\nhttps://x.org\n###\n",
    "about": "About: a story.\nnote: it is short.\nauthor: Anna Koval, who lives in the town of Lviv\n",
    "headl": "Name,City\nThe minister left Kyiv on Monday, he said.\n",
}


@pytest.mark.parametrize(("what", "text"), STRUCTURES)
def test_a_structure_is_told_by_its_content(what: str | None, text: str) -> None:
    for name in ("story.txt", "story", ""):
        assert structure_of(text, name) == what


@pytest.mark.parametrize("name", ["a.txt", "", "a.md", "a.html"])
@pytest.mark.parametrize("case", PROSE)
def test_prose_is_prose(case: str, name: str) -> None:
    assert structure_of(PROSE[case], name) is None


def test_the_articles_and_the_documentation_are_prose() -> None:
    root = Path(__file__).parent.parent
    for path in (
        *root.glob("fixtures/*/*.txt"),
        *root.glob("docs/*.md"),
        *root.glob("*.md"),
        root / "LICENSE",
    ):
        assert structure_of(path.read_text(), path.name) is None, path


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("requirements-dev.txt", "a list of packages"),
        ("CMakeLists.txt", "a CMake file"),
        ("robots.txt", "a file of rules for web crawlers"),
        ("Makefile", "a program"),
        ("story.py", "a program"),
        ("story.SRT", "SubRip subtitles"),
        ("story.log", "a log"),
        ("LICENSE", None),
        ("README.txt", None),
    ],
)
def test_some_names_are_enough(name: str, what: str | None) -> None:
    assert structure_of("He left Kiev .\n", name) == what


TABLE = "id,title,text\n1,Kiev,He left Kiev .\n"


def test_what_is_no_prose_is_refused_with_a_line(qa: Qa, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TABLE)
    (tmp_path / "b.txt").write_text("He left Kiev.\n")
    line = "is a CSV table, not prose, and left alone; give a file of its text, or say how to read it: "
    for arguments in (
        ["check", "a.txt"],
        ["check", "--fix", "--unsafe-fixes", "a.txt"],
        ["clean", "a.txt"],
    ):
        done = qa(*arguments)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert done.stderr.startswith(f"qa: a.txt: {line}--format-in text")
    assert (tmp_path / "a.txt").read_text() == TABLE
    # The other files are checked.
    done = qa("check", "a.txt", "b.txt", "--lang", "en")
    assert (done.returncode, "b.txt:1:9: GLO101" in done.stdout) == (2, True)
    for command in ("check", "clean"):
        done = qa(command, "-", stdin=TABLE.encode())
        assert (done.returncode, done.stdout.count("Kiev")) == (2, 0)
        assert done.stderr.startswith(f"qa: -: {line}")


def test_a_format_can_be_named(qa: Qa, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TABLE)
    done = qa("check", "--format-in", "text", "--lang", "en", "a.txt")
    assert (done.returncode, "GLO101" in done.stdout) == (1, True)
    assert qa("clean", "--format-in", "text", "-", stdin=TABLE.encode()).stdout.count("Kiev") > 0
    (tmp_path / "b.txt").write_text("<p>He left <b>Kiev</b>, <code>Kiev</code>.</p>\n")
    assert qa("check", "--fix", "--format-in", "html", "--lang", "en", "b.txt").returncode == 0
    assert "<b>Kyiv</b>, <code>Kiev</code>" in (tmp_path / "b.txt").read_text()
    (tmp_path / "c.php").write_text("# Kiev\n\nHe left `Kiev`.\n")
    (tmp_path / "qa.toml").write_text('[[per-path]]\npaths = ["*.php"]\nformat-in = "markdown"\n')
    qa("check", "--fix", "--lang", "en", "c.php")
    assert (tmp_path / "c.php").read_text() == "# Kyiv\n\nHe left `Kiev`.\n"
    done = qa("check", "--format-in", "word", "a.txt")
    assert (done.returncode, "must be one of text, markdown, html" in done.stderr) == (2, True)


def test_in_a_folder_it_is_passed_over(qa: Qa, tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "a.txt").write_text(TABLE)
    (tmp_path / "desk" / "b.txt").write_text("He left Kiev.\n")
    (tmp_path / "desk" / "c.txt").write_text("[Script Info]\nTitle: Kiev\n")
    done = qa("check", "desk", "--format", "json", "--lang", "en")
    assert [f["path"] for f in json.loads(done.stdout)["files"]] == ["desk/b.txt"]
    assert (done.returncode, done.stderr) == (1, "")
    done = qa("report", "desk", "-o", "report")
    assert (done.returncode, "in 1 story" in done.stdout + done.stderr) == (1, True)
