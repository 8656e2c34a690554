"""A text as the gate reads it: its marked words, its names, and what else can be compared."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from core.nlg.word_lists import ACT, META, NAME, TOKEN, Meaning, Phrase, WordLists, word_lists

SLOTTED = "slot"
"""The kind of mark that a name leaves."""
BREAKS = re.compile(r"\n\s*\n")
"""What parts paragraphs."""
_PIECES = re.compile(rf"{TOKEN.pattern}|[.?!:;\n]")
_ENDS = frozenset(".?!:;\n")
"""What ends a sentence, or a part of one that stands alone."""
_STEM = 4
"""Letters that tell one word's forms from another word, roughly."""
_REACH = 2
"""So many meaningful words after a negation are taken for what it denies."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What of a paragraph is compared."""

    marks: tuple[Meaning, ...]
    """Its marked words and its names, in order."""
    hedges: int
    denied: tuple[frozenset[str], ...]
    """For each negation what comes next: what it denies, as a rule."""
    content: frozenset[str]
    """The stems of the words that carry its meaning."""
    sentences: tuple[frozenset[str], ...]
    """The same of each sentence that places no name."""
    words: int
    function_words: int
    length: int

    @property
    def names(self) -> int:
        """How many names it has."""
        return sum(mark.kind == SLOTTED for mark in self.marks)


@dataclass(frozen=True, slots=True)
class Text:
    """A text as the gate reads it."""

    paragraphs: tuple[Paragraph, ...]
    acts: frozenset[str]
    outsiders: tuple[Meaning, ...]
    """Names that are not bound, and words of a text's making."""


@lru_cache(maxsize=256)
def read_template(template: str, language: str) -> Text:
    """Read a draft's template, once for all the texts that are held against it."""
    return read(template, word_lists(language))


def read(text: str, lists: WordLists) -> Text:
    """Read a text word by word."""
    acts: set[str] = set()
    outsiders: list[Meaning] = []
    paragraphs = []
    for part in BREAKS.split(text.strip()):
        pieces = _PIECES.findall(part.replace("’", "'").lower())
        tokens = [piece for piece in pieces if piece not in _ENDS]
        marks = []
        denied = []
        for end, mark in _marks(tokens, lists):
            if mark.kind == ACT:
                acts.add(mark.mark)
            elif mark.kind in {NAME, META}:
                outsiders.append(mark)
            else:
                marks.append(mark)
            if mark.kind == "negation":
                denied.append(_next_words(tokens, end, lists))
        sentences = _plain_sentences(pieces, lists)
        paragraphs.append(_paragraph(tokens, marks, denied, sentences, len(part), lists))
    return Text(tuple(paragraphs), frozenset(acts), tuple(outsiders))


def _plain_sentences(pieces: Sequence[str], lists: WordLists) -> tuple[frozenset[str], ...]:
    """Return what the sentences are about that place no name."""
    sentences: list[list[str]] = [[]]
    for piece in pieces:
        if piece in _ENDS:
            sentences.append([])
        else:
            sentences[-1].append(piece)
    named = (one for one in sentences if one and not any(token[0] == "{" for token in one))
    return tuple(_stems(one, lists) for one in named)


def _stems(tokens: Sequence[str], lists: WordLists) -> frozenset[str]:
    return frozenset(
        token[:_STEM] for token in tokens if token[0] != "{" and token not in lists.function
    )


def _next_words(tokens: Sequence[str], at: int, lists: WordLists) -> frozenset[str]:
    """Return the stems of the next meaningful words and names."""
    following = (token for token in tokens[at:] if token not in lists.function)
    return frozenset(token[:_STEM] for token in islice(following, _REACH))


def _paragraph(
    tokens: Sequence[str],
    marks: Sequence[Meaning],
    denied: Sequence[frozenset[str]],
    sentences: tuple[frozenset[str], ...],
    length: int,
    lists: WordLists,
) -> Paragraph:
    words = [token for token in tokens if token[0] != "{"]
    return Paragraph(
        tuple(mark for mark in marks if mark.kind != "hedge"),
        sum(mark.kind == "hedge" for mark in marks),
        tuple(denied),
        _stems(words, lists),
        sentences,
        len(words),
        sum(word in lists.function for word in words),
        length,
    )


def _marks(tokens: Sequence[str], lists: WordLists) -> Iterator[tuple[int, Meaning]]:
    """Yield the marks of a text's tokens, names among them, each with the place after it."""
    words, phrases = lists.words, lists.phrases
    skip = 0
    for at, token in enumerate(tokens):
        if skip:
            skip -= 1
        elif token[0] == "{":
            yield at + 1, Meaning(SLOTTED, token)
        else:
            found = phrases.get(token)
            phrase, meaning = _phrase_at(tokens, at, found) if found else ((), None)
            skip = len(phrase) - 1 if phrase else 0
            said = (
                meaning
                if phrase
                else words.get(token) or (_by_ending(token) if token.endswith(_TELLING) else None)
            )
            if said:
                yield at + skip + 1, said


def _phrase_at(
    tokens: Sequence[str], at: int, phrases: Sequence[tuple[Phrase, Meaning | None]]
) -> tuple[Phrase, Meaning | None]:
    """Return the longest phrase that stands at a place, and what it means."""
    for phrase, meaning in phrases:
        if tuple(tokens[at : at + len(phrase)]) == phrase:
            return phrase, meaning
    return (), None


_TELLING = ("n't", "fold")


def _by_ending(token: str) -> Meaning | None:
    """Return what a word means by its ending: "isn't", "sevenfold"."""
    if token.endswith("n't"):
        return Meaning("negation", "negation")
    if token.endswith("fold") and len(token) > 6:
        return Meaning("number", token)
    return None


RUN = 5
"""So many words in a row are no chance."""


def repeats(text: str, told: str, template: str) -> bool:
    """Tell whether a text has a run of words that its writer was told and the draft has not."""
    if not told:
        return False
    runs = _runs_of(told).intersection(_runs(text))
    return bool(runs) and not runs <= set(_runs(template))


@lru_cache(maxsize=8)
def _runs_of(told: str) -> frozenset[Phrase]:
    return frozenset(_runs(told))


def _runs(text: str) -> Iterator[Phrase]:
    """Yield each run of words, names left out."""
    words = [token for token in TOKEN.findall(text.replace("’", "'").lower()) if token[0] != "{"]
    return zip(*(words[at:] for at in range(RUN)), strict=False)
