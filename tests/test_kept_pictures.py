"""Pictures of each kind look as those that were looked at, at the size of a phone."""

from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from bot.charts import draw
from core.nlg.draft import (
    AllocationChart,
    BarsChart,
    Chart,
    FanChart,
    HistoryChart,
    RangesChart,
    WeeksChart,
)
from tests.test_charts import ORDINARY
from tests.test_fan_picture import FANS
from tests.test_row_pictures import CHARTS

PICTURES = Path(__file__).parent / "pictures"
PHONE = 360
"""Pixels that a picture is wide on a phone."""
BLOCK = 8
TOLERANCE = 12.0
"""The mean difference within any block of pixels, out of 255, by which letters may differ."""
KEPT: dict[str, Chart] = {
    "allocation": ORDINARY,
    "fan": FANS["of the worked cases"],
    **{
        name: CHARTS[name]
        for name in ("stress", "gains", "comparison", "drift", "income", "history", "weekly")
    },
}


def small(chart: Chart) -> Image.Image:
    """Return a picture as a phone shows it."""
    image = Image.open(BytesIO(draw(chart))).convert("RGB")
    size = PHONE, round(image.height * PHONE / image.width)
    return image.resize(size, Image.Resampling.BOX).quantize(32).convert("RGB")


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return the mean difference of the blocks of pixels that differ most."""
    if one.size != other.size:
        return 255.0
    far = np.abs(np.asarray(one, dtype=float) - np.asarray(other, dtype=float)).mean(axis=2)
    down, across = (length // BLOCK * BLOCK for length in far.shape)
    blocks = far[:down, :across].reshape(down // BLOCK, BLOCK, across // BLOCK, BLOCK)
    return float(blocks.mean(axis=(1, 3)).max())


@pytest.mark.parametrize("name", KEPT)
def test_a_picture_is_as_it_was(name: str, request: pytest.FixtureRequest) -> None:
    """No part of it differs from what was looked at; `--rewrite-transcripts` draws it anew."""
    file = PICTURES / f"{name}.png"
    now = small(KEPT[name])
    if request.config.getoption("--rewrite-transcripts"):
        now.quantize(32).save(file, optimize=True)
    assert difference(Image.open(file).convert("RGB"), now) < TOLERANCE


def altered(chart: Chart) -> Chart:
    """Return a chart of which one small thing has changed."""
    match chart:
        case AllocationChart():
            leg, *legs = chart.slices
            return replace(chart, slices=(replace(leg, share_text="50 %"), *legs))
        case BarsChart():
            first, second, *rows = chart.rows
            shorter = replace(second, first=second.first * Decimal("0.9"))
            return replace(chart, rows=(first, shorter, *rows))
        case RangesChart():
            start, *spans = chart.spans
            return replace(chart, spans=(replace(start, low=start.low * Decimal("0.9")), *spans))
        case FanChart():
            return replace(chart, goal=(chart.goal or Decimal(0)) * Decimal("0.97"))
        case HistoryChart():
            return replace(chart, values=(*chart.values[:-1], chart.values[-1] * 2))
        case WeeksChart():
            week, *weeks = chart.weeks
            return replace(chart, weeks=(replace(week, first_text="$52800"), *weeks))


@pytest.mark.parametrize("name", KEPT)
def test_a_change_is_seen(name: str) -> None:
    """A figure, a bar, a range, a line that has changed a little is not within the tolerance."""
    chart = KEPT[name]
    assert difference(small(chart), small(altered(chart))) > TOLERANCE
