//! Text that names something by its former name, where a type, a label or a signature changes in the same
//! step: what is called otherwise is so first, together with such text in its next form, and the rest is
//! planned from there. That form must not need what the rest brings.

use voxanne_schema::declare::Declared;
use voxanne_schema::diagnostic::Diagnostic;
use voxanne_schema::model::{Function, Schema, Table, View, ViewColumn};
use voxanne_schema::name::Name;
use voxanne_schema::object::{Object, ObjectId};

use super::Inputs;
use crate::analysis;
use crate::kinds::Refusal;
use crate::reshape::has_word;

/// What is declared of the text that renames break, and of nothing else.
///
/// # Errors
///
/// What can only be said once the rest has changed.
pub(super) fn texts_alone(inputs: Inputs<'_>) -> Result<Declared, Vec<Diagnostic>> {
    let mut stage = inputs.declared.clone();
    stage.schema = inputs.previous.clone();
    for id in inputs.broken {
        let mended = inputs.previous.get(id).zip(inputs.declared.schema.get(id));
        let mended = mended.and_then(|(was, is)| mended_text(was, is));
        let mended = mended.filter(|(_, text)| !names_new(text, inputs));
        let Some((object, _)) = mended else {
            return Err(unsaid(id));
        };
        stage.schema.replace(object);
    }
    let wrong = analysis::check(&stage);
    match inputs.broken.iter().find(|id| is_wrong(id, &wrong)) {
        Some(id) => Err(unsaid(id)),
        None => Ok(stage),
    }
}

fn is_wrong(id: &ObjectId, wrong: &[Diagnostic]) -> bool {
    let mut errors = wrong.iter().filter(|diagnostic| diagnostic.is_error());
    errors.any(|diagnostic| diagnostic.object.as_ref() == Some(id))
}

/// An object as it was but for its text, and that text.
fn mended_text<'i>(was: &Object, is: &'i Object) -> Option<(Object, &'i str)> {
    match (was, is) {
        (Object::Function(was), Object::Function(is)) => Some((body(was, is)?.into(), &is.body)),
        (Object::Procedure(was), Object::Procedure(is)) => {
            let mended = voxanne_schema::model::Procedure(body(&was.0, &is.0)?);
            Some((mended.into(), &is.0.body))
        }
        (Object::View(was), Object::View(is)) => {
            let mended = View {
                query: is.query.clone(),
                depends_on: is.depends_on.clone(),
                ..was.clone()
            };
            are_alike(&was.columns, &is.columns).then(|| (mended.into(), is.query.as_str()))
        }
        (Object::MaterializedView(was), Object::MaterializedView(is)) => {
            let mended = voxanne_schema::model::MaterializedView {
                query: is.query.clone(),
                depends_on: is.depends_on.clone(),
                ..was.clone()
            };
            are_alike(&was.columns, &is.columns).then(|| (mended.into(), is.query.as_str()))
        }
        _ => None,
    }
}

/// A function with its next body, where nothing else of it changes that its body would know of.
fn body(was: &Function, is: &Function) -> Option<Function> {
    let same = was.arguments == is.arguments && was.returns == is.returns && was.language == is.language;
    same.then(|| Function {
        body: is.body.clone(),
        depends_on: is.depends_on.clone(),
        ..was.clone()
    })
}

fn are_alike(was: &[ViewColumn], is: &[ViewColumn]) -> bool {
    was.iter()
        .map(|column| &column.name)
        .eq(is.iter().map(|column| &column.name))
}

/// Whether a text has the name of a column, or a label, that is yet to come. Text does not tell whose a
/// word is.
fn names_new(text: &str, inputs: Inputs<'_>) -> bool {
    let (was, is) = (inputs.previous, &inputs.declared.schema);
    let columns = new_columns(was, is).any(|name| has_word(text, name.as_str()));
    let labels = is.enums().flat_map(|of| {
        let old = was.enumeration(&of.name);
        let mut labels = of.labels.iter();
        std::iter::from_fn(move || labels.find(|label| old.is_none_or(|old| !old.labels.contains(label))))
    });
    columns || labels.into_iter().any(|label| text.contains(label.as_str()))
}

fn new_columns<'s>(was: &'s Schema, is: &'s Schema) -> impl Iterator<Item = &'s Name> {
    let of = |table: &'s Table| {
        let old = was.table(&table.name);
        let columns = table.columns.iter().map(|column| &column.name);
        columns.filter(move |name| old.is_some_and(|old| old.column(name).is_none()))
    };
    is.tables().flat_map(of)
}

fn unsaid(id: &ObjectId) -> Vec<Diagnostic> {
    super::refused(vec![Refusal {
        object: id.clone(),
        message: format!(
            "{id} names something by its former name, and a type, a label or a signature changes in the same step"
        ),
        help: "rename first and generate, then declare the other change and generate again".to_owned(),
    }])
}
