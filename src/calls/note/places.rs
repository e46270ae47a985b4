//! Street addresses and ZIP codes of the United States in a text.

use std::sync::LazyLock;

use regex::Regex;

use super::stretches::{Stretch, after, all, before, pattern};

/// How streets end (United States Postal Service, Publication 28, appendix C1).
const ENDINGS: &str = "alley|annex|arcade|avenue|ave|bayou|beach|bend|bluffs?|bottom|boulevard|blvd|branch|bridge|brooks?|burgs?|bypass|camp|canyon|cape|causeway|centers?|circles?|cir|cliffs?|club|commons?|corners?|course|courts?|ct|coves?|creek|crescent|crest|crossing|crossroads?|curve|dale|dam|divide|drives?|dr|estates?|expressway|extensions?|falls?|ferry|fields?|flats?|fords?|forest|forges?|forks?|fort|freeway|fwy|gardens?|gateway|glens?|greens?|groves?|harbors?|haven|heights|highway|hwy|hills?|hollow|inlet|islands?|isle|junctions?|keys?|knolls?|lakes?|land|landing|lane|ln|lights?|loaf|locks?|lodge|loop|mall|manors?|meadows?|mews|mills?|mission|motorway|mount|mountains?|neck|orchard|oval|overpass|parks?|parkways?|pkwy|pass|passage|path|pike|pines?|place|pl|plains?|plaza|points?|ports?|prairie|radial|ramp|ranch|rapids?|rest|ridges?|river|roads?|rd|routes?|row|rue|run|shoals?|shores?|skyway|springs?|spurs?|squares?|sq|stations?|stravenue|stream|streets?|st|summit|terrace|ter|throughway|trace|track|trafficway|trail|tunnel|turnpike|underpass|unions?|valleys?|via|viaduct|views?|villages?|ville|vista|walks?|wall|ways?|wells?";
/// Endings that name nothing else, so that no number need stand before.
const SURE: &str = "street|st|avenue|ave|boulevard|blvd|road|rd|lane|ln|drive|terrace|parkway|pkwy|highway|turnpike|expressway|freeway|stravenue";

static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?x) \b \d{{1,6}} [A-Za-z]? (?: - \d+ )? \s+ (?: [\p{{Lu}}\d] [\p{{L}}\d'.-]* \s+ ){{1,4}} (?i: {ENDINGS} ) \b \.?
        (?: ,? \s+ (?i: apt | apartment | suite | ste | unit ) \.? \s* \#? \s* [\dA-Z]+ )?"
    ))
});
static IN_SMALL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)\b\d{{1,6}}\s+(?:(?:north|south|east|west|[nsew]\.?)\s+)?(?:[a-z]+|\d+(?:st|nd|rd|th))(?:\s+[a-z]+)?\s+(?:{SURE}|court|circle|place|way)\b\.?"
    ))
});
/// A number of something else than a house.
static MEASURE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^\d+\s+(?:more\s+)?(?:min(?:ute)?s?|h(?:ou)?rs?|days?|weeks?|months?|years?|miles?|blocks?|times?|feet|people|of|or|to|and|in|on|a|mg|kids|other|different|am|pm|steps?)\b",
    )
});
static ROOM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?ix) \b p\.?\s?o\.?\s?box \s* \#? \d+ | \b (?: apt | apartment | suite | ste ) \.? \s* \#? \s* (?: \d+ [a-z]? | [a-z] -? \d+ ) \b
        | \b (?: PSC | unit ) \s+ \d+ ,? \s+ box \s+ \d+ (?: \s+ [AFD]PO \s+ A[AEP] \s+ \d{5} )? | \b [AFD]PO \s+ A[AEP] \s+ \d{5}",
    )
});
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?x) \b (?: \p{{Lu}} [\p{{L}}'-]+ \s+ | \d+ (?: st | nd | rd | th ) \s+ ){{1,3}} (?i: {SURE} ) \b"
    ))
});
/// The street, my road: any.
static ANY: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?:The|A|This|That|My|Her|His|Our|Their|Your|On|In|No)\s+\p{L}+$"));
static AT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?x) \b (?: on | of | off | at | along | corner\ of | down ) \s+ (?P<street> (?: \p{{Lu}} [\p{{L}}'-]+ \s+ ){{1,2}} (?: (?i: {ENDINGS} ) ) ) \b"
    ))
});
/// Parks, centres, lakes and the like are places for everybody.
static PUBLIC: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:beach|bridge|centers?|club|commons?|course|courts?|gardens?|hills?|lakes?|mall|mission|mountains?|park|parks|place|plaza|port|rapids|river|springs|stations?|unions?|valleys?|villages?|ville|wells|estates?|island|islands|falls|heights|harbor|club|lodge|ranch|house)$",
    )
});

static ZIP: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b\d{5}(?:-\d{4})?\b"));
static ZIP_CUE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:zip|postal|postcode)(?:\s*code)?\W+(?:\w+\W+){0,2}$"));
static AMOUNT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s*(?:steps|dollars|bucks|usd|people|miles|calories|mg|feet|times|points|followers|%|a year|a month|per)",
    )
});

/// Street addresses: a house number with a street, a street by its name, a box, a flat.
pub(super) fn addresses(text: &str) -> Vec<Stretch> {
    let mut found = all(&ROOM, text);
    let slice = |stretch: &Stretch| text.get(stretch.clone()).unwrap_or_default();
    let houses = all(&NUMBERED, text).into_iter().chain(all(&IN_SMALL, text));
    found.extend(houses.filter(|house| {
        let amount = before(text, house.start, 1).ends_with(['$', '.', ':', '/', '-']);
        !amount && !MEASURE.is_match(slice(house))
    }));
    let named = all(&NAMED, text).into_iter();
    found.extend(named.filter(|street| !ANY.is_match(slice(street))));
    found.extend(AT.captures_iter(text).filter_map(|found| {
        let street = found.name("street")?;
        (!PUBLIC.is_match(street.as_str())).then(|| street.range())
    }));
    // The longest first, for the others are parts of it.
    found.sort_by_key(|stretch| std::cmp::Reverse(stretch.len()));
    found
}

/// ZIP codes: five digits, or nine, that are no amount of something.
pub(super) fn zips(text: &str) -> Vec<Stretch> {
    let found = all(&ZIP, text).into_iter().filter(|zip| {
        let head = before(text, zip.start, 30);
        if ZIP_CUE.is_match(&head) || zip.len() > 5 {
            return true;
        }
        let joined = head.ends_with(['$', ',', '.', '#', '-', '/', ':', '+', '€', '£']);
        !joined && !AMOUNT.is_match(&after(text, zip.end))
    });
    found.collect()
}
