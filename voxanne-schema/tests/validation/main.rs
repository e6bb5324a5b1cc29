//! What only the whole schema can show: each rule with a case that it finds, and a near miss.

mod as_found;
mod backfills;
mod functions;
mod indexes;
mod keys;
mod modules;
mod names;
mod policies;
mod references;
mod support;
mod tenancy;
mod triggers;
mod typed;
mod whole;
