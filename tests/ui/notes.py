"""Small notes that the pages are tried with, and the library made of them."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import new_data_dir
from tutor import open_tutor

QUESTION = "Why are attention scores divided by the square root of the key dimension?"
OTHER_SUBJECT = "What is the best pizza recipe in Naples?"

ATTENTION = """---
title: Scaled attention
area: transformers
level: intermediate
---
# Scaled attention

## Why the scaling

Attention scores are divided by $\\sqrt{d_k}$ so that their size does not grow with the key dimension. The variance of a
dot product of random vectors equals the dimension. A saturated softmax has gradients near zero, so training is slow.

## Interview questions

### Why are attention scores divided by the square root of the key dimension?

- level: intermediate
- kind: concept

**In 30 seconds.** The dot product of random vectors grows with the key dimension, which pushes the softmax into
saturation. Dividing by the square root of the key dimension keeps the variance of the scores near one.

**In depth.** With independent components of unit variance the dot product $q^\\top k$ has variance $d_k$. Without the
division the softmax saturates and its gradients vanish.

**A strong answer covers**

- The variance of the dot product is the key dimension.
- Large scores saturate the softmax.
"""

RETRIEVAL = """---
title: Retrieval-augmented generation
area: rag
level: beginner
---
# Retrieval-augmented generation

## What it is

Retrieval-augmented generation finds passages for a question and lets the model answer from them. It keeps knowledge in
an index that can be changed in minutes, while fine-tuning changes the weights. Running it for a month costs about $5 to
$10 on a small machine.

| method | where knowledge lives |
|---|---|
| retrieval | in the index |
| fine-tuning | in the weights |

```python
def answer(question):
    return model(retrieve(question))
```
"""

HOSTILE = """# Tracking pixels

Tracking pixels are tiny remote images that tell a sender when a message is read. ![counted]({url}/pixel.png) A mail
client that loads remote images leaks the address of its reader. <img src="{url}/html.png"> Tracking pixels are written
:red[in red] and :smile: by some. [Open this](javascript:alert(1)) or <script>window.planted=1</script> do not matter.

![another]({url}/block.png)
"""


def write_notes(folder: Path, *, planted: str = "http://127.0.0.1:9") -> Path:
    """The notes as files; `planted` is the address that no page may ever fetch."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {
        "attention.md": ATTENTION,
        "retrieval.md": RETRIEVAL,
        "pixels.md": HOSTILE.replace("{url}", planted),
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def build_library(folder: Path, models: Path, *, planted: str = "http://127.0.0.1:9") -> Path:
    """A data folder with the notes read in; given back to other processes."""
    data_dir = new_data_dir(folder / "data", models)
    tutor = open_tutor(data_dir)
    tutor.ingest([write_notes(folder / "notes", planted=planted)])
    tutor.close()
    return data_dir
