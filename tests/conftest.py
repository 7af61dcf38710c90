"""What every test starts from: a clean environment, no network, one exported encoder, one library of the corpus."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from tests import network

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".pytest_cache" / "tutor"
_MODELS = Path(os.environ.get("TUTOR_TEST_MODELS") or CACHE / "models")
_PROVIDERS = ("OPENAI_", "ANTHROPIC_", "GOOGLE_", "GEMINI_", "OLLAMA_", "AZURE_", "LANGCHAIN_", "LANGSMITH_", "HF_")


def _clean_environment() -> None:
    for name in list(os.environ):
        if name.startswith((*_PROVIDERS, "TUTOR_")) or name.endswith("_API_KEY") or name.lower().endswith("_proxy"):
            del os.environ[name]
    os.environ |= {
        "TUTOR_TEST_MODELS": str(_MODELS),
        "TUTOR_FORBID_MODELS": "1",  # language models on this machine only
        "HF_HUB_OFFLINE": "1",
        "TOKENIZERS_PARALLELISM": "false",
    }


_clean_environment()
network.block()

from tutor.build import Tutor  # noqa: E402 - after the environment is clean
from tutor.domain import IngestReport  # noqa: E402
from tutor.library.embedder import MiniLMEmbedder  # noqa: E402
from tutor.library.engines import export_onnx  # noqa: E402
from tutor.library.weights import Weights  # noqa: E402
from tutor.settings import Settings  # noqa: E402

# The developer's own .env is no part of a test.
Settings.model_config["env_file"] = None


def _corpus_key() -> str:
    digest = hashlib.sha256(str(ROOT).encode())
    code = [*(ROOT / "tutor" / "domain").glob("*.py"), *(ROOT / "tutor" / "library").glob("*.py")]
    code += (ROOT / "tutor" / "material").glob("*.py")
    for path in sorted([*code, *(ROOT / "corpus").rglob("*.md"), ROOT / "requirements.lock"]):
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


_CORPUS_KEY = _corpus_key()  # of the code as it was imported


@pytest.fixture(autouse=True)
def _no_network() -> Iterator[None]:
    """A refused connection fails its test even where the code under test caught the refusal."""
    network.attempts.clear()
    yield
    assert not network.attempts, f"the network was tried: {network.attempts}"


@pytest.fixture(scope="session")
def models() -> Path:
    """A models folder with the encoder exported: what a data folder's `models` links to."""
    weights = Weights(_MODELS)
    with _only_worker("models"):
        if not weights.verify_onnx():
            export_onnx(weights)
    return _MODELS


@pytest.fixture(scope="session")
def embedder(models: Path) -> MiniLMEmbedder:
    """The real MiniLM, loaded once."""
    return MiniLMEmbedder(Weights(models))


@pytest.fixture
def data_dir(tmp_path: Path, models: Path) -> Path:
    """An empty data folder that need not export the encoder again."""
    return new_data_dir(tmp_path / "data", models)


@pytest.fixture
def open_tutor_at(models: Path) -> Iterator[Callable[[Path], Tutor]]:
    """Opens Tutors on data folders, and closes them after the test."""
    opened: list[Tutor] = []

    def open_at(folder: Path) -> Tutor:
        new_data_dir(folder, models)
        opened.append(Tutor(Settings(data_dir=folder)))
        return opened[-1]

    yield open_at
    for tutor in opened:
        tutor.close()


@pytest.fixture
def tutor(data_dir: Path, open_tutor_at: Callable[[Path], Tutor]) -> Tutor:
    """A Tutor on an empty library."""
    return open_tutor_at(data_dir)


@pytest.fixture(scope="session")
def corpus_library(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Iterator[Tutor]:
    """A Tutor over the shipped corpus.  The database is kept from run to run for as long as neither the corpus nor the
    code that makes it changes; Chroma is filled anew each time.  Treat as read-only (conversations may be added)."""
    folder = new_data_dir(tmp_path_factory.mktemp("corpus") / "data", models)
    kept = CACHE / f"corpus-{_CORPUS_KEY}.db"
    tutor = Tutor(Settings(data_dir=folder))
    with _only_worker("corpus"):
        if kept.is_file():
            shutil.copyfile(kept, folder / "library.db")
        else:
            tutor.ingest([ROOT / "corpus"])
            _keep(folder / "library.db", kept)
    report = tutor.ingest([ROOT / "corpus"])
    assert not [file for file in report.files if file.reason]
    yield tutor
    tutor.close()


@pytest.fixture(scope="session")
def corpus_report(corpus_library: Tutor) -> IngestReport:
    """A second ingest of the corpus."""
    return corpus_library.ingest([ROOT / "corpus"])


def _only_worker(what: str) -> FileLock:
    """The tests run in two processes: what is kept from run to run one of them makes, and the other waits for it."""
    CACHE.mkdir(parents=True, exist_ok=True)
    return FileLock(CACHE / f"{what}.lock")


def new_data_dir(folder: Path, models: Path) -> Path:
    """`folder` with a link to the exported encoder."""
    folder.mkdir(parents=True, exist_ok=True)
    link = folder / "models"
    if not link.exists():
        link.symlink_to(models, target_is_directory=True)
    return folder


def _keep(database: Path, kept: Path) -> None:
    """A copy of a database that is open, in place of those of earlier corpora."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    draft = kept.with_suffix(f".{os.getpid()}.tmp")
    source, target = sqlite3.connect(database), sqlite3.connect(draft)
    with target:
        source.backup(target)
    source.close()
    target.close()
    for old in kept.parent.glob("corpus-*.db"):
        old.unlink(missing_ok=True)
    draft.replace(kept)
