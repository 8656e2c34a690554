"""What the classifier looks at: hashed pieces of a message, plain facts, and what patterns say.

Amounts and names are placeholders here already ("{sum} in {asset}"), so that a phrase is the same
phrase whatever the sum. Pieces are runs of up to three words; the same runs with each word's
concept for it and the fillers left out; and three to five letters within a word, which outlive a
misspelling.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from zlib import crc32

from core.catalogue import read_toml
from core.nlu.utterance import Intent

SIZE = 1 << 15
"""How many places pieces are hashed to."""
MOST_WORDS = 120
"""Words of a message that are looked at, half from its start and half from its end."""
_LONGEST_RUN = 3
_LETTERS = (3, 4, 5)
_LONGEST_WORD = 16


@dataclass(frozen=True, slots=True)
class Looks:
    """A message as the classifier sees it."""

    pieces: frozenset[int]
    """Places of its pieces."""
    facts: tuple[int, ...]
    """Places of its facts, such as a capital being stated, each once, sorted."""
    patterns: Mapping[Intent, float]
    """How much the patterns speak for each intent."""


def look(words: Iterable[str], facts: frozenset[str], patterns: Mapping[Intent, float]) -> Looks:
    """Return a message as the classifier sees it."""
    seen = list(words)
    if len(seen) > MOST_WORDS:
        seen = seen[: MOST_WORDS // 2] + seen[-MOST_WORDS // 2 :]
    pieces = frozenset(_runs(seen)).union(*map(_letters, seen))
    return Looks(pieces, _told(facts), patterns)


@lru_cache(maxsize=2048)
def _told(facts: frozenset[str]) -> tuple[int, ...]:
    """Return the places of facts, each once, sorted."""
    return tuple(sorted({crc32(f"fact {fact}".encode()) % SIZE for fact in facts}))


def _runs(words: list[str]) -> Iterator[int]:
    """Yield the places of the runs of words, then of those of concepts, which are marked as such.

    A run's checksum goes on from that of the run without its last word.
    """
    concepts = _concepts()  # a word's concept, itself, or nothing for a filler
    meant = [concept for word in words if (concept := concepts.get(word, word))]
    for mark, run in ((b"", words), (b"=", meant)):
        said = [word.encode() for word in run]
        after = [b" " + word for word in said]
        for at, word in enumerate(said):
            yield (here := crc32(mark + word)) % SIZE
            for more in after[at + 1 : at + _LONGEST_RUN]:
                yield (here := crc32(more, here)) % SIZE


@cache
def _concepts() -> Mapping[str, str]:
    about = read_toml("grammar/concepts.toml")
    found = dict.fromkeys(about["fillers"].split(), "")
    for concept, words in about["concepts"].items():
        found |= dict.fromkeys(words.split(), concept)
    return found


@lru_cache(maxsize=8192)
def _letters(word: str) -> tuple[int, ...]:
    """Return the places of the runs of letters in a word; a placeholder has none."""
    if word[0] in "{^$.?":
        return ()
    marked = f"<{word[:_LONGEST_WORD]}>"
    return tuple(
        crc32(f"~{marked[at : at + size]}".encode()) % SIZE
        for size in _LETTERS
        for at in range(len(marked) - size + 1)
    )
