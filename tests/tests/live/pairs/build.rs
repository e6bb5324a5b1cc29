//! From a state of a sketch to the objects of a schema, and to rows.

use std::collections::BTreeSet;

use voxanne_codegen::sql::{ident, literal, qualified};
use voxanne_schema::expression::{Expression, FunctionName, Literal, Operator};
use voxanne_schema::model::{
    Column, Comment, CommentTarget, Enum, Grant, GrantTarget, Grantee, Identity, Member, Namespace,
    Privilege, PrivilegeScope, RowSecurity, Signature, Table, Tenancy, Volatility,
};
use voxanne_schema::object::{Object, ObjectId};

use super::database;
use super::fate::Side;
use super::functions;
use super::modules;
use super::owners;
use super::partitioned;
use super::parts;
use super::routines;
use super::sketch::World;
use super::state::{ColumnState, ROWS, Shape, State, TableState};
use super::statistics;
use super::storage;
use super::types;
use super::views;

/// Everything that is there in a state.
pub(crate) fn objects(state: State<'_>) -> Vec<Object> {
    let mut objects: Vec<Object> = Vec::new();
    if let Some(name) = state.namespace() {
        let usage = (Privilege::Usage, PrivilegeScope::Whole);
        objects.push(Namespace { name: name.clone() }.into());
        objects.push(grant(GrantTarget::Namespace(name), grantee(0), [usage].into()).into());
    }
    for place in 0..state.world.enums.len() {
        if let Some(name) = state.enumeration(place) {
            let labels = state.labels(place);
            objects.push(Enum { name, labels }.into());
        }
    }
    objects.extend(types::of(state));
    for table in state.tables() {
        objects.push(self::table(state, &table).into());
        objects.extend(parts::of_table(state, &table));
        objects.extend(statistics::of_table(state, &table));
        objects.extend(partitioned::of_table(state, &table));
        if let Some(forced) = table
            .sketch
            .security
            .as_ref()
            .and_then(|fate| fate.at(state.side))
        {
            let security = RowSecurity {
                table: table.name.clone(),
                forced: *forced,
            };
            objects.push(security.into());
        }
        objects.extend(grants(state, &table).map(Object::from));
    }
    objects.extend(functions::of(state));
    objects.extend(routines::of(state));
    objects.extend(views::of(state));
    objects.extend(database::of(state));
    objects.extend(comments(state, &objects).into_iter().map(Object::from));
    objects.extend(owners::of(state, &objects).into_iter().map(Object::from));
    objects
}

fn table(state: State<'_>, table: &TableState<'_>) -> Table {
    Table {
        name: table.name.clone(),
        columns: columns(state, table),
        tenancy: Tenancy::Shared("a test".to_owned()),
        storage: storage::of_table(table.storage),
        partition_by: partitioned::key(table),
        inherits: state.inherits(table),
    }
}

pub(crate) fn columns(state: State<'_>, table: &TableState<'_>) -> Vec<Column> {
    let columns = table.declared().into_iter();
    columns.map(|column| self::column(state, table, column)).collect()
}

/// The number of a column's default, if it has one.
pub(crate) fn default(table: &TableState<'_>, column: &ColumnState<'_>) -> Option<u8> {
    let sketch = column.sketch?;
    // A new column that must have a value mostly gets one.
    let needs_one = column.is_new && !table.is_new && !column.nullable && sketch.kind % 5 != 4;
    let default = column.default.or_else(|| needs_one.then_some(0));
    // The text of a composite value reads otherwise once the type has other attributes.
    default.filter(|_| column.shape == Shape::Plain && !column.kind.has_composite())
}

fn column(state: State<'_>, table: &TableState<'_>, column: &ColumnState<'_>) -> Column {
    let whole = column.kind.is(&["integer", "bigint"]);
    let default = default(table, column).map(|variant| {
        let twice = functions::twice(state).filter(|_| variant == 3 && column.kind.is(&["integer"]));
        match twice {
            Some(twice) => call(
                twice,
                vec![Expression::Literal(Literal::Integer(1))],
                Volatility::Immutable,
            ),
            None => match types::numbers(state).filter(|_| variant == 2 && whole) {
                Some(numbers) => Expression::NextValue(numbers),
                None => column.kind.default(variant),
            },
        }
    });
    let (collation, storage) =
        storage::of_column(&column.kind, column.sketch.map_or(0, |sketch| sketch.storage));
    Column {
        name: column.name.clone(),
        data_type: column.kind.data_type(),
        collation,
        storage,
        nullable: column.nullable,
        default,
        identity: (column.shape == Shape::Identity).then_some(if table.sketch.apart {
            Identity::Always
        } else {
            Identity::ByDefault
        }),
        sequence: None,
        options: Default::default(),
        sequence_options: match column.shape {
            Shape::Identity => storage::counting(column.sketch.map_or(0, |sketch| sketch.storage)),
            Shape::Plain | Shape::Generated(_) => Default::default(),
        },
        generated: match &column.shape {
            Shape::Generated(base) => Some(Expression::binary(
                Operator::Multiply,
                Expression::Column(base.clone()),
                Expression::Literal(Literal::Integer(2)),
            )),
            Shape::Plain | Shape::Identity => None,
        },
    }
}

/// A call of a function of the schema.
pub(crate) fn call(function: Signature, arguments: Vec<Expression>, volatility: Volatility) -> Expression {
    Expression::Call {
        function: FunctionName::User(function),
        arguments,
        volatility,
    }
}

/// The reader, the writer, everybody.
pub(crate) fn grantee(number: usize) -> Grantee {
    match number % 3 {
        0 => Grantee::role("reader"),
        1 => Grantee::role("writer"),
        _ => Grantee::Public,
    }
}

pub(crate) fn grant(
    on: GrantTarget,
    grantee: Grantee,
    privileges: std::collections::BTreeMap<Privilege, PrivilegeScope>,
) -> Grant {
    Grant {
        place: 0,
        grantable: Default::default(),
        on,
        grantee,
        privileges,
    }
}

fn grants<'t>(state: State<'_>, table: &'t TableState<'_>) -> impl Iterator<Item = Grant> + 't {
    let side = state.side;
    let fates = table.sketch.grants.iter().enumerate();
    fates.filter_map(move |(number, fate)| {
        let sketch = fate.at(side)?;
        let column = sketch.column.and_then(|column| table.pick(column));
        let all = [
            Privilege::Select,
            Privilege::Insert,
            Privilege::Update,
            Privilege::Delete,
        ];
        let chosen = all
            .into_iter()
            .enumerate()
            .filter(|(bit, _)| sketch.privileges >> bit & 1 == 1);
        let scope = |privilege| match column {
            Some(column) if privilege != Privilege::Delete => {
                PrivilegeScope::Columns(vec![column.name.clone()])
            }
            _ => PrivilegeScope::Whole,
        };
        let privileges = chosen
            .map(|(_, privilege)| (privilege, scope(privilege)))
            .collect();
        Some(grant(
            GrantTarget::Table(table.name.clone()),
            grantee(number),
            privileges,
        ))
    })
}

/// Comments on tables, columns and whatever else is there, each at most once.
fn comments(state: State<'_>, objects: &[Object]) -> Vec<Comment> {
    let mut taken = BTreeSet::new();
    let mut comments = Vec::new();
    for (number, fate) in &state.world.comments {
        let Some(text) = fate.at(state.side) else { continue };
        let target = commented(state, *number).filter(|target| match target {
            CommentTarget::Object(id) => objects.iter().any(|object| object.id() == **id),
            CommentTarget::Column(..) | CommentTarget::Attribute(..) => true,
        });
        if let Some(on) = target.filter(|target| taken.insert(target.clone())) {
            let text = format!("It's comment {text}.");
            comments.push(Comment { on, text });
        }
    }
    comments
}

/// What a number comments on: the same thing in both states.
fn commented(state: State<'_>, number: u8) -> Option<CommentTarget> {
    let place = usize::from(number / 16) % state.world.tables.len().max(1);
    let table = state.table(place)?;
    let member = |name: &str| Member::new(table.name.clone(), name);
    let object = |id: ObjectId| CommentTarget::Object(Box::new(id));
    Some(match number % 8 {
        0 | 1 => object(ObjectId::Table(table.name.clone())),
        2 | 3 => CommentTarget::Column(table.name.clone(), table.pick(number / 8)?.name.clone()),
        4 => object(ObjectId::Constraint(member(&parts::name(state, &table, "k", 0)))),
        5 => object(ObjectId::Index(
            table.name.sibling(parts::name(state, &table, "i", 0)),
        )),
        6 => object(ObjectId::Policy(member(&parts::name(state, &table, "p", 0)))),
        _ => match functions::of(state).into_iter().next()? {
            Object::Function(function) => object(ObjectId::Function(function.signature())),
            _ => object(ObjectId::Enum(state.enumeration(0)?)),
        },
    })
}

/// Rows of every table that is there before.
pub(crate) fn rows(world: &World) -> String {
    let state = |side| State { world, side };
    let (before, after) = (state(Side::Before), state(Side::After));
    // The rows of all tables refer to each other, and triggers are tried elsewhere.
    let mut script = "SET session_replication_role = replica;\n".to_owned();
    for table in before.tables() {
        let later = after.table(table.place);
        let filled: Vec<&ColumnState<'_>> = table
            .in_order()
            .filter(|column| !matches!(column.shape, Shape::Generated(_)))
            .collect();
        let names: Vec<_> = filled.iter().map(|column| ident(&column.name)).collect();
        let rows: Vec<String> = (1..=ROWS)
            .map(|row| {
                let values: Vec<String> = filled
                    .iter()
                    .map(|column| value(column, later.as_ref(), row))
                    .collect();
                format!("({})", values.join(", "))
            })
            .collect();
        script += &format!(
            "INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE VALUES\n    {};\n",
            qualified(&table.name),
            names.join(", "),
            rows.join(",\n    ")
        );
    }
    // Whoever reads a materialized view sees no more once it is built again on the way.
    script
        + "RESET session_replication_role;\n\
           DO $refresh$\n\
           DECLARE\n    view regclass;\n\
           BEGIN\n    \
           FOR view IN SELECT oid FROM pg_class WHERE relkind = 'm' AND relispopulated LOOP\n        \
           EXECUTE 'REFRESH MATERIALIZED VIEW ' || view;\n    \
           END LOOP;\n\
           END;\n$refresh$;\n"
}

/// The last row has no value where none of the states asks for one.
fn value(column: &ColumnState<'_>, later: Option<&TableState<'_>>, row: u8) -> String {
    let later = later.and_then(|later| later.columns[column.place].as_ref());
    let filled = |later: &ColumnState<'_>| modules::is_filled(column, later);
    let may_be_null = column.nullable && later.is_none_or(|later| later.nullable || filled(later));
    if may_be_null && row == ROWS {
        "NULL".to_owned()
    } else {
        literal(&column.kind.text(row))
    }
}
