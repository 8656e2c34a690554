"""Income as it is kept: what was received, when, and what it was worth then where that is known."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.finance.income_records import IncomeEvent, IncomeKind
from core.money import DEFAULT_CURRENCY, Money


@dataclass(frozen=True, slots=True)
class Receipt:
    """Something received; `number` is its own among all that is kept in a chat."""

    number: int
    day: date
    asset: str
    quantity: Decimal
    kind: IncomeKind
    worth: Decimal | None = None
    """All of it on that day, in `currency`; None where nobody knows, which is never guessed."""
    currency: str = DEFAULT_CURRENCY
    venue: str = ""
    reference: str = ""
    """What tells it from another like it in the file it came from: a time, a transaction's id."""

    @property
    def event(self) -> IncomeEvent | None:
        """The receipt as totals count it; None without a worth."""
        if self.worth is None:
            return None
        value = Money(self.worth, self.currency)
        return IncomeEvent(self.day, self.asset, self.quantity, value, self.kind)
