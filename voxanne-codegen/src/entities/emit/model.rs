//! The struct of an entity: its columns, and in the dense format its relations as well.

use std::borrow::Cow;

use super::Writer;
use super::syntax::{Arguments, Indent, derive, doc, doc_blank, field, generic};
use crate::entities::column_type::Scalar;
use crate::entities::options::{DateTimeLibrary, Format, RustPath};
use crate::entities::plan::{Entity, Field, KeySource, Written};

impl Writer<'_> {
    /// Writes `pub struct Model { … }`.
    pub(super) fn model(&self, into: &mut String, entity: &Entity<'_>) {
        self.model_attributes(into, entity);
        into.push_str("pub struct Model {\n");
        for field in &entity.fields {
            self.field(into, entity, field);
        }
        if self.options.format == Format::Dense {
            self.relation_fields(into, entity);
        }
        into.push_str("}\n");
    }

    fn model_attributes(&self, into: &mut String, entity: &Entity<'_>) {
        let mut note = Note::new(into, Indent::Item);
        note.add(entity.comment);
        if entity.key == KeySource::Unique {
            note.add(Some(&unique_key_note(entity)));
        }
        if self.options.format == Format::Dense {
            into.push_str("#[sea_orm::model]\n");
        }
        let eq = entity.fields.iter().all(|field| field.column_type.is_eq());
        let traits = ["Clone", "Debug", "PartialEq"]
            .into_iter()
            .chain(eq.then_some("Eq"));
        let traits = traits
            .chain(["DeriveEntityModel"])
            .chain(self.options.serde.traits().iter().copied());
        derive(
            into,
            traits.chain(self.options.model_derives.iter().map(RustPath::as_str)),
        );
        let mut arguments = Arguments::default();
        if entity.table.name.namespace != "public" {
            arguments.text("schema_name", entity.table.name.namespace.as_str());
        }
        arguments.text("table_name", entity.table.name.name.as_str());
        arguments.write(into, Indent::Item, "sea_orm");
    }

    fn field(&self, into: &mut String, entity: &Entity<'_>, of: &Field<'_>) {
        let mut note = Note::new(into, Indent::Member);
        note.add(of.comment);
        if matches!(of.written, Written::Computed | Written::AlwaysNumbered) && !of.in_key {
            note.add(Some("Written by PostgreSQL alone."));
        }
        self.column_arguments(entity, of)
            .write(into, Indent::Member, "sea_orm");
        if !self.options.serde.traits().is_empty() && of.column.name != *of.spelling.snake {
            let mut arguments = Arguments::default();
            arguments.text("rename", of.column.name.as_str());
            arguments.write(into, Indent::Member, "serde");
        }
        field(into, &of.spelling.snake, &self.field_type(of));
    }

    /// What sea-orm must be told of a column.
    fn column_arguments(&self, entity: &Entity<'_>, field: &Field<'_>) -> Arguments {
        let mut arguments = Arguments::default();
        let name = field.column.name.as_str();
        if name != field.spelling.snake || !name.is_ascii() {
            arguments.text("column_name", name);
        }
        if field.in_key {
            arguments.word("primary_key");
            // sea-orm numbers a key of one column unless it is told not to.
            let alone = entity.fields.iter().filter(|field| field.in_key).count() == 1;
            if alone && field.written == Written::ByClient {
                arguments.no("auto_increment");
            }
        }
        if let Some(column_type) = &field.column_type.column_type {
            arguments.text("column_type", column_type);
        }
        if let Some(casts) = &field.column_type.casts {
            arguments.text("select_as", &casts.select_as);
            arguments.text("save_as", &casts.save_as);
        }
        if field.unique {
            arguments.word("unique");
        }
        if self.options.format == Format::Dense {
            self.unique_key_arguments(entity, field, &mut arguments);
        }
        arguments
    }

    fn field_type(&self, field: &Field<'_>) -> Cow<'_, str> {
        let mut ty = Cow::Borrowed(self.scalar_type(field.column_type.scalar));
        if field.column_type.array {
            ty = Cow::Owned(generic("Vec", &ty));
        }
        if field.column.nullable && !field.in_key {
            ty = Cow::Owned(generic("Option", &ty));
        }
        ty
    }

    fn scalar_type(&self, scalar: Scalar) -> &str {
        let time = self.options.date_time == DateTimeLibrary::Time;
        match scalar {
            Scalar::Bool => "bool",
            Scalar::I16 => "i16",
            Scalar::I32 => "i32",
            Scalar::I64 => "i64",
            Scalar::F32 => "f32",
            Scalar::F64 => "f64",
            Scalar::String => "String",
            Scalar::Uuid => "Uuid",
            Scalar::Json => "Json",
            Scalar::Decimal => "Decimal",
            Scalar::Bytes => "Vec<u8>",
            Scalar::Date => {
                if time {
                    "TimeDate"
                } else {
                    "Date"
                }
            }
            Scalar::Time => {
                if time {
                    "TimeTime"
                } else {
                    "Time"
                }
            }
            Scalar::DateTime => {
                if time {
                    "TimeDateTime"
                } else {
                    "DateTime"
                }
            }
            Scalar::DateTimeWithTimeZone if time => "TimeDateTimeWithTimeZone",
            Scalar::DateTimeWithTimeZone => "DateTimeWithTimeZone",
            Scalar::IpNetwork => "IpNetwork",
            Scalar::Enum(place) => self.plan.enums.get(place).map_or("String", |e| e.ident.as_str()),
        }
    }
}

/// The documentation of something, in paragraphs.
struct Note<'t> {
    into: &'t mut String,
    indent: Indent,
    empty: bool,
}

impl<'t> Note<'t> {
    fn new(into: &'t mut String, indent: Indent) -> Self {
        Self {
            into,
            indent,
            empty: true,
        }
    }

    fn add(&mut self, paragraph: Option<&str>) {
        let Some(paragraph) = paragraph.filter(|text| !text.is_empty()) else {
            return;
        };
        if !self.empty {
            doc_blank(self.into, self.indent);
        }
        doc(self.into, self.indent, paragraph);
        self.empty = false;
    }
}

fn unique_key_note(entity: &Entity<'_>) -> String {
    let key: Vec<String> = entity
        .fields
        .iter()
        .filter(|field| field.in_key)
        .map(|field| format!("`{}`", field.spelling.snake))
        .collect();
    let what = if entity.view { "A view" } else { "The table" };
    format!(
        "{what} has no primary key; sea-orm goes by {}, unique and never null.",
        key.join(" and ")
    )
}
