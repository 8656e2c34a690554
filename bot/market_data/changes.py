"""What a round of reading changed, in lines for whoever asked for it."""

from collections.abc import Iterator
from decimal import Decimal

from bot.market_data.market import Refreshed
from core.finance.market import MarketSnapshot
from core.finance.pegs import Peg, judge_peg

MOST = 5
TIME = "%Y-%m-%d %H:%M"
WORTH_TELLING = Decimal("0.002")
"""A change of a rate by less than a fifth of a percentage point is not told."""


def changes(done: Refreshed) -> Iterator[str]:
    """Yield what changed, the counts first, then what stands out, then what failed."""
    before, after = done.before, done.after
    if done.read_nothing:
        yield f"Nothing could be read; the figures stay those of {before.as_of:{TIME}} UTC."
    else:
        yield f"Read at {after.as_of:{TIME}} UTC, before that {before.as_of:{TIME}}."
        yield from _counts(before, after)
        yield from _rates(before, after)
        yield from _prices(before, after)
        yield from _pegs(after)
        yield from _incidents(before, after)
    for problem in done.problems:
        yield f"Not read: {problem}"


def _counts(before: MarketSnapshot, after: MarketSnapshot) -> Iterator[str]:
    for name, old, new in (
        ("pools", before.yields, after.yields),
        ("prices", before.prices, after.prices),
        ("stablecoins", before.pegs, after.pegs),
        ("protocols", before.protocols, after.protocols),
    ):
        added, gone = len(new.keys() - old.keys()), len(old.keys() - new.keys())
        yield f"{name}: {len(new)} ({added} new, {gone} gone)"
    yield (
        f"exchange rates: {after.exchange_rates.as_of:%Y-%m-%d}, "
        f"before that {before.exchange_rates.as_of:%Y-%m-%d}"
    )


def _rates(before: MarketSnapshot, after: MarketSnapshot) -> Iterator[str]:
    moved = [
        (abs(new.rate - before.yields[name].rate), name)
        for name, new in after.yields.items()
        if name in before.yields
    ]
    for change, name in sorted(moved, reverse=True)[:MOST]:
        if change >= WORTH_TELLING:
            old, new = before.yields[name], after.yields[name]
            yield f"  {new.symbol} on {new.venue}, {new.chain}: {old.rate:.2%} to {new.rate:.2%}"
    for one in after.yields.values():
        if one.disbelieved is not None:
            told = f"{one.disbelieved:.2%} is not believed, {one.rate:.2%} is usual"
            yield f"  {one.symbol} on {one.venue}, {one.chain}: {told}"


def _prices(before: MarketSnapshot, after: MarketSnapshot) -> Iterator[str]:
    moved = [
        (abs(new.price / before.prices[symbol].price - 1), symbol)
        for symbol, new in after.prices.items()
        if symbol in before.prices
    ]
    for change, symbol in sorted(moved, reverse=True)[:MOST]:
        if change:
            old, new = before.prices[symbol].price, after.prices[symbol].price
            yield f"  {symbol}: ${old:,.4f} to ${new:,.4f}"


def _pegs(after: MarketSnapshot) -> Iterator[str]:
    for symbol, peg in after.pegs.items():
        judged = judge_peg(peg, after.exchange_rates, after.as_of)
        if judged.peg in {Peg.SLIPS, Peg.UNCERTAIN, Peg.OFF}:
            yield f"  {symbol}: {judged.worth:.4f} of its {peg.currency} ({judged.peg})"


def _incidents(before: MarketSnapshot, after: MarketSnapshot) -> Iterator[str]:
    known = {(one.protocol, one.day) for one in before.incidents}
    new = [one for one in after.incidents if (one.protocol, one.day) not in known]
    if new:
        yield f"incidents: {len(after.incidents)} ({len(new)} new)"
    for one in new[:MOST]:
        lost = "an unknown sum" if one.loss_usd is None else f"${one.loss_usd:,.0f}"
        yield f"  {one.protocol}, {one.day}: {lost} lost"
