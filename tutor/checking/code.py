"""Python in notes: every block compiles, and a block called `python run` runs by itself.

Coding and numeric questions must prove their code and numbers that way.
"""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
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
                ast.parse(fence.code)
            except SyntaxError as error:
                line = fence.line + (error.lineno or 1) - 1
                yield note.problem(f"the Python does not compile ({error.msg})", line=line)
    for one in note.questions:
        if one.kind in PROVEN and not proof_of(note, one):
            text = f"{one.text!r} is {one.kind} and has no 'python run' block that proves its answer"
            yield note.problem(text, line=note.heading_line(one.text))


def proof_of(note: Note, question: AuthoredQuestion) -> bool:
    """Whether code that is run stands in the question's answer."""
    return "```python run\n" in question.of(note.document.text)


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
        environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "SYSTEMROOT") if name in os.environ}
        command = [sys.executable, "-I", "-B", str(_RUNNER)]
        try:
            done = subprocess.run(
                command,
                input=json.dumps([one.code for one in blocks]),
                cwd=folder,
                env=environment | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
                capture_output=True,
                text=True,
                timeout=PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired:
            yield note.problem(f"its code did not end within {PATIENCE} seconds", line=blocks[0].line)
            return
    try:
        faults = json.loads(done.stderr.rpartition("\n")[2])
    except ValueError:
        yield note.problem(f"its code ended Python with exit code {done.returncode}", line=blocks[0].line)
        return
    for block, line, error in faults:
        yield note.problem(f"the code fails: {error}", line=blocks[block].line + line - 1)
