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

use syn::{Item, UseGlob, UseGroup, UseName, UseTree, Visibility, token};

use self::source::{Source, print_item};

#[cfg(test)]
pub(super) use self::source::HEADER;
use super::GeneratedFile;
use super::column_type::Scalar;
use super::ident::{file_stem, ident};
use super::options::{EntityOptions, Format};
use super::plan::{Entity, Plan};
use crate::parallel;

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
    // Almost every entity has the same one.
    let behavior = syn::parse2(quote::quote!(impl ActiveModelBehavior for ActiveModel {})).map(print_item);
    let behavior = behavior.unwrap_or_default();
    entities
        .iter()
        .map(|entity| {
            file(
                &file_stem(&entity.spelling.snake),
                writer.entity_file(entity, &behavior),
            )
        })
        .collect()
}

impl Writer<'_> {
    fn entity_file(&self, entity: &Entity<'_>, plain_behavior: &str) -> String {
        let mut source = Source::new();
        let kind = if entity.view { "view" } else { "table" };
        source.documentation(syntax::module_doc(&format!(
            "The {kind} `{}`.",
            entity.table.name
        )));
        self.imports(&mut source);
        if let Some(import) = self.enum_import(entity) {
            source.loosen();
            source.tight_item(import);
        }
        source.item(self.model(entity));
        match self.options.format {
            Format::Compact => {
                source.item(self.relation_enum(entity));
                self.related_impls(entity, &mut source);
            }
            Format::Dense => self.related_to_repeated(entity, &mut source),
        }
        self.links(entity, &mut source);
        if !entity.own_behavior {
            let item = if entity.view {
                behavior::read_only(entity)
            } else {
                behavior::guarded(entity)
            };
            match item {
                Some(item) => source.item(item),
                None => source.printed(plain_behavior),
            }
        }
        source.finish()
    }

    /// What every file imports.
    fn imports(&self, source: &mut Source) {
        let glob = UseTree::Glob(UseGlob {
            star_token: token::Star::default(),
        });
        source.tight_item(syntax::import(
            Visibility::Inherited,
            &["sea_orm", "entity", "prelude"],
            glob,
        ));
        let traits: BTreeSet<&str> = self.options.serde.traits().iter().copied().collect();
        if !traits.is_empty() {
            source.tight_item(syntax::import(Visibility::Inherited, &["serde"], names(traits)));
        }
    }

    fn enum_import(&self, entity: &Entity<'_>) -> Option<Item> {
        let used: BTreeSet<&str> = entity
            .fields
            .iter()
            .filter_map(|field| match field.column_type.scalar {
                Scalar::Enum(place) => self.plan.enums.get(place).map(|e| e.ident.as_str()),
                _ => None,
            })
            .collect();
        (!used.is_empty()).then(|| syntax::import(Visibility::Inherited, &["super", "enums"], names(used)))
    }
}

/// `Name`, or `{A, B}`.
fn names(names: BTreeSet<&str>) -> UseTree {
    let mut names: Vec<UseTree> = names
        .into_iter()
        .map(|name| UseTree::Name(UseName { ident: ident(name) }))
        .collect();
    if names.len() == 1 {
        return names.remove(0);
    }
    UseTree::Group(UseGroup {
        brace_token: token::Brace::default(),
        items: names.into_iter().collect(),
    })
}
