"""The months of many futures, drawn from the legs' tables.

They come in blocks of the history, so that bad months follow one another as they did. Only the
raw stream of the generator is used, which NumPy keeps the same for good: a seed gives the same
months in every process and version.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from core.finance.prospects import MONTHS, Leg

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Paths = NDArray[np.float64]

Month = tuple["NDArray[np.intp]", Sequence["NDArray[np.intp] | None"], Sequence["Paths"]]
"""Of each path: the row of the shared history, the grain of each leg's own noise, and what each
leg pays this month (ratio)."""


def drawn_months(
    legs: Sequence[Leg], months: int, paths: int, seed: int, block: int
) -> Iterator[Month]:
    """Yield so many months, the same for the same seed, legs' tables and number of paths."""
    import numpy as np

    # One stream for each purpose: what one of them draws never shifts another.
    rows, grains, yields = (np.random.PCG64([seed, purpose]) for purpose in range(3))
    history = len(legs[0].moves)
    pays: list[Paths] = []
    starts = np.zeros(paths, np.intp)
    for month in range(months):
        if month % MONTHS == 0:
            pays = [_pays(leg, _fractions(yields, paths)) for leg in legs]
        if month % block == 0:
            starts = (rows.random_raw(paths) % history).astype(np.intp)
        own = [_grains(leg, grains, paths) for leg in legs]
        yield (starts + month % block) % history, own, pays


def _fractions(stream: "np.random.PCG64", paths: int) -> "Paths":
    """Return numbers from 0 to 1, each as likely."""
    import numpy as np

    return np.asarray((stream.random_raw(paths) >> np.uint64(11)) * 2.0**-53)


def _pays(leg: Leg, fractions: "Paths") -> "Paths":
    return (leg.yield_low + (leg.yield_high - leg.yield_low) * fractions) / MONTHS


def _grains(leg: Leg, stream: "np.random.PCG64", paths: int) -> "NDArray[np.intp] | None":
    import numpy as np

    if len(leg.noise) == 1:
        return None
    return (stream.random_raw(paths) % len(leg.noise)).astype(np.intp)
