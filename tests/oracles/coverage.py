"""Coverage of months of shifts, read as JSON on standard input, counted minute by minute.

A shift is its start and end in minutes, its least crew, and its places: start, end, whether held, qualified, confirmed,
checked in, and a no-show.
"""

import json
import sys


def month(shifts):
    required = staffed = unstaffed = understaffed = needed = filled = 0
    for start, end, least, places in shifts:
        fewest = None
        for minute in range(start, end):
            there = [place for place in places if place["from"] <= minute < place["to"] and place["held"]]
            sure = sum(
                1
                for place in there
                if place["qualified"] and not place["no_show"] and (place["confirmed"] or place["checked_in"])
            )
            required += least
            staffed += sure if sure < least else least
            unstaffed += sure == 0
            understaffed += 0 < sure < least
            fewest = len(there) if fewest is None or len(there) < fewest else fewest
        needed += least
        filled += fewest if fewest < least else least
    return [required, staffed, unstaffed, understaffed, needed, filled]


json.dump([month(case) for case in json.load(sys.stdin)], sys.stdout)
