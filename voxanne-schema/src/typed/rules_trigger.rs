//! Triggers in rules.

use std::marker::PhantomData;

use super::commands::TriggerEvents;
use super::rules::FormerKind;
use super::{Column, ColumnsOf, Condition, Expr, RuleSet, Rules, SqlFunction, SqlType, Table, ViewRules};
use crate::expression::{Expression, Row};
use crate::model::{Deferral, Signature, Trigger, TriggerEnabled, TriggerEvent, TriggerLevel, TriggerTiming};
use crate::name::{Name, QualifiedName};

/// A trigger that is being said.
#[derive(Debug)]
pub struct TriggerRule<'r, T> {
    set: &'r mut RuleSet,
    marker: PhantomData<fn() -> T>,
}

impl<'r, T: Table> TriggerRule<'r, T> {
    pub(crate) fn new(set: &'r mut RuleSet, name: &str) -> Self {
        set.triggers.push(Trigger {
            table: set.table.clone(),
            name: Name::new(name),
            timing: TriggerTiming::After,
            events: Vec::new(),
            update_of: Vec::new(),
            level: TriggerLevel::Row,
            when: None,
            function: Signature {
                name: QualifiedName::public(""),
                arguments: Vec::new(),
            },
            arguments: Vec::new(),
            enabled: TriggerEnabled::Origin,
            transitions: Default::default(),
            constraint: None,
        });
        Self {
            set,
            marker: PhantomData,
        }
    }

    fn change(self, change: impl FnOnce(&mut Trigger)) -> Self {
        if let Some(trigger) = self.set.triggers.last_mut() {
            change(trigger);
        }
        self
    }

    /// What the trigger was called before. May stay once the rename is done.
    pub fn renamed_from(self, name: &str) -> Self {
        self.set.renamed_from(FormerKind::Trigger, name);
        self
    }

    fn fires(self, timing: TriggerTiming, events: Vec<TriggerEvent>) -> Self {
        self.change(|trigger| {
            trigger.timing = timing;
            trigger.events = events;
        })
    }

    /// Before these changes; it may alter the row.
    pub fn before<E: TriggerEvents>(self, _events: E) -> Self {
        self.fires(TriggerTiming::Before, E::events())
    }

    /// After these changes; it sees the row as it was stored.
    pub fn after<E: TriggerEvents>(self, _events: E) -> Self {
        self.fires(TriggerTiming::After, E::events())
    }

    /// Once a statement, not once a row.
    pub fn for_each_statement(self) -> Self {
        self.change(|trigger| trigger.level = TriggerLevel::Statement)
    }

    /// The function reads the rows as they were as a table of this name, once a statement or a row.
    pub fn referencing_old(self, name: &str) -> Self {
        self.change(|trigger| trigger.transitions.old = Some(Name::new(name)))
    }

    /// The function reads the rows as they are as a table of this name, once a statement or a row.
    pub fn referencing_new(self, name: &str) -> Self {
        self.change(|trigger| trigger.transitions.new = Some(Name::new(name)))
    }

    /// A constraint trigger, which fires after each row as a foreign key does.
    pub fn constraint(self) -> Self {
        self.change(|trigger| trigger.constraint = Some(Deferral::NotDeferrable))
    }

    /// A constraint trigger that a transaction can put off by `SET CONSTRAINTS`.
    pub fn deferrable(self) -> Self {
        self.change(|trigger| trigger.constraint = Some(Deferral::Deferrable))
    }

    /// A constraint trigger that fires at the end of each transaction, when all of it stands.
    pub fn initially_deferred(self) -> Self {
        self.change(|trigger| trigger.constraint = Some(Deferral::InitiallyDeferred))
    }

    /// Only for rows that satisfy it; see [`Column::old`] and [`Column::new_value`].
    pub fn when(self, condition: impl Condition) -> Self {
        let condition = self.set.own(condition.condition());
        self.change(|trigger| trigger.when = Some(condition))
    }

    /// On updates that name one of these columns alone: `UPDATE OF`.
    pub fn update_of(self, columns: impl ColumnsOf<T>) -> Self {
        let columns = columns.names();
        self.change(|trigger| trigger.update_of = columns)
    }

    /// What the function gets as `TG_ARGV`.
    pub fn arguments<const N: usize>(self, arguments: [&str; N]) -> Self {
        self.change(|trigger| trigger.arguments = arguments.map(str::to_owned).to_vec())
    }

    /// It does not fire, until somebody enables it.
    pub fn disabled(self) -> Self {
        self.change(|trigger| trigger.enabled = TriggerEnabled::Disabled)
    }

    /// In replicas alone: `ENABLE REPLICA`.
    pub fn in_replicas(self) -> Self {
        self.change(|trigger| trigger.enabled = TriggerEnabled::Replica)
    }

    /// In all sessions, replicas included.
    pub fn always(self) -> Self {
        self.change(|trigger| trigger.enabled = TriggerEnabled::Always)
    }

    /// The declared function that it calls.
    pub fn executes<F: SqlFunction>(self) -> Self {
        let signature = F::declaration().signature();
        self.change(|trigger| trigger.function = signature)
    }
}

impl<V: ViewRules> Rules<'_, V> {
    /// A trigger that does what a change of the view is to mean, once a row. Say what it calls.
    pub fn instead_of<E: TriggerEvents>(&mut self, name: &str, _events: E) -> InsteadOfRule<'_, V> {
        InsteadOfRule(TriggerRule::new(self.set, name).fires(TriggerTiming::InsteadOf, E::events()))
    }
}

/// A trigger of a view that is being said.
#[derive(Debug)]
pub struct InsteadOfRule<'r, V>(TriggerRule<'r, V>);

impl<V: Table> InsteadOfRule<'_, V> {
    /// What the trigger was called before. May stay once the rename is done.
    pub fn renamed_from(self, name: &str) -> Self {
        Self(self.0.renamed_from(name))
    }

    /// The declared function that it calls.
    pub fn executes<F: SqlFunction>(self) -> Self {
        Self(self.0.executes::<F>())
    }
}

impl<T: Table, V: SqlType, const I: usize> Column<T, V, I> {
    /// `OLD.column`, in the condition of a trigger.
    #[must_use]
    pub fn old(self) -> Expr<V::Base> {
        self.of(Row::Old)
    }

    /// `NEW.column`, in the condition of a trigger.
    #[must_use]
    pub fn new_value(self) -> Expr<V::Base> {
        self.of(Row::New)
    }

    fn of(self, row: Row) -> Expr<V::Base> {
        let expression = Expression::RowColumn {
            row,
            column: self.name(),
        };
        Expr::with_tables(expression, [T::qualified_name()].into())
    }
}
