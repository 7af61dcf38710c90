"""Hypothesis strategies for text as people and machines write it."""

from __future__ import annotations

from hypothesis import strategies as st

WORDS = st.sampled_from(
    [
        "attention",
        "BERT",
        "e.g.",
        "Fig.",
        "2",
        "3.5%",
        "U.S.",
        "i.e.",
        "softmax",
        "…",
        "Dr.",
        "Smith",
        "v1.2.3",
        "https://a.b/c?d=e.f.",
        "`x",
        "=",
        "y.z()`",
        "$a_{i}.$",
        "**bold.**",
        "[link](http://x.y)",
        "...",
        "漢字混在文",
        "данные",
        "مرحبا",
        "🤖",
        "étude",
        "etc.",
        "https://www.example.org/very/long/path",
    ]
)
SENTENCE = st.lists(WORDS, min_size=1, max_size=25).map(lambda words: " ".join(words) + ".")
PARAGRAPH = st.lists(SENTENCE, min_size=1, max_size=6).map(" ".join)
LONG_WORD = st.sampled_from(
    ["x" * 1_500, "漢" * 700, "가" * 300, "a_b" * 400, "https://h.x/" + "q" * 900, "🤖" * 300, "é" * 500]
)
BLOCK = st.one_of(
    PARAGRAPH,
    LONG_WORD,
    st.lists(SENTENCE, min_size=1, max_size=5).map(lambda items: "\n".join(f"- {one}" for one in items)),
    st.lists(SENTENCE, min_size=1, max_size=4).map(
        lambda items: "\n".join(f"{'  ' * n}- {one}" for n, one in enumerate(items))
    ),
    st.lists(SENTENCE, min_size=1, max_size=4).map(
        lambda items: "\n".join(f"{n}. {one}" for n, one in enumerate(items, 1))
    ),
    PARAGRAPH.map(lambda text: "> " + text),
    st.lists(SENTENCE, max_size=8).map(lambda lines: "```python\n" + "\n".join(lines) + "\n```"),
    st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=40).map(
        lambda rows: "| a | b |\n| --- | --- |\n" + "\n".join(f"| {a} | {b} |".replace("`", "") for a, b in rows)
    ),
    st.just("$$\nL = \\sum_i p_i \\log q_i\n$$"),
    st.sampled_from(
        ["<div>raw html</div>", "---", "[a]: http://x.y", "![image](x.png)", "**Q: Why is that?**", "A: So it is."]
    ),
    st.sampled_from(
        [
            "Q: What is it? A: A thing.",
            "Q: What is it?\nA: A thing.\nAnd more of it.",
            "**In 30 seconds.** Said briefly.",
            "**Common mistakes**",
            "- level: beginner",
        ]
    ),
    st.builds(
        lambda depth, words: "#" * depth + " " + words, st.integers(1, 6), st.lists(WORDS, max_size=8).map(" ".join)
    ),
    st.builds(lambda words: " ".join(words) + "\n===", st.lists(WORDS, min_size=1, max_size=6)),
    st.builds(lambda depth, word: "#" * depth + " " + word, st.integers(1, 3), LONG_WORD),
    st.text(alphabet=st.characters(codec="utf-8"), max_size=60),
)
