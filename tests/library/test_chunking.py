"""Documents -> chunks -> sentences: nothing is lost, nothing is changed, everything fits the embedder's window."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import ROOT
from tests.material.generated import BLOCK
from tutor.domain import Chunk, Document, DocumentKind, SentenceRole
from tutor.library.embedder import MAX_TOKENS, MiniLMEmbedder
from tutor.library.prepare import _chunk_text
from tutor.material.chunking import TOKEN_LIMIT, split_chunks
from tutor.material.questions import read_questions
from tutor.material.reading import read_document

CORPUS = sorted((ROOT / "corpus").rglob("*.md"))
_DEFINITION = re.compile(r"^ {0,3}\[[^\]\n]+\]:", re.MULTILINE)
_EMPTY_ITEM = re.compile(r"^(?:[ >\t]|[-*+][ \t])*\d{1,9}[.)][ \t]*$", re.MULTILINE)
_WORDS = re.compile(r"\w+")

Count = Callable[[Sequence[str]], list[int]]


def read(text: str, tmp_path: Path, suffix: str = ".md") -> Document:
    path = tmp_path / f"note{suffix}"
    path.write_text(text, encoding="utf-8")
    return read_document(path, name=path.name)


def check(document: Document, count: Count) -> tuple[Chunk, ...]:
    """The chunks of `document`, with every promise held."""
    chunks = split_chunks(document, count)
    covered = bytearray(len(document.text))
    last = 0
    for chunk in chunks:
        assert document.text[chunk.start : chunk.end] == chunk.text
        assert chunk.start >= last, "chunks overlap or are out of order"
        last = chunk.end
        covered[chunk.start : chunk.end] = b"\1" * (chunk.end - chunk.start)
        check_sentences(chunk)
    texts = [_chunk_text(chunk).text for chunk in chunks]
    assert [size for size in count(texts) if size > TOKEN_LIMIT] == []
    check_words(document, covered)
    return chunks


def check_sentences(chunk: Chunk) -> None:
    position = chunk.start
    for sentence in chunk.sentences:
        assert position <= sentence.start < sentence.end <= chunk.end
        position = sentence.end


def check_words(document: Document, covered: bytearray) -> None:
    """Every word is in a chunk, but for headings with nothing under them, definitions of links and the numbers of list
    items with nothing behind them."""
    for mark in document.headings:
        covered[mark.start : mark.end] = b"\1" * (mark.end - mark.start)
    for match in _DEFINITION.finditer(document.text):
        end = document.text.find("\n\n", match.start())
        end = len(document.text) if end < 0 else end
        covered[match.start() : end] = b"\1" * (end - match.start())
    for match in _EMPTY_ITEM.finditer(document.text):
        covered[match.start() : match.end()] = b"\1" * len(match.group())
    lost = [match.group() for match in _WORDS.finditer(document.text) if not all(covered[match.start() : match.end()])]
    assert lost == []


@pytest.fixture(scope="module")
def count(embedder: MiniLMEmbedder) -> Count:
    """MiniLM's tokens."""
    assert embedder.token_limit == TOKEN_LIMIT == MAX_TOKENS - 2
    return embedder.count_tokens


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_shipped_notes_are_cut_without_loss(path: Path, count: Count) -> None:
    document = read_document(path, name=path.name)
    chunks = check(document, count)
    sentences = [one for chunk in chunks for one in chunk.sentences]
    prose = [one for one in sentences if one.role in {SentenceRole.PROSE, SentenceRole.ITEM}]
    assert prose and all(one.of(document.text).strip() for one in sentences)
    for question in read_questions(document):
        if question.level is None:  # a heading of the teaching text that happens to ask
            continue
        home = [chunk for chunk in chunks if chunk.start <= question.start < chunk.end]
        assert len(home) == 1 and home[0].question == question.text
        assert question.short is not None
        assert home[0].start <= question.short.start and question.short.end <= home[0].end, "cut from its short answer"


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(blocks=st.lists(BLOCK, min_size=1, max_size=12), kind=st.sampled_from([".md", ".txt"]))
def test_generated_material_is_cut_without_loss(
    count: Count, tmp_path_factory: pytest.TempPathFactory, blocks: list[str], kind: str
) -> None:
    text = "\n\n".join(blocks)
    folder = tmp_path_factory.getbasetemp() / "generated"
    folder.mkdir(exist_ok=True)
    if text.strip("\0 \t\r\n\ufeff") == "":
        return
    try:
        document = read(text, folder, kind)
    except Exception as error:
        assert type(error).__module__ == "tutor.errors", error
        return
    check(document, count)


FILL = "Some other text stands here and says nothing of importance. " * 30
ANSWER = "Because their variance grows with the dimension, and the softmax saturates."


@pytest.mark.parametrize(
    ("text", "suffix"),
    [
        (f"# T\n\n{FILL}\n\n### Why are scores scaled?\n\n{ANSWER}\n\n### What else is there?\n\n{FILL}\n", ".md"),
        (f"{FILL}\n\nQ: Why are scores scaled? \nA: {ANSWER}\n\nQ: What else is there?\nA: {FILL}\n", ".txt"),
        (
            f"# T\n\n{FILL}\n\n## Q1: Why are scores scaled?\n\n### Answer\n\n{ANSWER}\n\n## Q2: What else?\n\nMore.\n",
            ".md",
        ),
        (f"{FILL}\n\nQ: Why are scores scaled? A: {ANSWER}\n\nQ: What else is there? A: {FILL}\n", ".txt"),
        (f"# T\n\n{FILL}\n\n**Why are scores scaled?**\n\n{ANSWER}\n\n**What else is there?**\n\n{FILL}\n", ".md"),
        (
            f"# T\n\n{FILL}\n\nQuestion 1: Why are scores scaled?\n\nAnswer: {ANSWER}\n\nQuestion 2: What?\n\nMore.\n",
            ".md",
        ),
    ],
    ids=["heading", "plain", "one-line", "answer-heading", "bold", "numbered"],
)
def test_a_question_and_its_short_answer_are_one_chunk(text: str, suffix: str, count: Count, tmp_path: Path) -> None:
    document = read(text, tmp_path, suffix)
    (home,) = [chunk for chunk in check(document, count) if ANSWER in chunk.text]
    assert home.question == "Why are scores scaled?"
    assert "Why are scores scaled?" in home.text
    assert "What else" not in home.text and "Some other text" not in home.text
    assert ANSWER in [one.of(document.text) for one in home.sentences]


def test_the_pieces_of_a_long_answer_carry_the_question(count: Count, tmp_path: Path) -> None:
    document = read(f"# T\n\n### Why are scores scaled?\n\n{FILL * 3}\n", tmp_path)
    chunks = check(document, count)
    assert len(chunks) > 2
    assert {chunk.question for chunk in chunks} == {"Why are scores scaled?"}
    assert all("Why are scores scaled?" in chunk.prefix + chunk.text for chunk in chunks)


def test_a_long_code_block_is_cut_between_lines(count: Count, tmp_path: Path) -> None:
    code = "\n".join(f"value_{number} = compute({number}, scale=1.5)  # step {number}" for number in range(80))
    document = read(f"# T\n\nIntro words.\n\n```python\n{code}\n```\n", tmp_path)
    chunks = check(document, count)
    lines = {line for chunk in chunks for line in chunk.text.splitlines()}
    assert set(code.splitlines()) <= lines


@pytest.mark.parametrize(
    ("block", "role"),
    [
        ("- one item of a list\n- another item", SentenceRole.ITEM),
        ("> a quoted remark on it", SentenceRole.PROSE),
        ("```python\nx = 1\n```", SentenceRole.CODE),
        ("$$\nx = 1\n$$", SentenceRole.FORMULA),
        ("| a | b |\n| - | - |\n| cell | other |", SentenceRole.TABLE),
        ("Is that so?", SentenceRole.QUESTION),
    ],
)
def test_each_kind_of_block_gives_its_kind_of_sentence(
    block: str, role: SentenceRole, count: Count, tmp_path: Path
) -> None:
    (chunk,) = check(read(f"# T\n\n{block}\n", tmp_path), count)
    assert role in {one.role for one in chunk.sentences}


def test_an_empty_section_gives_no_chunk_and_stays_in_the_paths_below(count: Count, tmp_path: Path) -> None:
    document = read("# Top\n\n## Empty\n\n## Full\n\nSome words.\n\n### Deeper\n\nMore words.\n\n## Last\n", tmp_path)
    chunks = check(document, count)
    assert [chunk.headings for chunk in chunks] == [("Top", "Full"), ("Top", "Full", "Deeper")]


@pytest.mark.parametrize("title", ["漢" * 120, "漢가" * 120, "word " * 300, "x" * 3_000, "🤖" * 200])
def test_an_overlong_heading_leaves_room_for_the_text(title: str, count: Count, tmp_path: Path) -> None:
    document = read(f"# {title}\n\n## Under it\n\n{FILL}\n", tmp_path)
    chunks = check(document, count)
    assert all(count([chunk.prefix])[0] <= TOKEN_LIMIT // 4 for chunk in chunks)


def test_the_same_file_gives_the_same_chunks(count: Count) -> None:
    document = read_document(CORPUS[0], name="a.md")
    assert split_chunks(document, count) == split_chunks(document, count)


def test_a_document_of_no_words_has_no_chunks(count: Count) -> None:
    document = Document(
        name="n.md",
        kind=DocumentKind.MARKDOWN,
        title="N",
        text="---\n\n***\n",
        source="n.md",
        sha256=hashlib.sha256().hexdigest(),
    )
    assert split_chunks(document, count) == ()
