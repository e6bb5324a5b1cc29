//! What keeps together, among steps that nothing else orders, what a reader wants to see together.

use voxanne_schema::lookup::Lookup;
use voxanne_schema::model::{CommentTarget, GrantTarget, Schema};
use voxanne_schema::name::QualifiedName;
use voxanne_schema::object::{Object, ObjectId, ObjectKind, Space};

use super::statement::Stage;
use super::{Effect, Inputs, Unit};

/// What sorts steps that nothing else orders. Fields compare from the top.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) module: usize,
    pub(super) stage: Stage,
    /// What stands alone first, then tables with all that is theirs, then functions over tables.
    part: u8,
    /// The place of the table in the order of foreign keys.
    table: usize,
    kind: u8,
    /// The place of a column, for comments.
    column: usize,
    subject: ObjectId,
    /// A comment stands right behind what it is on.
    comment: bool,
    /// The place of a view's column, for comments.
    attribute: usize,
    step: usize,
}

impl Key {
    pub(super) fn new(
        unit: &Unit<'_>,
        step: usize,
        inputs: Inputs<'_>,
        ranks: &Lookup<QualifiedName, usize>,
    ) -> Self {
        let stage = unit.steps[step].stage;
        let (subject, comment) = subject(&unit.id);
        let table = table_of(unit, &subject);
        let over_tables = |id: &ObjectId| {
            is_routine(id)
                && unit
                    .needs
                    .objects()
                    .any(|needed| matches!(needed, ObjectId::Table(_)))
        };
        // Whatever stands between is not to fire these.
        let fires = matches!(unit.object, Object::EventTrigger(_));
        let part = match &table {
            None if fires && unit.effect == Effect::Make => 4,
            Some(_) => 1,
            None if is_view(&subject) || matches!(unit.object, Object::Trigger(_)) => 3,
            None if over_tables(&subject) || is_about_function_over_tables(&subject, inputs) => 2,
            None => 0,
        };
        Self {
            module: unit.module,
            stage,
            part,
            table: table
                .and_then(|table| ranks.get(&table).copied())
                .unwrap_or_default(),
            kind: if fires { 0 } else { kind_rank(&subject, comment) },
            column: match unit.object {
                Object::Grant(grant) if !comment => usize::from(grant.place),
                _ => column_place(&unit.id, &inputs.declared.schema),
            },
            subject,
            comment,
            attribute: match unit.object {
                Object::Grant(grant) => usize::from(grant.place),
                _ => attribute_place(&unit.id, &inputs.declared.schema),
            },
            step,
        }
    }
}

/// What a unit is about: for the owner of something, a comment or a grant on it, that thing.
fn subject(id: &ObjectId) -> (ObjectId, bool) {
    match id {
        ObjectId::Comment(CommentTarget::Object(object) | CommentTarget::Attribute(object, _)) => {
            ((**object).clone(), true)
        }
        ObjectId::Ownership(of) => ((**of).clone(), true),
        ObjectId::Grant(grant) if !matches!(grant.on, GrantTarget::Table(_)) => (grant.on.object(), true),
        other => (other.clone(), matches!(other, ObjectId::Comment(_))),
    }
}

fn table_of(unit: &Unit<'_>, subject: &ObjectId) -> Option<QualifiedName> {
    match &unit.object {
        Object::Index(index) => index.on.is_table().then(|| index.table.clone()),
        Object::Trigger(trigger) if trigger.is_on_view() => None,
        Object::SequenceOwner(owner) => Some(owner.table.clone()),
        _ => subject.table().cloned(),
    }
}

/// Whether it is a view, which stands behind the tables, or an index of one.
fn is_view(id: &ObjectId) -> bool {
    matches!(
        id,
        ObjectId::View(_) | ObjectId::MaterializedView(_) | ObjectId::Index(_)
    )
}

fn is_routine(id: &ObjectId) -> bool {
    id.kind().space() == Space::Routine
}

fn is_about_function_over_tables(subject: &ObjectId, inputs: Inputs<'_>) -> bool {
    is_routine(subject)
        && inputs
            .bodies
            .of(subject)
            .any(|needed| matches!(needed, ObjectId::Table(_)))
}

/// The order in which a reader wants to see what belongs to a table: that of the kinds, but that what
/// tables and columns are called stands right behind them.
fn kind_rank(subject: &ObjectId, comment: bool) -> u8 {
    let rank = |kind: ObjectKind| 2 * kind as u8;
    match subject.kind() {
        ObjectKind::Comment => rank(ObjectKind::Table) + 1,
        kind => rank(kind) + u8::from(comment && kind == ObjectKind::Table),
    }
}

fn column_place(id: &ObjectId, schema: &Schema) -> usize {
    let ObjectId::Comment(CommentTarget::Column(table, column)) = id else {
        return 0;
    };
    let columns = schema
        .table(table)
        .map(|table| table.columns.as_slice())
        .unwrap_or_default();
    columns
        .iter()
        .position(|other| other.name == *column)
        .map_or(usize::MAX, |place| place + 1)
}

fn attribute_place(id: &ObjectId, schema: &Schema) -> usize {
    let ObjectId::Comment(CommentTarget::Attribute(object, column)) = id else {
        return 0;
    };
    crate::kinds::comment::attribute_place(object, column, schema).map_or(usize::MAX, |place| place + 1)
}
