"""How a figure came about: its formula in figures, then those of its inputs, then the leaves."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from core.facts import HOUSE, YOU, Fact, FactBook, Unit
from core.nlg.draft import Button, Draft
from core.nlg.formats import display
from core.nlg.press import say
from core.nlg.writing import write
from core.nlu.utterance import Rate

_TOKEN = re.compile(r"[a-z][a-z0-9_.]*\(|[a-z][a-z0-9_.]*|\d+(?:\.\d+)?|\*\*|.")
_SIGNS = {"*": "×", "/": "÷", "-": "−", "**": "^"}
_FUNCTIONS = {
    "years_to_reach(": "years to reach (",
    "nearest_blend(": "nearest blend (",
    "expected_loss(": "mean loss (",
    "expected_range_loss(": "mean loss (",
    "min(": "the lower of (",
    "highest_yield(": "highest yield (",
    "limit_multiplier(": "cost of the limit (",
    "max(": "the higher of (",
    "chance_of_holding(": "chance to hold (",
    "fall_on_the_way(": "worst fall of half the futures (",
    "blend_volatility(": "volatility of (",
    "chance_of_lasting(": "chance to last (",
    "chance_of_guarded(": "chance to last with guardrails (",
    "affordable_withdrawal(": "withdrawal that lasts (",
    "years_that_last(": "years it lasts (",
    "leanest_share(": "worst year of a share (",
    "leanest_variable(": "worst year of equal parts (",
    "leanest_guarded(": "worst year with guardrails (",
    "standard_error(": "standard error (",
}
_CALL = re.compile(r"([a-z_]+)\(([a-z0-9_., ]+)\)")
_CALLS = {
    "years_to_reach": "years from {} to {} at {} a year",
    "chance_of_holding": "share of the futures that hold {} after {}",
    "chance_of_lasting": "share of the futures in which {} a month lasts {}",
    "chance_of_guarded": "share of the futures in which {} a month with guardrails lasts {}",
    "affordable_withdrawal": "what can be taken a month so that in {} of the futures it lasts {}",
    "years_that_last": "years that {} a month lasts, at most {}, in {} of the futures",
    "fall_on_the_way": "fall that half of the futures see within {}",
    "blend_volatility": "swings a year of the parts together",
    "nearest_blend": "blend nearest to the published one that pays {}",
    "highest_yield": "the most that the limits allow",
    "limit_multiplier": "what a limit costs the blend that pays {}",
    "expected_loss": "mean loss at swings of {} a year over {}",
    "expected_range_loss": "mean loss at swings of {} a year over {}, between {} and {}",
    "standard_error": "error of counting {} in {} futures",
    "yearly_volatility_of": "swings a year of what is held",
    "deepest_drawdown_of": "deepest fall from a high",
    "bad_month_loss_of": "loss of the mildest of the worst twentieth of months",
    "worst_months_loss_of": "mean loss of the worst twentieth of months",
    "risk_share_of": "part of the swings of the whole that goes with {}",
}
"""What a calculation of many figures is, with its first ones; the rest stand below by name."""
MOST_LINES = 40
MOST_BUTTONS = 3


def render_working(
    book: FactBook, shown: tuple[tuple[str, str], ...], asked: Rate | None
) -> Draft | None:
    """Return how the figure asked for came about; the answer's first one when none was named.

    None when the figure named is not in the last answer.
    """
    figures = [book[name] for name, _ in shown if book[name].inputs]
    chosen = _chosen(figures, asked)
    if chosen is None and asked is not None:
        chosen = _chosen([book[name] for name, _ in shown], asked)  # one that is given
    if chosen is None:
        return _given(book, shown) if shown and asked is None else None
    constants = _constants(book)
    whole = FactBook((*constants.values(), *book))
    text = "\n".join(list(_lines(book, chosen.name, constants))[:MOST_LINES])
    return write(text, whole, closing="", buttons=_others(figures, chosen))


def _others(figures: list[Fact], chosen: Fact) -> tuple[tuple[Button, ...], ...]:
    """Offer the answer's other rates, each once."""
    rates = (display(fact) for fact in figures if fact.unit in _SHARES)
    texts = [text for text in dict.fromkeys(rates) if text != display(chosen)][:MOST_BUTTONS]
    return (tuple(say(f"how did you get {text}?", text) for text in texts),) if texts else ()


_SHARES = frozenset({Unit.RATIO, Unit.PROBABILITY})
"""What is asked for by its percentage."""
HEADLINES = (
    "required_yield",
    "required_yield_high",
    "required_capital_mid",
    "required_quantity_low",
    "blend_yield_mid",
    *("sale.gain", "estimated_tax", "gain_tax", "m1.amount", "m1.moved_share"),
)
"""What an answer is about first, where it shows it."""


def _chosen(figures: list[Fact], asked: Rate | None) -> Fact | None:
    """Return the figure asked for, or the one the answer is about when none was named."""
    if asked is None:
        by_name = {fact.name: fact for fact in figures}
        first = next((by_name[name] for name in HEADLINES if name in by_name), None)
        return first or (figures[0] if figures else None)
    rates = (fact for fact in figures if fact.unit in _SHARES)
    return next((fact for fact in rates if _same(fact, asked.low)), None)


def _same(fact: Fact, asked: Decimal) -> bool:
    """Whether a rate is the one a person read, as it was displayed."""
    return display(fact) == display(Fact(fact.name, asked, fact.unit))


def _constants(book: FactBook) -> dict[str, Fact]:
    """Return the numbers that stand in formulas as facts of their own, by their text."""
    numbers = {
        token for fact in book for token in _TOKEN.findall(fact.formula or "") if token[0].isdigit()
    }
    return {
        text: Fact(
            f"constant_{text.replace('.', '_')}",
            Decimal(text),
            Unit.COUNT,
            source=HOUSE,
            note="a number of the formula itself",
        )
        for text in sorted(numbers)
    }


def _lines(book: FactBook, chosen: str, constants: dict[str, Fact]) -> Iterator[str]:
    """Yield a line for each step from the figure down, then the leaves by where they come from."""
    steps, leaves = _walk(book, chosen)
    if not steps:
        yield f"**{{{chosen}}}**: {_origin(book[chosen])}"
        return
    computed = [fact for fact in steps if not _is_other(fact, book)] or steps[:1]
    for number, fact in enumerate(computed):
        told = "" if _is_other(fact, book) else f" = {_in_figures(fact, constants)}"
        line = f"{{{fact.name}}}{told}"
        bold = f"**{line}**" if number == 0 else line
        yield f"{bold} ({fact.note})" if fact.note else bold
    yield from _by_origin(leaves)


def _by_origin(leaves: Iterable[Fact]) -> Iterator[str]:
    """Yield a line for each origin, with the figures that come from there."""
    by_origin: dict[str, dict[str, str]] = {}
    for leaf in leaves:
        by_origin.setdefault(_origin(leaf), {}).setdefault(display(leaf), f"{{{leaf.name}}}")
    for origin, names in by_origin.items():
        yield f"{', '.join(names.values())}: {origin}"


def _given(book: FactBook, shown: tuple[tuple[str, str], ...]) -> Draft | None:
    """Return where the figures of an answer come from in which nothing was computed."""
    leaves = [book[name] for name, _ in shown if book[name].unit is not Unit.DATE]
    if not leaves:
        return None
    told = "**Nothing in it was computed: each figure is as it was given.**"
    return write("\n".join((told, *_by_origin(leaves))), book, closing="", buttons=())


def _is_other(fact: Fact, book: FactBook) -> bool:
    """Whether a figure is only another by a second name, of which there is nothing to show."""
    return fact.formula is not None and fact.formula in book


def _walk(book: FactBook, chosen: str) -> tuple[list[Fact], list[Fact]]:
    """Return the derived facts behind a figure, nearest first, and the leaves they rest on."""
    steps: dict[str, Fact] = {}
    leaves: dict[str, Fact] = {}
    waiting = [chosen]
    while waiting:
        fact = book[waiting.pop(0)]
        if fact.inputs:
            steps.setdefault(fact.name, fact)
            waiting.extend(name for name in fact.inputs if name not in steps)
        else:
            leaves.setdefault(fact.name, fact)
    return list(steps.values()), list(leaves.values())


def _in_figures(fact: Fact, constants: dict[str, Fact]) -> str:
    """Write a formula with figures for names and signs as people write them."""
    call = _CALL.fullmatch(fact.formula or "")
    if call and call[1] in _CALLS:
        return _in_words(*call.groups())
    written = []
    for token in _TOKEN.findall(fact.formula or ""):
        if token in _FUNCTIONS:
            written.append(_FUNCTIONS[token])
        elif token[0].isdigit():
            written.append(f"{{{constants[token].name}}}")
        elif token[0].isalpha():
            written.append(f"{{{token}}}")
        else:
            written.append(_SIGNS.get(token, token))
    return "".join(written)


def _in_words(calculation: str, arguments: str) -> str:
    """Write a calculation of many figures as words; those it does not name stand below."""
    names, words = arguments.split(", "), _CALLS[calculation]
    told = words.count("{}")
    below = ", from the figures below" if len(names) > told else ""
    return words.format(*(f"{{{name}}}" for name in names[:told])) + below


def _called(leaf: Fact) -> str:
    """Return the name of a figure as words; nothing for one that is only numbered."""
    return "" if re.search(r"\d", leaf.name) else re.sub(r"[._]", " ", leaf.name)


def _origin(leaf: Fact) -> str:
    called = leaf.note or _called(leaf)
    if leaf.source == YOU:
        return f"what you said ({called})" if called else "what you said"
    if leaf.source == HOUSE:
        return leaf.note or f"{called} (house figure)"
    return ", ".join(part for part in (leaf.note, leaf.source) if part)
