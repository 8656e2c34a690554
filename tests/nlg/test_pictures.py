"""Which answers have pictures, and what they say in words."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from core.finance.market import bundled_snapshot
from core.money import Money
from core.nlg.draft import BarsChart, RangesChart
from core.nlg.folding import unfolded
from core.nlg.render.pictures import MOST_MONTHS, history_chart, income_chart, readings_chart
from core.nlu.utterance import Intent
from tests.advice.questions import ALL
from tests.nlg.test_replies import drawn


def dollars(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


def test_a_stress_test_shows_what_each_event_takes() -> None:
    """Every event that hits is a row; its words and its figures are those of the text."""
    pictured = 0
    for frame in (frame for frame in ALL if frame.intent is Intent.STRESS_TEST):
        draft = drawn(frame)
        told = draft.text + unfolded(draft).text
        for chart in draft.charts:
            assert isinstance(chart, BarsChart)
            pictured += 1
            for row in chart.rows:
                assert row.label in chart.alt
                assert row.first_text in chart.alt
                assert row.first <= 0 or row.first_text in told
    assert pictured


def test_options_side_by_side_are_one_scale() -> None:
    """A comparison with two known ranges has a picture of them, with what each pays now."""
    charts = [
        chart
        for frame in ALL
        if frame.intent is Intent.COMPARE_OPTIONS
        for chart in drawn(frame).charts
    ]
    assert charts
    for chart in charts:
        assert isinstance(chart, RangesChart)
        assert len(chart.spans) > 1
        assert all(span.low <= span.high and span.label in chart.alt for span in chart.spans)


def test_income_by_month_with_and_without_a_range() -> None:
    """A month stands against what holdings may pay; without any it takes two months."""
    months = [(date(2026, month, 1), dollars(f"{month}0")) for month in range(1, 13)]
    (against,) = income_chart(months[:1], (dollars("108"), dollars("258")))
    assert isinstance(against, RangesChart)
    assert against.alt == "Income by month, where holdings may pay $108–$258. January 2026: $10."
    (alone,) = income_chart(months[:2], None)
    assert isinstance(alone, BarsChart)
    assert [row.first_text for row in alone.rows] == ["$10", "$20"]
    assert income_chart(months[:1], None) == ()
    assert income_chart([], (dollars("1"), dollars("2"))) == ()
    (year,) = income_chart([*months, (date(2027, 1, 1), dollars("5"))], None)
    assert isinstance(year, BarsChart)
    assert len(year.rows) == MOST_MONTHS


def test_a_pools_days_are_a_picture_where_they_are_kept() -> None:
    """With two weeks of readings there is a line over the normal band; with fewer, nothing."""
    reading = next(one for one in bundled_snapshot().yields.values() if one.symbol == "USDT")
    days = tuple(Decimal(n) / 1000 for n in range(30, 50))
    band = Decimal("0.02"), Decimal("0.08")
    (chart,) = history_chart("USDT on Aave", replace(reading, history=days), "steady", band)
    assert chart.alt == (
        "What USDT on Aave paid: 3–4.9 % over 20 days, 4.9 % at the end. "
        "Normal by the house range: 2–8 %; judged steady."
    )
    assert chart.values == days
    assert chart.top > band[1]
    assert history_chart("USDT", replace(reading, history=days[:13]), "steady", band) == ()
    (bare,) = history_chart("USDT", replace(reading, history=(Decimal(0),) * 14), "steady", None)
    assert bare.top > 0


def test_without_days_what_is_known_is_pictured() -> None:
    """Packaged data have no days: the week before and the means stand against the normal band."""
    reading = next(one for one in bundled_snapshot().yields.values() if one.symbol == "STETH")
    (chart,) = readings_chart(
        "stETH on Lido", reading, "steady", (Decimal("0.03"), Decimal("0.05"))
    )
    assert chart.alt == (
        "What stETH on Lido paid against the normal 3–5 % a year: A week before: 2.26 % "
        "paid; 2 Sep 2026: 2.21 % paid; judged steady."
    )
    assert "live data" in chart.subtitle
    alone = replace(reading, change_week=None)
    assert readings_chart("x", alone, "steady", (Decimal(0), Decimal(1))) == ()
    assert readings_chart("x", reading, "steady", None) == ()
