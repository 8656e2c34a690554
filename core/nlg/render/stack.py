"""Yield stacking in words: what the layer adds, what it risks, and whether to leave it."""

from datetime import datetime
from decimal import Decimal

from core.advice import YieldStackAdvice
from core.nlg.draft import Button, Draft
from core.nlg.folding import fitted
from core.nlg.press import do
from core.nlg.render.parts import closing, lines, paragraphs, ratio
from core.nlg.writing import write
from core.nlu.utterance import Intent


def render_stack(advice: YieldStackAdvice, answer: int, as_of: datetime, *, brief: bool) -> Draft:
    """Put a stack of yields into words; a follow-up leaves out the general rule."""
    text = paragraphs(
        f"**{_headline(advice)}**",
        _layers(advice),
        _unknown(advice),
        _loop(advice),
        _room(advice),
        _chance(advice),
        None if brief or advice.looped else _RULE,
    )
    draft = write(
        text,
        advice.book,
        closing=closing(advice.book),
        buttons=_buttons(advice, answer),
        as_of=as_of if "readings_date" in advice.book else None,
    )
    return fitted(draft, None if brief or advice.looped else _RULE, _chance(advice))


_RULE = (
    "Judge every layer by itself: who pays for it, what happens when it fails, how you get out. "
    "Borrowing to repeat the step adds a forced sale."
)


def _headline(advice: YieldStackAdvice) -> str:
    if advice.looped:
        return _headline_of_loop(advice)
    if not (advice.first and advice.second):
        return "A second layer adds its yield, and its own way to lose the money under it."
    if _adds_nothing(advice):
        return f"Leave it at one layer: the second on {advice.coin} adds nothing today."
    if advice.worth_it:
        return f"The second layer on {advice.coin} pays for its risk only if it stays as it is."
    return f"Leave it at one layer: the second on {advice.coin} adds too little for its risk."


def _headline_of_loop(advice: YieldStackAdvice) -> str:
    """Say first what borrowing to earn again comes to, or what it has to cost less than."""
    book = advice.book
    if "loop_yield" in book:
        pays = "{loop_times} times over it comes to {loop_yield} a year"
        if ratio(book, "loop_margin") > 0:
            return f"{pays}, against {{stack_yield}} without borrowing."
        return f"Do not borrow for it: {pays}, less than the {{stack_yield}} without borrowing."
    if "loop_yield_most" in book:
        return (
            "{loop_times} times over it comes to less than {loop_yield_most} a year, against "
            "{stack_yield} without borrowing."
        )
    if "loop_margin" in book:
        return (
            "Each part that is borrowed adds {loop_margin} a year."
            if ratio(book, "loop_margin") > 0
            else "Do not borrow for it: each part that is borrowed costs {loop_loss} a year."
        )
    if "again_rate" in book:
        return "Borrowing to earn again pays only while it costs less than {again_rate} a year."
    return "Borrowing to earn again pays only while it costs less than what it earns."


NOTHING = Decimal("0.0005")
"""A yield a year that is written as nothing beside another."""


def _adds_nothing(advice: YieldStackAdvice) -> bool:
    return ratio(advice.book, "second.rate") < NOTHING


def _layers(advice: YieldStackAdvice) -> str | None:
    if not advice.first:
        return None
    at = "at the rates of {readings_date}"
    if not advice.second:
        return f"{{first.rate}} · {advice.first}, {at}."
    return lines(
        f"{{first.rate}} · {advice.first}",
        f"{{second.rate}} · {advice.second}, on top",
        f"{{stack_yield}} together, {at}.",
        _gain(advice),
    )


def _unknown(advice: YieldStackAdvice) -> str | None:
    """Say which layers that were named are left out."""
    if not advice.unknown:
        return None
    return f"What {' and '.join(advice.unknown)} would add is not known here, so it is left out."


def _loop(advice: YieldStackAdvice) -> str | None:
    """Say what borrowing costs, or what of that is not known."""
    if not advice.looped:
        return None
    if "loop_margin" in advice.book:
        return lines(
            "Counted: {again_rate} earned and {borrow_cost} paid on what is borrowed, as you said.",
            "{capital} would bring {loop_income} a year." if "loop_income" in advice.book else None,
            "Both rates move daily, and fees of each step come off.",
        )
    if "borrow_cost" in advice.book:
        return "What the borrowed money would earn is not known here; name it and it is counted."
    left = "What borrowing costs there is not known here; name it and it is counted."
    if "lent_rate" in advice.book:
        least = "Lenders of WETH on Aave get {lent_rate}, so borrowers pay more than that."
        return f"{least} {left}"
    return left


def _room(advice: YieldStackAdvice) -> str | None:
    """Say how far it is to a forced sale."""
    if "room_share" not in advice.book:
        return None
    what = {
        "price": f"{advice.coin} falling by {{room_share}}",
        "discount": "the staking token falling by {room_share} against the coin",
        "rate": "one coin losing {room_share} against the other",
    }[advice.falls]
    return (
        f"The debt is {{debt_share}} of what is pledged: {what} leaves nothing, and the pledge is "
        "sold by force before that."
    )


def _gain(advice: YieldStackAdvice) -> str | None:
    """Say what the second layer brings in money, where a sum was named and it brings any."""
    if "extra_income" not in advice.book or _adds_nothing(advice):
        return None
    return "On {capital} the second layer brings {extra_income} a year more."


def _chance(advice: YieldStackAdvice) -> str:
    """Say how often protocols failed their users, and what follows for a second one."""
    often = (
        "The protocols known here had {incident_count} grave losses in {protocol_years} years of "
        "being open: about {incident_chance} a year for one, {two_layer_chance} for either of two."
    )
    if "all_layer_chance" in advice.book:
        often = often.replace("{two_layer_chance} for either of two", _OF_ALL)
    if advice.looped or not advice.second or advice.worth_it or _adds_nothing(advice):
        return often
    return (
        f"{often} The extra yield makes up for that only if an incident takes less than "
        "{bearable_share} of the money."
    )


_OF_ALL = "{all_layer_chance} for any of {layer_count}"


def _buttons(advice: YieldStackAdvice, answer: int) -> tuple[tuple[Button, ...], ...]:
    stack = do("Yield stacking", answer, Intent.EXPLAIN, topic="yield-stacking")
    contract = do("Smart-contract risk", answer, Intent.EXPLAIN, topic="smart-contract-risk")
    if advice.looped:
        contract = do("Liquidation", answer, Intent.EXPLAIN, topic="liquidation")
    return ((stack, contract), (do("Show working", answer, Intent.SHOW_WORKING),))
