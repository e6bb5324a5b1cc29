//! Views as tables that are only read: sea-orm makes no difference between the two, and neither does
//! the rest of this module.

use std::borrow::Cow;
use std::collections::BTreeSet;

use voxanne_schema::model::{
    Column, Comment, CommentTarget, Constraint, ConstraintDefinition, Deferral, Schema, Table, Tenancy,
    ViewColumn,
};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::ObjectId;

/// A schema in which views are tables, and which of them are.
pub(super) fn as_tables(schema: &Schema) -> (Cow<'_, Schema>, BTreeSet<QualifiedName>) {
    let views = schema.views().map(|view| {
        (
            ObjectId::View(view.name.clone()),
            &view.name,
            &view.columns,
            &view.key,
        )
    });
    let kept = schema.materialized_views().map(|view| {
        let id = ObjectId::MaterializedView(view.name.clone());
        (id, &view.name, &view.columns, &view.key)
    });
    let mut names = BTreeSet::new();
    let mut with_views = Cow::Borrowed(schema);
    for (id, name, columns, key) in views.chain(kept) {
        names.insert(name.clone());
        add(with_views.to_mut(), name, columns, key);
        comments(with_views.to_mut(), schema, &id, name);
    }
    (with_views, names)
}

fn add(schema: &mut Schema, name: &QualifiedName, columns: &[ViewColumn], key: &[Name]) {
    schema.replace(Table {
        name: name.clone(),
        columns: columns.iter().map(column).collect(),
        tenancy: Tenancy::Unclassified,
        storage: Default::default(),
        partition_by: None,
        inherits: Vec::new(),
    });
    if !key.is_empty() {
        schema.replace(Constraint {
            table: name.clone(),
            name: Name::new("key"),
            definition: ConstraintDefinition::PrimaryKey(key.to_vec()),
            validated: true,
            deferral: Deferral::default(),
            no_inherit: false,
            index: Default::default(),
        });
    }
}

fn column(column: &ViewColumn) -> Column {
    Column {
        name: column.name.clone(),
        data_type: column.data_type.clone(),
        nullable: column.nullable,
        default: None,
        identity: None,
        sequence_options: Default::default(),
        sequence: None,
        options: Default::default(),
        generated: None,
        collation: None,
        storage: Default::default(),
    }
}

fn comments(into: &mut Schema, schema: &Schema, id: &ObjectId, name: &QualifiedName) {
    for comment in schema.comments().filter(|comment| comment.on.owner() == *id) {
        let on = match &comment.on {
            CommentTarget::Attribute(_, column) => CommentTarget::Column(name.clone(), column.clone()),
            CommentTarget::Object(_) | CommentTarget::Column(..) => {
                CommentTarget::Object(Box::new(ObjectId::Table(name.clone())))
            }
        };
        into.replace(Comment {
            on,
            text: comment.text.clone(),
        });
    }
}
