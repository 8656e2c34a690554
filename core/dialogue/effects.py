"""What a turn changes in the world, as values: the core decides, the shell does.

The shell applies them in the turn's own transaction, in their order. `applied` is what they mean:
whatever keeps a person has to come to the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar, assert_never

from core.dialogue.person import Import, Person, PlanVersion
from core.finance.monitoring import Alert
from core.finance.portfolio import Position
from core.finance.receipts import Receipt
from core.finance.weeks import LastSummary
from core.nlu.utterance import Intent
from core.requests import Frame
from core.requests.preferences import Preferences
from core.schedule import Due, Weekly


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
class SavePlan:
    """Keep a version of the plan."""

    plan: PlanVersion


@dataclass(frozen=True, slots=True)
class LogIncome:
    """Record what came in or went out; a receipt whose number is kept already takes its place."""

    receipts: tuple[Receipt, ...]


@dataclass(frozen=True, slots=True)
class SetAlerts:
    """Watch for alerts; one whose number is kept already takes its place."""

    alerts: tuple[Alert, ...]


@dataclass(frozen=True, slots=True)
class Remove:
    """Keep what has these numbers no more, whatever it is."""

    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SavePreferences:
    """Keep these preferences in place of those before."""

    preferences: Preferences


@dataclass(frozen=True, slots=True)
class HoldImport:
    """Let what was read from a file wait to be confirmed, in place of what waited; None drops it.

    An import is numbered as what is kept is, and its things have the numbers after it.
    """

    pending: Import | None


@dataclass(frozen=True, slots=True)
class Subscribe:
    """Send the weekly summary at this time from now on, the first on a day; or change its time."""

    weekly: Weekly
    first: Due


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    """Send no summary any more, and none that waits to be sent."""


@dataclass(frozen=True, slots=True)
class CallOffAlerts:
    """Send none of the alerts that wait to be sent."""


@dataclass(frozen=True, slots=True)
class SaveSummary:
    """Keep what a summary told, in place of the one before: the next is compared with it."""

    last: LastSummary


@dataclass(frozen=True, slots=True)
class NoteMisreading:
    """Keep for the operator, and of nobody, what was read wrong: the words without names.

    `meant` is the reading that the person chose instead, None as long as none was chosen.
    """

    text: str
    read_as: Frame
    meant: Intent | None = None


Effect = (
    EraseMessage
    | ForgetChat
    | SaveHoldings
    | SavePlan
    | LogIncome
    | SetAlerts
    | Remove
    | HoldImport
    | SavePreferences
    | Subscribe
    | Unsubscribe
    | CallOffAlerts
    | SaveSummary
    | NoteMisreading
)


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
        case EraseMessage() | NoteMisreading() | CallOffAlerts():
            return person
        case SavePreferences():
            return replace(person, preferences=effect.preferences)
        case Subscribe() | Unsubscribe() | SaveSummary():
            return _told_weekly(person, effect)
        case HoldImport():
            return replace(
                person,
                pending=effect.pending,
                last_number=_highest(person, _in_import(effect.pending)),
            )
        case Remove():
            return _less(person, effect.numbers)
        case _:
            return _more(person, effect)


def _told_weekly(person: Person, effect: Subscribe | Unsubscribe | SaveSummary) -> Person:
    match effect:
        case Subscribe():
            return replace(person, weekly=effect.weekly)
        case Unsubscribe():
            return replace(person, weekly=None)
        case SaveSummary():
            return replace(person, last_summary=effect.last)


def _in_import(pending: Import | None) -> tuple[Numbered, ...]:
    return () if pending is None else (pending, *pending.receipts, *pending.holdings)


def _more(person: Person, effect: SaveHoldings | SavePlan | LogIncome | SetAlerts) -> Person:
    match effect:
        case SaveHoldings():
            more = replace(person, holdings=_with(person.holdings, effect.holdings))
            return replace(more, last_number=_highest(person, effect.holdings))
        case SavePlan():
            more = replace(person, plans=_with(person.plans, (effect.plan,)))
            return replace(more, last_number=_highest(person, (effect.plan,)))
        case LogIncome():
            more = replace(person, receipts=_with(person.receipts, effect.receipts))
            return replace(more, last_number=_highest(person, effect.receipts))
        case SetAlerts():
            more = replace(person, alerts=_with(person.alerts, effect.alerts))
            return replace(more, last_number=_highest(person, effect.alerts))
        case _:
            assert_never(effect)


def _less(person: Person, numbers: tuple[int, ...]) -> Person:
    return replace(
        person,
        holdings=_without(person.holdings, numbers),
        plans=_without(person.plans, numbers),
        receipts=_without(person.receipts, numbers),
        alerts=_without(person.alerts, numbers),
    )


def _with(kept: tuple[_Thing, ...], saved: tuple[_Thing, ...]) -> tuple[_Thing, ...]:
    by_number = {thing.number: thing for thing in (*kept, *saved)}
    return tuple(by_number[number] for number in sorted(by_number))


def _without(kept: tuple[_Thing, ...], numbers: tuple[int, ...]) -> tuple[_Thing, ...]:
    return tuple(thing for thing in kept if thing.number not in numbers)


def _highest(person: Person, saved: tuple[Numbered, ...]) -> int:
    return max((person.last_number, *(thing.number for thing in saved)))
