"""What an evaluator knows: each figure as the count that it is of, and every sum and bound that holds among counts."""

import re
from collections import defaultdict

from truth import BY_OUTCOME, GROUP_OF, GROUPS, LEAVES, ONE_WAY, PLACE_OF

GROUPED = {"per_call.all": "", "per_call.start_2_or_more": "high.", "first_call_per_caller.all": "first.",
           "first_call_per_caller.start_2_or_more": "firsthigh.", "retrospective.all": "retro."}
FLAGS = {"logged_late": "late", "overlapping": "overlap", "without_shift": "noshift", "amended": "amended",
         "of_closed_months": "closed"}
FIELDS = {"caller_relation": "relation", "supports_used": "supports", "caller_rating": "rating", "ended_by": "end"}
CLASSES = ["pairs", "improved", *LEAVES[:2], "unchanged", *LEAVES[3:], "worsened"]
ROUNDED = {"callers", "frequent_callers"}
TOGETHER = "withheld_together"


def key_of(report, one):
    """Of which count a figure is, or the numerator of which share; none if it is of neither."""
    what, by, level, group = one["statistic"], one["by"], one["level"], one["group"]
    whole = lambda node: ("whole", "", node)
    if report == "volume":
        node = {"contacts": "contacts", "support_contacts": "support", "talk_minutes": "minutes"}.get(what)
        return node and ((by, level, node) if by else whole(node))
    if report == "callers":
        if by:
            return (by, level, "support") if what == "support_contacts" else None
        return {"callers": whole("callers"), "frequent_callers": whole("frequent_callers"), "coded_contacts": whole("coded"),
                "contacts_of_frequent_callers": whole("frequent"),
                "first_time_contacts": ("returning", "first_time", "support")}.get(what)
    if report == "isolation-change":
        node = "eligible" if what == "eligible" else "pairs" if what == "pairs" else what.removesuffix("_count")
        if node not in CLASSES and node != "eligible":
            return None
        return (by, level, node) if by else whole(GROUPED.get(group, "") + node)
    if what == "support_contacts":
        return whole("support")
    if report == "reasons" and what.endswith("_count"):
        table = "reason" if by == "reason" else what.removesuffix("_reason_count")
        return (table, level, "support")
    if report == "diversion":
        return {"answered": ("would_have_done_instead", "answered", "support"), "named_count": (by, level, "support")}.get(what)
    if report == "escalation":
        return (by, level, "support") if what == "count" else None
    if report == "referrals" and what != "accepted_share":
        return (by, level, what) if by else ("referrals", "", what)
    if report == "reach" and what in ("answer_count", "missing_count"):
        return (by, level, "support")
    if report == "data-quality":
        if what == "completeness":
            return whole(FIELDS[group]) if group in FIELDS else (group, "answered", "support")
        node = {"contacts": "contacts", "asked_rate": "asked"}.get(what, FLAGS.get(what.removesuffix("_count")))
        return node and whole(node)
    if report == "isolation-over-time":
        node = {"measured": "measured", "linked": "linked", "lonely_at_first": "lonely_first",
                "lonely_at_last": "lonely_last"}.get(what, what if what.startswith("reliably") else None)
        return node and ("instrument", level, node)
    if report == "access" and what in ("offered", "answered", "abandoned"):
        return ("access", "", what)
    return None


def missing_key(report, one):
    """Of which count it is how many had no answer."""
    table = {"diversion": "would_have_done_instead", "escalation": one["by"], "reach": one["by"],
             "data-quality": one["group"]}.get(report)
    return (table, "missing", "support") if one["missing"] and table else None


class Knowledge:
    """Per period what is known of each count: an interval, or that it is withheld."""

    def __init__(self):
        self.known = defaultdict(dict)
        self.withheld = defaultdict(set)
        self.listed = defaultdict(set)
        self.means = defaultdict(dict)
        self.faults = []

    def say(self, period, key, low, high):
        before = self.known[period].get(key)
        if before and (before[1] < low or before[0] > high):
            self.faults.append(f"{period} {key} is {before} and {(low, high)}")
        if before:
            low, high = max(low, before[0]), min(high, before[1])
        self.known[period][key] = (low, high)

    def hear(self, document):
        period, report = document["period"], document["report"]
        for one in document["figures"]:
            key = key_of(report, one)
            if one["level"] == TOGETHER:
                self.together(period, key, [key_of(report, other) for other in document["figures"]
                                            if (other["by"], other["statistic"], other["status"])
                                            == (one["by"], one["statistic"], "withheld")], one["value"])
                continue
            if key and one["by"] and key[0] == one["by"]:
                self.listed[(period, key[0])].add(key[1])
            if key:
                self.figure(period, key, one)
            missing = missing_key(report, one)
            if missing:
                if one["missing"]["status"] == "shown":
                    self.say(period, missing, one["missing"]["value"], one["missing"]["value"])
                elif one["missing"]["status"] == "withheld":
                    self.withheld[period].add(missing)
            if report == "isolation-change" and one["statistic"] in ("mean_start", "mean_end", "mean_change", "sd_change", "effect_size_dz") \
                    and one["status"] == "shown":
                cell = (one["by"] or "whole", one["level"] or "", GROUPED[one["group"]])
                self.means[(period, cell)][one["statistic"]] = (one["value"], one["low"], one["high"])

    def together(self, period, key, levels, value):
        """What all levels come to that are withheld."""
        if key:
            of = ("together", tuple(sorted(set(levels))), key[0])
            self.say(period, of, value, value)

    def figure(self, period, key, one):
        value = one["value"]
        if one["status"] == "withheld":
            self.withheld[period].add(key)
        elif one["status"] == "not_measured" and key[2] == "callers":
            self.say(period, ("whole", "", "coded"), 0, 0)
            self.say(period, key, 0, 0)
        elif one["status"] == "not_measured" and key[0] == "instrument":
            self.say(period, key, 0, 0)
        elif one["status"] == "undefined" and one["unit"] == "percent":
            self.say(period, key, 0, 0)
        elif one["status"] != "shown":
            pass
        elif key[2] in ROUNDED:
            # Fewer than the threshold are withheld, but for none.
            self.say(period, key, max(value, 11) if value else 0, value + 4 if value else 0)
        elif one["unit"] == "percent":
            n = int(one["n"]["value"])
            fit = [k for k in range(n + 1) if abs(100 * k / n - value) < 0.05001] if n else [0]
            self.say(period, key, fit[0], fit[-1])
        else:
            self.say(period, key, value, value)

    def levels(self, table, period):
        return sorted(self.listed[(period, table)])

    def all_levels(self, table):
        return sorted({level for (_, name), levels in self.listed.items() if name == table for level in levels})


def parts(period, periods):
    """The periods that make up another one."""
    if re.fullmatch(r"\d{4}-Q\d", period):
        first = 3 * int(period[-1]) - 2
        months = [f"{period[:4]}-{month:02}" for month in range(first, first + 3)]
    elif re.fullmatch(r"\d{4}", period):
        months = [f"{period}-Q{quarter}" for quarter in range(1, 5)]
    else:
        return []
    return months if all(month in periods for month in months) else []


def within(knowledge, period):
    """The rows that hold within a period: a total's key, its parts' keys, and how it is bounded by their sum."""
    whole = lambda node: ("whole", "", node)
    rows = [(key, list(key[1]), 0, 0) for key in knowledge.known[period] if key[0] == "together"]
    eq = lambda total, *of: rows.append((total, list(of), 0, 0))
    at_least = lambda total, *of: rows.append((total, list(of), 0, 1e12))
    eq(whole("contacts"), whole("support"), whole("~support"))
    eq(whole("support"), whole("eligible"), whole("~eligible"))
    eq(whole("eligible"), whole("asked"), whole("~asked"))
    eq(whole("eligible"), whole("pairs"), whole("retro.pairs"), whole("unrated"))
    for flag in [*FLAGS.values(), "coded"]:
        eq(whole("contacts"), whole(flag), whole("~" + flag))
    for field in FIELDS.values():
        eq(whole("support"), whole(field), whole("~" + field))
    eq(whole("coded"), whole("frequent"), whole("~frequent"))
    for group in ["", "high.", "first.", "firsthigh.", "retro.", "low.", "firstlow.", "rest.", "resthigh.",
                  "restlow."]:
        eq(whole(group + "pairs"), *[whole(group + one) for one in ("improved", "unchanged", "worsened")])
        for one in ("improved", "worsened"):
            eq(whole(group + one), whole(f"{group}{one}_1"), whole(f"{group}{one}_2"))
    for leaf in LEAVES:
        eq(whole(leaf), whole("high." + leaf), whole("low." + leaf))
        eq(whole("high." + leaf), whole("firsthigh." + leaf), whole("resthigh." + leaf))
        eq(whole("low." + leaf), whole("firstlow." + leaf), whole("restlow." + leaf))
        eq(whole("rest." + leaf), whole("resthigh." + leaf), whole("restlow." + leaf))
        eq(whole(leaf), whole("first." + leaf), whole("rest." + leaf))
        eq(whole("first." + leaf), whole("firsthigh." + leaf), whole("firstlow." + leaf))
    # Who starts at 0 or 1 cannot improve by two.
    eq(whole("low.improved_2"))
    at_least(whole("coded"), whole("callers"))
    at_least(whole("callers"), whole("first.pairs"))
    at_least(whole("callers"), whole("frequent_callers"))
    at_least(whole("frequent"), *[whole("frequent_callers")] * 8)
    at_least(whole("~frequent"), whole("callers"), ("minus", "", whole("frequent_callers")))
    at_least(whole("contacts"), whole("callers"))
    for table in BY_OUTCOME:
        levels = knowledge.levels(table, period)
        if not levels:
            continue
        for level in levels:
            at = lambda node: (table, level, node)
            eq(at("support"), at("eligible"), at("~eligible"))
            eq(at("eligible"), at("pairs"), at("~pairs"))
            eq(at("pairs"), at("improved"), at("unchanged"), at("worsened"))
            if table == "channel":
                eq(at("contacts"), at("support"), at("~support"))
        for node in ["support", "eligible", "pairs", "improved", "unchanged", "worsened"]:
            eq(whole(node), *[(table, level, node) for level in levels])
        if table == "channel":
            eq(whole("contacts"), *[(table, level, "contacts") for level in levels])
    for table in ONE_WAY:
        levels = [level for level in knowledge.levels(table, period) if level != "answered"]
        if table == "race_ethnicity":
            named = [(table, level, "support") for level in levels if level != "missing"]
            answered = (table, "answered", "support")
            for one in named:
                at_least(answered, one)
            rows.append((answered, named, -1e12, 0))
            eq(whole("support"), answered, (table, "missing", "support"))
        elif levels:
            eq(whole("support"), *[(table, level, "support") for level in dict.fromkeys([*levels, "missing"])])
    for table in {*BY_OUTCOME, *ONE_WAY}:
        if table not in ("race_ethnicity", "reason") and knowledge.listed[(period, table)]:
            eq(whole("support"), (table, "answered", "support"), (table, "missing", "support"))
    types = knowledge.levels("contact_type", period)
    if types:
        eq(whole("contacts"), *[("contact_type", level, "contacts") for level in types])
        eq(whole("support"), *[("contact_type", level, "contacts") for level in types
                               if level in ("support", "information_only", "third_party_concern")])
    for table in ("contact_type", "channel", "whole"):
        for level in [""] if table == "whole" else knowledge.levels(table, period):
            rows.append(((table, level, "minutes"), [(table, level, "contacts")] * 240, -1e12, 0))
        if table != "whole" and knowledge.levels(table, period):
            eq(whole("minutes"), *[(table, level, "minutes") for level in knowledge.levels(table, period)])
    hours = knowledge.levels("hour_of_week", period)
    if hours:
        eq(whole("contacts"), *[("hour_of_week", level, "contacts") for level in hours])
    for group, reasons in GROUPS.items():
        eq(("reason", group, "support"), *[("main", reason, "support") for reason in reasons.split()])
    for reason in GROUP_OF:
        eq(("any", reason, "support"), ("main", reason, "support"), ("second", reason, "support"))
        eq(whole("support"), ("any", reason, "support"), ("without", reason, "support"))
    rows.append((("zero", "", ""), [("any", reason, "support") for reason in GROUP_OF]
                 + [("minus", "", whole("support"))] * 5, 0, 1e12))
    results = ["accepted", "declined", "information_only"]
    to = knowledge.levels("destination", period)
    places = knowledge.levels("continuum_place", period)
    for table, levels in (("referrals", [""]), ("destination", to), ("continuum_place", places)):
        for level in levels:
            eq((table, level, "offered"), *[(table, level, result) for result in results])
    for node in ["offered", *results]:
        if places:
            eq(("referrals", "", node), *[("continuum_place", place, node) for place in places])
        for place in places if to else []:
            eq(("continuum_place", place, node),
               *[("destination", one, node) for one in to if PLACE_OF.get(one, "community_support") == place])
    access = lambda node: ("access", "", node)
    eq(access("offered"), access("answered"), access("abandoned"), access("unresolved"))
    for level in knowledge.levels("instrument", period):
        at = lambda node: ("instrument", level, node)
        eq(at("measured"), at("linked"), at("~linked"))
        eq(at("linked"), at("lonely_first"), at("~lonely_first"))
        eq(at("linked"), at("lonely_last"), at("~lonely_last"))
        at_least(whole("callers"), at("measured"))
        if level == "ucla_3":
            eq(at("linked"), *[at("reliably_" + one) for one in ("improved", "unchanged", "worsened")])
    return rows


FIRSTS = ("first.", "firsthigh.", "firstlow.", "rest.", "resthigh.", "restlow.")


def across(period, of, keys):
    """The rows that bind a period to its parts: it is their sum, or who is one in several parts is one in the whole."""
    for key in keys:
        table, _, node = key
        if table == "whole" and node.startswith(("firsthigh.", "firstlow.")) or node in ROUNDED \
                or table == "instrument" and node == "measured":
            yield (period, key), [(part, key) for part in of], -1e12, 0
        if node == "first.pairs" or node in ROUNDED or (table == "instrument" and node in ("measured", "linked")):
            for part in of:
                yield (period, key), [(part, key)], 0, 1e12
        if not (node.startswith(FIRSTS) or node in ROUNDED or table == "instrument"):
            yield (period, key), [(part, key) for part in of], 0, 0
