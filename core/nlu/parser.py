"""From a message to its meaning: intent, slots and how sure that is."""

from collections.abc import Mapping
from dataclasses import replace

from core.knowledge import RATE_PAGES, RISK_PAGES
from core.nlu.answers import answer, bare_percentage, with_more
from core.nlu.asking_anew import asks_anew, states_anew
from core.nlu.blows import is_supposed, shared_with
from core.nlu.clocks import unread_in
from core.nlu.details import Message, with_details
from core.nlu.entities import LONGEST_MESSAGE, find_entities
from core.nlu.features import Looks, look
from core.nlu.follow_ups import brings_words, follow_up, in_currency
from core.nlu.grammar import about, grammar, met, scores
from core.nlu.lending_terms import lending_said
from core.nlu.loops import loop_said
from core.nlu.matching import Tokens, tokens, word_class
from core.nlu.overruling import overruled
from core.nlu.pools import goes_on
from core.nlu.quotes import rate_page
from core.nlu.ranking import Ranking, facts_of, ranked
from core.nlu.reading import Reading, read
from core.nlu.resuming import resumed
from core.nlu.roles import bind
from core.nlu.secrets import holds_secret
from core.nlu.slots import fill, in_named_currency, only, without_unsaid_holdings
from core.nlu.spans import Entity, Kind
from core.nlu.told import apart_from_told
from core.nlu.topics import asks_for_page, is_page_name, page_named
from core.nlu.unheeded import unheeded
from core.nlu.unread import UNKNOWN_NAME, unread
from core.nlu.utterance import Context, Intent, Slots, Utterance
from core.nlu.words import Words, read_words
from core.nlu.worths import EACH, tells_price

_SURE = 0.28
"""Below this it is asked which of the two likeliest readings is meant."""
_DOUBTED = 0.2
"""The most that a reading has which may be asked about, and never taken."""
_SURELY_ASIDE = 0.9
_ASIDES = frozenset({Intent.OUT_OF_SCOPE, Intent.REFUSE, Intent.SMALL_TALK, Intent.HELP})
_STANDING = _ASIDES - {Intent.OUT_OF_SCOPE}
"""Asides that a message can be whatever was asked; a bare figure alone is out of scope."""

_EVASION = Utterance(Intent.REFUSE, score=_SURELY_ASIDE, about="tax")


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
    reading = read(text[:LONGEST_MESSAGE])
    said = tokens(reading, entities)
    words = read_words(said)
    reason = unread(reading, entities)
    utterance = _EVASION if words.is_evasion else _meaning(said, reading, words, context)
    if utterance.slots.utilisation and reason == UNKNOWN_NAME:
        reason = None
    if reason == UNKNOWN_NAME and utterance.intent not in _ASIDES:
        slots = utterance.slots.without("shock", "blows")
        utterance = replace(utterance, slots=slots, about=UNKNOWN_NAME)
    elif reason and utterance.intent is not Intent.REFUSE:
        utterance = Utterance(Intent.OUT_OF_SCOPE, score=_SURELY_ASIDE, about=reason)
    unsaid = unheeded(said, utterance)
    if words.is_distress or unsaid:
        return replace(utterance, distress=words.is_distress, unheeded=unsaid)
    return utterance


def _meaning(said: Tokens, reading: Reading, words: Words, context: Context) -> Utterance:
    """Return the reply to what was asked, a change of the answer before, or a new question."""
    bound = bind(said)
    of_pool = context.last_intent is Intent.IMPERMANENT_LOSS
    lending = lending_said(reading.lower, spoken_of=context.known.utilisation is not None)
    loop = loop_said(reading.lower, spoken_of=context.known.loop is not None)
    bound = loop.apart_from(lending.apart_from(bound, reading), reading)
    bound = apart_from_told(bound, reading)
    stated = in_named_currency(fill(said, words, bound, of_pool=of_pool), reading.lower)
    stated = loop.over(lending.over(stated))
    words = _with_page(said, words)
    page = "utilisation" if lending.utilisation else lending.page
    words = replace(words, topic=page) if page else words
    facts = facts_of(said, words, stated, context)
    evidence = met(said, facts)
    patterns = scores(evidence)
    ranking = _ranking(said, look(said.words, facts, patterns))
    ranking = overruled(ranking, lending, loop, reading, stated)
    ranking = _over_years(_tried(said, ranking, stated), stated)
    ranking = _of_offer(ranking, stated, words)
    best, score = ranking[0]
    if said.is_pasted and context.last_intent is None:
        return Utterance(Intent.OUT_OF_SCOPE, score=_SURELY_ASIDE)
    if best is Intent.REFUSE:
        return Utterance(best, score=score, about=about(evidence, best))
    if added := shared_with(said, context.known):
        return Utterance(Intent.WHAT_IF, Slots(blows=added, besides=True), _SURELY_ASIDE)
    if context.last_intent and (change := _of_plan(reading, said, context)):
        return change
    if not (best in _STANDING and score >= _SURELY_ASIDE):
        here = Utterance(best, stated, score)
        found = _in_conversation(said, words, here, patterns, context)
        if found:
            return found
        if _lists(context.asked_slot, best, said) and context.last_intent:
            best, ranking = context.last_intent, [(context.last_intent, _SURELY_ASIDE)]
    if best not in grammar().coins_are_held:
        stated = without_unsaid_holdings(stated, bound)
    message = Message(said, reading, bound, stated, context.at)
    wanted = grammar().slots.get(best, frozenset())
    slots = with_details(best, wanted, _read(best, words, stated), message)
    if best is Intent.SHOW_WORKING and context.last_intent and slots.yield_ is None:
        slots = replace(slots, yield_=bare_percentage(said))
    question = _question(ranking, slots, is_stub=_is_stub(said))
    told = unread_in(reading.lower) if best is Intent.SUBSCRIBE else about(evidence, best)
    refers = _refers(said, slots)
    return replace(question, about=told, refers=refers) if told or refers else question


def _of_offer(ranking: Ranking, stated: Slots, words: Words) -> Ranking:
    """Return the ranking; a rate for another term is turned into a year's where it is judged."""
    (best, score), *others = ranking
    asks_rate = best is Intent.EXPLAIN and words.topic in {"apr-vs-apy", "compounding"}
    if not asks_rate or stated.offer is None or stated.yield_ is not None:
        return ranking
    return [(Intent.CHECK_YIELD, score), *others]


def _over_years(ranking: Ranking, stated: Slots) -> Ranking:
    """Return the ranking; the yield it takes today says nothing of what is paid in each month."""
    (best, score), *others = ranking
    if best is not Intent.REQUIRED_YIELD or stated.contribution is None:
        return ranking
    return [(Intent.TIME_TO_GOAL, score), *others]


_OF_POOL = frozenset(
    {Intent.WHAT_IF, Intent.STRESS_TEST, Intent.IMPERMANENT_LOSS, Intent.OUT_OF_SCOPE}
)
"""How a change of a pool reads by itself."""
_LISTS = {"holdings": Intent.SET_HOLDINGS, "threshold": Intent.OUT_OF_SCOPE}
"""How a reply reads by itself that takes more reading than a figure."""


def _lists(slot: str | None, best: Intent, said: Tokens) -> bool:
    """Whether a message is the list, or the level, that was asked for."""
    return _LISTS.get(slot or "") is best and len(said.entities) > 1


def _in_conversation(
    said: Tokens,
    words: Words,
    alone: Utterance,
    patterns: Mapping[Intent, float],
    context: Context,
) -> Utterance | None:
    """Return the reply to what was asked, or a change of the answer before; None for neither.

    `alone` is what the message would be without a conversation.
    """
    best, stated, slot = alone.intent, alone.slots, context.asked_slot or ""
    asked_by = context.last_intent or best
    is_new = asks_anew(said, stated, best, patterns, asked_by) or states_anew(
        said, best, patterns, slot
    )
    reply = answer(slot, said, words, stated)
    if reply and not is_new:
        more = with_more(reply, stated, grammar().slots.get(asked_by, frozenset()))
        priced = slot == "received_value" and tells_price(said)
        return Utterance(asked_by, more, _SURELY_ASIDE, about=EACH if priced else None)
    if context.last_intent is None or best in _ASIDES - {Intent.OUT_OF_SCOPE}:
        return None
    if _lists(slot, best, said):
        return None
    of_pool = context.last_intent is Intent.IMPERMANENT_LOSS and goes_on(said)
    if of_pool and best in _OF_POOL and len(stated.assets) < 2:
        changed = only(stated, grammar().slots[Intent.WHAT_IF])
        return Utterance(Intent.WHAT_IF, changed, _SURELY_ASIDE) if changed.named() else None
    sure = max(alone.score * brings_words(said), patterns.get(best, 0))
    return follow_up(said, stated, best, sure, context.known)


def _with_page(said: Tokens, words: Words) -> Words:
    """Return the words with the page named; how much a blend swings is not about its risk level."""
    if words.risks and words.topic in RISK_PAGES - {"risks"}:
        return words
    page = page_named(said, words.topic)
    return words if page == words.topic else replace(words, topic=page)


def _of_plan(reading: Reading, said: Tokens, context: Context) -> Utterance | None:
    """Return another currency for the plan under discussion, or a question on it."""
    change = in_currency(reading.lower, said, context.known)
    return change or (None if context.asked_slot else resumed(said, context))


def _ranking(said: Tokens, looks: Looks) -> Ranking:
    """Return the intents by their likelihood; who asks what a page's name is wants that page.

    Nobody is subscribed without a word for it: "and weekly" is none, "mondays at 8" is.
    """
    if asks_for_page(said):
        return [(Intent.EXPLAIN, 1.0)]
    found = ranked(looks)
    is_said = looks.patterns.get(Intent.SUBSCRIBE, 0) >= _SURELY_ASIDE
    if not is_said and not said.holds(word_class("subscribing")):
        found = _less_sure(found, Intent.SUBSCRIBE)
    if found[0][0] is Intent.OUT_OF_SCOPE and is_page_name(said):
        return [(Intent.EXPLAIN, 1.0)]
    return found


def _less_sure(found: Ranking, doubted: Intent) -> Ranking:
    """Return the ranking with one intent too unsure to be taken: it can only be asked about."""
    if max(score for one, score in found if one is doubted) <= _DOUBTED:
        return found
    capped = [(one, min(score, _DOUBTED) if one is doubted else score) for one, score in found]
    return sorted(capped, key=lambda item: -item[1])


def _tried(said: Tokens, ranking: Ranking, stated: Slots) -> Ranking:
    """Return the ranking; holdings that are told with what is supposed are there to be tried."""
    if ranking[0][0] is Intent.SET_HOLDINGS and (
        len(stated.blows) > 1 or is_supposed(said, stated)
    ):
        return [(Intent.STRESS_TEST, _SURELY_ASIDE), *ranking]
    return ranking


def _question(ranking: Ranking, slots: Slots, *, is_stub: bool) -> Utterance:
    """Return the best reading; unclear, with the two likeliest, when none is likely enough.

    A stub is a bare name such as "ETH": what is wanted of it is not said at all.
    """
    best, score = ranking[0]
    if not is_stub and (score >= _SURE or best in _ASIDES):
        return Utterance(best, slots, score)
    likely = [intent for intent, _ in ranking if intent not in _ASIDES]
    return Utterance(Intent.UNCLEAR, slots, score, tuple(likely[:2]))


def _refers(said: Tokens, slots: Slots) -> bool:
    """Whether a message names nothing itself but points at what was named before."""
    named = slots.assets or slots.protocols or slots.holdings or slots.capital or slots.indices
    return not named and not word_class("pointing").isdisjoint(said.words)


def _is_stub(said: Tokens) -> bool:
    """Whether a message is nothing but the name of a coin or a protocol."""
    names = {Kind.ASSET, Kind.PROTOCOL}
    return [e.kind in names for e in said.entities.values()] == [True] and not any(
        word not in _STUB_ENDS for at, word in enumerate(said.words) if at not in said.entities
    )


_STUB_ENDS = frozenset({"^", "$", "?", "."})


def _read(intent: Intent, words: Words, stated: Slots) -> Slots:
    """Return the slots that a question of this kind reads."""
    wanted = grammar().slots.get(intent, frozenset())
    topic = _topic(intent, words, stated)
    if intent is Intent.EXPLAIN and topic not in RATE_PAGES:
        wanted -= _OF_RATES
    if intent is Intent.EXPLAIN and topic not in RISK_PAGES:
        wanted -= _OF_RISKS if topic == "utilisation" else _OF_RISKS | _MONEY
    slots = only(stated, wanted)
    of_one = intent in {Intent.INCOME_ESTIMATE, Intent.WITHDRAWAL_PLAN}
    if of_one and words.index and not (slots.indices or slots.protocols):
        return replace(slots, indices=(words.index,))
    return replace(slots, topic=topic) if topic and "topic" in wanted else slots


_OF_RATES = frozenset({"yield_", "tax_rate", "inflation", "quote", "utilisation", "lending"})
_OF_RISKS, _MONEY = frozenset({"risk"}), frozenset({"capital", "holdings"})
"""Slots that only pages about rates, or about risks, are read with."""


def _topic(intent: Intent, words: Words, stated: Slots) -> str | None:
    """Return the topic; each index has a page of its own.

    What is compared has one only if a page is about that comparison.
    """
    if intent is Intent.COMPARE_OPTIONS and "-versus-" not in (words.topic or ""):
        return None
    if intent is Intent.EXPLAIN and words.topic not in RATE_PAGES and (page := rate_page(stated)):
        return page
    if intent is Intent.EXPLAIN and words.topic is None:
        return next(iter(stated.indices), None)
    return words.topic
