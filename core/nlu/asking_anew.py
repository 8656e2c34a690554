"""Tell a whole new question from a reply to what was asked back."""

from collections.abc import Iterator, Mapping

from core.nlu.matching import Tokens, word_class
from core.nlu.spans import Kind
from core.nlu.utterance import Intent, Slots

_MET = 0.6
"""From here on a pattern is met, so that the message is known to be a question of that kind."""
_ENDS = frozenset({"^", ".", "?"})
_FIGURES = frozenset({Kind.SUM, Kind.FLOW, Kind.COINS, Kind.RATE, Kind.OFFER})


def asks_anew(
    said: Tokens, stated: Slots, best: Intent, patterns: Mapping[Intent, float], asked_by: Intent
) -> bool:
    """Whether a message asks a question of its own, although a slot was asked for.

    It begins a sentence as questions begin. The same kind of question again has to bring more than
    the one figure that was asked for: "could I start with 5k?" is still the reply.
    """
    if not _asks(said) or best is Intent.WHAT_IF or patterns.get(best, 0) < _MET:
        return False
    figures = sum(entity.kind in _FIGURES for entity in said.entities.values())
    return figures > 1 if best is asked_by else bool(figures or stated.named())


def _asks(said: Tokens) -> bool:
    return not word_class("asking").isdisjoint(_first_words(said.words))


def _first_words(words: tuple[str, ...]) -> Iterator[str]:
    """Yield the word each sentence begins with; "what about 5k?" only offers a value."""
    threes = zip(words, words[1:], words[2:], strict=False)
    return (word for before, word, after in threes if before in _ENDS and after != "about")
