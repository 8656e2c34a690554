"""The fan of futures: a small picture for a phone, whatever the sums."""

from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from bot import fan_picture
from bot.charts import draw
from bot.picture_page import HIGHEST, MARGIN, WIDTH
from core.finance.outlook import FAN
from core.nlg.draft import FanChart
from core.nlg.render.fan import fan_chart
from tests.advice.questions import E4, E5, advice_of
from tests.nlg.test_replies import drawn

MOST_BYTES = 60_000


def fan(lines: tuple[tuple[int, ...], ...], goal: int | None = None) -> FanChart:
    example = next(c for c in drawn(E5).charts if isinstance(c, FanChart))
    sums = tuple(tuple(map(Decimal, line)) for line in lines)
    return FanChart(
        title=example.title,
        subtitle=example.subtitle,
        lines=sums,
        top=max(map(max, sums)),
        sums=(),
        years=(),
        goal=None if goal is None else Decimal(goal),
        goal_text="Goal: $7" if goal else "",
        wide_text="80 %",
        close_text="half",
        middle_text="half below",
        source_line="Simulated.",
        alt="what it shows",
    )


FANS = {
    "of the worked cases": next(c for c in drawn(E5).charts if isinstance(c, FanChart)),
    "all gone": fan(((1, 0, 0),) * 5),
    "nothing at all": fan(((0, 0),) * 5, goal=7),
    "a goal above the picture": fan(((1, 1), (1, 2), (1, 3), (1, 4), (1, 5)), goal=100),
    "one moment": fan(((1,),) * 5),
}


@pytest.mark.parametrize("chart", FANS.values(), ids=FANS.keys())
def test_a_fan_is_a_small_picture_within_its_margins(chart: FanChart) -> None:
    """The same bytes each time, no wider and no higher than a phone shows, nothing cut."""
    png = draw(chart)
    assert png == draw(chart)
    assert len(png) <= MOST_BYTES
    image = Image.open(BytesIO(png))
    assert image.width == WIDTH
    assert image.height <= HIGHEST
    figure = fan_picture.figure_of(chart)
    FigureCanvasAgg(figure).draw()  # type: ignore[no-untyped-call]
    for artist in figure.get_children()[1:]:
        box = artist.get_window_extent()
        if box.width:
            assert box.x0 >= MARGIN - 6
            assert box.x1 <= WIDTH - MARGIN + 6


def test_the_lines_of_a_fan_lie_one_above_the_other() -> None:
    """From the lowest to the highest part of the futures, in every year."""
    chart = FANS["of the worked cases"]
    assert len(chart.lines) == len(FAN)
    for year in zip(*chart.lines, strict=True):
        assert list(year) == sorted(year)


@pytest.mark.parametrize("years", [1, 5, 34, 99, 150])
def test_any_span_has_a_few_marks(years: int) -> None:
    """However far a plan looks, today and a few later years are written below it."""
    seen = advice_of(E4).assessment.seen  # type: ignore[union-attr]
    assert seen
    longer = replace(seen, fan=seen.fan[:1] * (years + 1))
    assert 2 <= len(fan_chart(longer, "USD", paths="4,000").years) <= 5


def test_a_picture_in_todays_money_is_deflated() -> None:
    """With inflation a sum is shown by what it buys today."""
    seen = advice_of(E4).assessment.seen  # type: ignore[union-attr]
    assert seen
    plain = fan_chart(seen, "USD", paths="4,000")
    real = fan_chart(seen, "USD", inflation=Decimal(1), paths="4,000")
    assert real.lines[2][1] * 2 == plain.lines[2][1]
