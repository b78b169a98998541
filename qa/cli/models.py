"""`qa models`."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from qa.cli import options
from qa.cli.output import say, tell
from qa.config import ENGINES
from qa.context import Context
from qa.engines import Engine, EngineSettings, Pair, make_engine
from qa.engines.firefox import models_folder
from qa.errors import InputError
from qa.text.notation import json_text

app = options.command(help="The translation models: which are there, where, and installing more.")


@app.command("list")
def list_models(
    format_: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="text or json.")
    ] = "text",
    config: options.ConfigFile = None,
) -> None:
    """List the models that each engine finds."""
    chosen = options.choice("--format", format_, {"text": False, "json": True})
    raise typer.Exit(run_list(options.context(config), as_json=chosen))


@app.command()
def path(config: options.ConfigFile = None) -> None:
    """Show where models are looked for."""
    raise typer.Exit(run_path(options.context(config)))


@app.command()
def install(
    models: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE…",
            help="Argos packages (.argosmodel), and folders or zips of Firefox models; "
            "with --from-index pairs such as uk-en.",
        ),
    ],
    from_index: Annotated[
        bool, typer.Option("--from-index", help="Download the models of the pairs given.")
    ] = False,
    engine: Annotated[
        str, typer.Option(metavar="NAME", help="Whose index: argos or firefox.")
    ] = "argos",
    config: options.ConfigFile = None,
) -> None:
    """Install models from files or, when asked, from an engine's index on the network."""
    chosen = options.choice("--engine", engine, {n: n for n in ("argos", "firefox")})
    raise typer.Exit(run_install(options.context(config), models, chosen, from_index))


_PAIR = re.compile(r"([a-z]{2,3})-([a-z]{2,3})")
_ARGOS = ".argosmodel"
_UNITS = ("B", "kB", "MB", "GB")


def run_list(context: Context, as_json: bool) -> int:
    """Print the models of each engine; where an engine cannot serve, why. Returns the exit code."""
    settings = _settings(context)
    rows: list[dict[str, str | int]] = []
    for name, engine in _engines(settings):
        if isinstance(engine, InputError):
            rows.append({"engine": name, "problem": engine.problem})
            continue
        for model in engine.models():
            rows.append(
                {
                    "engine": name,
                    "source": model.pair.source,
                    "target": model.pair.target,
                    "bytes": model.size,
                    "path": str(model.path) if model.path else settings.libretranslate_url,
                    "signature": engine.signature(*model.pair),
                }
            )
        if not engine.models():
            rows.append({"engine": name, "problem": "no model is installed"})
    if as_json:
        print(json_text({"version": 1, "models": rows}, 2))
        return 0
    for row in rows:
        if "problem" in row:
            tell(f"{row['engine']:14}  {row['problem']}")
        else:
            pair = f"{row['source']}-{row['target']}"
            size = _size(int(row["bytes"])) if row["bytes"] else ""
            tell(f"{row['engine']:14}  {pair:7}  {size:>7}  {row['path']}")
    return 0


def run_path(context: Context) -> int:
    """Print the folders that models are looked for in, an engine a line. Returns the exit code."""
    for name, place in _places(_settings(context)):
        tell(f"{name:14}  {place}")
    return 0


def run_install(context: Context, given: Sequence[str], engine: str, from_index: bool) -> int:
    """Put models there: from files and folders, or with `from_index` the pairs given, downloaded.

    Returns the exit code; one that cannot be installed is named, and the others are.
    """
    failed = False
    for item in given:
        try:
            if Path(item).exists():
                for what in _install(Path(item), _settings(context)):
                    tell(f"installed {what}")
            elif not (m := _PAIR.fullmatch(item)):
                raise InputError(item, "is no file, and no pair such as uk-en")
            elif not from_index:
                raise InputError(item, "is no file; --from-index downloads the model of a pair")
            else:
                _download(Pair(m[1], m[2]), engine, _settings(context))
                tell(f"installed {engine} {item}")
        except InputError as error:
            say(error)
            failed = True
    return 2 if failed else 0


class _Place(NamedTuple):
    engine: str
    place: str


def _settings(context: Context) -> EngineSettings:
    return EngineSettings(context.config.libretranslate_url, context.config.firefox_models)


def _engines(settings: EngineSettings) -> Iterator[tuple[str, Engine | InputError]]:
    for name in ENGINES:
        try:
            engine = make_engine(name, settings)
            engine.models()
            yield name, engine
        except InputError as error:
            yield name, error


def _places(settings: EngineSettings) -> Iterator[_Place]:
    yield _Place("libretranslate", settings.libretranslate_url or "no server is named")
    try:
        make_engine("argos")
        from argostranslate import settings as argos

        yield from (_Place("argos", str(folder)) for folder in argos.package_dirs)
    except InputError as error:
        yield _Place("argos", error.problem)
    yield _Place("firefox", str(models_folder(settings)))
    try:
        make_engine("embedded")
        from qa.engines import embedded

        yield _Place("embedded", str(embedded.models_folder()))
    except InputError as error:
        yield _Place("embedded", error.problem)


def _install(path: Path, settings: EngineSettings) -> Iterator[str]:
    """Install what is in a file or folder; says what that was."""
    from qa.engines.bergamot import models_in

    if path.suffix == _ARGOS:
        make_engine("argos")
        from argostranslate import package

        try:
            package.install_from_path(path)
        except Exception as error:  # whatever a broken archive makes of it
            raise InputError(str(path), f"is no package of Argos Translate ({error})") from None
        yield f"argos {path.stem}"
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = path
        if path.is_file():
            if not zipfile.is_zipfile(path):
                raise InputError(str(path), f"is neither {_ARGOS}, nor a folder or zip of models")
            folder = Path(temporary)
            with zipfile.ZipFile(path) as archive:
                archive.extractall(folder)
        models = models_in(folder)
        if not models:
            raise InputError(str(path), "holds no model of Firefox Translations (model.*.bin)")
        for pair, model in models.items():
            _keep(model, models_folder(settings) / "-".join(pair))
            yield f"firefox {'-'.join(pair)}"


def _keep(model: Path, target: Path) -> None:
    """Copy a model's folder, whole or not at all."""
    new = target.with_name(f".{target.name}.new")
    try:
        shutil.rmtree(new, ignore_errors=True)
        shutil.copytree(model, new)
        shutil.rmtree(target, ignore_errors=True)
        new.rename(target)
    except OSError as error:
        raise InputError(str(target), f"cannot be written ({error.strerror})") from None


def _download(pair: Pair, engine: str, settings: EngineSettings) -> None:
    try:
        if engine == "firefox":
            from fxtranslate import discovery

            discovery.add_models(*pair, str(models_folder(settings)), sys.stderr.isatty())
            return
        make_engine("argos")
        from argostranslate import package
        from argostranslate import settings as argos

        # It prints what goes wrong, and without an index asks for it for ever.
        with contextlib.redirect_stderr(io.StringIO()):
            package.update_package_index()
        if not Path(argos.local_package_index).is_file():
            raise InputError("-".join(pair), f"{argos.remote_repo} cannot be reached")
        for found in package.get_available_packages():
            if (found.from_code, found.to_code) == pair:
                package.install_from_path(found.download())
                return
    except InputError:
        raise
    except Exception as error:  # the network, the index, the disk
        raise InputError("-".join(pair), f"cannot be downloaded ({error})") from None
    raise InputError("-".join(pair), f"the index of {engine} has no such model")


def _size(count: float) -> str:
    for unit in _UNITS:
        if count < 1000 or unit == _UNITS[-1]:
            break
        count /= 1000
    return f"{count:.0f} {unit}"
