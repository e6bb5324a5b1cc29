//! Constraints in rules, and when keys and references that stand in the attributes are checked.

use std::fmt;
use std::marker::PhantomData;

use super::rules::FormerKind;
use super::{Column, ColumnsOf, Condition, Expr, IndexMethod, RuleSet, Rules, SqlType, Table, TableRules};
use crate::model::{
    Constraint, ConstraintDefinition, Deferral, Exclusion, ExclusionElement, IndexElement, IndexKey,
    Parameters,
};
use crate::name::{Name, default_name};

/// A constraint that can still be named. `K` is what kind of constraint it is.
#[derive(Debug)]
pub struct ConstraintRule<'r, K> {
    set: &'r mut RuleSet,
    kind: PhantomData<fn() -> K>,
}

/// The rule is a check.
#[derive(Debug)]
pub enum CheckKind {}

/// The rule is a unique key.
#[derive(Debug)]
pub enum UniqueKind {}

/// The rule is an exclusion.
#[derive(Debug)]
pub enum ExclusionKind {}

/// Kinds of constraints that PostgreSQL can check at the end of a transaction.
#[diagnostic::on_unimplemented(
    message = "a check always holds at once",
    label = "a check cannot be put off",
    note = "unique keys, exclusions and foreign keys can; for a rule over several rows write a trigger"
)]
pub trait CanWait {}

impl CanWait for UniqueKind {}
impl CanWait for ExclusionKind {}

impl<'r, K> ConstraintRule<'r, K> {
    pub(super) fn last(set: &'r mut RuleSet) -> Self {
        let kind = PhantomData;
        Self { set, kind }
    }

    fn change(self, change: impl FnOnce(&mut Constraint)) -> Self {
        if let Some(constraint) = self.set.constraints.last_mut() {
            change(constraint);
        }
        self
    }

    /// The constraint's name, in place of PostgreSQL's own.
    pub fn named(self, name: &str) -> Self {
        self.change(|constraint| constraint.name = Name::new(name))
    }

    /// What the constraint was called before. May stay once the rename is done.
    pub fn renamed_from(self, name: &str) -> Self {
        self.set.renamed_from(FormerKind::Constraint, name);
        self
    }

    /// A transaction may say `SET CONSTRAINTS … DEFERRED`, and is then checked at its end. No foreign
    /// key can point at a deferrable key, and `ON CONFLICT` cannot name one.
    pub fn deferrable(self) -> Self
    where
        K: CanWait,
    {
        self.change(|constraint| constraint.deferral = Deferral::Deferrable)
    }

    /// Checked at the end of each transaction.
    pub fn initially_deferred(self) -> Self
    where
        K: CanWait,
    {
        self.change(|constraint| constraint.deferral = Deferral::InitiallyDeferred)
    }
}

impl ConstraintRule<'_, CheckKind> {
    /// New rows obey; old ones need not, until this is taken away and a migration proves them.
    pub fn not_valid(self) -> Self {
        self.change(|constraint| constraint.validated = false)
    }

    /// About the rows of this table alone: tables that inherit from it do not have the check.
    pub fn no_inherit(self) -> Self {
        self.change(|constraint| constraint.no_inherit = true)
    }
}

impl ConstraintRule<'_, ExclusionKind> {
    fn exclusion(self, change: impl FnOnce(&mut Exclusion)) -> Self {
        self.change(|constraint| {
            if let ConstraintDefinition::Exclude(exclusion) = &mut constraint.definition {
                change(exclusion);
            }
        })
    }

    /// How its index is built, GiST unless said.
    pub fn using(self, method: IndexMethod) -> Self {
        self.exclusion(|exclusion| exclusion.method = method)
    }

    /// It is about the rows alone that satisfy the condition.
    pub fn filter(self, condition: impl Condition) -> Self {
        let filter = self.set.own(condition.condition());
        self.exclusion(|exclusion| exclusion.filter = Some(filter))
    }
}

/// What an exclusion compares, and by which operator.
#[derive(Clone, Debug)]
pub struct Compared<T> {
    key: Expr<()>,
    class: Option<Name>,
    parameters: Parameters,
    operator: String,
    marker: PhantomData<fn() -> T>,
}

impl<T: Table, V: SqlType, const I: usize> Column<T, V, I> {
    /// Two rows are compared by this operator, `=` or `&&`, in [`Rules::exclude`].
    #[must_use]
    pub fn with(self, operator: &str) -> Compared<T> {
        use super::IntoExpr;
        Compared::new(self.into_expr().erase(), operator)
    }
}

impl<V: SqlType> Expr<V> {
    /// Two rows are compared by this operator, `=` or `&&`, in [`Rules::exclude`].
    #[must_use]
    pub fn with<T: Table>(self, operator: &str) -> Compared<T> {
        Compared::new(self.erase(), operator)
    }
}

impl<T> Compared<T> {
    fn new(key: Expr<()>, operator: &str) -> Self {
        Self {
            key,
            class: None,
            parameters: Parameters::new(),
            operator: operator.to_owned(),
            marker: PhantomData,
        }
    }

    /// With an operator class that is not the default one.
    #[must_use]
    pub fn operator_class(mut self, name: &str) -> Self {
        self.class = Some(Name::new(name));
        self
    }

    /// A parameter of its operator class.
    #[must_use]
    pub fn parameter(mut self, name: &str, value: impl fmt::Display) -> Self {
        self.parameters.insert(name.to_owned(), value.to_string());
        self
    }

    fn element(self, set: &mut RuleSet) -> ExclusionElement {
        let element = match set.own(self.key) {
            crate::expression::Expression::Column(name) => IndexElement::Column(name),
            expression => IndexElement::Expression(expression),
        };
        ExclusionElement {
            key: IndexKey {
                operator_class: self.class,
                class_parameters: self.parameters,
                ..IndexKey::new(element)
            },
            operator: self.operator,
        }
    }
}

/// What an exclusion compares: one thing, or a tuple.
#[diagnostic::on_unimplemented(
    message = "an exclusion of `{T}` compares its columns",
    label = "`{Self}` does not say what is compared, and how",
    note = "write a column with its operator, or a tuple of at most four: `(c.room_id.with(\"=\"), c.during.with(\"&&\"))`"
)]
pub trait Comparisons<T> {
    /// The elements, in order.
    fn elements(self, set: &mut RuleSet) -> Vec<ExclusionElement>;
}

impl<T: Table> Comparisons<T> for Compared<T> {
    fn elements(self, set: &mut RuleSet) -> Vec<ExclusionElement> {
        vec![self.element(set)]
    }
}

impl<T: Table, const N: usize> Comparisons<T> for [Compared<T>; N] {
    fn elements(self, set: &mut RuleSet) -> Vec<ExclusionElement> {
        self.into_iter().map(|compared| compared.element(set)).collect()
    }
}

impl<T: Table> Comparisons<T> for (Compared<T>, Compared<T>) {
    fn elements(self, set: &mut RuleSet) -> Vec<ExclusionElement> {
        [self.0, self.1].elements(set)
    }
}

impl<T: Table> Comparisons<T> for (Compared<T>, Compared<T>, Compared<T>) {
    fn elements(self, set: &mut RuleSet) -> Vec<ExclusionElement> {
        [self.0, self.1, self.2].elements(set)
    }
}

impl<T: Table> Comparisons<T> for (Compared<T>, Compared<T>, Compared<T>, Compared<T>) {
    fn elements(self, set: &mut RuleSet) -> Vec<ExclusionElement> {
        [self.0, self.1, self.2, self.3].elements(set)
    }
}

/// What a rule says of a key or a reference that stands in the attributes.
#[derive(Clone, Debug)]
pub(crate) struct KeyTiming {
    pub(crate) columns: Vec<Name>,
    pub(crate) is_foreign: bool,
    pub(crate) deferral: Deferral,
    pub(crate) validated: bool,
}

impl KeyTiming {
    /// Whether the constraint is the one that is meant.
    pub(crate) fn is_about(&self, constraint: &Constraint) -> bool {
        constraint.key_columns() == self.columns && constraint.foreign_key().is_some() == self.is_foreign
    }
}

/// A key of the attributes of which more is said.
#[derive(Debug)]
pub struct KeyRule<'r> {
    set: &'r mut RuleSet,
}

impl<'r> KeyRule<'r> {
    fn new(set: &'r mut RuleSet, columns: Vec<Name>, is_foreign: bool) -> Self {
        set.timings.push(KeyTiming {
            columns,
            is_foreign,
            deferral: Deferral::default(),
            validated: true,
        });
        Self { set }
    }

    fn change(self, change: impl FnOnce(&mut KeyTiming)) -> Self {
        if let Some(timing) = self.set.timings.last_mut() {
            change(timing);
        }
        self
    }

    /// A transaction may say `SET CONSTRAINTS … DEFERRED`, and is then checked at its end.
    pub fn deferrable(self) -> Self {
        self.change(|timing| timing.deferral = Deferral::Deferrable)
    }

    /// Checked at the end of each transaction.
    pub fn initially_deferred(self) -> Self {
        self.change(|timing| timing.deferral = Deferral::InitiallyDeferred)
    }
}

/// A reference of the attributes of which more is said.
#[derive(Debug)]
pub struct ReferenceRule<'r>(KeyRule<'r>);

impl ReferenceRule<'_> {
    /// A transaction may say `SET CONSTRAINTS … DEFERRED`, and is then checked at its end.
    pub fn deferrable(self) -> Self {
        Self(self.0.deferrable())
    }

    /// Checked at the end of each transaction.
    pub fn initially_deferred(self) -> Self {
        Self(self.0.initially_deferred())
    }

    /// New rows obey; old ones need not, until this is taken away and a migration proves them.
    pub fn not_valid(self) -> Self {
        Self(self.0.change(|timing| timing.validated = false))
    }
}

impl<T: TableRules> Rules<'_, T> {
    /// No two rows of which all comparisons say yes: `r.exclude((c.room_id.with("="), c.during.with("&&")))`
    /// keeps a room from being taken twice at a time.
    ///
    /// <https://www.postgresql.org/docs/15/sql-createtable.html#SQL-CREATETABLE-EXCLUDE>
    pub fn exclude(&mut self, comparisons: impl Comparisons<T>) -> ConstraintRule<'_, ExclusionKind> {
        let elements = comparisons.elements(self.set);
        let columns = elements.iter().map(|element| {
            let name = element.key.column_name();
            name.map_or("expr", Name::as_str)
        });
        let columns: Vec<&str> = columns.collect();
        let table = T::qualified_name();
        let name = default_name(table.name.as_str(), &columns.join("_"), "excl");
        let exclusion = Exclusion {
            method: IndexMethod::Gist,
            elements,
            filter: None,
        };
        self.set
            .add_constraint(name, ConstraintDefinition::Exclude(exclusion))
    }

    /// The primary or unique key of these columns, which the attributes declare.
    pub fn key(&mut self, columns: impl ColumnsOf<T>) -> KeyRule<'_> {
        KeyRule::new(self.set, columns.names(), false)
    }

    /// The foreign key of these columns, which the attributes declare.
    pub fn foreign_key(&mut self, columns: impl ColumnsOf<T>) -> ReferenceRule<'_> {
        ReferenceRule(KeyRule::new(self.set, columns.names(), true))
    }
}
