"""The report page, in a real browser: what it shows, finds, keeps and gives away."""

import base64
import gzip
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from qa.feedback.verdicts import read_feedback
from qa.page import write_page
from qa.page.data import Family, Figures, Made, Note, PageData, Passage, Rule, Severities, Story
from qa.page.wording import day, percent

ROOT = Path(__file__).parent.parent
HOSTILE = "<img src=x onerror=alert(1)>"
STORIES: list[dict[str, str]] = [
    {
        "id": "bridge",
        "date": "2026-11-18",
        "desk": "World",
        "source": "agency-uk",
        "title": "The bridge",
        "original": "Уряд виділив 340 мільйонів гривень на ремонт мосту, сказав міністр.",
        "text": "The government allocated 620 million hryvnias to repair the bridge, the minister said.",
    },
    {
        "id": HOSTILE,
        "date": "2026-11-19",
        "desk": "World",
        "source": "</script><script>alert(3)</script>",
        "title": f"{HOSTILE}</script>",
        "text": "Officials from from Kyiv said <script>alert(2)</script> on Monday.\n\n"
        "He said “that  ” it is & was over.   \n\nTwo two “words said said to him.",
    },
    {
        "id": "blinken",
        "date": "2026-11-20",
        "desk": "Politics",
        "source": "agency-uk",
        "title": "A visit",
        "text": "Secretary of State Anthony Blinken met him in Kiev. Kiev was was calm.",
    },
    {
        "id": "clean",
        "date": "2026-11-21",
        "desk": "Sport",
        "source": "agency-pl",
        "title": "The minister met reporters",
        "text": "The minister met reporters in Kyiv on Monday.",
    },
]
MANY = 50_000
SCREEN = {"width": 1200, "height": 900}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of stories that try to break it, beside an earlier one and with verdicts."""
    folder = tmp_path_factory.mktemp("page")
    earlier = [{**s, "text": s["text"].replace("was was", "was"), "original": ""} for s in STORIES]
    for name, stories in (("before", earlier), ("now", STORIES)):
        lines = [json.dumps({"language": "en", "original": "", **s}) + "\n" for s in stories]
        (folder / f"{name}.jsonl").write_text("".join(lines), "utf-8")
    report(folder / "before.jsonl", "-o", folder / "before")
    given = [
        {
            "version": 1,
            "story": "blinken",
            "id": f["id"],
            "code": f["code"],
            "text": f["text"],
            "severity": f["severity"],
            "confidence": f["confidence"],
            "suspicion": None,
            "verdict": "accept",
            "at": "2026-11-21T08:00:00Z",
        }
        for f in rows(folder / "before")[2]["findings"]
    ]
    (folder / "verdicts.jsonl").write_text("".join(json.dumps(v) + "\n" for v in given))
    report(
        *(folder / "now.jsonl", folder / "missing.txt", "-o", folder / "out"),
        *("--against", folder / "before", "--verdicts", folder / "verdicts.jsonl"),
    )
    return folder / "out"


def report(*arguments: str | Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "qa", "report", *map(str, arguments), "--quiet"],
        capture_output=True,
        encoding="utf-8",
    )
    assert "Traceback" not in done.stderr


def rows(folder: Path) -> list[dict[str, Any]]:
    parts = sorted(folder.glob("results/*.jsonl"))
    return [json.loads(line) for part in parts for line in part.read_text("utf-8").splitlines()]


def findings(folder: Path) -> list[dict[str, Any]]:
    """The findings of the report, with their stories, and whether the one before has them not."""
    known = {
        (row["story"], f["id"]) for row in rows(folder.parent / "before") for f in row["findings"]
    }
    return [
        {**f, "row": row, "new": (row["story"], f["id"]) not in known}
        for row in rows(folder)
        for f in row["findings"]
    ]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of as many findings as are ever listed."""
    path = tmp_path_factory.mktemp("large") / "index.html"
    stories = []
    for s in range(MANY // 50):
        passages = tuple(
            Passage(p, "paragraph", f"Sentence {p} of story {s} was was here. " * 4, True, True)
            for p in range(25)
        )
        notes = tuple(
            Note(
                *(f"{s}-{n}", "TYP103", "warning", 1.0, None, "“was” is doubled", n + 1, 20),
                *(n // 2, 22, 29, None, ()),
            )
            for n in range(50)
        )
        known = (f"2026-11-{s % 28 + 1:02}", f"desk {s % 5}", "", "en", "", "")
        severities = Severities(warning=50)
        stories.append(
            Story(
                f"story-{s}", "all.jsonl", s, "", *known, 900, "", 50, severities, passages, notes
            )
        )
    rule = Rule("TYP103", "doubled-word", "", MANY, len(stories))
    data = PageData(
        made=Made("2026-11-22T08:00:00Z", "0"),
        figures=Figures(
            len(stories), 900 * len(stories), MANY, len(stories), 0, 0, Severities(warning=MANY)
        ),
        families=(Family("TYP", "spelling", MANY, len(stories), (rule,)),),
        tables=(),
        stories=tuple(stories),
        left_out=0,
        worst=(0,),
        suspects=(),
        names=(),
        more_names=0,
        calibration=(),
        against=None,
        problems=(),
        more_problems=0,
    )
    write_page(data, path)
    return path


class Html(HTMLParser):
    """What the tests ask of the page as it is written."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_nothing_of_a_story_becomes_markup(made: Path) -> None:
    tags = Html(made / "index.html").tags
    assert [a for tag, a in tags if tag == "script"] == [
        {"type": "text/plain", "id": "data"},
        {},
        {},
    ]
    assert not [tag for tag, _ in tags if tag in ("img", "iframe", "object")]
    assert not [a for _, a in tags if any(name.startswith("on") for name in a)]


def test_the_page_needs_no_other_file(made: Path) -> None:
    tags = Html(made / "index.html").tags
    links = [a for tag, a in tags if tag in ("link", "script", "img", "iframe")]
    assert {a.get("href") or a.get("src") for a in links} == {"data:,", None}
    policy = next(a["content"] for tag, a in tags if a.get("http-equiv"))
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-")


def test_every_finding_is_embedded_once(made: Path) -> None:
    html = (made / "index.html").read_text("utf-8")
    packed = re.search(r'id="data">([^<]+)<', html)
    assert packed is not None
    embedded = json.loads(gzip.decompress(base64.b64decode(packed[1])))
    assert sorted(embedded["notes"]["id"]) == sorted(f["id"] for f in findings(made))


def test_the_library_is_that_of_the_lock_file() -> None:
    lock = json.loads((ROOT / "scripts/page-library/package-lock.json").read_text())["packages"]
    head = (ROOT / "qa/page/library.js").read_text("utf-8").partition("*/")[0]
    bundled = dict(re.findall(r"([@\w/-]+) (\d[\d.]+) \((?:ISC|MIT|BSD)", head))
    assert {"@observablehq/plot", "@tanstack/virtual-core"} < bundled.keys()
    assert bundled == {name: lock[f"node_modules/{name}"]["version"] for name in bundled}
    notice = (ROOT / "NOTICE.md").read_text("utf-8")
    assert "qa/page/library.js" in notice
    assert all(f"{name} {bundled[name]}" in notice for name in page_dependencies())


def page_dependencies() -> list[str]:
    package = json.loads((ROOT / "scripts/page-library/package.json").read_text())
    return list(package["dependencies"])


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (0, 0, "0%"),
        (0, 7, "0%"),
        (7, 7, "100%"),
        (1, 3, "33%"),
        (1, 900, "under 1%"),
        (899, 900, "over 99%"),
    ],
)
def test_a_share_is_neither_nothing_nor_all_that_is_not(part: int, whole: int, said: str) -> None:
    assert percent(part, whole) == said


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        ("2026-11-02", "day", "2 November 2026"),
        ("2026-11-02T23:59:00Z", "day", "2 November 2026"),
        ("2026-11-02", "week", "week of 2 November 2026"),
        ("2026-11-01", "month", "November 2026"),
        ("2026-01-01", "year", "2026"),
        ("soon", "day", "soon"),
    ],
)
def test_a_day_is_named_as_far_as_its_unit_goes(value: str, unit: str, said: str) -> None:
    assert day(value, unit) == said


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    api = pytest.importorskip("playwright.sync_api", reason="needs wireqa[browser]")
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("needs Chromium (Debian: apt-get install chromium)")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with api.sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium, args=quiet)


Visit = Callable[..., Any]


@pytest.fixture
def visit(browser: Any) -> Iterator[Visit]:
    """Opens a page; fails when it logs, asks for more than itself, or shows a dialog."""
    said: list[str] = []
    contexts: list[Any] = []

    def opened(path: Path, hash: str = "", script: str = "", **settings: Any) -> Any:
        # So high that a small report is drawn whole.
        given = {"viewport": {"width": 1200, "height": 6_000}, **settings}
        contexts.append(browser.new_context(**given))
        page = contexts[-1].new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: said.append(dialog.message))
        page.on("request", lambda request: said.append(request.url))
        if script:
            page.add_init_script(script)
        page.goto(path.as_uri() + hash)
        page.wait_for_selector("html[data-ready]", state="attached")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [s for s in said if not re.match(r"file:///\S+\.html(#|$)|data:,$|blob:", s)] == []


@pytest.fixture
def page(visit: Visit, made: Path) -> Any:
    """The report."""
    return visit(made / "index.html")


def shown(page: Any) -> list[str]:
    """The codes of the findings in the list, in their order."""
    codes: list[str] = page.locator("#list .notes code").all_inner_texts()
    return codes


def codes(made: Path, fits: Callable[[dict[str, Any]], bool] = lambda f: True) -> list[str]:
    return sorted(f["code"] for f in findings(made) if fits(f))


def choose(page: Any, field: str, value: str) -> None:
    if field == "new":
        page.set_checked("#new", bool(value))
    elif field in ("from", "to", "q"):
        page.fill(f"#{field}", value)
    else:
        page.select_option(f"#{field}", value)


FILTERS: dict[str, tuple[dict[str, str], Callable[[dict[str, Any]], bool]]] = {
    "all": ({}, lambda f: True),
    "a rule": ({"rule": "TYP103"}, lambda f: f["code"] == "TYP103"),
    "a family": ({"rule": "GLO"}, lambda f: f["code"].startswith("GLO")),
    "severity": ({"severity": "info"}, lambda f: f["severity"] == "info"),
    "desk": ({"desk": "Politics"}, lambda f: f["row"]["desk"] == "Politics"),
    "source": ({"source": "agency-uk"}, lambda f: f["row"]["source"] == "agency-uk"),
    "from": ({"from": "2026-11-20"}, lambda f: f["row"]["date"] >= "2026-11-20"),
    "to": ({"to": "2026-11-19"}, lambda f: f["row"]["date"] <= "2026-11-19"),
    "only new": ({"new": "1"}, lambda f: f["new"]),
    "text of a story": ({"q": "bridge, THE minister"}, lambda f: f["row"]["story"] == "bridge"),
    "a title": ({"q": "a visit"}, lambda f: f["row"]["story"] == "blinken"),
    "a message": ({"q": "“said” is doubled"}, lambda f: f["text"] == "said said"),
    "hostile words": ({"q": "</script>"}, lambda f: f["row"]["story"] == HOSTILE),
    "two": (
        {"desk": "World", "rule": "TYP"},
        lambda f: f["row"]["desk"] == "World" and f["code"].startswith("TYP"),
    ),
    "nothing": ({"q": "no such words anywhere"}, lambda f: False),
}


@pytest.mark.parametrize("name", FILTERS)
def test_filters_and_search_show_what_fits(visit: Visit, made: Path, name: str) -> None:
    wanted, fits = FILTERS[name]
    page = visit(made / "index.html")
    for field, value in wanted.items():
        choose(page, field, value)
    expected = codes(made, fits)
    assert sorted(shown(page)) == expected
    assert (expected == []) == (name == "nothing")
    assert (expected == codes(made)) == (name == "all")
    assert page.locator("#nothing").is_visible() == (expected == [])
    total = len(codes(made))
    count = page.inner_text("#count")
    assert count.startswith(f"{len(expected)} of {total} findings, in " if wanted else f"{total} f")
    if wanted:
        page.click("#clear")
        assert sorted(shown(page)) == codes(made)


def test_marks_stand_in_the_text(page: Any, made: Path) -> None:
    page.fill("#q", "“was” is doubled")
    assert page.locator("#list mark").all_inner_texts() == ["was was"]
    assert "Kiev was was calm." in page.inner_text("#list .copy")
    page.hover("#list mark")
    assert page.locator("#list li.lit").count() == 1


def test_a_filter_is_in_the_address(visit: Visit, page: Any, made: Path) -> None:
    page.select_option("#rule", "TYP103")
    page.wait_for_function("() => location.hash === '#rule=TYP103'")
    again = visit(made / "index.html", "#rule=TYP103")
    assert shown(again) == shown(page)
    assert set(shown(again)) == {"TYP103"}


def test_a_link_to_what_no_listed_story_has_shows_nothing(visit: Visit, made: Path) -> None:
    page = visit(made / "index.html", "#desk=Nowhere")
    assert shown(page) == []
    assert page.locator("#nothing").is_visible()
    assert page.input_value("#desk") == "Nowhere"


def test_tables_lead_to_the_list(page: Any, made: Path) -> None:
    page.click("section[aria-labelledby=by-desk] a:text('Politics')")
    assert page.input_value("#desk") == "Politics"
    assert sorted(shown(page)) == codes(made, lambda f: f["row"]["desk"] == "Politics")
    page.click("section[aria-labelledby=rules] a:text('doubled-word')")
    assert (page.input_value("#desk"), set(shown(page))) == ("", {"TYP103"})
    page.click("section[aria-labelledby=worst] a:text('A visit')")
    assert page.locator("#list li.current").count() == 1
    assert page.locator("#list li.current").is_visible()


def test_a_link_opens_a_finding_far_off_the_screen(visit: Visit, large: Path) -> None:
    page = visit(large, "#story=story-990&finding=990-31", viewport=SCREEN)
    current = page.locator("li.current")
    current.wait_for()
    page.wait_for_timeout(200)
    box = current.bounding_box()
    assert 0 < box["y"] < 900 - box["height"]
    assert current.locator(".place").get_attribute("href") == "#story=story-990&finding=990-31"
    assert page.evaluate("document.activeElement.matches('li.current')")


def test_a_link_opens_a_finding_that_filters_hide(page: Any, made: Path) -> None:
    page.select_option("#desk", "Politics")
    bridge = next(f for f in findings(made) if f["row"]["story"] == "bridge")
    page.evaluate(f"location.hash = 'story=bridge&finding={bridge['id']}'")
    page.wait_for_selector("li.current")
    assert page.input_value("#desk") == ""
    assert page.inner_text("li.current code") == bridge["code"]


def test_a_link_to_a_finding_that_is_gone_says_so(visit: Visit, made: Path) -> None:
    page = visit(made / "index.html", "#story=bridge&finding=none")
    assert "not in this report" in page.inner_text("#gone")


def test_keys_lead_through_the_findings(page: Any, made: Path) -> None:
    page.keyboard.press("j")
    first = page.locator("li.current").get_attribute("data-note")
    page.keyboard.press("j")
    second = page.locator("li.current").get_attribute("data-note")
    assert second != first
    page.keyboard.press("k")
    assert page.locator("li.current").get_attribute("data-note") == first
    for key, verdict in {"a": "accept", "r": "reject", "w": "wrong"}.items():
        page.keyboard.press(key)
        pressed = page.locator("li.current [aria-pressed=true]")
        assert pressed.get_attribute("data-verdict") == verdict
    page.keyboard.press("w")
    assert page.locator("[aria-pressed=true]").count() == 0
    page.keyboard.press("Escape")
    assert page.locator("li.current").count() == 0
    page.keyboard.press("/")
    page.keyboard.type("jarw")
    assert page.input_value("#q") == "jarw"
    page.keyboard.press("Escape")
    assert page.input_value("#q") == ""
    assert sorted(shown(page)) == codes(made)
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("j")
    assert page.locator("li.current").count() == 0
    page.keyboard.press("Escape")
    assert not page.locator("#keys").is_visible()


def test_keys_reach_every_finding(visit: Visit, large: Path) -> None:
    page = visit(large, viewport=SCREEN)
    for _ in range(60):
        page.keyboard.press("j")
    current = page.locator("li.current")
    assert current.get_attribute("data-note") == "59"
    page.wait_for_timeout(100)
    box = current.bounding_box()
    assert 0 < box["y"] < 900 - box["height"]


def test_verdicts_are_kept_and_exported(page: Any, made: Path, tmp_path: Path) -> None:
    assert page.is_disabled("#export")
    page.fill("#q", "Blinken")
    notes = page.locator("#list .notes > li")
    for i, verdict in enumerate(("accept", "reject", "wrong")):
        notes.nth(i).locator(f"[data-verdict={verdict}]").click()
    page.reload()
    assert page.locator("[aria-pressed=true]").count() == 3
    page.select_option("#verdict", "wrong")
    assert page.locator("#list .notes > li").count() == 1
    with page.expect_download() as download:
        page.click("#export")
    download.value.save_as(tmp_path / "verdicts.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "verdicts.jsonl").read_text().splitlines()]
    by_id = {f["id"]: f for f in findings(made)}
    assert sorted(line["verdict"] for line in lines) == ["accept", "reject", "wrong"]
    for line in lines:
        found = by_id[line["id"]]
        same = {key: found[key] for key in ("id", "code", "text", "severity", "confidence")}
        assert {key: line[key] for key in same} == same
        assert (line["version"], line["story"]) == (1, "blinken")
    feedback = read_feedback([tmp_path / "verdicts.jsonl"])
    assert (len(feedback.verdicts), feedback.problems) == (3, ())


def test_without_storage_verdicts_last_until_the_page_is_closed(visit: Visit, made: Path) -> None:
    # What browsers do that are told to keep nothing of a page.
    refused = "Object.defineProperty(window, 'localStorage', { get() { throw new Error() } })"
    page = visit(made / "index.html", script=refused)
    page.locator("[data-verdict=accept]").first.click()
    assert page.locator("[aria-pressed=true]").count() == 1
    assert "before you close the page" in page.inner_text("#not-kept")
    assert page.inner_text("#export") == "Export 1 verdict"


def test_only_what_is_near_the_screen_is_drawn(visit: Visit, large: Path) -> None:
    page = visit(large, viewport=SCREEN)
    elements = "document.querySelectorAll('*').length"
    assert page.inner_text("#count") == "50,000 findings"
    drawn = [page.evaluate(elements)]
    height = page.evaluate("document.documentElement.scrollHeight")
    assert height > 1_000_000
    for part in (0.3, 0.7, 1):
        page.evaluate(f"scrollTo(0, {part} * document.documentElement.scrollHeight)")
        page.wait_for_timeout(150)
        assert page.locator("#list .passage").first.is_visible()
        drawn.append(page.evaluate(elements))
    assert max(drawn) < 2_000
    page.select_option("#desk", "desk 3")
    assert page.inner_text("#count").startswith("10,000 of 50,000 findings, in 200 of 1,000")
    assert page.evaluate(elements) < 2_000


def test_one_paragraph_with_thousands_of_findings_is_drawn_in_parts(
    visit: Visit, tmp_path: Path
) -> None:
    (tmp_path / "story.txt").write_text("It was was so. " * 3_000 + "\n")
    report(tmp_path / "story.txt", "-o", tmp_path / "out", "--select", "TYP103")
    page = visit(tmp_path / "out" / "index.html", viewport=SCREEN)
    assert page.evaluate("document.querySelectorAll('#list li').length") < 300


def test_sections_say_what_there_is(page: Any) -> None:
    titles = page.locator("main > section > h2").all_inner_texts()
    assert titles == [
        "Not checked, or not whole",
        "Since last time",
        "Over time",
        "What was found",
        "By desk",
        "By source",
        "By language",
        "Stories with most findings",
        "Suspect passages",
        "Names and their spellings",
        "Does the score say what editors say?",
        "The findings",
    ]
    assert page.locator("#contents a").all_inner_texts() == titles
    assert "missing.txt" in page.inner_text(".problems")
    sides = page.locator(".suspect").first.locator("dt").all_inner_texts()
    assert sides == ["Source", "Copy"]
    assert page.locator(".suspect").first.locator("dd mark").all_inner_texts() == ["620 million"]
    names = page.inner_text(".names")
    assert re.search(r"Antony Blinken\s+Anthony Blinken\s+wrong\s+1\s+1\s+A visit", names)
    assert re.search(r"TYP103 doubled-word\s+\+1", page.inner_text(".change"))


def test_charts_say_in_words_what_they_show(page: Any) -> None:
    page.wait_for_selector("#time-charts svg")
    charts = page.locator("#time-charts figure")
    families = page.locator(".kind-of").count()
    assert charts.count() == families + 1
    label = charts.first.locator("[role=img]").get_attribute("aria-label")
    assert label.startswith("All findings, findings per 1,000 words a day: from ")
    page.check("[name=measure][value=count]")
    label = charts.first.locator("[role=img]").get_attribute("aria-label")
    assert label.startswith("All findings, findings a day: from ")
    assert page.locator("[data-calibration] svg circle").count() > 0


def test_on_paper_the_findings_stand_one_after_the_other(page: Any, made: Path) -> None:
    page.evaluate("addEventListener('afterprint', () => (window.printed = drawnOnPaper))")
    page.evaluate(
        "addEventListener('beforeprint', () => (window.drawnOnPaper = "
        "document.querySelectorAll('#list.unrolled li').length))"
    )
    assert page.pdf()[:5] == b"%PDF-"
    assert page.evaluate("printed") == len(findings(made))
    assert page.locator("#list.unrolled").count() == 0
    assert sorted(shown(page)) == codes(made)


def test_without_a_script_figures_and_tables_are_there(browser: Any, made: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((made / "index.html").as_uri())
    assert page.locator(".figures").is_visible()
    assert page.locator("section[aria-labelledby=by-desk] table").is_visible()
    assert not page.locator("#bar").is_visible()
    assert "in the results beside this page" in page.inner_text("noscript")
    context.close()


def test_a_run_without_findings_gives_a_page_too(browser: Any, tmp_path: Path) -> None:
    (tmp_path / "clean.txt").write_text(STORIES[-1]["text"])
    report(tmp_path, "-o", tmp_path / "out")
    page = browser.new_page()
    errors: list[Any] = []
    page.on("pageerror", lambda error: errors.append(error))
    page.goto((tmp_path / "out" / "index.html").as_uri())
    assert page.inner_text("h1") == "0 findings in 1 story"
    assert "Nothing was found." in page.inner_text(".lede")
    assert errors == []
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 360])
def test_the_page_is_accessible(visit: Visit, made: Path, scheme: str, width: int) -> None:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="needs wireqa[browser]"
    )
    page = visit(made / "index.html", color_scheme=scheme, viewport={"width": width, "height": 900})
    page.wait_for_selector("#time-charts svg")
    page.evaluate("document.querySelectorAll('details').forEach(d => (d.open = true))")
    page.locator("[data-verdict=accept]").first.click()
    page.keyboard.press("j")
    results = axe.Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    page.keyboard.press("?")
    results = axe.Axe().run(page, context="#keys")
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
