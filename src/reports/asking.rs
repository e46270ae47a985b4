//! What may be asked of reports: a closed grammar. What lies outside is refused, and the refusal says what is allowed.

use super::ReportName;
use super::dimension::Dimension;
use super::document::Comparison;
use super::figures::diversion::{SERVICES, UnitCost};
use super::periods::{FiscalStart, Period};
use crate::error::{Error, Fault};
use crate::words::words;

words! {
    /// With which periods a report is compared.
    Compare {
        /// The one of the same length before it.
        Previous = "previous",
        /// The same one a year earlier.
        YearEarlier = "year_earlier",
        /// Both.
        Both = "both",
    }
}

impl Compare {
    /// The comparisons that are asked for.
    pub const fn each(self) -> &'static [Comparison] {
        match self {
            Self::Previous => &[Comparison::Previous],
            Self::YearEarlier => &[Comparison::YearEarlier],
            Self::Both => &[Comparison::Previous, Comparison::YearEarlier],
        }
    }
}

/// What was sent, as it was sent.
#[derive(Clone, Debug, Default)]
pub struct Sent {
    /// The period.
    pub period: String,
    /// The breakdown.
    pub by: Option<String>,
    /// The service whose cost is asked for.
    pub cost_of: Option<String>,
    /// What one use of it costs.
    pub unit_cost: Option<String>,
    /// Where that is from.
    pub cost_source: Option<String>,
}

/// A question that reports answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// Of which report.
    pub report: ReportName,
    /// Of which period.
    pub period: Period,
    /// By what it is broken down.
    pub by: Option<Dimension>,
    /// What a use of a service costs, and where that is from.
    pub cost: Option<(UnitCost, String)>,
}

impl Question {
    /// Reads a question, or says everything that is wrong with it.
    pub fn read(report: ReportName, sent: &Sent, fiscal: FiscalStart) -> Result<Self, Error> {
        let mut faults = Vec::new();
        let period = Period::parse(&sent.period, fiscal)
            .map_err(|why| faults.push(Fault::at("/period", "not_a_period", why.to_string())))
            .ok();
        let by = sent.by.as_deref().and_then(|by| {
            breakdown(report, by)
                .map_err(|fault| faults.push(fault))
                .ok()
        });
        let cost = cost(report, sent)
            .map_err(|more| faults.extend(more))
            .ok()
            .flatten();
        match period {
            Some(period) if faults.is_empty() => Ok(Self {
                report,
                period,
                by,
                cost,
            }),
            _ => Err(Error::invalid(faults)),
        }
    }

    /// Where the same can be asked for again.
    pub fn address(&self) -> String {
        let by = self.by.map(|by| format!("&by={by}")).unwrap_or_default();
        format!("/api/v1/reports/{}?period={}{by}", self.report, self.period)
    }
}

fn breakdown(report: ReportName, by: &str) -> Result<Dimension, Fault> {
    let allowed = report.breakdowns();
    let found = allowed.iter().find(|allowed| allowed.as_str() == by);
    found.copied().ok_or_else(|| {
        let names: Vec<&str> = allowed.iter().map(|allowed| allowed.as_str()).collect();
        let detail = if names.is_empty() {
            "This report has no breakdown.".to_owned()
        } else {
            format!("This report may be broken down by {}.", names.join(", "))
        };
        Fault::at("/by", "no_such_breakdown", detail)
    })
}

/// A cost is reckoned only with a unit cost and its source.
fn cost(report: ReportName, sent: &Sent) -> Result<Option<(UnitCost, String)>, Vec<Fault>> {
    let fault = |at: &str, detail: &str| Fault::at(at.to_owned(), "unit_cost", detail);
    let (service, cost, source) = match (&sent.cost_of, &sent.unit_cost, &sent.cost_source) {
        (None, None, None) => return Ok(None),
        (Some(service), Some(cost), Some(source)) => (service, cost, source),
        _ => {
            return Err(vec![fault(
                "/unit_cost",
                "Give `cost_of`, `unit_cost` and `cost_source` together.",
            )]);
        }
    };
    let mut faults = Vec::new();
    if report != ReportName::Diversion {
        faults.push(fault(
            "/cost_of",
            "Only the report `diversion` reckons a cost.",
        ));
    }
    if !SERVICES.contains(&service.as_str()) {
        faults.push(fault(
            "/cost_of",
            &format!("Give one of {}.", SERVICES.join(", ")),
        ));
    }
    let cost = cost
        .parse()
        .ok()
        .filter(|cost| (0.0..=1_000_000.0).contains(cost));
    if cost.is_none() {
        faults.push(fault(
            "/unit_cost",
            "Give an amount from 0 to 1,000,000, such as 1233.50.",
        ));
    }
    let length = source.trim().chars().count();
    if !(3..=200).contains(&length) || source.chars().any(char::is_control) {
        faults.push(fault(
            "/cost_source",
            "Say in 3 to 200 characters where the amount is from.",
        ));
    }
    match cost {
        Some(cost) if faults.is_empty() => {
            let service = service.clone();
            Ok(Some((UnitCost { service, cost }, source.trim().to_owned())))
        }
        _ => Err(faults),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(report: ReportName, sent: &Sent) -> Result<Question, Vec<String>> {
        Question::read(report, sent, FiscalStart::default()).map_err(|error| match error {
            Error::Refused(problem) => problem
                .faults
                .iter()
                .map(|fault| fault.pointer.clone().unwrap_or_default())
                .collect(),
            other => vec![other.to_string()],
        })
    }

    fn sent(period: &str, by: Option<&str>) -> Sent {
        Sent {
            period: period.to_owned(),
            by: by.map(str::to_owned),
            ..Sent::default()
        }
    }

    #[test]
    fn what_is_asked_is_a_period_and_one_breakdown_of_the_report() {
        let asked = read(
            ReportName::IsolationChange,
            &sent("2026-Q1", Some("reason")),
        )
        .unwrap();
        assert_eq!(
            asked.address(),
            "/api/v1/reports/isolation-change?period=2026-Q1&by=reason"
        );
        assert_eq!(
            read(ReportName::Reasons, &sent("2026", Some("reason"))),
            Err(vec!["/by".to_owned()])
        );
        assert_eq!(
            read(ReportName::Volume, &sent("2026-05-01", Some("peer"))),
            Err(vec!["/period".to_owned(), "/by".to_owned()])
        );
    }

    #[test]
    fn a_cost_is_reckoned_of_diversion_with_an_amount_and_its_source() {
        let mut asked = Sent {
            cost_of: Some("gone_to_emergency".to_owned()),
            unit_cost: Some("1233.50".to_owned()),
            cost_source: Some("our county's tariff of 2025".to_owned()),
            ..sent("2026", None)
        };
        assert!(read(ReportName::Diversion, &asked).unwrap().cost.is_some());
        assert_eq!(
            read(ReportName::Volume, &asked),
            Err(vec!["/cost_of".to_owned()])
        );
        asked.cost_source = None;
        assert_eq!(
            read(ReportName::Diversion, &asked),
            Err(vec!["/unit_cost".to_owned()])
        );
        asked.cost_source = Some(" ".to_owned());
        asked.unit_cost = Some("NaN".to_owned());
        assert_eq!(
            read(ReportName::Diversion, &asked),
            Err(vec!["/unit_cost".to_owned(), "/cost_source".to_owned()])
        );
    }
}
