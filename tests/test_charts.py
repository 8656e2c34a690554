"""The picture of an allocation, and the process that draws it."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from decimal import Decimal
from io import BytesIO
from itertools import combinations
from os import _exit

import numpy as np
import pytest
from babel import Locale
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch
from matplotlib.transforms import Bbox
from PIL import Image

from bot import allocation_picture, charts
from bot.charts import ChartError, ChartWorker, draw
from bot.picture_page import (
    HIGHEST,
    INCOME,
    INK,
    MARGIN,
    MONEY,
    PAPER,
    QUIET_INK,
    WIDTH,
    drawable,
)
from core.nlg.draft import AllocationChart, Slice

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
MOST_BYTES = 60_000


def leg(label: str, share: str, income: str, note: str = "4–8 % a year") -> Slice:
    return Slice(
        label=label,
        share=Decimal(share),
        income_share=Decimal(income),
        share_text=f"{float(share) * 100:g} %",
        income_text=f"{float(income) * 100:g} %",
        note=note,
    )


def chart(
    *legs: Slice, title: str = "A moderate blend", subtitle: str = "5–7 % a year"
) -> AllocationChart:
    return AllocationChart(
        title=title,
        subtitle=subtitle,
        slices=legs,
        source_line="House ranges. Market read 2 Sep 2026.",
        alt="Three legs and what each brings.",
    )


ORDINARY = chart(
    leg("Large-cap staking", "0.6", "0.567"),
    leg("Stablecoin lending", "0.3", "0.236", "2–8 % a year"),
    leg("Conservative DeFi", "0.1", "0.197", "5–20 % a year"),
)
TWELVE = chart(
    *(
        leg(f"Liquidity provision in correlated pairs on several chains {n}", share, income)
        for n, (share, income) in enumerate(
            [("0.4", "0.5"), ("0.196", "0.096"), *[("0.04", "0.04")] * 9, ("0.044", "0.044")]
        )
    )
)
UGLY = {
    "one leg": chart(leg("All of it", "1", "1")),
    "a tiny share": chart(leg("Nearly all", "0.996", "0.996"), leg("A crumb", "0.004", "0.004")),
    "a leg that pays nothing": chart(leg("Growth", "0.7", "0"), leg("DeFi yield", "0.3", "1")),
    "no income at all": chart(leg("Growth", "1", "0")),
    "no legs": chart(),
    "twelve legs with long names": TWELVE,
    "a word wider than the page": chart(leg("Staking" * 20, "1", "1", "note" * 40)),
    "long lines": chart(leg("A", "1", "1"), title="A long title " * 9, subtitle="and so on " * 20),
    "a note as wide as its label": chart(leg("Stablecoin lending", "1", "1", "2–8 % a year, " * 3)),
    "two dollar signs and markup": chart(leg("$1,250–$1,750 a_{b} \\frac", "1", "1", r"$\alpha$")),
    "letters without a glyph": chart(leg("質押 🚀 \x07", "1", "1", "שלום\nzwei\tdrei")),
    "empty words": chart(leg("", "1", "1", ""), title="", subtitle=""),
}


def rendered(value: AllocationChart) -> Figure:
    figure = allocation_picture.figure_of(value)
    FigureCanvasAgg(figure).draw()  # type: ignore[no-untyped-call]
    return figure


def test_is_a_png_for_a_phone() -> None:
    """The picture is a PNG 1080 pixels wide and no more than 60 kB."""
    png = draw(ORDINARY)
    assert png.startswith(PNG_SIGNATURE)
    assert Image.open(BytesIO(png)).width == WIDTH == 1080
    assert len(png) <= MOST_BYTES


def test_same_chart_same_bytes() -> None:
    """A chart is drawn to the same bytes again, in another process too, and carries no date."""
    png = draw(ORDINARY)
    assert draw(ORDINARY) == png
    assert not Image.open(BytesIO(png)).info.keys() & {"Software", "Creation Time", "date"}


@pytest.mark.parametrize("value", UGLY.values(), ids=UGLY.keys())
def test_ugly_data_stay_a_small_picture(value: AllocationChart) -> None:
    """Whatever the data, a picture comes out, small enough to send and shown whole."""
    png = draw(value)
    assert len(png) <= MOST_BYTES
    assert Image.open(BytesIO(png)).height <= HIGHEST


@pytest.mark.parametrize("value", [ORDINARY, *UGLY.values()], ids=["ordinary", *UGLY.keys()])
def test_nothing_overlaps_and_nothing_is_cut(value: AllocationChart) -> None:
    """Words and bars lie within the margins and apart from one another."""
    figure = rendered(value)
    artists = figure.get_children()[1:]  # without the paper
    boxes = [box for artist in artists if (box := artist.get_window_extent()).width]
    for box in boxes:
        assert box.x0 >= MARGIN - 3
        assert box.x1 <= WIDTH - MARGIN + 3
        assert box.y0 >= MARGIN / 2
        assert box.y1 <= figure.bbox.height - MARGIN / 2
    assert [pair for pair in combinations(boxes, 2) if overlap(*pair)] == []


def overlap(one: Bbox, other: Bbox) -> bool:
    """Whether two boxes share more than the blank edge that a line of text has."""
    blank = 3
    return bool(
        min(one.x1, other.x1) - max(one.x0, other.x0) > blank
        and min(one.y1, other.y1) - max(one.y0, other.y0) > blank
    )


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("￥1,234", "¥1,234"),
        ("1 234,50 ₾", "1 234,50 GEL"),
        ("ብር1,234", "ETB\xa01,234"),
        ("රු.1,234", "LKR\xa01,234"),
        ("質", "\ufffd"),
    ],
)
def test_signs_without_a_glyph(written: str, drawn: str) -> None:
    """A sum keeps its currency on the picture, also where the font lacks its sign."""
    assert drawable(written) == drawn


@pytest.mark.parametrize(
    "language",
    [
        *("am", "ar", "bn", "fa", "ff_Adlm", "he", "hi", "hy", "ja", "ka", "km", "ko", "lo"),
        *("my", "ne", "ps", "ru", "si", "ta", "th", "uk", "ur", "zh"),
    ],
)
def test_every_currency_is_drawn(language: str) -> None:
    """No sum is a row of boxes, whatever its currency and the script of the reader."""
    locale = Locale.parse(language)
    marks = locale.number_symbols["latn"]
    written = [*locale.currency_symbols.values(), marks["decimal"], marks["group"]]
    assert [sign for sign in written if "\N{REPLACEMENT CHARACTER}" in drawable(sign)] == []


def test_other_scripts_keep_the_order_of_the_line() -> None:
    """What begins with Hebrew or Arabic is still read from the left, as the English around it."""
    assert drawable("محفظة: 60 %").startswith("\N{LEFT-TO-RIGHT MARK}")
    assert drawable("60 %") == "60 %"


def test_says_only_what_the_chart_says() -> None:
    """Every figure on the picture is one that the chart's own words hold, and none is lost."""
    said = " ".join(text.get_text() for text in rendered(ORDINARY).texts)
    given = [ORDINARY.title, ORDINARY.subtitle, ORDINARY.source_line]
    for slice_ in ORDINARY.slices:
        given += [slice_.label, f"{slice_.share_text} of the money", slice_.note]
        given.append(f"{slice_.income_text} of the income")
    assert all(words in said for words in given)
    for words in sorted(given, key=len, reverse=True):
        said = said.replace(words, "", 1)
    assert not any(char.isdigit() for char in said)


def test_no_word_is_lost_in_long_lines() -> None:
    """A long text is broken into lines, never shortened."""
    value = UGLY["a word wider than the page"]
    said = "".join(text.get_text() for text in rendered(value).texts)
    assert value.slices[0].label in said
    assert value.slices[0].note in said


def test_bars_are_true() -> None:
    """The length of a bar is its share of the money or of the income, on one scale."""
    lengths = bar_lengths(rendered(ORDINARY))
    shares = [float(s) for x in ORDINARY.slices for s in (x.share, x.income_share)]
    assert np.allclose(np.array(lengths) / lengths[0], np.array(shares) / shares[0], atol=0.005)


def test_a_tiny_share_is_seen_and_nothing_is_not() -> None:
    """A share of 0.4 % still has a bar; a share of nothing has none."""
    assert len(bar_lengths(rendered(UGLY["a tiny share"]))) == 4
    assert len(bar_lengths(rendered(UGLY["a leg that pays nothing"]))) == 3


def bar_lengths(figure: Figure) -> list[float]:
    """Return the bars in the order they are read."""
    bars = [
        artist
        for artist in figure.artists
        if isinstance(artist, FancyBboxPatch)
        and to_hex(artist.get_facecolor()).upper() in (MONEY, INCOME)
    ]
    return [bar.get_window_extent().width for bar in bars]


@pytest.mark.parametrize(
    ("colour", "least"), [(INK, 4.5), (QUIET_INK, 4.5), (MONEY, 3), (INCOME, 3)]
)
def test_contrast(colour: str, least: float) -> None:
    """Words stand out from the paper by 4.5 to 1 at least, bars by 3 to 1."""
    lighter, darker = sorted((luminance(PAPER), luminance(colour)), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= least


def luminance(colour: str) -> float:
    """Return the relative luminance as WCAG 2 defines it."""
    parts = np.array([int(colour[n : n + 2], 16) for n in (1, 3, 5)]) / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def test_colours_arrive_and_the_card_is_opaque() -> None:
    """The palette of the file keeps the colours meant, and no pixel lets a theme shine through."""
    image = Image.open(BytesIO(draw(ORDINARY)))
    assert "transparency" not in image.info
    pixels = np.asarray(image.convert("RGB")).reshape(-1, 3) / 255
    colours = {to_hex(colour).upper() for colour in np.unique(pixels, axis=0)}
    assert {PAPER, INK, MONEY, INCOME} <= colours


@pytest.fixture
def worker() -> Iterator[ChartWorker]:
    worker = ChartWorker()
    yield worker
    worker.close()


async def test_the_loop_runs_on_while_a_chart_is_drawn(worker: ChartWorker) -> None:
    """Drawing happens in another process: the event loop is not held up."""
    drawing = asyncio.create_task(worker.draw(TWELVE))
    loop = asyncio.get_running_loop()
    longest, beats, last = 0.0, 0, loop.time()
    while not drawing.done():
        await asyncio.sleep(0.01)
        longest, beats, last = max(longest, loop.time() - last), beats + 1, loop.time()
    assert await drawing == draw(TWELVE)
    assert beats > 10
    assert longest < 0.5  # one that draws is deaf for over a second


async def test_a_dead_worker_is_replaced(worker: ChartWorker) -> None:
    """A process that died under a chart is replaced, and the charts waiting are drawn."""
    first = await worker.draw(ORDINARY)
    with pytest.raises(BrokenProcessPool):
        await asyncio.get_running_loop().run_in_executor(worker._running(), _exit, 1)
    again = await asyncio.gather(worker.draw(ORDINARY), worker.draw(ORDINARY))
    assert list(again) == [first, first]


KILLED = """
import os, signal
from bot.charts import ChartWorker
print(ChartWorker()._running().submit(os.getpid).result(), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_the_worker_of_a_killed_bot_ends() -> None:
    """It holds the bot's standard output, which is read to its end here."""
    argv = [sys.executable, "-c", KILLED]
    bot = subprocess.run(argv, capture_output=True, timeout=30, check=False)
    assert bot.returncode == -signal.SIGKILL
    assert int(bot.stdout) > 0


async def test_a_worker_that_keeps_dying_is_an_error(
    worker: ChartWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the successor dies too, that is a ChartError with its cause; later charts work."""
    with monkeypatch.context() as patched:
        patched.setattr(charts, "draw", _exit)
        with pytest.raises(ChartError) as raised:
            await worker.draw(1)  # type: ignore[arg-type]  # the exit code
    assert isinstance(raised.value.__cause__, BrokenProcessPool)
    assert (await worker.draw(ORDINARY)).startswith(PNG_SIGNATURE)


async def test_a_chart_that_cannot_be_drawn_is_an_error(worker: ChartWorker) -> None:
    """What goes wrong in the drawing itself is a ChartError too, and is not tried again."""
    with pytest.raises(ChartError, match="could not be drawn"):
        await worker.draw(None)  # type: ignore[arg-type]  # the mistake


async def test_starts_lazily_and_closes(
    worker: ChartWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No process is started before the first chart, and closing without one is fine."""
    monkeypatch.setattr(ProcessPoolExecutor, "__init__", None)
    worker.close()
    with pytest.raises(TypeError):
        await worker.draw(ORDINARY)


def test_the_process_that_talks_does_not_load_matplotlib() -> None:
    """Importing the worker loads no drawing library."""
    code = "import bot.charts, sys; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
