"""Figures by scipy and statsmodels for the cases read as JSON on standard input."""

import json
import sys

import numpy
from scipy import special, stats
from statsmodels.stats.proportion import proportion_confint


def t_quantile(share, freedom):
    """Older scipy has its quantile right to 1e-10 only, but its distribution function to 1e-15: invert that."""
    x = stats.t.ppf(share, freedom)
    for _ in range(3):
        x -= (stats.t.cdf(x, freedom) - share) / stats.t.pdf(x, freedom)
    return x


def mean_interval(values):
    values = numpy.asarray(values, dtype=float)
    half = t_quantile(0.975, len(values) - 1) * stats.sem(values)
    mean, sd = values.mean(), values.std(ddof=1)
    return [mean, sd, mean - half, mean + half, mean / sd]


def wilson(k, n):
    return list(proportion_confint(k, n, alpha=0.05, method="wilson"))


def quantiles(values):
    return [float(numpy.quantile(values, share, method="linear")) for share in (0.5, 0.9)]


def erlang_a(calls, handling, patience, servers):
    """The closed form of Garnett, Mandelbaum and Reiman (2002): not a sum over states."""
    load = calls * handling
    blocking = 1.0
    for n in range(1, servers + 1):
        blocking = load * blocking / (n + load * blocking)
    x, y = servers * patience / handling, calls * patience
    a = x * numpy.exp(y - x * numpy.log(y) + special.gammaln(x)) * special.gammainc(x, y)
    waits = a * blocking / (1 + (a - 1) * blocking)
    rho = load / servers
    abandons_if_waits = 1 / (rho * a) + 1 - 1 / rho
    return waits * abandons_if_waits


cases = json.load(sys.stdin)
json.dump(
    {
        "means": [mean_interval(case) for case in cases["means"]],
        "shares": [wilson(k, n) for k, n in cases["shares"]],
        "quantiles": [quantiles(case) for case in cases["quantiles"]],
        "abandonment": [erlang_a(*case) for case in cases["abandonment"]],
    },
    sys.stdout,
)
