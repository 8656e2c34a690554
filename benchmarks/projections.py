"""The cost of a simulation, as a ratio to drawing as many normal numbers.

    python -m benchmarks.projections

10,000 paths of 360 months: three correlated legs with fat tails, yields that vary, a withdrawal
that rises with inflation, tax, fee, yearly rebalancing and yearly percentiles. They move by the
months of history, by the parametric model, or by history with one leg that has none. The peer is
`standard_normal((360, 10_000))` in float64, timed in turns in the same run.
"""

import statistics
import time
import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial

import numpy as np

from core.finance.held_legs import HeldIndex, Unrecorded, modelled_legs, recorded_legs
from core.finance.projections import Plan, simulate
from core.finance.prospects import Leg, centred
from core.finance.withdrawals import fixed_real

PATHS, MONTHS, ROUNDS = 10_000, 360, 9
HELD = (
    HeldIndex("large-cap-staking", Decimal("0.6"), Decimal("0.04"), Decimal("0.08")),
    HeldIndex("stablecoin-lending", Decimal("0.3"), Decimal("0.02"), Decimal("0.08")),
    HeldIndex("conservative-defi", Decimal("0.1"), Decimal("0.05"), Decimal("0.2")),
)
OWN = Unrecorded(Decimal("1.14"), Decimal("0.81"), Decimal(5))
MODELS: dict[str, Callable[[], Sequence[Leg]]] = {
    "history": lambda: recorded_legs(HELD),
    "parametric": lambda: modelled_legs(HELD, 5, 0.6),
    "one leg without history": lambda: recorded_legs(
        (HELD[0], replace(HELD[1], index="coin-bnb", unrecorded=OWN), HELD[2])
    ),
}


def peer() -> None:
    np.random.default_rng(1).standard_normal((MONTHS, PATHS))


def ours(legs_of: Callable[[], Sequence[Leg]]) -> None:
    plan = Plan(1_200_000, MONTHS, rule=fixed_real(60_000, 0.03), tax=0.2, fee=0.005)
    wealth = simulate(plan, centred(legs_of(), 0.04), PATHS, seed=1, block=6).wealth
    np.percentile(wealth, (10, 25, 50, 75, 90), axis=1, method="inverted_cdf")


def memory_of(task: Callable[[], None]) -> float:
    """Return the most that a task takes at once (MB)."""
    tracemalloc.start()
    task()
    most = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return most


def main() -> None:
    tasks = {"peer": peer} | {name: partial(ours, legs) for name, legs in MODELS.items()}
    times: dict[str, list[float]] = {name: [] for name in tasks}
    for task in tasks.values():
        task()
    for _ in range(ROUNDS):
        for name, task in tasks.items():
            start = time.perf_counter()
            task()
            times[name].append(time.perf_counter() - start)
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    theirs = medians.pop("peer")
    print(f"standard_normal(({MONTHS}, {PATHS}))  {theirs * 1e3:7.1f} ms")
    print(f"{PATHS} paths x {MONTHS} months, everything:")
    for name, mine in medians.items():
        most = memory_of(tasks[name])
        print(f"{name:24} {mine * 1e3:7.1f} ms, {mine / theirs:.1f} x, {most:.0f} MB at its most")


if __name__ == "__main__":
    main()
