"""Find the page of the knowledge base that a short message names, by the pages' own aliases."""

from collections.abc import Mapping
from functools import cache

from core import catalogue
from core.nlu.matching import Tokens, words_of

_MOST_WORDS = 14
_LONGEST_ALIAS = 6


def page_named(said: Tokens) -> str | None:
    """Return the page whose longest alias a short message without amounts holds."""
    if said.entities or not 2 < len(said.words) <= _MOST_WORDS:
        return None
    words = said.words[1:-1]
    for size in range(min(_LONGEST_ALIAS, len(words)), 0, -1):
        for at in range(len(words) - size + 1):
            if page := _aliases().get(" ".join(words[at : at + size])):
                return page
    return None


@cache
def _aliases() -> Mapping[str, str]:
    """Return each alias, spelt as messages are read, with the page it names."""
    pages = catalogue.topics()
    return {" ".join(words_of(alias)): page for page in pages for alias in pages[page].aliases}
