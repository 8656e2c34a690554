"""The last change to what is kept, whatever it was, can be taken back: once, and as it was."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from core.dialogue import portfolio
from core.dialogue.effects import (
    Effect,
    ForgetChat,
    LogIncome,
    Numbered,
    Remove,
    SaveHoldings,
    SavePreferences,
    SetAlerts,
    Subscribe,
    Unsubscribe,
    applied,
)
from core.dialogue.person import Person
from core.dialogue.scene import Reply, Scene
from core.dialogue.state import DialogueState, Undo
from core.dialogue.subscribing import first_due
from core.nlg.press import Deed
from core.nlg.render import holdings as holding_words
from core.nlg.render import kept as words

_Thing = TypeVar("_Thing", bound=Numbered)


def undo_of(person: Person, effects: tuple[Effect, ...], answer: int) -> Undo | None:
    """Return what takes effects back; None where nothing that a person keeps is changed by them."""
    if not effects or ForgetChat() in effects:
        return None
    after = applied(person, effects)
    now, before = _numbers(after), _numbers(person)
    undo = Undo(
        answer,
        holdings=_changed(person.holdings, after.holdings),
        receipts=_changed(person.receipts, after.receipts),
        alerts=_changed(person.alerts, after.alerts),
        numbers=tuple(sorted(now - before)),
        preferences=None if after.preferences == person.preferences else person.preferences,
        weekly=() if after.weekly == person.weekly else (person.weekly,),
    )
    return None if undo == Undo(answer) else undo


def _changed(before: tuple[_Thing, ...], after: tuple[_Thing, ...]) -> tuple[_Thing, ...]:
    now = {one.number: one for one in after}
    return tuple(one for one in before if now.get(one.number) != one)


def _numbers(person: Person) -> set[int]:
    things = (person.holdings, person.plans, person.receipts, person.alerts)
    return {one.number for kept in things for one in kept}


def take_back(state: DialogueState, deed: Deed, scene: Scene) -> Reply:
    """Take the last change back, if the wish or the button means that one."""
    undo, person = state.undo, scene.person
    if undo is None:
        return Reply(state, words.nothing_to_undo())
    if undo.answer != deed.answer:
        return Reply(state, words.not_the_last())
    effects = _effects(undo, scene)
    kinds = tuple(_kinds(undo, person))
    after = replace(state, undo=None)
    if "holdings" not in kinds:
        return Reply(after, words.undone(kinds), effects=effects)
    whole = portfolio.portfolio(applied(person, effects), scene)
    return Reply(after, holding_words.undone(kinds, whole), effects=effects)


def _effects(undo: Undo, scene: Scene) -> tuple[Effect, ...]:
    kept: tuple[tuple[object, Effect], ...] = (
        (undo.holdings, SaveHoldings(undo.holdings)),
        (undo.receipts, LogIncome(undo.receipts)),
        (undo.alerts, SetAlerts(undo.alerts)),
        (undo.numbers, Remove(undo.numbers)),
    )
    things = tuple(effect for something, effect in kept if something)
    return (*things, *_settings(undo, scene), *_weekly(undo, scene))


def _settings(undo: Undo, scene: Scene) -> Iterable[Effect]:
    """Yield the settings as they were; what the person's app is set to was never said here."""
    if undo.preferences:
        locale = scene.person.preferences.locale
        yield SavePreferences(replace(undo.preferences, locale=locale))


def _weekly(undo: Undo, scene: Scene) -> Iterable[Effect]:
    for before in undo.weekly:
        first = first_due(scene.person, before, scene.at) if before else None
        yield Subscribe(before, first) if before and first else Unsubscribe()


def _kinds(undo: Undo, person: Person) -> Iterable[str]:
    """Yield what kinds of things an undo touches: alerts that only follow the holdings are none."""
    gone = set(undo.numbers)
    if undo.holdings or any(one.number in gone for one in person.holdings):
        yield "holdings"
    elif undo.alerts or any(one.number in gone for one in person.alerts):
        yield "alerts"
    if undo.receipts or any(one.number in gone for one in person.receipts):
        yield "records"
    if any(one.number in gone for one in person.plans):
        yield "plan"
    if undo.preferences:
        yield "settings"
    if undo.weekly:
        yield "summary"
