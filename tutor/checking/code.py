"""Python in notes: every block compiles, and a block called `python run` runs by itself.

Coding and numeric questions must prove their code and numbers that way.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from tutor.checking.note import Fence, Note
from tutor.checking.problem import Problem
from tutor.domain import AuthoredQuestion, QuestionKind

PATIENCE = 180  # seconds for all blocks of one note, on a busy machine
PROVEN = (QuestionKind.CODING, QuestionKind.NUMERIC)
_RUNNER = Path(__file__).with_name("block_runner.py")


def check_code(note: Note) -> Iterator[Problem]:
    """Python blocks that do not compile, and questions whose code or numbers nothing proves."""
    for fence in note.fences:
        if fence.info[:1] == ("python",):
            try:
                compile(fence.code, note.name, "exec", dont_inherit=True)
            except SyntaxError as error:
                line = fence.line + (error.lineno or 1) - 1
                yield note.problem(f"the Python does not compile ({error.msg})", line=line)
            except (ValueError, MemoryError, RecursionError) as error:
                yield note.problem(f"the Python does not compile ({type(error).__name__})", line=fence.line)
    for one in note.questions:
        if one.kind in PROVEN and not proof_of(note, one):
            text = f"{one.text!r} is {one.kind} and has no 'python run' block that proves its answer"
            yield note.problem(text, line=note.heading_line(one.text))


def proof_of(note: Note, question: AuthoredQuestion) -> bool:
    """Whether code that is run stands in the question's answer."""
    text = question.of(note.document.text)
    return any(_is_run(one) and one.code and one.code.strip() in text for one in note.fences)


def run_code(notes: Iterable[Note]) -> Iterator[Problem]:
    """Run what is marked to run: a process a note, as many at once as there are processors; each block starts with
    nothing but Python.  The code is executed, so it must be code you trust."""
    jobs = [(note, blocks) for note in notes if (blocks := [one for one in note.fences if _is_run(one)])]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for found in pool.map(lambda job: list(_run(*job)), jobs):
            yield from found


def _is_run(fence: Fence) -> bool:
    return fence.info[:2] == ("python", "run")


def _run(note: Note, blocks: list[Fence]) -> Iterator[Problem]:
    with tempfile.TemporaryDirectory() as folder:
        # The faults come back in a file: what the blocks print is theirs.
        report = Path(folder) / ".faults.json"
        environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "SYSTEMROOT") if name in os.environ}
        process = subprocess.Popen(
            [sys.executable, "-I", "-B", str(_RUNNER), str(report)],
            cwd=folder,
            env=environment | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # so that what the blocks start ends with them
        )
        try:
            process.communicate(json.dumps([one.code for one in blocks]).encode(), timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            yield note.problem(f"its code did not end within {PATIENCE} seconds", line=blocks[0].line)
            return
        finally:
            _end(process)
        if not report.is_file():
            yield note.problem(f"its code ended Python with exit code {process.returncode}", line=blocks[0].line)
            return
        for block, line, error in json.loads(report.read_text(encoding="utf-8")):
            yield note.problem(f"the code fails: {error}", line=blocks[block].line + line - 1)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and everything it started."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
