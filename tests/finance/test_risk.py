"""Risk measures: closed cases, laws, and drawdowns published by others."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.catalogue import monthly_returns
from core.finance.blends import Stage, policy_blend, policy_for
from core.finance.risk import (
    drawdown,
    expected_shortfall,
    risk_shares,
    value_at_risk,
    whole_returns,
    yearly_volatility,
)
from core.finance.stress import Held, held_of
from core.nlu.utterance import Risk

MONTHS = st.lists(st.floats(-0.9, 2.0), min_size=20, max_size=80).map(np.array)


def held(risk: str, stage: Stage) -> tuple[Held, ...]:
    return held_of(policy_blend(policy_for(risk, stage)))


def test_nothing_that_moves_has_no_risk() -> None:
    """Months without movement: no volatility, no drawdown, no loss."""
    still = np.zeros(24)
    assert yearly_volatility(still) == drawdown(still) == 0
    assert value_at_risk(still) == expected_shortfall(still) == 0


def test_a_drawdown_by_hand() -> None:
    """Up by half, down by four fifths, up again: the deepest fall is 80 %."""
    assert drawdown(np.array([0.5, -0.8, 1.0])) == pytest.approx(0.8)


def test_bad_months_by_hand() -> None:
    """Of 40 months the worst two are 5 %: −30 and −20 %."""
    months = np.array([0.01] * 38 + [-0.3, -0.2])
    assert value_at_risk(months) == pytest.approx(0.2)
    assert expected_shortfall(months) == pytest.approx(0.25)


@given(MONTHS)
def test_the_worst_months_are_never_milder_than_a_bad_one(months: np.ndarray) -> None:
    """Expected shortfall is at least value at risk, and a drawdown is a part of the whole."""
    assert expected_shortfall(months) >= value_at_risk(months) - 1e-12
    assert 0 <= drawdown(months) < 1


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("risk", Risk)
def test_the_parts_of_the_risk_sum_to_the_whole(risk: Risk, stage: Stage) -> None:
    """Euler's split: the holdings' parts make up all of it."""
    assert sum(risk_shares(held(risk, stage))) == pytest.approx(1)


def test_a_blend_is_never_riskier_than_its_riskiest_part() -> None:
    """Volatility is at most the weighted sum of the parts' volatilities."""
    whole = held("moderate", Stage.NOW)
    parts = sum(float(one.share) * yearly_volatility(whole_returns([alone(one)])) for one in whole)
    assert yearly_volatility(whole_returns(whole)) <= parts + 1e-12


def alone(one: Held) -> Held:
    return Held(one.key, one.name, type(one.share)(1), one.rate, one.parts)


def test_the_table_has_the_same_months_for_every_coin() -> None:
    """Ten coins, from the first to the last month without a gap."""
    table = monthly_returns()
    months = (table.as_of.year - table.first_month.year) * 12
    months += table.as_of.month - table.first_month.month + 1
    assert {len(changes) for changes in table.by_coin.values()} == {months}
    assert len(table.by_coin) == 10
    assert all(change > -1 for changes in table.by_coin.values() for change in changes)


@pytest.mark.parametrize(
    ("year", "published"),
    [
        (2022, "BTC -64 ETH -68 SOL -94 ADA -81 DOT -84 ATOM -71 AVAX -90"),
        (2025, "BTC -6 ETH -11 SOL -34 ADA -61 DOT -73 ATOM -69 AVAX -66"),
    ],
)
def test_calendar_years_as_published(year: int, published: str) -> None:
    """The months compound to the calendar years that others measured on daily closes."""
    table, words = monthly_returns(), published.split()
    first = (year - table.first_month.year) * 12 + 1 - table.first_month.month
    for coin, percent in zip(words[::2], words[1::2], strict=True):
        months = [float(change) for change in table.by_coin[coin][first : first + 12]]
        assert (np.prod(1 + np.array(months)) - 1) * 100 == pytest.approx(float(percent), abs=1)
