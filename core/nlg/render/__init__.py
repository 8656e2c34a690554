"""One small module for each kind of answer: advice in, draft out."""

from datetime import datetime
from typing import assert_never

from core.advice import (
    Advice,
    IncomeEstimateAdvice,
    RecommendBlendAdvice,
    RequiredCapitalAdvice,
    RequiredYieldAdvice,
    TimeToGoalAdvice,
)
from core.nlg.draft import Draft
from core.nlg.render.blend import render_blend
from core.nlg.render.capital import render_capital
from core.nlg.render.goal import render_goal
from core.nlg.render.income import render_income
from core.nlg.render.need import render_need


def render(advice: Advice, answer: int, as_of: datetime, *, brief: bool = False) -> Draft:
    """Put an advice into words; `answer` is the number its buttons will carry.

    `brief` leaves out what the last answer said already about the same blend.
    """
    match advice:
        case RequiredYieldAdvice():
            return render_need(advice, answer, as_of, brief=brief)
        case RecommendBlendAdvice():
            return render_blend(advice, answer, as_of, brief=brief)
        case RequiredCapitalAdvice():
            return render_capital(advice, answer, as_of)
        case IncomeEstimateAdvice():
            return render_income(advice, answer, as_of)
        case TimeToGoalAdvice():
            return render_goal(advice, answer, as_of)
        case _:
            assert_never(advice)
