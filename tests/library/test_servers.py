"""The same library on PostgreSQL and with a Chroma server, where either can be started on this machine."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.commands import environment, run_tutor
from tests.conftest import new_data_dir
from tests.library.shelf import NOTES, Shelf, counts, write_notes
from tutor.domain import Filters
from tutor.errors import LibraryError, TutorError
from tutor.library.vectors import ChromaIndex
from tutor.records import Records, create_tables


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None, "the server ended"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the server does not answer")


def _binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb else None


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    """The URL of a server with an empty database."""
    pytest.importorskip("pg8000", reason="pg8000 is not installed: pip install 'interview-tutor[postgres]'")
    binaries = _binaries()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    user = {"user": 65_534, "group": 65_534} if os.geteuid() == 0 else {}  # it refuses to run as root
    home = Path("/tmp") / f"tutor-postgres-{os.getpid()}"  # a folder that user may enter; pytest's is the tester's own
    home.mkdir(mode=0o700)
    if user:
        os.chown(home, 65_534, 65_534)
    port = _free_port()
    options = {"cwd": "/", "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, **user}
    make = [str(binaries / "initdb"), "-D", str(home / "db"), "-U", "tutor", "-A", "trust", "-E", "UTF8", "--no-sync"]
    try:
        subprocess.run(make, check=True, **options)
        serve = [str(binaries / "postgres"), "-D", str(home / "db"), "-p", str(port), "-c", "fsync=off"]
        serve += ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="]
        server = subprocess.Popen(serve, **options)
        try:
            _wait_for(port, server)
            yield f"postgresql+pg8000://tutor@127.0.0.1:{port}/postgres"
        finally:
            server.terminate()
            server.wait(60)
    finally:
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def emptied(postgres: str) -> str:
    """The database without tables."""
    from sqlalchemy import create_engine, text

    engine = create_engine(postgres)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return postgres


@pytest.fixture(scope="module")
def chroma_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a Chroma server."""
    command = Path(sys.executable).with_name("chroma")
    if not command.exists():
        pytest.skip("the chroma command is not beside this Python: pip install chromadb")
    port = _free_port()
    home = tmp_path_factory.mktemp("chroma-server")
    arguments = [str(command), "run", "--path", str(home), "--host", "127.0.0.1", "--port", str(port)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen(arguments, cwd=home, env=environment(), **quiet)
    try:
        _wait_for(port, server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(60)


def test_postgres_holds_the_same_library(
    emptied: str, new_shelf: Callable[..., Shelf], notes: Path, tmp_path: Path
) -> None:
    ours, sqlite = new_shelf(tmp_path / "pg", url=emptied), new_shelf(tmp_path / "lite")
    for shelf in (ours, sqlite):
        assert counts(shelf.ingest(write_notes(notes))) == {"added": 3}
        assert counts(shelf.ingest(notes)) == {"unchanged": 3}
        shelf.check()
    assert ours.names() == sqlite.names()
    for query in ("square root of the key dimension", "low-rank matrices", "brevity penalty"):
        assert ours.best(query) == sqlite.best(query)
    for name in NOTES:
        assert ours.store.document(name) == sqlite.store.document(name)
        assert ours.store.chunks_of(name) == sqlite.store.chunks_of(name)
    ours.store.remove(["lora.md"])
    ours.check()
    assert not [one for one in ours.search("low-rank matrices") if one.document == "lora.md"]


@pytest.mark.parametrize(
    "query",
    ["a & b | !c", "'; DROP TABLE chunks; --", "_ ____", "ª ² ٣ 漢字", "the of and", "x" * 5_000, "a:b*c", "\0 nul"],
)
def test_postgres_takes_any_words(emptied: str, new_shelf: Callable[..., Shelf], tmp_path: Path, query: str) -> None:
    shelf = new_shelf(tmp_path / "pg", url=emptied)
    shelf.ingest(write_notes(tmp_path / "notes"))
    assert len(shelf.search(query, 3)) == 3


def test_postgres_keeps_filters_and_opens_again(emptied: str, new_shelf: Callable[..., Shelf], tmp_path: Path) -> None:
    shelf = new_shelf(tmp_path / "pg", url=emptied)
    shelf.ingest(write_notes(tmp_path / "notes"))
    again = new_shelf(tmp_path / "pg", exact=True, url=emptied)
    assert again.store.id == shelf.store.id
    found = again.search("brevity penalty of BLEU", 5, Filters(documents=("lora.md",)))
    assert {one.document for one in found} == {"lora.md"}


def test_postgres_keeps_conversations(emptied: str, new_shelf: Callable[..., Shelf], tmp_path: Path) -> None:
    engine = new_shelf(tmp_path / "pg", url=emptied).store.engine
    create_tables(engine)
    records = Records(engine)
    started = records.start_conversation()
    records.add_question(started.id, "Why are scores scaled? 漢字 🤖")
    assert [one.role for one in records.messages(started.id)] == ["user", "assistant"]
    records.delete_conversation(started.id)
    assert records.conversations() == []


def test_postgres_takes_three_ingests_at_once(emptied: str, tmp_path: Path, models: Path) -> None:
    notes = write_notes(tmp_path / "notes")
    from concurrent.futures import ThreadPoolExecutor

    def ingest(number: int) -> tuple[int, str]:
        data = new_data_dir(tmp_path / f"data-{number}", models)
        done = run_tutor("ingest", str(notes), data=data, cwd=tmp_path, env={"TUTOR_DATABASE_URL": emptied})
        return done.returncode, done.stderr

    with ThreadPoolExecutor(3) as pool:
        ended = list(pool.map(ingest, range(3)))
    assert [code for code, _ in ended] == [0, 0, 0], ended


def test_a_postgres_server_that_is_not_there_is_one_sentence(new_shelf: Callable[..., Shelf], tmp_path: Path) -> None:
    pytest.importorskip("pg8000", reason="pg8000 is not installed: pip install 'interview-tutor[postgres]'")
    with pytest.raises(TutorError) as caught:
        new_shelf(tmp_path / "pg", url=f"postgresql+pg8000://me:secret@127.0.0.1:{_free_port()}/none")
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_chroma_server_serves_the_index(
    chroma_url: str, new_shelf: Callable[..., Shelf], notes: Path, tmp_path: Path
) -> None:
    shelf = new_shelf(tmp_path / "data", chroma_url=chroma_url)
    shelf.ingest(write_notes(notes))
    assert shelf.best("square root of the key dimension") == "attention.md"
    shelf.check()
    again = new_shelf(tmp_path / "data", chroma_url=chroma_url)
    assert again.best("low-rank matrices") == "lora.md"
    (notes / "lora.md").unlink()
    again.ingest(notes, prune=True)
    assert [one.document for one in shelf.search("low-rank matrices", 5)].count("lora.md") == 0
    shelf.check()


def test_an_index_another_client_deleted_is_made_again(
    chroma_url: str, new_shelf: Callable[..., Shelf], notes: Path, tmp_path: Path
) -> None:
    first = new_shelf(tmp_path / "data", chroma_url=chroma_url)
    first.ingest(write_notes(notes))
    second = new_shelf(tmp_path / "data", chroma_url=chroma_url)
    assert isinstance(second.index, ChromaIndex)
    second.index.refresh()
    second.index.rebuild()
    assert first.best("brevity penalty") == "bleu.md"


def test_an_index_of_other_dimensions_on_a_server_is_made_again(
    chroma_url: str, new_shelf: Callable[..., Shelf], notes: Path, tmp_path: Path
) -> None:
    shelf = new_shelf(tmp_path / "data", chroma_url=chroma_url)
    shelf.ingest(write_notes(notes))
    old = ChromaIndex(shelf.store, url=chroma_url)
    client = old._client()
    client.delete_collection(old._name)
    collection = old._open()
    collection.upsert(ids=["old"], embeddings=np.ones((1, 8), dtype=np.float32), metadatas=[{"document": "old.md"}])
    again = new_shelf(tmp_path / "data", chroma_url=chroma_url)
    assert again.best("brevity penalty") == "bleu.md"
    again.check()


@pytest.mark.parametrize("url", ["http://127.0.0.1:{port}", "ftp://127.0.0.1", "nonsense", "http://", "http://[::1"])
def test_a_chroma_url_that_leads_nowhere_is_one_sentence(
    new_shelf: Callable[..., Shelf], notes: Path, tmp_path: Path, url: str
) -> None:
    shelf = new_shelf(tmp_path / "data", chroma_url=url.format(port=_free_port()))
    with pytest.raises(TutorError) as caught:
        shelf.ingest(write_notes(notes))
    assert isinstance(caught.value, LibraryError | TutorError)
    assert "\n" not in str(caught.value)
