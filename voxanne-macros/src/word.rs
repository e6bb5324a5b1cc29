//! Every word that an attribute may hold.

use syn::ext::IdentExt;

use crate::suggest;

/// The words of one attribute.
pub(crate) trait Vocabulary: Copy + PartialEq + 'static {
    /// The attribute: `col` of `#[col(…)]`.
    const ATTRIBUTE: &'static str;
    /// The attribute, and what it stands on where that makes a difference.
    const PLACE: &'static str;
    /// Every word.
    const ALL: &'static [Self];
    /// The word that a text alone most likely belongs to.
    const TEXT: Self;

    /// The word as it is written.
    fn name(self) -> &'static str;

    /// Whether an item may have it several times.
    fn repeats(self) -> bool;

    /// The word that an identifier is.
    fn find(ident: &proc_macro2::Ident) -> Option<Self> {
        let written = ident.unraw().to_string();
        Self::ALL.iter().copied().find(|word| word.name() == written)
    }

    /// What there is, and what was perhaps meant.
    fn help(written: &str) -> String {
        let names: Vec<&str> = Self::ALL.iter().map(|word| word.name()).collect();
        suggest::help(written, &format!("words of {}", Self::PLACE), &names)
    }
}

/// Registers the words of the attributes.
macro_rules! vocabulary {
    ($(
        $(#[$doc:meta])*
        $vocabulary:ident for $attribute:literal, at $place:literal, with a text $text:ident {
            $( $word:ident = $name:literal $(($repeats:ident))?, )+
        }
    )+) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum $vocabulary { $( $word, )+ }

        impl Vocabulary for $vocabulary {
            const ATTRIBUTE: &'static str = $attribute;
            const PLACE: &'static str = $place;
            const ALL: &'static [Self] = &[$( Self::$word, )+];
            const TEXT: Self = Self::$text;

            fn name(self) -> &'static str {
                match self { $( Self::$word => $name, )+ }
            }

            fn repeats(self) -> bool {
                match self { $( Self::$word => false $(|| vocabulary!($repeats))?, )+ }
            }
        }
    )+ };
    (repeats) => { true };
}

vocabulary! {
    /// The words of `#[table(…)]`.
    TableWord for "table", at "`#[table(…)]`", with a text Name {
        Name = "name",
        Namespace = "namespace",
        Tenant = "tenant",
        Shared = "shared",
        PrimaryKey = "primary_key",
        Unique = "unique" (repeats),
        ForeignKey = "foreign_key" (repeats),
        PartitionBy = "partition_by",
        Inherits = "inherits",
        NoRules = "no_rules",
        RenamedFrom = "renamed_from",
    }

    /// The words of `#[view(…)]`.
    ViewWord for "view", at "`#[view(…)]`", with a text Name {
        Name = "name",
        Namespace = "namespace",
        Query = "query",
        PrimaryKey = "primary_key",
        SecurityDefiner = "security_definer",
        SecurityBarrier = "security_barrier",
        CheckOption = "check_option",
        Recursive = "recursive",
        Materialized = "materialized",
        WithoutData = "without_data",
        Exposes = "exposes",
        NoRules = "no_rules",
        RenamedFrom = "renamed_from",
    }

    /// The words of `#[col(…)]`.
    ColumnWord for "col", at "`#[col(…)]`", with a text Name {
        PrimaryKey = "primary_key",
        Unique = "unique",
        Immutable = "immutable",
        Default = "default",
        Generated = "generated",
        Identity = "identity",
        References = "references",
        OnDelete = "on_delete",
        OnUpdate = "on_update",
        ForeignKeyName = "foreign_key_name",
        Name = "name",
        RenamedFrom = "renamed_from",
        ForeignKeyRenamedFrom = "foreign_key_renamed_from",
    }

    /// The words of `#[pg_enum(…)]` on an enum.
    EnumWord for "pg_enum", at "`#[pg_enum(…)]` on an enum", with a text Name {
        Name = "name",
        Namespace = "namespace",
        RenamedFrom = "renamed_from",
        Removed = "removed" (repeats),
    }

    /// The words of `#[pg_enum(…)]` on a variant.
    LabelWord for "pg_enum", at "`#[pg_enum(…)]` on a variant", with a text Label {
        Label = "label",
        RenamedFrom = "renamed_from",
    }

    /// The words of `#[domain(…)]`.
    DomainWord for "domain", at "`#[domain(…)]`", with a text Name {
        Name = "name",
        Namespace = "namespace",
        NotNull = "not_null",
        Default = "default",
        Collation = "collation",
        Check = "check" (repeats),
        Usage = "usage",
        RenamedFrom = "renamed_from",
    }

    /// The words of `#[composite(…)]`.
    CompositeWord for "composite", at "`#[composite(…)]`", with a text Name {
        Name = "name",
        Namespace = "namespace",
        Usage = "usage",
        RenamedFrom = "renamed_from",
    }

    /// The words of `#[attribute(…)]`.
    AttributeWord for "attribute", at "`#[attribute(…)]`", with a text Name {
        Name = "name",
        RenamedFrom = "renamed_from",
    }

    /// The words of `#[sequence(…)]`.
    SequenceWord for "sequence", at "`#[sequence(…)]`", with a text Name {
        Name = "name",
        Namespace = "namespace",
        Start = "start",
        Increment = "increment",
        Min = "min",
        Max = "max",
        Cache = "cache",
        Cycle = "cycle",
        Unlogged = "unlogged",
        OwnedBy = "owned_by",
        Usage = "usage",
        RenamedFrom = "renamed_from",
    }

    /// The words of `#[function(…)]`.
    FunctionWord for "function", at "`#[function(…)]`", with a text Name {
        Name = "name",
        Namespace = "namespace",
        Language = "language",
        Volatile = "volatile",
        Stable = "stable",
        Immutable = "immutable",
        SecurityDefiner = "security_definer",
        SecurityInvoker = "security_invoker",
        Strict = "strict",
        SearchPath = "search_path",
        Execute = "execute",
        OwnedBy = "owned_by",
        RenamedFrom = "renamed_from",
    }
}

/// The words after `on_delete =` and `on_update =`, with the variants of `ReferentialAction`.
pub(crate) const ACTIONS: &[(&str, &str)] = &[
    ("cascade", "Cascade"),
    ("restrict", "Restrict"),
    ("set_null", "SetNull"),
    ("set_default", "SetDefault"),
    ("no_action", "NoAction"),
];

/// The words after `partition_by =`, with the builder's markers.
pub(crate) const PARTITION_METHODS: &[(&str, &str)] =
    &[("range", "ByRange"), ("list", "ByList"), ("hash", "ByHash")];

/// The words after `check_option =`, with the variants of `CheckOption`.
pub(crate) const CHECK_OPTIONS: &[(&str, &str)] = &[("local", "Local"), ("cascaded", "Cascaded")];

/// The words after `identity =`, with the variants of `Identity`.
pub(crate) const IDENTITIES: &[(&str, &str)] = &[("always", "Always"), ("by_default", "ByDefault")];

/// The words of `identity(…)`.
pub(crate) mod identity {
    /// The word itself.
    pub(crate) const SELF: &str = "identity";
    /// Those that have a number.
    pub(crate) const NUMBERS: &[&str] = &["start", "increment", "min", "max", "cache"];
    /// It begins anew once it is through.
    pub(crate) const CYCLE: &str = "cycle";
}

/// The words that say something further of a key in `#[table(…)]`.
pub(crate) mod key {
    /// The constraint's name.
    pub(crate) const NAME: &str = "name";
    /// The constraint's former name.
    pub(crate) const RENAMED_FROM: &str = "renamed_from";
    /// What happens when the row that is pointed at is deleted.
    pub(crate) const ON_DELETE: &str = "on_delete";
    /// What happens when the key that is pointed at changes.
    pub(crate) const ON_UPDATE: &str = "on_update";
}

/// The words that stand before an argument in `sql_fn!`.
pub(crate) mod mode {
    /// `out least: i64`
    pub(crate) const OUT: &str = "out";
    /// `inout counted: i64`
    pub(crate) const INOUT: &str = "inout";
    /// `variadic labels: Vec<String>`
    pub(crate) const VARIADIC: &str = "variadic";
}

/// The words of return types in `sql_fn!` that are no Rust types.
pub(crate) mod returns {
    /// `-> setof Uuid`
    pub(crate) const SETOF: &str = "setof";
    /// `-> setof table Contact` and `-> table(id: Uuid)`
    pub(crate) const TABLE: &str = "table";
    /// `-> setof record`
    pub(crate) const RECORD: &str = "record";
    /// `-> trigger`
    pub(crate) const TRIGGER: &str = "trigger";
    /// `-> event_trigger`
    pub(crate) const EVENT_TRIGGER: &str = "event_trigger";
    /// `-> procedure`
    pub(crate) const PROCEDURE: &str = "procedure";
    /// `-> void`
    pub(crate) const VOID: &str = "void";
}
