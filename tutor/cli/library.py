"""`tutor ingest|documents|show|remove|doctor|serve`."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tutor.build import Tutor
from tutor.doctor import FIT_AGAIN
from tutor.domain import FileOutcome, FileResult, Finding, IngestReport
from tutor.settings import PROJECT, Settings

if TYPE_CHECKING:
    from tutor.library.ingest import IngestProgress, OnProgress

_MARKS = {"good": "ok  ", "warning": "note", "bad": "BAD "}


def add_ingest(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401 - argparse's own type is private
    parser = commands.add_parser("ingest", parents=[common], help="take files and folders into the library")
    parser.add_argument("paths", nargs="+", metavar="PATH", type=Path)
    parser.add_argument("--prune", action="store_true", help="forget documents whose file is gone from these folders")
    parser.add_argument("--dry-run", action="store_true", help="show what would change, change nothing")
    parser.add_argument("--rebuild", action="store_true", help="forget the whole library first, embed everything again")
    parser.set_defaults(run=_ingest)


def _ingest(options: argparse.Namespace, settings: Settings) -> int:
    tutor = Tutor(settings)
    with _progress(quiet=options.json) as on_progress:
        report = tutor.ingest(
            options.paths,
            prune=options.prune,
            dry_run=options.dry_run,
            rebuild=options.rebuild,
            on_progress=on_progress,
        )
    if options.json:
        print(json.dumps(_report_json(report), ensure_ascii=False))
    else:
        _print_report(report)
    if (fitted_for := tutor.parts.calibration.embedder) != tutor.embedder.fingerprint:
        print(
            f"The thresholds of answers and grades were fitted for {fitted_for!r}, and this library's embedder is "
            f"{tutor.embedder.fingerprint!r}: fit them again with '{FIT_AGAIN}'.",
            file=sys.stderr,
        )
    return 1 if report.count(FileOutcome.FAILED) else 0


def _report_json(report: IngestReport) -> dict[str, Any]:
    counts = {outcome.value: report.count(outcome) for outcome in FileOutcome}
    return counts | report.model_dump(mode="json")


def _print_report(report: IngestReport) -> None:
    for file in report.files:
        if file.outcome is FileOutcome.FAILED:
            print(f"failed     {file.name}: {file.reason}")
        elif report.dry_run and file.outcome is not FileOutcome.UNCHANGED:
            print(f"would be {file.outcome.value}: {file.name}")
    counts = ", ".join(f"{report.count(outcome):,} {outcome.value}" for outcome in FileOutcome)
    if report.dry_run:
        print(f"Nothing was changed. It would be: {counts}.")
    else:
        print(f"{counts} ({report.embedded_chunks:,} chunks embedded in {report.seconds:.1f} s)")


@contextmanager
def _progress(*, quiet: bool) -> Iterator[OnProgress | None]:
    """A bar on a terminal, plain lines otherwise."""
    if quiet:
        yield None
        return
    if not sys.stderr.isatty():
        yield _plain_line
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn  # only where there is a terminal

    percentage = TextColumn("{task.percentage:3.0f}%")
    columns = (TextColumn("{task.description}"), BarColumn(), percentage, TimeRemainingColumn())
    with Progress(*columns, transient=True) as bar:
        task = bar.add_task("reading", total=None)

        def show(progress: IngestProgress) -> None:
            words = f"{progress.files_done}/{progress.files_total} files, {progress.chunks:,} chunks, "
            words += f"{progress.chunks_per_second:.0f}/s"
            bar.update(task, description=words, total=progress.bytes_total, completed=progress.bytes_done)

        yield show


def _plain_line(progress: IngestProgress) -> None:
    left = "" if progress.seconds_left is None else f", {progress.seconds_left:.0f} s left"
    line = f"{progress.files_done}/{progress.files_total} files, {progress.chunks:,} chunks"
    print(f"{line}, {progress.chunks_per_second:.0f} chunks/s{left}", file=sys.stderr)


def add_documents(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401
    parser = commands.add_parser("documents", parents=[common], help="list what is in the library")
    parser.set_defaults(run=_documents)


def _documents(options: argparse.Namespace, settings: Settings) -> int:
    found = Tutor(settings).documents()
    if options.json:
        print(json.dumps([one.model_dump(mode="json") for one in found], ensure_ascii=False))
        return 0
    for one in found:
        print(f"{one.name}  ({one.area or one.kind.value}, {one.chunks} chunks, {one.questions} questions)")
    empty = "The library is empty: 'tutor ingest corpus' takes in the shipped notes."
    print(f"{len(found):,} documents" if found else empty)
    return 0


def add_show(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401
    parser = commands.add_parser("show", parents=[common], help="print a document's text, as citations count it")
    parser.add_argument("document", metavar="DOCUMENT")
    parser.set_defaults(run=_show)


def _show(options: argparse.Namespace, settings: Settings) -> int:
    document = Tutor(settings).document(options.document)
    if options.json:
        print(json.dumps({"document": document.name, **document.model_dump(mode="json")}, ensure_ascii=False))
    else:
        sys.stdout.write(document.text)
    return 0


def add_remove(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401
    parser = commands.add_parser("remove", parents=[common], help="forget documents")
    parser.add_argument("documents", nargs="+", metavar="DOCUMENT")
    parser.set_defaults(run=_remove)


def _remove(options: argparse.Namespace, settings: Settings) -> int:
    tutor = Tutor(settings)
    names = [tutor.document(name).name for name in options.documents]
    tutor.remove(names)
    results = [FileResult(name=name, outcome=FileOutcome.REMOVED) for name in names]
    if options.json:
        print(json.dumps([one.model_dump(mode="json") for one in results], ensure_ascii=False))
    else:
        print("\n".join(f"removed {one.name}" for one in results))
    return 0


def add_doctor(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401
    parser = commands.add_parser("doctor", parents=[common], help="check everything, and say how to mend it")
    parser.add_argument("--mend", action="store_true", help="build the search index again from the stored vectors")
    parser.set_defaults(run=_doctor)


def _doctor(options: argparse.Namespace, settings: Settings) -> int:
    findings = Tutor(settings).doctor(mend=options.mend)
    if options.json:
        print(json.dumps([one.model_dump(mode="json") for one in findings], ensure_ascii=False))
    else:
        for one in findings:
            print(_finding_line(one))
    return 1 if any(one.state == "bad" for one in findings) else 0


def _finding_line(finding: Finding) -> str:
    mend = f"\n          mend it with: {finding.command}" if finding.command and finding.state != "good" else ""
    return f"{_MARKS[finding.state]}  {finding.name}: {finding.text}{mend}"


def add_serve(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401
    parser = commands.add_parser("serve", parents=[common], help="open the page on this machine")
    parser.set_defaults(run=_serve)


def _serve(_options: argparse.Namespace, _settings: Settings) -> int:
    return subprocess.call([sys.executable, "-m", "streamlit", "run", str(PROJECT / "app.py")], cwd=PROJECT)


COMMANDS = (add_ingest, add_documents, add_show, add_remove, add_doctor, add_serve)
