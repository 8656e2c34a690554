"""The page that pictures are laid out on: blocks of words, bars and shapes, one below the other.

With the modules that draw on it, the only one that knows matplotlib. A picture is laid out in
pixels and is as high as its blocks are together: nothing is clipped, however long. The font is
the one that comes with matplotlib, so that every machine draws the same.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from itertools import accumulate
from pathlib import Path
from typing import Literal
from unicodedata import bidirectional, normalize

import matplotlib as mpl
import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.ft2font import LoadFlags
from matplotlib.patches import FancyBboxPatch, Polygon
from matplotlib.transforms import Affine2D, Transform
from PIL import Image

from core.nlg.formats import apart

WIDTH = 1080
MARGIN = 60
CONTENT = WIDTH - 2 * MARGIN
GAP = 18
HIGHEST = (
    2560  # pixels: Telegram shrinks what is higher, so a picture of many legs is drawn smaller
)
LARGE = 50_000
"""Bytes from which a file is worth the time to be made smaller."""
MOST_BYTES = 60_000
"""A picture that would be a larger file is drawn smaller."""
DPI = 72  # at which a point, the unit of font sizes, is a pixel

# Paper is a shade off white: it shows its edge on Telegram's white and does not glare on its
# black. Blue and vermilion are of Okabe and Ito's palette, told apart by all kinds of sight.
PAPER = "#F7F5F0"
INK = "#1C2630"
QUIET_INK = "#55606B"
RULE = "#DDD8CC"
MONEY = "#0072B2"
INCOME = "#D55E00"
WIDE_BAND = "#CFE0EA"
CLOSE_BAND = "#8FBBD6"
# The same two for words, dark enough to be read on paper and on either band.
MONEY_INK = "#004A75"
INCOME_INK = "#783000"

ROUNDING = 6

_FONTS = Path(mpl.get_data_path(), "fonts", "ttf")
_SPACES = re.compile(r"[ \t\r\n]+")  # the spaces a line may break at: no-break ones are not
FIGURE_HEIGHT = 0.73  # of the font, as a part of its size


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
SOURCE = Style(32, QUIET_INK)


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text: `y` is its baseline, below the top of its block."""

    text: str
    style: Style
    x: float
    y: float
    align: Literal["left", "center", "right"] = "left"


@dataclass(frozen=True, slots=True)
class Bar:
    """A filled box: `y` is its upper edge, below the top of its block."""

    x: float
    y: float
    width: float
    height: float
    colour: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A line through points, or the area within them; `y` counts down from the top of its block."""

    points: tuple[tuple[float, float], ...]
    colour: str
    width: float = 0
    """Of the line; zero fills the area."""
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the picture as wide as the page."""

    height: float
    words: tuple[Words, ...] = ()
    bars: tuple[Bar, ...] = ()
    shapes: tuple[Shape, ...] = ()


def png_of(figure: Figure) -> bytes:
    """Return a figure as PNG: the same bytes for the same figure."""
    dpi = min(DPI, int(HIGHEST / figure.get_figheight()))
    while len(png := _drawn(figure, dpi)) > MOST_BYTES:
        dpi = int(dpi * MOST_BYTES / len(png))
    return png


def _drawn(figure: Figure, dpi: int) -> bytes:
    pixels = BytesIO()
    figure.savefig(pixels, format="rgba", dpi=dpi)
    width = round(WIDTH / DPI * dpi)
    size = (width, pixels.tell() // (4 * width))
    drawn = Image.frombytes("RGBA", size, pixels.getvalue()).convert("RGB")
    few = drawn.quantize(palette=_palette(), dither=Image.Dither.NONE)
    quick = _encoded(few, compress_level=6)
    # Trying hardest takes three times as long for a tenth of the bytes: for large ones only.
    return quick if len(quick) < LARGE else _encoded(few, optimize=True)


def _encoded(image: Image.Image, **how: int) -> bytes:
    png = BytesIO()
    image.save(png, "PNG", **how)
    return png.getvalue()


@cache
def _palette() -> Image.Image:
    """Return a few colours, with which a file takes a quarter of the bytes.

    The edge of a letter is a mix of ink and paper; a few steps of the mix look smooth.
    """
    mixes = (
        np.linspace(to_rgb(PAPER), to_rgb(ink), steps + 1)[1:]
        for ink, steps in (
            *((INK, 6), (QUIET_INK, 4), (MONEY_INK, 3), (INCOME_INK, 3), (MONEY, 1), (INCOME, 1)),
            *((RULE, 1), (WIDE_BAND, 1), (CLOSE_BAND, 1)),
        )
    )
    colours = np.vstack([to_rgb(PAPER), *mixes])
    palette = Image.new("P", (1, 1))
    palette.putpalette(np.rint(colours * 255).astype(np.uint8).tobytes())
    return palette


def page_of(parts: Iterable[Block]) -> Figure:
    """Return a figure as wide as the page and as high as its blocks are together."""
    blocks = tuple(parts)
    *tops, end = accumulate((block.height for block in blocks), initial=MARGIN)
    height = round(end + MARGIN)
    figure = Figure(figsize=(WIDTH / DPI, height / DPI), dpi=DPI, facecolor=PAPER)
    for block, top in zip(blocks, tops, strict=True):
        down = Affine2D().translate(0, top).scale(1, -1).translate(0, height)
        # In inches, so that a picture that is drawn smaller is smaller in all its parts.
        _paint(figure, block, down + Affine2D().scale(1 / DPI) + figure.dpi_scale_trans)
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
    for shape in block.shapes:
        figure.add_artist(
            Polygon(
                np.array(shape.points),
                closed=not shape.width,
                fill=not shape.width,
                facecolor=shape.colour,
                edgecolor=shape.colour,
                linewidth=shape.width,
                linestyle="--" if shape.dashed else "-",
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


def paragraph(text: str, style: Style) -> Block:
    """Return a text broken into lines that fit the page."""
    lines = lines_of(drawable(text), style)
    return Block(len(lines) * style.leading, words=tuple(set_in_lines(lines, style, MARGIN, 0)))


def set_in_lines(lines: Iterable[str], style: Style, x: float, top: float) -> Iterator[Words]:
    """Yield lines one below the other, from their left and upper edges."""
    for number, line in enumerate(lines):
        yield Words(line, style, x, top + style.size + number * style.leading)


def lines_of(text: str, style: Style, width: float = CONTENT) -> list[str]:
    """Break a text into lines that fit a width; within a word only if it is too long alone."""
    lines: list[str] = []
    for word in text.split(" "):
        *full, rest = _pieces(word, style, width)
        if lines and not full and width_of(f"{lines[-1]} {rest}", style) <= width:
            lines[-1] += f" {rest}"
        else:
            lines += [*full, rest]
    return lines


def _pieces(word: str, style: Style, width: float) -> Iterator[str]:
    while width_of(word, style) > width:
        fitting = next(n for n in range(len(word), 0, -1) if width_of(word[:n], style) <= width)
        yield word[:fitting]
        word = word[fitting:]
    yield word


def drawable(text: str) -> str:
    """Return one line of it, with the replacement character where the font has no glyph.

    A sign of a currency without one is written as its plain form, or as the currency's code.
    """
    plain = _LACKING.sub(lambda sign: _INSTEAD[sign[0]], _SPACES.sub(" ", text))
    drawn = "".join(map(_drawable, apart(plain)))
    return f"{_LEFT_TO_RIGHT}{drawn}" if any(map(_turns, drawn)) else drawn


_LEFT_TO_RIGHT = "\N{LEFT-TO-RIGHT MARK}"
"""Before a line it keeps the order of an English one, also where it begins with another script."""


def _turns(char: str) -> bool:
    return bidirectional(char) in {"R", "AL"}


def _drawable(char: str) -> str:
    has_glyph = get_font(_font_file(SOURCE)).get_char_index
    forms = (char, normalize("NFKC", char))
    drawn = (form for form in forms if all(has_glyph(ord(one)) for one in form))
    return next(drawn, "\N{REPLACEMENT CHARACTER}")


_INSTEAD = {
    "৳": "BDT",
    "₾": "GEL",
    "֏": "AMD",
    "₼": "AZN",
    "៛": "KHR",
    "؋": "AFN",
    "元": "CNY",
    "ብር": "ETB",
    "नेरू": "NPR",
    "රු.": "LKR",
    "සිෆ්එ": "XOF",
    "ރ.": "MVR",
    "⹁": ",",
}
"""What stands in sums of some locale and is not in the font, by what is written instead."""
_LACKING = re.compile("|".join(map(re.escape, _INSTEAD)))


@lru_cache(maxsize=4096)
def width_of(text: str, style: Style) -> float:
    """Return how many pixels a line of text takes."""
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


def ending(source_line: str) -> Iterator[Block]:
    """Yield the end of every picture: a rule and where its figures come from."""
    yield Block(2, bars=(Bar(MARGIN, 0, CONTENT, 2, RULE),))
    yield Block(22)
    yield paragraph(source_line, SOURCE)
