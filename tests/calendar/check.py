"""Reads calendars with the icalendar package: a list of texts on standard input, what they say on standard output."""

import json
import sys
from datetime import timezone

from icalendar import Calendar


def instant(field):
    at = field.dt
    assert at.tzinfo is not None, "a time without a zone"
    return at.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def text(component, name):
    value = component.get(name)
    return None if value is None else str(value)


def event(component):
    assert not component.errors, component.errors
    return {
        "uid": text(component, "UID"),
        "starts": instant(component["DTSTART"]),
        "ends": instant(component["DTEND"]),
        "stamp": instant(component["DTSTAMP"]),
        "changed": instant(component["LAST-MODIFIED"]),
        "sequence": int(component["SEQUENCE"]),
        "status": text(component, "STATUS"),
        "transparency": text(component, "TRANSP"),
        "summary": text(component, "SUMMARY"),
        "description": text(component, "DESCRIPTION"),
        "fields": len(component),
    }


def calendar(content):
    whole = Calendar.from_ical(content)
    assert not whole.errors, whole.errors
    return {
        "name": text(whole, "X-WR-CALNAME"),
        "zone": text(whole, "X-WR-TIMEZONE"),
        "refresh": text(whole, "X-PUBLISHED-TTL"),
        "events": [event(one) for one in whole.walk("VEVENT")],
    }


json.dump([calendar(content) for content in json.load(sys.stdin)], sys.stdout)
