"""The intents as data: what each means, which slots it reads, and what speaks for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from core.catalogue import data_names, read_toml
from core.nlu.matching import Phrasebook, Tokens, lines
from core.nlu.utterance import Intent

_MOST = 0.98
_FURTHER = 0.03


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something that speaks for an intent, or against it when the score is negative."""

    intent: Intent
    score: float
    needs: frozenset[str]
    """Features of the message, such as slot names, that must all be present."""
    bars: frozenset[str]
    """Features that must all be absent."""
    worded: bool
    """Whether one of its phrases has to be found as well."""
    about: str | None
    """What kind of request it tells of, where an intent has several."""

    def may_hold(self, features: frozenset[str]) -> bool:
        """Whether this evidence is there as soon as one of its phrases is, if it has any."""
        return self.needs <= features and not self.bars & features


@dataclass(frozen=True, slots=True)
class Grammar:
    """Everything that is known about how intents are said."""

    evidence: tuple[Evidence, ...]
    phrases: Phrasebook
    slots: Mapping[Intent, frozenset[str]]
    """The slots that a question of each kind reads."""
    coins_are_held: frozenset[Intent]
    """The kinds of question in which a quantity of coins is a holding unless said otherwise."""


@cache
def grammar() -> Grammar:
    """Return the grammar of all intents, read once."""
    names = [name for name in data_names("grammar") if name in set(Intent)]
    evidence: list[Evidence] = []
    said_by: list[tuple[int, str]] = []
    slots: dict[Intent, frozenset[str]] = {}
    for name in names:
        about = read_toml(f"grammar/{name}.toml")
        slots[Intent(name)] = frozenset(about.get("slots", ()))
        for block in about["evidence"]:
            said_by.extend((len(evidence), line) for line in lines(block.get("say", "")))
            evidence.append(_evidence(Intent(name), block))
    held = {Intent(n) for n in names if read_toml(f"grammar/{n}.toml").get("coins_are_held")}
    return Grammar(tuple(evidence), Phrasebook(said_by), slots, frozenset(held))


def _evidence(intent: Intent, block: Mapping[str, object]) -> Evidence:
    return Evidence(
        intent,
        float(str(block["score"])),
        frozenset(_names(block.get("with"))),
        frozenset(_names(block.get("without"))),
        bool(block.get("say")),
        str(block["about"]) if "about" in block else None,
    )


def _names(listed: object) -> list[str]:
    return [str(name) for name in listed] if isinstance(listed, list) else []


def met(said: Tokens, facts: frozenset[str]) -> tuple[Evidence, ...]:
    """Return every piece of evidence that a message gives."""
    worded, wordless = _possible(facts)
    found = grammar().phrases.owners(said, worded)
    return tuple(grammar().evidence[at] for at in sorted(found | wordless))


@lru_cache(maxsize=2048)
def _possible(facts: frozenset[str]) -> tuple[frozenset[int], frozenset[int]]:
    """Return which evidence the facts of a message leave possible: with phrases, and without."""
    evidence = [(at, one) for at, one in enumerate(grammar().evidence) if one.may_hold(facts)]
    worded = frozenset(at for at, one in evidence if one.worded)
    return worded, frozenset(at for at, _ in evidence) - worded


def scores(evidence: Iterable[Evidence]) -> dict[Intent, float]:
    """Return how much speaks for each intent, from 0 to 1.

    The best single piece of evidence counts; further ones add a little, contrary ones take away.
    """
    held: dict[Intent, list[float]] = {}
    for piece in evidence:
        held.setdefault(piece.intent, []).append(piece.score)
    return {intent: _total(values) for intent, values in held.items()}


def about(evidence: Iterable[Evidence], intent: Intent) -> str | None:
    """Return what a request of this intent is about, as its strongest evidence tells."""
    told = [e for e in evidence if e.intent is intent and e.about]
    return max(told, key=lambda piece: piece.score).about if told else None


def _total(values: list[float]) -> float:
    """Return the total of the pieces of evidence for one intent."""
    support = [value for value in values if value > 0]
    contrary = sum(value for value in values if value < 0)
    if not support:
        return 0.0
    return max(0.0, min(_MOST, max(support) + _FURTHER * (len(support) - 1)) + contrary)
