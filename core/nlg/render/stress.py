"""A stress test in words: the worst first, what it takes of money and income, what softens it."""

from datetime import datetime
from decimal import Decimal

from core.advice import StressTestAdvice
from core.advice.outcome import Outcome
from core.catalogue import protocol_facts, stress_scenarios
from core.facts import YOU, FactBook
from core.finance.stress import Scenario
from core.nlg.binding import SLOT
from core.nlg.draft import Button, Draft
from core.nlg.folding import fitted
from core.nlg.formats import display
from core.nlg.press import do
from core.nlg.render.parts import closing, joined, kind_of_blend, lines, paragraphs, risk_assumed
from core.nlg.render.pictures import stress_chart
from core.nlg.writing import write
from core.nlu.utterance import ONE_STABLECOIN, STAKING_TOKENS, Intent, Risk


def render_stress(advice: StressTestAdvice, answer: int, as_of: datetime, *, brief: bool) -> Draft:
    """Put a stress test into words; a follow-up leaves out what was tried."""
    first, *others = advice.outcomes
    if not first.hits:
        text = paragraphs(_untouched(advice), _others(advice, tuple(others)))
    else:
        text = paragraphs(
            f"**{_headline(advice, first)}**",
            _like(advice, first.scenario.id),
            _assumed(first, advice.book),
            None if brief else _tried(advice),
            _others(advice, tuple(others)),
            _softer(advice),
        )
    draft = write(
        text,
        advice.book,
        closing=closing(advice.book),
        buttons=_buttons(advice, answer),
        charts=stress_chart(advice.book, [(one, _titled(advice, one)) for one in advice.outcomes]),
    )
    return fitted(draft, *_waiting(advice))


def _waiting(advice: StressTestAdvice) -> tuple[str, ...]:
    """Return what can wait on a small screen: a long list of what is held, the mildest outcomes."""
    mild = lines(*(_line(advice, one) for one in advice.outcomes[_SEVERE:] if one.hits))
    return (_tried(advice), mild) if len(advice.held) > _FEW_PARTS else (mild,)


_SEVERE, _FEW_PARTS = 4, 4


def _titled(advice: StressTestAdvice, outcome: Outcome) -> str:
    """Name what happens, for a picture: with its figures, as a sentence of the text has them."""
    return SLOT.sub(lambda match: display(advice.book[match[1]]), _event(advice, outcome))


def _headline(advice: StressTestAdvice, outcome: Outcome) -> str:
    """Return what the first outcome takes: of the money, in money, in years of income."""
    of = outcome.scenario.id
    gains = f"{of}.income_gain" in advice.book
    if not outcome.loss:
        goes = f"{{{of}.income_loss}} of the income goes"
        paid = f"{{{of}.income_gain}} more is paid" if gains else goes
        return f"{_event(advice, outcome)}: the money stays, {paid}."
    if outcome.loss < 0:
        income = f" and {{{of}.income_gain}} to the income" if gains else ""
        return f"{_event(advice, outcome)} would add {{{of}.gain}} to the money{income}."
    taken = f"{{{of}.loss}} of the money"
    if f"{of}.lost_money" in advice.book:
        taken += f", {{{of}.lost_money}}"
    if _is_years(advice.book, f"{of}.years_lost"):
        taken += f" ({{{of}.years_lost}} of income)"
    if gains:
        taken += f", while what is left pays {{{of}.income_gain}} more"
    elif f"{of}.income_loss" in advice.book:
        taken += f", and {{{of}.income_loss}} of the income"
    return f"{_event(advice, outcome)} {_verb(outcome)} {taken}."


def _verb(outcome: Outcome) -> str:
    return "would together take" if outcome.scenario.also else "would take"


def _is_years(book: FactBook, name: str) -> bool:
    """Whether a loss is a year of income or more; less says nothing beside the money."""
    value = book[name].value if name in book else None
    return isinstance(value, Decimal) and value >= 1


def _event(advice: StressTestAdvice, outcome: Outcome) -> str:
    """Name what happens, the first letter large."""
    words = _named(outcome, advice.book) if outcome.scenario.id == "named" else _house(outcome)
    return words[0].upper() + words[1:]


def _named(outcome: Outcome, book: FactBook) -> str:
    """Name everything that a person named, as it comes together."""
    scenario = outcome.scenario
    lost = [_place(one.subject) for one in scenario.events if one.subject and one.protocol == -1]
    told = [
        _moves(one, book) for one in scenario.events if not (one.subject and one.protocol == -1)
    ]
    if lost:
        told.append(f"losing all that lies in {joined(lost)}")
    return joined(told)


def _place(slug: str) -> str:
    about = protocol_facts().get(slug)
    return about.name if about else slug.replace("-", " ").title()


def _moves(event: Scenario, book: FactBook) -> str:
    """Name one shock: "ETH falling by …"; what the house adds has a title of its own."""
    if not event.subject:
        title = next(one.title for one in stress_scenarios() if one.id == event.id)
        fall = f"{event.id}_fall"
        return f"{title} ({{{fall}}})" if fall in book and not event.coins else title
    key, subject = event.id, _subject(event)
    change = book[f"{key}_change"].value
    assert isinstance(change, Decimal)
    level = f" to {{{key}_level}}" if f"{key}_level" in book else ""
    if change > 0:
        return f"{subject} rising by {{{key}_change}}{level}"
    whose = "their coins" if event.subject == STAKING_TOKENS else "its coin"
    beside = f" against {whose}" if event.staked is not None else ""
    return f"{subject} falling by {{{key}_fall}}{level}{beside}"


def _subject(event: Scenario) -> str:
    if event.protocol is not None:
        return f"what lies in {_place(event.subject)}"
    if event.subject == ONE_STABLECOIN:
        held = event.stablecoin_named
        return f"the stablecoin held most ({held})" if held else "a stablecoin"
    kinds = {
        "market": "coin prices",
        "yields": "all yields",
        "stablecoins": "every stablecoin",
        STAKING_TOKENS: "staking tokens",
    }
    return kinds.get(event.subject, event.subject)


def _assumed(first: Outcome, book: FactBook) -> str | None:
    """Say of which shocks no size was named, and what of them is not held."""
    events = [event for event in first.scenario.events if event.subject]
    of_house = [e for e in events if f"{e.id}_change" in book and _is_of_house(book, e)]
    missed = [
        _place(one.subject) if one.protocol is not None else _subject(one)
        for one in first.missed
        if one.subject
    ]
    told = []
    if of_house:
        names = joined([_subject(event) for event in of_house])
        told.append(f"You named no size for {names}: counted like what has happened of the kind.")
    if missed and len(first.scenario.events) > 1:
        told.append(f"Nothing here lies in {joined(missed)}, so that takes nothing.")
    return " ".join(told) or None


def _is_of_house(book: FactBook, event: Scenario) -> bool:
    change = book[f"{event.id}_change"]
    return event.protocol is None and change.formula is None and change.source != YOU


def _like(advice: StressTestAdvice, of: str) -> str | None:
    """Say how far a scenario goes that was named without a size, and when that happened."""
    if f"{of}.fall" not in advice.book:
        return None
    like = next(one.like for one in stress_scenarios() if one.id == of)
    return f"Counted with a fall of {{{of}.fall}}, {like} ({{{of}.day}})."


def _tried(advice: StressTestAdvice) -> str:
    held = " · ".join(f"{{{one.key}.weight}} {one.name}" for one in advice.held)
    if not advice.of_blend:
        return f"Tried on {held}."
    assumed = risk_assumed(advice.profile)
    return " ".join(filter(None, (f"Tried on {kind_of_blend(advice.profile)}: {held}.", assumed)))


def _others(advice: StressTestAdvice, others: tuple[Outcome, ...]) -> str | None:
    if not others:
        return None
    heading = "For comparison:" if advice.named else "The other scenarios:"
    told = [_line(advice, outcome) for outcome in others if outcome.hits]
    nothing = [_house(outcome) for outcome in others if not outcome.hits]
    none = f"nothing · {joined(nothing)}" if nothing else None
    return lines(heading, *told, none)


def _line(advice: StressTestAdvice, outcome: Outcome) -> str:
    of = outcome.scenario.id
    title = _house(outcome)
    income = f", {{{of}.income_loss}} of the income" if f"{of}.income_loss" in advice.book else ""
    if not outcome.loss:
        return f"{{{of}.income_loss}} of the income · {title}"
    return f"{{{of}.loss}} of the money{income} · {title}"


def _house(outcome: Outcome) -> str:
    """Name a scenario of the house, with the stablecoin or the protocol found to be held most."""
    scenario = outcome.scenario
    if not outcome.title.endswith("held most"):
        return outcome.title
    found = scenario.stablecoin_named if scenario.protocol is None else scenario.protocol_named
    if found is None:
        return outcome.title
    return f"{outcome.title} ({found if found.isupper() else found.replace('-', ' ').title()})"


def _softer(advice: StressTestAdvice) -> str | None:
    if advice.softer is None:
        return None
    if advice.softer.kind != "moved":
        return f"What would soften it: {_SOFTER[advice.softer.kind]}"
    return (
        f"What would soften it: a tenth of the money moved from {advice.softer.moved} saves "
        "{softened_loss} of the whole. No yield makes up for such a loss."
    )


_SOFTER = {
    "spread": (
        "the same money in two of its kind instead of one saves {softened_loss} of the whole when "
        "one fails. Two are more often hit, and each time for less."
    ),
    "outside": "dollars outside of stablecoins, as in a bank: they lose nothing then.",
    "wait": "not selling: a discount costs who leaves in a hurry, and the exit queue pays in full.",
    "spend": "a year of income kept aside, or spending that can fall with what is paid.",
}


def _untouched(advice: StressTestAdvice) -> str:
    return f"**That changes nothing: nothing of it is held.** {_tried(advice)}"


def _buttons(advice: StressTestAdvice, answer: int) -> tuple[tuple[Button, ...], ...]:
    explain = do("Explain the risks", answer, Intent.EXPLAIN, topic="risks")
    work = do("Show working", answer, Intent.SHOW_WORKING)
    rows: list[tuple[Button, ...]] = [(explain, work)]
    if advice.of_blend and advice.profile.risk is not Risk.CONSERVATIVE:
        rows.append((do("Safer", answer, Intent.WHAT_IF, risk_shift="-1"),))
    if advice.named:
        rows.append((do("Every scenario", answer, Intent.STRESS_TEST),))
    return tuple(rows)
