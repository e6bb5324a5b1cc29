//! Former names: not empty, not the name itself, not one that another has or had.

use syn::LitStr;

use super::name::is_name;
use crate::errors::Errors;
use crate::parse::attribute::Assigned;
use crate::parse::column::Column;
use crate::parse::composite::Composite;
use crate::parse::domain::Domain;
use crate::parse::enumeration::Enumeration;
use crate::parse::function::Function;
use crate::parse::sequence::Sequence;
use crate::parse::table::Table;

/// Every rule of the former names of a table, of its columns and of its keys.
pub(super) fn table(table: &Table, errors: &Errors) {
    former("table", &table.name(), table.says.renamed_from.as_ref(), errors);
    let columns = table
        .columns
        .iter()
        .map(|column| (column.name(), column.says.renamed_from.as_ref()));
    family("column", "columns", &columns.collect::<Vec<_>>(), errors);
    let of_columns = table.columns.iter().filter_map(of_foreign_key);
    let of_table = (table.says.primary_key.iter())
        .chain(&table.says.uniques)
        .filter_map(|key| Some((key.name.as_ref(), key.renamed_from.as_ref()?)));
    let of_references = table.says.foreign_keys.iter();
    let of_references = of_references.filter_map(|key| Some((key.name.as_ref(), key.renamed_from.as_ref()?)));
    for (name, from) in of_columns.chain(of_table).chain(of_references) {
        let name = name.map(LitStr::value).unwrap_or_default();
        is_another("constraint", &name, from, errors);
    }
}

/// The former name of a view.
pub(super) fn view(view: &Table, errors: &Errors) {
    former("view", &view.name(), view.says.renamed_from.as_ref(), errors);
}

fn of_foreign_key(column: &Column) -> Option<(Option<&LitStr>, &LitStr)> {
    let says = &column.says;
    let from = says.foreign_key_renamed_from.as_ref()?;
    Some((
        says.foreign_key_name.as_ref().map(|name| &name.value),
        &from.value,
    ))
}

/// Every rule of the former names of an enum and of its labels.
pub(super) fn enumeration(enumeration: &Enumeration, errors: &Errors) {
    let (name, _) = enumeration.name();
    former("enum", &name, enumeration.says.renamed_from.as_ref(), errors);
    let labels = enumeration
        .labels
        .iter()
        .map(|label| (label.text().0, label.says.renamed_from.as_ref()));
    family("label", "labels", &labels.collect::<Vec<_>>(), errors);
}

/// Every rule of the former names of a composite type and of its attributes.
pub(super) fn composite(composite: &Composite, errors: &Errors) {
    let (name, _) = composite.name();
    former("type", &name, composite.says.renamed_from.as_ref(), errors);
    let attributes = composite
        .attributes
        .iter()
        .map(|attribute| (attribute.text().0, attribute.renamed_from.as_ref()));
    family("attribute", "attributes", &attributes.collect::<Vec<_>>(), errors);
}

/// The former name of a sequence.
pub(super) fn sequence(sequence: &Sequence, errors: &Errors) {
    let (name, _) = sequence.name();
    former("sequence", &name, sequence.says.renamed_from.as_ref(), errors);
}

/// The former name of a domain.
pub(super) fn domain(domain: &Domain, errors: &Errors) {
    let (name, _) = domain.name();
    former("domain", &name, domain.says.renamed_from.as_ref(), errors);
}

/// The former name of a function.
pub(super) fn function(function: &Function, errors: &Errors) {
    former(
        "function",
        &function.name(),
        function.says.renamed_from.as_ref(),
        errors,
    );
}

fn former(kind: &str, name: &str, from: Option<&Assigned<LitStr>>, errors: &Errors) {
    if let Some(from) = from {
        is_another(kind, name, &from.value, errors);
    }
}

/// It is a name, and not the one that the thing has.
fn is_another(kind: &str, name: &str, from: &LitStr, errors: &Errors) {
    is_name(&format!("the former name of a {kind}"), from, errors);
    if from.value() == name && !name.is_empty() {
        let message = format!("the {kind} is called `{name}` already");
        let help = "write the name that it had before, or leave `renamed_from` out";
        errors.at(from, &message, help);
    }
}

/// A name, and what it was before.
type Member<'m> = (String, Option<&'m Assigned<LitStr>>);

/// Of things side by side none takes a name that another keeps, and no two take one.
fn family(kind: &str, kinds: &str, members: &[Member<'_>], errors: &Errors) {
    let mut taken: Vec<String> = Vec::new();
    for (name, from) in members {
        let Some(Assigned { value: from, .. }) = from else {
            continue;
        };
        is_another(kind, name, from, errors);
        let former = from.value();
        let keeps = members
            .iter()
            .any(|(other, from)| *other == former && from.is_none());
        if taken.contains(&former) {
            let message = format!("two {kinds} are renamed from `{former}`");
            let help = "say it of the one that keeps the values; the other is new";
            errors.at(from, &message, help);
        } else if keeps && former != *name {
            let message = format!("there is still a {kind} `{former}`");
            let help = "leave `renamed_from` out if the rename is done, or take the other away";
            errors.at(from, &message, help);
        }
        taken.push(former);
    }
}
