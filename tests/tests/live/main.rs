//! Everything that only a real PostgreSQL can show. One scratch server serves the whole binary, but
//! for `try`, which brings its own; each test has databases of its own.
#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

mod acceptance;
mod beside;
mod cases;
mod evolution;
mod faults;
mod harness;
mod introspection;
mod losses;
mod pairs;
mod phase1;
mod verification;
mod webhooks;
