"""The command line: the app with its table of commands, and the function that runs it."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from nertag.cli.data_commands import check, compare, convert, label, split, vectors
from nertag.cli.faults import exit_code
from nertag.cli.model_commands import (
    bench,
    cross_validate,
    evaluate,
    export,
    info,
    learning_curve,
    report,
    search,
    train,
)
from nertag.cli.parameters import Version
from nertag.cli.tagging_commands import serve, suggest, tag
from nertag.cli.terminal import prepare_streams
from nertag.cli.wording import use_flags_of_command

COMMANDS = (
    train,
    search,
    cross_validate,
    learning_curve,
    evaluate,
    compare,
    convert,
    check,
    split,
    label,
    tag,
    suggest,
    serve,
    export,
    bench,
    vectors,
    info,
    report,
)
"""The commands in the order of the help page."""

app = typer.Typer(
    name="nertag",
    help="Train and run sequence taggers on your own labelled text.",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for _command in COMMANDS:
    app.command()(_command)


@app.callback()
def _common(
    context: typer.Context,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks and all logs.")] = False,
    version: Version = False,
) -> None:
    if debug:
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "0")
    use_flags_of_command(context)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line: exit code 0, 2 for errors of the user, 130 for Ctrl-C.

    Parameters
    ----------
    arguments : list of str, optional
        The command line without the name of the program; that of the process by default.
    """
    arguments = (sys.argv[1:] if arguments is None else arguments) or ["--help"]
    prepare_streams()
    sys.exit(exit_code(app, arguments, debug="--debug" in arguments))
