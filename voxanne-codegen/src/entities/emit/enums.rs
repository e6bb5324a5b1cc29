//! `enums.rs`: the enums of the database.

use super::Writer;
use super::source::Source;
use super::syntax::{Arguments, Indent, derive, doc, enumeration, module_doc};
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
        let documentation = "The enums of the database. Their variants compare as the labels do.";
        source.item(|text| module_doc(text, documentation));
        self.imports(&mut source);
        if other {
            source.plain(NAMESPACE_NOTE);
        }
        for e in &self.plan.enums {
            source.item(|text| self.enumeration(text, e));
        }
        Some(source.finish())
    }

    fn enumeration(&self, into: &mut String, e: &EnumType<'_>) {
        doc(into, Indent::Item, e.comment.unwrap_or_default());
        let traits = [
            "Clone",
            "Copy",
            "Debug",
            "PartialEq",
            "Eq",
            "PartialOrd",
            "Ord",
            "Hash",
        ];
        derive(into, traits);
        let traits = ["EnumIter", "DeriveActiveEnum"]
            .into_iter()
            .chain(self.options.serde.traits().iter().copied());
        derive(
            into,
            traits.chain(self.options.enum_derives.iter().map(RustPath::as_str)),
        );
        let mut arguments = Arguments::default();
        arguments.text("rs_type", "Enum");
        arguments.text("db_type", "Enum");
        arguments.text("enum_name", &e.sea_orm_name());
        arguments.write(into, Indent::Item, "sea_orm");
        let labels = || e.variants.iter().map(String::as_str).zip(&e.definition.labels);
        let with_serde = self.options.serde != SerdeDerives::None;
        let snake = labels().all(|(variant, label)| serde_snake(variant) == label.as_str());
        if with_serde && snake {
            serde(into, Indent::Item, "rename_all", "snake_case");
        }
        let variants = labels().map(|(variant, label)| (variant, (variant, label.as_str())));
        enumeration(into, &e.ident, variants, |into, (variant, label)| {
            let mut value = Arguments::default();
            value.text("string_value", label);
            value.write(into, Indent::Member, "sea_orm");
            if with_serde && !snake && variant != label {
                serde(into, Indent::Member, "rename", label);
            }
        });
    }
}

fn serde(into: &mut String, indent: Indent, key: &str, value: &str) {
    let mut arguments = Arguments::default();
    arguments.text(key, value);
    arguments.write(into, indent, "serde");
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
