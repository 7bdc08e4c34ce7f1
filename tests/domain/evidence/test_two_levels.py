"""How sure the newest sessions lie below a value, beside the same worked out with matrices."""

import numpy as np
import pytest
from scipy import stats

from kneeapp.domain.evidence.ar1_posterior import CORRELATIONS, LOG_PRIOR
from kneeapp.domain.evidence.two_levels import REMEMBERED, sure_lately_below

CUT, NEWEST = 1.0, 20


def by_matrices(relief: list[float]) -> float:
    """P(mean of the NEWEST < CUT), by generalised least squares for each correlation."""
    x = np.array(relief[-REMEMBERED:])
    n = len(x)
    late = np.arange(n) >= n - NEWEST
    design = np.column_stack([~late, late]).astype(float)
    logs, shares = [], []
    for rho, prior in zip(CORRELATIONS, LOG_PRIOR, strict=True):
        inverse = np.linalg.inv(rho ** np.abs(np.subtract.outer(np.arange(n), np.arange(n))))
        information = design.T @ inverse @ design
        means = np.linalg.solve(information, design.T @ inverse @ x)
        residual = (x - design @ means) @ inverse @ (x - design @ means)
        error = np.sqrt(residual / (n - 2) * np.linalg.inv(information)[1, 1])
        shares.append(stats.t.cdf((CUT - means[1]) / error, n - 2))
        log_of_both = np.linalg.slogdet(inverse)[1] - np.linalg.slogdet(information)[1]
        logs.append(prior + (log_of_both - (n - 2) * np.log(residual)) / 2)
    return float(np.average(shares, weights=np.exp(np.array(logs) - max(logs))))


@pytest.mark.parametrize("sessions", [22, 40, 57, 130])
def test_how_sure_it_is_equals_the_same_by_matrices(sessions: int) -> None:
    relief = np.rint(np.random.default_rng(3).normal(0.6, 1.5, sessions)).tolist()
    assert np.mean(relief[-NEWEST:]) < CUT
    assert sure_lately_below(relief, CUT, NEWEST)[-1] == pytest.approx(by_matrices(relief))


def test_without_earlier_sessions_or_below_the_cut_it_is_never_sure() -> None:
    assert not sure_lately_below([0.0, 1, 0] * 7, CUT, NEWEST).any()
    assert not sure_lately_below([2.0, 3, 1] * 20, CUT, NEWEST).any()


def test_each_look_uses_only_the_sessions_up_to_it() -> None:
    relief = [3.0, 2, 1, 2] * 5 + [0.0, 1, -1] * 12
    whole = sure_lately_below(relief, CUT, NEWEST)
    for look in (30, 41, 56):
        assert sure_lately_below(relief[:look], CUT, NEWEST) == pytest.approx(whole[:look])
