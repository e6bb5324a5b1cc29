//! How one column becomes one of another type, there and back.

use voxanne_schema::data_type::{BaseType, DataType};
use voxanne_schema::model::{Column, Domain, Enum};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Dependency, Object, ObjectId};
use voxanne_schema::typed::Conversion as Declared;

use super::World;
use super::conversion::{Cast, Conversion, Loss, conversion};
use super::crossing;
use crate::kinds::domain::is_tightened;
use crate::kinds::{Heirs, Refusal, refuse_rows};
use crate::plan::Statement;
use crate::sql::{collation, data_type, expression, ident, literal, qualified};

/// A column on its way to another type.
#[derive(Clone, Debug)]
pub(super) struct Retype {
    /// The column as it is.
    pub(super) was: Column,
    /// The type that it gets.
    pub(super) to: DataType,
    /// There.
    pub(super) way: Way,
    /// Back, or why there is no way back.
    pub(super) back: Result<Way, String>,
    /// The labels that rows lose, with those that they get.
    pub(super) mapped: Vec<(Name, Name)>,
    /// The column in its new form, for PostgreSQL forgets how it was sorted and stored.
    pub(super) form: Column,
    /// Whether its values stay, and are sorted otherwise alone.
    pub(super) is_sorting: bool,
}

/// One direction.
#[derive(Clone, Debug)]
pub(super) struct Way {
    /// `ALTER COLUMN … TYPE …`
    pub(super) action: String,
    /// Whether no row is written anew.
    pub(super) in_place: bool,
    /// What happens to values that do not fit.
    pub(super) loss: Option<Loss>,
    /// The value that a row gets.
    pub(super) value: Value,
}

/// The value that a row gets in a column's new type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// The old one, which an assignment casts.
    Assigned,
    /// A cast of the old one, which begins with the column.
    Cast(String),
    /// Whatever a definition says, over any columns of the row.
    Written(String),
    /// That of an enum which is built anew.
    Relabelled,
}

impl Way {
    fn new(column: &Name, to: &DataType, using: Option<&str>, in_place: bool, loss: Option<Loss>) -> Self {
        let mut action = format!("ALTER COLUMN {} TYPE {}", ident(column), data_type(to));
        if let Some(using) = using {
            action.push_str(&format!(" USING {using}"));
        }
        let value = using.map_or(Value::Assigned, |using| Value::Cast(using.to_owned()));
        Self {
            action,
            in_place,
            loss,
            value,
        }
    }

    /// The same values in another place.
    pub(super) fn copy(column: &Name, to: &DataType) -> Self {
        Self::new(column, to, None, false, None)
    }

    /// Another type comes with its own order and its own storage, unless a column says otherwise.
    fn keep(&mut self, form: &Column) {
        if let Some(name) = &form.collation {
            let place = self.action.find(" USING ").unwrap_or(self.action.len());
            self.action.insert_str(place, &format!(" {}", collation(name)));
        }
        let name = ident(&form.name);
        if let Some(strategy) = form.storage.strategy {
            self.action.push_str(&format!(
                ",\n    ALTER COLUMN {name} SET STORAGE {}",
                strategy.sql()
            ));
        }
        if let Some(compression) = form.storage.compression {
            self.action.push_str(&format!(
                ",\n    ALTER COLUMN {name} SET COMPRESSION {}",
                compression.sql()
            ));
        }
    }

    fn by(conversion: &Conversion, column: &Name, to: &DataType) -> Self {
        let using = conversion.cast.using(column, to);
        Self::new(
            column,
            to,
            using.as_deref(),
            conversion.in_place,
            conversion.loss.clone(),
        )
    }

    pub(super) fn written(column: &Name, to: &DataType, using: &str) -> Self {
        Self {
            value: Value::Written(using.to_owned()),
            ..Self::new(column, to, Some(using), false, None)
        }
    }

    /// What stops before anything changes, where rows do not fit.
    pub(super) fn check(&self, table: &QualifiedName, column: &Name, heirs: &Heirs) -> Option<Statement> {
        let Some(Loss::Stops {
            what,
            finds: Some(finds),
        }) = &self.loss
        else {
            return None;
        };
        // Those that inherit from it have rows and values of their own.
        let rows = heirs.listed(table);
        let (table, column) = (qualified(table), ident(column));
        let finds = finds.replace('%', &column);
        Some(refuse_rows(
            &format!("{rows}\n    WHERE {finds}"),
            &format!(
                "%s values of {} {what}",
                format!("{table}.{column}").replace('%', "%%")
            ),
            &format!("SELECT * FROM {rows} WHERE {finds} finds them."),
        ))
    }
}

/// A column that changes its type or its collation.
pub(super) fn retype(
    world: &World<'_>,
    table: &QualifiedName,
    column: &Column,
    to: &DataType,
) -> Result<Retype, Refusal> {
    let next = world
        .after
        .table(table)
        .and_then(|table| table.column(&column.name));
    let next = next.filter(|next| next.data_type == *to).unwrap_or(column);
    let is_rebuilt = to.user_name().is_some_and(|name| world.is_rebuilt(name));
    let mut retype = if column.data_type == *to && !is_rebuilt {
        sorted(world, table, column, to)
    } else {
        converted(world, table, column, to)?
    };
    retype.way.keep(next);
    if let Ok(back) = &mut retype.back {
        back.keep(column);
    }
    retype.form = next.clone();
    Ok(retype)
}

/// The same values in another order, which indexes are built for anew.
fn sorted(world: &World<'_>, table: &QualifiedName, column: &Column, to: &DataType) -> Retype {
    let place = Dependency {
        object: ObjectId::Table(table.clone()),
        column: Some(column.name.clone()),
    };
    let holds = |object: &Object| match object {
        Object::Constraint(constraint) => constraint.has_index() && constraint.table == *table,
        Object::Index(index) => index.table == *table,
        _ => false,
    };
    let mut objects = world.before.objects().map(|(_, object)| object);
    let in_place =
        !objects.any(|object| holds(object) && object.dependencies().iter().any(|it| *it == place));
    let way = Way::new(&column.name, to, None, in_place, None);
    Retype {
        was: column.clone(),
        to: to.clone(),
        back: Ok(way.clone()),
        way,
        mapped: Vec::new(),
        form: column.clone(),
        is_sorting: true,
    }
}

/// A column that changes its type from one of PostgreSQL's or ours to another.
fn converted(
    world: &World<'_>,
    table: &QualifiedName,
    column: &Column,
    to: &DataType,
) -> Result<Retype, Refusal> {
    let from = &column.data_type;
    if let Some(pair) = world
        .labels_of(from)
        .filter(|_| from == to)
        .and_then(|name| world.rebuilt(name))
    {
        return relabelled(world, table, column, pair);
    }
    let was = world.before_rebuild(from);
    let declared = world
        .declared
        .conversions
        .iter()
        .find(|rule| rule.table == *table && rule.column == column.name && rule.from == *from);
    if from == to
        && declared.is_none()
        && let Some(retype) = from.user_name().and_then(|name| world.rebuilt_domain(name))
    {
        return of_rebuilt_domain(world, table, column, retype);
    }
    if from == to
        && declared.is_none()
        && let Some(pair) = from.user_name().and_then(|name| world.rebuilt_composite(name))
    {
        return crossing::cross(world, table, column, pair);
    }
    let natural = conversion(from, to, world.types());
    let way = match (declared, &natural) {
        (Some(rule), _) => Way::written(&column.name, to, &parenthesized(&expression(&rule.value))),
        (None, Some(natural)) => Way::by(natural, &column.name, to),
        (None, None) => return Err(no_conversion(table, column, to)),
    };
    Ok(Retype {
        was: column.clone(),
        to: to.clone(),
        way,
        back: back(world, table, column, to, &was, declared),
        mapped: Vec::new(),
        form: column.clone(),
        is_sorting: false,
    })
}

fn back(
    world: &World<'_>,
    table: &QualifiedName,
    column: &Column,
    to: &DataType,
    was: &DataType,
    declared: Option<&Declared>,
) -> Result<Way, String> {
    if let Some(back) = declared.and_then(|rule| rule.back.as_ref()) {
        return Ok(Way::written(&column.name, was, &parenthesized(&expression(back))));
    }
    match conversion(to, &column.data_type, world.types().turned()) {
        Some(natural) => Ok(Way::by(&natural, &column.name, was)),
        None => Err(format!(
            "the values that {table}.{} had as {} cannot be told from those that it has as {to}",
            column.name, column.data_type
        )),
    }
}

/// USING takes an expression that is more than a cast in parentheses.
fn parenthesized(sql: &str) -> String {
    let simple = sql
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '_' | ':' | '.' | '"' | '[' | ']'));
    if simple {
        sql.to_owned()
    } else {
        format!("({sql})")
    }
}

fn no_conversion(table: &QualifiedName, column: &Column, to: &DataType) -> Refusal {
    let from = &column.data_type;
    let zoned = |name: &DataType| name.is_system("timestamptz");
    let why = if zoned(from) || zoned(to) {
        "depends on the time zone of the session"
    } else {
        "is unknown to PostgreSQL"
    };
    Refusal {
        object: ObjectId::Table(table.clone()),
        message: format!(
            "the column `{table}.{}` changes its type from {from} to {to}, and the conversion {why}",
            column.name
        ),
        help: format!(
            "say it in the rules, both ways: `r.convert(c.{}).from_type::<…>().with(sql(\"…\")).back(sql(\"…\"))`",
            column.name
        ),
    }
}

/// A column of a domain that is built anew under its name.
fn of_rebuilt_domain(
    world: &World<'_>,
    table: &QualifiedName,
    column: &Column,
    (was, is): (&Domain, &Domain),
) -> Result<Retype, Refusal> {
    let to = &column.data_type;
    let old = world.before_rebuild(to);
    let through = |values: &DataType, target: &DataType| {
        let array = if to.array { "[]" } else { "" };
        format!(
            "{}::{}{array}::{}",
            ident(&column.name),
            data_type(values),
            data_type(target)
        )
    };
    let types = world.types();
    let (stored, wanted) = (types.stored(&was.data_type), types.wanted(&is.data_type));
    let (there, between) = if stored == wanted {
        (None, stored.clone())
    } else {
        match conversion(&stored, &wanted, types) {
            Some(conversion) => {
                let between = read_as(&conversion, &stored);
                let parts = |loss| if to.array { Loss::of_parts(loss) } else { loss };
                (conversion.loss.map(parts), between)
            }
            None => return Err(no_conversion(table, column, &is.data_type)),
        }
    };
    let fits = |of: &Domain| Loss::Stops {
        what: format!("do not fit the domain {}", of.name),
        finds: None,
    };
    let mut way = Way::written(&column.name, to, &through(&between, to));
    way.loss = there.or_else(|| is_tightened(was, is).then(|| fits(is)));
    let returns = conversion(&wanted, &stored, types.turned());
    let back = if stored == wanted || returns.is_some() {
        let loss = is_tightened(is, was).then(|| fits(was));
        let between = returns.filter(|_| stored != wanted);
        let between = between.map_or_else(|| wanted.clone(), |conversion| read_as(&conversion, &wanted));
        Ok(Way::new(
            &column.name,
            &old,
            Some(&through(&between, &old)),
            false,
            loss,
        ))
    } else {
        Err(format!(
            "the values that {table}.{} had as {} cannot be told from those that it has as {}",
            column.name, was.data_type, is.data_type
        ))
    };
    Ok(Retype {
        to: to.clone(),
        way,
        back,
        mapped: Vec::new(),
        was: column.clone(),
        form: column.clone(),
        is_sorting: false,
    })
}

/// The type by which values go over: their own, or the text of them.
pub(super) fn read_as(conversion: &Conversion, values: &DataType) -> DataType {
    match conversion.cast {
        Cast::Assigned | Cast::Written => values.clone(),
        Cast::ThroughText | Cast::ThroughWholeText => DataType::system("text"),
    }
}

/// A column of an enum that is built anew under its name.
fn relabelled(
    world: &World<'_>,
    table: &QualifiedName,
    column: &Column,
    (was, is): (&Enum, &Enum),
) -> Result<Retype, Refusal> {
    let to = &column.data_type;
    let is_array = to.array || world.types().stored(to).array;
    let mut mapped = Vec::new();
    let mut absent = Vec::new();
    for label in was.labels.iter().filter(|label| !is.labels.contains(label)) {
        match world.fate(is, label) {
            Fate::Becomes(into) => mapped.push((label.clone(), into)),
            Fate::Absent => absent.push(label.clone()),
            Fate::Unsaid => return Err(unsaid(table, column, is, label)),
        }
    }
    let name = ident(&column.name);
    let using = if is_array {
        mapped_array(&name, &data_type(to), &mapped)
    } else {
        mapped_scalar(&name, &data_type(to), &mapped)
    };
    let loss = (!absent.is_empty()).then(|| Loss::Stops {
        what: format!("are labels that {} loses", is.name),
        finds: Some(finds_labels(is_array, &absent)),
    });
    let old = world.before_rebuild(to);
    let (returning, added) = on_the_way_back(was, is, &mapped);
    let back_loss = (!added.is_empty()).then(|| Loss::Stops {
        what: format!("are labels that {} did not have", is.name),
        finds: Some(finds_labels(is_array, &added)),
    });
    let using_back = if is_array {
        mapped_array(&name, &data_type(&old), &returning)
    } else {
        mapped_scalar(&name, &data_type(&old), &returning)
    };
    let mut way = Way::written(&column.name, to, &using);
    way.loss = loss;
    way.value = Value::Relabelled;
    let mut back = Way::new(&column.name, &old, Some(&using_back), false, back_loss);
    back.value = Value::Relabelled;
    Ok(Retype {
        was: column.clone(),
        to: to.clone(),
        way,
        back: Ok(back),
        mapped,
        form: column.clone(),
        is_sorting: false,
    })
}

/// A new label that took the place of an old one gives it back; other new labels have none to give.
pub(super) fn on_the_way_back(
    was: &Enum,
    is: &Enum,
    mapped: &[(Name, Name)],
) -> (Vec<(Name, Name)>, Vec<Name>) {
    let mut returning = Vec::new();
    let mut without = Vec::new();
    for label in is.labels.iter().filter(|label| !was.labels.contains(label)) {
        match mapped.iter().find(|(_, into)| into == label) {
            Some((from, _)) => returning.push((label.clone(), from.clone())),
            None => without.push(label.clone()),
        }
    }
    (returning, without)
}

fn finds_labels(is_array: bool, labels: &[Name]) -> String {
    let list: Vec<String> = labels.iter().map(|label| literal(label.as_str())).collect();
    let list = list.join(", ");
    if is_array {
        format!("%::text[] && ARRAY[{list}]")
    } else {
        format!("%::text IN ({list})")
    }
}

/// A label as text, with some that become others, as one of the type given in SQL.
fn mapped_scalar(column: &str, to: &str, mapped: &[(Name, Name)]) -> String {
    if mapped.is_empty() {
        return format!("{column}::text::{to}");
    }
    let cases: Vec<String> = mapped
        .iter()
        .map(|(label, into)| {
            format!(
                "            WHEN {} THEN {}\n",
                literal(label.as_str()),
                literal(into.as_str())
            )
        })
        .collect();
    format!(
        "(\n        CASE {column}::text\n{}            ELSE {column}::text\n        END\n    )::{to}",
        cases.concat()
    )
}

/// The same of an array.
pub(super) fn mapped_array(column: &str, to: &str, mapped: &[(Name, Name)]) -> String {
    let replaced = mapped
        .iter()
        .fold(format!("{column}::text[]"), |value, (label, into)| {
            format!(
                "array_replace({value}, {}, {})",
                literal(label.as_str()),
                literal(into.as_str())
            )
        });
    format!("{replaced}::{to}")
}

/// What becomes of rows with a label that goes.
pub(super) enum Fate {
    /// They get this one.
    Becomes(Name),
    /// There are none, which is checked.
    Absent,
    /// Nobody has said.
    Unsaid,
}

pub(super) fn unsaid(table: &QualifiedName, column: &Column, of: &Enum, label: &Name) -> Refusal {
    Refusal {
        object: ObjectId::Enum(of.name.clone()),
        message: format!(
            "the label `{label}` of the enum `{}` is removed, and rows of `{table}` may have it in `{}`",
            of.name, column.name
        ),
        help: format!(
            "say what they get: `#[pg_enum(removed(\"{label}\" => Variant))]`, or that there are none: `removed(\"{label}\")`"
        ),
    }
}

/// The same type under another name.
pub(super) fn renamed(of: &DataType, name: &QualifiedName) -> DataType {
    DataType {
        base: match of.base {
            BaseType::Domain(_) => BaseType::Domain(name.clone()),
            BaseType::Composite(_) => BaseType::Composite(name.clone()),
            BaseType::System(_) | BaseType::User(_) => BaseType::User(name.clone()),
        },
        ..of.clone()
    }
}
