"""The cost of a simulation, as a ratio to drawing as many normal numbers.

    python -m benchmarks.projections

10,000 paths of 360 months: three correlated legs with fat tails, yields that vary, a withdrawal
that rises with inflation, tax, fee, yearly rebalancing and yearly percentiles. The peer is
`standard_normal((360, 10_000))` in float64, timed in turns in the same run.
"""

import statistics
import time
import tracemalloc

import numpy as np

from core.finance.projections import Plan, simulate
from core.finance.prospects import centred, historic_leg
from core.finance.returns import index_returns
from core.finance.withdrawals import fixed_real

PATHS, MONTHS, ROUNDS = 10_000, 360, 9
PARTS = (
    (0.6, "large-cap-staking", (0.04, 0.08)),
    (0.3, "stablecoin-lending", (0.02, 0.08)),
    (0.1, "conservative-defi", (0.05, 0.2)),
)


def peer() -> None:
    np.random.default_rng(1).standard_normal((MONTHS, PATHS))


def ours() -> None:
    legs = [historic_leg(share, index_returns(name), pays) for share, name, pays in PARTS]
    plan = Plan(1_200_000, MONTHS, rule=fixed_real(60_000, 0.03), tax=0.2, fee=0.005)
    wealth = simulate(plan, centred(legs, 0.04), PATHS, seed=1, block=6).wealth
    np.percentile(wealth, (10, 25, 50, 75, 90), axis=1, method="inverted_cdf")


def main() -> None:
    peer()
    ours()
    times: dict[str, list[float]] = {"peer": [], "ours": []}
    for _ in range(ROUNDS):
        for name, task in (("peer", peer), ("ours", ours)):
            start = time.perf_counter()
            task()
            times[name].append(time.perf_counter() - start)
    theirs, mine = (statistics.median(times[name]) for name in ("peer", "ours"))
    tracemalloc.start()
    ours()
    memory = tracemalloc.get_traced_memory()[1] / 1e6
    print(f"standard_normal(({MONTHS}, {PATHS}))       {theirs * 1e3:7.1f} ms")
    print(
        f"{PATHS} paths x {MONTHS} months, everything  {mine * 1e3:7.1f} ms, {mine / theirs:.1f} x"
    )
    print(f"memory at its most                   {memory:7.0f} MB")


if __name__ == "__main__":
    main()
