"""What single words of a message say: risk levels, methods, topics, distress."""

from collections.abc import Mapping
from functools import cache

from core.catalogue import read_toml
from core.nlu.matching import Phrasebook, Tokens
from core.nlu.utterance import Risk


@cache
def _named(section: str) -> tuple[tuple[str, ...], Phrasebook]:
    about: Mapping[str, list[str]] = read_toml("grammar/meanings.toml")[section]
    lines = ((owner, line) for owner, lines in enumerate(about.values()) for line in lines)
    return tuple(about), Phrasebook(lines)


def _found(section: str, said: Tokens) -> list[str]:
    """Return what is said of a section, the longest phrase first."""
    names, book = _named(section)
    hits = sorted(book.hits(said.words), key=lambda hit: (-len(hit.places), hit.places))
    return list(dict.fromkeys(names[hit.owner] for hit in hits))


def risks(said: Tokens) -> tuple[Risk, ...]:
    """Return the risk levels that are named, the safest first."""
    named = {Risk(name) for name in _found("risk", said)}
    return tuple(risk for risk in Risk if risk in named)


def bare_risks(said: Tokens) -> tuple[Risk, ...]:
    """Return the risk levels of a reply to "how much risk?": there, "low" is enough."""
    named = {Risk(name) for name in _found("bare_risk", said)}
    return tuple(risk for risk in Risk if risk in named)


def risk_shift(said: Tokens) -> int | None:
    """Return -1 for safer, 1 for bolder, None when neither is asked for."""
    found = _found("risk_shift", said)
    return {"safer": -1, "bolder": 1}[found[0]] if found else None


def method(said: Tokens) -> str | None:
    """Return the way to earn that is named, if it is one."""
    return next(iter(_found("method", said)), None)


def is_crypto(said: Tokens) -> bool:
    """Whether the message speaks of crypto income at all."""
    return bool(_found("crypto", said))


def is_distress(said: Tokens) -> bool:
    """Whether the person sounds in distress."""
    return bool(_found("distress", said))


def topic(said: Tokens) -> str | None:
    """Return the topic of the knowledge base that is named: the longest name wins."""
    return next(iter(_found("topic", said)), None)
