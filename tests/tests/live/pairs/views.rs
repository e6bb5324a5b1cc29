//! The views of a state, plain and materialized, over tables and over each other.

use voxanne_codegen::sql::{expression, ident, qualified};
use voxanne_schema::data_type::DataType;
use voxanne_schema::expression::Expression;
use voxanne_schema::model::{
    CheckOption, GrantTarget, Index, IndexKey, IndexMethod, Indexed, MaterializedView, Privilege,
    PrivilegeScope, Trigger, TriggerEnabled, TriggerEvent, TriggerLevel, TriggerTiming, View, ViewColumn,
    ViewSecurity,
};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::Object;

use super::build::{grant, grantee};
use super::functions;
use super::renamed::Thing;
use super::sketch::{ViewAttributes, ViewSketch};
use super::state::State;
use super::values::Kind;

/// What a view shows, or may read.
struct Shown {
    name: Name,
    kind: Kind,
    nullable: bool,
}

/// Something that a view can read.
struct Source {
    name: QualifiedName,
    columns: Vec<Shown>,
    is_table: bool,
}

/// The views that are there, with what belongs to them.
pub(crate) fn of(state: State<'_>) -> Vec<Object> {
    let mut objects = Vec::new();
    for (place, sketch) in state.world.views.iter().enumerate() {
        if let Some(attributes) = sketch.fate.at(state.side) {
            objects.extend(view(state, place, sketch, attributes));
        }
    }
    objects
}

fn name(state: State<'_>, place: usize) -> QualifiedName {
    let name = format!("{}{place}", ["seen", "Seen By"][place % 2]);
    QualifiedName::public(state.called(Thing::View(place), &name))
}

/// The name of a view that is there.
pub(crate) fn name_if_there(state: State<'_>, place: usize) -> Option<QualifiedName> {
    let attributes = state.world.views.get(place)?.fate.at(state.side)?;
    shown(state, place, attributes)?;
    Some(name(state, place))
}

/// What the view of that place reads: a table, or a view that stands before it.
fn source(state: State<'_>, place: usize, attributes: &ViewAttributes) -> Option<Source> {
    let tables = state.world.tables.len();
    let chosen = usize::from(attributes.source) % (tables + place).max(1);
    if chosen >= tables {
        let below = Some(chosen - tables).filter(|below| *below < place)?;
        let attributes = state.world.views.get(below)?.fate.at(state.side)?;
        return Some(Source {
            name: name(state, below),
            columns: shown(state, below, attributes)?,
            is_table: false,
        });
    }
    let table = state.table(chosen)?;
    let columns = table.in_order().map(|column| Shown {
        name: column.name.clone(),
        kind: column.kind.clone(),
        nullable: column.nullable,
    });
    Some(Source {
        name: table.name.clone(),
        columns: columns.collect(),
        is_table: true,
    })
}

/// The columns that a view shows: each once, by numbers that are taken from what there is.
fn shown(state: State<'_>, place: usize, attributes: &ViewAttributes) -> Option<Vec<Shown>> {
    let mut source = source(state, place, attributes)?;
    let mut shown: Vec<Shown> = Vec::new();
    for number in &attributes.columns {
        let there = source.columns.len();
        if there > 0 {
            shown.push(source.columns.swap_remove(usize::from(*number) % there));
        }
    }
    (!shown.is_empty()).then_some(shown)
}

fn query(state: State<'_>, place: usize, attributes: &ViewAttributes) -> Option<String> {
    let source = source(state, place, attributes)?;
    let list = shown(state, place, attributes)?;
    let mut columns: Vec<String> = list
        .iter()
        .map(|column| format!("r.{}", ident(&column.name)))
        .collect();
    if attributes.counts {
        columns.push(format!("r.{}::text AS label", ident(&list[0].name)));
    }
    let mut query = format!(
        "SELECT {} FROM {} AS r",
        columns.join(", "),
        qualified(&source.name)
    );
    if let Some(number) = attributes.filter {
        let column = &list[usize::from(number) % list.len()];
        let condition = if number % 2 == 0 {
            Expression::IsNotNull(Box::new(Expression::Column(column.name.clone())))
        } else {
            column.kind.selects(&column.name, 3)
        };
        query += &format!(" WHERE {}", expression(&condition));
    }
    Some(query)
}

fn view(state: State<'_>, place: usize, sketch: &ViewSketch, attributes: &ViewAttributes) -> Vec<Object> {
    let (Some(query), Some(list)) = (query(state, place, attributes), shown(state, place, attributes)) else {
        return Vec::new();
    };
    let name = name(state, place);
    let mut columns: Vec<ViewColumn> = list
        .iter()
        .map(|column| ViewColumn {
            name: column.name.clone(),
            data_type: column.kind.data_type(),
            nullable: column.nullable,
        })
        .collect();
    if attributes.counts {
        columns.push(ViewColumn {
            name: Name::new("label"),
            data_type: DataType::system("text"),
            nullable: true,
        });
    }
    let mut objects: Vec<Object> = Vec::new();
    if sketch.materialized {
        objects.extend(index(state, sketch, place, &name, &list).map(Object::from));
        objects.push(
            MaterializedView {
                name: name.clone(),
                columns,
                query,
                populated: true,
                exposes: None,
                key: Vec::new(),
                depends_on: Vec::new(),
            }
            .into(),
        );
    } else {
        let writable = source(state, place, attributes).is_some_and(|source| source.is_table);
        objects.extend(trigger(state, sketch, &name).map(Object::from));
        objects.push(plain(name.clone(), columns, query, attributes, writable).into());
    }
    objects.extend(rights(state, sketch, name));
    objects
}

fn plain(
    name: QualifiedName,
    columns: Vec<ViewColumn>,
    query: String,
    attributes: &ViewAttributes,
    writable: bool,
) -> View {
    View {
        name,
        columns,
        query,
        security: if attributes.variant % 5 == 4 {
            ViewSecurity::Definer("a test".to_owned())
        } else {
            ViewSecurity::Invoker
        },
        security_barrier: attributes.variant % 7 == 6,
        options: Default::default(),
        check_option: match attributes.variant % 8 {
            1 if writable => Some(CheckOption::Local),
            2 if writable => Some(CheckOption::Cascaded),
            _ => None,
        },
        recursive: false,
        key: Vec::new(),
        depends_on: Vec::new(),
    }
}

fn rights(state: State<'_>, sketch: &ViewSketch, name: QualifiedName) -> Option<Object> {
    let number = sketch.grant.at(state.side)?;
    let on = if sketch.materialized {
        GrantTarget::MaterializedView(name)
    } else {
        GrantTarget::View(name)
    };
    let select = (Privilege::Select, PrivilegeScope::Whole);
    Some(grant(on, grantee(usize::from(*number)), [select].into()).into())
}

fn index(
    state: State<'_>,
    sketch: &ViewSketch,
    place: usize,
    name: &QualifiedName,
    list: &[Shown],
) -> Option<Index> {
    let number = sketch.part.at(state.side)?;
    let column = list.get(usize::from(*number) % list.len())?;
    Some(Index {
        on: Indexed::MaterializedView,
        table: name.clone(),
        name: Name::from(format!("index of view {place}")),
        unique: false,
        method: IndexMethod::Btree,
        keys: vec![IndexKey::column(column.name.clone())],
        include: Vec::new(),
        filter: None,
        nulls_not_distinct: false,
        parameters: Default::default(),
        replica_identity: false,
    })
}

fn trigger(state: State<'_>, sketch: &ViewSketch, name: &QualifiedName) -> Option<Trigger> {
    let number = sketch.part.at(state.side)?;
    let function = functions::trigger(state, *number)?;
    Some(Trigger {
        table: name.clone(),
        name: Name::new("writes"),
        timing: TriggerTiming::InsteadOf,
        events: if number % 2 == 0 {
            vec![TriggerEvent::Insert]
        } else {
            vec![TriggerEvent::Insert, TriggerEvent::Update]
        },
        update_of: Vec::new(),
        level: TriggerLevel::Row,
        when: None,
        function,
        arguments: Vec::new(),
        enabled: TriggerEnabled::Origin,
        transitions: Default::default(),
        constraint: None,
    })
}
