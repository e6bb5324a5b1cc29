//! What a database has beside what is declared, as definitions: modules of their own for what is new, and for what
//! is declared otherwise the definition to be put in place of the one there is. Nobody's hand-written code is
//! edited by guess.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use voxanne_schema::Platform;
use voxanne_schema::model::{Schema, Signature};
use voxanne_schema::name::Name;
use voxanne_schema::object::{Object, ObjectId, ObjectKind};

use super::literal::word;
use super::names::Names;
use super::{ImportOptions, Importer, in_order, topics};
use crate::differences::{Difference, Standing, whole};
use crate::entities::ident::{Noun, file_stem, snake};

/// What is adopted, and into which definitions.
#[derive(Clone, Debug)]
pub struct Adoption<'a> {
    /// What the database has, with the roles that it refers to.
    pub found: &'a Schema,
    /// What the definitions build, read as the database was.
    pub declared: &'a Schema,
    /// In what the two differ, from the one to the other.
    pub differences: &'a [Difference],
    /// The Rust types that declare objects, by paths that begin with a crate.
    pub types: BTreeMap<ObjectId, String>,
    /// The slugs of the modules.
    pub slugs: BTreeSet<String>,
    /// The roles that are declared, or come with the platform.
    pub roles: BTreeSet<Name>,
    /// The name of the Rust module that is written.
    pub module: &'a str,
    /// Where the database lives.
    pub platform: Platform,
}

/// The definitions of what a database is ahead with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Adopted {
    /// The files, relative to the folder of the module.
    pub files: BTreeMap<String, String>,
    /// What they declare once the module is taken up. Sorted.
    pub declared: Vec<ObjectId>,
    /// Roles that they name and nobody has declared. Sorted.
    pub roles: Vec<Name>,
    /// What is left to whoever wrote the definitions.
    pub tasks: Vec<Task>,
}

/// Something that a person has to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// What it is about.
    pub object: ObjectId,
    /// What is to be done.
    pub todo: Todo,
}

/// What a person has to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Todo {
    /// Put a definition in place of the one that there is.
    Replace {
        /// The file that holds it.
        file: String,
        /// What it is called there.
        name: String,
        /// What the database has as it is declared, and the definition has no words for: that stays as it is said.
        keep: Vec<ObjectId>,
    },
    /// Change its definition by hand, for which there are no words.
    Change,
    /// Take its definition out: the database has none.
    Remove,
    /// Nothing, for it is declared in the form of the model; but it could stand in the rules of what it belongs to.
    Rule(String),
}

/// What is written of a schema, where that is not everything, and where the rest is declared.
#[derive(Debug, Default)]
pub(super) struct Scope {
    /// What the modules declare; everything where nothing is said.
    declared: Option<BTreeSet<ObjectId>>,
    /// Whose definitions are written besides.
    replaced: BTreeSet<ObjectId>,
    /// The modules of the types that declare the rest.
    homes: BTreeMap<ObjectId, String>,
    /// What declared functions are called.
    functions: Vec<(Signature, String)>,
    /// The slugs that are taken.
    slugs: BTreeSet<String>,
    /// Whether what is being written is put in place of something.
    replaces: bool,
}

impl Scope {
    /// Whether the definition of an object is written.
    pub(super) fn writes(&self, id: &ObjectId) -> bool {
        self.declares(id) || self.replaced.contains(id)
    }

    /// Whether an object is declared by a module that is written.
    pub(super) fn declares(&self, id: &ObjectId) -> bool {
        self.declared
            .as_ref()
            .is_none_or(|declared| declared.contains(id))
    }

    /// Whether an object is declared by a type that is there already.
    pub(super) fn has_home(&self, id: &ObjectId) -> bool {
        self.homes.contains_key(id)
    }

    /// Whether a module is named by its path, and not as one beside the others.
    pub(super) fn is_path(&self, module: &str) -> bool {
        module.contains("::")
    }

    /// What everything is called.
    pub(super) fn names(&self, schema: &Schema) -> Names {
        let mut names = Names::of(schema);
        for (signature, name) in &self.functions {
            names.call_function(signature, name);
        }
        names
    }

    /// The slug of a module.
    pub(super) fn slug(&self, topic: &str) -> String {
        if self.declared.is_none() {
            return format!("import_{topic}");
        }
        let numbered = (2..).map(|number: u32| format!("adopt_{topic}_{number}"));
        let mut free = std::iter::once(format!("adopt_{topic}")).chain(numbered);
        free.find(|slug| !self.slugs.contains(slug)).unwrap_or_default()
    }

    /// The folder of files that are written, with a slash.
    pub(super) const fn folder(&self) -> &'static str {
        if self.replaces { "changed/" } else { "" }
    }
}

/// Writes the definitions of what a database is ahead with, and tells what is left to do. Deterministic, and pure.
#[must_use]
pub fn adopt(adoption: &Adoption<'_>) -> Adopted {
    let options = ImportOptions {
        name: adoption.module.to_owned(),
        platform: adoption.platform,
    };
    let mut importer = Importer::new(adoption.found, &options);
    let mut adopted = Adopted::default();
    let removed = importer.sort(adoption, &mut adopted);
    importer.settle(adoption);
    importer.leave_out_unsayable();
    importer.replacements(adoption, &mut adopted);
    importer.additions(adoption, &mut adopted);
    let goes_along = |id: &ObjectId| {
        let replaced =
            |task: &Task| matches!(task.todo, Todo::Replace { .. }) && task.object == top(adoption, id);
        adopted.tasks.iter().any(replaced)
    };
    let removed: Vec<ObjectId> = removed.into_iter().filter(|id| !goes_along(id)).collect();
    adopted.tasks.extend(removed.into_iter().map(|object| Task {
        object,
        todo: Todo::Remove,
    }));
    adopted.files = importer.files;
    adopted
}

/// What an object is a part of, in the end.
fn top(adoption: &Adoption<'_>, id: &ObjectId) -> ObjectId {
    let mut top = id.clone();
    while let Some(next) = adoption
        .found
        .get(&top)
        .or_else(|| adoption.declared.get(&top))
        .and_then(whole)
    {
        top = next;
    }
    top
}

/// Whether an object has a definition of its own in Rust.
const fn has_definition(object: &Object) -> bool {
    matches!(
        object,
        Object::Enum(_)
            | Object::Domain(_)
            | Object::Composite(_)
            | Object::Sequence(_)
            | Object::Table(_)
            | Object::View(_)
            | Object::MaterializedView(_)
            | Object::Function(_)
            | Object::Procedure(_)
    )
}

impl Importer<'_> {
    /// Sorts the differences by what becomes of them. Gives what the database has not.
    fn sort(&mut self, adoption: &Adoption<'_>, adopted: &mut Adopted) -> Vec<ObjectId> {
        let (mut declared, mut removed) = (BTreeSet::new(), Vec::new());
        for difference in adoption.differences {
            let id = &difference.object;
            let top = top(adoption, id);
            match &difference.standing {
                Standing::Gone => {
                    declared.insert(id.clone());
                }
                Standing::New if top == *id || adoption.found.contains(&top) => removed.push(id.clone()),
                Standing::New => {}
                Standing::Changed(_) => {
                    let both = adoption.declared.contains(&top);
                    let definition = adoption.found.get(&top).filter(|of| both && has_definition(of));
                    // Words alone are changed where they stand.
                    let definition = definition.filter(|_| id.kind() != ObjectKind::Comment);
                    if definition.is_some() {
                        self.scope.replaced.insert(top);
                    } else {
                        adopted.tasks.push(Task {
                            object: id.clone(),
                            todo: Todo::Change,
                        });
                    }
                }
            }
        }
        self.scope.declared = Some(declared);
        self.scope.slugs.clone_from(&adoption.slugs);
        removed
    }

    /// Calls what is declared as it is called there, and takes the names from what nobody can name.
    fn settle(&mut self, adoption: &Adoption<'_>) {
        for (id, object) in self.schema.objects() {
            if !has_definition(object) || self.scope.declares(id) {
                continue;
            }
            let path = adoption.types.get(id).and_then(|path| path.rsplit_once("::"));
            let signature = match id {
                ObjectId::Function(signature) | ObjectId::Procedure(signature) => Some(signature),
                _ => None,
            };
            match (path, signature) {
                (Some((module, name)), signature) => {
                    self.scope.homes.insert(id.clone(), module.to_owned());
                    self.topics.insert(id.clone(), module.to_owned());
                    match signature {
                        Some(signature) => self.scope.functions.push((signature.clone(), name.to_owned())),
                        None => {
                            self.types.insert(id.clone(), name.to_owned());
                        }
                    }
                }
                (None, _) if self.scope.replaced.contains(id) => {}
                (None, Some(_)) => {
                    self.unsayable.insert(id.clone());
                }
                (None, None) => {
                    self.types.remove(id);
                }
            }
        }
        self.names = self.scope.names(self.schema);
        // What is new stands together with what is new.
        let mut new = Schema::new();
        for (_, object) in self.schema.objects().filter(|(id, _)| self.scope.declares(id)) {
            new.replace(object.clone());
        }
        self.topics.extend(topics::topics(&new));
    }

    /// Writes the definitions that are to be put in place of others.
    fn replacements(&mut self, adoption: &Adoption<'_>, adopted: &mut Adopted) {
        self.scope.replaces = true;
        for id in self.scope.replaced.clone() {
            self.uses.clear();
            self.said.clear();
            let object = self.schema.get(&id).cloned();
            let written = object.and_then(|object| {
                let text = self.attempt(|importer| importer.definition(&object))?;
                Some((text, self.name_of(&id)?))
            });
            let Some((text, name)) = written else {
                adopted.tasks.push(Task {
                    object: id,
                    todo: Todo::Change,
                });
                continue;
            };
            let mut keep = Vec::new();
            for part in self.parts_of(adoption, &id) {
                if self.said.contains(&part) {
                    // It is no object of the modules any more, but of this definition.
                    self.scope.declared.iter_mut().for_each(|declared| {
                        declared.remove(&part);
                    });
                } else if !self.scope.declares(&part) {
                    keep.push(part);
                }
            }
            self.uses_but(&id);
            let uses = self.use_lines(&format!("crate::{}", adoption.module), None);
            let stem = file_stem(&snake(name.trim_start_matches("r#"), Noun::Table));
            let file = format!("changed/{stem}.rs");
            let text = format!(
                "// As the database has {id}: put this in place of what declares it.\n\nuse voxanne_schema::prelude::*;\n{uses}\n{text}"
            );
            self.files.insert(file.clone(), text);
            adopted.tasks.push(Task {
                object: id,
                todo: Todo::Replace { file, name, keep },
            });
        }
        self.scope.replaces = false;
        self.said.clear();
        self.uses.clear();
    }

    /// What the database has that belongs to an object.
    fn parts_of(&self, adoption: &Adoption<'_>, id: &ObjectId) -> Vec<ObjectId> {
        let objects = self.schema.objects().map(|(part, _)| part);
        objects
            .filter(|part| *part != id && top(adoption, part) == *id)
            .cloned()
            .collect()
    }

    /// Forgets that a definition uses its own type.
    fn uses_but(&mut self, id: &ObjectId) {
        let Some(own) = self.name_of(id) else {
            return;
        };
        let others: Vec<(String, String)> = self
            .uses
            .iter()
            .filter(|(_, name)| *name != own)
            .cloned()
            .collect();
        self.uses.clear();
        others.into_iter().for_each(|other| self.uses.insert(other));
    }

    /// What an object is called in Rust.
    fn name_of(&self, id: &ObjectId) -> Option<String> {
        match id {
            ObjectId::Function(signature) | ObjectId::Procedure(signature) => {
                self.names.function(signature).map(str::to_owned)
            }
            _ => self.types.get(id).cloned(),
        }
    }

    /// Writes the modules of what is declared nowhere.
    fn additions(&mut self, adoption: &Adoption<'_>, adopted: &mut Adopted) {
        let topics: BTreeSet<String> = self
            .topics
            .iter()
            .filter(|(id, _)| self.scope.declares(id))
            .map(|(_, topic)| topic.clone())
            .collect();
        let mut modules = Vec::new();
        for topic in in_order(topics) {
            if let Some(text) = self.module(&topic) {
                modules.push(topic.clone());
                self.files.insert(format!("{topic}.rs"), text);
            }
        }
        let (database, unsaid) = self.database();
        for object in &unsaid {
            if let Some(rule) = self.as_rule(adoption, object) {
                adopted.tasks.push(Task {
                    object: object.clone(),
                    todo: Todo::Rule(rule),
                });
            }
        }
        let (mut roles, files) = self.in_common(&modules);
        roles.retain(|(role, _)| !adoption.roles.contains(role));
        let mut roles: BTreeSet<Name> = roles.into_iter().map(|(role, _)| role).collect();
        let objects = unsaid.iter().filter_map(|id| self.schema.get(id));
        for needed in objects.flat_map(|object| object.dependencies().objects().cloned().collect::<Vec<_>>())
        {
            if let ObjectId::Role(role) = needed
                && !adoption.roles.contains(&role)
            {
                roles.insert(role);
            }
        }
        adopted.roles = roles.into_iter().collect();
        let declared = self.scope.declared.iter().flatten();
        adopted.declared = declared.cloned().collect();
        if !adopted.declared.is_empty() || !files.is_empty() {
            let text = self.adopted_library(&modules, files, &database, !unsaid.is_empty());
            self.files.insert("mod.rs".to_owned(), text);
        }
    }

    /// The rule that an object would be, where what it belongs to is declared already.
    fn as_rule(&mut self, adoption: &Adoption<'_>, id: &ObjectId) -> Option<String> {
        let of = top(adoption, id);
        if self.scope.declares(&of) {
            return None;
        }
        let object = self.schema.get(id)?.clone();
        let fields = self.fields_of(&of);
        let rule = self.attempt(|importer| importer.rule(&object, &fields))?;
        let lines: Vec<&str> = rule.lines().map(str::trim).collect();
        Some(lines.join(""))
    }

    /// `mod.rs`.
    fn adopted_library(
        &self,
        modules: &[String],
        mut files: Vec<String>,
        database: &str,
        has_unsaid: bool,
    ) -> String {
        let mut out = String::from(
            "//! What a database had and nothing declared, taken over as it stood by `drift --adopt`.\n\
             //!\n\
             //! Yours from here on: move what is here to where it belongs.\n\
             #![allow(missing_docs, reason = \"a doc comment becomes a COMMENT\")]\n\n",
        );
        files.sort_unstable();
        for file in &files {
            let _ = writeln!(out, "pub mod {file};");
        }
        if database.contains("ExtensionRule") {
            out.push_str("\nuse voxanne_schema::declare::ExtensionRule;");
        }
        out.push_str("\nuse voxanne_schema::prelude::*;\n");
        let mut calls = Vec::new();
        if !database.is_empty() {
            calls.push("database()".to_owned());
        }
        calls.extend(modules.iter().map(|module| format!("{module}::module()")));
        if has_unsaid {
            calls.push("unsaid()".to_owned());
        }
        let _ = write!(
            out,
            "\n/// The modules, to be declared after all others.\n#[must_use]\npub fn modules() -> Vec<Module> {{\n    vec![{}]\n}}\n",
            calls.join(", ")
        );
        if !database.is_empty() {
            let _ = write!(
                out,
                "\n/// What belongs to the whole database.\nfn database() -> Module {{\n    Module::new({})\n        .as_found()\n{database}}}\n",
                word(&self.scope.slug("database"))
            );
        }
        if has_unsaid {
            let _ = write!(
                out,
                "\n/// What belongs to objects that are declared elsewhere, and what definitions have no words for, in the\n\
                 /// form of the model.\nfn unsaid() -> Module {{\n    Module::new({})\n        .as_found()\n        \
                 .objects(include_str!(\"unsaid.json\"))\n}}\n",
                word(&self.scope.slug("the_rest"))
            );
        }
        out
    }
}

#[cfg(test)]
mod tests;
