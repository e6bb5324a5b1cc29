//! What is wrong, or questionable, in a declared schema: told all at once, each with its remedy.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::object::ObjectId;

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// What kind of finding it is. Tools hang on this, never on the text.
    pub code: Code,
    /// Whether it stops the emission.
    pub severity: Severity,
    /// The object at fault.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<ObjectId>,
    /// What is wrong: lowercase, no full stop, identifiers in backticks.
    pub message: String,
    /// The form to write instead.
    pub help: String,
    /// Where the object was declared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
}

/// Whether a finding stops the emission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Nothing is emitted.
    Error,
    /// Said, and gone on.
    Warning,
}

/// A place in the user's sources.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Location {
    /// The file, as `file!()` names it.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
}

/// Registers the codes with the words that tools and people search for.
macro_rules! codes {
    ($( $(#[$doc:meta])* $code:ident = $text:literal $severity:ident, )+) => {
        /// The kinds of findings.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Code { $( $(#[$doc])* $code, )+ }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$( Self::$code, )+];

            /// The code as it is printed and searched for.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$code => $text, )+ }
            }

            /// Whether findings of this kind stop the emission.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $( Self::$code => Severity::$severity, )+ }
            }
        }
    };
}

impl Code {
    /// Whether it tells of something that PostgreSQL takes, and we would not have.
    #[must_use]
    pub const fn is_advice(self) -> bool {
        matches!(
            self,
            Self::UnclassifiedTable
                | Self::InvalidTenant
                | Self::MissingTenantGuard
                | Self::RowSecurityOff
                | Self::ForeignKeyAcrossTenants
                | Self::UniqueKeyWithoutTenant
                | Self::SyntaxError
                | Self::DependencyCycle
                | Self::UnstatedRows
                | Self::IdlePrivilege
                | Self::MissingObject
                | Self::UndeclaredRole
                | Self::MutableSearchPath
                | Self::PublicDefinerFunction
                | Self::DefinerView
                | Self::ExposedMaterializedView
                | Self::UnguardedPrivilege
        )
    }
}

codes! {
    /// Two declarations have one identity.
    DuplicateObject = "duplicate_object" Error,
    /// Tables, indexes, sequences and views share one space of names in a namespace.
    NameClash = "name_clash" Error,
    /// A name is longer than the 63 bytes that PostgreSQL keeps.
    NameTooLong = "name_too_long" Error,
    /// Something is referred to that nobody declares and the platform does not have.
    MissingObject = "missing_object" Error,
    /// A column is referred to that its table does not have.
    MissingColumn = "missing_column" Error,
    /// An expression names a column of another table.
    ForeignColumn = "foreign_column" Error,
    /// A policy or grant names a role that is not declared.
    UndeclaredRole = "undeclared_role" Error,
    /// Objects need each other, so that none can be created first.
    DependencyCycle = "dependency_cycle" Error,
    /// A table is neither a tenant's nor declared shared.
    UnclassifiedTable = "unclassified_table" Error,
    /// A tenant column is missing, accepts null, has another type than the tenant of a session, or
    /// gives rows that name no tenant to one of them.
    InvalidTenant = "invalid_tenant" Error,
    /// Policies open tenant tables, and no guard holds them to the tenant of the session.
    MissingTenantGuard = "missing_tenant_guard" Error,
    /// A tenant table whose row-level security is off (known as splinter 0013).
    RowSecurityOff = "row_security_off" Error,
    /// A foreign key to a tenant table does not carry the tenant.
    ForeignKeyAcrossTenants = "foreign_key_across_tenants" Error,
    /// A unique key of a tenant table lets one tenant probe for another's values.
    UniqueKeyWithoutTenant = "unique_key_without_tenant" Error,
    /// A partitioned table without partitions takes no row.
    NoPartition = "no_partition" Warning,
    /// A hazard is allowed, and nothing has it any more.
    UnusedAllowance = "unused_allowance" Warning,
    /// A module's slug is empty, malformed or taken.
    InvalidSlug = "invalid_slug" Error,
    /// A migration version is not 14 digits, or does not increase.
    InvalidVersion = "invalid_version" Error,
    /// A policy, trigger, index, constraint, function or grant that PostgreSQL would refuse, that
    /// could never have an effect, or that leaves unsaid what must be said.
    InvalidRule = "invalid_rule" Error,
    /// A policy does not say which rows it is about, where PostgreSQL would take all, or the same as before.
    UnstatedRows = "unstated_rows" Error,
    /// A privilege that PostgreSQL takes, and that opens nothing on such an object.
    IdlePrivilege = "idle_privilege" Error,
    /// A rename that cannot be meant: of what is still declared, of itself, or of one thing twice.
    InvalidRename = "invalid_rename" Error,
    /// A backfill or deduplication cannot be carried out as declared.
    InvalidBackfill = "invalid_backfill" Error,
    /// SQL text that does not parse.
    SyntaxError = "syntax_error" Error,
    /// A table has no primary key (known as splinter 0004).
    NoPrimaryKey = "no_primary_key" Warning,
    /// A foreign key without an index that leads with it (known as splinter 0001).
    UnindexedForeignKey = "unindexed_foreign_key" Warning,
    /// Policies stand on a table whose row-level security is off (known as splinter 0007).
    PolicyWithoutRowSecurity = "policy_without_row_security" Warning,
    /// A definer function without a fixed search path (known as splinter 0011).
    MutableSearchPath = "mutable_search_path" Error,
    /// A definer function that everybody may execute (known as splinter 0028, 0029).
    PublicDefinerFunction = "public_definer_function" Error,
    /// A view over tenants' rows that reads with the rights of its owner, without a reason (known as
    /// splinter 0010).
    DefinerView = "definer_view" Error,
    /// A materialized view keeps tenants' rows where no policy guards them, without a reason or within
    /// reach of a role that policies bind (known as splinter 0016).
    ExposedMaterializedView = "exposed_materialized_view" Error,
    /// A definer function takes the tenant as an argument, on the word of a caller whom row-level
    /// security binds.
    DefinerTrustsTenantArgument = "definer_trusts_tenant_argument" Warning,
    /// TRUNCATE, REFERENCES or TRIGGER is granted on a table under row-level security.
    UnguardedPrivilege = "unguarded_privilege" Error,
    /// An index of a tenant table that does not lead with the tenant.
    IndexWithoutTenant = "index_without_tenant" Warning,
    /// An index on a column whose operator is not leakproof, so that row-level security cannot use it.
    LeakyIndex = "leaky_index" Warning,
    /// A policy calls a function once a row that could be called once a query (known as splinter 0003).
    UnwrappedCall = "unwrapped_call" Warning,
    /// A backfill of a table whose row-level security is forced: unless the role that migrates bypasses
    /// it, the rows cannot be seen, and the migration stops.
    BackfillUnderForcedRowSecurity = "backfill_under_forced_row_security" Warning,
    /// A policy for a role that bypasses row-level security anyway.
    PolicyForBypassingRole = "policy_for_bypassing_role" Warning,
    /// Two indexes on the same keys (known as splinter 0009).
    DuplicateIndex = "duplicate_index" Warning,
    /// Two keys of a table are equal; PostgreSQL makes one of them where both come with the table.
    RepeatedKey = "repeated_key" Error,
}

impl Diagnostic {
    /// A finding about an object, as severe as its code is.
    #[must_use]
    pub fn new(code: Code, object: ObjectId, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            object: Some(object),
            ..Self::general(code, message, help)
        }
    }

    /// A finding about the whole.
    #[must_use]
    pub fn general(code: Code, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            object: None,
            message: message.into(),
            help: help.into(),
            location: None,
        }
    }

    /// The same finding, with the place where its object was declared.
    #[must_use]
    pub fn at(mut self, location: Option<Location>) -> Self {
        self.location = location;
        self
    }

    /// Whether it stops the emission.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// Sorts findings by object, code and text, and drops those that say the same twice, so that the
/// order of declarations never shows.
pub(crate) fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| {
        (a.object.cmp(&b.object))
            .then(a.code.cmp(&b.code))
            .then_with(|| a.message.cmp(&b.message))
            .then_with(|| a.help.cmp(&b.help))
    });
    diagnostics.dedup();
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// Three lines, as a compiler writes them: what, where, remedy.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]: {}", self.severity, self.code, self.message)?;
        match (&self.location, &self.object) {
            (Some(location), Some(object)) => write!(f, "\n  --> {location} ({object})")?,
            (Some(location), None) => write!(f, "\n  --> {location}")?,
            (None, Some(object)) => write!(f, "\n  --> {object}")?,
            (None, None) => {}
        }
        write!(f, "\n  help: {}", self.help)
    }
}
