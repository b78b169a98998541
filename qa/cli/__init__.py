"""The `qa` command: one module a command, with what may be typed and what it does."""

from __future__ import annotations

import errno
import gc
import os
import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from qa.cli.groups import group_of
from qa.errors import STOPS, InputError, fault
from qa.processes.limits import end_when_told

SUMMARIES = {
    "check": "Find what a human must look at before publishing.",
    "score": "Say which sentences to read first, and beside a source how likely an editor would reject each.",
    "report": "Check stories in bulk, and write a page about them (index.html) and the results.",
    "filter": "Add findings, reasons and a score to each row of a table of texts and translations, and drop rows.",
    "serve": "Serve editors on this machine: LanguageTool's API, one of its own, and a page to paste stories into.",
    "tune": "Show how often each rule was right, by verdicts on findings, and propose settings.",
    "clean": "Write the text with the fixes of the cleaning stage applied to standard output.",
    "rules": "List all rules.",
    "explain": "Say what a rule finds, why it matters, and show examples.",
    "init": "Write a qa.toml with the default settings into this folder.",
    "glossary": "Work with glossaries.",
    "cache": "What is kept of stories on this machine: where, how much, and taking it out.",
    "models": "The translation models: which are there, where, and installing more.",
}
# What typer raises for a wrong call; it has no public name since typer carries its own click.
_CALL_ERROR: Any = next(c for c in typer.BadParameter.__mro__ if c.__name__ == "ClickException")


app = typer.Typer(
    name="qa",
    cls=group_of(__name__, SUMMARIES, default="check"),
    context_settings={"help_option_names": ["--help", "-h"]},
    help="Lint translated news copy before it is published.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Run the command that was typed, with output that any text can be written to."""
    # Nothing of what is made at the start is garbage; looking for it takes 5% of a short run.
    gc.set_threshold(50_000)
    end_when_told()
    if not _have_streams():
        sys.exit(2)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(
                encoding=None if stream.isatty() else "utf-8", errors="backslashreplace"
            )
    try:
        sys.exit(run(sys.argv[1:]))
    finally:
        # One that is ended early must not wait for others that work for it.
        if "qa.processes.pool" in sys.modules:
            sys.modules["qa.processes.pool"].end_all()
        # At its end Python looks once more for garbage in all that was loaded, for 20 ms.
        gc.freeze()


# A full disk, a full quota, a file that may not grow, a broken device, a stream that is closed.
_UNWRITABLE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)


def _have_streams() -> bool:
    """Make sure that no file that is opened takes the number of a closed stream, and with it what is
    written there; whether standard output is open.
    """
    closed = [stream is None for stream in (sys.stdin, sys.stdout, sys.stderr)]
    for _ in filter(None, closed):
        os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free
    sys.stdin = sys.stdin or open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = sys.stderr or open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    if closed[1]:
        from qa.cli.output import say

        say("standard output is closed; there is nowhere to write to")
    return not closed[1]


def run(arguments: Sequence[str]) -> int:
    """Run the command with these arguments, and return its exit code; what is wrong is one line."""
    from qa.cli.output import say

    try:
        code = int(app([*arguments], prog_name="qa", standalone_mode=False) or 0)
        sys.stdout.flush()  # what cannot be written is an error of this call
        return code
    except _CALL_ERROR as error:
        # One line; typer's own report of a wrong call has four.
        say(error.format_message())
        return 2
    except (KeyboardInterrupt, typer.Abort):
        return 130
    except BrokenPipeError:
        # The reader of our output has gone (`qa check … | head`): nothing is wrong.
        sys.stderr.close()
        return 1
    except InputError as error:
        say(error)
        return 2
    except STOPS:
        raise
    except BaseException as error:  # the panic of a native package is no Exception
        if "QA_DEBUG" in os.environ:
            raise
        if isinstance(error, OSError) and error.errno in _UNWRITABLE and not error.filename:
            say(f"what it says cannot be written: {error.strerror}")
        else:
            advice = "please report it, with the trace that QA_DEBUG=1 shows"
            say(f"internal error ({fault(error)}); {advice}")
        return 2


def _version(wanted: bool) -> None:
    if wanted:
        from qa import __version__

        typer.echo(f"qa {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _options(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
