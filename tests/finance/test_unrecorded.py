"""What is assumed of coins without a history is what those with one have in common."""

import numpy as np
from scipy import stats

from core.catalogue import figures, monthly_returns
from core.finance.returns import coin_returns
from core.finance.unrecorded import market_correlation, market_returns, usual_volatility


def logs() -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.array([np.log1p(coin_returns(coin)) for coin in monthly_returns().by_coin])


def test_the_tails_are_the_likeliest_for_the_recorded_coins() -> None:
    """The degrees of freedom of a Student t that fits all their months in units of each coin."""
    found = logs()
    units = (found - found.mean(axis=1, keepdims=True)) / found.std(axis=1, keepdims=True)
    degrees, _, _ = stats.t.fit(units.ravel())
    assert round(degrees) == figures()["tail_degrees"].value


def test_it_swings_more_than_three_in_four() -> None:
    """Three quarters of the recorded coins swing less."""
    swings = logs().std(axis=1) * 12**0.5
    share = (swings < float(usual_volatility())).mean()
    assert 0.65 <= share <= 0.8


def test_it_moves_with_the_market_as_the_others_do() -> None:
    """The correlation is the mean of those of each coin with the nine others together."""
    found, coins = [], np.array([coin_returns(coin) for coin in monthly_returns().by_coin])
    for place, own in enumerate(coins):
        others = np.delete(coins, place, axis=0).mean(axis=0)
        found.append(stats.pearsonr(np.log1p(own), np.log1p(others))[0])
    assert abs(float(market_correlation()) - float(np.mean(found))) <= 0.005
    np.testing.assert_allclose(market_returns(), coins.mean(axis=0))
