//! Differences between a database and what it should be, in words.

use voxanne_codegen::differences::{Difference, Facet, Standing};
use voxanne_schema::object::{Identity, ObjectId};

use super::count;

/// An object that differs, with what differs because it does.
pub(super) struct Told<'d> {
    pub(super) difference: &'d Difference,
    /// What comes or goes with the object.
    pub(super) with: Vec<&'d ObjectId>,
}

/// The differences, those apart that come or go with the object that they are a part of.
pub(super) fn grouped(differences: &[Difference]) -> Vec<Told<'_>> {
    let find = |id: &ObjectId| {
        differences
            .binary_search_by(|other| other.object.cmp(id))
            .ok()
            .and_then(|place| differences.get(place))
    };
    let whole_of = |difference: &Difference| {
        let whole = find(difference.part_of.as_ref()?)?;
        let goes_along = difference.standing == whole.standing && is_whole(&whole.standing);
        goes_along.then_some(whole)
    };
    let top_of = |difference| {
        let mut top = difference;
        while let Some(whole) = whole_of(top) {
            top = whole;
        }
        top
    };
    let mut told: Vec<Told<'_>> = differences
        .iter()
        .filter(|difference| whole_of(difference).is_none())
        .map(|difference| Told {
            difference,
            with: Vec::new(),
        })
        .collect();
    for difference in differences.iter().filter(|of| whole_of(of).is_some()) {
        let top = top_of(difference);
        let whole = told.iter_mut().find(|told| told.difference.object == top.object);
        if let Some(whole) = whole {
            whole.with.push(&difference.object);
        }
    }
    told
}

/// Whether one side alone has it.
const fn is_whole(standing: &Standing) -> bool {
    match standing {
        Standing::New | Standing::Gone => true,
        Standing::Changed(_) => false,
    }
}

/// The object, as a line has it: with a `+` where the database lacks it, a `-` where nothing else has it.
pub(super) fn head(told: &Told<'_>) -> String {
    let sign = match told.difference.standing {
        Standing::New => '+',
        Standing::Gone => '-',
        Standing::Changed(_) => '~',
    };
    let with = match told.with.len() {
        0 => String::new(),
        number => format!(", with {} that belong to it", count(number, "object"))
            .replace("1 object that belong ", "1 object that belongs "),
    };
    let Difference { object, part_of, .. } = told.difference;
    // A name in a namespace does not say whose it is.
    let on = match (object.identity(), part_of) {
        (Identity::Qualified(_), Some(whole)) => format!(" on {whole}"),
        _ => String::new(),
    };
    format!("{sign} {object}{on}{with}")
}

/// The facets of an object, a line each, or several where they are texts of several lines. `wanted` is the word
/// for the other side: `the definitions`.
pub(super) fn facets(difference: &Difference, wanted: &str) -> Vec<String> {
    match &difference.standing {
        Standing::New | Standing::Gone => Vec::new(),
        Standing::Changed(facets) => facets.iter().flat_map(|of| facet(of, wanted)).collect(),
    }
}

fn facet(facet: &Facet, wanted: &str) -> Vec<String> {
    let name = &facet.name;
    if let Some(lines) = facet.lines() {
        let head = format!("{name}: `-` in the database, `+` in {wanted}");
        let lines = lines.lines().map(|line| format!("    {line}"));
        return std::iter::once(head).chain(lines).collect();
    }
    let side = |text: &Option<String>, of: &str| match text.as_deref() {
        None => format!("not in {of}"),
        Some("") => format!("empty in {of}"),
        Some(text) => format!("`{text}` in {of}"),
    };
    let (before, after) = (side(&facet.before, "the database"), side(&facet.after, wanted));
    vec![format!("{name}: {before}, {after}")]
}

#[cfg(test)]
mod tests {
    use voxanne_schema::model::Member;
    use voxanne_schema::name::{Name, QualifiedName};

    use super::*;

    #[test]
    fn what_comes_with_a_table_is_counted_and_what_stays_is_told() {
        let table = QualifiedName::new("public", "notes");
        let other = QualifiedName::new("public", "people");
        let key = |table: &QualifiedName| {
            ObjectId::Constraint(Member {
                table: table.clone(),
                name: Name::new("key"),
            })
        };
        let difference = |object: ObjectId, part_of: Option<&QualifiedName>| Difference {
            object,
            part_of: part_of.cloned().map(ObjectId::Table),
            standing: Standing::New,
        };
        let all = [
            difference(ObjectId::Table(table.clone()), None),
            difference(key(&table), Some(&table)),
            difference(key(&other), Some(&other)),
        ];
        let heads: Vec<String> = grouped(&all).iter().map(head).collect();
        assert_eq!(
            heads,
            [
                "+ table `public.notes`, with 1 object that belongs to it",
                "+ constraint `key` on `public.people`"
            ]
        );
    }
}
