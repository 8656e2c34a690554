"""How long a person waits for `evenkeel ask`, as a ratio to importing what a bot is made of.

python -m benchmarks.cold_start
"""

import statistics
import subprocess
import sys
import time

ASK = (sys.executable, "-m", "bot.cli", "ask", "I have 300k and want 1-2k a month")
PEER = (sys.executable, "-c", "import telegram.ext, sqlmodel, numpy")
ROUNDS = 9


def seconds(command: tuple[str, ...]) -> float:
    """Return how long a command took."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Print both medians, taken in turns, and their ratio."""
    pairs = [(seconds(ASK), seconds(PEER)) for _ in range(ROUNDS)]
    ask, peer = (statistics.median(times) for times in zip(*pairs, strict=True))
    print(f"evenkeel ask                             {ask:.2f} s")
    print(f"import telegram.ext, sqlmodel, numpy     {peer:.2f} s")
    print(f"ask / import = {ask / peer:.2f} (goal: at most 0.6)")


if __name__ == "__main__":
    main()
