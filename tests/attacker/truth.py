"""Counts everything anew from the facts of the calls, by the definitions that the reports print. Only the judge uses it."""

import csv
import datetime
from collections import Counter, defaultdict

SUPPORT = {"support", "information_only", "third_party_concern"}
NONE = {"not_asked", "declined", "unknown", ""}
LEAVES = ["improved_2", "improved_1", "unchanged", "worsened_1", "worsened_2"]
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
    "other": "other",
}
PLACE_OF = {to: place for place, all_of in PLACES.items() for to in all_of.split()}
HEARD = {"line_211": "another_line", "other_warm_line": "another_line", "crisis_line": "another_line",
         "hospital": "health_care", "provider": "health_care", "web": "media", "social_media": "media", "print": "media"}
TYPES = {"silent": "silent_or_hang_up", "hang_up": "silent_or_hang_up", "wrong_number": "wrong_number_or_prank",
         "prank": "wrong_number_or_prank", "sexual_misuse": "sexual_misuse_or_abusive",
         "abusive": "sexual_misuse_or_abusive", "test": "test_or_admin", "admin": "test_or_admin"}
LANGUAGES = {"en", "es", "zh", "vi", "ko", "ar", "tl"}
BY_OUTCOME = ["channel", "reason", "returning", "inbound_from", "age_band", "gender", "living_alone"]
ONE_WAY = ["how_heard", "race_ethnicity", "veteran", "language", "region", "would_have_done_instead", "escalation",
           "handoff_result"]
DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def read(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def levels(fact):
    """Into which level of each breakdown a contact falls."""
    plain = lambda value: "missing" if value in NONE else value
    of = {name: plain(fact[name]) for name in
          ["channel", "returning", "inbound_from", "age_band", "gender", "living_alone", "veteran",
           "would_have_done_instead", "escalation", "handoff_result"]}
    if of["age_band"] in ("75_89", "90_plus"):
        of["age_band"] = "75_plus"
    if of["gender"] in ("non_binary", "another"):
        of["gender"] = "non_binary_or_another"
    heard = plain(fact["how_heard"])
    of["how_heard"] = HEARD.get(heard, heard)
    main = (fact["reasons"].split() or ["other"])[0]
    of["reason"] = GROUP_OF[main]
    tag = fact["language"].split("-")[0].replace("fil", "tl")
    of["language"] = "missing" if not tag else tag if tag in LANGUAGES else "other"
    of["region"] = fact["region"] or "missing"
    named = [word for word in fact["race_ethnicity"].split() if word not in NONE]
    of["race_ethnicity"] = "answered" if named else "missing"
    return of, named


def change(by):
    return LEAVES[0] if by <= -2 else LEAVES[1] if by == -1 else LEAVES[2] if by == 0 else LEAVES[3] if by == 1 else LEAVES[4]


def within(leaf):
    yield leaf
    yield "pairs"
    if leaf != "unchanged":
        yield leaf.split("_")[0]


class Truth:
    """What is true of a period: counts, who is behind them, and what is added up."""

    def __init__(self, months):
        self.n = Counter()
        self.callers = defaultdict(Counter)
        self.sums = Counter()
        self.first = set()
        self.frequent_callers = set()
        self.scores = {}
        alone = 0
        for facts in months:
            often = Counter(fact["caller_code"] for fact in facts if fact["caller_code"])
            often = {code for code, many in often.items() if many >= 8}
            self.frequent_callers |= often
            for fact in facts:
                alone += 1
                who = fact["caller_code"] or alone
                for key in self.keys(fact, often):
                    self.n[key] += 1
                    self.callers[key][who] += 1
                self.referrals(fact, who)
                self.measures(fact)
        self.linked()

    def keys(self, fact, often):
        whole = lambda node: ("whole", "", node)
        of, named = levels(fact)
        support = fact["contact_type"] in SUPPORT
        minutes = int(fact["minutes"])
        kind = TYPES.get(fact["contact_type"], fact["contact_type"])
        hour = int(fact["hour_of_week"])
        eligible = support and fact["caller_relation"] == "self" and minutes >= 5
        code = fact["caller_code"]
        yes = lambda name: fact[name] == "true"
        outcomes = ["contacts"]
        outcomes += ["support" if support else "other"]
        keys = [whole("contacts"), ("contact_type", kind, "contacts"),
                ("hour_of_week", f"{DAYS[hour // 24]}_{hour % 24 // 3 * 3:02}", "contacts")]
        if not support:
            keys.append(whole("~support"))
        for node, holds in [("late", yes("logged_late")), ("overlap", yes("overlaps")), ("noshift", yes("without_shift")),
                            ("amended", yes("amended")), ("closed", bool(fact["late_for"])), ("coded", bool(code))]:
            keys.append(whole(node if holds else "~" + node))
        if code:
            keys.append(whole("frequent" if code in often else "~frequent"))
        for key in list(keys):
            if key[2] == "contacts":
                self.sums[key + ("minutes",)] += minutes
        self.sums[("channel", of["channel"], "contacts", "minutes")] += minutes
        if not support:
            return keys + [("channel", of["channel"], "contacts"), ("channel", of["channel"], "~support")]
        nodes = ["support", "eligible" if eligible else "~eligible"]
        keys.append(whole("support"))
        for node, holds in [("relation", fact["caller_relation"] not in NONE), ("end", fact["ended_by"] not in NONE),
                            ("rating", fact["caller_rating"] not in NONE), ("supports", bool(fact["supports"]))]:
            keys.append(whole(node if holds else "~" + node))
        if eligible:
            keys.append(whole("asked" if fact["start_status"] != "not_asked" else "~asked"))
            nodes += self.pair(fact, code, keys)
        keys += [whole(node) for node in nodes[1:] if node not in ("~pairs",)]
        keys += [(by, of[by], node) for by in BY_OUTCOME for node in nodes]
        keys.append(("channel", of["channel"], "contacts"))
        keys += [(by, of[by], "support") for by in ONE_WAY]
        main = (fact["reasons"].split() or ["other"])[0]
        for reason in GROUP_OF:
            if reason == main:
                keys += [("main", reason, "support"), ("any", reason, "support")]
            elif reason in fact["reasons"].split():
                keys += [("second", reason, "support"), ("any", reason, "support")]
            else:
                keys.append(("without", reason, "support"))
        keys += [("race_ethnicity", word, "support") for word in named]
        return keys

    def pair(self, fact, code, keys):
        """The sets of a contact's ratings; those of the whole alone go to the keys."""
        if not (fact["start"] and fact["end"] and fact["isolation_mode"]):
            keys.append(("whole", "", "unrated"))
            return ["~pairs"]
        start, end = int(fact["start"]), int(fact["end"])
        leaf = change(end - start)
        add = lambda group, classes: keys.extend(("whole", "", f"{group}.{one}") for one in classes)
        if fact["isolation_mode"] == "retrospective":
            add("retro", within(leaf))
            return ["~pairs"]
        high = start >= 2
        add("high" if high else "low", within(leaf))
        if code and code not in self.first:
            self.first.add(code)
            add("first", within(leaf))
            add("firsthigh" if high else "firstlow", within(leaf))
        else:
            add("rest", within(leaf))
            add("resthigh" if high else "restlow", within(leaf))
        return list(within(leaf)) 

    def referrals(self, fact, who):
        for referral in fact["referrals"].split():
            to, result = referral.split(":")
            for key in [("referrals", "", node) for node in ("offered", result)] \
                    + [("continuum_place", PLACE_OF.get(to, "community_support"), node) for node in ("offered", result)] \
                    + [("destination", to, node) for node in ("offered", result)]:
                self.n[key] += 1
                self.callers[key][who] += 1

    def measures(self, fact):
        for measured in fact["measures"].split() if fact["caller_code"] else []:
            instrument, score, on = measured.split(":")
            taken = (datetime.date.fromisoformat(on), int(score))
            first, last = self.scores.get((instrument, fact["caller_code"]), (taken, taken))
            self.scores[(instrument, fact["caller_code"])] = (
                taken if taken[0] < first[0] else first, taken if taken[0] > last[0] else last)

    def linked(self):
        for (instrument, code), (first, last) in self.scores.items():
            sets = ["measured"]
            if (last[0] - first[0]).days >= 28:
                lonely = 6 if instrument == "ucla_3" else 5
                by = last[1] - first[1]
                sets += ["linked", "lonely_first" if first[1] >= lonely else "~lonely_first",
                         "lonely_last" if last[1] >= lonely else "~lonely_last",
                         "reliably_improved" if by <= -3 else "reliably_worsened" if by >= 3 else "reliably_unchanged"]
            else:
                sets.append("~linked")
            for node in sets:
                self.n[("instrument", instrument, node)] += 1
                self.callers[("instrument", instrument, node)][code] += 1

    def of(self, key):
        table, level, node = key
        if table == "whole" and node == "callers":
            return len({who for who in self.callers[("whole", "", "coded")]})
        if table == "whole" and node == "frequent_callers":
            return len(self.frequent_callers)
        if level == "answered":
            return self.n[("whole", "", "support")] - self.n[(table, "missing", "support")]
        return self.n[key]
