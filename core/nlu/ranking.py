"""Which intents a message may have, the likeliest first."""

from operator import itemgetter

from core.catalogue import stablecoins, staked_coins
from core.nlu.classifier import likelihoods
from core.nlu.features import Looks
from core.nlu.matching import Tokens
from core.nlu.places import zone_in
from core.nlu.spans import Kind
from core.nlu.utterance import Context, Intent, Slots
from core.nlu.words import OF_AN_ANSWER, Words

_FEW_WORDS = 8

Ranking = list[tuple[Intent, float]]
"""Intents with their likelihood, the likeliest first."""


def ranked(looks: Looks) -> Ranking:
    """Return all intents by their likelihood; equally likely ones stay in their own order."""
    return sorted(likelihoods(looks).items(), key=itemgetter(1), reverse=True)


def facts_of(said: Tokens, words: Words, stated: Slots, context: Context) -> frozenset[str]:
    """Return what evidence may ask for: slots, kinds of names, and a few plain facts."""
    pool = stated.pool
    kinds = {entity.kind for entity in said.entities.values()}
    facts = {
        "figure": bool(kinds & {Kind.SUM, Kind.COINS, Kind.FLOW}),
        "amount": bool(stated.capital or stated.holdings),
        "money": bool(stated.capital or stated.contribution or stated.income),
        "crypto": words.is_crypto,
        "stable": bool(stated.assets) and stablecoins().issuperset(stated.assets),
        "staked": bool(stated.assets) and staked_coins().issuperset(stated.assets),
        "known": words.topic is not None,
        "of_answer": words.topic in OF_AN_ANSWER,
        "short": len(said.words) <= _FEW_WORDS,
        "answered": context.last_intent is not None,
        "pool_prices": bool(pool and (pool.low or (pool.start and pool.end))),
        "pasted": said.is_pasted,
        "first": context.last_intent is None,
        "place": "in" in said.words and zone_in(said.text) is not None,
    }
    held = (name for name, holds in facts.items() if holds)
    return frozenset({*stated.named(), *(str(kind) for kind in kinds), *held})
