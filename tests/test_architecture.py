"""The house rules of the code, read from its imports."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.commands import ROOT, environment

PACKAGE = ROOT / "tutor"
FILES = sorted([*PACKAGE.rglob("*.py"), ROOT / "app.py", ROOT / "ingest.py"])
# Parsed once, while the tests are collected.
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in FILES}
HEAVY = {"torch", "transformers", "sentence_transformers", "chromadb", "onnxruntime", "streamlit", "sklearn", "scipy"}
LONGEST = 300

# Each floor with those it may import from; the first four are at the bottom and know no floor above.
BELOW = {
    "errors": set(),
    "domain": {"errors"},
    "settings": {"errors", "domain"},
    "calibration": {"errors", "domain"},
    "material": {"errors", "domain"},
    "library": {"errors", "domain", "material", "settings"},
    "retrieval": {"errors", "domain", "calibration", "library"},
    "backends": {"errors", "domain", "settings"},
    "answering": {"errors", "domain", "calibration", "material", "library", "retrieval", "backends"},
    "records": {"errors", "domain"},
    "recording": {"errors", "domain", "records"},
    "export": {"errors", "domain", "records", "answering"},
    "doctor": {"errors", "domain", "settings", "library", "backends"},
}
_PARTS = {*BELOW, "practice", "checking"}
_BUILD = {*_PARTS, "build"}
ABOVE = {
    "practice": set(BELOW),
    "checking": {*BELOW, "practice"},
    "parts": _PARTS,
    "desk": {*_PARTS, "parts"},
    "build": {*_PARTS, "parts", "desk"},
    "evaluation": _BUILD,  # measures through the facade, as a user asks
    "cli": {*_BUILD, "evaluation"},
    "ui": _BUILD,
    "": _BUILD | {"cli", "ui"},
}
ABOVE |= {"__main__": {"cli"}}

HOMES = {
    "chromadb": {"library/vectors.py"},
    "sqlalchemy": {"library/", "records/"},
    "sentence_transformers": {"library/engines.py", "library/other_embedder.py", "retrieval/reranker.py"},
    "torch": {"library/engines.py", "library/other_embedder.py", "retrieval/reranker.py"},
    "transformers": {"library/engines.py", "library/other_embedder.py"},
    "onnxruntime": {"library/engines.py"},
    "langchain": {"backends/"},
    "langchain_openai": {"backends/"},
    "langchain_anthropic": {"backends/"},
    "langchain_ollama": {"backends/"},
    "langchain_google_genai": {"backends/"},
    "openai": {"backends/"},
    "anthropic": {"backends/"},
    "ollama": {"backends/"},
    "streamlit": {"ui/", "../app.py"},
    "latex2mathml": {"checking/", "practice/material_html.py"},
    "fsrs": {"practice/schedule.py"},
    "genanki": {"practice/exporting/"},
    "pytrec_eval": {"evaluation/metrics.py"},
}


class Import(NamedTuple):
    """An imported module, and where: `lazily` inside a function, `typing` only for the type checker."""

    module: str
    line: int
    lazily: bool
    typing: bool


def imports(path: Path) -> list[Import]:
    return list(_walk(TREES[path], lazily=False, typing=False))


def _walk(node: ast.AST, *, lazily: bool, typing: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from (Import(alias.name, child.lineno, lazily, typing) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            assert child.level == 0, "relative imports are not used"
            module = child.module or ""
            if module == "tutor":
                yield from (Import(f"tutor.{alias.name}", child.lineno, lazily, typing) for alias in child.names)
            else:
                yield Import(module, child.lineno, lazily, typing)
        inside = lazily or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        checks = typing or (isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test))
        yield from _walk(child, lazily=inside, typing=checks)


def floor_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts if path.is_relative_to(PACKAGE) else ("",)
    return "" if parts == ("__init__",) else parts[0]


def place_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix() if path.is_relative_to(PACKAGE) else f"../{path.name}"


def test_the_package_is_read() -> None:
    assert len(FILES) > 40
    assert {floor_of(path) for path in FILES} - set(BELOW) - set(ABOVE) == set(), "a floor this test does not know"


@pytest.mark.parametrize("path", FILES, ids=place_of)
def test_a_floor_imports_only_the_floors_below_it(path: Path) -> None:
    floor = floor_of(path)
    allowed = (BELOW | ABOVE)[floor] | {floor}
    wrong = [
        f"line {one.line}: {one.module}"
        for one in imports(path)
        if one.module.startswith("tutor.")
        and one.module.split(".")[1] not in allowed
        and not (floor in {"ui", "cli", ""} and one.module in {"tutor.Tutor", "tutor.open_tutor"})
    ]
    assert wrong == []


@pytest.mark.parametrize("path", FILES, ids=place_of)
def test_a_vendor_is_imported_only_in_its_home(path: Path) -> None:
    place = place_of(path)
    wrong = [
        f"line {one.line}: {one.module}"
        for one in imports(path)
        if (homes := HOMES.get(one.module.split(".")[0])) is not None and not place.startswith(tuple(homes))
    ]
    assert wrong == []


@pytest.mark.parametrize("path", FILES, ids=place_of)
def test_heavy_packages_are_imported_only_inside_functions(path: Path) -> None:
    page = floor_of(path) == "ui" or path.name == "app.py"
    heavy = HEAVY - {"streamlit"} if page else HEAVY
    wrong = [one for one in imports(path) if one.module.split(".")[0] in heavy and not one.lazily and not one.typing]
    assert wrong == []


@pytest.mark.parametrize("path", [path for path in FILES if floor_of(path) != "cli"], ids=place_of)
def test_only_the_command_prints(path: Path) -> None:
    calls = [node for node in ast.walk(TREES[path]) if isinstance(node, ast.Call)]
    assert [node.lineno for node in calls if isinstance(node.func, ast.Name) and node.func.id == "print"] == []


@pytest.mark.parametrize("path", FILES, ids=place_of)
def test_a_file_is_short_enough_to_read(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("path", FILES, ids=place_of)
def test_nothing_is_swallowed(path: Path) -> None:
    handlers = [node for node in ast.walk(TREES[path]) if isinstance(node, ast.ExceptHandler)]
    for handler in handlers:
        assert handler.type is not None, f"line {handler.lineno}: a bare except"
        broad = ast.unparse(handler.type) in {"Exception", "BaseException"}
        assert not (broad and len(handler.body) == 1 and isinstance(handler.body[0], ast.Pass)), (
            f"line {handler.lineno}"
        )


@pytest.mark.parametrize("name", ["utils", "helpers", "common", "core", "services", "misc"])
def test_no_file_is_named_after_nothing(name: str) -> None:
    assert [path for path in FILES if path.stem == name or name in path.parent.relative_to(ROOT).parts] == []


def _loaded(code: str, tmp_path: Path) -> set[str]:
    report = f"{code}\nimport sys\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", report], cwd=tmp_path, env=environment(), capture_output=True, text=True, check=True
    )
    return set(done.stdout.splitlines()[-1].split())


def test_importing_tutor_loads_nothing_heavy(tmp_path: Path) -> None:
    loaded = _loaded("import tutor", tmp_path)
    assert "tutor" in loaded
    assert (
        loaded & (HEAVY | {"langchain", "openai", "anthropic", "pandas", "docx", "pptx", "pypdfium2", "rich"}) == set()
    )


def test_listing_the_documents_loads_no_model(tmp_path: Path) -> None:
    code = f"import tutor.cli\ntutor.cli.main(['documents', '--json', '--data-dir', {str(tmp_path / 'data')!r}])"
    assert _loaded(code, tmp_path) & (HEAVY | {"langchain", "pandas"}) == set()


def test_asking_loads_no_torch(tmp_path: Path, models: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "models").symlink_to(models)
    (tmp_path / "note.md").write_text("# Note\n\nRanks decide how many parameters are trained.\n", encoding="utf-8")
    code = f"import tutor\nt = tutor.open_tutor({str(data)!r})\nt.embedder.load()\nt.search('ranks')\nt.close()"
    loaded = _loaded(code, tmp_path)
    assert "onnxruntime" in loaded
    assert loaded & {"torch", "transformers", "sentence_transformers", "sklearn", "scipy", "streamlit"} == set()
