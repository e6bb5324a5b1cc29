//! `enums.rs`: the enums of the database.

use syn::{Attribute, Item};

use super::Writer;
use super::source::{Source, print_item};
use super::syntax::{Arguments, derive, doc, enumeration};
use crate::entities::ident::ident;
use crate::entities::options::{RustPath, SerdeDerives};
use crate::entities::plan::EnumType;

/// Why a name has quotes in it.
const NAMESPACE_NOTE: &str = "// sea-orm has no namespaces for enums. It puts the name between quotes as it is, so this one closes\n// them after the namespace and opens them again.\n";

impl Writer<'_> {
    /// The file, or nothing when there are no enums.
    pub(super) fn enums_file(&self) -> Option<String> {
        if self.plan.enums.is_empty() {
            return None;
        }
        let mut source = Source::new();
        let other = self.plan.enums.iter().any(|e| !e.is_public());
        source.documentation(super::syntax::module_doc(
            "The enums of the database. Their variants compare as the labels do.",
        ));
        self.imports(&mut source);
        if other {
            source.printed(NAMESPACE_NOTE);
        }
        for e in &self.plan.enums {
            source.printed(&print_item(self.enumeration(e)));
        }
        Some(source.finish())
    }

    fn enumeration(&self, e: &EnumType<'_>) -> Item {
        let mut attrs = e.comment.map(doc).unwrap_or_default();
        attrs.push(derive([
            "Clone",
            "Copy",
            "Debug",
            "PartialEq",
            "Eq",
            "PartialOrd",
            "Ord",
            "Hash",
        ]));
        let traits = ["EnumIter", "DeriveActiveEnum"]
            .into_iter()
            .chain(self.options.serde.traits().iter().copied());
        attrs.push(derive(
            traits.chain(self.options.enum_derives.iter().map(RustPath::as_str)),
        ));
        let mut arguments = Arguments::default();
        arguments.text("rs_type", "Enum");
        arguments.text("db_type", "Enum");
        arguments.text("enum_name", &e.sea_orm_name());
        attrs.extend(arguments.attribute("sea_orm"));
        let labels = || e.variants.iter().zip(&e.definition.labels);
        let with_serde = self.options.serde != SerdeDerives::None;
        let snake = labels().all(|(variant, label)| serde_snake(variant) == label.as_str());
        if with_serde && snake {
            attrs.extend(rename("rename_all", "snake_case"));
        }
        let variants = labels().map(|(variant, label)| {
            let mut value = Arguments::default();
            value.text("string_value", label.as_str());
            let mut attrs: Vec<Attribute> = value.attribute("sea_orm").into_iter().collect();
            if with_serde && !snake && variant != label.as_str() {
                attrs.extend(rename("rename", label.as_str()));
            }
            (attrs, ident(variant))
        });
        enumeration(attrs, &e.ident, variants)
    }
}

fn rename(key: &str, value: &str) -> Option<Attribute> {
    let mut arguments = Arguments::default();
    arguments.text(key, value);
    arguments.attribute("serde")
}

/// The variant as serde's `snake_case` spells it.
fn serde_snake(variant: &str) -> String {
    let mut snake = String::with_capacity(variant.len() + 4);
    for (place, c) in variant.char_indices() {
        if place > 0 && c.is_uppercase() {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serde_spells_the_variants_as_it_does() {
        assert_eq!(serde_snake("InProgress"), "in_progress");
        assert_eq!(serde_snake("Phase2"), "phase2");
    }
}
