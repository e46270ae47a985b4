//! Warmline: the backend of a peer-run warm line.
//!
//! Peers log anonymous calls, supervisors keep the schedule without gaps, evaluators read outcome
//! reports that give nobody away. `ARCHITECTURE.md` shows the rooms and the floors of this house.

pub mod audit;
pub mod bounded;
pub mod calls;
pub mod chance;
pub mod cli;
pub mod clock;
pub mod config;
pub mod console;
pub mod db;
pub mod demo;
pub mod digest;
pub mod directory;
pub mod door;
pub mod error;
pub mod http;
pub mod id;
pub mod imports;
pub mod keyed;
pub mod line;
pub mod people;
pub mod reports;
pub mod role;
pub mod routes;
pub mod schedule;
pub mod sheet;
pub mod tallies;
mod words;
