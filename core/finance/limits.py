"""Limits: what a blend of a policy may not exceed, and how much each index counts against it."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from core.catalogue import Index, Policy, concentration_limits, crash_budgets, indices
from core.finance.indices import crash_return
from core.finance.quadratic import Program
from core.finance.returns import yearly_covariance


@dataclass(frozen=True, slots=True)
class Limit:
    """A bound on the blend: of what (`kind` and `subject`), and how much (ratio of the whole).

    `least` and `most` are the band of the index `subject`; `chain`, `protocol` and `method` the
    share in one of them; `crash_loss` what coin prices alone may take in a year like the crash
    year, at the risk level `subject`.
    """

    kind: str
    subject: str
    bound: Decimal

    def counts(self, index: Index) -> Decimal:
        """Return how much a whole in this index counts against the limit (ratio)."""
        match self.kind:
            case "least" | "most":
                return Decimal(index.id == self.subject)
            case "crash_loss":
                return -crash_return(index)
            case _:
                return share_in(index, self.kind, self.subject)


def share_in(index: Index, kind: str, subject: str) -> Decimal:
    """Return the share of an index in one chain, protocol or method (ratio)."""
    parts = (part for part in index.constituents if getattr(part, kind) == subject)
    return sum((part.weight for part in parts), Decimal(0))


@lru_cache(maxsize=64)
def limits_of(policy: Policy, risk: str) -> tuple[Limit, ...]:
    """Return all limits of a policy's blends at a risk level."""
    bands = [Limit("least", leg.index, leg.least) for leg in policy.legs]
    bands += [Limit("most", leg.index, leg.most) for leg in policy.legs]
    return (*bands, *_concentration(policy), Limit("crash_loss", risk, crash_budgets()[risk]))


def _concentration(policy: Policy) -> list[Limit]:
    """Return the limits on one chain, protocol or method, for each that the policy could hold."""
    parts = [part for leg in policy.legs for part in indices()[leg.index].constituents]
    return [
        Limit(limit.kind, subject, limit.most)
        for limit in concentration_limits()
        for subject in sorted({getattr(part, limit.kind) for part in parts} - {None})
        if limit.subject in {None, subject}
    ]


@lru_cache(maxsize=64)
def program_of(policy: Policy, risk: str) -> Program:
    """Return the quadratic program of a policy's blends at a risk level."""
    import numpy as np

    ids = tuple(leg.index for leg in policy.legs)
    limits = limits_of(policy, risk)
    signs = np.array([-1.0 if limit.kind == "least" else 1.0 for limit in limits])
    counts = [[float(limit.counts(indices()[index])) for index in ids] for limit in limits]
    return Program(
        target=np.array([float(leg.weight) for leg in policy.legs]),
        covariance=yearly_covariance(ids),
        yields=np.array([float(indices()[index].house.middle) for index in ids]),
        limits=signs[:, None] * np.array(counts),
        most=signs * np.array([float(limit.bound) for limit in limits]),
    )
