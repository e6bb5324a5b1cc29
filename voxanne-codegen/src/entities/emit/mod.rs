//! From the plan to the text of the files. Nothing is decided here.

mod behavior;
mod dense;
mod enums;
mod model;
mod related;
mod relation;
mod root;
mod source;
mod syntax;

use std::collections::BTreeSet;

use voxanne_schema::parallel;

#[cfg(test)]
pub(super) use self::source::HEADER;
use self::source::Source;
use super::GeneratedFile;
use super::column_type::Scalar;
use super::ident::{escaped, file_stem};
use super::options::{EntityOptions, Format};
use super::plan::{Entity, Plan};

/// Below so many entities, another thread costs more than it brings.
const WORTH_A_THREAD: usize = 64;

/// What every writer knows.
struct Writer<'p> {
    plan: &'p Plan<'p>,
    options: &'p EntityOptions,
}

/// Writes every file, sorted by path.
pub(super) fn files(plan: &Plan<'_>, options: &EntityOptions, threads: usize) -> Vec<GeneratedFile> {
    let mut files = parallel::map(&plan.entities, threads, WORTH_A_THREAD, |entities| {
        entity_files(plan, options, entities)
    });
    let writer = Writer { plan, options };
    files.extend(writer.enums_file().map(|contents| file("enums", contents)));
    files.push(file("lib", writer.lib_file()));
    files.push(file("prelude", writer.prelude_file()));
    files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    files
}

fn file(stem: &str, contents: String) -> GeneratedFile {
    GeneratedFile {
        path: format!("{stem}.rs"),
        contents,
    }
}

fn entity_files(plan: &Plan<'_>, options: &EntityOptions, entities: &[Entity<'_>]) -> Vec<GeneratedFile> {
    let writer = Writer { plan, options };
    entities
        .iter()
        .map(|entity| file(&file_stem(&entity.spelling.snake), writer.entity_file(entity)))
        .collect()
}

impl Writer<'_> {
    fn entity_file(&self, entity: &Entity<'_>) -> String {
        let mut source = Source::new();
        let kind = if entity.view { "view" } else { "table" };
        let documentation = format!("The {kind} `{}`.", entity.table.name);
        source.item(|text| syntax::module_doc(text, &documentation));
        self.imports(&mut source);
        let enums = self.enums_of(entity);
        if !enums.is_empty() {
            source.loosen();
            source.tight_item(|text| syntax::import(text, &["super", "enums"], &names(&enums)));
        }
        source.item(|text| self.model(text, entity));
        match self.options.format {
            Format::Compact => {
                source.item(|text| self.relation_enum(text, entity));
                self.related_impls(entity, &mut source);
            }
            Format::Dense => self.related_to_repeated(entity, &mut source),
        }
        self.links(entity, &mut source);
        if !entity.own_behavior {
            source.item(|text| behavior::write(text, entity));
        }
        source.finish()
    }

    /// What every file imports.
    fn imports(&self, source: &mut Source) {
        source.tight_item(|text| syntax::import(text, &["sea_orm", "entity", "prelude"], "*"));
        let traits: BTreeSet<&str> = self.options.serde.traits().iter().copied().collect();
        if !traits.is_empty() {
            source.tight_item(|text| syntax::import(text, &["serde"], &names(&traits)));
        }
    }

    /// The enums that the columns of an entity have.
    fn enums_of(&self, entity: &Entity<'_>) -> BTreeSet<&str> {
        let fields = entity.fields.iter();
        fields
            .filter_map(|field| match field.column_type.scalar {
                Scalar::Enum(place) => self.plan.enums.get(place).map(|e| e.ident.as_str()),
                _ => None,
            })
            .collect()
    }
}

/// `Name`, or `{A, B}`.
fn names(names: &BTreeSet<&str>) -> String {
    let names: Vec<_> = names.iter().map(|name| escaped(name)).collect();
    if names.len() == 1 {
        names.concat()
    } else {
        format!("{{{}}}", names.join(", "))
    }
}
