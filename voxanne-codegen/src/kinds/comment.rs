//! Comments.

use voxanne_schema::model::{Comment, CommentTarget, Member, Schema};
use voxanne_schema::name::Name;
use voxanne_schema::object::{Describe, Identity, ObjectId};

use super::{Alteration, Context, Plan, Refusal};
use crate::diff::Pair;
use crate::plan::{Delta, Stage, Statement, Step};
use crate::sql::{grant_target, ident, literal, qualified, routine};

impl Plan for Comment {
    const WEIGHT: u8 = 5;

    fn create(&self, _context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let statement = Statement::new(set(self, Some(&self.text)), set(self, None));
        Ok(vec![Step::new(
            Stage::Expand,
            vec![statement],
            vec![Delta::create(self.clone())],
        )])
    }

    fn drop(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let delta = Delta::Drop(ObjectId::Comment(self.id()));
        let owner_stays = match &self.on {
            CommentTarget::Object(object) => context.stays(object),
            CommentTarget::Column(table, column) => context
                .declared
                .schema
                .table(table)
                .is_some_and(|table| table.column(column).is_some()),
            CommentTarget::Attribute(object, name) => {
                attribute_place(object, name, &context.declared.schema).is_some()
            }
        };
        if !owner_stays {
            return Ok(vec![Step::new(Stage::Contract, Vec::new(), vec![delta])]);
        }
        let statement = Statement::new(set(self, None), set(self, Some(&self.text)));
        Ok(vec![Step::new(Stage::Contract, vec![statement], vec![delta])])
    }

    fn alter(pair: Pair<&Self>, _context: &Context<'_>) -> Result<Alteration, Refusal> {
        let Pair { previous, next } = pair;
        let statement = Statement::new(set(next, Some(&next.text)), set(previous, Some(&previous.text)));
        Ok(Alteration::Steps(vec![Step::new(
            Stage::Expand,
            vec![statement],
            vec![Delta::alter(next.clone())],
        )]))
    }
}

/// The place of a column of a view, or of an attribute of a composite type.
pub(crate) fn attribute_place(object: &ObjectId, name: &Name, schema: &Schema) -> Option<usize> {
    if let ObjectId::Composite(composite) = object {
        let attributes = &schema.composite(composite)?.attributes;
        return attributes.iter().position(|own| own.name == *name);
    }
    schema
        .view_columns(object)?
        .iter()
        .position(|own| own.name == *name)
}

/// The comment of what is about to be made anew under its name, said again. One that comes or changes
/// has done so in an earlier stage, one that goes does so in a later one.
pub(super) fn restored(on: &CommentTarget, context: &Context<'_>) -> Option<Statement> {
    let schemas = [&context.declared.schema, context.previous];
    let text = schemas.iter().find_map(|schema| schema.comment(on))?;
    let comment = Comment {
        on: on.clone(),
        text: text.to_owned(),
    };
    Some(Statement::owned(set(&comment, Some(text))))
}

pub(crate) fn set(comment: &Comment, text: Option<&str>) -> String {
    let text = text.map_or_else(|| "NULL".to_owned(), literal);
    let on = target(&comment.on);
    let one_line = format!("COMMENT ON {on} IS {text};");
    if one_line.len() <= crate::sql::WIDTH {
        one_line
    } else {
        format!("COMMENT ON {on} IS\n    {text};")
    }
}

fn target(on: &CommentTarget) -> String {
    match on {
        CommentTarget::Column(table, column) => format!("COLUMN {}.{}", qualified(table), ident(column)),
        CommentTarget::Attribute(object, column) => {
            let name = match object.identity() {
                Identity::Qualified(name) => qualified(name),
                _ => object_target(object),
            };
            format!("COLUMN {name}.{}", ident(column))
        }
        CommentTarget::Object(object) => object_target(object),
    }
}

fn object_target(object: &ObjectId) -> String {
    let keywords = object.kind().keywords();
    if let ObjectId::Partition(Member { table, name }) = object {
        return format!("{keywords} {}", qualified(&table.sibling(name.clone())));
    }
    match object.identity() {
        Identity::Named(name) => format!("{keywords} {}", ident(name)),
        Identity::Qualified(name) | Identity::OfTable(name) => format!("{keywords} {}", qualified(name)),
        Identity::Routine(function) => routine(object.kind(), function),
        Identity::Member(Member { table, name }) => {
            format!("{keywords} {} ON {}", ident(name), qualified(table))
        }
        Identity::Grant(grant) => grant_target(&grant.on),
        // These have no comments, and none is ever planned.
        Identity::Default(_) | Identity::Owned(_) => String::new(),
        Identity::Comment(inner) => target(inner),
    }
}
