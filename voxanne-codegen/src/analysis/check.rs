//! From what texts say to findings about the objects that hold them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use voxanne_schema::declare::Declared;
use voxanne_schema::diagnostic::{Code, Diagnostic};

use super::catalog::Catalog;
use super::columns;
use super::fault::Fault;
use super::missing::Missing;
use super::nearest::nearest;
use super::reader::Readings;
use super::reading::Reading;
use super::reference::{Reference, ReferenceKind};
use super::text::{self, Place, Site, Text};

/// A finding, and where in a text it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SqlDiagnostic {
    /// The finding.
    pub diagnostic: Diagnostic,
    /// The text that somebody wrote, as it is.
    pub text: String,
    /// The bytes of the text at fault; empty, at the end of its last word, when it is what is
    /// missing there.
    pub range: Range<usize>,
    /// What to say at that place.
    pub label: String,
}

/// How many other places of a text are named.
const OTHERS: usize = 3;

/// Everything that is wrong with the texts of a declaration, by object and place.
pub(super) fn findings(declared: &Declared, readings: &Readings<'_>) -> Vec<SqlDiagnostic> {
    let sites = text::of_declared(declared);
    if sites.is_empty() {
        return Vec::new();
    }
    let mut of_text: BTreeMap<Text<'_>, Vec<&Site<'_>>> = BTreeMap::new();
    for site in &sites {
        of_text.entry(site.text).or_default().push(site);
    }
    let mut missing = Missing::new(declared, readings);
    let mut findings = Vec::new();
    for (text, sites) in &of_text {
        let (Some(reading), Some((first, others))) = (readings.get(text), sites.split_first()) else {
            continue;
        };
        let check = Check {
            declared,
            first,
            others,
        };
        match &reading.fault {
            Some(fault) => findings.push(check.fault(fault)),
            None => {
                findings.extend(check.missing(&reading.references, &mut missing));
                if first.place == Place::Query {
                    findings.extend(check.columns(reading, missing.catalog()));
                }
            }
        }
    }
    findings.sort_by(|a, b| {
        let key = |finding: &SqlDiagnostic| (finding.diagnostic.object.clone(), finding.range.start);
        key(a)
            .cmp(&key(b))
            .then_with(|| a.diagnostic.message.cmp(&b.diagnostic.message))
    });
    findings
}

/// One text, with all the places where it stands. A text that a rule repeats, as the guard of every
/// tenant table, is told of once.
struct Check<'c, 'd> {
    declared: &'d Declared,
    first: &'c Site<'d>,
    others: &'c [&'c Site<'d>],
}

impl Check<'_, '_> {
    fn fault(&self, fault: &Fault) -> SqlDiagnostic {
        let sql = self.first.text.sql;
        let found = match sql.get(fault.range.clone()).unwrap_or_default() {
            "" => "the end of".to_owned(),
            found => format!("`{}` in", shortened(found)),
        };
        let message = format!("syntax error at {found} {}: {}", self.place(), fault.reason);
        self.finding(
            Code::SyntaxError,
            message,
            &fault.help,
            &fault.range,
            &fault.reason,
        )
    }

    /// Each name once, where it stands first.
    fn missing(&self, references: &[Reference], missing: &mut Missing<'_>) -> Vec<SqlDiagnostic> {
        let mut told = Vec::new();
        let mut findings = Vec::new();
        for reference in references {
            if told.contains(&(reference.kind, &reference.path)) || !missing.is_missing(reference) {
                continue;
            }
            told.push((reference.kind, &reference.path));
            let (verb, noun) = match reference.kind {
                ReferenceKind::Call => ("calls", "function"),
                ReferenceKind::Relation | ReferenceKind::Type | ReferenceKind::Any => ("names", "table"),
            };
            let namespace = reference
                .path
                .namespace
                .as_ref()
                .map(|namespace| format!("{namespace}."));
            let name = format!("{}{}", namespace.unwrap_or_default(), reference.path.name);
            let message = format!(
                "{} {verb} the {noun} `{name}`, which nobody declares",
                self.place()
            );
            let label = format!("no such {noun}");
            let help = missing.help(reference);
            findings.push(self.finding(Code::MissingObject, message, &help, &reference.range, &label));
        }
        findings
    }

    /// Columns of a query that their relations do not have.
    fn columns(&self, reading: &Reading, catalog: &Catalog<'_>) -> Vec<SqlDiagnostic> {
        let schema = &self.declared.schema;
        let lacking = columns::lacking(self.first.text.sql, reading, catalog, schema);
        let mut findings: Vec<SqlDiagnostic> = Vec::new();
        for lacking in lacking {
            let message = format!(
                "{} names the column `{}`, which {} does not have",
                self.place(),
                lacking.column,
                lacking.relation
            );
            if findings.iter().any(|told| told.diagnostic.message == message) {
                continue;
            }
            let names = columns::columns(schema, lacking.relation).unwrap_or_default();
            let meant = nearest(lacking.column.as_str(), names.iter().map(|name| name.as_str()))
                .map_or_else(String::new, |name| format!("did you mean `{name}`? "));
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            let help = format!("{meant}it has {}", names.join(", "));
            let label = "no such column";
            findings.push(self.finding(Code::MissingColumn, message, &help, &lacking.range, label));
        }
        findings
    }

    /// The part of the object that the text is: ``the body of function `public.f()` ``.
    fn place(&self) -> String {
        format!("{} of {}", self.first.place, self.first.object)
    }

    fn finding(
        &self,
        code: Code,
        message: String,
        help: &str,
        range: &Range<usize>,
        label: &str,
    ) -> SqlDiagnostic {
        let object = (*self.first.object).clone();
        let location = self.declared.location_of(&object).cloned();
        SqlDiagnostic {
            diagnostic: Diagnostic::new(code, object, message, format!("{help}{}", self.elsewhere()))
                .at(location),
            text: self.first.text.sql.to_owned(),
            range: range.clone(),
            label: label.to_owned(),
        }
    }

    fn elsewhere(&self) -> String {
        let others: BTreeSet<_> = self.others.iter().map(|site| &*site.object).collect();
        let others = others.into_iter().filter(|object| **object != *self.first.object);
        let named: Vec<String> = others.map(ToString::to_string).collect();
        if named.is_empty() {
            return String::new();
        }
        let more = named.len().saturating_sub(OTHERS);
        let named = named.get(..OTHERS).unwrap_or(&named);
        let more = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        format!("; the same text stands in {}{more}", named.join(", "))
    }
}

/// The beginning of a token, on one line.
fn shortened(token: &str) -> String {
    let line = token.lines().next().unwrap_or_default();
    let mut short: String = line.chars().take(40).collect();
    if short.len() < token.len() {
        short.push('…');
    }
    short
}
