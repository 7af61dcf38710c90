"""Our ingest in a fresh process: `python -m bench.ours DATA_DIR FILES`; prints JSON.  The other one: stock.py."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from bench.recombining import text_files
from bench.workshop import tutor_on
from tutor.library.embedder import TextToEmbed


def main() -> None:
    data_dir, files = Path(sys.argv[1]), Path(sys.argv[2])
    tutor = tutor_on(data_dir)
    import chromadb  # noqa: F401 - loaded before the clock starts, like the stock pipeline's

    tutor.embedder.expect_bulk(sum(path.stat().st_size for path in text_files(files)))
    list(tutor.embedder.embed([TextToEmbed("warm up")]))
    started, cpu = time.perf_counter(), time.process_time()
    report = tutor.ingest([files])
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    assert len(tutor.parts.index.search(tutor.embedder.embed_queries(["attention"])[0], 5)) == 5
    chunks = sum(file.chunks for file in report.files)
    print(json.dumps({"seconds": seconds, "cpu_seconds": cpu, "chunks": chunks}))


if __name__ == "__main__":
    main()
