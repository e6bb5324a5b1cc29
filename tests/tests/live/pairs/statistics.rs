//! The extended statistics of a state.

use voxanne_schema::expression::Expression;
use voxanne_schema::model::{IndexElement, Statistics, StatisticsKind, Volatility};
use voxanne_schema::name::Name;
use voxanne_schema::object::Object;

use super::besides::StatisticsAttributes;
use super::build::call;
use super::functions;
use super::renamed::Thing;
use super::state::{State, TableState};
use super::values;

/// The statistics of a table that are there.
pub(crate) fn of_table(state: State<'_>, table: &TableState<'_>) -> Vec<Object> {
    let all = state.world.besides.statistics.iter().enumerate();
    let own = all.filter(|(_, sketch)| state.is_of(sketch.table, table));
    own.filter_map(|(place, sketch)| {
        let attributes = sketch.fate.at(state.side)?;
        statistics(state, table, place, attributes).map(Object::from)
    })
    .collect()
}

fn name(state: State<'_>, place: usize) -> Name {
    let name = format!("{}{place}", ["about", "It's about "][place % 2]);
    state.called(Thing::Statistics(place), &name)
}

/// Whether an object is the statistics of that place.
pub(crate) fn is_at(state: State<'_>, object: &Object, place: usize) -> bool {
    object.name() == Some(&name(state, place))
}

fn statistics(
    state: State<'_>,
    table: &TableState<'_>,
    place: usize,
    attributes: &StatisticsAttributes,
) -> Option<Statistics> {
    let mut keys: Vec<IndexElement> = Vec::new();
    for number in [attributes.columns.0, attributes.columns.1] {
        let key = IndexElement::Column(table.pick(number)?.name.clone());
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    if let Some(number) = attributes.expression {
        keys.push(IndexElement::Expression(expression(state, table, number)?));
        if number % 3 == 0 {
            keys.remove(0);
        }
    }
    let of_one = keys.len() < 2;
    if of_one && matches!(keys.first(), Some(IndexElement::Column(_)) | None) {
        return None;
    }
    let kinds = StatisticsKind::ALL.into_iter().enumerate();
    let kinds = kinds.filter(|(bit, _)| !of_one && attributes.kinds >> bit & 1 == 1);
    Some(Statistics {
        table: table.name.clone(),
        name: name(state, place),
        kinds: kinds.map(|(_, kind)| kind).collect(),
        keys,
        target: [None, Some(0), Some(100), Some(1000)][usize::from(attributes.target) % 4],
    })
}

/// Something of a column that never changes by itself.
fn expression(state: State<'_>, table: &TableState<'_>, number: u8) -> Option<Expression> {
    let column = table.pick(number)?;
    let value = vec![Expression::Column(column.name.clone())];
    if column.kind.is(&["text", "varchar"]) {
        return Some(values::call("lower", value, Volatility::Immutable));
    }
    let twice = functions::twice(state).filter(|_| column.kind.is(&["integer"]))?;
    Some(call(twice, value, Volatility::Immutable))
}
