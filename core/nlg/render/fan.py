"""The picture of what money may become: a fan of futures with the line of the goal."""

from decimal import Decimal

from core.finance.compounding import ONE
from core.finance.outlook import FAN, Outlook
from core.money import Money
from core.nlg.draft import FanChart, Tick
from core.nlg.formats import chance, compact
from core.nlg.formats import years as in_years

STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
MOST_TICKS = 5
ROOM = Decimal("1.6")
"""How much higher than what matters the picture is."""
MIDDLE = FAN.index(0.5)


def fan_chart(
    seen: Outlook,
    currency: str,
    *,
    goal: Decimal | None = None,
    inflation: Decimal = Decimal(0),
    paths: str,
) -> FanChart:
    """Return the picture of an outlook, in today's money where inflation is given (ratio a year).

    `paths` is the number of futures as it is written.
    """
    prices = [(ONE + inflation) ** year for year in range(len(seen.fan))]
    lines = tuple(
        tuple(year[at] / price for year, price in zip(seen.fan, prices, strict=True))
        for at in range(len(FAN))
    )
    matters = [lines[MIDDLE][0], *([goal] if goal else [max(lines[MIDDLE])])]
    top = ROOM * max(matters)
    span = len(seen.fan) - 1
    real = " in today's money" if inflation else ""
    aim = compact(Money(goal, currency)) if goal else ""
    held = chance(seen.holds(Decimal(span)))
    lasting = "" if goal else f"; it lasts in {chance(seen.lasts(Decimal(span)))}"
    return FanChart(
        title="What it may become",
        subtitle=f"{paths} simulated futures{real}{lasting}, none of them a forecast",
        lines=lines,
        top=top,
        sums=tuple(Tick(at, compact(Money(at, currency))) for at in ticks(top)),
        years=tuple(Tick(at, in_years(at) if at else "today") for at in _year_ticks(span)),
        goal=goal,
        goal_text=f"Goal: {aim}, held by {held} at the end" if goal else "",
        wide_text=f"{chance(Decimal(str(FAN[-1] - FAN[0])))} within the fan",
        close_text="half within the dark band",
        middle_text="half below this line",
        source_line=f"{_beyond(lines, top)}Simulated. Not advice.",
        alt=_alt(lines, currency, span, goal),
    )


def _beyond(lines: tuple[tuple[Decimal, ...], ...], top: Decimal) -> str:
    """Say that the fan goes on above the picture, where it does."""
    return "The bands go on above the picture. " if max(map(max, lines)) > top else ""


def _alt(
    lines: tuple[tuple[Decimal, ...], ...], currency: str, span: int, goal: Decimal | None
) -> str:
    low, middle, high = (compact(Money(lines[at][-1], currency)) for at in (1, MIDDLE, 3))
    aim = f", with the goal of {compact(Money(goal, currency))}" if goal else ""
    half = f"half of all below {middle}" if lines[MIDDLE][-1] else "half of all with nothing left"
    return (
        f"A fan of simulated futures over {in_years(Decimal(span))}{aim}: the middle half end "
        f"between {low} and {high}, {half}."
    )


def ticks(top: Decimal) -> tuple[Decimal, ...]:
    """Return round sums from zero to the top, few enough to read."""
    size = Decimal(1).scaleb((top / MOST_TICKS).adjusted())
    step = next(size * s for s in STEPS if size * s * MOST_TICKS >= top)
    return tuple(step * n for n in range(int(top / step) + 1))


def _year_ticks(span: int) -> tuple[Decimal, ...]:
    """Return today, and whole years up to the last."""
    step = next(s for s in (1, 2, 5, 10, 20, 25, 50) if s * 4 >= span)
    return tuple(Decimal(year) for year in range(0, span + 1, step))
