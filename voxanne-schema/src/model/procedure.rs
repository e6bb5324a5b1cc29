//! Procedures: functions that are called by themselves, return nothing, and may end transactions.

use serde::{Deserialize, Serialize};

use super::{Function, Signature};
use crate::name::Name;
use crate::object::{Dependencies, Describe, Space};

/// A procedure: a function that returns [`Returns::Procedure`](super::Returns::Procedure).
///
/// <https://www.postgresql.org/docs/15/sql-createprocedure.html>
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Procedure(pub Function);

impl Describe for Procedure {
    type Id = Signature;

    const KEYWORDS: &'static str = "PROCEDURE";
    const SPACE: Space = Space::Routine;
    const ATTRIBUTE: Option<&'static str> = Some("function");
    const METHOD: Option<&'static str> = Some("function");

    fn id(&self) -> Signature {
        self.0.signature()
    }

    fn name(&self) -> Option<&Name> {
        self.0.name()
    }

    fn name_mut(&mut self) -> Option<&mut Name> {
        self.0.name_mut()
    }

    fn parts<'o>(&'o self, give: &mut dyn FnMut(&'static str, &'o Name)) {
        self.0.parts(give);
    }

    fn form(noun: &str) -> &'static str {
        Function::form(noun)
    }

    fn dependencies(&self, into: &mut Dependencies) {
        self.0.dependencies(into);
    }
}
