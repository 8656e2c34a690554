"""Wealth and income month by month, over many possible futures at once (Monte Carlo).

A month is, in this order: prices move, what is held pays, tax is taken from what was paid and the
fee from the whole, the month's contribution comes in or its withdrawal goes out. What is not
withdrawn stays invested. Whatever is missing from a withdrawal is not paid, and money that is
gone stays gone.

All is float64 in one currency, in the money of its day.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.finance.months import Month, drawn_months
from core.finance.prospects import MONTHS, Leg

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Paths = NDArray[np.float64]

Rule = Callable[[int, "Paths", "Paths"], "Paths"]
"""What to withdraw in a year, counted from 0, today: from the year, the wealth at its start, and
what was withdrawn the year before, shape `(paths,)` each, all in the money of that year."""

NEVER = 2**31 - 1
"""The month of what did not happen."""
NOTHING = 1e-200
"""What is not even this much is nothing at all."""


@dataclass(frozen=True, slots=True)
class Course:
    """How the shares move from the legs' own to others: in equal steps between two months."""

    weights: tuple[float, ...]
    starts: int
    ends: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What is done with the money: rates are ratios a year, sums are in the money of today."""

    capital: float
    months: int
    contribution: float = 0.0
    """A month, until drawing starts; inflation raises it once a year."""
    rule: Rule | None = None
    draws_from: int = 0
    """The month after which withdrawals begin."""
    inflation: float = 0.0
    """What raises the goal, contributions and a steady withdrawal."""
    tax: float = 0.0
    """Of what is paid."""
    fee: float = 0.0
    """Of the whole."""
    rebalanced_every: int | None = MONTHS
    """Months between; None lets the shares drift."""
    goal: float | None = None
    course: Course | None = None


@dataclass(frozen=True, eq=False)
class Projection:
    """What became of every path. Years are counted from 0, today."""

    wealth: "Paths"
    """At the end of each year and of the plan, shape `(years + 1, paths)`."""
    paid: "Paths"
    """What the holdings paid in each year, after tax, shape `(years, paths)`."""
    withdrawn: "Paths"
    """In each year, shape `(years, paths)`."""
    reached: "NDArray[np.int64]"
    """The month in which the goal was first held, or NEVER, shape `(paths,)`."""
    holding: "NDArray[np.int64]"
    """On how many paths the goal is held at the end of each month from 0, shape `(months + 1,)`."""
    depleted: "NDArray[np.int64]"
    """The month in which a withdrawal could not be paid in full, or NEVER, shape `(paths,)`."""
    drawdown: "Paths"
    """The deepest fall of a unit held throughout (ratio), shape `(paths,)`."""
    affordable: "Paths"
    """The steady withdrawal a month, in the money of today, that would have used up exactly what
    there was by the end, shape `(paths,)`; infinite where nothing was ever drawn. Of a path that
    is used up before the end no more is seen, so there it is only known to be less than drawn."""

    @property
    def paths(self) -> int:
        """How many futures there are."""
        return len(self.drawdown)


def simulate(plan: Plan, legs: Sequence[Leg], paths: int, seed: int, block: int) -> Projection:
    """Follow a plan through so many futures, drawn from a seed in blocks of `block` months."""
    return follow(plan, legs, drawn_months(legs, plan.months, paths, seed, block))


def follow(plan: Plan, legs: Sequence[Leg], months: Iterable[Month]) -> Projection:
    """Follow a plan through given months, for instance those of a replayed history."""
    run: _Run | None = None
    for number, month in enumerate(months):
        if run is None:
            run = _Run(plan, legs, len(month[0]))
        run.live(number, month)
    assert run, "a plan has at least one month"
    return run.outcome()


class _Run:
    """The state of all paths, changed month by month; what is a scratch array is named so."""

    def __init__(self, plan: Plan, legs: Sequence[Leg], paths: int) -> None:
        import numpy as np

        self._plan, self._legs = plan, legs
        years = -(-plan.months // MONTHS)
        self._held = np.array([np.full(paths, float(leg.weight * plan.capital)) for leg in legs])
        self._total = np.full(paths, float(plan.capital))
        self._wealth = np.empty((years + 1, paths))
        self._wealth[0] = self._total
        self._paid = np.zeros((years, paths))
        self._withdrawn = np.zeros((years, paths))
        self._drawing = np.zeros(paths)
        self._alive = np.ones(paths, bool)
        self._reached = np.full(paths, NEVER)
        self._holding = np.zeros(plan.months + 1, np.int64)
        self._see(0)
        self._depleted = np.full(paths, NEVER)
        self._unit, self._peak = np.ones(paths), np.ones(paths)
        self._trough = np.ones(paths)
        self._worth, self._cost = self._total.copy(), np.zeros(paths)
        self._scratch, self._spare, self._income = np.empty((3, paths))

    def live(self, number: int, month: Month) -> None:
        """Let one month pass; `number` counts from 0."""
        before = self._total
        self._move(month)
        income = self._pay(month)
        total = self._held.sum(axis=0)
        prices = total.copy()
        if self._plan.fee:
            total *= 1 - self._plan.fee / MONTHS
        total += income
        self._paid[number // MONTHS] += income
        self._mark(total, before)
        self._weigh(number)
        total = self._flow(number, total)
        self._held *= self._ratio(total, prices)
        self._put_to_work(number, total, prices)
        self._total = total
        self._note(number + 1)

    def _put_to_work(self, number: int, total: "Paths", prices: "Paths") -> None:
        """Spread what came in where nothing was held, such as the first of what is saved."""
        if not self._plan.contribution:
            return
        empty = (prices <= 0) & (total > 0)
        if empty.any():
            for held, weight in zip(self._held, self._weights(number), strict=True):
                held[empty] = total[empty] * weight

    def _move(self, month: Month) -> None:
        import numpy as np

        rows, grains, scratch = month[0], month[1], self._scratch
        for held, leg in zip(self._held, self._legs, strict=True):
            for table, drawn in ((leg.moves, rows), (leg.noise, grains)):
                if len(table) == 1:
                    np.multiply(held, table[0], out=held)
                elif drawn is not None:
                    np.multiply(held, np.take(table, drawn, out=scratch, mode="clip"), out=held)

    def _pay(self, month: Month) -> "Paths":
        """Return what is paid this month, after tax."""
        import numpy as np

        self._income[:] = 0
        for held, leg, pays in zip(self._held, self._legs, month[2], strict=True):
            if leg.yield_high:
                self._income += np.multiply(held, pays, out=self._scratch)
        self._income *= 1 - self._plan.tax
        return self._income

    def _mark(self, total: "Paths", before: "Paths") -> None:
        """Note how far a unit that nothing was added to or taken from lies below its peak."""
        import numpy as np

        self._unit *= self._ratio(total, before)
        np.maximum(self._peak, self._unit, out=self._peak)
        np.divide(self._unit, self._peak, out=self._scratch)
        np.minimum(self._trough, self._scratch, out=self._trough)

    def _weigh(self, number: int) -> None:
        """Count this month's flow in units of today: what is drawn late costs less, if they grew.

        What is held follows sums added and taken linearly, so a path bears a withdrawal if and
        only if all of it, counted so, is within what came in.
        """
        import numpy as np

        plan, drawn_for = self._plan, number - self._plan.draws_from
        if drawn_for < 0 or plan.rule is None:
            flow, side = _contribution(plan, number), self._worth
        else:
            flow, side = (1 + plan.inflation) ** _year(number, drawn_for), self._cost
        if flow:
            side += np.divide(flow, self._unit, out=self._scratch)

    def _ratio(self, later: "Paths", earlier: "Paths") -> "Paths":
        """Return by what a sum has changed; nothing has, where there was and is nothing."""
        import numpy as np

        np.maximum(earlier, NOTHING, out=self._spare)
        np.maximum(later, NOTHING, out=self._scratch)
        return np.divide(self._scratch, self._spare, out=self._scratch)

    def _flow(self, number: int, total: "Paths") -> "Paths":
        """Return what is left after the month's contribution or withdrawal."""
        import numpy as np

        plan = self._plan
        drawn_for = number - plan.draws_from
        if drawn_for < 0 or plan.rule is None:
            return total + _contribution(plan, number)
        if drawn_for % MONTHS == 0:
            self._drawing = plan.rule(_year(number, drawn_for), self._total, self._drawing)
        wanted = self._drawing / MONTHS
        short = self._alive & (total < wanted)
        if short.any():
            self._depleted[short] = number + 1
            self._alive &= ~short
        taken = np.minimum(wanted, total)
        self._withdrawn[number // MONTHS] += taken
        return np.subtract(total, taken, out=taken)

    def _note(self, months: int) -> None:
        """Note what has come to be after so many months, and rebalance when it is time."""
        plan, total = self._plan, self._total
        self._see(months)
        if plan.rebalanced_every and months % plan.rebalanced_every == 0:
            for held, weight in zip(self._held, self._weights(months), strict=True):
                held[:] = total * weight
        if months % MONTHS == 0 or months == plan.months:
            self._wealth[-(-months // MONTHS)] = total

    def _see(self, months: int) -> None:
        """Note which paths hold the goal after so many months, and which for the first time."""
        import numpy as np

        plan = self._plan
        if plan.goal is None:
            return
        there = self._total >= plan.goal * (1 + plan.inflation) ** (months / MONTHS)
        self._holding[months] = np.count_nonzero(there)
        self._reached[there & (self._reached == NEVER)] = months

    def _weights(self, months: int) -> tuple[float, ...]:
        """Return the shares to hold from this month on."""
        own, course = tuple(leg.weight for leg in self._legs), self._plan.course
        if course is None or months <= course.starts:
            return own
        part = min(1.0, (months - course.starts) / max(1, course.ends - course.starts))
        return tuple(a + (b - a) * part for a, b in zip(own, course.weights, strict=True))

    def outcome(self) -> Projection:
        """Return what became of it."""
        import numpy as np

        never = np.full(len(self._cost), np.inf)
        affordable = np.divide(self._worth, self._cost, out=never, where=self._cost > 0)
        return Projection(
            self._wealth,
            self._paid,
            self._withdrawn,
            self._reached,
            self._holding,
            self._depleted,
            1 - self._trough,
            affordable,
        )


def _contribution(plan: Plan, number: int) -> float:
    """Return what comes in at the end of a month."""
    return plan.contribution * (1 + plan.inflation) ** (number // MONTHS)


def _year(number: int, drawn_for: int) -> int:
    """Return the year in which the withdrawal of a month was set: it is set once in twelve."""
    return (number - drawn_for % MONTHS) // MONTHS
