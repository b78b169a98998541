"""`qa report`: the files it writes, and the page in a real browser."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

WIRE = Path(__file__).parent.parent / "fixtures" / "wire"
HOSTILE = "<img src=x onerror=alert(1)>"
STORIES = {
    "clean.txt": "The minister met reporters in Kyiv on Monday.\n",
    f"{HOSTILE.replace('/', '')}.txt": (
        "Officials from from Kyiv said <script>alert(2)</script> </script> on Monday.\n"
        "He said “that  ” it is & was over.   \n"
        "Two two “words said said to him.\n"
    ),
    "blinken.txt": "Secretary of State Anthony Blinken met him in Kiev. Kiev was was calm.\n",
}


def report(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "qa", "report", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of stories that try to break it."""
    folder = tmp_path_factory.mktemp("report")
    (folder / "in").mkdir()
    for name, text in STORIES.items():
        (folder / "in" / name).write_text(text, "utf-8")
    done = report(folder / "in", folder / "missing.txt", "-o", folder / "out")
    assert done.returncode == 2
    assert "missing.txt" in done.stderr
    assert "Traceback" not in done.stderr
    assert str(folder / "out" / "index.html") in done.stdout
    return folder / "out"


def findings(made: Path) -> list[dict[str, Any]]:
    whole = json.loads((made / "findings.json").read_text("utf-8"))
    return [f for file in whole["files"] for f in file["findings"]]


class Page(HTMLParser):
    """What the tests ask of the page: its elements, and whether they are closed in order."""

    VOID = frozenset({"meta", "link", "input", "br"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_findings_json_is_what_check_prints(tmp_path: Path) -> None:
    done = report(WIRE, "-o", tmp_path / "a" / "b", "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")
    check = subprocess.run(
        [sys.executable, "-m", "qa", "check", "--format", "json", str(WIRE)],
        capture_output=True,
        encoding="utf-8",
    )
    assert (tmp_path / "a" / "b" / "findings.json").read_text("utf-8") == check.stdout
    assert json.loads(check.stdout)["summary"]["findings"] > 0


def test_every_finding_is_on_the_page_once(made: Path) -> None:
    page = Page((made / "index.html").read_text("utf-8"))
    found = findings(made)
    assert len(found) > 5
    notes = [a for tag, a in page.tags if tag == "li" and a.get("data-code")]
    assert sorted(str(a["data-code"]) for a in notes) == sorted(f["code"] for f in found)
    ids = [a["id"] for _, a in page.tags if "id" in a]
    assert len(ids) == len(set(ids))
    links = {str(a["href"])[1:] for tag, a in page.tags if tag == "a" and str(a["href"])[0] == "#"}
    assert links <= set(ids)


def test_nothing_of_a_story_becomes_markup(made: Path) -> None:
    html = (made / "index.html").read_text("utf-8")
    page = Page(html)
    tags = [tag for tag, _ in page.tags]
    assert tags.count("script") == 1
    assert "img" not in tags
    assert not [a for _, a in page.tags if any(name.startswith("on") for name in a)]
    # The marks of findings, with their numbers, may stand between.
    assert re.search(r"<script>\d*alert\(2\)</script>", page.text)
    assert "<script>alert(2)" not in html


def test_the_page_needs_no_other_file(made: Path) -> None:
    html = (made / "index.html").read_text("utf-8")
    links = [a for tag, a in Page(html).tags if tag in ("link", "script", "img", "iframe")]
    assert [a.get("href") or a.get("src") for a in links] == ["data:,", None]
    assert not re.search(r"url\(|@import|https?://", html)


def test_what_could_not_be_checked_is_on_the_page(made: Path) -> None:
    html = (made / "index.html").read_text("utf-8")
    assert "Not checked, or not whole" in html
    assert "missing.txt: " in html


def test_names_are_shown_with_their_spellings(made: Path) -> None:
    html = (made / "index.html").read_text("utf-8")
    names = html[html.index('id="names"') : html.index('id="stories"')]
    rows = [re.sub(r"<[^>]*>", "|", row) for row in re.findall(r"<tr>(.*?)</tr>", names)]
    cells = [[c for c in row.split("|") if c] for row in rows]
    assert cells[1:3] == [
        ["Antony Blinken", "Anthony Blinken", "wrong", "1", "blinken.txt"],
        ["Kyiv", "Kiev", "wrong", "2", "blinken.txt"],
    ]
    assert [cells[3][:2], cells[3][-1]] == [["Kyiv", "2"], "clean.txt"]


def test_names_without_an_entry_are_shown_with_their_spellings(tmp_path: Path) -> None:
    for i, name in enumerate(("Ingvall", "Ingvall", "Ingval")):
        (tmp_path / f"{i}.txt").write_text(f"Skipper Ludde {name} said that he was ill.\n", "utf-8")
    assert report(tmp_path, "-o", tmp_path / "out").returncode == 1
    text = Page((tmp_path / "out" / "index.html").read_text("utf-8")).text
    assert re.search(r"Ingvall\s*no entry in a glossary\s*Ingvall\s*2\s*2 stories", text)
    assert re.search(r"Ingval\s*rarer\s*1\s*2.txt", text)


def test_what_came_back_from_a_round_trip_is_shown(tmp_path: Path) -> None:
    (tmp_path / "qa.toml").write_text("max-loss = 0\n")
    done = report(
        WIRE, "-o", tmp_path, "--roundtrip", "--select", "RTT", "--config", tmp_path / "qa.toml"
    )
    assert (done.returncode, done.stderr) == (1, "")
    trips = {f["data"]["round_trip"] for f in findings(tmp_path)}
    # What is new in it is marked.
    html = re.sub("</?mark>", "", (tmp_path / "index.html").read_text("utf-8"))
    shown = unescape(html)
    assert len(trips) > 5
    assert {t for t in trips if t not in shown} == set()


def test_a_folder_without_findings_gives_a_report_too(tmp_path: Path) -> None:
    (tmp_path / "clean.txt").write_text(STORIES["clean.txt"])
    done = report(tmp_path, "-o", tmp_path / "out")
    assert (done.returncode, done.stderr) == (0, "")
    assert "nothing found" in (tmp_path / "out" / "index.html").read_text("utf-8")


def test_a_second_report_takes_the_place_of_the_first(tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text("It was was so.\n")
    assert report(story, "-o", tmp_path / "out").returncode == 1
    story.write_text("It was so.\n")
    assert report(story, "-o", tmp_path / "out").returncode == 0
    assert "TYP103" not in (tmp_path / "out" / "index.html").read_text("utf-8")
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["findings.json", "index.html"]


def test_a_report_is_no_story_of_the_next(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text("It was was so.\n")
    for _ in range(2):
        assert report(tmp_path, "-o", tmp_path / "out").returncode == 1
        whole = json.loads((tmp_path / "out" / "findings.json").read_text("utf-8"))
        assert [Path(f["path"]).name for f in whole["files"]] == ["story.txt"]


def test_a_file_in_place_of_the_folder_is_one_line(tmp_path: Path) -> None:
    place = tmp_path / "out"
    place.write_text("mine")
    done = report(WIRE, "-o", place)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"qa: {place}: is a file; name a folder for the report with -o\n"
    assert place.read_text() == "mine"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    api = pytest.importorskip("playwright.sync_api", reason="needs wireqa[browser]")
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("needs Chromium (Debian: apt-get install chromium)")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with api.sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium, args=quiet)


@pytest.fixture
def page(browser: Any, made: Path) -> Iterator[Any]:
    """The report in a browser; fails when it logs, asks for more than itself, or shows a dialog."""
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: said.append(request.url))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    url = (made / "index.html").as_uri()
    page.goto(url)
    yield page
    page.close()
    assert [s for s in said if s not in (url, "data:,")] == []


def visible(page: Any, selector: str) -> list[str]:
    return [e.inner_text() for e in page.locator(selector).all() if e.is_visible()]


def test_browser_filters_by_rule_and_severity(page: Any, made: Path) -> None:
    total = len(findings(made))
    assert len(visible(page, ".notes > li")) == total
    page.select_option("#rule", "TYP103")
    doubled = sum(f["code"] == "TYP103" for f in findings(made))
    assert 0 < doubled < total
    assert len(visible(page, ".notes > li")) == doubled
    assert page.inner_text("#count").startswith(f"{doubled} of {total} findings, 2 of 3 stories")
    assert page.locator("mark:not(.off)").count() == doubled
    page.select_option("#rule", "TYP")
    assert len(visible(page, ".notes > li")) == sum(f["code"][:3] == "TYP" for f in findings(made))
    page.click("button[type=reset]")
    page.select_option("#severity", "info")
    infos = sum(f["severity"] == "info" for f in findings(made))
    assert 0 < infos < total
    assert len(visible(page, ".notes > li")) == infos
    page.click("button[type=reset]")
    page.wait_for_function("document.getElementById('count').textContent === ''")
    assert len(visible(page, ".notes > li")) == total


def test_browser_search_finds_stories_and_findings(page: Any) -> None:
    page.keyboard.press("/")
    page.keyboard.type("blINKEN")
    assert visible(page, ".story h3") == ["blinken.txt"]
    page.fill("#query", "met reporters")
    assert visible(page, ".story h3") == ["clean.txt"]
    page.fill("#query", "<script>")
    assert visible(page, ".story h3") == [f"{HOSTILE}.txt"]
    page.fill("#query", "no such words anywhere")
    assert visible(page, ".story h3") == []
    assert page.inner_text("#count").startswith("0 of ")


def test_browser_marks_and_notes_lead_to_each_other(page: Any) -> None:
    page.locator("a.ref").first.click()
    anchor = page.evaluate("location.hash.slice(1)")
    assert page.locator(f"[id='{anchor}']").get_attribute("data-code")
    page.locator(f"[id='{anchor}'] a.no").click()
    assert page.evaluate("location.hash.slice(1)") == anchor.replace("-", "-m")


def test_browser_page_is_whole_without_javascript(browser: Any, made: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((made / "index.html").as_uri())
    assert not page.locator(".filter").is_visible()
    assert len(visible(page, ".notes > li")) == len(findings(made))
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 360])
def test_browser_page_is_accessible(browser: Any, made: Path, scheme: str, width: int) -> None:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="needs wireqa[browser]"
    )
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto((made / "index.html").as_uri())
    # axe looks at what is laid out only.
    page.add_style_tag(content=".story { content-visibility: visible !important }")
    results = axe.Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
