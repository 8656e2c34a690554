"""How a stablecoin stands to its currency, in words that never cry wolf."""

from core.advice.pegs import Pegged
from core.finance.pegs import Peg

_CURRENCIES = {"USD": "dollar", "EUR": "euro"}


def peg_headline(pegged: Pegged) -> str:
    """Say how it stood, and when."""
    symbol = pegged.symbol
    if pegged.reading is None:
        return f"Nothing is known here of what {symbol} costs."
    unit = _CURRENCIES.get(pegged.reading.currency, pegged.reading.currency)
    match pegged.peg:
        case Peg.HOLDS:
            return f"{symbol} stood at its {unit} on {{readings_date}}: {{peg_worth}} of it."
        case Peg.SLIPS:
            return (
                f"{symbol} stood a little off its {unit} on {{readings_date}}: {{peg_worth}} of it."
            )
        case Peg.GROWS:
            return (
                f"{symbol} is worth {{peg_worth}} of a {unit} ({{readings_date}}), as it should: "
                "it keeps what it earns, so its price grows."
            )
        case Peg.UNCERTAIN:
            return (
                f"One source read {symbol} at {{peg_worth}} of its {unit} on {{readings_date}}, "
                "and no second one says so: look at another before you act."
            )
        case Peg.OFF:
            return (
                f"{symbol} was off its {unit} on {{readings_date}}: two sources read {{peg_worth}} "
                "of it."
            )
        case Peg.UNKNOWN:
            return f"No price of {symbol} is at hand that says how it stands now."


def peg_supply(pegged: Pegged, *, out: bool, known: bool) -> str | None:
    """Say how much of it there is, and whether it came or went over the week."""
    if pegged.reading is None:
        return None
    held = f"{{peg_size}} of it is around ({pegged.reading.mechanism})"
    if not known:
        return f"{held}."
    moved = "{peg_outflow} less" if out else "{peg_inflow} more"
    return f"{held}, {moved} than a week before."
