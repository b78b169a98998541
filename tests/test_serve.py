"""`qa serve`: the API of LanguageTool, and who may ask, over HTTP from a server that runs."""

import asyncio
import json
import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from server import Running, serving

from qa.rules.registry import FAMILIES
from qa.serve.languagetool import CATEGORIES
from qa.serve.memory import Memory
from qa.serve.pool import LostError, Pool


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("desk")
    with serving(folder, "--words", "desk.toml", "--jobs", "2", "--max-size", "200000") as running:
        yield running


def check(server: Running, text: str | None = None, **given: str) -> dict[str, Any]:
    """What the server answers for a text, by default in English and for a client of its own."""
    form = {"language": "en-US", "textSessionId": os.urandom(8).hex()} | given
    form |= {} if text is None else {"text": text}
    response = server.client.post("/v2/check", data=form)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def found(answer: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {match["rule"]["id"]: match for match in answer["matches"]}


def utf16(text: str, start: int, length: int) -> str:
    raw = text.encode("utf-16-le")
    return str(raw[2 * start : 2 * (start + length)], "utf-16-le")


def replaced(text: str, match: dict[str, Any]) -> str:
    """The text with the first replacement in the place of what is marked, as clients do it."""
    raw, at, end = text.encode("utf-16-le"), match["offset"], match["offset"] + match["length"]
    new = str(match["replacements"][0]["value"]).encode("utf-16-le")
    return str(raw[: 2 * at] + new + raw[2 * end :], "utf-16-le")


def test_a_match_has_what_clients_read(server: Running) -> None:
    text = "The minister said so. Officials from from Lviv agreed."
    answer = check(server, text)
    assert answer["software"]["name"] == "qa"
    assert answer["language"]["code"] == "en-US"
    assert answer["language"]["detectedLanguage"]["code"] == "en-US"
    match = found(answer)["TYP103"]
    assert match["message"] == "“from” is doubled"
    assert match["shortMessage"] == "Doubled word"
    assert utf16(text, match["offset"], match["length"]) == "from from"
    assert match["replacements"] == [{"value": "from"}]
    context = match["context"]
    assert utf16(context["text"], context["offset"], context["length"]) == "from from"
    assert match["sentence"] == "Officials from from Lviv agreed."
    assert match["type"]["typeName"] == "UnknownWord"
    rule = match["rule"]
    assert (rule["issueType"], rule["category"]["id"]) == ("misspelling", "TYPOS")
    page = httpx.get(rule["urls"][0]["value"], trust_env=False)
    assert page.status_code == 200
    assert "doubled-word" in page.text


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("😀😀 Officials from from Lviv agreed.", "😀😀 Officials from Lviv agreed."),
        ("Вони 𝒜 said.  Then Kiev fell.", "Вони 𝒜 said.  Then Kyiv fell."),
        ("It was late , he said.", "It was late, he said."),
        ("He called it “a fine day.", "He called it “a fine day.”"),
        ("The the talks went on.", "The talks went on."),
    ],
)
def test_replacing_what_is_marked_is_the_whole_fix(server: Running, text: str, fixed: str) -> None:
    matches = check(server, text)["matches"]
    assert any(replaced(text, m) == fixed for m in matches if m["replacements"]), matches
    assert all(m["length"] > 0 for m in matches)


def test_markup_is_stepped_over(server: Running) -> None:
    pieces = [
        {"markup": "<p>"},
        {"text": "😀 In Kiev "},
        {"markup": "<b>"},
        {"text": "officials"},
        {"markup": "</b>"},
        {"text": " left left the town."},
        {"markup": "</p><p>", "interpretAs": "\n\n"},
        {"text": "They went from "},
        {"markup": "<i>"},
        {"text": "from Lviv.𝒜"},
    ]
    sent = "".join(p.get("text", p.get("markup", "")) for p in pieces)
    matches = check(server, data=json.dumps({"annotation": pieces}))["matches"]
    marked = {utf16(sent, m["offset"], m["length"]): m["replacements"] for m in matches}
    assert marked["Kiev"] == [{"value": "Kyiv"}]
    assert marked["left left"] == [{"value": "left"}]
    # What would be put there has no place for the markup.
    assert marked["from <i>from"] == []


def test_choosing_rules(server: Running) -> None:
    text = "Officials from from Kiev said . He left."
    assert {"TYP103", "GLO101", "PUN104"} <= found(check(server, text)).keys()
    assert "TYP103" not in found(check(server, text, disabledRules="TYP103,WHITESPACE_RULE"))
    assert "TYP103" not in found(check(server, text, disabledRules="doubled-word"))
    assert "GLO101" not in found(check(server, text, disabledCategories="PROPER_NOUNS"))
    only = check(server, text, enabledRules="TYP103", enabledOnly="true")
    assert [*found(only)] == ["TYP103"]
    only = check(server, text, enabledCategories="TYPOS,PUN", enabledOnly="true")
    assert {rule[:3] for rule in found(only)} == {"TYP", "PUN"}


def test_picky_asks_for_matters_of_taste(server: Running) -> None:
    text = "More than 15 thousand people came.  Two spaces stand here."
    plain, picky = found(check(server, text)), found(check(server, text, level="picky"))
    assert plain.keys() < picky.keys()
    assert {picky[rule]["type"]["typeName"] for rule in picky.keys() - plain.keys()} == {"Hint"}


def test_auto_tells_the_language(server: Running) -> None:
    german = "Die Minister sprachen am Montag über die neuen Regeln für den Handel mit der Ukraine."
    answer = check(server, german, language="auto", preferredVariants="en-GB,de-AT")
    assert answer["language"]["code"] == "de-AT"
    assert answer["language"]["detectedLanguage"]["code"] == "de-AT"
    assert check(server, german, language="auto")["language"]["code"] == "de"
    short = check(server, "12", language="auto", preferredVariants="en-GB")
    assert short["language"]["code"] == "en-GB"
    assert check(server, "12", language="auto")["matches"] == []


def test_get_answers_as_post_does(server: Running) -> None:
    given = {"text": "Officials from from Lviv.", "language": "en"}
    assert server.client.get("/v2/check", params=given).json()["matches"]
    assert server.client.get("/v2/healthcheck").text == "OK"


def test_paragraphs_of_a_client_are_a_story(server: Running) -> None:
    first = "Minister Bohdan Dovhanenko spoke first. Dovhanenko said the night was long."
    second = "Later Dovganenko said that the others would come."
    alone = found(check(server, second))
    check(server, first, textSessionId="a")
    beside = found(check(server, second, textSessionId="a"))
    assert "GLO201" not in alone
    assert "GLO201" in beside
    match = beside["GLO201"]
    assert "Dov" in utf16(second, match["offset"], match["length"])
    # Nor is it beside what another client sent, or a text that is whole.
    assert "GLO201" not in found(check(server, second, textSessionId="b"))
    # The same paragraph, mended, takes the place of what it was.
    check(server, first.replace("vh", "vg"), textSessionId="a")
    assert "GLO201" not in found(check(server, second, textSessionId="a"))


def test_a_quotation_goes_on_in_the_next_paragraph(server: Running) -> None:
    first, second = "He said: “We will go on.", "“And we will not stop.”"
    check(server, first, textSessionId="q")
    assert "PUN201" not in found(check(server, second, textSessionId="q"))


def test_what_the_next_paragraph_decides_is_said_when_it_is_known(server: Running) -> None:
    opened = "“We will go on, whatever comes, and we will not stop."
    assert "PUN201" not in found(check(server, opened, textSessionId="n"))
    check(server, "They left.", textSessionId="n")
    assert "PUN201" in found(check(server, opened, textSessionId="n"))
    announced = "The minister named two reasons for it:"
    assert "MTA111" not in found(check(server, announced, textSessionId="m"))
    check(server, "Money, and time.", textSessionId="m")
    assert "MTA111" not in found(check(server, announced, textSessionId="m"))


def test_languages_name_variants(server: Running) -> None:
    languages = server.client.get("/v2/languages").json()
    assert {"name": "English (GB)", "code": "en", "longCode": "en-GB"} in languages
    assert {"code", "name", "longCode"} == set().union(*languages)
    assert {"uk", "ru", "az", "ar"} <= {entry["code"] for entry in languages}


def test_every_family_has_a_type_of_its_2() -> None:
    assert CATEGORIES.keys() == FAMILIES.keys()
    types = {family: category.issue_type for family, category in CATEGORIES.items()}
    assert types["TYP"] == types["GLO"] == "misspelling"
    assert (types["ENC"], types["PUN"]) == ("characters", "typographical")
    assert (types["LNG"], types["MTA"]) == ("locale-violation", "grammar")
    assert types["BLR"] == types["SRC"] == types["RTT"] == "other"


def test_words_go_into_the_glossary_of_the_desk(server: Running) -> None:
    post, text = server.client.post, "The company Washuington & Sons was there."
    assert "TYP101" in found(check(server, text))
    assert post("/v2/words/add", data={"word": "Washuington"}).json() == {"added": True}
    assert post("/v2/words/add", data={"word": "Washuington"}).json() == {"added": False}
    assert server.client.get("/v2/words").json() == {"words": ["Washuington"]}
    assert "TYP101" not in found(check(server, text))
    glossary = server.folder / "desk.toml"
    by_hand = '\n[[place]]\nid = "x"\npreferred = "Ізюм"  # by hand\n'
    glossary.write_text(glossary.read_text("utf-8") + by_hand, "utf-8")
    assert server.client.get("/v2/words").json() == {"words": ["Washuington", "Ізюм"]}
    # What the desk wrote stays; what an editor added goes.
    assert post("/v2/words/delete", data={"word": "Ізюм"}).json() == {"deleted": False}
    assert post("/v2/words/delete", data={"word": "Washuington"}).json() == {"deleted": True}
    assert glossary.read_text("utf-8").strip() == by_hand.strip()
    assert "TYP101" in found(check(server, text))
    for word in ("", "  ", "!?", "x" * 300, "a\u202eb"):
        assert post("/v2/words/add", data={"word": word}).status_code == 400
    assert glossary.read_text("utf-8").strip() == by_hand.strip()


def test_words_keep_a_file_that_is_no_glossary(tmp_path: Path) -> None:
    from qa.errors import InputError
    from qa.serve.words import Words

    path = tmp_path / "notes.toml"
    path.write_text("this is no glossary\n", "utf-8")
    with pytest.raises(InputError, match="TOML"):
        Words(str(path)).add("Lviv")
    assert path.read_text("utf-8") == "this is no glossary\n"
    with pytest.raises(InputError, match="--words"):
        Words("").add("Lviv")


def test_words_keep_the_line_ends_of_the_file(tmp_path: Path) -> None:
    from qa.serve.words import Words

    path = tmp_path / "desk.toml"
    before = b'[[place]]\r\nid = "x"\r\npreferred = "Lviv"'
    path.write_bytes(before)
    words = Words(str(path))
    assert words.add('O"Neil')
    assert words.add("Übersee")
    assert b"\n" not in path.read_bytes().replace(b"\r\n", b"")
    assert words.all() == ["Lviv", 'O"Neil', "Übersee"]
    assert words.delete('O"Neil')
    assert words.delete("Übersee")
    assert path.read_bytes().rstrip() == before


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({}, "Missing 'text' or 'data'"),
        ({"text": "a", "data": "{}", "language": "en"}, "not both"),
        ({"text": "a"}, "Missing 'language'"),
        ({"text": "a", "language": "tlh-QQ"}, "not a language code"),
        ({"text": "a", "language": "en", "level": "high"}, "'level'"),
        ({"text": "a", "language": "en", "enabledOnly": "true"}, "enabledRules"),
        ({"data": "[]", "language": "en"}, "annotation"),
        ({"data": '{"annotation": [{"text": 1}]}', "language": "en"}, "annotation"),
        ({"data": "[" * 5000, "language": "en"}, "annotation"),
    ],
)
def test_what_is_wrong_is_said_as_languagetool_says_it(
    server: Running, form: dict[str, str], said: str
) -> None:
    response = server.client.post("/v2/check", data=form)
    assert response.status_code == 400
    assert response.text.startswith("Error: ")
    assert said in response.text
    assert response.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize("text", ["", " ", "\0", "%PDF-1.4", "\ufeffKiev fell.", "\x07" * 500])
def test_any_text_is_a_text(server: Running, text: str) -> None:
    answer = check(server, text)
    for match in answer["matches"]:
        assert match["offset"] + match["length"] <= len(text)
    if "Kiev" in text:
        assert found(answer)["GLO101"]["offset"] == 1


def test_a_lone_surrogate_keeps_places(server: Running) -> None:
    data = '{"annotation": [{"text": "\\ud83d in Kiev."}]}'
    assert found(check(server, data=data))["GLO101"]["offset"] == 5


def test_too_much_is_refused(server: Running) -> None:
    response = server.client.post("/v2/check", data={"text": "a" * 300_000, "language": "en"})
    assert response.status_code == 413
    assert "limit of 200,000 bytes" in response.text

    def parts() -> Iterator[bytes]:
        yield from (b"a" * 10_000 for _ in range(40))

    response = server.client.post("/v2/check", content=parts())
    assert response.status_code == 413


def test_pages_of_other_sites_may_not_ask(server: Running) -> None:
    form = {"word": "Lviv"}
    headers = {"Origin": "https://elsewhere.example"}
    assert server.client.post("/v2/words/add", data=form, headers=headers).status_code == 403
    headers = {"Host": "elsewhere.example"}
    assert server.client.get("/v2/words", headers=headers).status_code == 403
    assert server.client.get("/v2/words", headers={"Host": "["}).status_code in (400, 403)
    headers = {"Origin": server.address.rstrip("/")}
    assert server.client.get("/v2/words", headers=headers).status_code == 200


def test_what_is_not_there(server: Running) -> None:
    assert server.client.get("/v2/nothing").status_code == 404
    assert server.client.get("/rules/XYZ999").status_code == 404
    response = server.client.get("/v2/words/add")
    assert response.status_code == 405
    assert response.headers["allow"] == "POST"
    json_ = server.client.post("/v2/check", json={"text": "a"})
    assert json_.status_code == 415


def test_a_long_story_blocks_nobody(server: Running) -> None:
    line = "The minister of Ukraine said on Monday that talks with Moldova would go on in Lviv.\n\n"
    story = line * (150_000 // len(line))
    with ThreadPoolExecutor(3) as pool:
        long = [pool.submit(check, server, story) for _ in range(3)]
        time.sleep(0.2)
        assert "TYP103" in found(check(server, "Officials from from Lviv."))
        assert not all(future.done() for future in long)
        for future in long:
            future.result()


def test_language_tool_python_reads_it(server: Running) -> None:
    import language_tool_python

    with language_tool_python.LanguageTool("en-US", remote_server=server.address) as tool:
        text = "😀 Officials from from Kiev agreed."
        matches = tool.check(text)
        assert {"TYP103", "GLO101"} <= {m.rule_id for m in matches}
        assert tool.correct(text) == "😀 Officials from Kyiv agreed."
        tool.disabled_rules = {"TYP103"}
        assert "TYP103" not in {m.rule_id for m in tool.check(text)}


def test_a_process_that_dies_is_replaced() -> None:
    async def story() -> None:
        pool = Pool(1, 30, print, ())
        try:
            with pytest.raises(LostError):
                await pool.run(1, os._exit, 1)
            process = await pool.run(1, os.getpid)
            os.kill(process, signal.SIGKILL)
            await asyncio.sleep(0.5)
            assert await pool.run(1, os.getpid) != process
            with pytest.raises(ValueError, match="invalid literal"):
                await pool.run(1, int, "x")
        finally:
            pool.end()

    asyncio.run(story())


def test_the_memory_is_bounded() -> None:
    now = 0.0
    memory = Memory(lambda: now)
    lines = [f"Line {n} of {n * 7919} tells of {chr(65 + n % 26) * 9}." for n in range(500)]
    before = [memory.beside("a", line)[0] for line in lines]
    assert before[0] == ""
    assert lines[0] in before[1]
    assert max(map(len, before)) < 4_200
    # Nothing is left of a client when many others came, or time went by.
    for n in range(70):
        memory.beside(str(n), lines[n])
    assert memory.beside("a", lines[1]) == ("", "")
    now = 3_000.0
    assert memory.beside("a", lines[2]) == ("", "")
    assert memory.beside("a", "Two lines\nof Line one.") == ("", "")


def test_out_of_time(tmp_path: Path) -> None:
    line = "The minister of Ukraine said on Monday that talks with Moldova would go on in Lviv.\n\n"
    with serving(tmp_path, "--time-limit", "1", "--jobs", "1") as running:
        form = {"text": line * 20_000, "language": "en"}
        response = running.client.post("/v2/check", data=form)
        assert response.status_code == 503
        assert "Checking took longer than 1 seconds" in response.text
        # The process is ended, and there is another one for whoever comes next.
        for _ in range(60):
            form = {"text": "Officials from from Lviv.", "language": "en"}
            response = running.client.post("/v2/check", data=form)
            if response.status_code == 200:
                break
        assert response.status_code == 200
        assert response.json()["matches"]


def test_it_ends_cleanly(tmp_path: Path) -> None:
    with serving(tmp_path, "--jobs", "2") as running:
        running.client.get("/v2/check", params={"text": "Lviv.", "language": "en"})
        assert running.end() == 128 + signal.SIGTERM
        assert running.process.stderr
        assert running.process.stderr.read() == ""
        with pytest.raises(httpx.ConnectError):
            running.client.get("/v2/healthcheck")


TOKEN = "0123456789abcdef"


def test_beyond_this_machine_a_token_is_needed(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\n", "utf-8")
    with serving(tmp_path, "--host", "0.0.0.0", "--token-file", "token", "--jobs", "1") as running:
        form = {"text": "Officials from from Lviv.", "language": "en"}
        get, post = running.client.get, running.client.post
        assert post("/v2/check", data=form).status_code == 401
        assert post("/v2/check", data=form | {"apiKey": "wrong"}).status_code == 401
        assert get("/v2/words", headers={b"Authorization": b"Bearer \xe9"}).status_code == 401
        assert post("/v2/check", data=form | {"apiKey": TOKEN}).json()["matches"]
        headers = {"Authorization": f"Bearer {TOKEN}", "Host": "desk.example"}
        assert post("/v2/check", data=form, headers=headers).json()["matches"]
        assert get("/v2/healthcheck").text == "OK"


def test_a_site_may_be_allowed(tmp_path: Path) -> None:
    site = "https://cms.example"
    with serving(tmp_path, "--allow-origin", site, "--jobs", "1") as running:
        response = running.client.get("/v2/languages", headers={"Origin": site})
        assert response.headers["access-control-allow-origin"] == site
        asks = {"Origin": site, "Access-Control-Request-Method": "POST"}
        asks["Access-Control-Request-Headers"] = "authorization"
        assert running.client.options("/v2/check", headers=asks).status_code == 200
        other = running.client.get("/v2/languages", headers={"Origin": "https://other.example"})
        assert other.status_code == 403
