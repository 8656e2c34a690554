"""Two or more things side by side: a block each, and whom each suits."""

import re
from datetime import datetime
from decimal import Decimal

from core.advice import CompareOptionsAdvice
from core.advice.options import Option, Way
from core.facts import FactBook
from core.finance.blends import stretch_limit
from core.nlg.draft import Button, Draft
from core.nlg.folding import is_tall
from core.nlg.press import do
from core.nlg.render.option_terms import EASE, WAY_OUT, suits, terms_of
from core.nlg.render.parts import (
    blend_line,
    capitalised,
    closing,
    counting_lines,
    explain_and_work,
    lines,
    paragraphs,
    ratio,
)
from core.nlg.render.pictures import comparison_chart
from core.nlg.writing import with_rest, write
from core.nlu.utterance import Intent, Risk


def render_comparison(
    advice: CompareOptionsAdvice, answer: int, as_of: datetime, *, brief: bool
) -> Draft:
    """Set options side by side; a follow-up leaves out whom each suits.

    Of levels, and of more than two things, the terms of each are behind "More"; where that is
    still taller than a screen, so are the terms of any, what the blends are made of, and where the
    live rates are read.
    """
    draft = _drafted(advice, answer, as_of, brief=brief, full=True)
    if not is_tall(draft):
        return draft
    return _drafted(advice, answer, as_of, brief=brief, full=False)


def _drafted(
    advice: CompareOptionsAdvice, answer: int, as_of: datetime, *, brief: bool, full: bool
) -> Draft:
    book, options = advice.book, advice.options
    folds = (
        not full
        or len(options.shown) > MOST_IN_FULL
        or any(option.level for option in options.shown)
    )
    short = len(options.shown) > MOST_IN_FULL
    terms = [
        [
            *([] if full else _details(option, book)),
            *_terms_of(option, book, brief=brief, rates=short),
        ]
        for option in options.shown
    ]
    blocks = [
        [*_figures_of(option, book, rates=not short, full=full), *([] if folds else told)]
        for option, told in zip(options.shown, terms, strict=True)
    ]
    common = _common(blocks)
    text = paragraphs(
        _least_work(advice),
        lines(f"**{_headline(advice)}**", _goal(book), _on_what(book)),
        *(lines(*(line for line in block if line not in common)) for block in blocks),
        lines(
            *_of_all(common, len(blocks)),
            _bold_falls_less(advice) if full else None,
            _only_one(advice),
            _unknown(options.unknown),
            _left_out(options.left_out),
        ),
    )
    draft = write(
        text,
        book,
        closing=closing(book),
        buttons=_buttons(advice, answer),
        charts=() if brief else comparison_chart(book, options.shown),
        as_of=as_of if "readings_date" in book else None,
    )
    later = (_all_terms(advice, terms), None if full else _bold_falls_less(advice))
    return with_rest(draft, lines(*later) if folds else "")


MOST_IN_FULL = 2
"""So many things are told of in full on a phone's screen."""


def _all_terms(advice: CompareOptionsAdvice, terms: list[list[str]]) -> str:
    """Return the terms of every option; what holds for several is said once, with their names."""
    names: dict[str, list[str]] = {}
    for option, told in zip(advice.options.shown, terms, strict=True):
        for line in told:
            names.setdefault(line, []).append(option.name)
    shared: dict[tuple[str, ...], list[str]] = {}
    for line, of in names.items():
        shared.setdefault(tuple(of), []).append(line)
    blocks = (f"**{', '.join(of)}.** {' '.join(told)}" for of, told in shared.items())
    return lines(*blocks, _way_out_of_levels(advice))


def _of_all(common: tuple[str, ...], options: int) -> tuple[str, ...]:
    """Return what holds for every option, a line each; a single one stands behind its "All"."""
    if not common:
        return ()
    begin = f"{_ALL.get(options, 'All')}:"
    if len(common) > 1:
        return (begin, *common)
    return (f"{begin} {common[0][0].lower()}{common[0][1:]}",)


_ALL = {2: "Both"}


def _common(blocks: list[list[str]]) -> tuple[str, ...]:
    """Return the lines that every block has, which are said once."""
    first, *others = blocks or [[]]
    return tuple(line for line in first if others and all(line in block for block in others))


def _headline(advice: CompareOptionsAdvice) -> str:
    """Lead with what each pays; which is better depends on the person, so it is not said."""
    shown, book = advice.options.shown, advice.book
    if all(option.level or option.index for option in shown) and len(shown) > MOST_IN_FULL:
        return "It depends on what you can bear to lose."
    paid = [f"{o.name} {_range(o)}" for o in shown if _has(book, o, "rate_low")]
    paid = paid[:1] + [_mid_sentence(words) for words in paid[1:]]
    if not paid:
        return "No yield of these is known here."
    return f"{', '.join(paid)} a year; it depends on what you can bear to lose."


def _least_work(advice: CompareOptionsAdvice) -> str | None:
    """Say which is the least work, and why, where that was asked."""
    if not advice.wants_ease or len(advice.options.shown) < 2:
        return None
    if advice.easiest is None:
        return "**None of these is clearly less work than the others.**"
    all_staked = all(option.way is Way.STAKED for option in advice.options.shown)
    leaves = " Of these it has the shortest way out." if all_staked else ""
    return f"**Easiest: {advice.easiest.name}.** {EASE[advice.easiest.way]}{leaves}"


def _mid_sentence(words: str) -> str:
    """Return words with a small first letter, unless they begin with a symbol or a name."""
    return words[0].lower() + words[1:] if _PLAIN.match(words) else words


_PLAIN = re.compile(r"(?:Conservative|Moderate|Aggressive|Stablecoin|Large-cap|Balanced|Staking) ")


def _range(option: Option) -> str:
    return f"{{{option.key}.rate_low}}–{{{option.key}.rate_high}}"


def _has(book: FactBook, option: Option, fact: str) -> bool:
    return f"{option.key}.{fact}" in book


def _details(option: Option, book: FactBook) -> list[str]:
    """Return what a blend is made of, or of which coin and place the live rate is."""
    if option.blend:
        return [f"{blend_line(option.blend, f'{option.key}.')}."]
    return (
        [f"{{{option.key}.live_rate}} is that of {_read_at(option, book)}."] if option.live else []
    )


def _read_at(option: Option, book: FactBook) -> str | None:
    return book[f"{option.key}.live_rate"].note


def _figures_of(option: Option, book: FactBook, *, rates: bool, full: bool) -> list[str]:
    """Return what one option is, pays and lost, a line each; with the rates of a blend, or not.

    In full also what a blend is made of.
    """
    if option.protocol and option.protocol.failed:
        return [f"**{option.name}**", _protocol(option, book) or ""]
    said = (
        f"**{option.name}**"
        + (f": {blend_line(option.blend, f'{option.key}.')}" if option.blend and full else ""),
        _pays(option, book, rates=rates, full=full),
        _reach(option, book),
        _fall(option, book),
    )
    return [line for line in said if line]


def _terms_of(option: Option, book: FactBook, *, brief: bool, rates: bool) -> list[str]:
    """Return what is known of an option's place, its way out and whom it suits, a line each.

    With `rates` also what a blend pays now.
    """
    if option.protocol and option.protocol.failed:
        return []
    paid = "; ".join(_rates_of_blend(option, book)) if rates else ""
    said = (
        f"{capitalised(paid)}." if paid else None,
        _protocol(option, book),
        terms_of(option),
        None if brief else suits(option),
    )
    return [line for line in said if line]


def _pays(option: Option, book: FactBook, *, rates: bool, full: bool) -> str | None:
    """Say the house range, the live rate beside it, and the income on the capital."""
    if not _has(book, option, "rate_low"):
        return None if option.protocol else _PAYS_NOTHING.get(option.way)
    key, parts = option.key, []
    if option.live:
        where = f" ({_read_at(option, book)})" if full else ""
        parts.append(f"{{{key}.live_rate}} now{where}")
    elif not option.blend and not option.index:
        parts.append("no live rate at hand")
    if _plans_on_middle(option):
        parts.append(f"plan on no more than {{{key}.rate_mid}}")
    if _has(book, option, "income_low"):
        parts.append(f"{{{key}.income_low}}–{{{key}.income_high}} a month")
    if _has(book, option, "target_low"):
        parts.append(f"published {{{key}.target_low}}–{{{key}.target_high}}")
    parts += _rates_of_blend(option, book) if rates else ()
    source = "" if option.blend or (option.index and not rates) else " (house range)"
    return "; ".join((f"{_range(option)} a year{source}", *parts)) + "."


def _rates_of_blend(option: Option, book: FactBook) -> list[str]:
    """Return what the parts of a blend or an index pay now."""
    if not _has(book, option, "live_yield"):
        return []
    return [f"live {{{option.key}.live_yield}} for {{{option.key}.live_share}} of it"]


_PAYS_NOTHING = {
    Way.HELD: "Pays nothing that is known here.",
    Way.DOLLARS: "Nothing is known here of what it pays.",
    Way.OTHER: "No house range: it is paid in incentives that come and go.",
}


def _plans_on_middle(option: Option) -> bool:
    return option.way is Way.POOLED or bool(option.index and option.index.plan_on_middle)


def _goal(book: FactBook) -> str | None:
    """Say what the income takes, and that a whole portfolio cannot be planned on for too much."""
    if "needed_yield" not in book:
        return None
    too_much = None
    if _is_too_much(book):
        too_much = (
            "From {unsustainable_yield} a year on, no whole portfolio can be planned on, "
            "whatever a part of it quotes."
        )
    need = "Your income takes {needed_yield} of your money a year."
    return lines(need, too_much, counting_lines(book))


def _on_what(book: FactBook) -> str | None:
    return "Incomes are before tax, on {capital}." if "capital" in book else None


def _is_too_much(book: FactBook) -> bool:
    return ratio(book, "needed_yield") >= ratio(book, "unsustainable_yield")


def _reach(option: Option, book: FactBook) -> str | None:
    """Say whether an option reaches the income, DeFi counted at no more than its middle."""
    if "needed_yield" not in book or not _has(book, option, "rate_low") or _is_too_much(book):
        return None
    need = ratio(book, "needed_yield")
    if need <= ratio(book, f"{option.key}.rate_low"):
        return "It covers your income even at the low end."
    if need <= ratio(book, f"{option.key}.rate_mid"):
        return "It covers your income at the middle."
    if need <= _most(option, book):
        return "It covers your income only towards the top: a stretch."
    return "It does not cover your income."


def _most(option: Option, book: FactBook) -> Decimal:
    """Return the most that may be called a stretch (ratio a year), as in a verdict on a need."""
    if option.blend:
        return stretch_limit(option.blend)
    return ratio(book, f"{option.key}.rate_{'mid' if _plans_on_middle(option) else 'high'}")


def _fall(option: Option, book: FactBook) -> str:
    if _has(book, option, "loss"):
        return f"A year like {{crash_year}} took {{{option.key}.loss}} by prices."
    if option.index or (option.way is Way.DOLLARS and option.house):
        return "Prices took nothing in {crash_year}; a lost peg or a failed protocol can take all."
    return "What {crash_year} took is not known here."


def _protocol(option: Option, book: FactBook) -> str | None:
    facts = option.protocol
    if facts is None:
        return None
    if facts.failed:
        story = f": {facts.story}" if facts.story else ""
        return f"It failed on {{{option.key}.failed_on}}{story}."
    age = f"Open since {{{option.key}.since_year}}"
    audits = "audited by its own account" if facts.audited else "no audits known"
    losses = "no loss on record"
    if _has(book, option, "incidents"):
        losses = f"losses on record: {{{option.key}.incidents}}"
    return f"{age}, {audits}; {losses}."


def _way_out_of_levels(advice: CompareOptionsAdvice) -> str | None:
    """Say once what holds for every level."""
    if not any(option.level for option in advice.options.shown):
        return None
    return f"Way out: {WAY_OUT[Way.LEVEL]}."


def _bold_falls_less(advice: CompareOptionsAdvice) -> str | None:
    """Say why the bold level falls less than a safer one, where it does."""
    falls = {
        option.level: ratio(advice.book, f"{option.key}.loss")
        for option in advice.options.shown
        if option.level and _has(advice.book, option, "loss")
    }
    bold = falls.get(Risk.AGGRESSIVE)
    if bold is None or bold >= max(falls.values()):
        return None
    return "Aggressive holds fewer coins, so it fell less; more of it can fail outright."


def _only_one(advice: CompareOptionsAdvice) -> str | None:
    if len(advice.options.shown) > 1:
        return None
    return "Only this is known here; name another to set beside it."


def _unknown(names: tuple[str, ...]) -> str | None:
    return f"Nothing is known here of {', '.join(names)}." if names else None


def _left_out(names: tuple[str, ...]) -> str | None:
    return f"Left out to stay readable: {', '.join(names)}." if names else None


def _staked(advice: CompareOptionsAdvice) -> str | None:
    """Return the coin that is staked oneself beside tokens of it."""
    shown = advice.options.shown
    own = next((one.coin for one in shown if one.way is Way.STAKED), None)
    return own if any(one.way is Way.LIQUID for one in shown) else None


def _buttons(advice: CompareOptionsAdvice, answer: int) -> tuple[tuple[Button, ...], ...]:
    rows = [explain_and_work(answer)]
    if advice.topic:
        rows.append((do("The difference, explained", answer, Intent.EXPLAIN, topic=advice.topic),))
    elif coin := _staked(advice):
        rows.append((do(f"Routes to stake {coin}", answer, Intent.STAKING_ADVICE),))
    elif any(option.level for option in advice.options.shown):
        rows.append((do("What the levels mean", answer, Intent.EXPLAIN, topic="risk-levels"),))
    return tuple(rows)
