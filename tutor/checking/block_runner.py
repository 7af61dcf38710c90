"""Run by code.py in a process of its own: blocks of Python as JSON on standard input, each in a fresh `__main__`.

The file named by the first argument becomes a JSON list of (block, line in it, error) for those that failed.
"""

import json
import sys
import traceback
import types


def _line(error: BaseException, name: str, code: str) -> int:
    """The line of the block that the error passed through last; for a syntax error, its own."""
    if isinstance(error, SyntaxError) and error.filename == name:
        return error.lineno or 1
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == name]
    return (lines[-1] if lines else None) or 1


def main() -> None:
    """Execute every block, whatever became of the one before it."""
    faults = []
    for number, code in enumerate(json.load(sys.stdin)):
        module = types.ModuleType("__main__")
        sys.modules["__main__"] = module
        name = f"<block {number + 1}>"
        try:
            exec(compile(code, name, "exec"), module.__dict__)
        except BaseException as error:  # SystemExit and KeyboardInterrupt are failures of a note's code too
            words = " ".join(traceback.format_exception_only(error)[-1].split())[:200]
            faults.append((number, _line(error, name, code), words))
    with open(sys.argv[1], "w", encoding="utf-8") as report:
        json.dump(faults, report)


if __name__ == "__main__":
    main()
