"""A small corpus in the note format, without a fault, for tests to spoil."""

from __future__ import annotations

from pathlib import Path

SYLLABUS = """\
areas:
  - name: attention
    title: Attention
    topics:
      - title: Scaling
        notes: [scaling]
"""

NOTE = """\
---
title: Scaling
area: attention
level: beginner
tags: [attention]
references:
  - "Vaswani et al. 2017, Attention Is All You Need, arXiv:1706.03762"
---
# Scaling

Attention scores are divided by $\\sqrt{d_k}$ so that the softmax does not saturate. See [the top](#scaling).

```mermaid
flowchart LR
  A[Scores] -->|divide| B("Softmax (rows)")
```

## Interview questions

### Why are attention scores scaled?
- level: beginner
- kind: concept

**In 30 seconds.** The softmax would saturate without the division.

**In depth.** The variance of a dot product grows with the key dimension. Large scores make the gradients vanish.

**A strong answer covers**

- The variance of a dot product grows with the key dimension.
- Large scores make the gradients vanish.
- Attention scores are divided so that the softmax does not saturate.

**Common mistakes**

- Saying that it saves time.

**Follow-ups**

- What if there is one head?

### Compute the scale for a key dimension of 64.
- level: intermediate
- kind: numeric

**In 30 seconds.** The scale is eight.

**In depth.** The square root of 64 is 8.

```python run
assert 64 ** 0.5 == 8
```

The scores are divided by 8 before the softmax, and not by 64.

**A strong answer covers**

- The square root of 64 is 8.
- The scores are divided by 8 before the softmax.
- The scores are divided by 8, not by 64.

**Common mistakes**

- Dividing by 64.

**Follow-ups**

- And for 128?

### Where would you put the scale in a fused kernel?
- level: advanced
- kind: design
- id: fused-kernel

**In 30 seconds.** Into the query before the product.

**In depth.** A fused kernel scales the query once before the product.
Scaling the query costs less than scaling every score.

**A strong answer covers**

- A fused kernel scales the query once before the product.
- Scaling the query costs less than scaling every score.
- The fused kernel applies the scale to the query before the product.

**Common mistakes**

- Scaling after the softmax.

**Follow-ups**

- Does the order matter in half precision?
"""


def write_corpus(folder: Path, **changes: str) -> Path:
    """`folder` with the faultless note and syllabus; `note=` and `syllabus=` stand in their places."""
    (folder / "attention").mkdir(parents=True, exist_ok=True)
    (folder / "attention" / "scaling.md").write_text(changes.get("note", NOTE), encoding="utf-8")
    (folder / "syllabus.yaml").write_text(changes.get("syllabus", SYLLABUS), encoding="utf-8")
    return folder
