"""Pictures of bars, ranges and readings: readable whatever the data."""

from decimal import Decimal
from io import BytesIO

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch
from PIL import Image

from bot import bars_picture, history_picture, ranges_picture, weeks_picture
from bot.charts import draw
from bot.picture_page import HIGHEST, MARGIN, WIDTH
from core.nlg.draft import BarsChart, HistoryChart, Pair, RangesChart, Span, Tick, WeeksChart
from core.nlg.render.fan import ticks

MOST_BYTES = 60_000
MONTHS = "May", "June", "July"
LONG = "The failure of the protocol held most by somebody with a very long name (Rocket Pool)"


def pair(label: str, first: str, second: str | None = None, note: str = "") -> Pair:
    other = None if second is None else Decimal(second)
    income = f"{_percent(second or '0')} of the income"
    return Pair(label, Decimal(first), f"{_percent(first)} of the money", other, income, note)


def _percent(value: str) -> str:
    return f"{float(value) * 100:g} %"


def bars(*rows: Pair) -> BarsChart:
    return BarsChart(
        "What each event would take",
        "Of the money, and of the income a year",
        rows,
        "Scenarios tried on what is held. Not advice.",
        "What events would take.",
    )


def span(label: str, low: str, high: str, mark: str | None = None, note: str = "") -> Span:
    text = f"{float(low) * 100:g}–{_percent(high)}"
    at = Decimal(mark) if mark else None
    return Span(label, Decimal(low), Decimal(high), text, at, f"{mark} now" if mark else "", note)


def ranges(*spans: Span) -> RangesChart:
    words = "What each pays", "A year, on one scale"
    return RangesChart(*words, spans, "House ranges. Not advice.", "Ranges.", "comparison")


def history(
    values: str, *, top: str = "0.09", band: bool = True, name: str = "USDT"
) -> HistoryChart:
    rates = tuple(Tick(at, _percent(f"{at}")) for at in ticks(Decimal(top)))
    return HistoryChart(
        title=f"What {name} paid",
        subtitle="Its last daily readings, a year; judged steady",
        values=tuple(map(Decimal, values.split())),
        top=Decimal(top),
        rates=rates,
        low=Decimal("0.02") if band else None,
        high=Decimal("0.08") if band else None,
        band_text="Normal by the house range: 2–8 %" if band else "",
        line_text="Paid, 0.9 % at the end",
        first_text="oldest",
        last_text="2 Sep 2026",
        source_line="DefiLlama, 2 Sep 2026. Not advice.",
        alt="What it paid.",
    )


def weeks(*rows: tuple[str, str], income: str = "Received since the week before") -> WeeksChart:
    pairs = (
        Pair(f"{at + 1} Sep 2026", Decimal(worth), f"${worth}", Decimal(paid), f"${paid}")
        for at, (worth, paid) in enumerate(rows)
    )
    words = "Week by week", "At the prices of each day", "What you hold, worth", income
    return WeeksChart(*words, tuple(pairs), "Your holdings and records.", "Week by week.")


RowChart = BarsChart | RangesChart | HistoryChart | WeeksChart
CHARTS: dict[str, RowChart] = {
    "stress": bars(
        pair("A year like 2022", "0.52", "0.53", "$157,000"),
        pair(LONG, "0.15", "0.14", "$45,000"),
        pair("Halved yields", "0", "0.5"),
    ),
    "gains": bars(
        pair("ETH rising by 40 %", "-0.4", "-0.4"),
        pair("A year like 2022", "0.67", "0.67", "$7,000"),
        pair("A crumb", "0.004", None),
    ),
    "one bar": bars(pair("All of it", "1", "1")),
    "only gains": bars(pair("Up", "-0.9", "-0.001"), pair("Higher", "-3", None)),
    "nothing": bars(pair("Nothing", "0", "0")),
    "no rows": bars(),
    "twelve": bars(*(pair(f"{n} {LONG[:50]}", f"0.{n:02}", f"0.{n * 3:02}") for n in range(1, 13))),
    "comparison": ranges(
        span("ETH staking", "0.03", "0.05", "0.0221", "A year like 2022 took 67 % by prices"),
        span("SOL staking", "0.06", "0.08", "0.0492", "A year like 2022 took 94 % by prices"),
        span("BTC lending", "0.01", "0.04"),
    ),
    "drift": ranges(
        span("Large-cap staking", "0.4", "0.65", "0.64", "target 60 %"),
        span("Stablecoin lending", "0.25", "0.4", "0.36", "target 30 %"),
        span("DeFi yield", "0", "0.1", "0", "target 0 %"),
    ),
    "income": ranges(
        *(
            span(f"{month} 2026", "0.3", "0.7", paid)
            for month, paid in zip(MONTHS, ("0.2", "0.5", "0.9"), strict=True)
        )
    ),
    "one range": ranges(span("All", "0", "0")),
    "a mark beyond": ranges(span("Far", "0.01", "0.02", "5"), span("Near", "0.01", "0.02", "0")),
    "no ranges": ranges(),
    "long ranges": ranges(*(span(f"{n} {LONG}", "0.2", "0.9", "0.5", LONG) for n in range(4))),
    "history": history("0.04 0.05 0.056 0.03 0.02 0.01 0.012 0.015 0.009"),
    "history above its scale": history("0 0 5 0 -1 0.04", name=LONG),
    "history that stands still": history("0.00006 0.00006", top="0.001", band=False),
    "weekly": weeks(("52300", "0"), ("51600", "61"), ("53700", "12.50")),
    "twelve weeks": weeks(*((f"{10**n}", f"{3**n}") for n in range(12))),
    "weeks without income": weeks(("0", "0"), ("0", "0"), income=""),
    "other scripts": bars(
        pair("תוכנית שלי 2026", "0.3", "0.2", "₪1,234"),
        pair("محفظة الادخار (ETH)", "0.1", "-0.4", "1,234 د.إ."),
    ),
    "sums as wide as the page": ranges(
        Span("May", Decimal(1), Decimal(2), "¥123,456,789,000–¥987,654,321,000 may come in"),
        span("June", "0.5", "0.9", "0.7"),
    ),
    "history of all or nothing": history("0.001 0.08 0.08 0.001 0.001 " * 73),
    "history over a thin band": history("0 1.1 2 1.1 " * 9, top="2.2"),
    "without glyphs": ranges(span("質押 🚀 $x$", "0.1", "0.2", None, "\x07$\\alpha$")),
}


def figure_of(chart: RowChart) -> Figure:
    if isinstance(chart, BarsChart):
        figure = bars_picture.figure_of(chart)
    elif isinstance(chart, HistoryChart):
        figure = history_picture.figure_of(chart)
    elif isinstance(chart, WeeksChart):
        figure = weeks_picture.figure_of(chart)
    else:
        figure = ranges_picture.figure_of(chart)
    FigureCanvasAgg(figure).draw()  # type: ignore[no-untyped-call]
    return figure


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS.keys())
def test_ugly_data_stay_a_small_picture(chart: RowChart) -> None:
    """Whatever the data, a picture comes out, small enough to send and shown whole."""
    png = draw(chart)
    image = Image.open(BytesIO(png))
    assert len(png) <= MOST_BYTES
    assert image.height <= HIGHEST
    assert draw(chart) == png


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS.keys())
def test_nothing_leaves_the_page_or_covers_words(chart: RowChart) -> None:
    """Words and bars stay within the margins, and no line of words lies on another."""
    figure = figure_of(chart)
    boxes = [words.get_window_extent() for words in figure.texts if words.get_text().strip()]
    for box in boxes:
        assert box.x0 >= MARGIN - 2
        assert box.x1 <= WIDTH - MARGIN + 3
    for patch in figure.findobj(FancyBboxPatch):
        drawn = patch.get_window_extent()
        assert drawn.x0 >= MARGIN - 3
        assert drawn.x1 <= WIDTH - MARGIN + 3
    for at, one in enumerate(boxes):
        for other in boxes[at + 1 :]:
            across = min(one.x1, other.x1) - max(one.x0, other.x0)
            along = min(one.y1, other.y1) - max(one.y0, other.y0)
            assert across <= 1 or along <= 12  # the tails of letters may reach into the next line


def test_a_high_picture_is_drawn_smaller_and_whole() -> None:
    """What would be higher than Telegram takes keeps its right margin free of ink."""
    rows = [pair(f"{n} {LONG}", f"0.{n:02}", "1", LONG) for n in range(1, 13)]
    for chart in (bars(*rows), CHARTS["long ranges"]):
        image = Image.open(BytesIO(draw(chart))).convert("L")
        assert image.height <= HIGHEST
        edge = np.asarray(image)[:, -round(MARGIN * image.width / WIDTH * 0.8) :]
        assert edge.min() > 200
