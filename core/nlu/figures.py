"""Figures as people write them: digits with any separators, and the common number words."""

import re
from decimal import Decimal, InvalidOperation

MOST_DIGITS = 24
"""A figure with more digits than this before the point is nobody's money and is left out."""

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_DECADES = "twenty thirty forty fifty sixty seventy eighty ninety"
_SMALL = {word: Decimal(value) for value, word in enumerate(_UNITS.split())} | {
    word: Decimal(10 * value) for value, word in enumerate(_DECADES.split(), start=2)
}
_WORDS = _SMALL | {
    "a": Decimal(1),
    "an": Decimal(1),
    "couple": Decimal(2),
    "half": Decimal("0.5"),
    "quarter": Decimal("0.25"),
}
_TENS = _DECADES.replace(" ", "|")
_ONES = "one|two|three|four|five|six|seven|eight|nine"
WORDED = (
    r"(?:an?\ )?(?:half|quarter)(?:\ of)?(?:\ an?)?|(?:an?\ )?couple(?:\ of)?"
    rf"|(?:{_TENS})[\ -](?:{_ONES})|{'|'.join(sorted(_SMALL, key=len, reverse=True))}|an?"
)
"""Number words, for a verbose pattern."""

DIGITS = (
    r"\d+(?:\.\d+)?e\+?\d{1,3}(?!\w)"
    r"|\d{1,3}(?P<mark>[.,'\ ])\d{3}(?:(?P=mark)\d{3})*(?:[.,]\d{1,2})?(?!\d)"
    r"|\d{1,2}(?:,\d{2})+,\d{3}(?!\d)"
    r"|\d+(?:[.,]\d+)?|\.\d+"
)
"""Digits with separators, or as 1e6, for a verbose pattern; the group `mark` is the separator."""

_GROUPED = re.compile(
    r"(?P<whole>\d{1,3}(?P<mark>[.,' ])\d{3}(?:(?P=mark)\d{3})*|\d{1,2}(?:,\d{2})+,\d{3})"
    r"(?:[.,](?P<cents>\d{1,2}))?"
)

SCALES = {
    "k": Decimal(10) ** 3,
    "grand": Decimal(10) ** 3,
    "thousand": Decimal(10) ** 3,
    "thousands": Decimal(10) ** 3,
    "thou": Decimal(10) ** 3,
    "hundred": Decimal(100),
    "lakh": Decimal(10) ** 5,
    "lakhs": Decimal(10) ** 5,
    "lac": Decimal(10) ** 5,
    "lacs": Decimal(10) ** 5,
    "crore": Decimal(10) ** 7,
    "crores": Decimal(10) ** 7,
    "cr": Decimal(10) ** 7,
    "m": Decimal(10) ** 6,
    "mm": Decimal(10) ** 6,
    "mil": Decimal(10) ** 6,
    "mill": Decimal(10) ** 6,
    "mio": Decimal(10) ** 6,
    "milli": Decimal(10) ** 6,
    "milly": Decimal(10) ** 6,
    "million": Decimal(10) ** 6,
    "millions": Decimal(10) ** 6,
    "b": Decimal(10) ** 9,
    "bn": Decimal(10) ** 9,
    "billion": Decimal(10) ** 9,
    "trillion": Decimal(10) ** 12,
    "trillions": Decimal(10) ** 12,
}


def figure(written: str, *, grouped: bool = True) -> Decimal | None:
    """Return the value of a figure; None for more digits than anybody's money, and "0,123,456".

    >>> figure("1.000.000,50"), figure("1,2"), figure(".01"), figure("half a")
    (Decimal('1000000.5'), Decimal('1.2'), Decimal('0.01'), Decimal('0.5'))

    One group of three after a point or comma is read as thousands (550.000) unless the
    figure starts with 0 or `grouped` is False, as for coins and percentages (2.125 ETH).
    """
    if not written[:1].isdigit() and written[:1] != ".":
        return _worded(written)
    if len(written) > 2 * MOST_DIGITS:
        return None
    try:
        value = Decimal(_plain_digits(written, grouped=grouped))
    except InvalidOperation:  # groups after a zero are neither thousands nor decimals
        return None
    return tidy(value) if value < Decimal(10) ** MOST_DIGITS else None


def has_digit(text: str) -> bool:
    """Whether anything is written in digits at all: most messages name no date and no age."""
    return bool(_DIGIT.search(text))


_DIGIT = re.compile(r"\d")


def tidy(value: Decimal) -> Decimal:
    """Return the value without zeros behind the point that say nothing.

    >>> tidy(Decimal("300000.0")), tidy(Decimal("1.50"))
    (Decimal('300000'), Decimal('1.5'))
    """
    if value.adjusted() >= _MOST_EXACT:
        return value
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


_MOST_EXACT = 27
"""From this power of ten on the digits of a figure no longer fit; it is too large for any use."""


def _worded(written: str) -> Decimal | None:
    """Return the value of number words: "a couple of", "twenty-five", "half a"."""
    words = [word for word in re.split(r"[ -]", written) if word in _WORDS]
    if any(word in {"half", "quarter", "couple"} for word in words):
        words = [word for word in words if word not in {"a", "an"}]
    return sum((_WORDS[word] for word in words), Decimal(0)) if words else None


def _plain_digits(written: str, *, grouped: bool) -> str:
    groups = _GROUPED.fullmatch(written)
    if groups and written[0] != "0" and (grouped or _surely_grouped(groups)):
        return f"{re.sub(r'[^0-9]', '', groups['whole'])}.{groups['cents'] or 0}"
    return written.replace(",", ".").replace(" ", "")


def _surely_grouped(groups: re.Match[str]) -> bool:
    """Whether the groups cannot be decimals: a comma or space, several groups, or cents."""
    return groups["mark"] != "." or bool(groups["cents"]) or len(groups["whole"]) > 7
