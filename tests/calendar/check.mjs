// Reads calendars with ical.js: a list of texts on standard input, what they say on standard output.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const library = join(process.argv[2], "node_modules/ical.js/dist/ical.js");
const { default: ICAL } = await import(pathToFileURL(library));

const instant = (time) => time.toJSDate().toISOString().replace(".000Z", "Z");
// ical.js leaves unknown properties as they are written, and does not take their escapes away.
const unescaped = (value) => (value === null ? null : value.replace(/\\([\\;,])/g, "$1"));

const event = (component) => {
  const read = new ICAL.Event(component);
  return {
    uid: read.uid,
    starts: instant(read.startDate),
    ends: instant(read.endDate),
    stamp: instant(component.getFirstPropertyValue("dtstamp")),
    changed: instant(component.getFirstPropertyValue("last-modified")),
    sequence: read.sequence,
    status: component.getFirstPropertyValue("status"),
    transparency: component.getFirstPropertyValue("transp"),
    summary: read.summary,
    description: read.description,
    fields: component.getAllProperties().length,
  };
};

const calendar = (content) => {
  const whole = new ICAL.Component(ICAL.parse(content));
  return {
    name: unescaped(whole.getFirstPropertyValue("x-wr-calname")),
    zone: whole.getFirstPropertyValue("x-wr-timezone"),
    refresh: whole.getFirstPropertyValue("x-published-ttl"),
    events: whole.getAllSubcomponents("vevent").map(event),
  };
};

const calendars = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(calendars.map(calendar)));
