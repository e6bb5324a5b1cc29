//! Which module declares what, and what is said besides of the way between the states.

use voxanne_codegen::plan::Plain;
use voxanne_schema::expression::Expression;
use voxanne_schema::model::CommentTarget;
use voxanne_schema::object::{Object, ObjectId};
use voxanne_schema::typed::{Backfill, Unmatched};
use voxanne_schema::{Declaration, Module};

use super::build;
use super::fate::Side;
use super::partitioned;
use super::renamed;
use super::sketch::World;
use super::state::{ColumnState, ROWS, Shape, State, TableState};

/// The declaration of one of the two states; `turn` puts its parts in another order.
pub(crate) fn declaration(world: &World, side: Side, turn: usize) -> Declaration {
    let state = State { world, side };
    let mut modules: Vec<Module> = ["create_world", "create_more"]
        .into_iter()
        .take(if world.split { 2 } else { 1 })
        .map(Module::new)
        .collect();
    if side == Side::After {
        let slugs = ["change_world", "change_more"];
        modules = modules
            .into_iter()
            .zip(slugs)
            .map(|(module, slug)| module.then(slug))
            .collect();
    }
    let last = modules.len() - 1;
    for object in build::objects(state) {
        let place = if is_later(state, &object) { last } else { 0 };
        modules[place] = modules[place].clone().object(object);
    }
    if side == Side::After {
        let module = &mut modules[last];
        for (now, from) in renamed::of(world) {
            *module = module.clone().renamed(now, from);
        }
        for rule in backfills(world) {
            *module = module.clone().backfill(rule);
        }
    }
    let modules = modules.into_iter().map(|module| module.rotated(turn));
    modules.fold(voxanne_tests::cases::plain(), Declaration::module)
}

/// Every second table, with all that is about it, and what may read it.
fn is_later(state: State<'_>, object: &Object) -> bool {
    let is_of = |id: &ObjectId| {
        let later = (0..state.world.tables.len()).filter(|place| place % 2 == 1);
        later
            .filter_map(|place| state.table(place))
            .flat_map(|table| partitioned::tables(state, &table))
            .any(|name| id.table() == Some(&name) || *id == ObjectId::Table(name))
    };
    match object {
        Object::View(_)
        | Object::MaterializedView(_)
        | Object::Trigger(_)
        | Object::Publication(_)
        | Object::EventTrigger(_) => true,
        Object::Index(index) => !index.on.is_table() || is_of(&index.relation()),
        Object::Statistics(of) => is_of(&ObjectId::Table(of.table.clone())),
        Object::Grant(grant) => match grant.on.object() {
            ObjectId::View(_) | ObjectId::MaterializedView(_) => true,
            other => is_of(&other),
        },
        Object::Ownership(ownership) => match &*ownership.of {
            ObjectId::View(_) | ObjectId::Publication(_) => true,
            other => is_of(other),
        },
        Object::Comment(comment) => match &comment.on {
            CommentTarget::Object(id) => is_of(id),
            CommentTarget::Column(..) | CommentTarget::Attribute(..) => true,
        },
        other => is_of(&other.id()),
    }
}

/// Which tables are changed plainly.
pub(crate) fn plain(world: &World) -> Plain {
    let after = State {
        world,
        side: Side::After,
    };
    let before = State {
        side: Side::Before,
        ..after
    };
    let both = |place: &usize| before.has_table(*place) && after.has_table(*place);
    match world.plain {
        1 => Plain::Everything,
        2 => match (0..world.tables.len()).find(both) {
            Some(place) => Plain::Tables(after.table_name(place).iter().map(ToString::to_string).collect()),
            None => Plain::Nothing,
        },
        _ => Plain::Nothing,
    }
}

/// What rows get that are there before: in columns that come, and in those that need a value from now on.
pub(crate) fn backfills(world: &World) -> Vec<Backfill> {
    let after = State {
        world,
        side: Side::After,
    };
    let mut rules = Vec::new();
    for table in after.tables().into_iter().filter(|table| !table.is_new) {
        for column in table.columns.iter().flatten() {
            if let Some(value) = filled(world, &table, column) {
                rules.push(Backfill {
                    table: table.name.clone(),
                    column: column.name.clone(),
                    value,
                    batch: if world.plain == 0 { 2 } else { 5000 },
                    unmatched: Unmatched::Refuse,
                });
            }
        }
    }
    rules
}

/// The value that a column's rows get, if a rule says so.
fn filled(world: &World, table: &TableState<'_>, column: &ColumnState<'_>) -> Option<Expression> {
    let sketch = column.sketch.filter(|_| column.shape == Shape::Plain)?;
    let has_default = build::default(table, column).is_some();
    let wanted = if column.is_new {
        !column.nullable && !has_default && sketch.kind % 10 == 4
    } else {
        let before = State {
            world,
            side: Side::Before,
        };
        let was = before.table(table.place)?.columns.get(column.place)?.clone()?;
        was.kind == column.kind && was.shape == Shape::Plain && is_filled(&was, column)
    };
    (wanted && !column.kind.has_composite()).then(|| column.kind.literal(ROWS))
}

/// Whether a column that accepted null gets a value where it has none, and does not count.
pub(crate) fn is_filled(was: &ColumnState<'_>, is: &ColumnState<'_>) -> bool {
    let number = is.sketch.map_or(0, |sketch| sketch.kind);
    let is_plain = was.shape == Shape::Plain && is.shape == Shape::Plain;
    is_plain && was.nullable && !is.nullable && number.is_multiple_of(3) && was.kind == is.kind
}
