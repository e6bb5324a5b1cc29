//! Names in SQL text that nobody has: relations and functions with a namespace of ours.
//!
//! Names without a namespace are left to PostgreSQL, for they may be variables of a session; so are
//! namespaces that a platform or an extension fills with what no declaration lists.

use std::collections::BTreeSet;

use voxanne_schema::declare::Declared;
use voxanne_schema::name::Name;
use voxanne_schema::object::{Object, ObjectId};

use super::catalog::Catalog;
use super::nearest::nearest;
use super::reader::Readings;
use super::reference::{Path, Reference, ReferenceKind};
use super::text::Text;
use super::token::{TokenKind, tokens};

/// How many missing names get a suggestion. Each search looks at every name of its kind, so a limit
/// keeps the whole linear; whoever has more of them has forgotten a module, not a letter.
const SUGGESTIONS: usize = 32;

/// Finds the names that nobody has.
#[derive(Debug)]
pub(super) struct Missing<'d> {
    catalog: Catalog<'d>,
    namespaces: BTreeSet<&'d str>,
    created: BTreeSet<Path>,
    /// Words in the strings of texts that create something when they run.
    created_in_strings: BTreeSet<String>,
    suggestions: usize,
}

impl<'d> Missing<'d> {
    pub(super) fn new(declared: &'d Declared, readings: &Readings<'_>) -> Self {
        let mut catalog = Catalog::of(&declared.schema);
        let existing = declared.existing.objects().map(|(id, _)| id);
        for id in existing.chain(&declared.existing_ids) {
            catalog.add(id);
        }
        Self {
            catalog,
            namespaces: namespaces(declared),
            created: readings
                .values()
                .flat_map(|reading| &reading.created)
                .cloned()
                .collect(),
            created_in_strings: readings.keys().flat_map(words_of_dynamic_sql).collect(),
            suggestions: 0,
        }
    }

    /// The objects that names can mean.
    pub(super) fn catalog(&self) -> &Catalog<'d> {
        &self.catalog
    }

    /// Whether nobody has what a name means, as far as can be known.
    pub(super) fn is_missing(&self, reference: &Reference) -> bool {
        let Path { namespace, name } = &reference.path;
        let Some(namespace) = namespace else {
            return false;
        };
        // The sequence of an identity column is a relation that no one declares.
        let sequence = reference.kind == ReferenceKind::Relation && name.as_str().ends_with("_seq");
        reference.must_exist
            && !sequence
            && self.namespaces.contains(namespace.as_str())
            && self.catalog.find(reference, None).is_empty()
            && !self.created.contains(&reference.path)
            && !self.created_in_strings.contains(name.as_str())
    }

    /// What to write in place of a name that nobody has.
    pub(super) fn help(&mut self, reference: &Reference) -> String {
        let Path { namespace, name } = &reference.path;
        let namespace = namespace.as_ref().map_or("public", Name::as_str);
        let (method, existing) = match reference.kind {
            ReferenceKind::Call => ("function", "ObjectId::Function(…)".to_owned()),
            ReferenceKind::Relation | ReferenceKind::Type | ReferenceKind::Any => (
                "table",
                format!("ObjectId::Table(QualifiedName::new(\"{namespace}\", \"{name}\"))"),
            ),
        };
        let declare = format!(
            "declare it in a module: `.{method}::<…>()`, or, if it exists without us: `Declaration::existing({existing})`"
        );
        match self.meant(namespace, name.as_str(), reference.kind) {
            Some(meant) => format!("did you mean `{meant}`? otherwise {declare}"),
            None => declare,
        }
    }

    /// The nearest name of its kind: in its namespace before others.
    fn meant(&mut self, namespace: &str, name: &str, kind: ReferenceKind) -> Option<String> {
        self.suggestions += 1;
        if self.suggestions > SUGGESTIONS {
            return None;
        }
        let names = self.catalog.names(kind);
        let meant = nearest(name, names.iter().map(|(_, name)| *name))?;
        let mut owners: Vec<&str> = names
            .iter()
            .filter(|(_, own)| *own == meant)
            .map(|(own, _)| *own)
            .collect();
        owners.sort_by_key(|own| *own != namespace);
        owners.first().map(|own| format!("{own}.{meant}"))
    }
}

/// The namespaces whose objects are all declared, or said to exist.
fn namespaces(declared: &Declared) -> BTreeSet<&str> {
    let mut ours = BTreeSet::from(["public"]);
    let mut filled = BTreeSet::from(["pg_catalog", "information_schema"]);
    for (_, object) in declared.schema.objects() {
        match object {
            Object::Namespace(namespace) => ours.insert(namespace.name.as_str()),
            Object::Extension(extension) => filled.insert(extension.namespace.as_str()),
            _ => false,
        };
    }
    let platform = declared
        .existing
        .objects()
        .map(|(id, _)| id)
        .chain(&declared.existing_ids);
    filled.extend(platform.filter_map(|id| match id {
        ObjectId::Namespace(name) if name != "public" => Some(name.as_str()),
        _ => None,
    }));
    ours.retain(|namespace| !filled.contains(namespace));
    ours
}

/// `EXECUTE 'CREATE TABLE …'`: what such strings name may be there when the text runs.
fn words_of_dynamic_sql(text: &Text<'_>) -> Vec<String> {
    if !contains_ignoring_case(text.sql, "create") {
        return Vec::new();
    }
    let tokens = tokens(text.sql);
    let strings = tokens.iter().filter(|token| token.kind == TokenKind::String);
    let strings: Vec<String> = strings
        .map(|token| token.text(text.sql).to_ascii_lowercase())
        .collect();
    if !strings.iter().any(|string| string.contains("create")) {
        return Vec::new();
    }
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let words = strings.iter().flat_map(|string| string.split(|c| !is_word(c)));
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn contains_ignoring_case(text: &str, word: &str) -> bool {
    text.as_bytes()
        .windows(word.len())
        .any(|window| window.eq_ignore_ascii_case(word.as_bytes()))
}
