"""Whether to rebalance: what has drifted, what to move, and what each move does."""

from datetime import datetime

from core.advice.rebalance import RebalanceAdvice
from core.catalogue import index_named
from core.facts import FactBook
from core.finance.blends import Stage
from core.finance.indices import is_recorded
from core.finance.rebalancing import NEW_MONEY, Move
from core.nlg.draft import Button, Chart, Draft
from core.nlg.folding import fitted
from core.nlg.press import do
from core.nlg.render.parts import (
    closing,
    kind_of_blend,
    lines,
    paragraphs,
    ratio,
    risk_assumed,
    risk_steps,
)
from core.nlg.render.pictures import drift_chart
from core.nlg.writing import with_rest, write
from core.nlu.utterance import Intent


def render_rebalance(advice: RebalanceAdvice, answer: int, as_of: datetime) -> Draft:
    """Put a rebalancing into words; where something is to be moved, the bands are behind "More"."""
    book, parts = advice.book, _parts(advice)
    text = paragraphs(
        _headline(advice),
        _moves(advice) or parts,
        _effect(advice),
        f"{COSTS} {NEW_MONEY_FIRST}",
        _rest(advice),
        "Your new money is not counted: say what all of it is worth, and it is put in first."
        if advice.unsized
        else None,
        None if advice.own_plan else risk_assumed(advice.profile),
    )
    draft = write(
        text,
        book,
        closing=closing(book),
        buttons=_buttons(advice, answer),
        charts=shares_chart(advice),
        as_of=as_of,
    )
    return fitted(with_rest(draft, parts if advice.moves else ""), COUNTED, NEW_MONEY_FIRST, COSTS)


def shares_chart(advice: RebalanceAdvice) -> tuple[Chart, ...]:
    """Return the picture of each part beside its band."""
    parts = [(key, _name(key)) for key in advice.parts]
    return drift_chart(advice.book, parts, own_plan=advice.own_plan)


def _headline(advice: RebalanceAdvice) -> str:
    if not advice.outside:
        return "**No need: every part lies within its band.**"
    worst = max(advice.outside, key=lambda key: abs(_drift(advice.book, key)))
    now = f"{{{worst}.now_share}}" if f"{worst}.now_share" in advice.book else "nothing"
    done = "New money mends it" if _only_new(advice) else "Yes"
    return (
        f"**{done}: {_name(worst)} is {now} of the whole, outside its band of "
        f"{{{worst}.drift_low}}–{{{worst}.drift_high}}.**"
    )


def _only_new(advice: RebalanceAdvice) -> bool:
    return bool(advice.moves) and all(move.source == NEW_MONEY for move in advice.moves)


def _drift(book: FactBook, key: str) -> float:
    now = ratio(book, f"{key}.now_share") if f"{key}.now_share" in book else 0
    return float(now - ratio(book, f"{key}.policy_weight"))


def _name(key: str) -> str:
    return "new money" if key == NEW_MONEY else index_named(key.replace("_", "-")).name


def _parts(advice: RebalanceAdvice) -> str:
    """Show each part now and as it should be, with its band."""
    rows = []
    for key in advice.parts:
        if f"{key}.now_share" not in advice.book and not ratio(advice.book, f"{key}.policy_weight"):
            continue
        now = f"{{{key}.now_share}}" if f"{key}.now_share" in advice.book else "none"
        band = f"{{{key}.drift_low}}–{{{key}.drift_high}}"
        rows.append(f"· {_name(key)}: {now}, target {{{key}.policy_weight}} (band {band})")
    return lines(f"Now, against {_target(advice)}:", *rows)


def _rest(advice: RebalanceAdvice) -> str | None:
    """Say that shares that were named are no whole, where they are none."""
    if not advice.in_shares or ratio(advice.book, "held_whole") == 1:
        return None
    return "Your shares come to {held_whole}; that is taken as the whole, the rest is left out."


def _target(advice: RebalanceAdvice) -> str:
    return "your own plan" if advice.own_plan else kind_of_blend(advice.profile)


def _moves(advice: RebalanceAdvice) -> str | None:
    if not advice.moves:
        return None
    return lines(f"What to move, towards {_target(advice)}:", *move_lines(advice))


def move_lines(advice: RebalanceAdvice) -> tuple[str, ...]:
    """Return each move with what it does, a line each."""
    return tuple(_move(advice, number, move) for number, move in enumerate(advice.moves, 1))


def _move(advice: RebalanceAdvice, number: int, move: Move) -> str:
    amount = f"m{number}.moved_share" if advice.in_shares else f"m{number}.amount"
    of_whole = " of the whole" if advice.in_shares else ""
    row = f"· {{{amount}}}{of_whole} from {_name(move.source)} to {_name(move.target)}"
    effects = [
        words.format(f"{{m{number}.{effect}}}")
        for effect, words in _EFFECTS.items()
        if f"m{number}.{effect}" in advice.book
    ]
    return f"{row}: {', '.join(effects)}"


_EFFECTS = {
    "pays_more": "pays {} more a year",
    "pays_less": "pays {} less a year",
    "saved_share": "a crash year would take {} less",
    "lost_share": "a crash year would take {} more",
}
"""What a move does, in words, with the fact's figure in the middle."""


COSTS = (
    "Each sale costs fees and can be a taxable event: below {rebalance_least} of the whole it is "
    "not worth it."
)
NEW_MONEY_FIRST = "Put new money first where it is missing."
COUNTED = "Each counts as staked, or lent where it cannot be, at the middle of its house range."


def _effect(advice: RebalanceAdvice) -> str:
    """Say what the whole pays and could lose, before and after."""
    book = advice.book
    counted = f"{COUNTED}{_unrecorded(book)}"
    if "pay_after" not in book:
        return (
            "It pays about {pay_before} a year; a year like {crash_year} would take {before_loss} "
            f"by prices alone. {counted}"
        )
    return (
        "Together: it pays about {pay_after} a year instead of {pay_before}, and a year like "
        "{crash_year} would take {after_loss} by prices alone instead of {before_loss}. "
        f"{counted}"
    )


def _unrecorded(book: FactBook) -> str:
    """Say of which coins the loss of the crash year is not known, so that it is in no sum."""
    keys = (fact.name.removesuffix(_NOW) for fact in book if fact.name.endswith(_NOW))
    named = [index_named(key.replace("_", "-")) for key in keys]
    coins = [index.constituents[0].asset for index in named if not is_recorded(index)]
    return f" What {' and '.join(coins)} lost then is not recorded and in no loss." if coins else ""


_NOW = ".now_share"


def _buttons(advice: RebalanceAdvice, answer: int) -> tuple[tuple[Button, ...], ...]:
    rows = (
        (
            do("Explain rebalancing", answer, Intent.EXPLAIN, topic="rebalancing"),
            do("Show working", answer, Intent.SHOW_WORKING),
        ),
        () if advice.own_plan else risk_steps(advice.profile, Stage.NOW, answer),
    )
    return tuple(row for row in rows if row)
