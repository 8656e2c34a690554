"""What holds for every answer to a person, unless a question says otherwise."""

from dataclasses import dataclass
from datetime import time
from decimal import Decimal

from core.finance.income_records import LotMethod
from core.nlu.utterance import Risk


@dataclass(frozen=True, slots=True)
class QuietHours:
    """When nothing is sent unasked, by the wall clock of the person's zone; may span midnight."""

    begin: time
    end: time


@dataclass(frozen=True, slots=True)
class Preferences:
    """What holds for every answer; what was never said is None."""

    currency: str | None = None
    zone: str | None = None
    """An IANA name, such as `Europe/Berlin`."""
    risk: Risk | None = None
    tax_rate: Decimal | None = None
    """A ratio of the income."""
    experience: str | None = None
    language: str | None = None
    quiet: QuietHours | None = None
    lot_method: LotMethod | None = None
    """Which lots a sale takes first; the oldest where none was chosen."""
    locale: str | None = None
    """What the person's app is set to, where that is not US English."""

    @property
    def written_as(self) -> str | None:
        """The locale that figures are written in: the language that was set, else the app's."""
        return self.locale if self.language is None else self.language
