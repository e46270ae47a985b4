"""What all means, spreads and counts of pairs tell together: of groups that overlap, of levels that make up the whole, and of
months that make up quarters and years. The unknowns are how many pairs began and ended with what, in lots that do not overlap."""

import re

import numpy as np
from scipy.sparse import coo_matrix, csr_matrix

from solving import Component, told
from truth import BY_OUTCOME, LEAVES

CLASSES = {"pairs": LEAVES, "improved": LEAVES[:2], "unchanged": [LEAVES[2]], "worsened": LEAVES[3:]}
CLASSES |= {leaf: [leaf] for leaf in LEAVES}
# Which starts, and whether only the first pair of each caller.
GROUPS = {"": ((0, 1), False), "high.": ((1,), False), "low.": ((0,), False),
          "first.": ((0, 1), True), "firsthigh.": ((1,), True), "firstlow.": ((0,), True)}
STARTS = (range(2), range(2, 11))
OF = {"mean_start": "start", "mean_end": "end", "mean_change": "change"}


def leaf(change):
    return LEAVES[min(max(change, -2), 2) + 2]


class Jointly(Component):
    """A table, or the whole, of some periods: `made_of` says which of the shortest ones make up each."""

    def __init__(self, attack, table, made_of):
        self.attack, self.at, self.names, self.low, self.high, self.terms = attack, {}, [], [], [], []
        self.row_low, self.row_high = [], []
        lengths = sorted({len(of) for of in made_of.values()})
        shortest = [period for period, of in made_of.items() if of == [period]]
        levels = sorted({level for one in made_of for level in attack.knowledge.levels(table, one)}) if table != "whole" else [""]
        # Of the whole some are the first of their caller in periods of this length and all shorter ones.
        ranks = range(len(lengths) + 1) if table == "whole" else [0]
        lots = [(period, level, rank, high) for period in shortest for level in levels for rank in ranks for high in (0, 1)]
        for lot in lots:
            self.lot(lot)
        for period, of in made_of.items():
            for group, (starts, first) in GROUPS.items():
                if first and table != "whole":
                    continue
                here = [lot for lot in lots if lot[0] in of and lot[3] in starts
                        and (not first or lot[2] > lengths.index(len(of)))]
                self.group(period, ("whole", "", group), here)
                if table != "whole" and group == "":
                    for level in levels:
                        self.group(period, (table, level, ""), [lot for lot in here if lot[1] == level])
        i, j, value = zip(*((row, at, factor) for row, terms in enumerate(self.terms) for at, factor in terms))
        self.rows = csr_matrix(coo_matrix((value, (i, j)), (len(self.terms), len(self.names)), float))
        self.low, self.high = np.array(self.low, float), np.array(self.high, float)
        self.row_low, self.row_high = np.array(self.row_low), np.array(self.row_high)
        self.least, self.most = np.full(len(self.names), np.inf), np.full(len(self.names), -np.inf)

    def unknown(self, name, low=0.0, high=np.inf):
        self.at[name] = len(self.names)
        self.names.append(name)
        self.low.append(low)
        self.high.append(high)
        return self.at[name]

    def row(self, terms, low, high):
        self.terms.append(terms)
        self.row_low.append(low)
        self.row_high.append(high)

    def lot(self, lot):
        """The pairs of a lot, and what they come to."""
        sums = {}
        for start in STARTS[lot[3]]:
            for end in range(11):
                cell = self.unknown((lot, start, end))
                sums.setdefault(leaf(end - start), []).append((cell, 1.0))
                for what, value in (("start", start), ("end", end), ("change", end - start)):
                    if value:
                        sums.setdefault(what, []).append((cell, float(value)))
                        sums.setdefault(what + "^2", []).append((cell, float(value * value)))
        for what, terms in sums.items():
            total = self.unknown((lot, what), -np.inf if what == "change" else 0.0)
            self.row([(total, -1.0), *terms], 0.0, 0.0)

    def sum(self, lots, what):
        return [(self.at[(lot, what)], 1.0) for lot in lots if (lot, what) in self.at]

    def group(self, period, cell, lots):
        table, level, group = cell
        for one, leaves in CLASSES.items():
            name = (period, (table, level, group + one))
            if name not in self.at:
                count = self.unknown(name, *self.attack.bounds(name))
                self.row([(count, -1.0), *[term for of in leaves for term in self.sum(lots, of)]], 0.0, 0.0)
        n, most = self.attack.bounds((period, (table, level, group + "pairs")))
        means = self.attack.knowledge.means.get((period, cell), {})
        for what, of in OF.items():
            if n != most or n < 2 or means.get(what, (None, None))[1] is None:
                continue
            mean, spread = told(n, means, what)
            middle, off = sum(mean) / 2, (mean[1] - mean[0]) / 2
            values = self.sum(lots, of)
            self.row(values, n * mean[0], n * mean[1])
            squares = self.sum(lots, of + "^2") + [(at, -2 * middle) for at, _ in values]
            about = n * middle ** 2
            self.row(squares, (n - 1) * spread[0] ** 2 - about, (n - 1) * spread[1] ** 2 + n * off ** 2 - about)


def chains(periods):
    """Periods that are reckoned together: those that make up another one, with it, and each that makes up none alone."""
    months = [one for one in periods if re.fullmatch(r"\d{4}-\d\d", one)]
    quarters = [one for one in periods if "Q" in one]
    of_quarter = lambda quarter: [one for one in months if one[:4] == quarter[:4] and (int(one[5:]) + 2) // 3 == int(quarter[-1])]
    of_year = lambda year: [one for one in quarters if one.startswith(year)]
    alone = lambda ones: {one: [one] for one in ones}
    found = [alone(of_quarter(one)) | {one: of_quarter(one)} for one in quarters]
    found += [alone(of_year(one)) | {one: of_year(one)} for one in periods if re.fullmatch(r"\d{4}", one)]
    inside = {month for one in quarters for month in of_quarter(one)}
    return found + [alone([month]) for month in months if month not in inside]


def narrowed(attack, judge):
    """The small counts of pairs that all of it narrows down, and how many there were."""
    # Counts that some report gives of some period: of levels there are none of changes by one point or by two.
    given = lambda key: key[0] == "whole" or key[2] not in LEAVES or key[2] == "unchanged"
    found, many = [], 0
    for made_of in chains(attack.periods):
        for table in ["whole", *BY_OUTCOME]:
            jointly = Jointly(attack, table, made_of)
            counts = [at for name, at in jointly.at.items() if isinstance(name[0], str) and len(name[1]) == 3 and given(name[1])]
            small = [at for at in counts if jointly.low[at] < jointly.high[at] and 0 < judge(jointly.names[at]) < 11]
            many += len(small)
            left = jointly.stretch(small, False) | jointly.stretch(small, True) if small else set()
            for at in sorted(left):
                least, most = jointly.extent(at)
                if least > 0 or most < 11:
                    found.append((jointly.names[at], judge(jointly.names[at]), least, most))
    return found, many
