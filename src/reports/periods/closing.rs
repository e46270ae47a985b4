//! When a month may be closed. Knows no call: only dates.

use chrono::NaiveDate;

use super::month::Month;
use crate::error::{Error, Fault};

/// What is known when somebody wants to close a month.
#[derive(Clone, Copy, Debug)]
pub struct ClosingFacts {
    /// The local date.
    pub today: NaiveDate,
    /// The last closed month, if any is.
    pub last_closed: Option<Month>,
    /// The earliest month to which a call is posted, if there is a call.
    pub earliest_posted: Option<Month>,
}

/// Whether a month that is not closed may be closed now: it is over, and none before it is open.
pub fn may_close(month: Month, facts: ClosingFacts) -> Result<(), Error> {
    let refuse = |code, detail: String| Err(Error::conflict(vec![Fault::reason(code, detail)]));
    if facts.today < month.next().first() {
        return refuse(
            "month_not_over",
            format!("{month} can be closed from {} on.", month.next().first()),
        );
    }
    match (facts.last_closed, facts.earliest_posted) {
        (Some(last), _) if month > last.next() => refuse(
            "earlier_month_open",
            format!("Close {} first: months are closed in order.", last.next()),
        ),
        (Some(last), _) if month <= last => refuse(
            "before_first_closed",
            format!("{month} lies before the months that were closed, up to {last}."),
        ),
        (None, Some(earliest)) if earliest < month => refuse(
            "earlier_month_open",
            format!("Close {earliest} first: it has calls, and months are closed in order."),
        ),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        text.parse().unwrap()
    }

    fn code(
        asked: &str,
        today: &str,
        last_closed: Option<&str>,
        earliest: Option<&str>,
    ) -> Option<&'static str> {
        let facts = ClosingFacts {
            today: today.parse().unwrap(),
            last_closed: last_closed.map(month),
            earliest_posted: earliest.map(month),
        };
        match may_close(month(asked), facts) {
            Err(Error::Refused(problem)) => Some(problem.code),
            _ => None,
        }
    }

    #[test]
    fn a_month_is_closed_when_it_is_over_and_not_before() {
        assert_eq!(
            code("2026-10", "2026-10-31", None, None),
            Some("month_not_over")
        );
        assert_eq!(code("2026-10", "2026-11-01", None, None), None);
    }

    #[test]
    fn months_are_closed_in_order_beginning_with_the_first_that_has_calls() {
        assert_eq!(
            code("2026-10", "2026-11-20", None, Some("2026-09")),
            Some("earlier_month_open")
        );
        assert_eq!(code("2026-09", "2026-11-20", None, Some("2026-09")), None);
        assert_eq!(
            code("2026-10", "2026-11-20", Some("2026-09"), Some("2026-09")),
            None
        );
        assert_eq!(
            code("2026-10", "2026-11-20", Some("2026-08"), Some("2026-09")),
            Some("earlier_month_open")
        );
        assert_eq!(
            code("2026-07", "2026-11-20", Some("2026-08"), Some("2026-09")),
            Some("before_first_closed")
        );
    }
}
