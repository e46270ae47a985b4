//! Rows of the reports: closed months, what was decided of them, and what closings count.

pub mod closings;
pub mod crews;
pub mod cubes;
pub mod facts;
pub mod live;
pub mod loads;
pub mod privacy;
pub mod sources;
pub mod work;

pub use closings::last_closed;
