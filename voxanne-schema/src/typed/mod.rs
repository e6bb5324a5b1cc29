//! The typed layer: what `derive(Table)`, `derive(PgEnum)` and `sql_fn!` expand to, and what rules
//! are written with. A mistake that types can show is a compile error at the user's own token.

mod aggregate;
mod backfill;
mod column;
pub mod commands;
mod composite;
mod conversion;
mod database;
mod domain;
mod expr;
mod function;
pub mod functions;
mod keys;
mod operators;
mod publication;
pub mod role;
mod rules;
mod rules_constraint;
mod rules_index;
mod rules_partition;
mod rules_policy;
mod rules_statistics;
mod rules_storage;
mod rules_trigger;
mod sequence;
mod structure;
pub mod types;
mod view;

pub use aggregate::AggregateRule;
pub use backfill::{Backfill, BackfillRule, Deduplication, DeduplicationRule, Unmatched};
pub use column::Column;
pub use composite::{Composite, CompositeDeclaration};
pub use conversion::{Conversion, ConversionFrom, ConversionRule, RemovedLabel};
pub use database::{DefaultPrivilegesRule, EventTriggerRule};
pub use domain::{Domain, DomainDeclaration};
pub use expr::{
    Assignable, Comparable, Condition, Expr, IntoExpr, Null, Optional, TakesDefault, enum_constant,
};
pub use keys::{ColumnList, ColumnsOf, Decoy, Key, NeverNull, ReferencedColumn, SameTypes};
pub use operators::Operations;
pub use publication::{PublicationRule, PublishedPart};
pub use rules::{RuleSet, Rules};
pub use rules_constraint::{
    CanWait, CheckKind, Compared, Comparisons, ConstraintRule, ExclusionKind, KeyRule, ReferenceRule,
    UniqueKind,
};
pub use rules_index::{IndexKeyOf, IndexKeys, IndexRule, SortedKey};
pub use rules_partition::{
    Bound, ByHash, ByList, ByRange, InBound, InList, Is, LeavesRest, Maximum, Minimum, PartitionRule,
    Partitioned, Partitions, UnboundPartition,
};
pub use rules_policy::{GrantRule, PolicyRule};
pub use rules_statistics::StatisticsRule;
pub use rules_storage::ColumnRule;
pub use rules_trigger::{InsteadOfRule, TriggerRule};
pub use sequence::{Sequence, SequenceDeclaration, nextval, nextval_as};
pub use structure::{ColumnStructure, ForeignKeyStructure, TableStructure};
pub use types::{Counted, SqlType};
pub use view::{View, ViewRules, ViewStructure};

pub use crate::model::{Compression, IndexMethod, Strategy};

use crate::diagnostic::Location;
use crate::model::{Enum, Function, Grantee, Signature};
use crate::name::{Name, QualifiedName};
use crate::object::ObjectId;
use crate::rename::Named;

/// A table declared by `derive(Table)`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a table",
    label = "not a table",
    note = "write `#[derive(Table)]` and `#[table(name = \"…\")]` on the struct"
)]
pub trait Table: Sized + 'static {
    /// The namespace that holds the table.
    const NAMESPACE: &'static str;
    /// The table's name.
    const NAME: &'static str;
    /// The names of the columns, in their place.
    const COLUMNS: &'static [&'static str];

    /// Columns, keys and references, as the attributes say.
    fn structure(structure: &mut TableStructure);

    /// The table's name with its namespace.
    #[must_use]
    fn qualified_name() -> QualifiedName {
        QualifiedName::new(Self::NAMESPACE, Self::NAME)
    }
}

/// The rules of a table: indexes, checks, policies, triggers, grants, backfills.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a table with rules",
    label = "no `#[derive(Table)]`, or no `impl TableRules`",
    note = "a table is a struct with `#[derive(Table)]` and `#[table(name = \"…\")]`",
    note = "a table without rules says `no_rules` in `#[table(…)]`; one with rules has\nimpl TableRules for {Self} {{\n    type Columns = {Self}Columns;\n    fn rules(c: {Self}Columns, r: &mut Rules<Self>) {{}}\n}}"
)]
pub trait TableRules: Table {
    /// The struct of columns that the derive wrote: the table's name and `Columns`.
    type Columns: Default;

    /// Says the rules.
    fn rules(columns: Self::Columns, rules: &mut Rules<'_, Self>);
}

/// An enum declared by `derive(PgEnum)`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a PostgreSQL enum",
    label = "not an enum",
    note = "write `#[derive(PgEnum)]` on it"
)]
pub trait PgEnum: SqlType {
    /// The namespace that holds the type.
    const NAMESPACE: &'static str;
    /// The name of the type.
    const NAME: &'static str;
    /// The labels, in their sort order.
    const LABELS: &'static [&'static str];
    /// What the type is for, from its doc comment.
    const COMMENT: Option<&'static str>;
    /// Where it was declared.
    const LOCATION: (&'static str, u32);
    /// The labels that it had, each with the one that took its place, if one did.
    const REMOVED: &'static [(&'static str, Option<&'static str>)] = &[];

    /// What the type was called before.
    const RENAMED_FROM: Option<&'static str> = None;
    /// The labels that were called otherwise before, each with its former text.
    const RENAMED_LABELS: &'static [(&'static str, &'static str)] = &[];

    /// The label of this value.
    fn label(self) -> &'static str;

    /// The type with its labels.
    #[must_use]
    fn definition() -> Enum {
        Enum {
            name: QualifiedName::new(Self::NAMESPACE, Self::NAME),
            labels: Self::LABELS.iter().copied().map(Name::new).collect(),
        }
    }

    /// The type and its labels that were called otherwise before.
    #[must_use]
    fn renames() -> Vec<(Named, Name)> {
        let name = QualifiedName::new(Self::NAMESPACE, Self::NAME);
        let itself =
            Self::RENAMED_FROM.map(|from| (Named::Object(ObjectId::Enum(name.clone())), Name::new(from)));
        let labels = Self::RENAMED_LABELS.iter();
        let labels =
            labels.map(|(label, from)| (Named::Label(name.clone(), Name::new(label)), Name::new(from)));
        itself.into_iter().chain(labels).collect()
    }

    /// What became of the labels that it had.
    #[must_use]
    fn removed() -> Vec<RemovedLabel> {
        Self::REMOVED
            .iter()
            .map(|(label, into)| RemovedLabel {
                label: Name::new(*label),
                into: into.map(Name::new),
            })
            .collect()
    }
}

/// A function declared by `sql_fn!` with a body.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a declared function",
    label = "not a function with a body",
    note = "declare it with `sql_fn! {{ … }}` and give it a body; one that ends in `;` already exists elsewhere"
)]
pub trait SqlFunction {
    /// The whole definition.
    fn declaration() -> FunctionDeclaration;
}

/// A function with what its declaration says around it.
#[derive(Clone, Debug)]
pub struct FunctionDeclaration {
    /// The function.
    pub function: Function,
    /// What it is for, from its doc comment.
    pub comment: Option<String>,
    /// Who may execute it; nobody else.
    pub execute: Vec<Grantee>,
    /// Whom it belongs to, where that is not whoever runs the migration.
    pub owner: Option<Name>,
    /// Where it was declared.
    pub location: Location,
    /// The file of its body, relative to the declaring file, when it stands apart.
    pub body_file: Option<String>,
    /// What it was called before.
    pub renamed_from: Option<Name>,
}

impl FunctionDeclaration {
    /// What tells the function from others.
    #[must_use]
    pub fn signature(&self) -> Signature {
        self.function.signature()
    }
}
