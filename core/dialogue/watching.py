"""The steps of a turn about alerts: set, list, pause and remove them; defaults from holdings."""

from dataclasses import replace
from decimal import Decimal

from core.catalogue import protocol_facts
from core.dialogue.effects import CallOffAlerts, Effect, Remove, SetAlerts, applied
from core.dialogue.person import Person
from core.dialogue.scene import Reply, Scene
from core.dialogue.state import DialogueState
from core.finance.evidence import dollars_at
from core.finance.market import MarketSnapshot
from core.finance.monitoring import (
    Alert,
    Reading,
    Source,
    Watched,
    judged,
    read_at,
    reading_of,
    watched_with,
    with_holdings,
)
from core.money import DEFAULT_CURRENCY, Money
from core.nlg.press import Act, Deed
from core.nlg.render import alerts as words
from core.nlg.render import kept
from core.nlu.standing import Measure, Threshold
from core.nlu.unasked_words import PAUSE, REMOVE, RESUME
from core.nlu.utterance import (
    Intent,
    Slots,
    Utterance,
)

MOST_ALERTS = 50


def set_alert(state: DialogueState, utterance: Utterance, scene: Scene) -> Reply:
    """Watch what was said, or list what is watched."""
    slots, person = utterance.slots, scene.person
    act, _, which = (utterance.about or "").partition(" ")
    if act in _CHANGES:
        alerts = (a for a in person.alerts if _is_named(a, slots) and (a.by_default or not which))
        return _change(state, act, tuple(alerts), scene)
    subject = slots.threshold.subject if slots.threshold else next(iter(slots.assets), None)
    if subject is None and slots.protocols:
        subject = slots.protocols[0]
    if subject is None and utterance.about != "list":
        return Reply(state, words.not_known())
    if subject is None:
        return Reply(state, words.alerts_page(person.alerts, scene.number))
    alert = _wanted(slots, subject, scene)
    if alert is None:
        asking = words.ask_level(words.subject_name(subject))
        return Reply(state, asking, "threshold", asked_by=Intent.SET_ALERT)
    reading = reading_of(alert.watches, scene.snapshot)
    if reading is None and alert.watched is not Watched.INCIDENT:
        return Reply(state, words.not_read(words.subject_name(subject), alert.venue))
    if len(person.alerts) >= MOST_ALERTS:
        return Reply(state, words.too_many())
    changed = judged(alert, reading)
    alert = changed.alert if changed else alert
    read_on = read_at(alert.watches, scene.snapshot).date()
    stale = read_on if read_on != scene.today else None
    is_guessed = slots.threshold is not None and slots.threshold.either_side
    draft = words.alert_set(
        alert, reading, stale, scene.number, guessed=is_guessed, said=_said_in_other(slots)
    )
    return Reply(state, draft, effects=(SetAlerts((alert,)),))


_CHANGES = frozenset({PAUSE, RESUME, REMOVE})


def _change(state: DialogueState, act: str, chosen: tuple[Alert, ...], scene: Scene) -> Reply:
    """Pause, take up again or remove what was named; show the list where that is nothing."""
    if not chosen:
        return Reply(state, words.alerts_page(scene.person.alerts, scene.number))
    if act == REMOVE:
        return remove(state, chosen, scene)
    return _all_paused(state, chosen, scene, paused=act == PAUSE)


def _is_named(alert: Alert, slots: Slots) -> bool:
    named = {*slots.assets, *slots.protocols}
    said = slots.threshold
    fits = said is None or alert.watched == Watched(said.measure)
    return fits and (not named or not named.isdisjoint({alert.subject, alert.venue}))


def _all_paused(
    state: DialogueState, chosen: tuple[Alert, ...], scene: Scene, *, paused: bool
) -> Reply:
    """Pause alerts or let them go on; it can be taken back."""
    effects = silenced(chosen) if paused else (SetAlerts(_with(chosen, paused=False)),)
    draft = words.all_paused(chosen, scene.number, paused=paused)
    return Reply(state, draft, effects=effects)


def silenced(alerts: tuple[Alert, ...]) -> tuple[Effect, ...]:
    """Return what pauses alerts and calls off what waits to be sent of any."""
    return (SetAlerts(_with(alerts, paused=True)), CallOffAlerts()) if alerts else ()


def _with(alerts: tuple[Alert, ...], *, paused: bool) -> tuple[Alert, ...]:
    return tuple(replace(alert, paused=paused) for alert in alerts)


def _wanted(slots: Slots, subject: str, scene: Scene) -> Alert | None:
    """Return the alert that was said, in the place of one like it; None without a level."""
    said = slots.threshold
    number = scene.person.last_number + 1
    if said is None:
        if subject not in protocol_facts() or slots.assets:
            return None
        alert = Alert(number, subject, Watched.INCIDENT, since=scene.today)
        return _in_place(alert, scene.person)
    level = _in_dollars(said, scene.snapshot)
    if level is None:
        return None
    coin, venue = _what_pays(slots, said, scene)
    alert = Alert(number, coin, Watched(said.measure), venue=venue)
    rises = _is_met_rising(said, level, reading_of(alert.watches, scene.snapshot))
    alert = replace(alert, above=level) if rises else replace(alert, below=level)
    return _in_place(alert, scene.person)


def _is_met_rising(said: Threshold, level: Decimal, reading: Reading | None) -> bool:
    """Whether a level is met from below: as the words name it, else from where it is now."""
    if said.either_side and isinstance(reading, Decimal):
        return level >= reading
    return said.above is not None


def _what_pays(slots: Slots, said: Threshold, scene: Scene) -> tuple[str, str]:
    """Return the coin and the place that are watched; a place is named for a yield alone.

    The yield of a protocol is that of the coin held there, else of its dollars, where it is read.
    """
    if said.measure is not Measure.YIELD:
        return said.subject, ""
    venue = next(iter(slots.protocols), "")
    if said.subject != venue:
        return said.subject, venue
    held = {one.asset for one in scene.person.holdings if one.venue == venue}
    one = held.pop() if len(held) == 1 else ""
    if one and reading_of(Source(one, Watched.YIELD, venue), scene.snapshot):
        return one, venue
    lent = dollars_at(protocol_facts()[venue], scene.snapshot)
    return (lent.symbol, venue) if lent else (venue, "")


def _in_dollars(said: Threshold, snapshot: MarketSnapshot) -> Decimal | None:
    """Return the level that was said, money in US dollars; of a peg without one the house's."""
    level = said.above if said.above is not None else said.below
    if level is None:
        return with_holdings().peg if said.measure is Measure.PEG else None
    if said.currency is None or said.measure is Measure.YIELD:
        return level
    rate = snapshot.exchange_rates.rate(said.currency, DEFAULT_CURRENCY)
    return level * rate if rate else None


def _said_in_other(slots: Slots) -> Money | None:
    """Return a level of money that was said in another currency than US dollars."""
    said = slots.threshold
    if said is None or said.currency in {None, DEFAULT_CURRENCY}:
        return None
    level = said.above if said.above is not None else said.below
    return Money(level, said.currency) if level is not None and said.currency else None


def _in_place(alert: Alert, person: Person) -> Alert:
    """Return an alert under the number of one that watches the same the same way."""
    like = (
        one
        for one in person.alerts
        if one.watches == alert.watches and (one.below is None) == (alert.below is None)
    )
    return next((replace(alert, number=one.number) for one in like), alert)


def paused(state: DialogueState, deed: Deed, scene: Scene) -> Reply:
    """Pause an alert or let it go on."""
    alert = next((one for one in scene.person.alerts if one.number in deed.numbers), None)
    if alert is None:
        return Reply(state, kept.gone_already())
    now = replace(alert, paused=deed.act is Act.PAUSE)
    return Reply(state, words.paused(now, scene.number), effects=(SetAlerts((now,)),))


def remove(state: DialogueState, alerts: tuple[Alert, ...], scene: Scene) -> Reply:
    """Remove alerts; it can be taken back.

    One that came with a holding is turned off instead, or it would come again with the next.
    """
    own = Remove(tuple(one.number for one in alerts if not one.by_default))
    off = silenced(tuple(one for one in alerts if one.by_default))
    gone: tuple[Effect, ...] = (own,) if own.numbers else ()
    return Reply(state, words.removed(alerts, scene.number), effects=(*gone, *off))


def with_defaults(effects: tuple[Effect, ...], scene: Scene) -> tuple[Effect, ...]:
    """Return effects on holdings with those that keep the default alerts in step with them.

    An alert that was turned off stays as it is and does not come back; where all of them were,
    so are those of a new holding.
    """
    person = applied(scene.person, effects)
    watched = watched_with(person.holdings, scene.snapshot, scene.today)
    wanted = {one.watches: one for one in watched}
    known = {one.watches for one in person.alerts}
    new = [one for source, one in wanted.items() if source not in known]
    before = [one.paused for one in person.alerts if one.by_default]
    are_off = bool(before) and all(before)
    room = max(0, MOST_ALERTS - len(person.alerts))
    added = tuple(
        replace(one, number=person.last_number + place, paused=are_off)
        for place, one in enumerate(new[:room], start=1)
    )
    idle = tuple(
        one.number
        for one in person.alerts
        if one.by_default and not one.paused and one.watches not in wanted
    )
    more: tuple[Effect, ...] = (SetAlerts(added),) if added else ()
    return (*effects, *more, *((Remove(idle),) if idle else ()))
