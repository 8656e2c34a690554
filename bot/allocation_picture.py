"""The picture of an allocation: for each leg its share of the money and of the income.

The one module that knows matplotlib. A picture is laid out in pixels as blocks of words and
bars, one below the other, and is as high as their sum: nothing is clipped, however long.
The font is the one that comes with matplotlib, so that every machine draws the same.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from io import BytesIO
from itertools import accumulate
from pathlib import Path
from typing import Literal

import matplotlib as mpl
import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.ft2font import LoadFlags
from matplotlib.patches import FancyBboxPatch
from matplotlib.transforms import Affine2D, Transform
from PIL import Image

from core.nlg.draft import AllocationChart, Slice

WIDTH = 1080
MARGIN = 60
CONTENT = WIDTH - 2 * MARGIN
GAP = 18
HIGHEST = (
    2560  # pixels: Telegram shrinks what is higher, so a picture of many legs is drawn smaller
)
DPI = 72  # at which a point, the unit of font sizes, is a pixel

# Paper is a shade off white: it shows its edge on Telegram's white and does not glare on its
# black. Blue and vermilion are of Okabe and Ito's palette, told apart by all kinds of sight.
PAPER = "#F7F5F0"
INK = "#1C2630"
QUIET_INK = "#55606B"
RULE = "#DDD8CC"
MONEY = "#0072B2"
INCOME = "#D55E00"

LEAST_BAR = 6
"""A share too small to see is still drawn this wide."""
ROUNDING = 6
MANY_LEGS = 6
"""With more than these the legs are set closer, so that the picture fits a look."""

_FONTS = Path(mpl.get_data_path(), "fonts", "ttf")
_SPACES = re.compile(r"[ \t\r\n]+")  # the spaces a line may break at: no-break ones are not
_FIGURE_HEIGHT = 0.73  # of the font, as a part of its size


@dataclass(frozen=True, slots=True)
class Style:
    """A size in pixels, a colour and a weight."""

    size: int
    colour: str = INK
    bold: bool = False

    @property
    def leading(self) -> int:
        """The distance from one line to the next."""
        return round(self.size * 1.32)


TITLE = Style(54, bold=True)
SUBTITLE = Style(39, QUIET_INK)
LEGEND = Style(36)
LEGEND_KEY = 30
SOURCE = Style(32, QUIET_INK)


@dataclass(frozen=True, slots=True)
class Setting:
    """How roomy the legs are set: styles, the height of a bar, and the distances below it."""

    label: Style
    note: Style
    money_share: Style
    income_share: Style
    bar: int
    bar_pitch: int
    leg_gap: int


ROOMY = Setting(
    label=Style(41, bold=True),
    note=Style(36, QUIET_INK),
    money_share=Style(39, bold=True),
    income_share=Style(39),
    bar=30,
    bar_pitch=50,
    leg_gap=30,
)
CLOSE = Setting(
    label=Style(34, bold=True),
    note=Style(32, QUIET_INK),
    money_share=Style(32, bold=True),
    income_share=Style(32),
    bar=22,
    bar_pitch=38,
    leg_gap=20,
)


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text: `y` is its baseline, below the top of its block."""

    text: str
    style: Style
    x: float
    y: float
    align: Literal["left", "right"] = "left"


@dataclass(frozen=True, slots=True)
class Bar:
    """A filled box: `y` is its upper edge, below the top of its block."""

    x: float
    y: float
    width: float
    height: float
    colour: str


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the picture as wide as the page."""

    height: float
    words: tuple[Words, ...] = ()
    bars: tuple[Bar, ...] = ()


def picture_of(chart: AllocationChart) -> bytes:
    """Return the chart as PNG: the same bytes for the same chart."""
    figure = figure_of(chart)
    dpi = min(DPI, int(HIGHEST / figure.get_figheight()))
    pixels, png = BytesIO(), BytesIO()
    figure.savefig(pixels, format="rgba", dpi=dpi)
    width = round(WIDTH / DPI * dpi)
    size = (width, pixels.tell() // (4 * width))
    drawn = Image.frombytes("RGBA", size, pixels.getvalue()).convert("RGB")
    drawn.quantize(palette=_palette(), dither=Image.Dither.NONE).save(png, "PNG", optimize=True)
    return png.getvalue()


@cache
def _palette() -> Image.Image:
    """Return sixteen colours, with which a file takes a quarter of the bytes.

    The edge of a letter is a mix of ink and paper; a few steps of the mix look smooth.
    """
    mixes = (
        np.linspace(to_rgb(PAPER), to_rgb(ink), steps + 1)[1:]
        for ink, steps in ((INK, 7), (QUIET_INK, 5), (MONEY, 1), (INCOME, 1), (RULE, 1))
    )
    colours = np.vstack([to_rgb(PAPER), *mixes])
    palette = Image.new("P", (1, 1))
    palette.putpalette(np.rint(colours * 255).astype(np.uint8).tobytes())
    return palette


def figure_of(chart: AllocationChart) -> Figure:
    """Return the chart as a figure, as high as its blocks are together."""
    blocks = tuple(_blocks(chart))
    *tops, end = accumulate((block.height for block in blocks), initial=MARGIN)
    height = round(end + MARGIN)
    figure = Figure(figsize=(WIDTH / DPI, height / DPI), dpi=DPI, facecolor=PAPER)
    for block, top in zip(blocks, tops, strict=True):
        _paint(figure, block, Affine2D().translate(0, top).scale(1, -1).translate(0, height))
    return figure


def _paint(figure: Figure, block: Block, place: Transform) -> None:
    for bar in block.bars:
        rounding = min(ROUNDING, bar.width / 2, bar.height / 2)
        figure.add_artist(
            FancyBboxPatch(
                (bar.x, bar.y),
                bar.width,
                bar.height,
                boxstyle=f"round,pad=0,rounding_size={rounding}",
                facecolor=bar.colour,
                linewidth=0,
                transform=place,
            )
        )
    for words in block.words:
        figure.text(
            words.x,
            words.y,
            words.text,
            color=words.style.colour,
            fontproperties=_font(words.style),
            ha=words.align,
            va="baseline",
            parse_math=False,  # two dollar signs are two amounts, not a formula
            transform=place,
        )


def _blocks(chart: AllocationChart) -> Iterator[Block]:
    yield _paragraph(chart.title, TITLE)
    yield Block(8)
    yield _paragraph(chart.subtitle, SUBTITLE)
    yield Block(30)
    yield _legend()
    yield Block(34)
    setting = CLOSE if len(chart.slices) > MANY_LEGS else ROOMY
    scale = _scale(chart.slices, setting)
    for leg in chart.slices:
        yield from _heading(leg, setting)
        yield _bars(leg, scale, setting)
        yield Block(setting.leg_gap)
    yield Block(2, bars=(Bar(MARGIN, 0, CONTENT, 2, RULE),))
    yield Block(22)
    yield _paragraph(chart.source_line, SOURCE)


def _legend() -> Block:
    """Say once which colour is which."""
    keys = ((0, MONEY, "Share of the money"), (CONTENT / 2, INCOME, "Share of the income"))
    return Block(
        LEGEND.leading,
        words=tuple(
            Words(text, LEGEND, MARGIN + x + LEGEND_KEY + GAP, LEGEND.size) for x, _, text in keys
        ),
        bars=tuple(Bar(MARGIN + x, 9, LEGEND_KEY, LEGEND_KEY, colour) for x, colour, _ in keys),
    )


def _heading(leg: Slice, setting: Setting) -> Iterator[Block]:
    """Name the leg; its note stands on the right, or on lines of its own when room is short."""
    label, note = _drawable(leg.label), _drawable(leg.note)
    if _width(label, setting.label) + 2 * GAP + _width(note, setting.note) <= CONTENT:
        baseline = setting.label.size
        yield Block(
            setting.label.leading,
            words=(
                Words(label, setting.label, MARGIN, baseline),
                Words(note, setting.note, WIDTH - MARGIN, baseline, "right"),
            ),
        )
    else:
        yield _paragraph(leg.label, setting.label)
        yield _paragraph(leg.note, setting.note)
    yield Block(12)


def _bars(leg: Slice, scale: float, setting: Setting) -> Block:
    money = Bar(MARGIN, 0, _bar_width(leg.share, scale), setting.bar, MONEY)
    income = replace(
        money, y=setting.bar_pitch, width=_bar_width(leg.income_share, scale), colour=INCOME
    )
    return Block(
        2 * setting.bar_pitch,
        words=(
            _beside(money, leg.share_text, setting.money_share),
            _beside(income, leg.income_text, setting.income_share),
        ),
        bars=tuple(bar for bar in (money, income) if bar.width),
    )


def _beside(bar: Bar, text: str, style: Style) -> Words:
    """Put a share behind its bar, its figures level with the middle of it."""
    x = bar.x + bar.width + GAP if bar.width else bar.x
    return Words(
        _drawable(text), style, x, bar.y + round((bar.height + _FIGURE_HEIGHT * style.size) / 2)
    )


def _bar_width(share: Decimal, scale: float) -> int:
    return max(LEAST_BAR, int(float(share) * scale)) if share else 0


def _scale(legs: Iterable[Slice], setting: Setting) -> float:
    """Return the pixels of a share of one: the longest bar and its words just fill the page."""
    widest = (
        (CONTENT - GAP - _width(_drawable(text), style)) / float(share)
        for leg in legs
        for share, text, style in (
            (leg.share, leg.share_text, setting.money_share),
            (leg.income_share, leg.income_text, setting.income_share),
        )
        if share
    )
    return min(widest, default=1)


def _paragraph(text: str, style: Style) -> Block:
    lines = _lines(_drawable(text), style)
    return Block(
        len(lines) * style.leading,
        words=tuple(
            Words(line, style, MARGIN, style.size + number * style.leading)
            for number, line in enumerate(lines)
        ),
    )


def _lines(text: str, style: Style) -> list[str]:
    """Break a text into lines that fit the page; within a word only if it is too long alone."""
    lines: list[str] = []
    for word in text.split(" "):
        *full, rest = _pieces(word, style)
        if lines and not full and _width(f"{lines[-1]} {rest}", style) <= CONTENT:
            lines[-1] += f" {rest}"
        else:
            lines += [*full, rest]
    return lines


def _pieces(word: str, style: Style) -> Iterator[str]:
    while _width(word, style) > CONTENT:
        fitting = next(n for n in range(len(word), 0, -1) if _width(word[:n], style) <= CONTENT)
        yield word[:fitting]
        word = word[fitting:]
    yield word


def _drawable(text: str) -> str:
    """Return one line of it, with the replacement character where the font has no glyph."""
    font = get_font(_font_file(LEGEND))
    return "".join(
        char if font.get_char_index(ord(char)) else "\N{REPLACEMENT CHARACTER}"
        for char in _SPACES.sub(" ", text)
    )


def _width(text: str, style: Style) -> float:
    font = get_font(_font_file(style))
    font.set_size(style.size, DPI)
    font.set_text(text, flags=LoadFlags.DEFAULT)  # as the figure does when it draws
    width, _ = font.get_width_height()
    return width / 64  # the font counts in parts of a pixel


@cache
def _font(style: Style) -> FontProperties:
    return FontProperties(fname=_font_file(style), size=style.size)


def _font_file(style: Style) -> Path:
    return _FONTS / ("DejaVuSans-Bold.ttf" if style.bold else "DejaVuSans.ttf")
