"""Times of day in words, their numbers facts."""

from datetime import time
from decimal import Decimal

from core.facts import YOU, Unit, Working


def clock_words(working: Working, name: str, at: time) -> str:
    """Say a time of day: "at half past 8 in the morning"; its facts are named after `name`."""
    hour, minute = at.hour, at.minute
    if minute == 45:
        hour = (hour + 1) % 24
    if minute == 0 and hour in {0, 12}:
        return "at noon" if hour else "at midnight"
    working.given(f"{name}_hour", _on_the_dial(hour), Unit.COUNT, YOU, note="o'clock")
    part = "in the morning" if hour < 12 else "in the afternoon" if hour < 18 else "in the evening"
    match minute:
        case 0:
            return f"at {{{name}_hour}} {part}"
        case 15 | 30 | 45:
            words = {15: "a quarter past", 30: "half past", 45: "a quarter to"}[minute]
            return f"at {words} {{{name}_hour}} {part}"
        case _:
            working.given(f"{name}_minute", Decimal(minute), Unit.COUNT, YOU, note="minutes")
            unit = "minute" if minute == 1 else "minutes"
            return f"at {{{name}_minute}} {unit} past {{{name}_hour}} {part}"


def _on_the_dial(hour: int) -> Decimal:
    return Decimal(hour % 12 or 12)
