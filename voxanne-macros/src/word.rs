//! Every word that an attribute may hold, with the form to write it in.

use syn::ext::IdentExt;

use crate::suggest;

/// The words of one attribute.
pub(crate) trait Vocabulary: Copy + PartialEq + 'static {
    /// The attribute: `col` of `#[col(…)]`.
    const ATTRIBUTE: &'static str;
    /// Every word.
    const ALL: &'static [Self];

    /// The word as it is written.
    fn name(self) -> &'static str;

    /// The whole attribute with the word in it.
    fn form(self) -> &'static str;

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
        suggest::help(written, &format!("words of `#[{}(…)]`", Self::ATTRIBUTE), &names)
    }
}

/// Registers the words of the attributes.
macro_rules! vocabulary {
    ($(
        $(#[$doc:meta])*
        $vocabulary:ident for $attribute:literal {
            $( $word:ident = $name:literal $(($repeats:ident))? as $form:literal, )+
        }
    )+) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum $vocabulary { $( $word, )+ }

        impl Vocabulary for $vocabulary {
            const ATTRIBUTE: &'static str = $attribute;
            const ALL: &'static [Self] = &[$( Self::$word, )+];

            fn name(self) -> &'static str {
                match self { $( Self::$word => $name, )+ }
            }

            fn form(self) -> &'static str {
                match self { $( Self::$word => $form, )+ }
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
    TableWord for "table" {
        Name = "name" as r#"#[table(name = "contacts")]"#,
        Namespace = "namespace" as r#"#[table(namespace = "audit")]"#,
        Tenant = "tenant" as "#[table(tenant = org_id)]",
        Shared = "shared" as r#"#[table(shared = "the same for every tenant")]"#,
        PrimaryKey = "primary_key" as "#[table(primary_key(org_id, user_id))]",
        Unique = "unique" (repeats) as "#[table(unique(org_id, id))]",
        ForeignKey = "foreign_key" (repeats) as
            "#[table(foreign_key((org_id, contact_id) => Contact(org_id, id), on_delete = cascade))]",
        NoRules = "no_rules" as "#[table(no_rules)]",
    }

    /// The words of `#[col(…)]`.
    ColumnWord for "col" {
        PrimaryKey = "primary_key" as "#[col(primary_key)]",
        Unique = "unique" as "#[col(unique)]",
        Immutable = "immutable" as "#[col(immutable)]",
        Default = "default" as "#[col(default = now())]",
        Generated = "generated" as "#[col(generated = lower(Self::name))]",
        Identity = "identity" as "#[col(identity)]",
        References = "references" as "#[col(references = Organization::id)]",
        OnDelete = "on_delete" as "#[col(references = Organization::id, on_delete = cascade)]",
        OnUpdate = "on_update" as "#[col(references = Organization::id, on_update = cascade)]",
        ForeignKeyName = "foreign_key_name" as
            r#"#[col(references = Organization::id, foreign_key_name = "contacts_org_fkey")]"#,
        Name = "name" as r#"#[col(name = "type")]"#,
    }

    /// The words of `#[pg_enum(…)]` on an enum.
    EnumWord for "pg_enum" {
        Name = "name" as r#"#[pg_enum(name = "lead_status_type")]"#,
        Namespace = "namespace" as r#"#[pg_enum(namespace = "audit")]"#,
    }

    /// The words of `#[pg_enum(…)]` on a variant.
    LabelWord for "pg_enum" {
        Label = "label" as r#"#[pg_enum(label = "in_progress")]"#,
    }

    /// The words of `#[function(…)]`.
    FunctionWord for "function" {
        Name = "name" as r#"#[function(name = "auth_org_id")]"#,
        Namespace = "namespace" as r#"#[function(namespace = "audit")]"#,
        Language = "language" as "#[function(language = plpgsql)]",
        Volatile = "volatile" as "#[function(volatile)]",
        Stable = "stable" as "#[function(stable)]",
        Immutable = "immutable" as "#[function(immutable)]",
        SecurityDefiner = "security_definer" as r#"#[function(security_definer, search_path = "")]"#,
        SecurityInvoker = "security_invoker" as "#[function(security_invoker)]",
        Strict = "strict" as "#[function(strict)]",
        SearchPath = "search_path" as r#"#[function(search_path = "")]"#,
        Execute = "execute" as "#[function(execute(SERVICE_ROLE, AUTHENTICATED))]",
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

/// The words after `identity =`, with the variants of `Identity`.
pub(crate) const IDENTITIES: &[(&str, &str)] = &[("always", "Always"), ("by_default", "ByDefault")];

/// The words that say something further of a key in `#[table(…)]`.
pub(crate) mod key {
    /// The constraint's name.
    pub(crate) const NAME: &str = "name";
    /// What happens when the row that is pointed at is deleted.
    pub(crate) const ON_DELETE: &str = "on_delete";
    /// What happens when the key that is pointed at changes.
    pub(crate) const ON_UPDATE: &str = "on_update";
}

/// The words of return types in `sql_fn!` that are no Rust types.
pub(crate) mod returns {
    /// `-> setof Uuid`
    pub(crate) const SETOF: &str = "setof";
    /// `-> setof table Contact` and `-> table(id: Uuid)`
    pub(crate) const TABLE: &str = "table";
    /// `-> trigger`
    pub(crate) const TRIGGER: &str = "trigger";
    /// `-> void`
    pub(crate) const VOID: &str = "void";
}
