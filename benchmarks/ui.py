"""What people see: how long a picture takes, how large it is, and how much fits a phone's screen.

    python -m benchmarks.ui

The pictures and replies are those of the gallery, which are fixed. The peer of a picture is the
same library drawing one bar on an empty page: what it costs whatever is drawn. Both are measured
in turns, once everything is loaded. Memory is what drawing adds to a process.
"""

import resource
import statistics
import time
from collections.abc import Iterator
from io import BytesIO

from matplotlib.figure import Figure

from bot.charts import draw
from core.dialogue.state import Turn
from core.nlg.draft import Chart
from core.nlg.folding import SCREEN_LINES, lines_of
from tests.transcripts.conversation import turns
from tests.transcripts.gallery import CONVERSATIONS

ROUNDS = 3
GOAL_SECONDS, GOAL_BYTES = 0.060, 60_000


def main() -> None:
    """Print the figures, a line each."""
    shown = list(_shown())
    charts = {repr(chart): chart for turn in shown for chart in turn.draft.charts}
    before = _highest()
    _warm(next(iter(charts.values())))
    times, peers, sizes = [], [], []
    for _ in range(ROUNDS):
        for chart in charts.values():
            draw.cache_clear()
            seconds, png = _timed(chart)
            times.append(seconds)
            sizes.append(len(png))
            peers.append(_peer())
    p50, peer = statistics.median(times), statistics.median(peers)
    _say(f"pictures: {len(charts)}, p50 {p50 * 1000:.0f} ms (goal {GOAL_SECONDS * 1000:.0f})")
    _say(f"peer, one bar on an empty page: p50 {peer * 1000:.0f} ms; ratio {p50 / peer:.2f}")
    _say(f"size: p50 {statistics.median(sizes) / 1000:.0f} kB, most {max(sizes) / 1000:.0f} kB")
    _say(f"over {GOAL_BYTES / 1000:.0f} kB: {sum(size > GOAL_BYTES for size in sizes)}")
    _say(f"memory that drawing adds: {_highest() - before:.0f} MiB")
    fits = sum(lines_of(turn.draft.text) <= SCREEN_LINES for turn in shown)
    _say(f"replies within {SCREEN_LINES} lines: {fits} of {len(shown)}, {fits / len(shown):.0%}")


def _shown() -> Iterator[Turn]:
    for path in sorted(CONVERSATIONS.glob("*.txt")):
        for _, turn in turns(path.read_text(encoding="utf-8")):
            yield turn


def _highest() -> float:
    """Return the most memory that this process has taken, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _warm(chart: Chart) -> None:
    draw(chart)
    _peer()


def _timed(chart: Chart) -> tuple[float, bytes]:
    start = time.perf_counter()
    png = draw(chart)
    return time.perf_counter() - start, png


def _peer() -> float:
    start = time.perf_counter()
    figure = Figure(figsize=(15, 10), dpi=72)
    figure.add_subplot().barh([0], [1])
    figure.savefig(BytesIO(), format="png")
    return time.perf_counter() - start


def _say(words: str) -> None:
    print(words)


if __name__ == "__main__":
    main()
