//! Which enums become Rust enums, and what they are called.
//!
//! sea-orm's `DeriveActiveEnum` makes identifiers of its own from the labels. Where they meet, or
//! where there is no label at all, it cannot compile; the columns of such an enum stay text.

use std::collections::BTreeSet;

use heck::ToUpperCamelCase;
use voxanne_schema::model::{Enum, Schema};
use voxanne_schema::name::QualifiedName;

use super::facts::Facts;
use crate::entities::ident::{Noun, is_ident, is_xid_continue, pascal};
use crate::entities::options::EntityOptions;
use crate::entities::reserved;
use crate::entities::spelling::{Taken, short_names};

/// An enum of `enums.rs`.
#[derive(Clone, Debug)]
pub(in crate::entities) struct EnumType<'s> {
    pub(in crate::entities) definition: &'s Enum,
    pub(in crate::entities) comment: Option<&'s str>,
    pub(in crate::entities) ident: String,
    /// The variants, in the order of the labels.
    pub(in crate::entities) variants: Vec<String>,
}

impl EnumType<'_> {
    /// `enum_name = "…"`. sea-orm writes it between quotes as it is and knows no namespace, so
    /// another namespace than `public` closes those quotes and opens them again.
    pub(in crate::entities) fn sea_orm_name(&self) -> String {
        let QualifiedName { namespace, name } = &self.definition.name;
        let name = name.as_str().replace('"', "\"\"");
        if self.is_public() {
            name
        } else {
            format!("{}\".\"{name}", namespace.as_str().replace('"', "\"\""))
        }
    }

    /// Whether sea-orm can do without the namespace.
    pub(in crate::entities) fn is_public(&self) -> bool {
        self.definition.name.namespace == "public"
    }
}

/// The enums to write and the ones that stay text, each by name.
pub(super) fn enums<'s>(
    schema: &'s Schema,
    facts: &Facts<'s>,
    used: &BTreeSet<&'s QualifiedName>,
    options: &EntityOptions,
) -> (Vec<EnumType<'s>>, Vec<&'s QualifiedName>) {
    let wanted = |e: &&Enum| {
        used.contains(&e.name) || (options.tables.is_none() && options.wants_namespace(&e.name.namespace))
    };
    let (fit, unfit): (Vec<&Enum>, Vec<&Enum>) = schema.enums().filter(wanted).partition(|e| is_derivable(e));
    let names: Vec<&QualifiedName> = fit.iter().map(|e| &e.name).collect();
    let mut taken = Taken::of(reserved::RUST.iter().chain(reserved::SEA_ORM).copied());
    let written = fit
        .into_iter()
        .zip(short_names(&names))
        .map(|(definition, name)| EnumType {
            definition,
            comment: facts.enums.get(&definition.name).copied(),
            ident: type_name(&name, &mut taken),
            variants: variants(definition),
        })
        .collect();
    (written, unfit.into_iter().map(|e| &e.name).collect())
}

/// The macro adds two more types, `…Enum` and `…Variant`, whose names must be free as well.
fn type_name(name: &str, taken: &mut Taken) -> String {
    let base = pascal(name, Noun::Enum);
    let mut number = 1_usize;
    loop {
        let candidate = match number {
            1 => base.clone(),
            2 => format!("{base}Type"),
            _ => format!("{base}{number}"),
        };
        let all = [
            format!("{candidate}Enum"),
            format!("{candidate}Variant"),
            candidate,
        ];
        if all.iter().all(|name| !taken.has(name)) {
            for name in &all {
                taken.take([name.clone()]);
            }
            let [.., candidate] = all;
            return candidate;
        }
        number += 1;
    }
}

fn variants(definition: &Enum) -> Vec<String> {
    let mut taken = Taken::default();
    definition
        .labels
        .iter()
        .map(|label| taken.take([pascal(label.as_str(), Noun::Label)]))
        .collect()
}

/// Whether the macro's own identifiers are valid and tell the labels apart.
fn is_derivable(definition: &Enum) -> bool {
    let idents: BTreeSet<String> = definition
        .labels
        .iter()
        .map(|label| macro_variant(label.as_str()))
        .collect();
    !idents.is_empty()
        && idents.len() == definition.labels.len()
        && idents.iter().all(|ident| is_ident(ident))
}

/// The variant of `…Variant` that the macro makes of a label: what is no part of an identifier,
/// `_` and spaces become hexadecimal numbers, then the case changes.
fn macro_variant(label: &str) -> String {
    if label.is_empty() {
        return "__Empty".to_owned();
    }
    let mut spelled = String::with_capacity(label.len());
    for (place, c) in label.chars().enumerate() {
        let starts = place > 0 || is_ident(&c.to_string());
        if c != '_' && starts && is_xid_continue(c) {
            spelled.push(c);
        } else {
            spelled.push_str(&format!("{:#X}", u32::from(c)));
        }
    }
    let variant = spelled.to_upper_camel_case();
    if variant.starts_with(char::is_numeric) {
        format!("_{variant}")
    } else {
        variant
    }
}

#[cfg(test)]
mod tests {
    use voxanne_schema::name::Name;

    use super::*;

    fn named(namespace: &str, labels: &[&str]) -> Enum {
        Enum {
            name: QualifiedName::new(namespace, "kind"),
            labels: labels.iter().map(Name::new).collect(),
        }
    }

    #[test]
    fn labels_that_the_macro_cannot_tell_apart_stay_text() {
        assert!(is_derivable(&named(
            "public",
            &["in_progress", "no-show", "", "1", "عربي", "a b"]
        )));
        assert!(!is_derivable(&named("public", &["new", "New"])));
        assert!(
            !is_derivable(&named("public", &["self", "other"])),
            "`Self` is no variant"
        );
        assert!(!is_derivable(&named("public", &[])));
    }

    #[test]
    fn a_name_keeps_clear_of_the_types_that_the_macro_adds() {
        let mut taken = Taken::of(reserved::RUST.iter().copied());
        assert_eq!(type_name("status", &mut taken), "Status");
        assert_eq!(type_name("status_enum", &mut taken), "StatusEnumType");
        assert_eq!(type_name("option", &mut taken), "OptionType");
    }

    #[test]
    fn another_namespace_stands_inside_the_quotes() {
        let definition = named("bill\"ing", &["a"]);
        let of = |definition| EnumType {
            definition,
            comment: None,
            ident: String::new(),
            variants: Vec::new(),
        };
        assert_eq!(of(&definition).sea_orm_name(), "bill\"\"ing\".\"kind");
        assert_eq!(of(&named("public", &["a"])).sea_orm_name(), "kind");
    }
}
