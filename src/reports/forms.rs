//! The forms in which a report is given. Each is made of documents and of nothing else.

pub mod charts;
pub mod csv;
pub mod dictionary;
pub mod marks;
pub mod package;
mod reading;
#[cfg(test)]
mod samples;
pub mod workbook;
