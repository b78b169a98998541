"""The page of `qa serve` for editors: what can be told of it over HTTP, by parsing, and of its logic in Node.

No browser takes part; the part of the script that needs no page (story.js) runs in Node where there is one.
"""

import base64
import hashlib
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from server import Running, serving

EDITOR = Path(__file__).parent.parent / "qa" / "serve" / "editor"
SCRIPT = (EDITOR / "page.js").read_text("utf-8")
STYLE = (EDITOR / "page.css").read_text("utf-8")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with serving(tmp_path_factory.mktemp("page"), "--jobs", "1") as running:
        yield running


class Elements(HTMLParser):
    """The elements of a page: their attributes and texts, in their order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self._open: list[int] = []
        self.feed(html)
        assert not self._open, "an element is not closed"

    VOID = frozenset(["meta", "link", "input", "br"])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))
        self.texts.append("")
        if tag not in self.VOID:
            self._open.append(len(self.found) - 1)

    def handle_endtag(self, tag: str) -> None:
        assert self.found[self._open.pop()][0] == tag

    def handle_data(self, data: str) -> None:
        for number in self._open:
            self.texts[number] += data

    def all(self, *tags: str) -> list[tuple[dict[str, str], str]]:
        pairs = zip(self.found, self.texts, strict=True)
        return [(attributes, text) for (tag, attributes), text in pairs if tag in tags]


@pytest.fixture(scope="module")
def page(server: Running) -> Elements:
    response = server.client.get("/")
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return Elements(response.text)


def test_only_its_own_script_and_style_run(server: Running, page: Elements) -> None:
    response = server.client.get("/")
    policy = response.headers["content-security-policy"]
    for tag in ("script", "style"):
        ((attributes, text),) = page.all(tag)
        assert attributes == {}
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert response.headers["x-content-type-options"] == "nosniff"


def test_it_asks_this_server_only(server: Running, page: Elements) -> None:
    assert not re.search(r"(?:https?:)?//[a-z]", re.sub("// .*", "", server.client.get("/").text))
    links = [a.get("href", a.get("src", "")) for _, a in page.found if "href" in a or "src" in a]
    assert links == ["data:,", "#main", "/"]
    for path in re.findall(r'ask\("(/[^"]+)"', SCRIPT):
        assert server.client.post(path).status_code in (400, 415), path


def test_what_comes_of_a_story_is_text() -> None:
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", SCRIPT)


def test_every_field_and_button_has_a_name(page: Elements) -> None:
    ids = [attributes["id"] for _, attributes in page.found if "id" in attributes]
    assert len(ids) == len(set(ids))
    labels = {attributes.get("for") for attributes, _ in page.all("label")}
    for attributes, _ in page.all("input", "textarea", "select"):
        assert attributes["id"] in labels
    assert all(text.strip() for _, text in page.all("button", "summary", "h1", "label"))
    for _, attributes in page.found:
        for name in ("aria-labelledby", "aria-describedby", "for"):
            assert attributes.get(name, ids[0]) in ids
    for attributes, _ in page.all("dialog", "aside", "section", "form"):
        names = {"aria-label", "aria-labelledby"} & attributes.keys()
        assert names or attributes.get("method") == "dialog"
    ((root, _),) = page.all("html")
    assert root["lang"] == "en"
    assert {a["id"] for _, a in page.found if "aria-live" in a} == {"said", "finding"}


def test_the_script_finds_what_it_names(page: Elements) -> None:
    ids = {attributes["id"] for _, attributes in page.found if "id" in attributes}
    assert set(re.findall(r'byId\("([\w-]+)"\)', SCRIPT)) <= ids
    buttons = re.search(r"const BUTTONS = \{(.*?)\n\};", SCRIPT, re.S)
    assert buttons
    named = set(re.findall(r"(\w+)(?=: |,$)", re.sub(r"KEYS\S*", "", buttons[1]), re.M))
    own = {a["id"] for a, _ in page.all("button") if a.get("type") == "button"}
    assert own == {name for name in named if name in ids}


def test_every_key_is_named_where_it_is_looked_for(page: Elements) -> None:
    table = re.search(r"const KEYS = \{(.*?)\n\};", SCRIPT, re.S)
    assert table
    keys = set(re.findall(r'^  "?(.)"?: ', table[1], re.M))
    assert keys == {text for _, text in page.all("kbd") if len(text) == 1}
    assert keys == {a["aria-keyshortcuts"] for _, a in page.found if "aria-keyshortcuts" in a}


def _luminance(color: str) -> float:
    parts = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    """The contrast of two colours, as WCAG 2.2 defines it."""
    light, dark = sorted(map(_luminance, (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("number", [0, 1], ids=["light", "dark"])
def test_contrast(number: int) -> None:
    schemes = re.findall(r":root \{(.*?)\}", STYLE, re.S)
    color = dict(re.findall(r"--([\w-]+): (#\w{6})", schemes[number]))
    for text in ("ink", "soft", "link", "error", "warning", "info"):
        assert _contrast(color[text], color["paper"]) >= 4.5, text
        assert _contrast(color[text], color["card"]) >= 4.5, text
    for mark in ("error-mark", "warning-mark", "info-mark"):
        assert _contrast(color["ink"], color[mark]) >= 4.5, mark
    assert _contrast(color["done"], color["done-mark"]) >= 4.5
    assert _contrast(color["on-link"], color["link"]) >= 4.5
    # The edges of fields, and the lines under marks, which tell severities apart without colour.
    for edge in ("edge", "error", "warning", "info"):
        assert _contrast(color[edge], color["paper"]) >= 3, edge


def test_marks_differ_by_more_than_colour() -> None:
    lines = re.findall(r"^mark(?:\.(\w+))? \{.*?border-bottom(?:: 2px (\w+))?", STYLE, re.M)
    assert dict(lines) == {"": "solid", "error": "", "warning": "dashed", "info": "dotted"}


NODE = shutil.which("node")


def decided(answer: dict[str, Any], script: str) -> Any:
    """What a script makes of the story of an answer, in Node."""
    assert NODE
    code = f"{(EDITOR / 'story.js').read_text('utf-8')}\nconst story = new Story({json.dumps(answer)});\n{script}"
    done = subprocess.run(
        [NODE, "-"], input=code, capture_output=True, text=True, encoding="utf-8", check=True
    )
    return json.loads(done.stdout)


TEXT = "😀 Officials from from Kiev said so . They left left.\r\n\r\nHe called it “a fine day.\r\n"


@pytest.mark.skipif(NODE is None, reason="no Node")
def test_accepting_what_is_found_gives_what_the_server_writes(server: Running) -> None:
    given = {"content": base64.b64encode(TEXT.encode("utf-16")).decode(), "name": "story.txt"}
    answer = server.client.post("/api/check", json=given).json()
    said = decided(
        answer,
        """
        const before = story.corrected;
        let index = null, steps = 0;
        while ((index = story.next(index, 1)) !== null && steps++ < 50) {
          if (!story.decide(index, "fixed")) story.decide(index, "left");
        }
        const after = story.corrected, edits = story.edits, open = story.open;
        while (story.undo() !== null);
        console.log(JSON.stringify({ before, after, edits, open, undone: story.corrected }));
        """,
    )
    assert said["before"] == said["undone"] == TEXT
    assert said["open"] == {"error": 0, "warning": 0, "info": 0}
    assert "from Kyiv said so. They left." in said["after"]
    fixed = server.client.post("/api/fix", json=given | {"edits": said["edits"]}).json()
    assert fixed["text"] == said["after"]
    assert base64.b64decode(fixed["content"]) == said["after"].encode("utf-16")


@pytest.mark.skipif(NODE is None, reason="no Node")
def test_a_fix_that_meets_another_cannot_be_taken() -> None:
    def finding(start: int, end: int, text: str, safety: str = "safe") -> dict[str, Any]:
        place = {"start": {"offset": start}, "end": {"offset": end}}
        edits = [{"start": start, "end": end, "text": text}]
        return {**place, "severity": "warning", "fix": {"safety": safety, "edits": edits}}

    findings = [
        finding(0, 3, "x"),
        finding(2, 5, "y"),
        finding(5, 5, "!"),
        finding(6, 7, "", "show"),
    ]
    answer = {
        "text": "abcdefgh",
        "files": [{"findings": findings, "language": "en", "error": None}],
    }
    said = decided(
        answer,
        """
        const could = [0, 1, 2, 3].map((index) => story.decide(index, "fixed"));
        const marked = story.pieces().filter((piece) => piece.findings.length);
        const back = [story.next(0, -1), story.next(null, 1), story.next(null, -1)];
        console.log(JSON.stringify({ could, text: story.corrected, back,
          marked: marked.map((piece) => [piece.text, piece.findings]) }));
        """,
    )
    assert said["could"] == [True, False, True, False]
    assert said["text"] == "xde!fgh"
    assert said["marked"] == [["de", [1]], ["g", [3]]]
    assert said["back"] == [3, 1, 3]
