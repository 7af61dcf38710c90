"""The `tutor` command: for people, and with --json for scripts.

Exit codes: 0 done; 1 done, but some files failed or `doctor` found something wrong; 2 the command could not be done.
"""

from __future__ import annotations

import argparse
import io
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from tutor.cli import asking, evaluating, exporting, grading, interviewing, library, practice, quiz
from tutor.errors import TutorError
from tutor.settings import load_settings

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code.  An error is one sentence on standard error, never a traceback."""
    options = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that lacks a character shows "?"
    try:
        settings = load_settings(Path(options.data_dir) if options.data_dir else None, options.profile)
        logging.basicConfig(level=settings.log_level, format="%(levelname)s %(name)s: %(message)s")
        code: int = options.run(options, settings)
        sys.stdout.flush()
    except TutorError as error:
        print(f"tutor: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # The reader went away (`tutor search ... | head`): nothing to say, and nothing to flush at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("\ntutor: stopped; what was finished is kept", file=sys.stderr)
        return 130
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tutor", description="Answers and practice made only of your study material.")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--data-dir", metavar="DIR", help="the library to use (default: TUTOR_DATA_DIR, else data/)")
    common.add_argument("--profile", metavar="NAME", help="the candidate (default: TUTOR_PROFILE, else me)")
    common.add_argument("--json", action="store_true", help="print JSON, stable for scripts")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for group in (library, asking, practice, quiz, grading, interviewing, evaluating, exporting):
        for add in group.COMMANDS:
            add(commands, common)
    return parser
