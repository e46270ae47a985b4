"""Solves for the least and the most that each unknown count may be, given everything that is known."""

import time

import numpy as np
from scipy import stats
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_matrix, csr_matrix, hstack, identity, vstack

from truth import LEAVES

THRESHOLD = 11
BIG = 1e6


class System:
    """Rows over unknown counts; what is known is on the other side."""

    def __init__(self, bounds):
        self.bounds = bounds
        self.at = {}
        self.rows = []

    def add(self, total, parts, low, high):
        """The total less its parts lies between two bounds."""
        terms, known = {}, 0.0
        for name, factor in [(total, 1), *[(part, -1) for part in parts]]:
            period, key = name
            if key[0] == "minus":
                name, factor = (period, key[2]), -factor
            if name[1][0] == "zero":
                continue
            least, most = self.bounds(name)
            if least == most:
                known += factor * least
            else:
                terms[name] = terms.get(name, 0) + factor
        terms = {name: factor for name, factor in terms.items() if factor}
        if terms:
            for name in terms:
                self.at.setdefault(name, len(self.at))
            self.rows.append((terms, low - known if low > -1e11 else -np.inf, high - known if high < 1e11 else np.inf))
        return not terms and not low - 1e-6 <= known <= high + 1e-6

    def components(self):
        """The unknowns that hang together, with their rows."""
        above = list(range(len(self.at)))

        def root(one):
            while above[one] != one:
                above[one] = above[above[one]]
                one = above[one]
            return one

        for terms, _, _ in self.rows:
            first, *others = [root(self.at[name]) for name in terms]
            for other in others:
                above[root(other)] = root(first)
        found = {}
        for name, at in self.at.items():
            found.setdefault(root(at), ([], []))[0].append(name)
        for row in self.rows:
            found[root(self.at[next(iter(row[0]))])][1].append(row)
        return [Component(names, rows, self.bounds) for names, rows in found.values()]


class Component:
    def __init__(self, names, rows, bounds):
        self.names = names
        self.at = {name: at for at, name in enumerate(names)}
        self.low = np.array([bounds(name)[0] for name in names], float)
        self.high = np.array([bounds(name)[1] for name in names], float)
        where = [(row, self.at[name], factor) for row, (terms, _, _) in enumerate(rows) for name, factor in terms.items()]
        i, j, value = zip(*where)
        self.rows = csr_matrix(coo_matrix((value, (i, j)), (len(rows), len(names)), float))
        self.row_low = np.array([row[1] for row in rows])
        self.row_high = np.array([row[2] for row in rows])
        self.least = np.full(len(names), np.inf)
        self.most = np.full(len(names), -np.inf)

    def admits(self, point, slack=1e-6):
        sums = self.rows @ point
        return bool(np.all(sums >= self.row_low - slack) and np.all(sums <= self.row_high + slack)
                    and np.all(point >= self.low - slack) and np.all(point <= self.high + slack))

    def solve(self, cost, whole, limit=20.0, presolve=True):
        """A cheapest point; none if none was found in time."""
        found = milp(cost, constraints=LinearConstraint(self.rows, self.row_low, self.row_high),
                     bounds=Bounds(self.low, self.high), integrality=np.full(len(cost), int(whole)),
                     options={"time_limit": limit, "presolve": presolve})
        return found.x if found.x is not None else None, found.status

    def keep(self, point):
        """Takes a point into account, if it is one."""
        near = np.round(point)
        point = near if np.abs(point - near).max() < 1e-5 else point
        if self.admits(point, 1e-4):
            self.least = np.minimum(self.least, point)
            self.most = np.maximum(self.most, point)

    def stretch(self, targets, up):
        """Moves many counts at once as far as they have to go, again and again while that helps. Returns what is left."""
        many = len(self.names)
        left = set(targets)
        while left:
            order = sorted(left)
            cost = np.zeros(many + len(order))
            rows, low, high = self.rows, self.row_low, self.row_high
            if up:
                # As much as each needs, and no more.
                cost[many:] = -1
                own = csr_matrix((np.ones(len(order)), (range(len(order)), order)), (len(order), many))
                rows = vstack([hstack([self.rows, csr_matrix((self.rows.shape[0], len(order)))]),
                               hstack([own, -identity(len(order))])]).tocsr()
                low, high = np.append(low, np.zeros(len(order))), np.append(high, np.full(len(order), np.inf))
                bounds = Bounds(np.append(self.low, np.zeros(len(order))),
                                np.append(self.high, np.full(len(order), THRESHOLD)))
            else:
                cost = cost[:many]
                cost[order] = 1
                bounds = Bounds(self.low, self.high)
            found = milp(cost, constraints=LinearConstraint(rows, low, high), bounds=bounds,
                         options={"time_limit": 30.0})
            if found.x is None:
                return left
            self.keep(found.x[:many])
            still = {one for one in left if not self.is_reached(one, up)}
            if still == left:
                return left
            left = still
        return left

    def is_reached(self, one, up):
        return self.most[one] >= THRESHOLD - 1e-4 if up else self.least[one] <= 1e-4

    def extent(self, one):
        """The least and the most of one count, as a whole number within what fractions allow."""
        bounds = []
        for up in (False, True):
            cost = np.zeros(len(self.names))
            cost[one] = -1 if up else 1
            point = None if self.is_reached(one, up) else self.solve(cost, False)[0]
            if point is not None:
                self.keep(point)
            known = point[one] if point is not None else self.most[one] if up else self.least[one]
            bounds.append(np.floor(known + 1e-4) if up else np.ceil(known - 1e-4))
        return bounds

    def is_whole(self, one):
        """Whether whole numbers reach as far as fractions do: yes, no, or not known in time."""
        answers = []
        for up in (False, True):
            low, high = self.low[one], self.high[one]
            if up:
                self.low[one] = THRESHOLD
            else:
                self.high[one] = 0
            nothing = np.zeros(len(self.names))
            point, status = self.solve(nothing, True, 5.0)
            if status == 2:
                # HiGHS 1.2, which scipy 1.10 holds, loses solutions in its presolve: believed only without it.
                point, status = self.solve(nothing, True, 20.0, presolve=False)
            self.low[one], self.high[one] = low, high
            answers.append(True if point is not None else False if status == 2 else None)
        return None if None in answers and False not in answers else all(answers)


ROUNDED = 0.0501


def told(n, means, what):
    """Between what a mean and a deviation lie, by all that is shown of them."""
    near = lambda value: (value - ROUNDED, value + ROUNDED)
    meet = lambda one, other: (max(one[0], other[0]), min(one[1], other[1]))
    value, low, high = means[what]
    per_deviation = stats.t.ppf(0.975, n - 1) / n ** 0.5
    mean = meet(near(value), near((low + high) / 2))
    spread = tuple(max(half, 0) / per_deviation for half in near((high - low) / 2))
    if what == "mean_change" and "sd_change" in means:
        spread = meet(spread, near(means["sd_change"][0]))
    if what == "mean_change" and "effect_size_dz" in means:
        both = [dz * by for dz in near(means["effect_size_dz"][0]) for by in spread]
        mean = meet(mean, (min(both), max(both)))
    return mean, spread


def ratings(n, means, classes):
    """What means and a spread of n pairs leave possible of each class, and of the starts of 2 or more."""
    pairs = [(start, end) for start in range(11) for end in range(11)]
    start = np.array([one[0] for one in pairs], float)
    end = np.array([one[1] for one in pairs], float)
    by = end - start
    rows, low, high_of = [np.ones(121)], [n], [n]
    for values, what in ((start, "mean_start"), (end, "mean_end"), (by, "mean_change")):
        if what in means and means[what][1] is not None:
            mean, spread = told(n, means, what)
            middle, off = sum(mean) / 2, (mean[1] - mean[0]) / 2
            rows += [values, (values - middle) ** 2]
            low += [n * mean[0], (n - 1) * spread[0] ** 2]
            high_of += [n * mean[1], (n - 1) * spread[1] ** 2 + n * off ** 2]
    is_leaf = {LEAVES[0]: by <= -2, LEAVES[1]: by == -1, "unchanged": by == 0, LEAVES[3]: by == 1, LEAVES[4]: by >= 2,
               "improved": by < 0, "worsened": by > 0, "high": start >= 2, "low": start < 2}
    for one, (least, most) in classes.items():
        rows.append(is_leaf[one].astype(float))
        low.append(least)
        high_of.append(most)
    constraint = LinearConstraint(np.array(rows), low, high_of)
    found = {}
    for one, (least, most) in classes.items():
        if least == most:
            continue
        extent = []
        for sign in (1, -1):
            best = milp(sign * is_leaf[one].astype(float), constraints=constraint, bounds=Bounds(0, np.inf))
            extent.append(sign * best.fun if best.x is not None else (least if sign > 0 else most))
        found[one] = (max(least, np.ceil(extent[0] - 1e-5)), min(most, np.floor(extent[1] + 1e-5)))
    return found
