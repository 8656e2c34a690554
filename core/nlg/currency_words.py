"""What is said of the currency in which sums are read."""

from babel.numbers import get_currency_name

from core.nlg.formats import LOCALE


def in_one_currency(currency: str) -> str:
    """Say that sums without a currency are taken in the only one that was named."""
    return f"Only one of your sums names a currency, so all are taken as {_named(currency)}."


def read_as(currency: str) -> str:
    """Say that figures are read in a currency they were not said in."""
    return f"Your own sums are read as {_named(currency)} now: the same figures, not converted."


def counted_from_now(currency: str) -> str:
    """Say that a currency is kept."""
    return f"Kept: from now on in {_named(currency)}. /settings changes it."


def _named(currency: str) -> str:
    return get_currency_name(currency, count=2, locale=LOCALE)
