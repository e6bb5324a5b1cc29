//! A planned migration as text: up, down, verify and plan, laid out for a reviewer.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::folder::{FolderError, Migration, MigrationFiles};
use super::history::History;
use super::record::{Checksums, FORMAT, Record, checksum};
use super::requires::requires;
use super::script::Script;
use super::version::MigrationName;
use voxanne_schema::declare::Declared;
use voxanne_schema::model::{Column, CommentTarget, Schema};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Object, ObjectId};

use crate::access::{AccessChange, Ground, Reach, Relations};
use crate::plan::{Delta, PlannedMigration, Statement, TransactionMode, Undo};
use crate::sql::{columns, qualified};
use crate::verify::{Touch, touched, verify};

/// A migration as text, with what it comes to.
#[derive(Clone, Debug)]
pub struct Rendered {
    /// The migration and its files.
    pub migration: Migration,
    /// The file in `plan/`.
    pub plan: String,
    /// Who gains or loses what by it.
    pub access: Vec<AccessChange>,
}

/// A planned migration with all that its text needs of the history.
#[derive(Debug)]
pub(crate) struct Draft<'p> {
    planned: &'p PlannedMigration,
    name: MigrationName,
    module: String,
    parent: Option<MigrationName>,
    requires: Option<String>,
    /// The columns that it adds to tables that were there before it.
    added: Vec<(&'p QualifiedName, String)>,
    touched: BTreeMap<ObjectId, Touch>,
    /// What it touches, as it is after it.
    after: Schema,
    /// Who gains or loses what.
    access: Vec<AccessChange>,
}

impl<'p> Draft<'p> {
    /// Adds a planned migration to the history that it comes after.
    ///
    /// # Errors
    ///
    /// A change that does not fit the history, which would be a defect of the planner.
    pub(crate) fn new(
        planned: &'p PlannedMigration,
        name: MigrationName,
        module: &str,
        history: &mut History,
        declared: &Declared,
    ) -> Result<Self, FolderError> {
        let parent = history.tip.clone();
        // What stands alone stands alone in its file too: many runners send a file as one query.
        let requires = match planned.transaction {
            TransactionMode::Inside => requires(planned, history),
            TransactionMode::Alone => None,
        };
        let relations = Relations::of(planned.deltas());
        let (added, before) = {
            // To be called otherwise is neither to be added nor to be opened.
            let before = before_under_new_names(planned, &history.schema);
            let reach = Reach::of(&relations, Ground::at(&before, declared));
            (added(planned, &before), reach)
        };
        history.advance(&name, module, planned.part + 1, planned.deltas())?;
        let after = Reach::of(&relations, Ground::at(&history.schema, declared));
        let access = before.changes(&after);
        let touched = touched(planned.deltas());
        let after = excerpt(planned, &history.schema);
        Ok(Self {
            planned,
            name,
            module: module.to_owned(),
            parent,
            requires,
            added,
            touched,
            after,
            access,
        })
    }

    /// The text of all its files.
    pub(crate) fn render(&self) -> Rendered {
        let planned = self.planned;
        let (up, down) = (self.up(), self.down());
        let verify = verify(&self.name.to_string(), &self.touched, &self.after);
        let record = Record {
            format: FORMAT,
            name: self.name.clone(),
            parent: self.parent.clone(),
            module: self.module.clone(),
            stage: planned.stage,
            part: (planned.part + 1, planned.parts),
            transaction: planned.transaction,
            undo_transaction: mode(&planned.undo),
            irreversible: planned.irreversible.clone(),
            plain: planned.plain.clone(),
            checksums: Checksums {
                up: checksum(&up.text),
                down: checksum(&down.text),
                verify: checksum(&verify),
            },
            squashed: None,
            statements: up.statements,
            undo: down.statements,
            changes: planned.deltas().cloned().collect(),
        };
        let plan = record.to_json();
        let files = MigrationFiles {
            up: up.text,
            down: down.text,
            verify,
        };
        let migration = Migration { record, files };
        Rendered {
            migration,
            plan,
            access: self.access.clone(),
        }
    }

    fn up(&self) -> Script {
        let planned = self.planned;
        let name = &self.name;
        let mut script = Script::new();
        if planned.transaction == TransactionMode::Alone {
            script.line("-- no-transaction");
        }
        script.line(&format!(
            "-- {name}: generated by voxanne; change the definitions, not this file."
        ));
        script.line(&match planned.transaction {
            TransactionMode::Inside => {
                "-- Runs in one transaction: psql -v ON_ERROR_STOP=1 --single-transaction -f this-file"
                    .to_owned()
            }
            TransactionMode::Alone => {
                "-- Runs outside of any transaction block: psql -v ON_ERROR_STOP=1 -f this-file".to_owned()
            }
        });
        if planned.parts > 1 {
            script.line(&format!("-- Part {} of {}.", planned.part + 1, planned.parts));
        }
        self.notes_up(&mut script);
        if planned.transaction == TransactionMode::Inside {
            script.lock_timeout();
            if let Some(guard) = &self.requires {
                script.blank();
                script.plain(guard);
            }
        }
        self.statements_up(&mut script);
        script
    }

    /// What a reviewer is to know of the way up before the first statement.
    pub(super) fn notes_up(&self, script: &mut Script) {
        let planned = self.planned;
        for table in &planned.plain {
            script.line(&format!(
                "-- Plain, as asked for: nothing is done beside the writers of {}.",
                qualified(table)
            ));
        }
        script.notes(planned.statements(), &created(planned));
        for change in &self.access {
            script.line(&format!("-- Access: {change}."));
        }
        for why in &planned.irreversible {
            script.line(&format!("-- No way back: {why}."));
        }
    }

    /// The statements of the way up.
    pub(super) fn statements_up(&self, script: &mut Script) {
        let new = created(self.planned);
        for step in &self.planned.steps {
            for (place, statement) in step.statements.iter().enumerate() {
                script.statement(statement, place > 0, &new);
            }
        }
    }

    fn down(&self) -> Script {
        let planned = self.planned;
        let name = &self.name;
        let mut script = Script::new();
        let mode = mode(&planned.undo);
        if mode == TransactionMode::Alone {
            script.line("-- no-transaction");
        }
        script.line(&format!(
            "-- Takes back {name}: generated by voxanne; change the definitions, not this file."
        ));
        script.line(match mode {
            TransactionMode::Inside => {
                "-- Runs in one transaction: psql -v ON_ERROR_STOP=1 --single-transaction -f this-file"
            }
            TransactionMode::Alone => {
                "-- Runs outside of any transaction block: psql -v ON_ERROR_STOP=1 -f this-file"
            }
        });
        self.notes_down(&mut script);
        if self.takes_nothing_back() {
            if kept(planned).next().is_none() {
                script.line("-- There is nothing to take back: what this wrote goes with what holds it.");
            }
            return script;
        }
        if mode == TransactionMode::Inside {
            script.lock_timeout();
        }
        for why in &planned.irreversible {
            script.statement(&refuse(why), false, &BTreeSet::new());
        }
        self.statements_down(&mut script);
        script
    }

    /// What a reviewer is to know of the way back before its first statement.
    pub(super) fn notes_down(&self, script: &mut Script) {
        let planned = self.planned;
        let over = going_over(planned);
        for table in created(planned).into_iter().filter(|table| !over.contains(table)) {
            script.line(&format!("-- The rows of {} are lost.", qualified(table)));
        }
        for partition in attached(planned).into_iter().filter(|name| !over.contains(name)) {
            script.line(&format!("-- The rows of {} are lost.", qualified(&partition)));
        }
        for (table, columns) in &self.added {
            script.line(&format!(
                "-- The values of {} ({columns}) are lost.",
                qualified(table)
            ));
        }
        for note in kept(planned) {
            script.line(&format!("-- {note}"));
        }
        script.notes(planned.undo.iter(), &created(planned));
    }

    /// The statements of the way back.
    pub(super) fn statements_down(&self, script: &mut Script) {
        for statement in &self.planned.undo {
            script.statement(statement, false, &BTreeSet::new());
        }
    }

    /// Whether the way back has no statement, and none is missing.
    pub(super) fn takes_nothing_back(&self) -> bool {
        self.planned.undo.is_empty() && self.planned.irreversible.is_empty()
    }

    /// What is planned.
    pub(super) const fn planned(&self) -> &'p PlannedMigration {
        self.planned
    }

    /// Who gains or loses what.
    pub(crate) fn access(&self) -> &[AccessChange] {
        &self.access
    }
}

/// What a migration touches, the indexes that it comments on, and the views on whose triggers it works,
/// out of a whole model.
fn excerpt(planned: &PlannedMigration, schema: &Schema) -> Schema {
    let mut excerpt = Schema::new();
    for delta in planned.deltas() {
        if let ObjectId::Trigger(trigger) = delta.id()
            && let Some(view) = schema.shared(&ObjectId::View(trigger.table))
        {
            excerpt.replace_shared(view);
        }
        match delta {
            Delta::Create(object) | Delta::Alter(object) => {
                if let Object::Comment(comment) = object.as_ref()
                    && let Some(on) = comment.on.object().and_then(|on| schema.shared(on))
                {
                    excerpt.replace_shared(on);
                }
                excerpt.replace_shared(Arc::clone(object));
            }
            Delta::Drop(id) => {
                excerpt.remove(id);
            }
            Delta::Rename(rename) => {
                let ids = [rename.from.object(), rename.renamed().object()];
                for object in ids.iter().filter_map(|id| schema.shared(id)) {
                    excerpt.replace_shared(object);
                }
            }
        }
    }
    for delta in planned.deltas() {
        with_table_of_partition(&delta.id(), &mut excerpt, schema);
    }
    excerpt
}

/// A partition is told together with its table and the others.
fn with_table_of_partition(id: &ObjectId, excerpt: &mut Schema, schema: &Schema) {
    if let ObjectId::Comment(CommentTarget::Object(on)) = id {
        return with_table_of_partition(on, excerpt, schema);
    }
    let ObjectId::Partition(member) = id else {
        return;
    };
    let of_table = |object: &&Object| match object {
        Object::Table(table) => table.name == member.table,
        Object::Partition(partition) => partition.table == member.table,
        Object::Constraint(constraint) => constraint.table == member.table,
        Object::Index(index) => index.table == member.table,
        _ => false,
    };
    let table = schema.objects().map(|(_, object)| object).filter(of_table);
    for object in table.filter_map(|object| schema.shared(&object.id())) {
        if !excerpt.contains(&object.id()) {
            excerpt.replace_shared(object);
        }
    }
}

pub(super) fn mode(statements: &[Statement]) -> TransactionMode {
    if statements
        .iter()
        .any(|statement| statement.transaction == TransactionMode::Alone)
    {
        TransactionMode::Alone
    } else {
        TransactionMode::Inside
    }
}

/// The tables that a migration creates: what locks them concerns nobody.
fn created(planned: &PlannedMigration) -> BTreeSet<&QualifiedName> {
    planned
        .deltas()
        .filter_map(|delta| match delta {
            Delta::Create(object) => match object.as_ref() {
                Object::Table(table) => Some(&table.name),
                _ => None,
            },
            Delta::Alter(_) | Delta::Drop(_) | Delta::Rename(_) => None,
        })
        .collect()
}

/// What was a partition and is a table, or the other way round: its rows stay on the way back too.
fn going_over(planned: &PlannedMigration) -> Vec<QualifiedName> {
    let gone = planned.deltas().filter_map(|delta| match delta {
        Delta::Drop(ObjectId::Table(table)) => Some(table.clone()),
        Delta::Drop(ObjectId::Partition(member)) => Some(member.table.sibling(member.name.clone())),
        _ => None,
    });
    gone.collect()
}

/// The partitions that a migration adds to tables that were there before it.
fn attached(planned: &PlannedMigration) -> Vec<QualifiedName> {
    let tables = created(planned);
    let partitions = planned.deltas().filter_map(|delta| match delta {
        Delta::Create(object) => match object.as_ref() {
            Object::Partition(partition) if !tables.contains(&partition.table) => {
                Some(partition.qualified_name())
            }
            _ => None,
        },
        Delta::Alter(_) | Delta::Drop(_) | Delta::Rename(_) => None,
    });
    partitions.collect()
}

/// The columns that a migration adds to tables that were there before it.
fn added<'p>(planned: &'p PlannedMigration, before: &Schema) -> Vec<(&'p QualifiedName, String)> {
    let altered = planned.deltas().filter_map(|delta| match delta {
        Delta::Alter(object) => Some(object.as_ref()),
        Delta::Create(_) | Delta::Drop(_) | Delta::Rename(_) => None,
    });
    let named = |of, names: Vec<Name>| (!names.is_empty()).then(|| (of, columns(&names)));
    let mut all: Vec<(&QualifiedName, String)> = altered
        .filter_map(|object| match object {
            Object::Table(table) => {
                let previous = before.table(&table.name)?;
                let is_new =
                    |column: &&Column| previous.column(&column.name).is_none() && column.generated.is_none();
                let new = table.columns.iter().filter(is_new);
                named(&table.name, new.map(|column| column.name.clone()).collect())
            }
            Object::Composite(composite) => {
                let previous = before.composite(&composite.name)?;
                let new = composite.attributes.iter();
                let new = new.filter(|attribute| previous.attribute(&attribute.name).is_none());
                named(
                    &composite.name,
                    new.map(|attribute| attribute.name.clone()).collect(),
                )
            }
            _ => None,
        })
        .collect();
    // Several changes of one table add the same.
    all.sort();
    all.dedup();
    all
}

/// What there was before a migration, as it is called after its renames.
fn before_under_new_names<'s>(planned: &PlannedMigration, before: &'s Schema) -> Cow<'s, Schema> {
    let mut before = Cow::Borrowed(before);
    for delta in planned.deltas() {
        if let Delta::Rename(rename) = delta {
            // One that does not fit is told when the history takes the migration in.
            let _ = rename.apply(before.to_mut());
        }
    }
    before
}

/// What the migration did that stays, as its statements say it.
fn kept(planned: &PlannedMigration) -> impl Iterator<Item = &str> {
    planned
        .statements()
        .filter_map(|statement| match &statement.undo {
            Undo::Stays(note) => Some(note.as_str()),
            Undo::Statements(_) | Undo::WithOwner | Undo::Impossible(_) => None,
        })
}

/// What cannot be taken back says so, and stops the way down.
fn refuse(why: &str) -> Statement {
    Statement::owned(format!(
        "DO $refuse$\nBEGIN\n    RAISE EXCEPTION USING\n        ERRCODE = 'feature_not_supported',\n        MESSAGE = {};\nEND;\n$refuse$;",
        crate::sql::literal(why)
    ))
}
