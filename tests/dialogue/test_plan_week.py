"""Who keeps a plan and no holdings: the plan's week, and its quarter."""

from dataclasses import replace
from datetime import date, timedelta

from core.dialogue.person import Person
from core.dialogue.reviewing import review_of_quarter
from core.dialogue.summing import Week, summary_of_week
from core.schedule import next_due
from tests.advice.test_facts import assert_recomputes
from tests.dialogue.test_review import PLAN
from tests.dialogue.test_weekly import AT, GOAL, HOLDER, MONDAY, SNAPSHOT, talk, week, with_eth

PLANNER = Person(plans=(replace(PLAN, frame=GOAL),), weekly=MONDAY, last_number=3)


def test_plan_then_quiet() -> None:
    """The first week tells the plan at today's rates; one in which none moved takes two lines."""
    first, person = week(PLANNER, 0)
    assert first.startswith("Your plan's week to 30 Nov 2026: the same question")
    assert "4 % a year of $300,000: achievable" in first
    second, person = week(person, 1)
    told = second.partition("\n\n")[0].splitlines()
    assert len(told) == 2
    assert told[0].startswith("A quiet week for your plan to 7 Dec 2026: live rates for")
    assert told[0].endswith("as on 30 Nov 2026, and none is newer than then.")
    third, _ = week(person, 2, with_eth(rate="0.06"))
    assert "; on 7 Dec 2026 3." in third
    assert "4 % a year of $300,000: achievable" in third


def test_plan_that_is_another() -> None:
    """A version that was kept since the last summary is told whole."""
    _, person = week(PLANNER, 0)
    newer = replace(person.plans[0], number=4, saved_on=date(2026, 12, 2))
    text, _ = week(replace(person, plans=(*person.plans, newer)), 1)
    assert text.startswith("Your plan's week")


def test_plan_without_live_rates() -> None:
    """Where no rate is read nothing is called quiet."""
    bare = replace(SNAPSHOT, yields={})
    _, person = week(PLANNER, 0, bare)
    text, _ = week(person, 1, bare)
    assert text.startswith("Your plan's week")


def test_holdings_after_a_plan_alone() -> None:
    """The first summary of new holdings is set against no week in which there were none."""
    _, person = week(PLANNER, 0)
    text, _ = week(replace(person, holdings=HOLDER.holdings), 1)
    assert text.startswith("Your week to 7 Dec 2026: what you hold is worth $50,037.")


def test_next_review_is_said_and_comes() -> None:
    """The day of the review is told where there is something that it will be about."""
    due, on = next_due(MONDAY, AT), date(2027, 1, 4)
    told = summary_of_week(PLANNER, Week(due, review_on=on), due.at, SNAPSHOT).draft.text
    assert "The next quarterly review comes on 4 Jan 2027." in told
    nothing = Person(weekly=MONDAY)
    told = summary_of_week(nothing, Week(due, review_on=on), due.at, SNAPSHOT).draft.text
    assert "review" not in told
    assert review_of_quarter(nothing, due.at, SNAPSHOT, on) is None


def test_review_of_a_plan() -> None:
    """It tells what each part pays beside what was planned, and of the places behind it."""
    draft = review_of_quarter(PLANNER, AT, SNAPSHOT, date(2027, 1, 4))
    assert draft
    for fact in draft.book:
        if fact.formula:
            assert_recomputes(fact, draft.book)
    text = draft.text
    assert text.startswith("Your quarterly review of 25 Nov 2026: your plan of 1 Nov 2026.")
    assert "60 % large-cap staking: 3." in text
    assert "40 % stablecoin lending: 3." in text
    assert "Lido: no loss on record" in text
    assert "nothing to move" in text
    assert "The next review comes on 4 Jan 2027." in text
    turn, _ = talk(PLANNER, "quarterly review", AT + timedelta(hours=1))
    assert turn.draft.text.startswith("Your quarterly review of 25 Nov 2026: your plan")
