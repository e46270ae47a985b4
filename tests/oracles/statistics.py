"""Figures by scipy and statsmodels for the cases read as JSON on standard input."""

import json
import sys

import numpy
from scipy import special, stats
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import DescrStatsW


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


def moments(*times):
    """Of values of which is told how often each was; beyond a million of them they are not written out."""
    n = sum(often for _, often in times)
    if n == 1:
        return [times[0][0], None, None, None, None]
    values, weights = (numpy.asarray(column, dtype=float) for column in zip(*times))
    if n <= 1_000_000:
        written_out = numpy.repeat(values, weights.astype(int))
        mean, sd = written_out.mean(), written_out.std(ddof=1)
    else:
        weighted = DescrStatsW(values, weights=weights, ddof=1)
        mean, sd = weighted.mean, weighted.std
    half = t_quantile(0.975, n - 1) * sd / numpy.sqrt(n)
    return [mean, sd, mean - half, mean + half, mean / sd if sd > 0 else None]


def wilson(k, n):
    # As floats: statsmodels squares n, and whole numbers of numpy overflow without a word.
    return list(proportion_confint(float(k), float(n), alpha=0.05, method="wilson"))


def garwood(k, exposure):
    low = stats.chi2.ppf(0.025, 2 * k) / 2 if k else 0.0
    high = stats.chi2.ppf(0.975, 2 * k + 2) / 2
    return [1000 * low / exposure, 1000 * high / exposure]


def quantiles(*values, shares=(0.5, 0.9)):
    return [float(numpy.quantile(values, share, method="linear")) for share in shares]


def histogram(times, shares):
    return quantiles(*(value for value, often in times for _ in range(often)), shares=shares)


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


figures = {
    "means": lambda *values: mean_interval(values),
    "moments": moments,
    "shares": wilson,
    "rates": garwood,
    "quantiles": quantiles,
    "histograms": histogram,
    "abandonment": erlang_a,
}
asked = json.load(sys.stdin)
json.dump({name: [figures[name](*case) for case in cases] for name, cases in asked.items()}, sys.stdout)
