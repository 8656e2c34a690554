"""The cost of the core's answers, the blend as a ratio to PyPortfolioOpt on the same problem.

    python -m benchmarks.core

The peer's `efficient_return` finds the blend of least variance that pays a target within the
same limits, by cvxpy. Ours is the whole Advice: the nearest blend with what binds it, and every
figure as a fact with its formula. Both are timed in turns in one run.
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
from core.nlu.utterance import Amount, Income, Intent, Risk, Slots
from core.requests import Frame, MissingSlot, Request, to_request
from core.slot_checks import InvalidSlot

ROUNDS = 20
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


def medians(tasks: Sequence[Callable[[], object]], rounds: int, calls: int = 10) -> list[float]:
    """Return the median seconds of each task, in turns of a few calls so noise meets all alike."""
    times: list[list[float]] = [[] for _ in tasks]
    for _ in range(rounds):
        for task, seen in zip(tasks, times, strict=True):
            start = time.perf_counter()
            for _ in range(calls):
                task()
            seen.append((time.perf_counter() - start) / calls)
    return [statistics.median(seen) for seen in times]


def main() -> None:
    snapshot = bundled_snapshot()
    tilted = request_of(TILTED)
    theirs, ours = medians([peer(), lambda: advise(tilted, snapshot)], ROUNDS)
    print(f"efficient_return of PyPortfolioOpt   {theirs * 1e3:7.2f} ms")
    print(
        f"the blend's Advice, duals and facts  {ours * 1e3:7.3f} ms, {theirs / ours:.0f} x faster"
    )
    requests = [request_of(frame) for frame in OTHERS.values()]
    tasks = [lambda request=request: advise(request, snapshot) for request in requests]
    for name, seconds in zip(OTHERS, medians(tasks, 40), strict=True):
        print(f"{name:36s} {seconds * 1e3:7.3f} ms")


if __name__ == "__main__":
    main()
