"""Find the page of the knowledge base that a short message names, by the pages' own aliases."""

from collections.abc import Mapping
from functools import cache

from core import catalogue
from core.nlu.matching import Tokens, tokens
from core.nlu.reading import read
from core.nlu.spans import Kind
from core.nlu.terms import find_terms

_MOST_WORDS = 14
_FEW_WORDS = 7
"""A message of five words between its start and end; in a longer one a bare name is no topic."""
_LONGEST_ALIAS = 6
_NAMES = frozenset({Kind.ASSET, Kind.PROTOCOL, Kind.VENUE, Kind.CHAIN, Kind.INDEX})


def page_named(said: Tokens, topic: str | None = None) -> str | None:
    """Return the page whose longest alias a short message without amounts holds.

    `topic`, read from the words before, gives way only to an alias of several words.
    """
    if page := _page_in_simple_words(said):
        return page
    if any(entity.kind not in _NAMES for entity in said.entities.values()):
        return topic
    if not 2 < len(said.words) <= _MOST_WORDS:
        return topic
    words = _spelt(said)
    several = topic is not None or (bool(said.entities) and len(said.words) > _FEW_WORDS)
    for size in range(min(_LONGEST_ALIAS, len(words)), 1 if several else 0, -1):
        for at in range(len(words) - size + 1):
            if page := _aliases().get(words[at : at + size]):
                return page
    return topic


def _page_in_simple_words(said: Tokens) -> str | None:
    """Return the page of "explain audits like I'm five": what is named, not how it is told."""
    words = _spelt(said)
    if len(words) < 3 or words[0] not in {"explain", "describe"} or "like" not in words:
        return None
    name = words[1 : words.index("like")]
    return _aliases().get(name[1:] if name[:1] and name[0] in _ARTICLES else name)


_ASKING = tuple(
    tuple(opening.split())
    for opening in (
        "what is",
        "what are",
        "what s",
        "explain",
        "how does",
        "how do",
        "why",
        "about",
    )
)
_HOW_OFTEN = {("how", "often"), ("when", "should"), ("when", "do")}
_ENDS = frozenset({"work", "works", "mean", "means", "?", "."})
_ARTICLES = frozenset({"a", "an", "the"})


def asks_for_page(said: Tokens) -> bool:
    """Whether a message asks what a page's name is, or how often what the page is about is done."""
    if said.words[1:3] in _HOW_OFTEN and is_page_name(said):
        return True
    opening = next((o for o in _ASKING if said.words[1 : 1 + len(o)] == o), None)
    return opening is not None and _is_name(_spelt(said)[len(opening) :])


def is_page_name(said: Tokens) -> bool:
    """Whether a message is nothing but a page's name."""
    return _is_name(_spelt(said))


def _is_name(words: tuple[str, ...]) -> bool:
    while words and words[0] in _ARTICLES:
        words = words[1:]
    while words and words[-1] in _ENDS:
        words = words[:-1]
    return words in _aliases()


def _spelt(said: Tokens) -> tuple[str, ...]:
    """Return the words between start and end, with the coin or protocol itself for each name."""
    named = (
        f"{said.entities[at].kind} {said.entities[at].value}" if at in said.entities else word
        for at, word in enumerate(said.words)
    )
    return tuple(named)[1:-1]


@cache
def _aliases() -> Mapping[tuple[str, ...], str]:
    """Return each title and alias, spelt as messages are read, with the page it names."""
    pages = catalogue.topics().values()
    return {_read(name): page.id for page in pages for name in (page.title, *page.aliases)}


def _read(alias: str) -> tuple[str, ...]:
    reading = read(alias)
    return _spelt(tokens(reading, find_terms(reading)))
