"""Tell a whole new question, or statement, from a reply to what was asked back."""

from collections.abc import Iterator, Mapping

from core.nlu.matching import Tokens, word_class
from core.nlu.spans import Kind
from core.nlu.utterance import Intent, Slots

_MET = 0.6
"""From here on a pattern is met, so that the message is known to be a question of that kind."""
_ENDS = frozenset({"^", ".", "?"})
_NAMES = frozenset({Kind.COINS, Kind.ASSET, Kind.PROTOCOL, Kind.VENUE})
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


def states_anew(said: Tokens, best: Intent, patterns: Mapping[Intent, float], slot: str) -> bool:
    """Whether a message states something of its own, although a slot was asked for.

    It is said as such statements are said and brings more than the reply would be made of: a
    sale with its coins, day and price is never the worth that was asked for. What is received
    beside a kind or a day is another income; coins that are held answer what there is.
    """
    if slot == "received_value" and _tells_more(said):
        return True
    if slot == "tax_rate" and any(one.kind in _NAMES for one in said.entities.values()):
        return True
    if best in _NO_STATEMENTS or patterns.get(best, 0) < _MET:
        return False
    if best is Intent.SET_HOLDINGS and slot in _HELD:
        return not word_class("trading").isdisjoint(said.words)
    figures = sum(entity.kind in _FIGURES for entity in said.entities.values())
    beside = len(said.entities) > 1 or not word_class("incomes").isdisjoint(said.words)
    return beside if best in _KEPT else figures > 1


def _tells_more(said: Tokens) -> bool:
    """Whether more is told than what something was worth: "I paid 2000 in rent today"."""
    known = word_class("changing") | word_class("valuing")
    own = sum(word[0] != "{" and word not in known for word in said.words)
    recurs = any(entity.kind is Kind.FLOW for entity in said.entities.values())
    return recurs or own > _FEW_WORDS


_FEW_WORDS = 2
_NO_STATEMENTS = frozenset({Intent.WHAT_IF, Intent.OUT_OF_SCOPE, Intent.SMALL_TALK, Intent.HELP})
_KEPT = frozenset({Intent.SET_HOLDINGS, Intent.LOG_INCOME, Intent.SET_ALERT, Intent.SUBSCRIBE})
"""The statements that change what is kept."""
_HELD = frozenset({"capital", "holdings"})
"""What is asked for where a statement of what is held is the reply."""


def _asks(said: Tokens) -> bool:
    return not word_class("asking").isdisjoint(_first_words(said.words))


def _first_words(words: tuple[str, ...]) -> Iterator[str]:
    """Yield the word each sentence begins with; "what about 5k?" only offers a value."""
    threes = zip(words, words[1:], words[2:], strict=False)
    return (word for before, word, after in threes if before in _ENDS and after != "about")
