"""Words of opposite meaning, as the study of machine learning uses them."""

from __future__ import annotations

from functools import lru_cache

_ENDINGS = ("ingly", "edly", "ing", "ies", "ied", "ed", "es", "s", "ly")
_SHORTEST_STEM = 3
_PREFIXES = ("un", "in", "non", "dis", "im", "ir")
_SHORTEST = 4  # letters of a word that a prefix turns round
_PAIRS = """
increase,grow,rise,raise,gain,improve/decrease,shrink,fall,lower,reduce,drop,worsen up/down
more/less,fewer most/least large,larger,largest,big,bigger,huge,high,higher/small,smaller,smallest,tiny,low,lower
add,insert,keep,preserve,retain/remove,strip,delete,drop,discard,collapse,destroy,throw,lose
always/never,seldom,rarely all,every,everything/none,nothing sometimes,often/never first/last
before,beforehand/after,afterwards
better,best/worse,worst good,strong,stronger/bad,poor,weak,weaker fast,faster,quick,quicker/slow,slower
cheap,cheaper,cheapest,save,free/expensive,cost,consume,dear right,correct,true/wrong,incorrect,false,reversed
same,identical/different single,alone,separately/all,together long,longer/short,shorter
plus/minus inside/outside internal/external maximum,max,upper/minimum,min,lower early,earlier/late,later
require,need/optional allow,permit/forbid,refuse,prevent,exclude,block close/open varies,vary/constant,fixed
round,compact,spherical/elongated,stretched hide/remove many/few linear/quadratic easy,simple/hard,difficult
online/offline public/private static/dynamic random,randomly/fixed,deterministic positive/negative avoid,reduce/cause
fail,break/work,succeed attract/repel true/false encourage/penalize merge/separate overfit/underfit
mitigate,reduce/worsen,amplify harm/help
"""


def stem_of(word: str) -> str:
    """A word without its English ending: rough, and the same for both sides."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def root_of(word: str) -> str:
    """A word's stem without a last "e": raise, raises and raised are one."""
    return stem_of(word).removesuffix("e")


def opposed(one: str, other: str) -> bool:
    """Whether two roots mean the opposite of each other."""
    return other in _opposites().get(one, ()) or _prefixed(one, other) or _prefixed(other, one)


def _prefixed(one: str, other: str) -> bool:
    return len(one) >= _SHORTEST and other.endswith(one) and other.removesuffix(one) in _PREFIXES


@lru_cache(maxsize=1)
def _opposites() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for pair in _PAIRS.split():
        one, other = ([root_of(word) for word in side.split(",")] for side in pair.split("/"))
        for words, against in ((one, other), (other, one)):
            for word in words:
                found[word] = found.get(word, frozenset()) | frozenset(against)
    return found
