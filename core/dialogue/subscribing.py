"""The steps of a turn that begin, change and end the weekly summary."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, time
from types import MappingProxyType

from core.dialogue.effects import Effect, SavePreferences, Subscribe, Unsubscribe
from core.dialogue.person import Person
from core.dialogue.reviewing import review_now
from core.dialogue.scene import Reply, Scene
from core.dialogue.state import DialogueState
from core.dialogue.summing import summary_now
from core.dialogue.watching import silenced
from core.nlg.render import subscription as words
from core.nlu.standing import Cadence, DayPart, Schedule, Weekday
from core.nlu.unasked_words import EVERYTHING
from core.nlu.utterance import (
    Intent,
    Utterance,
)
from core.schedule import Due, Weekly, find_zone, next_due

_DAYS = list(Weekday)
_HOURS = {DayPart.MORNING: time(8), DayPart.AFTERNOON: time(15), DayPart.EVENING: time(19)}
"""What a part of the day means: the hours that the buttons under the answer offer."""
USUAL = Weekly(0, time(9), "UTC")
"""What was not said: Monday at nine, by a clock that everybody can look up."""


def subscribe(state: DialogueState, utterance: Utterance, scene: Scene) -> Reply:
    """Send the summary every week, at the time that was said or as before."""
    said = utterance.slots.schedule or Schedule()
    weekly = wanted(scene.person, said)
    first = first_due(scene.person, weekly, scene.at)
    draft = words.subscribed(
        weekly,
        first,
        scene.at.date(),
        other_cadence=said.frequency not in {None, Cadence.WEEKLY},
        zone_known=weekly.zone != USUAL.zone or _zone(said) is not None,
        unread=utterance.about,
    )
    effects: tuple[Effect, ...] = (Subscribe(weekly, first),)
    preferences = scene.person.preferences
    if _zone(said) and preferences.zone is None:
        effects += (SavePreferences(replace(preferences, zone=_zone(said))),)
    return Reply(state, draft, effects=effects)


def _summary(state: DialogueState, utterance: Utterance, scene: Scene) -> Reply:
    """Show the summary, or the quarterly review where that is asked for."""
    if utterance.about == "review":
        return review_now(state, scene)
    return summary_now(state, utterance, scene)


def unsubscribe(state: DialogueState, utterance: Utterance, scene: Scene) -> Reply:
    """Send no summary any more; nothing at all unasked where that was said."""
    active = tuple(one for one in scene.person.alerts if not one.paused)
    if utterance.about == EVERYTHING:
        effects = (Unsubscribe(), *silenced(active))
        return Reply(state, words.all_stopped(watched=bool(active)), effects=effects)
    if scene.person.weekly is None:
        return Reply(state, words.not_subscribed(watched=bool(active)))
    return Reply(state, words.unsubscribed(watched=bool(active)), effects=(Unsubscribe(),))


def wanted(person: Person, said: Schedule) -> Weekly:
    """Return when the summary shall come: as was said, else as it did, else as is usual."""
    before = person.weekly or replace(USUAL, zone=_known(person.preferences.zone) or USUAL.zone)
    return Weekly(
        before.weekday if said.weekday is None else _DAYS.index(said.weekday),
        said.time or (_HOURS[said.part] if said.part else before.at),
        _zone(said) or before.zone,
    )


def first_due(person: Person, weekly: Weekly, at: datetime) -> Due:
    """Return the first summary from now on; that of a week that had its own comes a week later."""
    first = next_due(weekly, at)
    if person.last_summary and person.last_summary.period == first.period:
        return next_due(weekly, first.at)
    return first


def _zone(said: Schedule) -> str | None:
    return _known(said.timezone)


def _known(zone: str | None) -> str | None:
    return zone if zone and find_zone(zone) else None


STEPS: Mapping[Intent, Callable[[DialogueState, Utterance, Scene], Reply]] = MappingProxyType(
    {
        Intent.SUMMARY_NOW: _summary,
        Intent.SUBSCRIBE: subscribe,
        Intent.UNSUBSCRIBE: unsubscribe,
    }
)
"""The intents that are about the summary."""
