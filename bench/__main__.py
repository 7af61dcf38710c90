"""`python -m bench NAME`: one measurement as a table; `all` for every one, `--json` for scripts.

Exit code 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from bench.figures import Result
from bench.report import report
from bench.workshop import Workshop

_Measure = Callable[[Workshop, argparse.Namespace], Result]


def _run(name: str, **options: object) -> Result:
    """A measurement's module is imported when it is asked for: each brings its own heavy libraries."""
    shop = options.pop("shop")
    result: Result = import_module(f"bench.{name}").measure(shop, **options)
    return result


_MEASURES: dict[str, _Measure] = {
    "ingest": lambda shop, o: _run("ingest", shop=shop, files=o.files, rounds=o.rounds or 3, scale=o.scale),
    "reingest": lambda shop, _: _run("reingest", shop=shop),
    "retrieval": lambda shop, o: _run("retrieval", shop=shop, chunks=o.chunks, files=o.files),
    "start": lambda shop, o: _run("start", shop=shop, rounds=o.rounds or 5),
    "citations": lambda shop, o: _run("citations", shop=shop, questions=o.questions),
}


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    logging.basicConfig(level="ERROR")
    names = list(_MEASURES) if options.name == "all" else [options.name]
    with _work_folder(options.work) as folder:
        results = [_show(_MEASURES[name](Workshop(folder), options), as_json=options.json) for name in names]
    if options.json:
        found = [one.as_json() for one in results]
        print(json.dumps(found[0] if options.name != "all" else {"measurements": found}))
    if options.write is not None:
        given = dict.fromkeys(("ingest", "retrieval"), "--files DIR") if options.files else {}
        before = options.write.read_text(encoding="utf-8") if options.write.is_file() else ""
        options.write.write_text(report(results, given, before=before, order=list(_MEASURES)), encoding="utf-8")
    return 1 if any(figure.met is False for one in results for figure in one.figures) else 0


@contextmanager
def _work_folder(kept: Path | None) -> Iterator[Path]:
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="tutor-bench-") as folder:
        yield Path(folder)


def _show(result: Result, *, as_json: bool) -> Result:
    if not as_json:
        print(result.as_text(), end="\n\n", flush=True)
    return result


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description="The speed and citation figures.")
    parser.add_argument("name", nargs="?", default="all", choices=[*_MEASURES, "all"])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--files", type=Path, metavar="DIR", help="`ingest`, `retrieval`: text files to add")
    parser.add_argument("--scale", type=float, default=1.0, metavar="X", help="`ingest`: X times the recombined text")
    parser.add_argument("--rounds", type=int, metavar="N", help="`ingest`, `start`: rounds (default 3, 5)")
    parser.add_argument("--chunks", type=int, default=10_000, metavar="N", help="`retrieval`: chunks to search")
    parser.add_argument("--questions", type=int, default=200, metavar="N", help="`citations`: questions to ask")
    parser.add_argument("--work", type=Path, metavar="DIR", help="keep the throwaway libraries here (default: nowhere)")
    parser.add_argument(
        "--write", type=Path, metavar="FILE", help="write the tables into a Markdown file; others in it stay"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
