"""The program behind a blend, against generic solvers on random problems."""

import clarabel
import numpy as np
import pytest
from scipy import sparse
from scipy.optimize import linprog

from core.finance.quadratic import InfeasibleError, Program, highest_yield, nearest_shares

PROBLEMS = 1000
NEAR = 1e-6


def random_program(random: np.random.Generator) -> Program:
    """Return a problem with three to six legs that has at least one solution."""
    legs = int(random.integers(3, 7))
    factors = random.normal(size=(legs, 3)) * random.uniform(0.1, 1.0)
    covariance = factors @ factors.T + np.diag(random.uniform(0.0003, 0.05, legs))
    inside = random.dirichlet(np.ones(legs))
    limits = np.vstack([np.eye(legs), -np.eye(legs), random.uniform(0, 1, (4, legs))])
    room = random.uniform(0.02, 0.3, len(limits))
    return Program(
        target=random.dirichlet(np.ones(legs)),
        covariance=covariance,
        yields=random.uniform(0, 0.15, legs),
        limits=limits,
        most=limits @ inside + room,
    )


def by_clarabel(program: Program, need: float) -> np.ndarray:
    """Solve the same program by an interior-point method."""
    legs = len(program.target)
    sides = np.vstack([np.ones(legs), -program.yields, -np.eye(legs), program.limits])
    bounds = np.concatenate([[1.0, -need], np.zeros(legs), program.most])
    cones = [clarabel.ZeroConeT(1), clarabel.NonnegativeConeT(len(bounds) - 1)]
    settings = clarabel.DefaultSettings()
    settings.verbose = False
    settings.tol_gap_abs = settings.tol_gap_rel = settings.tol_feas = 1e-12
    solver = clarabel.DefaultSolver(
        sparse.csc_matrix(np.triu(program.covariance)),
        -program.covariance @ program.target,
        sparse.csc_matrix(sides),
        bounds,
        cones,
        settings,
    )
    return np.array(solver.solve().x)


def most_by_linprog(program: Program) -> float:
    """Return the highest yield by a simplex method."""
    found = linprog(
        -program.yields,
        A_ub=program.limits,
        b_ub=program.most,
        A_eq=np.ones((1, len(program.target))),
        b_eq=[1.0],
    )
    assert found.success
    return -float(found.fun)


def test_the_same_shares_as_a_generic_solver_on_a_thousand_problems() -> None:
    """Every share agrees to a millionth, whatever limits bind."""
    random = np.random.default_rng(20261122)
    bound = 0
    for _ in range(PROBLEMS):
        program = random_program(random)
        best = float(program.yields @ highest_yield(program).shares)
        need = best * random.uniform(0.5, 0.999)
        ours = nearest_shares(program, need)
        bound += bool(ours.easing.any())
        assert np.abs(ours.shares - by_clarabel(program, need)).max() < NEAR
    assert bound > PROBLEMS / 4, "enough problems should bind a limit"


def test_the_highest_yield_is_that_of_a_linear_program() -> None:
    """The small pull towards the target costs no yield."""
    random = np.random.default_rng(7)
    for _ in range(200):
        program = random_program(random)
        ours = float(program.yields @ highest_yield(program).shares)
        assert ours == pytest.approx(most_by_linprog(program), abs=NEAR)


def test_what_a_limit_costs_is_what_its_easing_brings() -> None:
    """Moving a binding limit by a little raises the highest yield by its cost times that."""
    random = np.random.default_rng(3)
    step = 1e-5
    for _ in range(100):
        program = random_program(random)
        before = highest_yield(program)
        for at in np.flatnonzero(before.easing > 1e-3):
            most = program.most.copy()
            most[at] += step
            after = highest_yield(
                Program(program.target, program.covariance, program.yields, program.limits, most)
            )
            gained = float(program.yields @ (after.shares - before.shares))
            assert gained == pytest.approx(before.easing[at] * step, rel=0.01)


def test_limits_that_cannot_be_kept_are_said_so() -> None:
    """No shares at all is a typed refusal, not a number."""
    program = Program(
        np.array([0.5, 0.5]), np.eye(2), np.array([0.05, 0.1]), np.eye(2), np.array([0.4, 0.4])
    )
    with pytest.raises(InfeasibleError):
        highest_yield(program)
    with pytest.raises(InfeasibleError):
        nearest_shares(program, 0.05)
