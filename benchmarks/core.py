"""The cost of the core's answers, the blend as a ratio to PyPortfolioOpt on the same problem.

    python -m benchmarks.core

The peer's `efficient_return` finds the blend of least variance that pays a target within the
same limits, by cvxpy. Ours is the whole Advice: the nearest blend with what binds it, and every
figure as a fact with its formula. Both are timed in turns of equal length in one run.
"""

import statistics
import time
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

import pandas as pd
from pypfopt import EfficientFrontier

from core.advice import advise
from core.catalogue import indices
from core.finance.blends import Stage, policy_for
from core.finance.limits import program_of
from core.finance.market import bundled_snapshot
from core.money import Period
from core.nlu.described import PoolShape
from core.nlu.utterance import Amount, Holding, Income, Intent, Offer, Rate, Risk, Shock, Slots
from core.requests import Frame, MissingSlot, Request, to_request
from core.slot_checks import InvalidSlot

ROUNDS = 15
SLICE_SECONDS = 0.1
ASKED_ON = date(2026, 11, 22)


def monthly(amount: int) -> Income:
    return Income(Decimal(amount), Decimal(amount), "USD", Period.MONTH)


CAPITAL = Amount(Decimal(300_000), "USD")
TILTED = Frame(Intent.RECOMMEND_BLEND, Slots(capital=CAPITAL, income=monthly(1800)))
OTHERS = {
    "required_yield": Frame(Intent.REQUIRED_YIELD, Slots(capital=CAPITAL, income=monthly(1500))),
    "recommend_blend (policy)": Frame(
        Intent.RECOMMEND_BLEND, Slots(capital=CAPITAL, income=monthly(1500))
    ),
    "recommend_blend (tilted)": TILTED,
    "required_capital": Frame(Intent.REQUIRED_CAPITAL, Slots(income=monthly(4000))),
    "income_estimate": Frame(Intent.INCOME_ESTIMATE, Slots(capital=CAPITAL)),
    "time_to_goal": Frame(Intent.TIME_TO_GOAL, Slots(capital=CAPITAL, income=monthly(3000))),
    "stress_test": Frame(Intent.STRESS_TEST, Slots(capital=CAPITAL)),
    "check_yield": Frame(
        Intent.CHECK_YIELD, Slots(offer=Offer(Decimal("0.36"), Decimal(60)), assets=("BNB",))
    ),
    "staking_advice": Frame(Intent.STAKING_ADVICE, Slots(holdings=(Holding("ETH", Decimal(40)),))),
    "yield_stack": Frame(Intent.YIELD_STACK, Slots(assets=("ETH",))),
    "impermanent_loss": Frame(
        Intent.IMPERMANENT_LOSS, Slots(assets=("ETH",), shock=Shock("ETH", Decimal(1)))
    ),
    "compare_options": Frame(Intent.COMPARE_OPTIONS, Slots(assets=("ETH", "SOL"), capital=CAPITAL)),
    "impermanent_loss (range)": Frame(
        Intent.IMPERMANENT_LOSS,
        Slots(
            assets=("ETH",),
            shock=Shock("ETH", Decimal(1)),
            pool=PoolShape(low=Decimal("0.8"), high=Decimal("1.25"), start=Decimal(1)),
        ),
    ),
    "rate": Frame(
        Intent.EXPLAIN, Slots(topic="apr-vs-apy", yield_=Rate(Decimal("0.05"), Decimal("0.05")))
    ),
    "utilisation": Frame(
        Intent.EXPLAIN,
        Slots(topic="utilisation", utilisation=Rate(Decimal("0.95"), Decimal("0.95"))),
    ),
    "yield_lookup": Frame(Intent.YIELD_LOOKUP, Slots(assets=("USDT",))),
}


def request_of(frame: Frame) -> Request:
    request = to_request(frame, None, bundled_snapshot(), ASKED_ON)
    assert not isinstance(request, MissingSlot | InvalidSlot)
    return request


def peer() -> Callable[[], object]:
    """Return the peer's solution of the blend that `TILTED` asks for."""
    policy = policy_for(Risk.MODERATE, Stage.NOW)
    program = program_of(policy, Risk.MODERATE)
    names = [leg.index for leg in policy.legs]
    middles = pd.Series([float(indices()[name].house.middle) for name in names], index=names)
    covariance = pd.DataFrame(program.covariance, index=names, columns=names)
    bands = [(float(leg.least), float(leg.most)) for leg in policy.legs]

    def solve() -> object:
        frontier = EfficientFrontier(middles, covariance, weight_bounds=bands)
        frontier.add_constraint(lambda shares: program.limits @ shares <= program.most)
        return frontier.efficient_return(0.072)

    return solve


def medians(tasks: Sequence[Callable[[], object]]) -> list[float]:
    """Return the median seconds of each task, in turns of equal time so noise meets all alike."""
    times: list[list[float]] = [[] for _ in tasks]
    for _ in range(ROUNDS):
        for task, seen in zip(tasks, times, strict=True):
            until = time.perf_counter() + SLICE_SECONDS
            calls, start = 0, time.perf_counter()
            while time.perf_counter() < until:
                task()
                calls += 1
            seen.append((time.perf_counter() - start) / calls)
    return [statistics.median(seen) for seen in times]


def main() -> None:
    snapshot = bundled_snapshot()
    tilted = request_of(TILTED)
    theirs, ours = medians([peer(), lambda: advise(tilted, snapshot)])
    print(f"efficient_return of PyPortfolioOpt   {theirs * 1e3:7.2f} ms")
    print(
        f"the blend's Advice, duals and facts  {ours * 1e3:7.3f} ms, {theirs / ours:.0f} x faster"
    )
    requests = [request_of(frame) for frame in OTHERS.values()]
    tasks = [lambda request=request: advise(request, snapshot) for request in requests]
    for name, seconds in zip(OTHERS, medians(tasks), strict=True):
        print(f"{name:36s} {seconds * 1e3:7.3f} ms")


if __name__ == "__main__":
    main()
