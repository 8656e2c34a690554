"""From a message to its meaning: intent, slots and how sure that is."""

from dataclasses import replace

from core.catalogue import stablecoins
from core.knowledge import RATE_PAGES
from core.nlu.answers import answer, bare_percentage
from core.nlu.entities import LONGEST_MESSAGE, find_entities
from core.nlu.follow_ups import follow_up
from core.nlu.grammar import about, grammar, scores
from core.nlu.matching import Tokens, tokens
from core.nlu.reading import read
from core.nlu.roles import bind
from core.nlu.secrets import holds_secret
from core.nlu.slots import fill, only, without_unsaid_holdings
from core.nlu.spans import Entity, Kind
from core.nlu.topics import page_named
from core.nlu.utterance import Context, Intent, Slots, Utterance
from core.nlu.words import Words, read_words

_SURE = 0.5
"""From here on an intent is taken."""
_UNSURE = 0.3
"""From here on it is worth asking whether it is meant."""
_FURTHER = 0.55
"""From here on a second question in the same message is kept."""
_SURELY_ASIDE = 0.9
_ASIDES = frozenset({Intent.OUT_OF_SCOPE, Intent.REFUSE, Intent.SMALL_TALK, Intent.HELP})
_ORDER = {intent: place for place, intent in enumerate(Intent)}


def understand(text: str, context: Context) -> Utterance:
    """Return what a message says, from its bare text."""
    return parse(text, find_entities(text, context.at), context)


def parse(text: str, entities: tuple[Entity, ...], context: Context) -> Utterance:
    """Return what a message says, given what it names and where the conversation stands.

    >>> from datetime import UTC, datetime
    >>> now = Context(at=datetime(2026, 9, 2, tzinfo=UTC))
    >>> understand("what would 5 ETH earn?", now).intent.value
    'income_estimate'
    """
    if holds_secret(text):
        return Utterance(Intent.REFUSE, secret=True)
    said = tokens(read(text[:LONGEST_MESSAGE]), entities)
    words = read_words(said)
    utterance = _meaning(said, words, context)
    return replace(utterance, distress=True) if words.is_distress else utterance


def _meaning(said: Tokens, words: Words, context: Context) -> Utterance:
    """Return the reply to what was asked, a change of the answer before, or a new question."""
    bound = bind(said)
    stated = fill(said, words, bound)
    words = replace(words, topic=page_named(said, words.topic))
    features = _features(said, words, stated, context)
    ranked = _ranked(said, features)
    best, score = ranked[0]
    if best is Intent.REFUSE:
        return Utterance(best, score=score, about=about(said, features, best))
    if not (best in _ASIDES and score >= _SURELY_ASIDE):
        if context.asked_slot and (reply := answer(context.asked_slot, said, words, stated)):
            return Utterance(context.last_intent or best, reply, _SURELY_ASIDE)
        if context.last_intent and best not in _ASIDES - {Intent.OUT_OF_SCOPE}:
            change = follow_up(said, stated, best, score, context.known)
            if change:
                return change
    if best not in grammar().coins_are_held:
        stated = without_unsaid_holdings(stated, bound)
    slots = _read(best, words, stated)
    if best is Intent.SHOW_WORKING and context.last_intent and slots.yield_ is None:
        slots = replace(slots, yield_=bare_percentage(said))
    return replace(_question(ranked, slots), about=about(said, features, best))


def _question(ranked: list[tuple[Intent, float]], slots: Slots) -> Utterance:
    """Return the best reading, with further ones to offer; unclear when two are only likely."""
    best, score = ranked[0]
    likely = [(i, v) for i, v in ranked[1:] if v >= _UNSURE and i not in _ASIDES]
    if best is Intent.OUT_OF_SCOPE and score <= _SURE and len(likely) > 1:
        return Utterance(Intent.UNCLEAR, slots, likely[0][1], tuple(i for i, _ in likely[:2]))
    others = tuple(i for i, value in ranked[1:4] if value >= _FURTHER and i not in _ASIDES)
    return Utterance(best, slots, score, others)


def _ranked(said: Tokens, features: frozenset[str]) -> list[tuple[Intent, float]]:
    """Return the intents by how much speaks for them; out of scope when too little does."""
    found = scores(said, features)
    ranked = sorted(found.items(), key=lambda item: (-item[1], _ORDER[item[0]]))
    if ranked and ranked[0][1] >= _SURE:
        return ranked
    return [(Intent.OUT_OF_SCOPE, _SURE), *ranked]


def _features(said: Tokens, words: Words, stated: Slots, context: Context) -> frozenset[str]:
    """Return what evidence may ask for: slots, kinds of names, and a few plain facts."""
    kinds = {entity.kind for entity in said.entities.values()}
    facts = {
        "figure": bool(kinds & {Kind.SUM, Kind.COINS, Kind.FLOW}),
        "amount": bool(stated.capital or stated.holdings),
        "money": bool(stated.capital or stated.contribution or stated.income),
        "crypto": words.is_crypto,
        "stable": bool(stated.assets) and stablecoins().issuperset(stated.assets),
        "known": words.topic is not None,
        "short": len(said.words) <= _FEW_WORDS,
        "answered": context.last_intent is not None,
        "pasted": said.is_pasted,
        "first": context.last_intent is None,
    }
    held = (name for name, holds in facts.items() if holds)
    return frozenset({*stated.named(), *(str(kind) for kind in kinds), *held})


_FEW_WORDS = 8


def _read(intent: Intent, words: Words, stated: Slots) -> Slots:
    """Return the slots that a question of this kind reads."""
    wanted = grammar().slots.get(intent, frozenset())
    slots = only(stated, wanted)
    if intent is Intent.INCOME_ESTIMATE and words.index and not (slots.indices or slots.protocols):
        return replace(slots, indices=(words.index,))
    topic = _topic(intent, words, stated)
    if intent is Intent.EXPLAIN and topic not in RATE_PAGES:
        slots = slots.without("yield_", "tax_rate", "inflation", "quote", "utilisation")
    return replace(slots, topic=topic) if "topic" in wanted else slots


def _topic(intent: Intent, words: Words, stated: Slots) -> str | None:
    """Return the topic; each index has a page of its own.

    What is compared has one only if a page is about that comparison.
    """
    if intent is Intent.COMPARE_OPTIONS and "-versus-" not in (words.topic or ""):
        return None
    if intent is Intent.EXPLAIN and words.topic is None:
        return next(iter(stated.indices), None)
    return words.topic
