"""Whether a stablecoin stands at its currency: no false alarm, and no fall that is missed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.finance.market import PegReading, bundled_snapshot
from core.finance.pegs import Peg, judge_peg
from core.money import ExchangeRates

AT = datetime(2026, 9, 2, 12, tzinfo=UTC)
RATES = ExchangeRates(
    MappingProxyType({"EUR": Decimal(1), "USD": Decimal("1.17")}), "ECB", date(2026, 9, 1)
)
USDC = PegReading(
    symbol="USDC",
    name="USD Coin",
    currency="USD",
    mechanism="fiat-backed",
    price=Decimal("0.9998"),
    size=Decimal(73_000_000_000),
    size_week_ago=Decimal(73_100_000_000),
    source="DefiLlama",
    as_of=AT,
)


def peg_of(reading: PegReading) -> Peg:
    return judge_peg(reading, RATES, AT).peg


def test_none_of_the_nineteen_largest_was_off_its_dollar() -> None:
    """On 2026-09-02 none was: two grew by what they earn, one dead coin had no price."""
    snapshot = bundled_snapshot()
    judged = {
        symbol: judge_peg(reading, snapshot.exchange_rates, snapshot.as_of).peg
        for symbol, reading in snapshot.pegs.items()
    }
    assert len(judged) == 19
    grown = {symbol for symbol, peg in judged.items() if peg is Peg.GROWS}
    assert grown == {"USYC", "USDY"}
    assert judged["USDX"] is Peg.UNKNOWN
    assert set(judged.values()) == {Peg.HOLDS, Peg.GROWS, Peg.UNKNOWN}


@pytest.mark.parametrize(
    ("price", "second", "peg"),
    [
        ("0.9996", None, Peg.HOLDS),
        ("0.991", None, Peg.SLIPS),
        ("0.88", None, Peg.UNCERTAIN),
        ("0.88", "1.0", Peg.UNCERTAIN),
        ("0.88", "0.881", Peg.OFF),
        ("0.88", "0", Peg.UNCERTAIN),
        ("0", "0", Peg.UNKNOWN),
        ("1.13", None, Peg.UNCERTAIN),
    ],
)
def test_one_price_alone_calls_nothing_off_its_peg(
    price: str, second: str | None, peg: Peg
) -> None:
    """A second source has to say the same, and a price of nothing is no price."""
    other = None if second is None else Decimal(second)
    assert peg_of(replace(USDC, price=Decimal(price), second=other)) is peg


def test_a_token_that_grows_is_not_off_its_peg() -> None:
    """1.13 for a token that keeps what it earns is how it should be."""
    assert peg_of(replace(USDC, symbol="USYC", price=Decimal("1.1358"))) is Peg.GROWS


def test_no_price_and_an_old_price_say_nothing() -> None:
    """A missing price is no depeg, nor is a price of last week."""
    assert peg_of(replace(USDC, price=None)) is Peg.UNKNOWN
    old = replace(USDC, price=Decimal("0.5"), as_of=AT - timedelta(days=7), second=Decimal("0.5"))
    assert peg_of(old) is Peg.UNKNOWN


def test_another_currency_is_counted_in_itself() -> None:
    """A euro coin at $1.17 stands at its euro, and with old exchange rates nothing is known."""
    euro = replace(USDC, symbol="EURC", currency="EUR", price=Decimal("1.17"))
    assert peg_of(euro) is Peg.HOLDS
    old = replace(RATES, as_of=date(2026, 8, 1))
    assert judge_peg(euro, old, AT).peg is Peg.UNKNOWN
    assert peg_of(replace(euro, currency="VAR")) is Peg.UNKNOWN


@given(st.decimals("0", "3", places=4), st.none() | st.decimals("0", "3", places=4))
def test_off_always_means_that_two_sources_agree(price: Decimal, second: Decimal | None) -> None:
    """Whatever is read: without an agreeing second price nothing is called off its peg."""
    found = peg_of(replace(USDC, price=price, second=second))
    agreed = second is not None and price > 0 and abs(second - price) <= price * Decimal("0.005")
    assert found is not Peg.OFF or agreed
