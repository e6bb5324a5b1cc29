//! The command line as a person meets it: arguments in, text and exit code out.
//!
//! Everything is driven through [`voxanne_cli::run_with`], in a temporary folder; what depends on a
//! process (the environment, a broken pipe, Ctrl-C) spawns a binary.
#![allow(clippy::unwrap_used, missing_docs)]

mod baseline;
mod database;
mod definitions;
mod diff;
mod drift;
mod files;
mod folder;
mod help;
mod import;
mod outputs;
mod process;
mod rebase;
mod sandbox;
mod squash;
mod trial;
mod usage;

use definitions::{
    clinics, clinics_with_notes, clinics_with_notes_and_phones, clinics_with_phones,
    clinics_with_phones_and_notes, clinics_without_contacts, wrong_clinics,
};
use sandbox::Sandbox;
