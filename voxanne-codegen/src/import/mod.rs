//! From the model of a database to the definitions that a person would have written: one file a topic, typed
//! where definitions have words, and the model's own form for what they have none for.

mod adopt;
mod expression;
mod key;
mod library;
mod literal;
mod names;
mod noted;
mod routine;
mod rules;
mod table;
mod tenants;
mod topics;
mod types;
mod value;
mod view;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use voxanne_schema::Platform;
use voxanne_schema::model::{CommentTarget, Grantee, Schema};
use voxanne_schema::object::{Object, ObjectId};

use adopt::Scope;
pub use adopt::{Adopted, Adoption, Task, Todo, adopt};
use key::Keys;
use literal::word;
use names::Names;
use noted::Noted;
pub use tenants::Proposal;
use types::Aliases;

/// What is imported, and under which name.
#[derive(Clone, Debug)]
pub struct ImportOptions {
    /// The name of the schema, and of the package.
    pub name: String,
    /// Where the database lives.
    pub platform: Platform,
}

/// The definitions of a database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// The files, relative to the folder of the sources, with `/` between: definitions, bodies of functions,
    /// queries of views.
    pub files: BTreeMap<String, String>,
    /// What definitions have no words for, and stands in the model's own form beside them. Sorted.
    pub unsaid: Vec<ObjectId>,
    /// Tables whose rows look as if each belonged to a tenant. Sorted by table.
    pub proposals: Vec<Proposal>,
}

/// Writes the definitions of what a database has, and of the roles that it refers to.
///
/// What they declare is what was read, object by object: [`Module::as_found`](voxanne_schema::Module::as_found)
/// keeps anything from being brought along. Deterministic, and pure.
#[must_use]
pub fn import(schema: &Schema, options: &ImportOptions) -> Imported {
    Importer::new(schema, options).run()
}

/// What is known while definitions are written.
struct Importer<'s> {
    schema: &'s Schema,
    options: &'s ImportOptions,
    names: Names,
    /// The names in Rust of what has definitions: what is in no such form has none.
    types: BTreeMap<ObjectId, String>,
    keys: Keys,
    aliases: Aliases,
    topics: BTreeMap<ObjectId, String>,
    /// What belongs to a relation and is said in its rules, in order.
    belonging: BTreeMap<ObjectId, Vec<Object>>,
    /// What definitions cannot say, although others of the kind are said.
    unsayable: BTreeSet<ObjectId>,
    /// What is said already.
    said: Noted<ObjectId>,
    /// The names that the module at hand takes from others: the module, and the name.
    uses: Noted<(String, String)>,
    /// The topic at hand.
    topic: String,
    /// What is to be written, where that is not everything.
    scope: Scope,
    files: BTreeMap<String, String>,
}

impl<'s> Importer<'s> {
    fn new(schema: &'s Schema, options: &'s ImportOptions) -> Self {
        let names = Names::of(schema);
        let mut belonging: BTreeMap<ObjectId, Vec<Object>> = BTreeMap::new();
        for (_, object) in schema.objects() {
            if let Some(relation) = relation_of(object) {
                belonging.entry(relation).or_default().push(object.clone());
            }
        }
        for objects in belonging.values_mut() {
            objects.sort_by_key(place_in_rules);
        }
        let types = schema
            .objects()
            .filter_map(|(id, _)| Some((id.clone(), names.type_of(id)?.to_owned())));
        Self {
            schema,
            options,
            types: types.collect(),
            names,
            keys: Keys::of(schema),
            aliases: Aliases::default(),
            topics: topics::topics(schema),
            belonging,
            unsayable: BTreeSet::new(),
            said: Noted::default(),
            uses: Noted::default(),
            topic: String::new(),
            scope: Scope::default(),
            files: BTreeMap::new(),
        }
    }

    fn run(mut self) -> Imported {
        self.leave_out_unsayable();
        let topics: BTreeSet<String> = self.topics.values().cloned().collect();
        let mut modules = Vec::new();
        for topic in in_order(topics) {
            if let Some(text) = self.module(&topic) {
                modules.push(topic.clone());
                self.files.insert(format!("{topic}.rs"), text);
            }
        }
        let (database, unsaid) = self.database();
        self.library(&modules, &database);
        Imported {
            files: self.files,
            unsaid,
            proposals: tenants::proposals(self.schema),
        }
    }

    /// Takes the names from what definitions cannot say, until nothing depends on such a thing. What is
    /// written on the way is thrown away.
    fn leave_out_unsayable(&mut self) {
        loop {
            let before = self.unsayable.len();
            for (id, object) in self.schema.objects() {
                if self.unsayable.contains(id) || !self.scope.writes(id) {
                    continue;
                }
                let sayable = match object {
                    Object::Table(table) => {
                        let parents = table.inherits.iter().cloned().map(ObjectId::Table);
                        let has_parents = parents
                            .collect::<Vec<_>>()
                            .iter()
                            .all(|parent| self.types.contains_key(parent));
                        has_parents && self.can_say_table(table)
                    }
                    Object::Enum(_)
                    | Object::Domain(_)
                    | Object::Composite(_)
                    | Object::Sequence(_)
                    | Object::View(_)
                    | Object::MaterializedView(_)
                    | Object::Function(_)
                    | Object::Procedure(_) => self.attempt(|importer| importer.definition(object)).is_some(),
                    _ => continue,
                };
                if !sayable {
                    self.unsayable.insert(id.clone());
                    self.types.remove(id);
                }
            }
            self.said.clear();
            self.uses.clear();
            self.files.clear();
            self.aliases = Aliases::default();
            self.names = self.scope.names(self.schema);
            if self.unsayable.len() == before {
                return;
            }
        }
    }

    /// Tries to write something. What it noted on the way is forgotten where it cannot.
    fn attempt<T>(&mut self, write: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let (said, uses) = (self.said.mark(), self.uses.mark());
        let written = write(self);
        if written.is_none() {
            self.said.back_to(said);
            self.uses.back_to(uses);
        }
        written
    }

    /// The definition of an object that stands by itself.
    fn definition(&mut self, object: &Object) -> Option<String> {
        match object {
            Object::Table(table) => self.table(table),
            Object::Enum(of) => self.enumeration(of),
            Object::Domain(of) => self.domain(of),
            Object::Composite(of) => self.composite(of),
            Object::Sequence(of) => self.sequence(of),
            Object::View(view) => self.view(view),
            Object::MaterializedView(view) => self.materialized_view(view),
            Object::Function(function) => self.routine(function),
            Object::Procedure(procedure) => self.routine(&procedure.0),
            _ => None,
        }
    }

    /// The file of a topic; none where nothing of it can be said.
    fn module(&mut self, topic: &str) -> Option<String> {
        topic.clone_into(&mut self.topic);
        self.uses.clear();
        let (mut calls, mut definitions) = (Vec::new(), Vec::new());
        for (id, object) in self.schema.objects() {
            let is_here = self.topics.get(id).is_some_and(|own| own == topic) && self.scope.declares(id);
            if !is_here || self.unsayable.contains(id) {
                continue;
            }
            let Some(text) = self.attempt(|importer| importer.definition(object)) else {
                continue;
            };
            let name = match object {
                Object::Function(function) => self.names.function(&function.signature()).map(str::to_owned),
                Object::Procedure(procedure) => {
                    self.names.function(&procedure.0.signature()).map(str::to_owned)
                }
                _ => self.types.get(id).cloned(),
            };
            let method = match object {
                Object::Table(_) => "table",
                Object::Enum(_) => "enumeration",
                Object::Domain(_) => "domain",
                Object::Composite(_) => "composite",
                Object::Sequence(_) => "sequence",
                Object::View(_) | Object::MaterializedView(_) => "view",
                _ => "function",
            };
            self.said.insert(id.clone());
            calls.push(format!("        .{method}::<{}>()\n", name.unwrap_or_default()));
            definitions.push((place_in_file(object), text));
        }
        if definitions.is_empty() {
            return None;
        }
        definitions.sort_by_key(|(place, _)| *place);
        let mut out = format!("//! {}.\n\nuse voxanne_schema::prelude::*;\n", title(topic));
        out.push_str(&self.use_lines("super", Some(topic)));
        let slug = self.scope.slug(&slug(topic));
        let _ = write!(
            out,
            "\npub(crate) fn module() -> Module {{\n    Module::new({})\n        .as_found()\n{}}}\n",
            word(&slug),
            calls.concat()
        );
        for (_, definition) in definitions {
            out.push('\n');
            out.push_str(&definition);
        }
        Some(out)
    }

    /// What the module at hand takes from others, which stand beside it below a path.
    fn use_lines(&self, home: &str, topic: Option<&str>) -> String {
        let mut others: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for (module, name) in self
            .uses
            .iter()
            .filter(|(module, _)| Some(module.as_str()) != topic)
        {
            let path = if self.scope.is_path(module) {
                module.clone()
            } else {
                format!("{home}::{module}")
            };
            others.entry(path).or_default().push(name);
        }
        let mut out = String::new();
        for (path, names) in others {
            let _ = match names.as_slice() {
                [one] => writeln!(out, "use {path}::{one};"),
                names => writeln!(out, "use {path}::{{{}}};", names.join(", ")),
            };
        }
        if out.is_empty() { out } else { format!("\n{out}") }
    }

    /// The name of an object's type, in scope from here on; none where it has no definition.
    fn type_name(&mut self, id: &ObjectId) -> Option<String> {
        let name = self.types.get(id)?.clone();
        self.use_from(id, &name);
        Some(name)
    }

    fn use_from(&mut self, id: &ObjectId, name: &str) {
        if let Some(module) = self.topics.get(id) {
            self.uses.insert((module.clone(), name.to_owned()));
        }
    }

    /// The constant of a role, in scope from here on.
    fn role(&mut self, grantee: &Grantee) -> String {
        let constant = self.names.role(grantee);
        if matches!(grantee, Grantee::Role(_)) {
            self.uses.insert(("roles".to_owned(), constant.clone()));
        }
        constant
    }

    /// The doc comment that becomes the comment of an object, where one can.
    fn doc_of(&mut self, id: &ObjectId, indentation: &str) -> String {
        self.doc_on(&CommentTarget::Object(Box::new(id.clone())), indentation)
    }

    fn doc_on(&mut self, on: &CommentTarget, indentation: &str) -> String {
        let text = self.schema.comment(on);
        let Some(doc) = text.and_then(|text| literal::doc(text, indentation)) else {
            return String::new();
        };
        self.said.insert(ObjectId::Comment(on.clone()));
        doc
    }

    /// Puts a text into a file of its own, beside the module at hand, and names the file.
    fn body_file(&mut self, name: &str, text: &str) -> String {
        let stem = crate::entities::ident::snake(name, crate::entities::ident::Noun::Table);
        let stem = crate::entities::ident::file_stem(&stem);
        let folder = self.scope.folder();
        let mut file = format!("sql/{stem}.sql");
        let mut number = 2;
        let is_other = |of: &String| {
            self.files
                .get(&format!("{folder}{of}"))
                .is_some_and(|of| of != text)
        };
        while is_other(&file) {
            file = format!("sql/{stem}_{number}.sql");
            number += 1;
        }
        self.files.insert(format!("{folder}{file}"), text.to_owned());
        file
    }
}

/// The relation in whose rules an object is said.
fn relation_of(object: &Object) -> Option<ObjectId> {
    match object {
        Object::Constraint(constraint) => Some(ObjectId::Table(constraint.table.clone())),
        Object::Index(index) => Some(index.relation()),
        Object::Statistics(statistics) => Some(ObjectId::Table(statistics.table.clone())),
        Object::Policy(policy) => Some(ObjectId::Table(policy.table.clone())),
        Object::Trigger(trigger) => Some(trigger.relation()),
        Object::RowSecurity(security) => Some(ObjectId::Table(security.table.clone())),
        Object::Grant(grant) => Some(grant.on.object()),
        Object::Ownership(ownership) => Some((*ownership.of).clone()),
        _ => None,
    }
}

/// The order of rules: what rows are, how they are found, who sees them, what happens as they change.
fn place_in_rules(object: &Object) -> u8 {
    match object {
        Object::Constraint(_) => 0,
        Object::Index(_) => 1,
        Object::Statistics(_) => 2,
        Object::RowSecurity(_) => 3,
        Object::Policy(_) => 4,
        Object::Grant(_) => 5,
        Object::Ownership(_) => 6,
        _ => 7,
    }
}

/// The order of a file: values before rows, rows before what is computed of them.
fn place_in_file(object: &Object) -> u8 {
    match object {
        Object::Enum(_) => 0,
        Object::Domain(_) => 1,
        Object::Composite(_) => 2,
        Object::Sequence(_) => 3,
        Object::Table(_) => 4,
        Object::View(_) | Object::MaterializedView(_) => 5,
        _ => 6,
    }
}

/// The topics in the order in which they are declared: what all use first, views last.
fn in_order(topics: BTreeSet<String>) -> Vec<String> {
    let place = |topic: &String| match topic.as_str() {
        "types" => 0,
        "functions" => 1,
        "views" => 3,
        _ => 2,
    };
    let mut topics: Vec<String> = topics.into_iter().collect();
    topics.sort_by_key(place);
    topics
}

/// `order_items` as a title: `Order items`.
fn title(topic: &str) -> String {
    let words = topic.replace('_', " ");
    let mut chars = words.chars();
    chars
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The topic as part of a slug: ASCII letters and digits with `_` between.
fn slug(topic: &str) -> String {
    let plain: String = topic
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '_'
            }
        })
        .collect();
    let words: Vec<&str> = plain.split('_').filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        "topic".to_owned()
    } else {
        words.join("_")
    }
}
