from __future__ import annotations

from pathlib import Path

from bench.recombining import paragraphs, write_recombined

_NOTE = """---
title: A note
---
# First

## Second

Text under both.

```python
a = 1

b = 2
```

Last.
"""


def test_a_heading_stays_with_its_text_and_code_stays_whole() -> None:
    assert paragraphs(_NOTE) == [
        "# First\n\n## Second\n\nText under both.",
        "```python\na = 1\n\nb = 2\n```",
        "Last.",
    ]


def test_the_same_seed_writes_the_same_files_and_no_two_are_alike(tmp_path: Path) -> None:
    source = tmp_path / "note.md"
    source.write_text(_NOTE, encoding="utf-8")
    written = []
    for name in ("one", "two"):
        write_recombined([source], tmp_path / name, files=20, characters=300, seed=1)
        written.append([path.read_text(encoding="utf-8") for path in sorted((tmp_path / name).iterdir())])
    assert written[0] == written[1]
    assert len(set(written[0])) == 20
    assert all(len(text) >= 300 for text in written[0])
