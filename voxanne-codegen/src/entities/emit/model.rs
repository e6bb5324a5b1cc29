//! The struct of an entity: its columns, and in the dense format its relations as well.

use syn::punctuated::Punctuated;
use syn::token;
use syn::{
    Attribute, Field as SynField, FieldModifiers, Fields, FieldsNamed, Generics, Item, ItemStruct, Type,
};

use super::Writer;
use super::syntax::{Arguments, derive, doc, generic_type, public, type_of};
use crate::entities::column_type::Scalar;
use crate::entities::ident::ident;
use crate::entities::options::{DateTimeLibrary, Format, RustPath};
use crate::entities::plan::{Entity, Field, KeySource, Written};

impl Writer<'_> {
    /// `pub struct Model { … }`
    pub(super) fn model(&self, entity: &Entity<'_>) -> Item {
        let mut fields: Punctuated<SynField, token::Comma> = entity
            .fields
            .iter()
            .map(|field| self.field(entity, field))
            .collect();
        if self.options.format == Format::Dense {
            fields.extend(self.relation_fields(entity));
        }
        fields.push_punct(token::Comma::default());
        Item::Struct(ItemStruct {
            attrs: self.model_attributes(entity),
            vis: public(),
            struct_token: token::Struct::default(),
            ident: ident("Model"),
            generics: Generics::default(),
            fields: Fields::Named(FieldsNamed {
                brace_token: token::Brace::default(),
                named: fields,
            }),
            semi_token: None,
        })
    }

    fn model_attributes(&self, entity: &Entity<'_>) -> Vec<Attribute> {
        let mut attributes = entity.comment.map(doc).unwrap_or_default();
        if entity.key == KeySource::Unique {
            if !attributes.is_empty() {
                attributes.extend(doc_blank());
            }
            attributes.extend(doc(&unique_key_note(entity)));
        }
        if self.options.format == Format::Dense {
            attributes.push(super::syntax::bare_attribute(&["sea_orm", "model"]));
        }
        let eq = entity.fields.iter().all(|field| field.column_type.is_eq());
        let traits = ["Clone", "Debug", "PartialEq"]
            .into_iter()
            .chain(eq.then_some("Eq"));
        let traits = traits
            .chain(["DeriveEntityModel"])
            .chain(self.options.serde.traits().iter().copied());
        attributes.push(derive(
            traits.chain(self.options.model_derives.iter().map(RustPath::as_str)),
        ));
        let mut arguments = Arguments::default();
        if entity.table.name.namespace != "public" {
            arguments.text("schema_name", entity.table.name.namespace.as_str());
        }
        arguments.text("table_name", entity.table.name.name.as_str());
        attributes.extend(arguments.attribute("sea_orm"));
        attributes
    }

    fn field(&self, entity: &Entity<'_>, field: &Field<'_>) -> SynField {
        let mut attrs = field.comment.map(doc).unwrap_or_default();
        if matches!(field.written, Written::Computed | Written::AlwaysNumbered) && !field.in_key {
            if !attrs.is_empty() {
                attrs.extend(doc_blank());
            }
            attrs.extend(doc("Written by PostgreSQL alone."));
        }
        attrs.extend(self.column_arguments(entity, field).attribute("sea_orm"));
        if !self.options.serde.traits().is_empty() && field.column.name != *field.spelling.snake {
            let mut arguments = Arguments::default();
            arguments.text("rename", field.column.name.as_str());
            attrs.extend(arguments.attribute("serde"));
        }
        struct_field(attrs, &field.spelling.snake, self.field_type(field))
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

    fn field_type(&self, field: &Field<'_>) -> Type {
        let mut ty = self.scalar_type(field.column_type.scalar);
        if field.column_type.array {
            ty = generic_type("Vec", ty);
        }
        if field.column.nullable && !field.in_key {
            generic_type("Option", ty)
        } else {
            ty
        }
    }

    fn scalar_type(&self, scalar: Scalar) -> Type {
        let time = self.options.date_time == DateTimeLibrary::Time;
        let name = match scalar {
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
            Scalar::Bytes => return generic_type("Vec", type_of(&["u8"])),
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
        };
        type_of(&[name])
    }
}

fn doc_blank() -> Vec<Attribute> {
    vec![super::syntax::doc_line("")]
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

/// `pub name: ty`
pub(super) fn struct_field(attrs: Vec<Attribute>, name: &str, ty: Type) -> SynField {
    SynField {
        attrs,
        vis: public(),
        modifiers: FieldModifiers::default(),
        ident: Some(ident(name)),
        colon_token: Some(token::Colon::default()),
        ty,
        default: None,
    }
}
