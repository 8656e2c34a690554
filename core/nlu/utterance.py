"""What a message says, as values: intent, slots, and the context it was said in.

The names and shapes are those of the published contract; `bot.wire` writes them as JSON.
"""

import datetime as dt
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from enum import StrEnum
from operator import attrgetter

from core.money import Period
from core.nlu.described import LendingTerms, Loop, PoolShape, StakingWish, Told
from core.nlu.standing import Preference, Schedule, Threshold


class Intent(StrEnum):
    """What the person wants of a message."""

    REQUIRED_YIELD = "required_yield"
    REQUIRED_CAPITAL = "required_capital"
    INCOME_ESTIMATE = "income_estimate"
    TIME_TO_GOAL = "time_to_goal"
    RECOMMEND_BLEND = "recommend_blend"
    WITHDRAWAL_PLAN = "withdrawal_plan"
    COMPARE_OPTIONS = "compare_options"
    WHAT_IF = "what_if"
    STRESS_TEST = "stress_test"
    YIELD_LOOKUP = "yield_lookup"
    CHECK_YIELD = "check_yield"
    STAKING_ADVICE = "staking_advice"
    YIELD_STACK = "yield_stack"
    IMPERMANENT_LOSS = "impermanent_loss"
    EXPLAIN = "explain"
    SET_HOLDINGS = "set_holdings"
    SHOW_PORTFOLIO = "show_portfolio"
    REBALANCE = "rebalance"
    SUMMARY_NOW = "summary_now"
    LOG_INCOME = "log_income"
    TAX_SUMMARY = "tax_summary"
    EXPORT_RECORDS = "export_records"
    SUBSCRIBE = "subscribe"
    UNSUBSCRIBE = "unsubscribe"
    SET_ALERT = "set_alert"
    SET_PREFERENCE = "set_preference"
    SHOW_WORKING = "show_working"
    EXPORT_DATA = "export_data"
    DELETE_DATA = "delete_data"
    HELP = "help"
    SMALL_TALK = "small_talk"
    REFUSE = "refuse"
    OUT_OF_SCOPE = "out_of_scope"
    UNCLEAR = "unclear"


class Risk(StrEnum):
    """How much loss a person is ready to see on the way, from least to most."""

    CONSERVATIVE = "conservative"
    MODERATE = "moderate"
    AGGRESSIVE = "aggressive"


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum as it was said: the currency is None when none was named."""

    amount: Decimal
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Income:
    """A recurring sum as it was said; a single figure has low equal to high."""

    low: Decimal
    high: Decimal
    currency: str | None
    period: Period


@dataclass(frozen=True, slots=True)
class Contribution:
    """What is added regularly."""

    amount: Decimal
    currency: str | None
    period: Period


@dataclass(frozen=True, slots=True)
class Rate:
    """A yearly rate as a ratio; a single figure has low equal to high."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Offer:
    """A return for a term other than a year: `gain` is a ratio over `days` days."""

    gain: Decimal
    days: Decimal


@dataclass(frozen=True, slots=True)
class Shock:
    """A change to reckon with: −0.5 halves the subject, 1 doubles it.

    The subject is a symbol, a protocol's slug, or `market`, `stablecoins` or `yields`.
    """

    subject: str
    change: Decimal


ONE_STABLECOIN = "stablecoin"
"""The subject of a blow on one stablecoin that was not named: the one held most."""
STAKING_TOKENS = "staking-tokens"
"""The subject of a discount on every token that stands for staked coins."""


@dataclass(frozen=True, slots=True)
class Blow:
    """A shock among several of a message.

    Its subject is one as of a `Shock`, or `stablecoin` or `staking-tokens`.

    `change` is None where no size was said, and where it is what it goes to: that is `level`, a
    price in dollars, or of yields a rate (ratio).
    """

    subject: str
    change: Decimal | None
    level: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """How a rate is quoted, and what comes off it; a part that was not said is None.

    `kind` is `apr` or `apy`, `compounded` how often a year it is paid out, `fee` a ratio of it.
    `cost` and `dilution` are ratios of the whole a year: what holding costs, and by how much the
    supply grows. `net` tells that the rate is what is to be left.
    """

    kind: str | None = None
    compounded: Decimal | None = None
    fee: Decimal | None = None
    cost: Decimal | None = None
    dilution: Decimal | None = None
    net: bool | None = None

    def overlaid(self, later: "Quote") -> "Quote":
        """Return this quote with what `later` says put over it."""
        said = {one.name: getattr(later, one.name) for one in fields(later)}
        return replace(self, **{name: value for name, value in said.items() if value is not None})


@dataclass(frozen=True, slots=True)
class Holding:
    """Something held: a quantity of coins, a value, or a share of the whole."""

    asset: str
    quantity: Decimal | None = None
    venue: str | None = None
    value: Amount | None = None
    share: Decimal | None = None
    kind: str | None = None
    unlocks: dt.date | None = None
    """Until when it is locked. It is kept, and no part of the published slots."""


@dataclass(frozen=True, slots=True)
class Deposit:
    """A sum that lies at a protocol or an exchange, without a word of its coin."""

    place: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Traded:
    """What coins were sold or bought for, all of them together, and on which day."""

    value: Amount | None = None
    day: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Slots:
    """Everything a message may state; what was not said is None or empty."""

    capital: Amount | None = None
    target_capital: Amount | None = None
    contribution: Contribution | None = None
    income: Income | None = None
    yield_: Rate | None = None
    offer: Offer | None = None
    other_income: Income | None = None
    reserve: Amount | None = None
    tax_rate: Decimal | None = None
    inflation: Decimal | None = None
    reinvest_share: Decimal | None = None
    frequency: Period | None = None
    horizon_years: Decimal | None = None
    age: Decimal | None = None
    target_age: Decimal | None = None
    risk: tuple[Risk, ...] = ()
    assets: tuple[str, ...] = ()
    protocols: tuple[str, ...] = ()
    chain: str | None = None
    method: str | None = None
    indices: tuple[str, ...] = ()
    holdings: tuple[Holding, ...] = ()
    shock: Shock | None = None
    blows: tuple[Blow, ...] = ()
    """Every shock, where `shock` alone would not tell them all. Internal, as is the next."""
    besides: bool | None = None
    """Whether these shocks come with those before: "and aave fails too"."""
    topic: str | None = None
    quantity: Decimal | None = None
    """Coins received, of an income event."""
    date: dt.date | None = None
    """The day of an income event; relative ones ("yesterday") count from the message's time."""
    received_value: Amount | None = None
    """Money an income event was worth, or was paid in."""
    schedule: Schedule | None = None
    threshold: Threshold | None = None
    preference: Preference | None = None
    risk_shift: int | None = None
    """A relative wish: −1 safer, +1 bolder. Internal: the contract knows only `risk`."""
    volatility: Decimal | None = None
    """What prices are to swing a year in a simulation (ratio). Internal, as are the next two."""
    model: str | None = None
    """How prices are to move in a simulation: `parametric`, or `history`. Internal."""
    growth: Decimal | None = None
    """What coin prices are to grow a year in a simulation (ratio)."""
    fee: Decimal | None = None
    """What holding costs a year (ratio of the whole)."""
    quote: Quote | None = None
    """Internal, as the four below."""
    utilisation: Rate | None = None
    """How much of a lending pool is lent out, before and after where two shares were said."""
    lending: LendingTerms | None = None
    loop: Loop | None = None
    told: Told | None = None
    pool: PoolShape | None = None
    wish: StakingWish | None = None
    stable: bool | None = None
    """Whether only stablecoins are meant. Internal."""
    scenario: str | None = None
    """The id of a stress scenario of the house. Internal, as is `placed`."""
    deposits: tuple[Deposit, ...] = ()
    """Several sums, each at a place of its own. Internal."""
    placed: str | None = None
    """The protocol or exchange that a sum is said to lie at, or to be moved from."""
    venue: str | None = None
    """The exchange, lender or wallet that is named. Internal too."""
    traded: Traded | None = None
    """What a trade of coins was done for, and when. Internal."""
    lasting: bool | None = None
    """Whether the years are how long an income is to last, and not when it starts. Internal."""
    added: bool | None = None
    """Whether a capital is new money, put in beside what is held. Internal."""
    real: bool | None = None
    """Whether what inflation leaves is asked for, at whatever rate of it. Internal."""
    fitted: bool | None = None
    """Whether the blend is the one nearest to the policy that meets the goal, as one that is
    recommended is, and not the policy's own. Internal."""
    counted_in: str | None = None
    """The currency that sums are converted to, for who wants to see them in it. Internal."""

    def named(self) -> tuple[str, ...]:
        """Return the names of the slots that were said."""
        said = zip(_SLOTS, _VALUES(self), strict=True)
        return tuple([name for name, value in said if value is not None and value != ()])

    def without(self, *names: str) -> "Slots":
        """Return these slots with some taken back to unsaid."""
        if all(getattr(self, name) in {None, ()} for name in names):
            return self
        if set(names).isdisjoint(self.named()):
            return self
        said = zip(_SLOTS, _VALUES(self), strict=True)
        return Slots(**{name: value for name, value in said if name not in names})

    def overlaid(self, later: "Slots") -> "Slots":
        """Return these slots with what `later` says put over them; shocks come as a whole."""
        before = self.without("shock", "blows") if later.shocks else self
        said = dict(zip(_SLOTS, _VALUES(before), strict=True))
        return Slots(**said | {name: getattr(later, name) for name in later.named()})

    @property
    def shocks(self) -> tuple[Blow, ...]:
        """Every shock that was said."""
        if self.blows or self.shock is None:
            return self.blows
        return (Blow(self.shock.subject, self.shock.change),)


_SLOTS = tuple(f.name for f in fields(Slots))
_VALUES = attrgetter(*_SLOTS)
NOTHING = Slots()
"""The slots of a message that states nothing."""


class Unheeded(StrEnum):
    """What of a message no slot can hold as it was said."""

    RANGE = "range"
    YEARS = "years"
    ADDED = "added"
    NETWORKS = "networks"
    SUM = "sum"
    TIME = "time"
    RATE = "rate"
    BOUNDS = "bounds"
    MOVE = "move"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class Utterance:
    """One message understood; `score` from 0 to 1 is how sure the reading is."""

    intent: Intent
    slots: Slots = NOTHING
    score: float = 1.0
    others: tuple[Intent, ...] = ()
    """The two likeliest readings of an unclear message."""
    refers: bool = False
    """The message points at what was named before: "is it safe?", "how do I stake them?"."""
    about: str | None = None
    """What of an intent's several things is meant: of a refusal `guarantee` or `order`, of
    holdings `add`, `sold` or `remove`."""
    distress: bool = False
    """The person sounds in distress, whatever else the message asks."""
    secret: bool = False
    """The message holds a recovery phrase or a private key and has to be erased."""
    unheeded: tuple[Unheeded, ...] = ()
    """What it says that the answer cannot take into account."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the parser may know of the conversation."""

    at: dt.datetime
    asked_slot: str | None = None
    """The slot that was just asked for: only then is a bare number or word its value."""
    last_intent: Intent | None = None
    """The intent of the question under discussion, which follow-ups relate to."""
    known: Slots = NOTHING
    """What that question has said so far: it tells which of its sums a bare one replaces."""
