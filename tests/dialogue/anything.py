"""What may be under discussion: any slots at all, and slots that people might well say."""

from decimal import Decimal

from hypothesis import strategies as st

from core.catalogue import indices, stress_scenarios, topics
from core.dialogue.state import DialogueState
from core.money import Period
from core.nlu.described import PoolShape, StakingWish
from core.nlu.utterance import (
    Amount,
    Blow,
    Contribution,
    Holding,
    Income,
    Offer,
    Quote,
    Rate,
    Risk,
    Shock,
    Slots,
)
from core.requests import QUESTIONS, Frame

COINS = ("ETH", "ADA", "SOL", "BTC", "USDC", "STETH", "DOGE", "NOPE")
TIMES = tuple(map(Decimal, (1, 12, 365, 31_536_000)))


def scaled(least: int, most: int) -> st.SearchStrategy[Decimal]:
    """Return numbers of three figures, of any size between two powers of ten."""
    return st.builds(
        lambda digits, places: Decimal(digits).scaleb(places),
        st.integers(1, 999),
        st.integers(least, most),
    )


def maybe(values: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    """Return values that were said as often as not."""
    return st.none() | values


def slots_of(
    sums: st.SearchStrategy[Decimal],
    shares: st.SearchStrategy[Decimal],
    years: st.SearchStrategy[Decimal],
    currencies: tuple[str | None, ...],
) -> st.SearchStrategy[Slots]:
    """Return slots with every kind of value, from these sums, shares (ratios) and years."""
    currency, period = st.sampled_from(currencies), st.sampled_from(Period)
    coins = st.sampled_from(COINS)
    rates = st.builds(Rate, shares, shares)
    amounts, flows = (
        st.builds(Amount, sums, currency),
        st.builds(Income, sums, sums, currency, period),
    )
    return st.builds(
        Slots,
        capital=maybe(amounts),
        income=maybe(flows),
        target_capital=maybe(amounts),
        contribution=maybe(st.builds(Contribution, sums, currency, period)),
        reserve=st.none() | maybe(amounts),
        other_income=st.none() | maybe(flows),
        yield_=maybe(rates),
        offer=maybe(st.builds(Offer, shares, sums)),
        tax_rate=maybe(shares),
        inflation=maybe(shares),
        reinvest_share=maybe(shares),
        frequency=maybe(period),
        horizon_years=maybe(years),
        age=maybe(years),
        target_age=maybe(years),
        risk=st.lists(st.sampled_from(Risk), max_size=2).map(tuple),
        assets=st.lists(coins, max_size=3).map(tuple),
        protocols=st.lists(st.sampled_from(["aave", "lido", "anchor", "nobody"]), max_size=2).map(
            tuple
        ),
        chain=st.sampled_from([None, "ethereum", "solana", "nowhere"]),
        method=st.sampled_from([None, "staking", "lending", "liquidity", "farming"]),
        indices=st.lists(st.sampled_from(sorted(indices())), max_size=2).map(tuple),
        holdings=st.lists(st.builds(Holding, coins, maybe(sums)), max_size=2).map(tuple),
        shock=maybe(
            st.builds(Shock, coins | st.sampled_from(["market", "yields", "aave"]), shares)
        ),
        blows=st.lists(
            st.builds(
                Blow,
                coins | st.sampled_from(["market", "yields", "stablecoin", "aave", "nobody"]),
                maybe(shares),
                maybe(sums),
            ),
            max_size=3,
        ).map(tuple),
        topic=maybe(st.sampled_from(sorted(topics()))),
        quote=maybe(
            st.builds(
                Quote,
                st.sampled_from([None, "apr", "apy"]),
                maybe(st.sampled_from(TIMES)),
                maybe(shares),
            )
        ),
        utilisation=maybe(rates),
        pool=maybe(
            st.builds(PoolShape, maybe(shares), maybe(sums), maybe(sums), maybe(sums), maybe(sums))
        ),
        wish=maybe(st.builds(StakingWish, st.booleans(), st.sampled_from([None, 1, 3]))),
        scenario=maybe(st.sampled_from([one.id for one in stress_scenarios()])),
    )


numbers = scaled(-8, 13) | st.decimals(allow_nan=False, allow_infinity=False)
any_slots = slots_of(
    numbers, st.decimals("-1", "2", places=6) | numbers, numbers, (None, "USD", "EUR", "XXX")
)
likely_slots = slots_of(
    scaled(0, 6),
    st.decimals("0.001", "0.9", places=3),
    st.integers(1, 60).map(Decimal),
    (None, None, "USD", "EUR"),
)


def states_with(slots: st.SearchStrategy[Slots]) -> st.SearchStrategy[DialogueState]:
    """Return states of a conversation about a question with such slots."""
    return st.builds(
        DialogueState,
        frame=st.none() | st.builds(Frame, st.sampled_from(sorted(QUESTIONS)), slots),
        asked=st.sampled_from([None, "capital", "income", "risk", "intent", "horizon_years"]),
        risk=st.none() | st.sampled_from(Risk),
        turns=st.integers(0, 10**6),
    )
