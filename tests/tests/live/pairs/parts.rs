//! The parts of a table of a state: constraints, indexes, policies, triggers. A part is there where the
//! columns and functions are that it needs.

use voxanne_schema::expression::{Expression, Literal, Operator, Row};
use voxanne_schema::model::{
    Command, Constraint, ConstraintDefinition, Deferral, Exclusion, ExclusionElement, ForeignKey, Grantee,
    Index, IndexElement, IndexKey, IndexMethod, Indexed, NullsOrder, Permissiveness, Policy,
    ReferentialAction, SortDirection, Trigger, TriggerEnabled, TriggerEvent, TriggerLevel, TriggerTiming,
    Volatility,
};
use voxanne_schema::name::{Name, default_name};
use voxanne_schema::object::Object;

use super::build::{call, grantee};
use super::functions;
use super::renamed::Thing;
use super::sketch::{ConstraintSketch, IndexSketch, PolicySketch, TriggerSketch};
use super::state::{ColumnState, Shape, State, TableState};
use super::{storage, values};

/// The name of a part of a table.
pub(crate) fn name(state: State<'_>, table: &TableState<'_>, letter: &'static str, number: usize) -> String {
    let name = format!("{letter}{number}_of_{}", table.place);
    let thing = Thing::Part(letter, table.place, number);
    state.called(thing, &name).to_string()
}

/// All parts that are there.
pub(crate) fn of_table(state: State<'_>, table: &TableState<'_>) -> Vec<Object> {
    let side = state.side;
    let sketch = table.sketch;
    let key = Constraint {
        table: table.name.clone(),
        name: default_name(table.name.name.as_str(), "", "pkey"),
        definition: ConstraintDefinition::PrimaryKey(primary_key(table)),
        validated: true,
        deferral: Deferral::default(),
        no_inherit: false,
        index: Default::default(),
    };
    let mut parts: Vec<Object> = vec![key.into()];
    let mut taken = vec![ConstraintDefinition::Unique {
        columns: primary_key(table),
        nulls_not_distinct: false,
    }];
    for (number, fate) in sketch.constraints.iter().enumerate() {
        let Some(sketch) = fate.at(side) else { continue };
        // Two equal keys are an error.
        let definition = constraint(state, table, sketch).filter(|definition| !taken.contains(definition));
        taken.extend(definition.clone());
        parts.extend(definition.map(|definition| {
            Object::Constraint(Constraint {
                table: table.name.clone(),
                name: Name::from(name(state, table, "k", number)),
                validated: is_validated(table, &definition, sketch.variant),
                deferral: deferral(&definition, sketch.variant),
                no_inherit: false,
                index: Default::default(),
                definition,
            })
        }));
    }
    for (number, fate) in sketch.indexes.iter().enumerate() {
        let index = fate
            .at(side)
            .and_then(|sketch| index(state, table, number, sketch));
        parts.extend(index.map(Object::from));
    }
    for (number, fate) in sketch.policies.iter().enumerate() {
        let policy = fate
            .at(side)
            .and_then(|sketch| policy(state, table, number, sketch));
        parts.extend(policy.map(Object::from));
    }
    for (number, fate) in sketch.triggers.iter().enumerate() {
        let trigger = fate
            .at(side)
            .and_then(|sketch| trigger(state, table, number, sketch));
        parts.extend(trigger.map(Object::from));
    }
    parts
}

/// The key, of several columns where the sketch says so and the next one tells rows apart.
pub(crate) fn primary_key(table: &TableState<'_>) -> Vec<Name> {
    let mut key = vec![Name::new("id")];
    let next = table.columns.get(1).and_then(Option::as_ref);
    let next = next
        .filter(|column| !column.nullable && column.shape == Shape::Plain && column.kind.tells_rows_apart());
    if table.sketch.key >= 3 {
        key.extend(next.map(|column| column.name.clone()));
    }
    key
}

fn constraint(
    state: State<'_>,
    table: &TableState<'_>,
    sketch: &ConstraintSketch,
) -> Option<ConstraintDefinition> {
    let (first, second) = (table.pick(sketch.columns.0)?, table.pick(sketch.columns.1)?);
    match sketch.kind {
        0 | 1 => {
            let mut columns = vec![first];
            if first.name != second.name && sketch.variant % 2 == 1 {
                columns.push(second);
            }
            table.tell_partitions_apart(&mut columns);
            tells_rows_apart(table, &columns).then(|| ConstraintDefinition::Unique {
                columns: columns.iter().map(|column| column.name.clone()).collect(),
                nulls_not_distinct: sketch.variant % 4 >= 2,
            })
        }
        2 => Some(ConstraintDefinition::Check(check(state, first, sketch.variant))),
        3 => foreign_key(state, table, sketch).map(ConstraintDefinition::ForeignKey),
        _ => exclusion(table, first, sketch.variant).map(ConstraintDefinition::Exclude),
    }
}

/// Only what needs no index may stand unproven, and no foreign key of a partitioned table.
fn is_validated(table: &TableState<'_>, definition: &ConstraintDefinition, variant: u8) -> bool {
    match definition {
        ConstraintDefinition::ForeignKey(_) if table.partitioned.is_some() => true,
        ConstraintDefinition::Check(_) | ConstraintDefinition::ForeignKey(_) => variant / 16 != 3,
        ConstraintDefinition::PrimaryKey(_)
        | ConstraintDefinition::Unique { .. }
        | ConstraintDefinition::Exclude(_) => true,
    }
}

/// Checks cannot be put off.
fn deferral(definition: &ConstraintDefinition, variant: u8) -> Deferral {
    match (definition, variant / 16 % 8) {
        (ConstraintDefinition::Check(_), _) => Deferral::NotDeferrable,
        (_, 1) => Deferral::Deferrable,
        (_, 2) => Deferral::InitiallyDeferred,
        _ => Deferral::NotDeferrable,
    }
}

/// No two rows overlap, which those that are there before do not.
fn exclusion(table: &TableState<'_>, column: &ColumnState<'_>, variant: u8) -> Option<Exclusion> {
    // A range without bounds holds everything.
    if column.nullable || table.partitioned.is_some() {
        return None;
    }
    let element = if column.kind.is(&["int4range"]) {
        IndexElement::Column(column.name.clone())
    } else if column.kind.is(&["integer"]) {
        let value = || Expression::Column(column.name.clone());
        let bounds = Expression::Literal(Literal::Text("[]".to_owned()));
        let range = values::call("int4range", vec![value(), value(), bounds], Volatility::Immutable);
        IndexElement::Expression(range)
    } else {
        return None;
    };
    let filter = variant
        .is_multiple_of(4)
        .then(|| column.kind.selects(&column.name, variant / 4));
    tells_rows_apart(table, &[column]).then(|| Exclusion {
        method: IndexMethod::Gist,
        elements: vec![ExclusionElement {
            key: IndexKey::new(element),
            operator: "&&".to_owned(),
        }],
        filter,
    })
}

/// Whether these columns differ from row to row, of the rows that are there before.
fn tells_rows_apart(table: &TableState<'_>, columns: &[&ColumnState<'_>]) -> bool {
    columns.iter().all(|column| column.kind.tells_rows_apart())
        && (table.is_new || columns.iter().any(|column| !column.is_new))
}

fn check(state: State<'_>, column: &ColumnState<'_>, variant: u8) -> Expression {
    match functions::twice(state) {
        Some(twice) if column.kind.is(&["integer"]) && variant % 4 == 3 => Expression::binary(
            Operator::NotEqual,
            call(
                twice,
                vec![Expression::Column(column.name.clone())],
                Volatility::Immutable,
            ),
            Expression::Literal(Literal::Integer(-1)),
        ),
        _ => column.kind.holds(&column.name, variant),
    }
}

fn foreign_key(state: State<'_>, table: &TableState<'_>, sketch: &ConstraintSketch) -> Option<ForeignKey> {
    let other = state.table(usize::from(sketch.columns.1) % state.world.tables.len())?;
    let key = other.pick(0)?;
    if primary_key(&other).len() > 1 {
        return None;
    }
    let fits = |column: &&ColumnState<'_>| {
        column.kind == key.kind && column.shape == Shape::Plain && column.sketch.is_some()
    };
    let column = table.columns.iter().flatten().find(fits)?;
    // Rows that are there refer to rows that are there.
    let defaulted = column.is_new && !(column.nullable && column.default.is_none());
    if !table.is_new && (other.is_new || defaulted) {
        return None;
    }
    // What a crash takes away is nothing to rest on.
    if storage::is_unlogged(other.storage) && !storage::is_unlogged(table.storage) {
        return None;
    }
    let action = |number: u8| match number % 4 {
        0 => ReferentialAction::NoAction,
        1 => ReferentialAction::Cascade,
        2 if column.nullable => ReferentialAction::SetNull,
        _ => ReferentialAction::Restrict,
    };
    Some(ForeignKey {
        columns: vec![column.name.clone()],
        references: other.name.clone(),
        referenced_columns: vec![key.name.clone()],
        on_delete: action(sketch.variant),
        on_update: action(sketch.variant / 4),
        match_full: false,
        sets: Vec::new(),
    })
}

fn index(state: State<'_>, table: &TableState<'_>, number: usize, sketch: &IndexSketch) -> Option<Index> {
    let mut columns: Vec<&ColumnState<'_>> = Vec::new();
    for number in &sketch.columns {
        let column = table.pick(*number)?;
        if columns.iter().all(|other| other.name != column.name) {
            columns.push(column);
        }
    }
    // The parts of two indexes of the same columns are counted, and the count stays when one goes.
    if table.partitioned.is_some() && number > 0 {
        return None;
    }
    let first = *columns.first()?;
    let list = matches!(first.kind, values::Kind::Array(_) | values::Kind::EnumArray(..));
    let method = match sketch.kind {
        // PostgreSQL knows no hash of some elements, such as ranges under a domain.
        4 if !matches!(first.kind, values::Kind::ArrayOf(_)) => IndexMethod::Hash,
        5 if list || first.kind.is(&["jsonb"]) => IndexMethod::Gin,
        6 if first
            .kind
            .is(&["integer", "bigint", "date", "timestamptz", "numeric"]) =>
        {
            IndexMethod::Brin
        }
        _ => IndexMethod::Btree,
    };
    if method != IndexMethod::Btree {
        columns.truncate(1);
    }
    if sketch.kind == 3 {
        table.tell_partitions_apart(&mut columns);
    }
    let unique = sketch.kind == 3 && tells_rows_apart(table, &columns);
    let key = |(place, column): (usize, &&ColumnState<'_>)| key(column, method, sketch, place);
    let include = sketch
        .include
        .filter(|_| method == IndexMethod::Btree)
        .and_then(|number| table.pick(number));
    let include = include.filter(|column| columns.iter().all(|other| other.name != column.name));
    let filter = match sketch.filter {
        Some(number) => {
            let column = table.pick(number)?;
            Some(column.kind.selects(&column.name, number / 8))
        }
        None => None,
    };
    let simple = columns.iter().all(|column| !column.nullable) && sketch.kind != 7;
    let is_identity = number == 0
        && unique
        && simple
        && filter.is_none()
        && sketch.storage > 3
        && table.partitioned.is_none()
        && storage::of_table(table.storage).replica_identity.is_default();
    Some(Index {
        on: Indexed::Table,
        table: table.name.clone(),
        name: Name::from(name(state, table, "i", number)),
        unique,
        method,
        keys: columns.iter().enumerate().map(key).collect(),
        include: include.into_iter().map(|column| column.name.clone()).collect(),
        filter,
        nulls_not_distinct: unique && sketch.order.is_multiple_of(5),
        parameters: storage::of_index(method, sketch.storage),
        replica_identity: is_identity,
    })
}

fn key(column: &ColumnState<'_>, method: IndexMethod, sketch: &IndexSketch, place: usize) -> IndexKey {
    let mut key = IndexKey::column(column.name.clone());
    if method != IndexMethod::Btree {
        return key;
    }
    key.collation = storage::of_key(&column.kind, sketch.storage);
    let order = sketch.order >> (place * 2);
    if order & 1 == 1 {
        key.direction = SortDirection::Descending;
    }
    key.nulls = match order >> 1 & 3 {
        1 => Some(NullsOrder::First),
        2 => Some(NullsOrder::Last),
        _ => None,
    };
    if sketch.kind == 7 && column.kind.is(&["text"]) {
        if sketch.order.is_multiple_of(2) {
            let lower = vec![Expression::Column(column.name.clone())];
            key.element = IndexElement::Expression(values::call("lower", lower, Volatility::Immutable));
        } else {
            key.operator_class = Some(Name::new("text_pattern_ops"));
        }
    }
    key
}

fn policy(state: State<'_>, table: &TableState<'_>, number: usize, sketch: &PolicySketch) -> Option<Policy> {
    let command = match sketch.command {
        0 => Command::Select,
        1 => Command::Insert,
        2 => Command::Update,
        3 => Command::Delete,
        _ => Command::All,
    };
    let (column, variant) = sketch.condition;
    let column = table.pick(column)?;
    let current = functions::current(state).filter(|_| variant % 8 >= 6);
    let condition = match current {
        Some(current) => Expression::binary(
            Operator::Greater,
            Expression::Once(Box::new(call(current, Vec::new(), Volatility::Stable))),
            Expression::Literal(Literal::Integer(0)),
        ),
        None => column.kind.selects(&column.name, variant),
    };
    let roles: Vec<Grantee> = match sketch.roles {
        0 => vec![grantee(2)],
        1 => vec![grantee(0)],
        2 => vec![grantee(1)],
        _ => vec![grantee(0), grantee(1)],
    };
    Some(Policy {
        table: table.name.clone(),
        name: Name::from(name(state, table, "p", number)),
        permissiveness: if sketch.restrictive {
            Permissiveness::Restrictive
        } else {
            Permissiveness::Permissive
        },
        command,
        roles,
        using: command.reads_rows().then(|| condition.clone()),
        with_check: command.writes_rows().then_some(condition),
    })
}

fn trigger(
    state: State<'_>,
    table: &TableState<'_>,
    number: usize,
    sketch: &TriggerSketch,
) -> Option<Trigger> {
    let function = functions::trigger(state, sketch.function)?;
    let (timing, level) = match sketch.timing {
        0 => (TriggerTiming::Before, TriggerLevel::Row),
        1 => (TriggerTiming::After, TriggerLevel::Row),
        2 => (TriggerTiming::Before, TriggerLevel::Statement),
        _ => (TriggerTiming::After, TriggerLevel::Statement),
    };
    let all = [TriggerEvent::Insert, TriggerEvent::Update, TriggerEvent::Delete];
    let chosen = all
        .into_iter()
        .enumerate()
        .filter(|(bit, _)| sketch.events >> bit & 1 == 1);
    let events: Vec<TriggerEvent> = chosen.map(|(_, event)| event).collect();
    let column = table.pick(sketch.column)?;
    let plain = !matches!(column.shape, Shape::Generated(_));
    let of_row = |row| {
        Box::new(Expression::RowColumn {
            row,
            column: column.name.clone(),
        })
    };
    let when = (level == TriggerLevel::Row && plain && events == [TriggerEvent::Update]).then(|| {
        Expression::Binary {
            operator: Operator::IsDistinctFrom,
            left: of_row(Row::Old),
            right: of_row(Row::New),
        }
    });
    let narrow = plain && events.contains(&TriggerEvent::Update) && sketch.column.is_multiple_of(3);
    Some(Trigger {
        table: table.name.clone(),
        name: Name::from(name(state, table, "t", number)),
        timing,
        update_of: if narrow {
            vec![column.name.clone()]
        } else {
            Vec::new()
        },
        events,
        level,
        when,
        function,
        arguments: if sketch.function.is_multiple_of(4) {
            vec!["it's".to_owned()]
        } else {
            Vec::new()
        },
        transitions: Default::default(),
        constraint: None,
        enabled: match sketch.enabled {
            0 => TriggerEnabled::Origin,
            1 => TriggerEnabled::Always,
            2 => TriggerEnabled::Replica,
            _ => TriggerEnabled::Disabled,
        },
    })
}
