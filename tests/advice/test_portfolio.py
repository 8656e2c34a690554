"""The portfolio view: every figure recomputes, and the parts make up the whole."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.advice.portfolio import Owner, PortfolioAdvice, portfolio_advice
from core.finance.market import PriceReading, bundled_snapshot
from core.finance.portfolio import Kind, Position
from core.money import Money
from tests.advice.questions import ASKED_ON
from tests.advice.test_facts import assert_recomputes

SNAPSHOT = bundled_snapshot()
OWNER = Owner("USD", None, ASKED_ON)
HELD = (
    Position(1, "ETH", Decimal(10), "lido", Kind.STAKED),
    Position(2, "USDT", Decimal("20000.5"), "aave"),
    Position(3, "ADA", Decimal(3500)),
    Position(4, "ETH", Decimal(1), "uniswap"),
    Position(5, "DOGE", Decimal(900)),
    Position(6, "STETH", Decimal(2)),
    Position(7, "BTC", Decimal("0.25"), "coinbase"),
)


def view(held: Iterable[Position], owner: Owner = OWNER) -> PortfolioAdvice:
    return portfolio_advice(held, owner, SNAPSHOT)


def figure(advice: PortfolioAdvice, name: str) -> Decimal:
    value = advice.book[name].value
    assert isinstance(value, Money | Decimal)
    return value.amount if isinstance(value, Money) else value


@pytest.mark.parametrize(
    "owner", [OWNER, Owner("EUR", Decimal("0.25"), ASKED_ON)], ids=["dollars", "euros after tax"]
)
@pytest.mark.parametrize("held", [HELD, HELD[:1], HELD[2:3], HELD[4:5], HELD * 0], ids=len)
def test_every_figure_recomputes(held: tuple[Position, ...], owner: Owner) -> None:
    """What "show working" prints is what was computed, whoever asks for whatever they hold."""
    book = view(held, owner).book
    for fact in book:
        assert (fact.formula is None) == (fact.source is not None), fact.name
        if fact.formula:
            assert_recomputes(fact, book)


def test_what_a_holding_does_is_told_by_its_token_or_venue() -> None:
    """Unsaid, a staking token is staked, a lending protocol lends, an exchange's pool is a pool."""
    kinds = {one.position.number: one.kind for one in view(HELD).holdings}
    assert kinds == {
        1: Kind.STAKED,
        2: Kind.LENT,
        3: Kind.IDLE,
        4: Kind.POOLED,
        6: Kind.STAKED,
        7: Kind.IDLE,
    }


def test_coin_without_a_price_is_in_no_sum() -> None:
    """It stays in the view, without a value, and the value of the others is whole."""
    advice = view(HELD)
    assert [one.asset for one in advice.unpriced] == ["DOGE"]
    without = view(one for one in HELD if one.asset != "DOGE")
    assert figure(advice, "portfolio_value") == figure(without, "portfolio_value")


def test_staked_at_its_venue_is_read_there() -> None:
    """A live rate is shown only where the very venue and asset are read."""
    advice = view(HELD)
    read = {one.position.number: one.reading.symbol for one in advice.holdings if one.reading}
    assert read[1] == "STETH"
    assert read[2] == "USDT"
    assert 7 not in read


def test_idle_and_what_it_could_add() -> None:
    """What pays nothing and could is told with the sum of what each would pay."""
    advice = view(HELD)
    assert {one.position.asset for one in advice.idle} == {"ADA", "BTC"}
    ada, btc = (figure(advice, f"h{number}.value") for number in (3, 7))
    expected = (ada * Decimal("0.04") + btc * Decimal("0.01")) / 12
    assert abs(figure(advice, "idle_income_low") - expected) < Decimal("1e-15")


def test_too_much_in_one_protocol_is_said() -> None:
    """A share above the limit of recommended blends is marked, one below is not."""
    over = {one.by: one.over for one in view(HELD).concentrations}
    assert over["protocol"]
    assert not {one.by: one.over for one in view(HELD[2:3]).concentrations}.get("protocol")


POSITIONS = st.lists(
    st.builds(
        Position,
        st.just(0),
        st.sampled_from(["ETH", "ADA", "USDC", "SOL", "STETH", "SHIB"]),
        st.decimals(Decimal("1e-8"), Decimal("1e9"), places=8),
        st.sampled_from(["", "aave", "lido", "uniswap", "kraken"]),
        st.one_of(st.none(), st.sampled_from(Kind)),
    ),
    max_size=12,
).map(lambda held: [replace(one, number=place) for place, one in enumerate(held, start=1)])


@settings(max_examples=60, deadline=None)
@given(POSITIONS)
def test_parts_make_up_the_whole(held: list[Position]) -> None:
    """Values add up, the income is between its ends, and no share is above one."""
    advice = view(held)
    assert len(advice.holdings) + len(advice.unpriced) == len(held)
    if not advice.holdings:
        return
    total = figure(advice, "portfolio_value")
    assert sum(one.value for one in advice.holdings) == total
    for one in advice.concentrations:
        assert 0 < figure(advice, f"{one.by}_share") <= 1
    if "monthly_income_mid" in advice.book:
        low, mid, high = (figure(advice, f"yearly_income_{end}") for end in ("low", "mid", "high"))
        assert low <= mid <= high


@given(st.decimals(Decimal("0.01"), Decimal(1000), places=2))
def test_a_price_moves_its_coin_alone(factor: Decimal) -> None:
    """Twice the price is twice the value of that coin, and of no other."""
    ether = SNAPSHOT.prices["ETH"]
    moved = PriceReading("ETH", ether.price * factor, ether.source, ether.as_of)
    prices = MappingProxyType({**SNAPSHOT.prices, "ETH": moved})
    before = view(HELD)
    after = portfolio_advice(HELD, OWNER, replace(SNAPSHOT, prices=prices))
    for number in (1, 2, 3):
        grown = factor if number == 1 else 1
        name = f"h{number}.value"
        assert figure(after, name) == figure(before, name) * grown
