"""From a message to its meaning: intent, slots and how sure that is."""

from dataclasses import replace

from core.money import Period
from core.nlu.answers import answer
from core.nlu.entities import LONGEST_MESSAGE, find_entities
from core.nlu.grammar import grammar, scores
from core.nlu.matching import Tokens, tokens
from core.nlu.reading import read
from core.nlu.roles import bind
from core.nlu.secrets import holds_secret
from core.nlu.slots import fill, only, without_unsaid_holdings
from core.nlu.spans import Entity, Kind
from core.nlu.utterance import Context, Income, Intent, Slots, Utterance
from core.nlu.words import Words, read_words

_SURE = 0.5
_UNSURE = 0.3
_ASIDES = frozenset({Intent.OUT_OF_SCOPE, Intent.REFUSE, Intent.SMALL_TALK, Intent.HELP})
_CHANGES = frozenset(
    [
        "capital",
        "income",
        "contribution",
        "target_capital",
        "yield_",
        "tax_rate",
        "inflation",
        "reinvest_share",
        "reserve",
        "horizon_years",
        "age",
        "target_age",
        "risk",
        "risk_shift",
        "holdings",
        "assets",
        "frequency",
        "other_income",
        "indices",
    ]
)
_SHORT = 16
_HELD_UNSAID = frozenset(
    {
        Intent.INCOME_ESTIMATE,
        Intent.REQUIRED_YIELD,
        Intent.TIME_TO_GOAL,
        Intent.SET_HOLDINGS,
        Intent.RECOMMEND_BLEND,
        Intent.STRESS_TEST,
        Intent.WITHDRAWAL_PLAN,
        Intent.WHAT_IF,
    }
)


def understand(text: str, context: Context) -> Utterance:
    """Return what a message says, from its bare text."""
    return parse(text, find_entities(text, context.at), context)


def parse(text: str, entities: tuple[Entity, ...], context: Context) -> Utterance:
    """Return what a message says, given what it names and where the conversation stands."""
    if holds_secret(text):
        return Utterance(Intent.REFUSE, secret=True)
    said = tokens(read(text[:LONGEST_MESSAGE]), entities)
    words = read_words(said)
    utterance = _meaning(said, words, context)
    return replace(utterance, distress=True) if words.is_distress else utterance


def _meaning(said: Tokens, words: Words, context: Context) -> Utterance:
    bound = bind(said)
    stated = fill(said, words, bound)
    held = without_unsaid_holdings(stated, bound)
    ranked = _ranked(said, _features(said, words, stated, context))
    best, score = ranked[0]
    reply = answer(context.asked_slot, said, words, stated) if context.asked_slot else None
    if reply is not None and (score < 0.9 or best not in _ASIDES):
        return Utterance(context.last_intent or best, reply, 0.9)
    if follow := _follow_up(said, stated, best, score, context):
        return follow
    slots = _read(best, words, stated if best in _HELD_UNSAID else held)
    if best is Intent.OUT_OF_SCOPE and (likely := _likely(ranked)):
        return Utterance(Intent.UNCLEAR, slots, likely[0][1], tuple(i for i, _ in likely[:2]))
    others = tuple(intent for intent, value in ranked[1:4] if value >= _SURE + 0.2)
    return Utterance(best, slots, score, others)


def _ranked(said: Tokens, features: frozenset[str]) -> list[tuple[Intent, float]]:
    """Return the intents by how much speaks for them; out of scope when too little does."""
    found = scores(said, features)
    ranked = sorted(found.items(), key=lambda item: (-item[1], _ORDER[item[0]]))
    if ranked and ranked[0][1] >= _SURE:
        return ranked
    return [(Intent.OUT_OF_SCOPE, _SURE), *ranked]


_ORDER = {intent: place for place, intent in enumerate(Intent)}


def _likely(ranked: list[tuple[Intent, float]]) -> list[tuple[Intent, float]]:
    """Return the readings that come close, when there are two to choose from."""
    close = [(i, v) for i, v in ranked if _UNSURE <= v < _SURE and i not in _ASIDES]
    return close if len(close) > 1 else []


def _features(said: Tokens, words: Words, stated: Slots, context: Context) -> frozenset[str]:
    """Return what evidence may ask for: slots, kinds of names, and a few plain facts."""
    kinds = {entity.kind for entity in said.entities.values()}
    named = set(stated.named()) | {str(kind) for kind in kinds}
    if kinds & {Kind.SUM, Kind.COINS, Kind.FLOW}:
        named.add("figure")
    if stated.capital or stated.holdings:
        named.add("amount")
    if stated.capital or stated.contribution or stated.income:
        named.add("money")
    if words.is_crypto:
        named.add("crypto")
    if words.topic:
        named.add("known")
    if len(said.words) <= 8:
        named.add("short")
    return frozenset(named | ({"answered"} if context.last_intent else {"first"}))


def _read(intent: Intent, words: Words, stated: Slots) -> Slots:
    """Return the slots that a question of this kind reads."""
    wanted = grammar().slots.get(intent, frozenset())
    slots = only(stated, wanted)
    if "topic" in wanted:
        slots = replace(slots, topic=words.topic)
    return slots


def _follow_up(
    said: Tokens, stated: Slots, best: Intent, score: float, context: Context
) -> Utterance | None:
    """Return a change of the answer just given: slots without an intent of their own."""
    if context.last_intent is None or best in _ASIDES - {Intent.OUT_OF_SCOPE}:
        return None
    changed = _as_change(only(stated, _CHANGES), said, context.last_intent)
    if best is Intent.WHAT_IF:
        return Utterance(best, changed, score)
    is_question = score >= _CLEAR and best is not Intent.OUT_OF_SCOPE
    if is_question or not changed.named() or len(said.words) > _SHORT:
        return None
    return Utterance(Intent.WHAT_IF, changed, _CLEAR)


def _as_change(changed: Slots, said: Tokens, last: Intent) -> Slots:
    """Return the change with a small sum read as income a month: "and with 2k?"."""
    sum_ = changed.capital
    if sum_ is None or changed.income or last not in _ABOUT_INCOME or _OWNING & set(said.words):
        return changed
    if last is not Intent.REQUIRED_CAPITAL and sum_.amount >= _LARGE:
        return changed
    income = Income(sum_.amount, sum_.amount, sum_.currency, Period.MONTH)
    return replace(changed, capital=None, income=income)


_CLEAR = 0.85
_LARGE = 10_000
"""From here on a sum without a period is money to place, not a month's income."""
_OWNING = frozenset(
    [
        "have",
        "had",
        "has",
        "got",
        "own",
        "capital",
        "invest",
        "invested",
        "place",
        "put",
        "portfolio",
        "save",
    ]
)
_ABOUT_INCOME = frozenset(
    {
        Intent.REQUIRED_YIELD,
        Intent.REQUIRED_CAPITAL,
        Intent.TIME_TO_GOAL,
        Intent.WITHDRAWAL_PLAN,
    }
)
