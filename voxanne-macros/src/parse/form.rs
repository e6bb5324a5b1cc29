//! The form in which to write each word, made of the item that it stands on: what a help shows can be
//! copied as it is.

use heck::ToSnakeCase;
use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::{Data, DeriveInput, Field, Fields, Type, Variant};

use super::show::shown;
use super::ty;
use crate::word::{
    AttributeWord, ColumnWord, CompositeWord, DomainWord, EnumWord, FunctionWord, LabelWord, SequenceWord,
    TableWord, ViewWord, Vocabulary,
};

/// A word of `#[table(…)]`.
pub(super) fn of_table(input: &DeriveInput, word: TableWord) -> String {
    match word {
        TableWord::Name => format!("name = \"{}\"", table_name(&input.ident)),
        TableWord::Namespace => "namespace = \"audit\"".to_owned(),
        TableWord::Tenant => format!("tenant = {}", reference(input)),
        TableWord::Shared => "shared = \"the same for every tenant\"".to_owned(),
        TableWord::PrimaryKey | TableWord::Unique => format!("{}({})", word.name(), key(input)),
        TableWord::ForeignKey => format!("foreign_key(({}) => Table(column))", reference(input)),
        TableWord::PartitionBy => format!("partition_by = range({})", key(input)),
        TableWord::Inherits => "inherits(Parent)".to_owned(),
        TableWord::NoRules => "no_rules".to_owned(),
        TableWord::RenamedFrom => format!("renamed_from = \"old_{}\"", table_name(&input.ident)),
    }
}

/// A word of `#[view(…)]`.
pub(super) fn of_view(input: &DeriveInput, word: ViewWord) -> String {
    match word {
        ViewWord::Name => format!("name = \"{}\"", table_name(&input.ident)),
        ViewWord::RenamedFrom => format!("renamed_from = \"old_{}\"", table_name(&input.ident)),
        ViewWord::Namespace => "namespace = \"audit\"".to_owned(),
        ViewWord::Query => "query = \"SELECT … FROM …\"".to_owned(),
        ViewWord::PrimaryKey => format!("primary_key({})", key(input)),
        ViewWord::SecurityDefiner => "security_definer = \"counts rows, and shows none\"".to_owned(),
        ViewWord::CheckOption => "check_option = local".to_owned(),
        ViewWord::Exposes => "exposes = \"read by the nightly report alone\"".to_owned(),
        ViewWord::SecurityBarrier
        | ViewWord::Recursive
        | ViewWord::Materialized
        | ViewWord::WithoutData
        | ViewWord::NoRules => word.name().to_owned(),
    }
}

/// The name that the struct suggests for its table.
pub(crate) fn table_name(ident: &Ident) -> String {
    format!("{}s", ident.unraw().to_string().to_snake_case())
}

/// A column that may be a key: `id` where there is one, or else the first.
pub(super) fn key(input: &DeriveInput) -> String {
    let fields = fields(input);
    let key = fields.iter().find(|field| *field == "id").or(fields.first());
    key.map_or_else(|| "id".to_owned(), Clone::clone)
}

/// A column that may point at another table: the first that ends in `_id`, or else any.
fn reference(input: &DeriveInput) -> String {
    let fields = fields(input);
    let reference = fields.iter().find(|field| field.ends_with("_id"));
    reference
        .or(fields.last())
        .map_or_else(|| "org_id".to_owned(), Clone::clone)
}

fn fields(input: &DeriveInput) -> Vec<String> {
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => fields
                .named
                .iter()
                .filter_map(|field| field.ident.as_ref())
                .map(|ident| ident.unraw().to_string())
                .collect(),
            Fields::Unnamed(_) | Fields::Unit => Vec::new(),
        },
        Data::Enum(_) | Data::Union(_) => Vec::new(),
    }
}

/// A word of `#[col(…)]`.
pub(super) fn of_column(field: &Field, word: ColumnWord) -> String {
    let ident = field.ident.as_ref().map(|ident| ident.unraw().to_string());
    let name = ident.unwrap_or_default();
    match word {
        ColumnWord::Default => format!("default = {}", default(&field.ty)),
        ColumnWord::Generated => format!("generated = {}", sql(&field.ty)),
        ColumnWord::References => "references = Table::column".to_owned(),
        ColumnWord::OnDelete | ColumnWord::OnUpdate => format!("{} = cascade", word.name()),
        ColumnWord::ForeignKeyName => format!("foreign_key_name = \"{name}_fkey\""),
        ColumnWord::Name => format!("name = \"{name}\""),
        ColumnWord::RenamedFrom => format!("renamed_from = \"old_{name}\""),
        ColumnWord::ForeignKeyRenamedFrom => format!("foreign_key_renamed_from = \"old_{name}_fkey\""),
        ColumnWord::PrimaryKey | ColumnWord::Unique | ColumnWord::Immutable | ColumnWord::Identity => {
            word.name().to_owned()
        }
    }
}

/// A default that fits a column of this type.
pub(super) fn default(ty: &Type) -> String {
    let ty = ty::option_of(ty).unwrap_or(ty);
    let plain = match shown(ty).as_str() {
        "Uuid" => "gen_random_uuid()",
        "Timestamptz" => "now()",
        "String" => "\"\"",
        "i16" | "i32" | "i64" | "Numeric" => "0",
        "f64" => "0.0",
        "bool" => "false",
        "Jsonb" => "jsonb(\"{}\")",
        "Interval" => "days(1)",
        "Date" => "sql::<Date>(\"current_date\")",
        "Time" => "sql::<Time>(\"localtime\")",
        "Timestamp" => "sql::<Timestamp>(\"localtimestamp\")",
        _ if ty::vec_of(ty).is_some() => return format!("sql::<{}>(\"'{{}}'\")", shown(ty)),
        _ => return sql(ty),
    };
    plain.to_owned()
}

/// SQL text of this type.
fn sql(ty: &Type) -> String {
    format!("sql::<{}>(\"…\")", shown(ty::option_of(ty).unwrap_or(ty)))
}

/// A word of `#[pg_enum(…)]` on an enum.
pub(super) fn of_enum(ident: &Ident, word: EnumWord) -> String {
    match word {
        EnumWord::Name => format!("name = \"{}\"", ident.unraw().to_string().to_snake_case()),
        EnumWord::Namespace => "namespace = \"audit\"".to_owned(),
        EnumWord::RenamedFrom => {
            format!(
                "renamed_from = \"old_{}\"",
                ident.unraw().to_string().to_snake_case()
            )
        }
        EnumWord::Removed => "removed(\"old_label\" => Variant)".to_owned(),
    }
}

/// A word of `#[domain(…)]`.
pub(super) fn of_domain(ident: &Ident, word: DomainWord) -> String {
    let name = ident.unraw().to_string().to_snake_case();
    match word {
        DomainWord::Name => format!("name = \"{name}\""),
        DomainWord::Namespace => "namespace = \"audit\"".to_owned(),
        DomainWord::NotNull => "not_null".to_owned(),
        DomainWord::Default => "default = \"\"".to_owned(),
        DomainWord::Collation => "collation = \"C\"".to_owned(),
        DomainWord::Check => format!("check({name}_is_not_empty = \"VALUE <> ''\")"),
        DomainWord::Usage => "usage(SERVICE_ROLE, AUTHENTICATED)".to_owned(),
        DomainWord::RenamedFrom => format!("renamed_from = \"old_{name}\""),
    }
}

/// A word of `#[sequence(…)]`.
pub(super) fn of_sequence(ident: &Ident, word: SequenceWord) -> String {
    let name = ident.unraw().to_string().to_snake_case();
    match word {
        SequenceWord::Name => format!("name = \"{name}\""),
        SequenceWord::Namespace => "namespace = \"audit\"".to_owned(),
        SequenceWord::Start => "start = 1000".to_owned(),
        SequenceWord::Increment => "increment = 10".to_owned(),
        SequenceWord::Min => "min = 1".to_owned(),
        SequenceWord::Max => "max = 9999".to_owned(),
        SequenceWord::Cache => "cache = 20".to_owned(),
        SequenceWord::Cycle | SequenceWord::Unlogged => word.name().to_owned(),
        SequenceWord::OwnedBy => "owned_by = Order::no".to_owned(),
        SequenceWord::Usage => "usage(SERVICE_ROLE, AUTHENTICATED)".to_owned(),
        SequenceWord::RenamedFrom => format!("renamed_from = \"old_{name}\""),
    }
}

/// A word of `#[composite(…)]`.
pub(super) fn of_composite(ident: &Ident, word: CompositeWord) -> String {
    let name = ident.unraw().to_string().to_snake_case();
    match word {
        CompositeWord::Name => format!("name = \"{name}\""),
        CompositeWord::Namespace => "namespace = \"audit\"".to_owned(),
        CompositeWord::Usage => "usage(SERVICE_ROLE, AUTHENTICATED)".to_owned(),
        CompositeWord::RenamedFrom => format!("renamed_from = \"old_{name}\""),
    }
}

/// A word of `#[attribute(…)]`.
pub(super) fn of_attribute(field: &Field, word: AttributeWord) -> String {
    let ident = field.ident.as_ref().map(|ident| ident.unraw().to_string());
    let name = ident.unwrap_or_default();
    match word {
        AttributeWord::Name => format!("name = \"{name}\""),
        AttributeWord::RenamedFrom => format!("renamed_from = \"old_{name}\""),
    }
}

/// A word of `#[pg_enum(…)]` on a variant.
pub(super) fn of_label(variant: &Variant, word: LabelWord) -> String {
    let label = variant.ident.unraw().to_string().to_snake_case();
    match word {
        LabelWord::Label => format!("label = \"{label}\""),
        LabelWord::RenamedFrom => format!("renamed_from = \"old_{label}\""),
    }
}

/// A word of `#[function(…)]`.
pub(super) fn of_function(ident: &Ident, word: FunctionWord) -> String {
    match word {
        FunctionWord::Name => format!("name = \"{}\"", ident.unraw()),
        FunctionWord::RenamedFrom => format!("renamed_from = \"old_{}\"", ident.unraw()),
        FunctionWord::Namespace => "namespace = \"audit\"".to_owned(),
        FunctionWord::Language => "language = plpgsql".to_owned(),
        FunctionWord::SearchPath => "search_path = \"\"".to_owned(),
        FunctionWord::Execute => "execute(SERVICE_ROLE, AUTHENTICATED)".to_owned(),
        FunctionWord::OwnedBy => "owned_by = DEFINER".to_owned(),
        FunctionWord::Volatile
        | FunctionWord::Stable
        | FunctionWord::Immutable
        | FunctionWord::SecurityDefiner
        | FunctionWord::SecurityInvoker
        | FunctionWord::Strict => word.name().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::*;

    #[test]
    fn defaults_fit_the_type() {
        assert_eq!(default(&parse_quote!(Uuid)), "gen_random_uuid()");
        assert_eq!(default(&parse_quote!(Option<Timestamptz>)), "now()");
        assert_eq!(
            default(&parse_quote!(Vec<String>)),
            "sql::<Vec<String>>(\"'{}'\")"
        );
        assert_eq!(
            default(&parse_quote!(kinds::Status)),
            "sql::<kinds::Status>(\"…\")"
        );
    }
}
