"""How every command ends when something is wrong: with a paragraph, not with a traceback."""

from __future__ import annotations

import os
from pathlib import Path

import click
from rich.console import Console

from datacell_lib.config import settle_mirror, show_path
from datacell_lib.schema import DatacellError

FAILED, STOPPED = 1, 130
DEBUG = "--debug"
LONGEST_SENTENCE = 1000  # characters: what click would cut from its list of commands is kept
FILE = "A file"  # one that the operating system does not name
MEND_FILE = "Is it there, is it yours, is there room on the disk? Mend that and run again."


class Front(click.Group):
    """A group whose errors are one paragraph, not a traceback."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands, each with its first sentence whole."""
        rows = [
            (name, command.get_short_help_str(limit=LONGEST_SENTENCE))
            for name, command in sorted(self.commands.items())
        ]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Let --debug stand anywhere in the line."""
        if DEBUG in args:
            args = [DEBUG, *(argument for argument in args if argument != DEBUG)]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; turn the library's own errors into a message and exit code 1."""
        try:
            settle_mirror()
            return super().invoke(ctx)
        except DatacellError as error:
            if ctx.params["debug"]:
                raise
            tell(error, str(error))
            ctx.exit(FAILED)
        except OSError as error:
            if ctx.params["debug"] or error.strerror is None or isinstance(error, BrokenPipeError):
                raise
            named = error.filename
            where = show_path(Path(os.fsdecode(named))) if isinstance(named, (str, bytes)) else FILE
            tell(error, f"{where} can't be read or written ({error.strerror}). {MEND_FILE}")
            ctx.exit(FAILED)
        except KeyboardInterrupt:
            click.echo("\nStopped. What was finished before stands as it was.", err=True)
            ctx.exit(STOPPED)


def tell(error: Exception, text: str) -> None:
    """Show an error as a paragraph.

    Parameters
    ----------
    error : Exception
        What was raised.
    text : str
        What to say of it.
    """
    console = Console(stderr=True)
    console.print(f"[bold red]Error[/]  {type(error).__name__}", highlight=False)
    console.print(text, markup=False, highlight=False)
