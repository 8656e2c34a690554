"""`make train`: fit the classifier to the corpus, say how well it does, write its weights."""

import io
import sys
from pathlib import Path

import numpy as np

import core
from core.nlu.classifier import WEIGHTS
from training import spelling
from training.data import INTENTS, Table, corpus
from training.fitting import calibration_error, fit, held_out, likelihoods, rounded, temperature


def main() -> None:
    """Fit, judge and write; the words that spelling goes by are written before they are read."""
    spelling.write()
    seen = corpus()
    labels = np.array([INTENTS.index(one.sentence.intent) for one in seen])
    written = np.array([one.sentence.is_written for one in seen])
    home = written & np.array([one.is_first or one.sentence.follows for one in seen])
    for of_lines in (False, True):
        marks = held_out(seen, by_line=of_lines)
        heat = temperature(marks[home], labels[home])  # as people write, where it belongs
        shares = likelihoods(marks / heat)
        right = shares.argmax(axis=1) == labels
        kind = "lines" if of_lines else "sentences"
        error = calibration_error(shares.max(axis=1), right)
        _say(
            f"{kind} not seen: {right.mean():.2%} right, {right[written].mean():.2%} of those as "
            f"written; calibration error {error:.4f} at temperature {heat:.2f}"
        )
    _say_by_intent(shares, labels)
    write(rounded(fit(seen), heat))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def _say_by_intent(shares: Table, labels: Table) -> None:
    taken = shares.argmax(axis=1)
    for number, intent in enumerate(INTENTS):
        recall = (taken[labels == number] == number).mean()
        precision = (labels[taken == number] == number).mean()
        _say(f"  {intent.value:18} recall {recall:.3f} precision {precision:.3f}")


def write(fitted: dict[str, Table]) -> None:
    """Write the weights next to the other packaged data."""
    file = io.BytesIO()
    np.savez_compressed(file, **fitted)
    path = Path(core.__file__).parent / "data" / WEIGHTS
    path.write_bytes(file.getvalue())
    _say(f"{path.name}: {len(file.getvalue()) // 1024} KiB")


if __name__ == "__main__":
    main()
