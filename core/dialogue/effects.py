"""What a turn changes in the world, as values: the core decides, the shell does.

The shell applies them in the turn's own transaction, in their order. `applied` is what they mean:
whatever keeps a person has to come to the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar, assert_never

from core.dialogue.person import Person, Preferences
from core.finance.portfolio import Position


@dataclass(frozen=True, slots=True)
class EraseMessage:
    """Overwrite the stored message, which held a recovery phrase or a private key."""


@dataclass(frozen=True, slots=True)
class ForgetChat:
    """Delete all that is kept about the chat; the turn's state begins it anew."""


@dataclass(frozen=True, slots=True)
class SaveHoldings:
    """Keep holdings; one whose number is kept already takes its place."""

    holdings: tuple[Position, ...]


@dataclass(frozen=True, slots=True)
class Remove:
    """Keep what has these numbers no more, whatever it is."""

    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SavePreferences:
    """Keep these preferences in place of those before."""

    preferences: Preferences


Effect = EraseMessage | ForgetChat | SaveHoldings | Remove | SavePreferences


class Numbered(Protocol):
    """Something kept under a number."""

    @property
    def number(self) -> int:
        """Its own among all that is kept in a chat."""
        ...


_Thing = TypeVar("_Thing", bound=Numbered)


def applied(person: Person, effects: Iterable[Effect]) -> Person:
    """Return what is kept about a person after some effects."""
    for effect in effects:
        person = _applied(person, effect)
    return person


def _applied(person: Person, effect: Effect) -> Person:
    match effect:
        case ForgetChat():
            return Person()
        case SaveHoldings():
            return replace(
                person,
                holdings=_with(person.holdings, effect.holdings),
                last_number=_highest(person, effect.holdings),
            )
        case Remove():
            return replace(person, holdings=_without(person.holdings, effect.numbers))
        case SavePreferences():
            return replace(person, preferences=effect.preferences)
        case EraseMessage():
            return person
        case _:
            assert_never(effect)


def _with(kept: tuple[_Thing, ...], saved: tuple[_Thing, ...]) -> tuple[_Thing, ...]:
    by_number = {thing.number: thing for thing in (*kept, *saved)}
    return tuple(by_number[number] for number in sorted(by_number))


def _without(kept: tuple[_Thing, ...], numbers: tuple[int, ...]) -> tuple[_Thing, ...]:
    return tuple(thing for thing in kept if thing.number not in numbers)


def _highest(person: Person, saved: tuple[Numbered, ...]) -> int:
    return max((person.last_number, *(thing.number for thing in saved)))
