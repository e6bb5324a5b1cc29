//! How values go over to a composite type that is built anew, attribute by attribute, there and back.

use voxanne_schema::data_type::DataType;
use voxanne_schema::model::{Attribute, Column, Composite, Enum};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::ObjectId;

use super::World;
use super::column::{Fate, Retype, Way, mapped_array, on_the_way_back, read_as, unsaid};
use super::conversion::{Cast, Conversion, Loss, conversion};
use crate::kinds::Refusal;
use crate::kinds::domain::is_tightened;
use crate::sql::{data_type, ident, indent, literal};

/// A column of a composite type that is built anew under its name.
pub(super) fn cross(
    world: &World<'_>,
    table: &QualifiedName,
    column: &Column,
    (was, is): (&Composite, &Composite),
) -> Result<Retype, Refusal> {
    let to = &column.data_type;
    let mut there = Crossing::new(world, false);
    let value = ident(&column.name);
    let way = there.row(&value, to, was, is);
    if let Some((of, label)) = there.unsaid {
        return Err(unsaid(table, column, of, label));
    }
    let as_text = |to: &DataType| {
        let array = if to.array { "[]" } else { "" };
        let forced = world.types().forced;
        forced.then(|| format!("{value}::text{array}::{}", data_type(to)))
    };
    if way.is_none() {
        there.loss = Some(Loss::Stops {
            what: format!("cannot be read as {to}"),
            finds: None,
        });
    }
    let Some(using) = way.or_else(|| as_text(to)) else {
        return Err(uncrossed(table, column, is));
    };
    let mut way = Way::written(&column.name, to, &broken_up(&using));
    way.loss = there.loss;
    let mut back = Crossing::new(world, true);
    let old = world.before_rebuild(to);
    let returns = back.row(&value, to, is, was);
    let back = match returns.or_else(|| as_text(&old).filter(|_| !back.misread)) {
        Some(using) => Ok(Way::written(&column.name, &old, &broken_up(&using))),
        None => Err(format!(
            "the values that {table}.{} had cannot be told from those that it has",
            column.name
        )),
    };
    Ok(Retype {
        to: to.clone(),
        way,
        back,
        mapped: there.mapped,
        was: column.clone(),
        form: column.clone(),
        is_sorting: false,
    })
}

/// What is more than a cast stands in parentheses, a clause a line.
fn broken_up(using: &str) -> String {
    let case = using
        .strip_suffix(" END")
        .and_then(|case| case.split_once(" THEN "));
    match case {
        Some((when, then)) => {
            let then = indent(&indent(&indent(then)));
            format!(
                "(\n        {when}\n            THEN {}\n        END\n    )",
                then.trim_start()
            )
        }
        None => using.to_owned(),
    }
}

/// A label as text, with some that become others, as one of the type given in SQL.
fn one_of(value: &str, target: &str, mapped: &[(Name, Name)]) -> String {
    if mapped.is_empty() {
        return format!("{value}::text::{target}");
    }
    let cases: Vec<String> = mapped
        .iter()
        .map(|(label, into)| format!("WHEN {} THEN {}", literal(label.as_str()), literal(into.as_str())))
        .collect();
    format!(
        "(CASE {value}::text {} ELSE {value}::text END)::{target}",
        cases.join(" ")
    )
}

fn uncrossed(table: &QualifiedName, column: &Column, of: &Composite) -> Refusal {
    Refusal {
        object: ObjectId::Composite(of.name.clone()),
        message: format!(
            "the type `{}` is built anew, and the values of `{table}.{}` do not go over by themselves",
            of.name, column.name
        ),
        help: format!(
            "say it in the rules, both ways: `r.convert(c.{}).from_type::<…>().with(sql(\"…\")).back(sql(\"…\"))`",
            column.name
        ),
    }
}

/// One direction.
struct Crossing<'w> {
    world: &'w World<'w>,
    back: bool,
    /// The labels that give way to others.
    mapped: Vec<(Name, Name)>,
    /// What happens to values that do not fit.
    loss: Option<Loss>,
    /// Whether a row of the type at hand has the same parts in its other form, so that its text may be read.
    reads_as_text: bool,
    /// Whether the text of a part may be none of its other form, though its values would go over.
    misread: bool,
    /// A label that goes, of which nobody has said what becomes of it.
    unsaid: Option<(&'w Enum, &'w Name)>,
}

impl<'w> Crossing<'w> {
    fn new(world: &'w World<'w>, back: bool) -> Self {
        Self {
            world,
            back,
            mapped: Vec::new(),
            loss: None,
            reads_as_text: true,
            misread: false,
            unsaid: None,
        }
    }

    /// A type as it is called where the values arrive.
    fn target(&self, of: &DataType) -> String {
        if self.back {
            data_type(&self.world.before_rebuild(of)).into_owned()
        } else {
            data_type(of).into_owned()
        }
    }

    /// A value of a composite type, or an array of them, as one of its other form.
    fn row(&mut self, value: &str, of: &DataType, from: &'w Composite, to: &'w Composite) -> Option<String> {
        let target = self.target(of);
        let mapped = self.mapped.len();
        let outer = std::mem::replace(&mut self.reads_as_text, true);
        let misread = std::mem::take(&mut self.misread);
        let mut values = Vec::with_capacity(to.attributes.len());
        for attribute in &to.attributes {
            values.push(match from.attribute(&attribute.name) {
                Some(old) => {
                    let inner = format!("({value}).{}", ident(&old.name));
                    self.value(&inner, &old.data_type, &attribute.data_type)?
                }
                None => "NULL".to_owned(),
            });
        }
        let names = |of: &'w Composite| of.attributes.iter().map(|attribute: &Attribute| &attribute.name);
        let is_same = |(a, b): (&Attribute, &Attribute)| a.data_type == b.data_type;
        let same_types = from.attributes.iter().zip(&to.attributes).all(is_same);
        let fits = names(from).eq(names(to)) && (same_types || of.array);
        let as_text = self.reads_as_text && fits && self.mapped.len() == mapped;
        self.reads_as_text = outer && as_text;
        let must_stop = self.misread;
        self.misread |= misread;
        if of.array && (!as_text || must_stop && self.back) {
            return None;
        }
        if as_text && (of.array || !must_stop) {
            if must_stop {
                let what = format!("cannot be read as {of}");
                self.loss = Some(Loss::Stops { what, finds: None });
            }
            let array = if of.array { "[]" } else { "" };
            return Some(format!("{value}::text{array}::{target}"));
        }
        let one_line = values.join(", ");
        let row = if one_line.len() < 72 && !one_line.contains('\n') {
            format!("ROW({one_line})")
        } else {
            format!("ROW(\n{}\n)", indent(&values.join(",\n")))
        };
        Some(format!(
            "CASE WHEN {value} IS DISTINCT FROM NULL THEN {row}::{target} END"
        ))
    }

    /// A value of one type as one of another, or of the same that is built anew.
    fn value(&mut self, value: &str, from: &DataType, to: &DataType) -> Option<String> {
        let world = self.world;
        let is_anew = from.user_name().is_some_and(|name| world.is_rebuilt(name));
        if from == to && !is_anew {
            return Some(value.to_owned());
        }
        if from != to {
            let types = if self.back {
                world.types().turned()
            } else {
                world.types()
            };
            let conversion = conversion(from, to, types)?;
            self.note(&conversion);
            let target = self.target(to);
            return Some(match conversion.cast {
                Cast::ThroughText if to.array => format!("{value}::text[]::{target}"),
                Cast::ThroughText | Cast::ThroughWholeText => format!("{value}::text::{target}"),
                Cast::Assigned | Cast::Written => format!("{value}::{target}"),
            });
        }
        if let Some(pair) = world.labels_of(from).and_then(|name| world.rebuilt(name)) {
            return Some(self.label(value, to, pair));
        }
        let name = from.user_name()?;
        if let Some((was, is)) = world.rebuilt_composite(name) {
            let (from, other) = if self.back { (is, was) } else { (was, is) };
            return self.row(value, to, from, other);
        }
        let (was, is) = world.rebuilt_domain(name)?;
        let (mut was, mut is, mut types) = (was, is, world.types());
        if self.back {
            (was, is, types) = (is, was, types.turned());
        }
        let (mut stored, wanted) = (types.stored(&was.data_type), types.wanted(&is.data_type));
        if stored != wanted {
            let conversion = conversion(&stored, &wanted, types)?;
            self.note(&conversion);
            stored = read_as(&conversion, &stored);
        }
        if is_tightened(was, is) {
            let what = format!("do not fit the domain {}", is.name);
            self.loss = self.loss.take().or(Some(Loss::Stops { what, finds: None }));
        }
        let array = if to.array { "[]" } else { "" };
        Some(format!(
            "{value}::{}{array}::{}",
            data_type(&stored),
            self.target(to)
        ))
    }

    /// Notes what becomes of values of a part that do not fit.
    fn note(&mut self, conversion: &Conversion) {
        // What changes on the way, or needs a cast to be written, has a text that means nothing there.
        self.misread |= match conversion.loss {
            None => conversion.cast == Cast::Written,
            Some(Loss::Changes(_)) => true,
            Some(Loss::Stops { .. }) => false,
        };
        let loss = conversion.loss.clone().map(Loss::of_parts);
        self.loss = self.loss.take().or(loss);
    }

    /// A label, or an array of them.
    fn label(&mut self, value: &str, to: &DataType, (was, is): (&'w Enum, &'w Enum)) -> String {
        let mut mapped = Vec::new();
        for label in was.labels.iter().filter(|label| !is.labels.contains(label)) {
            match self.world.fate(is, label) {
                Fate::Becomes(into) => mapped.push((label.clone(), into)),
                Fate::Absent => {
                    let what = format!("hold labels that {} loses", is.name);
                    self.loss = self.loss.take().or(Some(Loss::Stops { what, finds: None }));
                }
                Fate::Unsaid => self.unsaid = self.unsaid.or(Some((is, label))),
            }
        }
        if self.back {
            mapped = on_the_way_back(was, is, &mapped).0;
        }
        self.mapped.extend(mapped.iter().cloned());
        let target = self.target(to);
        if to.array || self.world.types().stored(to).array {
            mapped_array(value, &target, &mapped)
        } else {
            one_of(value, &target, &mapped)
        }
    }
}
