"""The picture of the weeks: what all was worth at each summary, and what came in."""

from collections.abc import Sequence

from core.advice.summary import WeekSum
from core.nlg.draft import Pair, WeeksChart
from core.nlg.formats import day, money

FEWEST = 2
"""With one week there is nothing to set beside it."""


def weeks_chart(weeks: Sequence[WeekSum]) -> tuple[WeeksChart, ...]:
    """Return the picture of value and income by week; none before there are two."""
    if len(weeks) < FEWEST:
        return ()
    rows = tuple(
        Pair(day(one.day), one.value.amount, money(one.value), one.income.amount, _came(one))
        for one in weeks
    )
    came_in = any(one.income.amount for one in weeks)
    told = "; ".join(
        f"{row.label}: {row.first_text}{f', {row.second_text} received' if came_in else ''}"
        for row in rows
    )
    return (
        WeeksChart(
            title="Week by week",
            subtitle="At the prices of each day" if came_in else "No income was recorded",
            worth_name="What you hold, worth",
            income_name="Received since the week before" if came_in else "",
            weeks=rows,
            source_line="Your holdings and records. Not advice.",
            alt=f"Value and income by week. {told}.",
        ),
    )


def _came(week: WeekSum) -> str:
    return money(week.income) if week.income.amount else "nothing"
