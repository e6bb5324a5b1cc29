//! `drift --adopt`: the definitions come to what the database has, as far as that needs nobody's hand, and the
//! rest is told.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use serde::Serialize;
use voxanne_codegen::differences::Standing;
use voxanne_codegen::import::{Adopted, Adoption, Task, Todo, adopt as definitions};
use voxanne_schema::object::{Object, ObjectId, ObjectKind};

use super::count;
use super::differences::facets;
use super::drift::Found;
use super::import::{not_written, write};
use crate::outcome::Outcome;
use crate::output::{FileNames, Output, Sink};
use crate::project::Project;
use crate::report::{Failure, Problem};

/// What was written, for machines.
#[derive(Serialize)]
pub(super) struct Document {
    folder: String,
    files: Vec<String>,
    /// What the files declare.
    declared: Vec<String>,
    /// Roles that the declaration must have besides.
    roles: Vec<String>,
    /// What is left to do by hand.
    tasks: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    object: String,
    /// The lines that declare it, or what it belongs to.
    at: Option<String>,
    /// `replace`, `change`, `remove` or `rule`.
    todo: &'static str,
    /// The file that holds the definition, as it was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    /// The rule that it could be.
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<String>,
    /// What the definition has no words for, and stays as it is declared.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    keep: Vec<String>,
}

/// Where the definitions go.
pub(super) struct Home {
    folder: PathBuf,
    module: String,
    /// The file that lists the modules.
    library: PathBuf,
    /// The names of the crates of the package.
    crates: BTreeSet<String>,
}

impl Home {
    /// The folder for a module of the project's own crate, which must not be there yet.
    pub(super) fn of(project: &Project, module: &str) -> Result<Self, Failure> {
        let root = project.root();
        let sources = root.join("src");
        let problem = |message: String, help: String| {
            Failure::new(Outcome::Wrong, Problem::error(message).code("folder").help(help))
        };
        if !sources.is_dir() {
            return Err(problem(
                format!(
                    "there is no folder `{}` for the module `{module}`",
                    sources.display()
                ),
                "run this where the definitions are: the root of the project is that of their package"
                    .to_owned(),
            ));
        }
        let folder = sources.join(module);
        let file = sources.join(format!("{module}.rs"));
        if folder.exists() || file.exists() {
            return Err(problem(
                format!("there is a module `{module}` in `{}` already", sources.display()),
                format!(
                    "nothing is written over: take up what is in it and give it the name of what it is about, or name \
                     another with `--adopt {module}_2`"
                ),
            ));
        }
        let of_library = ["lib.rs", "main.rs"].map(|file| sources.join(file));
        let library = of_library.into_iter().find(|file| file.is_file());
        let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap_or_default();
        Ok(Self {
            library: library.unwrap_or_else(|| sources.join("lib.rs")),
            crates: crates(&manifest),
            module: module.to_owned(),
            folder,
        })
    }

    /// The types of the definitions, by their paths from the crate that takes the module up.
    fn types(&self, found: &Found) -> BTreeMap<ObjectId, String> {
        let types = found.declared.types.iter().filter_map(|(id, path)| {
            let is_plain = path.chars().all(|c| c.is_alphanumeric() || c == '_' || c == ':');
            let (first, rest) = path.split_once("::").filter(|_| is_plain)?;
            let path = if self.crates.contains(first) {
                format!("crate::{rest}")
            } else {
                (*path).to_owned()
            };
            Some((id.clone(), path))
        });
        types.collect()
    }
}

/// The crates of a package, as its manifest names them.
fn crates(manifest: &str) -> BTreeSet<String> {
    let mut section = "";
    let mut found = BTreeSet::new();
    for line in manifest.lines().map(str::trim) {
        if line.starts_with('[') {
            section = line;
        } else if let ("[package]" | "[lib]" | "[[bin]]", Some((key, value))) =
            (section, line.split_once('='))
            && key.trim() == "name"
        {
            found.insert(value.trim().trim_matches('"').replace('-', "_"));
        }
    }
    found
}

/// Writes the definitions, and tells what is left to do.
pub(super) fn adopt(home: &Home, found: &Found, output: &mut Output<'_>) -> Result<Document, Failure> {
    let adopted = definitions(&Adoption {
        found: &found.database.schema,
        declared: &found.definitions.schema,
        differences: &found.differences,
        types: home.types(found),
        slugs: found.declared.modules.iter().flat_map(slugs).collect(),
        roles: found
            .declared
            .existing
            .objects()
            .filter_map(|(_, object)| match object {
                Object::Role(role) => Some(role.name.clone()),
                _ => None,
            })
            .collect(),
        module: &home.module,
        platform: found.declared.platform,
    });
    if !adopted.files.is_empty() {
        let roots: Vec<&str> = adopted
            .files
            .keys()
            .map(String::as_str)
            .filter(|file| *file == "mod.rs" || (file.starts_with("changed/") && file.ends_with(".rs")))
            .collect();
        let written = write(&home.folder, &adopted.files, &roots);
        written.map_err(|error| not_written(&home.folder, &error))?;
    }
    let names = FileNames::here();
    output.show(|sink| tell(sink, home, found, &adopted, &names));
    Ok(Document {
        folder: names.of(&home.folder),
        files: adopted.files.keys().cloned().collect(),
        declared: adopted.declared.iter().map(ToString::to_string).collect(),
        roles: adopted.roles.iter().map(ToString::to_string).collect(),
        tasks: adopted.tasks.iter().map(|task| entry(found, task)).collect(),
    })
}

fn slugs(module: &voxanne_schema::declare::ModuleInfo) -> impl Iterator<Item = String> {
    std::iter::once(module.slug.clone()).chain(module.later_slugs.iter().cloned())
}

fn entry(found: &Found, task: &Task) -> Entry {
    let mut entry = Entry {
        object: task.object.to_string(),
        at: found.declared.location_of(&task.object).map(ToString::to_string),
        todo: "change",
        file: None,
        rule: None,
        keep: Vec::new(),
    };
    match &task.todo {
        Todo::Change => {}
        Todo::Remove => entry.todo = "remove",
        Todo::Replace { file, keep, .. } => {
            if found.is_whole(&task.object) {
                entry.todo = "replace";
            }
            entry.file = Some(file.clone());
            entry.keep = keep.iter().map(ToString::to_string).collect();
        }
        Todo::Rule(rule) => {
            entry.todo = "rule";
            entry.rule = Some(rule.clone());
        }
    }
    entry
}

fn tell(sink: &mut Sink<'_>, home: &Home, found: &Found, adopted: &Adopted, names: &FileNames) {
    let (name, dim) = (sink.palette.name, sink.palette.dim);
    let folder = names.of(&home.folder);
    if !adopted.files.is_empty() {
        sink.text(format_args!("\n{name}written{name:#}\n"));
        for file in adopted.files.keys() {
            sink.line(&format_args!("  {folder}/{file}"));
        }
    }
    let module = &home.module;
    if adopted.files.contains_key("mod.rs") {
        let objects = count(adopted.declared.len(), "object");
        sink.text(format_args!(
            "\n{name}to declare what nobody declared, {objects}{name:#}\n"
        ));
        sink.line(&format_args!(
            "  {}: add `pub mod {module};`",
            names.of(&home.library)
        ));
        sink.line(&format_args!(
            "  the declaration: add `.modules({module}::modules())`, after all other modules"
        ));
        for role in &adopted.roles {
            sink.line(&format_args!(
                "  the declaration: add `.role(RoleName::new({:?}))`",
                role.as_str()
            ));
        }
    }
    let (rules, tasks): (Vec<&Task>, Vec<&Task>) = adopted
        .tasks
        .iter()
        .partition(|task| matches!(task.todo, Todo::Rule(_)));
    if !tasks.is_empty() {
        sink.text(format_args!("\n{name}to change by hand{name:#}\n"));
    }
    for task in tasks {
        let object = &task.object;
        let at = found.declared.location_of(object);
        let at = at.map_or_else(String::new, |at| format!("{at}: "));
        match &task.todo {
            Todo::Replace { file, name, keep } if found.is_whole(object) => {
                let text = adopted.files.get(file).map_or("", String::as_str);
                let along = if text.contains("include_str!(") {
                    ", with its SQL"
                } else {
                    ""
                };
                sink.line(&format_args!(
                    "  {at}put `{name}` of {folder}/{file} in place of what declares {object}{along}"
                ));
                for part in keep {
                    sink.text(format_args!(
                        "      {dim}keep what is said of {part}: that definition has no words for it{dim:#}\n"
                    ));
                }
            }
            Todo::Remove => sink.line(&format_args!("  {at}take {object} out, the database has none")),
            Todo::Replace { file, .. } => {
                sink.line(&format_args!(
                    "  {at}change {object}; {folder}/{file} says how all of it is, with what rules bring along written out"
                ));
                changes(sink, found, object);
            }
            Todo::Change => {
                sink.line(&format_args!("  {at}change {object}"));
                changes(sink, found, object);
            }
            Todo::Rule(_) => {}
        }
    }
    if !rules.is_empty() {
        sink.text(format_args!(
            "\n{name}declared in {folder}/unsaid.json, and better said in the rules of what it belongs to{name:#}\n"
        ));
    }
    for task in rules {
        if let Todo::Rule(rule) = &task.todo {
            let at = found.declared.location_of(&found.home_of(&task.object));
            let at = at.map_or_else(String::new, |at| format!("{at}: "));
            sink.line(&format_args!("  {at}`{rule}`"));
        }
    }
    sink.text(format_args!("\n{name}then{name:#}\n"));
    sink.line(&format_args!(
        "  `generate` writes the migrations that other databases need, `apply --baseline` records them on this one, \
         and `drift` shows that nothing is left"
    ));
}

/// In what an object and its parts differ.
fn changes(sink: &mut Sink<'_>, found: &Found, object: &ObjectId) {
    for difference in &found.differences {
        let is_part = difference.part_of.as_ref() == Some(object);
        if difference.object == *object {
            for line in facets(difference, "the definitions") {
                sink.line(&format_args!("      {line}"));
            }
        } else if is_part && difference.object.kind() != ObjectKind::Comment {
            let part = &difference.object;
            let line = match difference.standing {
                Standing::New => format!("{part}: in the definitions, not in the database"),
                Standing::Gone => format!("{part}: in the database, not in the definitions"),
                Standing::Changed(_) => part.to_string(),
            };
            sink.line(&format_args!("      {line}"));
            for line in facets(difference, "the definitions") {
                sink.line(&format_args!("        {line}"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_crates_of_a_package_are_those_that_its_manifest_names() {
        let manifest = "[package]\nname = \"shop-schema\"\n[lib]\nname=\"shop\"\n[[bin]]\nname = \"shop-cli\"\n\
                        [dependencies]\nname = \"other\"\n";
        let found: Vec<String> = crates(manifest).into_iter().collect();
        assert_eq!(found, ["shop", "shop_cli", "shop_schema"]);
    }
}
