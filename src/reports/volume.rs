//! R1 volume: how many contacts, how many minutes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Counted;
use super::disclosure::{Figure, Rule};
use super::measures::{FEW, count, quantile};
use super::totals::Totals;

/// The definition that the report prints.
pub const DEFINITION: &str = "Contacts: all calls posted to the period. Support contacts: those of type support, \
    information_only or third_party_concern. Length: whole minutes from start to end, rounded down; talk minutes \
    are their sum over all contacts. Median and 90th percentile by linear interpolation (type 7), given from 30 \
    contacts on.";

/// The figures of R1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Volume {
    /// All contacts.
    pub contacts: Figure,
    /// Support contacts.
    pub support_contacts: Figure,
    /// Minutes of all contacts together.
    pub talk_minutes: Figure,
    /// How long a contact lasted.
    pub length: Length,
}

/// How long a contact lasted, in minutes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Length {
    /// Contacts with a length: every contact has one.
    pub n: Figure,
    /// Contacts without.
    pub missing: Figure,
    /// The mean.
    pub mean: Figure,
    /// The median.
    pub median: Figure,
    /// Nine in ten were not longer.
    pub p90: Figure,
}

/// The figures of a period's calls, after withholding.
pub fn volume(calls: &[Counted], rule: Rule) -> Volume {
    let shown = Totals::of(calls, rule);
    let minutes: Vec<u8> = calls.iter().map(|call| call.minutes).collect();
    let total: f64 = minutes.iter().copied().map(f64::from).sum();
    let n = Figure::number(calls.len()).if_shown(shown.contacts);
    let sums = shown.contacts && Rule::allows_sum(by_contributor(calls));
    let order = |share| {
        let enough = calls.len() >= FEW || calls.is_empty();
        Figure::tenths(quantile(&minutes, share)).if_shown(shown.contacts && enough)
    };
    Volume {
        contacts: n,
        support_contacts: Figure::number(
            calls
                .iter()
                .filter(|call| call.contact_type.is_support())
                .count(),
        )
        .if_shown(shown.support),
        talk_minutes: Figure::exactly(total).if_shown(sums),
        length: Length {
            n,
            missing: Figure::number(0).if_shown(shown.contacts),
            mean: Figure::tenths((!calls.is_empty()).then(|| total / count(calls.len())))
                .if_shown(sums),
            median: order(0.5),
            p90: order(0.9),
        },
    }
}

/// The minutes of each contributor.
fn by_contributor(calls: &[Counted]) -> Vec<u64> {
    let mut coded: BTreeMap<&str, u64> = BTreeMap::new();
    let mut amounts = Vec::new();
    for call in calls {
        match call.caller_code.as_deref() {
            Some(code) => *coded.entry(code).or_default() += u64::from(call.minutes),
            None => amounts.push(call.minutes.into()),
        }
    }
    amounts.extend(coded.into_values());
    amounts
}
