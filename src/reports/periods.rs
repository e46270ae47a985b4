//! Months in the line's zone and the longer periods of the reports. Knows no call and no figure.

mod closing;
mod fiscal;
mod grammar;
mod hierarchy;
mod kept;
mod month;
mod period;

pub use closing::{ClosingFacts, may_close};
pub use fiscal::{FiscalStart, NotAFiscalStart};
pub use grammar::{LONGEST_RANGE, NotAPeriod};
pub use month::{Month, NotAMonth};
pub use period::{Kind, Period};
