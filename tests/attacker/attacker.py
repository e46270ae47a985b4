#!/usr/bin/env python3
"""Holds an evaluator's token and nothing else: asks everything that may be asked, and reckons what was withheld.

The truth is read by the judge alone, after the attack, to say what of it was found out.
"""

import argparse
import json
import pickle
import random
import re
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np

from asking import ask, digest, same_rows
from jointly import narrowed
from knowing import Knowledge, across, parts, within
from solving import BIG, THRESHOLD, System, ratings
from truth import BY_OUTCOME, LEAVES, ONE_WAY, Truth, read

TOTALS = [("whole", "", node) for node in ("contacts", "support", "eligible", "pairs")]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="where the line answers; the token is in WARMLINE_TOKEN")
    parser.add_argument("--answers", help="reckon with answers that were kept, and ask nothing")
    parser.add_argument("--documents", help="reckon with reports in this file instead")
    parser.add_argument("--keep", help="keep a digest of the answers under this name")
    parser.add_argument("--keep-answers", help="keep the answers themselves")
    parser.add_argument("--same-as", help="which of the answers that were kept have changed")
    parser.add_argument("--only-ask", action="store_true", help="do not reckon")
    parser.add_argument("--all-ranges", action="store_true", help="ask for every range of months")
    parser.add_argument("--at-most", type=int, help="reckon so many of the small counts, drawn by chance")
    parser.add_argument("--truth", required=True, help="the folder of the true facts, for the judge")
    return parser.parse_args()


def compared(answers, before):
    """Which answers are not, to the byte, what they were. Answers that name what was not there before may be new."""
    old = {one: answer for one, answer in before.items() if "compare=" not in one}
    now = digest(answers)
    changed = [one for one, answer in old.items() if one in now and now[one] != answer]
    return {"changed": changed[:20], "same": sum(one in now and now[one] == answer for one, answer in old.items())}


def kind(period):
    return "month" if re.fullmatch(r"\d{4}-\d\d", period) else "quarter" if "Q" in period else "year"


def follows(name):
    """Of fewer than 88 contacts no eleven callers had eight each: that is no finding."""
    return name[1][2] == "frequent_callers"


class Attack:
    def __init__(self, documents):
        self.knowledge = Knowledge()
        self.periods = [document["period"] for document in documents]
        self.periods = list(dict.fromkeys(period for period in self.periods if ".." not in period))
        for document in documents:
            if ".." not in document["period"]:
                self.knowledge.hear(document)
        self.told = {period: {*self.knowledge.known[period]} for period in self.periods}
        self.unlisted()
        self.tighten()
        self.system = System(self.bounds)
        self.contradictions = []
        keys = {}
        for period in self.periods:
            rows = within(self.knowledge, period)
            keys[period] = {key for total, of, _, _ in rows for key in (total, *of) if key[0] not in ("minus", "zero")}
            for total, of, low, high in rows:
                if self.system.add((period, total), [(period, key) for key in of], low, high):
                    self.contradictions.append(f"{period} {total}")
        for period in self.periods:
            of = parts(period, self.periods)
            if of:
                common = set.union(*[keys[one] for one in [period, *of]])
                if any("over_time" == key[0] for key in common):
                    continue
                for total, ones, low, high in across(period, of, sorted(common)):
                    if total[1][0] in ("instrument", "hour_of_week") and kind(of[0]) == "month":
                        continue
                    if self.system.add(total, ones, low, high):
                        self.contradictions.append(f"{total}")

    def bounds(self, name):
        period, key = name
        return self.knowledge.known[period].get(key, (0.0, np.inf))

    def unlisted(self):
        """A level that is not in a list is empty there. In a list that is not the same everywhere it is there because it is
        not."""
        for table in ("region", "language"):
            lists = {period: set(self.knowledge.levels(table, period)) for period in self.periods}
            lists = {period: here for period, here in lists.items() if here}
            everywhere = set().union(*lists.values())
            for period, here in lists.items():
                for level in everywhere:
                    if level not in here:
                        self.knowledge.say(period, (table, level, "support"), 0, 0)
                    elif not all(level in one for one in lists.values()):
                        self.knowledge.say(period, (table, level, "support"), 1, 1e9)

    def tighten(self):
        """Means tell of the counts beneath them."""
        for (period, (table, level, group)), means in self.knowledge.means.items():
            at = lambda one: (table, level, group + one)
            n = self.bounds((period, at("pairs")))
            if n[0] != n[1] or not n[0]:
                continue
            names = {one: at(one) for one in (["improved", "unchanged", "worsened"] + (LEAVES if table == "whole" else []))}
            if group in ("", "first.") and table == "whole":
                names["high"] = at("high.pairs") if not group else ("whole", "", "firsthigh.pairs")
                names["low"] = at("low.pairs") if not group else ("whole", "", "firstlow.pairs")
            classes = {one: self.bounds((period, key)) for one, key in names.items()}
            classes = {one: (low, min(high, n[1])) for one, (low, high) in classes.items()}
            if all(low == high for one, (low, high) in classes.items() if one != "low"):
                continue
            # Of many pairs means tell little: to move eleven of them hardly moves a mean.
            if n[0] > 250:
                continue
            for one, (low, high) in ratings(n[0], means, classes).items():
                if low <= high:
                    self.knowledge.say(period, names[one], low, high)

    def reckon(self, truth, small):
        """What is left possible of each small count."""
        found, undecided, sizes, dead = [], 0, [], time.monotonic() + 60
        for component in self.system.components():
            real = np.array([truth(name) for name in component.names], float)
            if not component.admits(real):
                bad = self.broken(component, real)
                raise SystemExit(f"what is known is not so of the truth: {bad[:5]}")
            targets = [at for at, name in enumerate(component.names) if name in small]
            sizes.append(len(component.names))
            if not targets:
                continue
            left = {}
            for up in (False, True):
                left[up] = component.stretch(targets, up)
            print(f"{len(component.names)} unknown, {len(targets)} small, left {len(left[False])} and {len(left[True])}, "
                  f"{time.process_time():.0f} s", file=sys.stderr)
            for at in sorted(left[False] | left[True]):
                least, most = component.extent(at)
                if least > 0 or most < THRESHOLD and not follows(component.names[at]):
                    found.append((component.names[at], real[at], least, most))
            lost = {name for name, *_ in found}
            # Whole numbers take long: they are asked of some.
            some = [at for at in targets if not follows(component.names[at])]
            some = random.Random(7).sample(some, min(len(some), 8))
            for at in some if time.monotonic() < dead else []:
                whole = component.is_whole(at) if component.names[at] not in lost else True
                undecided += whole is None
                if whole is False:
                    found.append((component.names[at], real[at], 0, THRESHOLD))
        return found, undecided, sizes

    @staticmethod
    def broken(component, real):
        sums = component.rows @ real
        wrong = np.flatnonzero((sums < component.row_low - 1e-6) | (sums > component.row_high + 1e-6))
        named = [([(component.names[at], real[at], component.rows[row, at]) for at in component.rows[row].indices],
                  component.row_low[row], component.row_high[row]) for row in wrong]
        off = [(component.names[at], real[at], component.low[at], component.high[at]) for at in
               np.flatnonzero((real < component.low - 1e-6) | (real > component.high + 1e-6))]
        return [str(one)[:600] for one in off + named]


class Judge:
    """Knows the truth."""

    def __init__(self, folder):
        self.months = {path.stem: read(path) for path in sorted(Path(folder).glob("*.csv"))}
        self.periods = {}

    def period(self, period):
        if period not in self.periods:
            if ".." in period:
                first, last = period.split("..")
                months = [month for month in self.months if first <= month <= last]
            elif "Q" in period:
                quarter = int(period[-1])
                months = [month for month in self.months if month[:4] == period[:4] and (int(month[5:]) + 2) // 3 == quarter]
            else:
                months = [month for month in self.months if month.startswith(period)]
            self.periods[period] = Truth([self.months[month] for month in months])
            self.periods[period].facts = [self.months[month] for month in months]
        return self.periods[period]

    def __call__(self, name):
        period, key = name
        truth = self.period(period)
        if key[0] == "access":
            calls = [len(facts) for facts in truth.facts]
            access = {"offered": sum(n * 5 // 4 for n in calls), "answered": sum(calls), "abandoned": sum(n // 5 for n in calls)}
            return access.get(key[2], access["offered"] - access["answered"] - access["abandoned"])
        if key[0] == "together":
            return sum(truth.of(level) for level in key[1])
        if key[2] == "minutes":
            return truth.sums[(key[0], key[1], "contacts", "minutes")]
        return truth.of(key)


def shown_share(attack):
    """How many of the cells that readers look at are shown."""
    shown = Counter()
    for period in attack.periods:
        for name, tables, nodes in [
            ("one-way", [*BY_OUTCOME, *ONE_WAY, "contact_type", "hour_of_week", "main", "any", "destination", "continuum_place"], {"support", "contacts", "offered"}),
            ("two-way", BY_OUTCOME, {"eligible", "pairs", "improved", "unchanged", "worsened"}),
        ]:
            for key in {*attack.told[period], *attack.knowledge.withheld[period]}:
                if key[0] in tables and key[2] in nodes and key[1] != "answered" and not (key[0] == "channel" and key[2] == "support"):
                    shown[(f"{kind(period)} {name}", key not in attack.knowledge.withheld[period])] += 1
    names = sorted({name for name, _ in shown})
    return {name: [shown[(name, True)], shown[(name, True)] + shown[(name, False)]] for name in names}


def hidden_totals(attack, judge):
    """Totals that are withheld though what lies between them and the total above is not small."""
    above = {"support": "contacts", "eligible": "support", "pairs": "eligible"}
    for period in attack.periods:
        for key in TOTALS:
            if key in attack.knowledge.withheld[period]:
                n = judge((period, key))
                over = judge((period, ("whole", "", above[key[2]]))) if key[2] in above else 0
                if n >= THRESHOLD and not 0 < over - n < THRESHOLD:
                    yield f"{period} {key[2]} {n} of {over}"


def check(judge, knowledge, documents):
    """Every shown count, held against the truth; of ranges too."""
    wrong = list(knowledge.faults)
    sums = Knowledge()
    for document in documents:
        if ".." in document["period"]:
            sums.hear(document)
    wrong += sums.faults
    for of in (knowledge, sums):
        for period, cells in of.known.items():
            for key, (low, high) in cells.items():
                if not low <= judge((period, key)) <= high:
                    wrong.append(f"{period} {key}: {judge((period, key))} is not in {(low, high)}")
    return wrong


def main():
    options = arguments()
    started = time.monotonic()
    if options.documents:
        listed, answers, differ, allowed = [], {}, [], []
    elif options.answers:
        listed, answers, differ, allowed = pickle.loads(Path(options.answers).read_bytes())
    else:
        listed, answers, differ, allowed = ask(options.url, options.all_ranges)
    asked = time.monotonic() - started
    if options.keep_answers:
        Path(options.keep_answers).write_bytes(pickle.dumps((listed, answers, differ, allowed)))
    verdict = {"asked": len(answers), "asking_seconds": round(asked, 1)}
    if options.same_as:
        verdict |= compared(answers, json.loads(Path(options.same_as).read_text()))
    if options.keep:
        Path(options.keep).write_text(json.dumps(digest(answers)))
    if not options.only_ask:
        verdict |= reckoned(options, answers, differ, allowed)
    verdict["seconds"] = round(time.monotonic() - started, 1)
    json.dump(verdict, sys.stdout)


def reckoned(options, answers, differ, allowed):
    ok = {one: body for one, (status, _, body) in answers.items() if status == 200}
    documents = {one: json.loads(body) for one, body in ok.items() if "format=" not in one}
    for one, document in documents.items():
        table = ok.get(one + "&format=csv")
        if table is not None and not same_rows(document, table.decode()):
            differ.append(one)
    documents = json.loads(Path(options.documents).read_text()) if options.documents else list(documents.values())
    judge = Judge(options.truth)
    begun = time.monotonic()
    attack = Attack(documents)
    wrong = check(judge, attack.knowledge, documents)
    print(f"{time.monotonic() - begun:.1f} s to know, {len(attack.system.at)} unknown", file=sys.stderr)
    withheld = {(period, key) for period in attack.periods for key in attack.knowledge.withheld[period]}
    small = {name for name in {*attack.system.at, *withheld} if 0 < judge(name) < THRESHOLD and name[1][2] != "minutes"}
    if options.at_most and len(small) > options.at_most:
        small = set(random.Random(11).sample(sorted(small), options.at_most))
    given = [(name, judge(name), *attack.bounds(name)) for name in small
             if name not in attack.system.at and attack.bounds(name)[0] == attack.bounds(name)[1]]
    found, undecided, sizes = attack.reckon(judge, small) if not wrong else ([], 0, [])
    found += given
    known = {name for name, *_ in found}
    jointly, of_pairs = narrowed(attack, judge) if not wrong else ([], 0)
    found += [one for one in {one[0]: one for one in jointly}.values() if one[0] not in known]
    exact = [one for one in found if one[2] == one[3]]
    by = Counter(f"{name[1][0]} {kind(name[0])}" for name, *_ in found)
    tell = lambda one: f"{one[0][0]} {one[0][1]} is {one[1]:.0f}, of {one[2]:.0f} to {'any' if one[3] >= BIG else int(one[3])}"
    cells = [name for name in small if name in withheld]
    return {
        "wrong": wrong[:20], "contradictions": attack.contradictions[:20],
        "answered_though_forbidden": allowed, "forms_differ": differ[:20],
        "not_shown": list(hidden_totals(attack, judge)),
        "withheld": len(withheld), "small": len(small), "small_cells": len(cells),
        "exact": len(exact), "narrow": len(found) - len(exact), "undecided": undecided,
        "of_pairs": of_pairs, "of_cells": sum(one[0] in withheld for one in found),
        "by": dict(sorted(by.items())), "found": [tell(one) for one in found[:40]],
        "unknown": len(attack.system.at), "largest_component": max(sizes, default=0),
        "shown": shown_share(attack),
    }


if __name__ == "__main__":
    main()
