//! How often one may ask, and whose word is taken for who asks.

use super::{Settings, number};
use crate::http::address::Proxies;
use crate::http::limits::Rates;

/// Far more than a process can serve; beyond it a limit is none.
const MOST: usize = 1_000_000;

pub(super) fn rates(settings: &Settings, faults: &mut Vec<String>) -> Rates {
    let mut rate = |given: &Option<String>, name: &str, default: usize| {
        let rate = number(given.clone(), name, default, 0..=MOST, faults);
        u32::try_from(rate).unwrap_or(u32::MAX)
    };
    Rates {
        per_address: rate(
            &settings.requests_per_second_per_address,
            "requests_per_second_per_address",
            100,
        ),
        per_token: rate(
            &settings.requests_per_second_per_token,
            "requests_per_second_per_token",
            20,
        ),
        sign_ins: rate(
            &settings.sign_ins_per_minute_per_address,
            "sign_ins_per_minute_per_address",
            30,
        ),
    }
}

pub(super) fn proxies(settings: &Settings, faults: &mut Vec<String>) -> Proxies {
    let text = settings.trusted_proxies.as_deref().unwrap_or_default();
    Proxies::parse(text).unwrap_or_else(|wrong| {
        faults.push(format!(
            "trusted_proxies: {wrong} is neither an address nor a network such as 10.0.0.0/8"
        ));
        Proxies::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_of_0_is_none_and_what_is_no_number_is_a_fault() {
        let settings = Settings {
            requests_per_second_per_address: Some("0".to_owned()),
            sign_ins_per_minute_per_address: Some("many".to_owned()),
            trusted_proxies: Some("10.0.0.0/8, proxy".to_owned()),
            ..Settings::default()
        };
        let mut faults = Vec::new();
        let rates = rates(&settings, &mut faults);
        assert_eq!((rates.per_address, rates.per_token), (0, 20));
        proxies(&settings, &mut faults);
        let names = faults.iter().filter_map(|fault| fault.split(':').next());
        assert_eq!(
            names.collect::<Vec<_>>(),
            ["sign_ins_per_minute_per_address", "trusted_proxies"]
        );
    }
}
