"""Every figure of R1 to R10 and R13, reckoned anew from the sheets of facts that are read as JSON on standard input.

It follows the definitions in words and shares nothing with the program but the columns of the sheet: contacts are counted
one by one, shares and means are fractions, intervals come from scipy and statsmodels.
"""

import csv
import datetime
import io
import json
import math
import sys
from collections import Counter, defaultdict
from fractions import Fraction

import numpy
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

NONE = {"", "not_asked", "declined", "unknown"}
SUPPORT = ["support", "information_only", "third_party_concern"]
TYPES = {
    "silent": "silent_or_hang_up", "hang_up": "silent_or_hang_up",
    "wrong_number": "wrong_number_or_prank", "prank": "wrong_number_or_prank",
    "sexual_misuse": "sexual_misuse_or_abusive", "abusive": "sexual_misuse_or_abusive",
    "test": "test_or_admin", "admin": "test_or_admin",
}
HEARD = {
    "line_211": "another_line", "other_warm_line": "another_line", "crisis_line": "another_line",
    "hospital": "health_care", "provider": "health_care",
    "web": "media", "social_media": "media", "print": "media",
}
TONGUES = {"en", "es", "zh", "vi", "ko", "ar", "tl"}
DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
GROUPS = {
    "company_and_loneliness": "loneliness_isolation daily_chat good_news",
    "mood_and_mind": "anxiety_stress low_mood sleep voices_unusual_experiences",
    "grief_and_trauma": "grief_loss trauma",
    "relationships_and_caring": "relationships_family romantic caregiving",
    "safety_and_substances": "self_harm_thoughts suicidal_thoughts safety_violence substance_use_concern",
    "health": "physical_health_pain medication_question",
    "practical_needs": "housing food_basic_needs money_benefits work_education legal_justice service_navigation",
    "meaning_and_other": "identity_belonging meaning_spiritual other",
}
GROUP_OF = {reason: group for group, reasons in GROUPS.items() for reason in reasons.split()}
PLACES = {
    "crisis_line_and_hub": "crisis_center_hub crisis_line warm_line",
    "mobile_and_transport": "crisis_trained_responder mobile_crisis transportation",
    "urgent_and_observation": "medical_triage urgent_care observation_23h",
    "residential_and_respite": "crisis_residential stabilization_unit peer_respite",
    "hospital": "hospital",
    "intensive_community": "intensive_community assertive_outreach full_service_partnership care_court_support",
    "community_support": "peer_support_group recovery_center school_peer_program outpatient substance_use_service"
    " primary_care housing food benefits_legal employment_education domestic_violence veterans directory_211",
    "other": "other",
}
PLACE_OF = {to: place for place, all_of in PLACES.items() for to in all_of.split()}
LEVELS = {
    "channel": "voice text chat video callback voicemail_return missing",
    "contact_type": " ".join(SUPPORT) + " silent_or_hang_up wrong_number_or_prank sexual_misuse_or_abusive test_or_admin",
    "returning": "first_time returning missing",
    "inbound_from": "direct line_988 line_911 line_211 other_line missing",
    "how_heard": "previous_caller line_988 another_line health_care social_service family_friend media other missing",
    "age_band": "13_17 18_24 25_34 35_44 45_54 55_64 65_74 75_plus missing",
    "gender": "woman man non_binary_or_another missing",
    "race_ethnicity": "american_indian_alaska_native asian black_african_american hispanic_latino"
    " middle_eastern_north_african native_hawaiian_pacific_islander white other missing",
    "veteran": "yes no missing",
    "living_alone": "yes no missing",
    "language": "en es zh vi ko ar tl other missing",
    "region": "missing",
    "would_have_done_instead": "nothing called_988 called_911 gone_to_emergency hospital_admission called_provider"
    " called_friend_family other missing",
    "escalation": "none supervisor_consulted professional_consulted number_988_given warm_handoff_988 mobile_crisis"
    " emergency_with_consent emergency_without_consent mandated_report poison_medical missing",
    "handoff_result": "completed not_completed caller_declined disconnected missing",
    "reason": " ".join(GROUPS),
    "hour_of_week": " ".join(f"{day}_{hour:02}" for day in DAYS for hour in range(0, 24, 3)),
}
BREAKDOWNS = {
    "volume": "channel contact_type hour_of_week", "access": "", "callers": "inbound_from how_heard",
    "isolation-change": "channel reason returning inbound_from age_band gender living_alone",
    "isolation-over-time": "", "reasons": "", "diversion": "", "escalation": "",
    "referrals": "continuum_place destination",
    "reach": "age_band gender race_ethnicity veteran language region living_alone", "data-quality": "",
}


def level(fact, by):
    """Where a contact falls; a list, for several races may be named."""
    value = fact[by] if by in fact else ""
    if by == "contact_type":
        return [TYPES.get(value, value)]
    if by == "hour_of_week":
        return [f"{DAYS[int(value) // 24]}_{int(value) % 24 // 3 * 3:02}"]
    if by == "reason":
        return [GROUP_OF[(fact["reasons"].split() or ["other"])[0]]]
    if by == "race_ethnicity":
        return [word for word in value.split() if word not in NONE] or ["missing"]
    if value in NONE:
        return ["missing"]
    if by == "how_heard":
        return [HEARD.get(value, value)]
    if by == "age_band":
        return ["75_plus" if value in ("75_89", "90_plus") else value]
    if by == "gender":
        return [value if value in ("woman", "man") else "non_binary_or_another"]
    if by == "language":
        tongue = {"fil": "tl"}.get(value.split("-")[0], value.split("-")[0])
        return [tongue if tongue in TONGUES else "other"]
    return [value]


def away_from_zero(value):
    """To one decimal, a half away from zero; exact for fractions."""
    tenths = abs(value) * 10
    whole = math.floor(tenths)
    rounded = whole + (tenths - whole >= Fraction(1, 2))
    return (-rounded if value < 0 else rounded) / 10


class Month:
    """A month's contacts, or those of a quarter; never several months whose callers may not be told apart."""

    def __init__(self, months, is_range):
        self.months, self.is_range = months, is_range
        self.facts = [fact for month in months for fact in month]
        self.support = [fact for fact in self.facts if fact["contact_type"] in SUPPORT]
        self.coded = [fact for fact in self.facts if fact["caller_code"]]
        self.rows = []

    def often(self):
        """The codes of callers with eight contacts or more, of each month."""
        return [
            {code for code, n in Counter(fact["caller_code"] for fact in month).items() if code and n >= 8}
            for month in self.months
        ]

    def levels(self, by):
        named = {one for fact in self.facts for one in level(fact, by)} if by == "region" else set()
        return sorted(named | set(LEVELS[by].split()))

    # What stands in a row.
    def row(self, statistic, unit, value, status="shown", **beside):
        base = dict(group="", by=None, level=None, low=None, high=None, n=None, missing=None, few=False)
        self.rows.append({**base, "statistic": statistic, "unit": unit, "value": value, "status": status, **beside})

    def mark(self, statistic, unit, status, **at):
        self.row(statistic, unit, None, status, **at)

    def count(self, statistic, n, unit="contacts", **at):
        self.row(statistic, unit, n, **at)

    def number(self, statistic, unit, value, n, **at):
        """A figure that may not exist."""
        few = n < 30
        if value is None:
            self.row(statistic, unit, None, "undefined", n=n, few=few, **at)
        else:
            self.row(statistic, unit, away_from_zero(value), n=n, few=few, **at)

    def share(self, statistic, k, n, **at):
        bounds = {}
        if n:
            low, high = proportion_confint(float(k), float(n), alpha=0.05, method="wilson")
            bounds = {"low": away_from_zero(100 * max(low, 0.0)), "high": away_from_zero(100 * min(high, 1.0))}
        self.number(statistic, "percent", Fraction(100 * k, n) if n else None, n, **bounds, **at)

    def rate(self, statistic, k, n, **at):
        bounds = {}
        if n:
            low = stats.chi2.ppf(0.025, 2 * k) / 2 if k else 0.0
            high = stats.chi2.ppf(0.975, 2 * k + 2) / 2
            bounds = {"low": away_from_zero(1000 * low / n), "high": away_from_zero(1000 * high / n)}
        unit = "per_1000_support_contacts"
        self.number(statistic, unit, Fraction(1000 * k, n) if n else None, n, **bounds, **at)

    def mean(self, statistic, values, **at):
        bounds = {}
        if len(values) > 1:
            values = numpy.asarray(values, dtype=float)
            # Written out: scipy has no interval where nothing is spread.
            half = stats.t.ppf(0.975, len(values) - 1) * values.std(ddof=1) / math.sqrt(len(values))
            bounds = {"low": away_from_zero(values.mean() - half), "high": away_from_zero(values.mean() + half)}
        total = Fraction(int(sum(values)), len(values)) if len(values) else None
        self.number(statistic, "points", total, len(values), **bounds, **at)

    def spread(self, values, dz, **at):
        sd = float(numpy.std(values, ddof=1)) if len(values) > 1 else None
        self.number("sd_change", "points", sd, len(values), **at)
        if dz:
            exists = len(set(values)) > 1
            self.number("effect_size_dz", "ratio", float(numpy.mean(values)) / sd if exists else None, len(values), **at)


def volume(period, by, case):
    period.count("contacts", len(period.facts))
    period.count("support_contacts", len(period.support))
    lengths(period, [lambda fact: True])
    if by is None or (by == "hour_of_week" and case["kind"] in ("month", "range")):
        return
    for name in period.levels(by):
        here = [fact for fact in period.facts if name in level(fact, by)]
        at = {"by": by, "level": name}
        period.count("contacts", len(here), **at)
        period.share("share_of_contacts", len(here), len(period.facts), **at)
        if by == "channel":
            period.count("support_contacts", sum(fact["contact_type"] in SUPPORT for fact in here), **at)
        if by != "hour_of_week":
            lengths(period, [lambda fact: name in level(fact, by)], **at)


def lengths(period, within, **at):
    """A range is put together of months: what one of them does not tell, it does not tell."""
    here = [fact for fact in period.facts if within[0](fact)]
    n = len(here)
    minutes = [int(fact["minutes"]) for fact in here]
    parts = period.months if period.is_range else [period.facts]
    safe, enough = True, True
    for part in parts:
        of_callers = Counter()
        for number, fact in enumerate(part):
            if within[0](fact):
                of_callers[fact["caller_code"] or number] += int(fact["minutes"])
        most = sorted(of_callers.values(), reverse=True) + [0, 0]
        safe = safe and (sum(most) == 0 or 10 * (sum(most) - most[0] - most[1]) >= most[0])
        some = sum(within[0](fact) for fact in part)
        enough = enough and (some == 0 or some >= 30)
    few = n < 30
    figures = [
        ("talk_minutes", safe, sum(minutes) if n else 0, None),
        ("length_mean", safe, Fraction(sum(minutes), n) if n else None, n),
        ("length_median", enough, float(numpy.quantile(minutes, 0.5, method="linear")) if n else None, n),
        ("length_p90", enough, float(numpy.quantile(minutes, 0.9, method="linear")) if n else None, n),
    ]
    for statistic, told, value, of in figures:
        if not told:
            period.row(statistic, "minutes", None, "withheld", n=of, few=few, **at)
        elif value is None:
            period.row(statistic, "minutes", None, "undefined", n=of, few=few, **at)
        else:
            period.row(statistic, "minutes", away_from_zero(value), n=of, few=few, **at)


def access(period, by, case):
    tally = case["telephony"]
    if not tally["hours"]:
        for name in ["offered", "answered", "abandoned"]:
            period.mark(name, "contacts", "not_measured")
        for name in ["answer_rate", "abandonment"]:
            period.mark(name, "percent", "not_measured")
        period.mark("average_speed_of_answer", "seconds", "not_measured")
        period.mark("hours", "hours", "not_measured")
        return
    offered, answered = tally["offered"], tally["answered"]
    for name in ["offered", "answered", "abandoned"]:
        period.count(name, tally[name])
    period.share("answer_rate", answered, offered)
    period.share("abandonment", tally["abandoned"], offered)
    speed = Fraction(tally["wait_seconds"], answered) if answered else None
    period.number("average_speed_of_answer", "seconds", speed, answered)
    period.count("hours", tally["hours"], "hours")


def callers(period, by, case):
    uncoded = len(period.facts) - len(period.coded)
    codes = {fact["caller_code"] for fact in period.coded}
    often = period.often()
    for name, number, missing in [
        ("callers", len(codes), uncoded), ("frequent_callers", len(set().union(*often)), None),
    ]:
        if not codes or period.is_range:
            status = "not_released" if codes else "not_measured"
            period.mark(name, "callers", status, missing=missing)
        else:
            period.count(name, number // 5 * 5, "callers", missing=missing)
    period.count("coded_contacts", len(period.coded))
    period.share("code_coverage", len(period.coded), len(period.facts))
    of_often = sum(fact["caller_code"] in here for month, here in zip(period.months, often) for fact in month)
    if codes:
        period.count("contacts_of_frequent_callers", of_often, missing=uncoded)
        period.share("share_of_frequent_callers", of_often, len(period.facts), missing=uncoded)
    else:
        period.mark("contacts_of_frequent_callers", "contacts", "not_measured")
        period.mark("share_of_frequent_callers", "percent", "not_measured")
    said = Counter(level(fact, "returning")[0] for fact in period.support)
    period.count("first_time_contacts", said["first_time"], missing=said["missing"])
    answered = said["first_time"] + said["returning"]
    period.share("first_time_share", said["first_time"], answered, missing=said["missing"])
    for name in period.levels(by) if by else []:
        n = sum(name in level(fact, by) for fact in period.support)
        period.count("support_contacts", n, by=by, level=name)
        period.share("share_of_support_contacts", n, len(period.support), by=by, level=name)


def is_eligible(fact):
    is_own = fact["contact_type"] in SUPPORT and fact["caller_relation"] == "self"
    return is_own and int(fact["minutes"]) >= 5


CLASSES = [
    ("improved", lambda d: d <= -1), ("improved_2", lambda d: d <= -2), ("improved_1", lambda d: d == -1),
    ("unchanged", lambda d: d == 0), ("worsened_1", lambda d: d == 1), ("worsened_2", lambda d: d >= 2),
    ("worsened", lambda d: d >= 1),
]


def changes(period, pairs, classes, unit="contacts", missing=None, **at):
    """The figures of pairs of ratings at the start and at the end."""
    at = {**at, "missing": missing}
    moved = [end - start for start, end in pairs]
    period.count("pairs", len(pairs), unit, **at)
    period.mean("mean_start", [start for start, _ in pairs], **at)
    period.mean("mean_end", [end for _, end in pairs], **at)
    period.mean("mean_change", moved, **at)
    period.spread(moved, True, **at)
    for name, holds in classes:
        k = sum(map(holds, moved))
        period.count(f"{name}_count", k, unit, **at)
        period.share(f"{name}_share", k, len(pairs), **at)


def captured(period, eligible, pairs, **at):
    period.count("eligible", len(eligible), **at)
    period.count("pairs", len(pairs), missing=len(eligible) - len(pairs), **at)
    period.share("capture", len(pairs), len(eligible), **at)


def isolation_change(period, by, case):
    eligible = [fact for fact in period.facts if is_eligible(fact)]
    rated = [fact for fact in eligible if fact["start"] and fact["end"]]
    pair = lambda fact: (int(fact["start"]), int(fact["end"]))
    mode = lambda mode, facts: [pair(fact) for fact in facts if fact["isolation_mode"] == mode]
    pairs = mode("prospective", rated)
    captured(period, eligible, pairs)
    first = {}
    for fact in rated:
        if fact["caller_code"] and fact["isolation_mode"] == "prospective":
            first.setdefault(fact["caller_code"], pair(fact))
    high = lambda pairs: [one for one in pairs if one[0] >= 2]
    changes(period, pairs, CLASSES, missing=len(eligible) - len(pairs), group="per_call.all")
    changes(period, high(pairs), CLASSES, group="per_call.start_2_or_more")
    of_callers = list(first.values())
    for name, of in [("all", of_callers), ("start_2_or_more", high(of_callers))]:
        before = len(period.rows)
        changes(period, of, CLASSES, unit="callers", group=f"first_call_per_caller.{name}")
        if not period.coded or period.is_range:
            status = "not_released" if period.coded else "not_measured"
            gone, period.rows = period.rows[before:], period.rows[:before]
            for row in gone:
                period.mark(row["statistic"], row["unit"], status, group=row["group"])
    changes(period, mode("retrospective", rated), CLASSES, group="retrospective.all")
    coarse = [(name, holds) for name, holds in CLASSES if name in ("improved", "unchanged", "worsened")]
    for name in period.levels(by) if by else []:
        here = lambda facts: [fact for fact in facts if name in level(fact, by)]
        pairs = mode("prospective", here(rated))
        if case["kind"] in ("quarter", "year"):
            captured(period, here(eligible), pairs, by=by, level=name)
            changes(period, pairs, coarse, group="per_call.all", by=by, level=name)
        elif by != "inbound_from":
            changes(period, pairs, [], group="per_call.all", by=by, level=name)


def isolation_over_time(period, by, case):
    for instrument, lonely_from in [("ucla_3", 6), ("ons_direct", 5)]:
        taken = defaultdict(list)
        for fact in period.coded:
            for text in fact["measures"].split():
                name, score, day = text.split(":")
                if name == instrument:
                    taken[fact["caller_code"]].append((datetime.date.fromisoformat(day), int(score)))
        # Nobody is asked twice a day; if they were, the answer that was logged first would count.
        on = lambda answer: answer[0]
        ends = [(min(answers, key=on), max(answers, key=on)) for answers in taken.values()]
        linked = [(a[1], b[1]) for a, b in ends if (b[0] - a[0]).days >= 28]
        at = {"by": "instrument", "level": instrument}
        before, n = len(period.rows), len(linked)
        period.count("measured", len(ends), "callers", **at)
        period.count("linked", n, "callers", missing=len(ends) - n, **at)
        period.share("lonely_at_first", sum(a >= lonely_from for a, _ in linked), n, **at)
        period.share("lonely_at_last", sum(b >= lonely_from for _, b in linked), n, **at)
        period.mean("mean_first", [a for a, _ in linked], **at)
        period.mean("mean_last", [b for _, b in linked], **at)
        moved = [b - a for a, b in linked]
        period.mean("mean_change", moved, **at)
        period.spread(moved, False, **at)
        if instrument == "ucla_3":
            period.share("reliably_improved", sum(d <= -3 for d in moved), n, **at)
            period.share("reliably_unchanged", sum(-3 < d < 3 for d in moved), n, **at)
            period.share("reliably_worsened", sum(d >= 3 for d in moved), n, **at)
        is_given = case["kind"] in ("quarter", "year")
        if not is_given or not ends:
            status = "not_measured" if is_given else "not_released"
            gone, period.rows = period.rows[before:], period.rows[:before]
            for row in gone:
                period.mark(row["statistic"], row["unit"], status, **at)


def reasons(period, by, case):
    n = len(period.support)
    period.count("support_contacts", n)
    named = [fact["reasons"].split() or ["other"] for fact in period.support]
    for group in GROUPS:
        k = sum(GROUP_OF[reasons[0]] == group for reasons in named)
        period.count("main_reason_count", k, by="reason", level=group)
        period.share("main_reason_share", k, n, by="reason", level=group)
    for reason in GROUP_OF:
        main = ("main", sum(reasons[0] == reason for reasons in named))
        for which, k in [*[main] * (case["kind"] == "year"), ("any", sum(reason in reasons for reasons in named))]:
            period.count(f"{which}_reason_count", k, by="any_reason", level=reason)
            period.share(f"{which}_reason_share", k, n, by="any_reason", level=reason)


def diversion(period, by, case):
    by = "would_have_done_instead"
    said = Counter(level(fact, by)[0] for fact in period.support)
    missing = said.pop("missing", 0)
    n = sum(said.values())
    period.count("answered", n, missing=missing)
    diverted = sum(said[name] for name in ["called_988", "called_911", "gone_to_emergency", "hospital_admission"])
    period.count("diverted_count", diverted, missing=missing)
    period.share("diverted_share", diverted, n, missing=missing)
    for name in LEVELS[by].split()[:-1]:
        period.count("named_count", said[name], by=by, level=name, missing=missing)
        period.share("named_share", said[name], n, by=by, level=name, missing=missing)
    service, cost = case["cost"]["service"], Fraction(case["cost"]["cost"])
    at, bounds = {"by": by, "level": service, "missing": missing}, {}
    if n:
        low, high = proportion_confint(float(said[service]), float(n), alpha=0.05, method="wilson")
        bounds = {"low": away_from_zero(low * n * float(cost)), "high": away_from_zero(high * n * float(cost))}
    period.number("avoided_cost", "currency", said[service] * cost if n else None, n, **bounds, **at)


def escalation(period, by, case):
    n = len(period.support)
    period.count("support_contacts", n)
    for by in ["escalation", "handoff_result"]:
        said = Counter(level(fact, by)[0] for fact in period.support)
        missing = said.pop("missing", 0)
        for name in LEVELS[by].split()[:-1]:
            at = {"by": by, "level": name}
            if by == "escalation" and n and missing == n:
                period.mark("count", "contacts", "not_measured", **at)
                period.mark("rate", "per_1000_support_contacts", "not_measured", **at)
            else:
                period.count("count", said[name], missing=missing, **at)
                period.rate("rate", said[name], n, missing=missing, **at)
    arrived = said["completed"] + said["not_completed"] + said["disconnected"]
    period.share("handoff_completion", said["completed"], arrived)


def referrals(period, by, case):
    all_of = [text.split(":") for fact in period.facts for text in fact["referrals"].split()]
    levels = {None: [None], "continuum_place": PLACES, "destination": PLACE_OF}
    named = {"continuum_place": PLACE_OF.get, "destination": lambda to: to}
    for name in [None] + (list(levels[by]) if by else []):
        results = Counter(result for to, result in all_of if name is None or named[by](to) == name)
        at = {"by": by, "level": name} if name else {}
        period.count("offered", sum(results.values()), "referrals", **at)
        for result in ["accepted", "declined", "information_only"]:
            period.count(result, results[result], "referrals", **at)
        period.share("accepted_share", results["accepted"], results["accepted"] + results["declined"], **at)


def reach(period, by, case):
    n = len(period.support)
    period.count("support_contacts", n)
    for one in [by] if by else BREAKDOWNS["reach"].split():
        said = Counter(name for fact in period.support for name in level(fact, one))
        missing = said["missing"]
        for name in period.levels(one):
            at = {"by": one, "level": name}
            if name == "missing":
                period.count("missing_count", missing, **at)
                period.share("missing_share", missing, n, **at)
            else:
                period.count("answer_count", said[name], missing=missing, **at)
                period.share("answer_share", said[name], n - missing, missing=missing, **at)


def data_quality(period, by, case):
    n, support = len(period.facts), period.support
    period.count("contacts", n)
    period.count("support_contacts", len(support))
    is_true = lambda column: lambda fact: fact[column] == "true"
    for name, holds in [
        ("logged_late", is_true("logged_late")), ("overlapping", is_true("overlaps")),
        ("without_shift", is_true("without_shift")), ("amended", is_true("amended")),
        ("of_closed_months", lambda fact: fact["late_for"] != ""),
    ]:
        k = sum(map(holds, period.facts))
        period.count(f"{name}_count", k)
        period.share(f"{name}_share", k, n)
    eligible = [fact for fact in period.facts if is_eligible(fact)]
    asked = sum(fact["start_status"] in ("asked", "declined") for fact in eligible)
    period.share("asked_rate", asked, len(eligible))
    for field in ["caller_relation", "caller_rating", "ended_by"]:
        period.share("completeness", sum(fact[field] not in NONE for fact in support), len(support), group=field)
    period.share("completeness", sum(fact["supports"] != "" for fact in support), len(support), group="supports_used")
    for field in (
        "channel returning inbound_from how_heard would_have_done_instead escalation handoff_result age_band gender"
        " race_ethnicity veteran language region living_alone"
    ).split():
        missing = sum(level(fact, field) == ["missing"] for fact in support)
        period.share("completeness", len(support) - missing, len(support), missing=missing, group=field)


REPORTS = {name: globals()[name.replace("-", "_")] for name in BREAKDOWNS}


def answer(case):
    months = [list(csv.DictReader(io.StringIO(sheet))) for sheet in case["sheets"]]
    answers = {}
    for name, breakdowns in BREAKDOWNS.items():
        for by in [None] + breakdowns.split():
            period = Month(months, case["kind"] == "range")
            REPORTS[name](period, by, case)
            answers[f"{name} {by or ''}"] = period.rows
    return answers


json.dump([answer(case) for case in json.load(sys.stdin)], sys.stdout)
