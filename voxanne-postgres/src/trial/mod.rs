//! A folder of migrations, proven on an empty database of a scratch server: all the way up with
//! sample rows, verified at every step, checked, all the way down, and nothing left.
//!
//! [`prove`] goes through it. It says what it does by events, and gives a [`Line`] for each thing
//! that it has seen: what goes wrong in a script is such a line, what goes wrong with the server
//! ends the trial.
//!
//! Each file answers one question:
//!
//! - `proof`: what is proven, in which order? `up`, `down`: each way.
//! - `equal`: do two series of migrations come to the same? `difference`: what is between two dumps?
//! - `line`: what was seen? `finding`: what of all that can go wrong is a line?
//! - `samples`: which rows come in before and after which migration?
//! - `checklist`: which checks are there, and how is one made?
//! - `material_error`: what is wrong with the files of samples and checks?
//!
//! Not here: which folders a project has (its command line knows), and how a line looks to a person.

mod checklist;
mod difference;
mod down;
mod equal;
mod finding;
mod line;
mod material_error;
mod proof;
mod samples;
mod up;

pub use checklist::{Checklist, File, FileKind, Verdict};
pub use equal::unequal;
pub use line::{Event, Line, Phase, Tell};
pub use material_error::MaterialError;
pub use proof::{Material, TrialOptions, prove};
pub use samples::Samples;
