//! Planning over HTTP.

pub mod plans;
