"""Questions on the plan under discussion: how long, when, how likely, in what money."""

import re
from collections.abc import Callable
from decimal import Decimal

from core.catalogue import figures
from core.money import Period
from core.nlu.bare_changes import bare_figure, multiple
from core.nlu.currencies import standing_period
from core.nlu.grammar import grammar
from core.nlu.matching import Tokens
from core.nlu.quotes import frequency_alone
from core.nlu.slots import only
from core.nlu.spans import Kind
from core.nlu.utterance import Amount, Context, Intent, Quote, Slots, Utterance

_SURE = 0.9
_LASTING = re.compile(
    r"\^ (?:(?:and|but|ok|okay|so|what if|what about|how about) )*"
    r"(?:for|over|to last) (?:about |the next |at least )?\{years\} (?:\$|\?|\.)"
)
_ASKING = (
    r"\^ (?:(?:and|but|ok|okay|so|then) )*(?:will|would|does|do|can|could) "
    r"(?:it|that|this|the money|my money) "
)
_WILL_LAST = re.compile(rf"{_ASKING}(?:really )?(?:last|hold|do|be enough) ")
_HOW_LONG = re.compile(
    r"\^ (?:(?:and|but|ok|okay|so) )*how long (?:will|would|does|can|could) "
    r"(?:it|that|this|the money|my money) last"
)
_BUFFER = re.compile(r"\b(?:keep|with|hold|add|set up) (?:\w+ )?(?:cash|buffer|cushion)\b")
_OF_INCOME = frozenset({Intent.REQUIRED_YIELD, Intent.WITHDRAWAL_PLAN, Intent.TIME_TO_GOAL})
_FEW_WORDS = 9
_ARRIVING = re.compile(
    r"\b(?:when|how soon) (?:will|would|do|could|can|might|am) (?:i|we|it) "
    r"(?:get|be|arrive|reach) (?:there|it|that)\b"
)
_CHANCE = re.compile(
    r"\^ (?:(?:and|but|so) )?(?:how (?:likely|probable|sure) (?:is|are)\b"
    r"|what (?:is|are) the (?:odds|chance|chances|probability))"
)
_REAL = re.compile(
    r"\bin (?:today|todays|real|current|present) (?:s )?(?:money|terms|value|prices)\b"
)


def resumed(said: Tokens, context: Context) -> Utterance | None:
    """Return the question that a short message asks of the plan before it; None for none.

    "For 20 years" is how long a plan shall last; "when will I get there" and "how likely is it"
    ask of its goal.
    """
    text = said.text
    return next((found for read in _READERS if (found := read(text, said, context))), None)


def _lasting(text: str, said: Tokens, context: Context) -> Utterance | None:
    known = context.known
    is_plan = known.income and (known.capital or known.holdings)
    if context.last_intent not in _OF_INCOME or not is_plan:
        return None
    years = next((e.value for e in said.entities.values() if e.kind is Kind.YEARS), None)
    if _HOW_LONG.match(text) and not said.entities:
        return _of_plan(Intent.WITHDRAWAL_PLAN, known.without("horizon_years"))
    if not (_LASTING.match(text) or _WILL_LAST.match(text)) or not isinstance(years, Decimal):
        return None
    return _of_plan(Intent.WITHDRAWAL_PLAN, known.overlaid(Slots(horizon_years=years)))


def _often(text: str, said: Tokens, context: Context) -> Utterance | None:
    """Return the calendar of a plan to draw: "monthly", "back to yearly", "show the calendar"."""
    if context.last_intent is not Intent.WITHDRAWAL_PLAN or len(said.words) > _FEW_WORDS:
        return None
    often = standing_period(said.words)
    if "calendar" in said.words:
        often = often or Period.MONTH
    if said.entities or often is None:
        return None
    return Utterance(Intent.WHAT_IF, Slots(frequency=often), _SURE)


def _buffered(text: str, said: Tokens, context: Context) -> Utterance | None:
    """Return a plan to draw with a year of it kept in cash, where no sum was named for that."""
    income = context.known.income
    if context.last_intent is not Intent.WITHDRAWAL_PLAN or said.entities or income is None:
        return None
    if not _BUFFER.search(text):
        return None
    year = Amount(income.high * income.period.per_year, income.currency)
    return Utterance(Intent.WHAT_IF, Slots(reserve=year), _SURE)


def _arriving(text: str, _: Tokens, context: Context) -> Utterance | None:
    known = context.known
    if not (known.income or known.target_capital) or not _ARRIVING.search(text):
        return None
    return _of_plan(Intent.TIME_TO_GOAL, known.without("horizon_years"))


def _likely(text: str, said: Tokens, context: Context) -> Utterance | None:
    """Return the same question again where its answer tells a chance: it goes by years."""
    known, last = context.known, context.last_intent
    goes_by_years = known.horizon_years or known.target_age
    if said.entities or last is None or not known.income or not _CHANCE.match(text):
        return None
    if last in {Intent.TIME_TO_GOAL, Intent.WITHDRAWAL_PLAN}:
        return _of_plan(last, known)
    is_plan = last in {Intent.REQUIRED_YIELD, Intent.RECOMMEND_BLEND}
    return _of_plan(Intent.TIME_TO_GOAL, known) if is_plan and goes_by_years else None


def _in_todays_money(text: str, said: Tokens, context: Context) -> Utterance | None:
    if said.entities or not _REAL.search(text) or context.known.inflation is not None:
        return None
    return Utterance(Intent.WHAT_IF, Slots(inflation=figures()["inflation"].value), _SURE)


def _of_plan(intent: Intent, known: Slots) -> Utterance:
    return Utterance(intent, only(known, grammar().slots[intent]), _SURE)


def _bare(_: str, said: Tokens, context: Context) -> Utterance | None:
    changed = bare_figure(said, context) or multiple(said, context)
    return Utterance(Intent.WHAT_IF, changed, _SURE) if changed else None


def _compounding(_: str, said: Tokens, context: Context) -> Utterance | None:
    """Return a rate compounded at another frequency: "and daily?"."""
    is_rate = context.last_intent is Intent.EXPLAIN and context.known.yield_
    often = frequency_alone(said) if is_rate else None
    return Utterance(Intent.WHAT_IF, Slots(quote=Quote(compounded=often)), _SURE) if often else None


_READERS: tuple[Callable[[str, Tokens, Context], Utterance | None], ...] = (
    _lasting,
    _often,
    _buffered,
    _arriving,
    _likely,
    _in_todays_money,
    _bare,
    _compounding,
)
