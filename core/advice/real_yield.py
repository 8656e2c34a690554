"""What a staking yield is worth against a growing supply (X7), as facts."""

from core.catalogue import dilutions
from core.facts import Unit, Working
from core.finance.compounding import real_staking_yield


def note_real_yield(working: Working, coin: str, house: tuple[str, str], live: str | None) -> None:
    """Note the dilution of a coin's supply and what the rates of these names leave after it.

    `real_rate_low`, `real_rate_high` and `real_live_rate` are ratios a year. Nothing is noted for
    a coin without a sourced figure.
    """
    known = dilutions().get(coin)
    if known is None:
        return
    note = f"growth of the supply of {coin}"
    working.given("dilution", known.rate, Unit.RATIO, known.source, known.as_of, note=note)
    rates = {"real_rate_low": house[0], "real_rate_high": house[1], "real_live_rate": live}
    for real, rate in rates.items():
        if rate:
            left = real_staking_yield(working.number(rate), known.rate)
            working.derive(real, left, Unit.RATIO, f"{rate} - dilution")
