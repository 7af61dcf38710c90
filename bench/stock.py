"""The stock pipeline in a fresh process, as tutorials write it: LangChain's splitter, embeddings and Chroma.

    python -m bench.stock ingest PERSIST_DIR FILES     python -m bench.stock search PERSIST_DIR QUESTION

Same MiniLM weights, same files; prints JSON.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from langchain_chroma import Chroma
from langchain_huggingface import HuggingFaceEmbeddings

from tutor.library.weights import default_folder


def ingest(persist: Path, files: Path) -> dict[str, float]:
    """Seconds from the loaded model to a collection that answers."""
    from langchain_core.documents import Document
    from langchain_text_splitters import RecursiveCharacterTextSplitter  # `search` must not pay for it

    from bench.recombining import text_files

    embeddings = HuggingFaceEmbeddings(model_name=str(default_folder()))
    embeddings.embed_query("warm up")
    started, cpu = time.perf_counter(), time.process_time()
    documents = [
        Document(page_content=path.read_text(encoding="utf-8"), metadata={"source": str(path)})
        for path in text_files(files)
    ]
    chunks = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200).split_documents(documents)
    collection = Chroma.from_documents(chunks, embeddings, persist_directory=str(persist))
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    assert len(collection.similarity_search("attention", k=5)) == 5
    return {"seconds": seconds, "cpu_seconds": cpu, "chunks": len(chunks)}


def search(persist: Path, question: str) -> dict[str, object]:
    """The first hits of a persisted collection."""
    embeddings = HuggingFaceEmbeddings(model_name=str(default_folder()))
    collection = Chroma(persist_directory=str(persist), embedding_function=embeddings)
    return {"hits": [hit.page_content for hit in collection.similarity_search(question, k=10)]}


if __name__ == "__main__":
    command, folder, rest = sys.argv[1:4]
    found = ingest(Path(folder), Path(rest)) if command == "ingest" else search(Path(folder), rest)
    print(json.dumps(found))
