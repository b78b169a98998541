"""The API of `qa serve`'s own: the JSON of the commands, and its OpenAPI description."""

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from command import run_qa
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)
from server import Running, serving

STORY = "Officials from from Kiev said so . They left.\n\nLeave a review\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with serving(tmp_path_factory.mktemp("api"), "--jobs", "2") as running:
        yield running


def ask(server: Running, path: str, **fields: Any) -> dict[str, Any]:
    response = server.client.post(path, json=fields)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def coded(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def codes(answer: dict[str, Any]) -> list[str]:
    return [finding["code"] for finding in answer["files"][0]["findings"]]


def test_check_says_what_the_command_says(server: Running) -> None:
    answer = ask(server, "/api/check", text=STORY)
    said = run_qa("check", "--isolated", "--format", "json", "-", stdin=STORY)
    assert answer.pop("text") == STORY
    assert answer == json.loads(said.stdout)
    assert codes(answer)


def test_the_rules_are_those_of_the_command(server: Running) -> None:
    said = run_qa("rules", "--format", "json")
    assert server.client.get("/api/rules").json() == json.loads(said.stdout)


def test_choosing_rules_and_language(server: Running) -> None:
    assert set(codes(ask(server, "/api/check", text=STORY, select=["TYP"]))) == {"TYP103"}
    assert "GLO101" not in codes(ask(server, "/api/check", text=STORY, ignore=["GLO"]))
    answer = ask(server, "/api/check", text=STORY, language="de-AT")
    assert answer["files"][0]["language"] == "de"
    assert not codes(ask(server, "/api/check", text=STORY, min_confidence=1, select=["MTA"]))


@pytest.mark.parametrize(
    ("raw", "name", "fixed"),
    [
        (
            b"\xef\xbb\xbf<p>In <b>Kiev</b>&nbsp;he\r\nleft .</p>",
            "story.html",
            b"\xef\xbb\xbf<p>In <b>Kyiv</b>&nbsp;he\r\nleft.</p>",
        ),
        (
            "# Talks\r\n\r\nOfficials from from *Kiev* agreed.\r\n".encode("utf-16"),
            "story.md",
            "# Talks\r\n\r\nOfficials from *Kyiv* agreed.\r\n".encode("utf-16"),
        ),
        (
            "Le président a parlé à Zoé , à Genève, à Besançon, où l’été est long.".encode(
                "cp1252"
            ),
            "a/b\\story.txt",
            "Le président a parlé à Zoé, à Genève, à Besançon, où l’été est long.".encode("cp1252"),
        ),
    ],
)
def test_only_the_bytes_in_question_change(
    server: Running, raw: bytes, name: str, fixed: bytes
) -> None:
    answer = ask(server, "/api/fix", content=coded(raw), name=name, unsafe=True)
    assert base64.b64decode(answer["content"]) == fixed
    assert answer["files"][0]["fixed"] >= 1
    assert answer["files"][0]["path"] == name.rpartition("\\")[2]


def test_chosen_edits_are_written_in_the_encoding_of_the_file(server: Running) -> None:
    raw = "“Київ” і Kiev\r\n".encode("cp1251")
    found = ask(server, "/api/check", content=coded(raw), language="uk")
    assert found["text"] == raw.decode("cp1251")
    edits = [{"start": 9, "end": 13, "text": "Львів"}]
    answer = ask(server, "/api/fix", content=coded(raw), language="uk", edits=edits)
    assert base64.b64decode(answer["content"]) == "“Київ” і Львів\r\n".encode("cp1251")
    edits = [{"start": 9, "end": 13, "text": "東"}]
    body = {"content": coded(raw), "language": "uk", "edits": edits}
    response = server.client.post("/api/fix", json=body)
    assert response.status_code == 400
    assert "has no '東'" in response.json()["error"]


def test_a_story_beside_its_source(server: Running) -> None:
    story: dict[str, Any] = {
        "text": "The mayor said that 15 people were hurt in the city on Monday.",
        "source": "Мер заявив, що в місті у понеділок постраждали 25 людей.",
    }
    assert "SRC101" in codes(ask(server, "/api/check", **story))
    assert "SRC101" in codes(ask(server, "/api/fix", **story))
    story["source_content"] = coded(str(story.pop("source")).encode("utf-16"))
    assert "SRC101" in codes(ask(server, "/api/check", **story, source_language="uk"))


def test_score_says_what_the_command_says(server: Running) -> None:
    text = "The mayor said that fifteen people were hurt in the city on Monday evening.\n"
    answer = ask(server, "/api/score", text=text)
    said = run_qa("score", "--isolated", "--format", "json", "-", stdin=text)
    assert answer == json.loads(said.stdout)
    assert answer["files"][0]["sentences"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({}, "give text or content"),
        ({"text": "a", "content": "YQ=="}, "one of them"),
        ({"text": 1}, "text must be"),
        ({"text": "a", "extra": 1}, "unknown field 'extra'"),
        ({"text": "a", "\ud800": 1}, "unknown field"),
        ({"content": "%"}, "not Base64"),
        ({"text": "a", "language": "Klingon"}, "unknown language"),
        ({"text": "a", "select": ["XYZ1"]}, "unknown rule"),
        ({"text": "a", "min_confidence": 2}, "min_confidence must be"),
        ({"text": "a,b\n1,2\n" * 20, "name": "t.csv"}, "not prose"),
        ({"content": coded(b"%PDF-1.4")}, "looks like a PDF"),
        ({"text": "a", "edits": [{"start": 0, "end": 9, "text": ""}]}, "the text has 1 characters"),
        ({"text": "a", "edits": [{"start": 1, "end": 0, "text": ""}]}, "must not overlap"),
    ],
)
def test_what_is_wrong_is_said(server: Running, body: dict[str, Any], said: str) -> None:
    response = server.client.post(
        "/api/fix", content=json.dumps(body), headers={"Content-Type": "application/json"}
    )
    assert response.status_code == 400
    assert said in response.json()["error"]


def test_the_name_of_a_story_leads_nowhere(server: Running) -> None:
    secret = server.folder / "story.txt.qa.toml"
    secret.write_text("this is no settings file\n", "utf-8")
    answer = ask(server, "/api/check", text=STORY, name=str(server.folder / "story.txt"))
    assert answer["files"][0]["path"] == "story.txt"
    assert answer["files"][0]["error"] is None


def test_the_body_must_be_json(server: Running) -> None:
    post = server.client.post
    assert post("/api/check", content=b"text=a").status_code == 415
    headers = {"Content-Type": "application/json"}
    for body in (b"", b"[", b"[]", b"[" * 100_000, b'{"min_confidence": NaN}', b"\xff"):
        response = post("/api/check", content=body, headers=headers)
        assert response.status_code == 400
        assert response.json()["error"]


@pytest.mark.filterwarnings("ignore")
def test_it_does_what_its_description_says(server: Running) -> None:
    schema = schemathesis.openapi.from_url(f"{server.address}api/openapi.json")
    checks = [
        not_a_server_error,
        status_code_conformance,
        content_type_conformance,
        response_schema_conformance,
        negative_data_rejection,
        unsupported_method,
    ]
    tried = 0
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            if mode == GenerationMode.NEGATIVE and operation.method == "get":
                continue  # nothing of it can be wrong

            @settings(
                max_examples=20,
                database=None,
                derandomize=True,
                suppress_health_check=[*HealthCheck],
            )
            @given(operation.as_strategy(generation_mode=mode))
            def holds(case: Any) -> None:
                nonlocal tried
                tried += 1
                case.call_and_validate(checks=checks)

            holds()
    assert tried > 60
