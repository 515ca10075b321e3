"""Whether the items of a variable measure the same thing.

Classical statistics of those who answered every item, not weighted, as is usual for
instruments. Formulas and sources: `docs/methods/estimation.md`, section 6.
"""

import numpy as np

from sinergi.evaluation.statistics.groups import Floats

#: A variance below this share of the mean square is rounding.
ROUNDING = 1e-12
#: No item is explained wholly: half a percent of its variance stays its own.
HIGHEST = float(np.sqrt(0.995))


def complete(answers: Floats) -> Floats:
    """The respondents who answered every item."""
    table = np.asarray(answers, float)
    is_partial = np.isnan(table).any(axis=1)
    found: Floats = table[~is_partial] if is_partial.any() else table
    return found


def alpha(answers: Floats) -> float | None:
    """Cronbach's alpha: k / (k - 1) (1 - sum of item variances / variance of sums).

    None for fewer than two items or respondents, and where sums do not vary.
    """
    table = complete(answers)
    if table.shape[1] < 2 or len(table) < 2:
        return None
    sums, items = table.sum(axis=1), table.shape[1]
    if not _varies(sums):
        return None
    within = sum(float(np.var(item)) for item in table.T)
    return float(items / (items - 1) * (1 - within / np.var(sums)))


def omega(answers: Floats) -> float | None:
    """McDonald's omega total of one common factor, fitted by least squares (minres).

    (sum of loadings)^2 / variance of the sums that the model implies, on the
    covariances. None for fewer than three items (the factor is not determined) and
    where an item does not vary.
    """
    table = complete(answers)
    if table.shape[1] < 3 or len(table) < 3:
        return None
    if not all(_varies(item) for item in table.T):
        return None
    covariance = _covariance(table)
    spread = np.sqrt(np.diag(covariance))
    loadings = _one_factor(covariance / np.outer(spread, spread)) * spread
    unique = np.diag(covariance) - loadings**2
    common = loadings.sum() ** 2
    return float(common / (common + unique.sum()))


def item_total(answers: Floats) -> list[float | None]:
    """For each item its correlation with the sum of the other items (corrected)."""
    table = complete(answers)
    sums = table.sum(axis=1)
    return [_correlation(item, sums - item) for item in table.T]


def _covariance(table: Floats) -> Floats:
    centred = table - table.mean(axis=0)
    return np.asarray(centred.T @ centred / (len(table) - 1), float)


def _varies(values: Floats) -> bool:
    """Whether values differ by more than rounding."""
    return len(values) > 1 and bool(
        values.var() > ROUNDING * max(float(np.mean(values**2)), ROUNDING)
    )


def _correlation(one: Floats, other: Floats) -> float | None:
    if not (_varies(one) and _varies(other)):
        return None
    return float(np.corrcoef(one, other)[0, 1])


def _one_factor(correlations: Floats) -> Floats:
    """Loadings of one factor with the least squared residual correlations (minres)."""
    from scipy import optimize  # slow to load, and seldom needed

    def misfit(loadings: Floats) -> tuple[float, Floats]:
        residual = correlations - np.outer(loadings, loadings)
        np.fill_diagonal(residual, 0)
        return float(np.sum(residual**2)), -4 * residual @ loadings

    values, vectors = np.linalg.eigh(correlations)
    first = vectors[:, -1] * np.sqrt(values[-1])
    best = optimize.minimize(  # type: ignore[no-untyped-call]
        misfit,
        np.clip(first if first.sum() >= 0 else -first, -HIGHEST, HIGHEST),
        jac=True,
        method="L-BFGS-B",
        bounds=[(-HIGHEST, HIGHEST)] * len(correlations),
        options={"ftol": 1e-15, "gtol": 1e-10, "maxiter": 1000},
    )
    return np.asarray(best.x, float)
