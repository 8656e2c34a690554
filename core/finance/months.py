"""The months of many futures, drawn from the legs' tables.

They come in blocks of the history, so that bad months follow one another as they did. Only the
raw stream of the generator is used, which NumPy keeps the same for good: a seed gives the same
months in every process and version.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from core.finance.prospects import MONTHS, Leg, table_sizes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Paths = NDArray[np.float64]

Month = tuple["NDArray[np.intp]", "NDArray[np.intp] | None", Sequence["Paths"]]
"""Of each path: the row of the shared history, that of the noise, None where there is none, and
what each leg pays this month (ratio)."""


def drawn_months(
    legs: Sequence[Leg], months: int, paths: int, seed: int, block: int
) -> Iterator[Month]:
    """Yield so many months, the same for the same seed, legs' tables and number of paths."""
    import numpy as np

    # One stream for each purpose: what one of them draws never shifts another.
    rows, grains, yields = (np.random.PCG64([seed, purpose]) for purpose in range(3))
    history, noise = table_sizes(legs)
    pays: list[Paths] = []
    starts = np.zeros(paths, np.intp)
    for month in range(months):
        if month % MONTHS == 0:
            pays = [_pays(leg, _fractions(yields, paths)) for leg in legs]
        if month % block == 0 and history > 1:
            starts = (rows.random_raw(paths) % history).view(np.intp)
        yield _rows(starts, month % block, history), _grains(grains, paths, noise), pays


def _rows(starts: "NDArray[np.intp]", gone: int, history: int) -> "NDArray[np.intp]":
    """Return the months so far behind others in a history that begins again at its end."""
    import numpy as np

    if history == 1:
        return starts
    rows = starts + gone
    return np.subtract(rows, history, out=rows, where=rows >= history)


def _grains(stream: "np.random.PCG64", paths: int, noise: int) -> "NDArray[np.intp] | None":
    """Return rows of the table of noise, each as likely; it has a power of two of them."""
    import numpy as np

    if noise == 1:
        return None
    return (stream.random_raw(paths) & np.uint64(noise - 1)).view(np.intp)


def _fractions(stream: "np.random.PCG64", paths: int) -> "Paths":
    """Return numbers from 0 to 1, each as likely."""
    import numpy as np

    return np.asarray((stream.random_raw(paths) >> np.uint64(11)) * 2.0**-53)


def _pays(leg: Leg, fractions: "Paths") -> "Paths":
    return (leg.yield_low + (leg.yield_high - leg.yield_low) * fractions) / MONTHS
