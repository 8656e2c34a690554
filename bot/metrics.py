"""What is counted and timed, by Prometheus' conventions; `/metrics` shows it.

No label holds anything of a person: each has a handful of values that are fixed in the code.
"""

from prometheus_client import Counter, Gauge, Histogram

_WAITS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 600, 3600, 86400)
_TURNS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

updates_received = Counter(
    "evenkeel_updates_received_total",
    "Updates taken from Telegram and stored, redeliveries included, by kind.",
    ("kind",),
)
updates_refused = Counter(
    "evenkeel_updates_refused_total",
    "What came to the door and was not stored, by reason.",
    ("reason",),
)
tasks = Gauge("evenkeel_tasks", "Tasks of the process's loop: steady under a steady load.")
inbox_waiting = Gauge(
    "evenkeel_inbox_in_hand", "Updates that are stored, taken in hand and not yet worked off."
)
inbox_age = Histogram(
    "evenkeel_inbox_age_seconds",
    "From storing an update until it is worked off and its reply is with the sender.",
    buckets=_WAITS,
)
sends = Counter(
    "evenkeel_sends_total",
    "Requests that send or edit, by kind and outcome: sent, or the class of Telegram's error.",
    ("kind", "outcome"),
)
send_wait_seconds = Histogram(
    "evenkeel_send_wait_seconds",
    "How long a message waited for the limits of its chat and of all chats together.",
    buckets=_WAITS,
)
turns = Counter(
    "evenkeel_turns_total",
    "Updates worked off, by outcome: answered, late, failed, ignored, rejected, elsewhere.",
    ("outcome",),
)
turn_seconds = Histogram(
    "evenkeel_turn_seconds", "From beginning a turn until its reply is stored.", buckets=_TURNS
)
floods = Counter(
    "evenkeel_flooding_updates_total",
    "Messages left unanswered because their person wrote too many at once.",
)
storage_failures = Counter(
    "evenkeel_storage_failures_total", "Times the database could not be used at the door."
)
handed_out = Counter(
    "evenkeel_unasked_handed_out_total", "Messages sent unasked that were put into the outbox."
)
compose_failures = Counter(
    "evenkeel_unasked_failures_total", "Messages to be sent unasked that could not be composed."
)
market_refreshes = Counter(
    "evenkeel_market_refreshes_total",
    "Rounds of reading the market, by outcome: complete, partial, nothing.",
    ("outcome",),
)
market_as_of = Gauge(
    "evenkeel_market_as_of_seconds", "When the yields in use were read, as seconds since 1970."
)
worker_restarts = Counter(
    "evenkeel_worker_restarts_total", "Times a worker lost the database and was started anew."
)
jobs_reaped = Counter("evenkeel_jobs_reaped_total", "Jobs taken over from workers that are gone.")
wordings = Counter(
    "evenkeel_wordings_total",
    "Replies given to the language model, by outcome: worded, refused, late, failed, resting, "
    "over_budget. All but the first go out in their own words.",
    ("outcome",),
)
wording_refusals = Counter(
    "evenkeel_wording_refusals_total",
    "Texts of the model that were not sent, by reason.",
    ("reason",),
)
wording_seconds = Histogram(
    "evenkeel_wording_seconds",
    "From giving a reply to the language model until it is worded or left as it is.",
    buckets=_TURNS,
)
model_tokens = Counter(
    "evenkeel_model_tokens_total", "Tokens that the language model read and wrote.", ("direction",)
)
