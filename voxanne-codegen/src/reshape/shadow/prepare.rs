//! What comes before the swap, while writers pass: the shadows and their trigger, their values, their
//! indexes, and the proof that none is missing.

use voxanne_schema::expression::{Expression, Literal};
use voxanne_schema::model::{
    Column, Constraint, ConstraintDefinition, Deferral, Function, Returns, Security, Table, Transitions,
    Trigger, TriggerEnabled, TriggerEvent, TriggerLevel, TriggerTiming, Volatility,
};
use voxanne_schema::name::{Name, default_name};

use super::{Mirror, SETTING, Shadow, TRIGGER};
use crate::kinds::constraint::{dropping, online};
use crate::kinds::index::{concurrent_index, drop_concurrently};
use crate::kinds::table::storage::settings;
use crate::kinds::{self, Heirs, function, row, trigger};
use crate::plan::{Delta, HazardKind, LockMode, Stage, Statement, Step, Undo};
use crate::reshape::World;
use crate::reshape::affected::Affected;
use crate::reshape::column::Value;
use crate::reshape::script::narrows;
use crate::sql::{self, columns, data_type, ident, is_missing, is_present, literal, presence, qualified};

/// How many rows one transaction of the backfill writes.
const BATCH: u32 = 5_000;

/// The trigger converts what is written while it stands, and stops who writes what does not fit.
const MEANWHILE: &str = "; until it is through, whoever writes one gets an error";

/// The steps before the swap, in their order.
pub(in crate::reshape) fn prepare(affected: &Affected, world: &World<'_>) -> Result<Vec<Step>, String> {
    let mut shadows = Vec::new();
    for name in &affected.shadows {
        let table = world.before.table(name).ok_or_else(String::new)?;
        shadows.push(Shadow::of(table, affected, world)?);
    }
    let mut steps = vec![together(
        Stage::Expand,
        shadows.iter().map(|shadow| shadow.expand(affected, world)),
    )];
    steps.extend(shadows.iter().map(Shadow::backfill));
    steps.extend(shadows.iter().flat_map(Shadow::build));
    let proofs: Vec<Step> = shadows.iter().flat_map(Shadow::prove).collect();
    for stage in [Stage::Constrain, Stage::Validate] {
        let of_stage = proofs.iter().filter(|step| step.stage == stage).cloned();
        let mut step = together(stage, of_stage);
        if stage == Stage::Validate {
            step.statements.extend(shadows.iter().map(Shadow::analyze));
        }
        steps.push(step);
    }
    steps.retain(|step| !step.statements.is_empty());
    Ok(steps)
}

fn together(stage: Stage, steps: impl Iterator<Item = Step>) -> Step {
    let mut all = Step::new(stage, Vec::new(), Vec::new());
    for step in steps {
        all.statements.extend(step.statements);
        all.deltas.extend(step.deltas);
    }
    all
}

impl Shadow<'_> {
    /// The shadows and what keeps them in step.
    fn expand(&self, affected: &Affected, world: &World<'_>) -> Step {
        let table = &self.table.name;
        let columns = affected.columns.get(table);
        let changes = || columns.into_iter().flatten();
        let checks = changes().filter_map(|(column, retype)| retype.way.check(table, column, &world.heirs));
        let mut statements: Vec<Statement> = checks
            .map(|check| check.serving("stops where values do not fit"))
            .collect();
        let add = changes().fold(self.add(), |add, (column, retype)| {
            narrows(add, table, column, retype, MEANWHILE)
        });
        statements.push(self.moving(add, affected, world));
        statements.extend(self.without_default());
        let shadows: Vec<Column> = self.mirrors.iter().map(Mirror::empty).collect();
        statements.extend(settings(table, &shadows, &Heirs::default()));
        statements.extend(self.in_step(world));
        let deltas = vec![
            Delta::alter(self.with_shadows()),
            Delta::create(self.function()),
            Delta::create(self.trigger()),
        ];
        Step::new(Stage::Expand, statements, deltas)
    }

    /// What kept the default of a domain away from old rows.
    fn without_default(&self) -> Option<Statement> {
        let with_default = self.mirrors.iter().filter(|mirror| mirror.domain_has_default);
        let drop = with_default.map(|mirror| format!("ALTER COLUMN {} DROP DEFAULT", ident(&mirror.shadow)));
        let drop: Vec<String> = drop.collect();
        let head = format!("ALTER TABLE {}", qualified(&self.table.name));
        (!drop.is_empty()).then(|| {
            Statement::owned(sql::clauses(&head, &[drop.join(",\n    ")]))
                .locks(LockMode::AccessExclusive, &self.table.name)
                .because("It kept the default of the domain from rows that are there.")
        })
    }

    /// Says that all rows are written for the sake of an order.
    fn moving(&self, add: Statement, affected: &Affected, world: &World<'_>) -> Statement {
        let name = &self.table.name;
        if !affected.moved.contains(name) {
            return add;
        }
        let names: Vec<&str> = self
            .mirrors
            .iter()
            .map(|mirror| mirror.column.name.as_str())
            .collect();
        let last = world.after.table(name).and_then(|next| {
            let first = self.mirrors.first()?;
            let before = next
                .columns
                .iter()
                .take_while(|column| column.name != first.column.name);
            before.last().map(|column| format!("behind {}", column.name))
        });
        add.hazard(
            HazardKind::MovesColumns,
            format!(
                "every row of {name} is written anew, beside the writers, so that {} come to stand {}",
                names.join(", "),
                last.unwrap_or_else(|| "first".to_owned()),
            ),
        )
    }

    /// The shadows, without a value. The way back finds none where the swap was taken back before.
    fn add(&self) -> Statement {
        let alter = |actions: Vec<String>| {
            let head = format!("ALTER TABLE {}", qualified(&self.table.name));
            sql::clauses(&head, &[actions.join(",\n    ")])
        };
        let add = self
            .mirrors
            .iter()
            .map(|mirror| format!("ADD COLUMN {}", sql::column(&mirror.added())));
        let drop = self
            .mirrors
            .iter()
            .map(|mirror| format!("DROP COLUMN IF EXISTS {}", ident(&mirror.shadow)));
        Statement::new(alter(add.collect()), alter(drop.collect()))
            .locks(LockMode::AccessExclusive, &self.table.name)
            .because(self.purpose())
    }

    /// The trigger and its function.
    fn in_step(&self, world: &World<'_>) -> Vec<Statement> {
        let if_there = |sql: String, what: &str| {
            Undo::Statements(vec![Statement::owned(sql.replacen(
                what,
                &format!("{what} IF EXISTS"),
                1,
            ))])
        };
        let (made, in_step) = (self.function(), self.trigger());
        let mut statements = function::create(&made, &world.context());
        if let Some(first) = statements.first_mut() {
            first.undo = if_there(function::drop_sql(&made), "DROP FUNCTION");
        }
        let mut fired = trigger::create(&in_step);
        if let Some(first) = fired.first_mut() {
            let undo = if_there(trigger::drop_sql(&in_step), "DROP TRIGGER");
            let made = Statement {
                undo,
                locks: Vec::new(),
                ..first.clone()
            };
            let made = made.because("The last of its kind to fire, in replicas as well.");
            *first = made.locks(LockMode::AccessExclusive, &self.table.name);
        }
        statements.extend(fired);
        statements
    }

    fn purpose(&self) -> String {
        let changes = |mirror: &&Mirror<'_>| {
            let (is, was) = (&mirror.retype.form, mirror.column);
            is.data_type != was.data_type || is.collation != was.collation
        };
        let names = |of: Vec<&Mirror<'_>>| {
            let names: Vec<&str> = of.iter().map(|mirror| mirror.column.name.as_str()).collect();
            names.join(", ")
        };
        let changed = names(self.mirrors.iter().filter(changes).collect());
        if changed.is_empty() {
            return format!(
                "{} once more, to stand elsewhere: a trigger keeps both in step until they change places.",
                names(self.mirrors.iter().collect())
            );
        }
        let behind = names(self.mirrors.iter().filter(|mirror| !changes(mirror)).collect());
        if behind.is_empty() {
            return format!(
                "The next {changed}, beside the old: a trigger keeps both in step until they change places."
            );
        }
        format!(
            "The next {changed}, beside the old: a trigger keeps both in step until they change places.\n-- What stands behind comes along, to stand there again: {behind}."
        )
    }

    fn with_shadows(&self) -> Table {
        let mut table = self.table.clone();
        table.columns.extend(self.mirrors.iter().map(Mirror::empty));
        table
    }

    pub(super) fn function(&self) -> Function {
        let mut lines = Vec::new();
        if !self.untouched.is_empty() {
            lines.push("    -- The backfill changes no row, and leaves no trace of itself.".to_owned());
            lines.push(format!(
                "    IF TG_OP = 'UPDATE' AND current_setting('{SETTING}', true) = {} THEN",
                literal(&self.table.name.to_string())
            ));
            lines.extend(self.untouched.iter().map(|column| {
                let column = ident(column);
                format!("        NEW.{column} := OLD.{column};")
            }));
            lines.push("    END IF;".to_owned());
        }
        lines.extend(
            self.mirrors
                .iter()
                .map(|mirror| format!("    {};", mirror.assignment())),
        );
        Function {
            name: self.function_name(),
            arguments: Vec::new(),
            returns: Returns::Trigger,
            language: Name::new("plpgsql"),
            volatility: Volatility::Volatile,
            security: Security::Invoker,
            strict: false,
            options: Default::default(),
            search_path: Some(Vec::new()),
            body: format!("\nBEGIN\n{}\n    RETURN NEW;\nEND;\n", lines.join("\n")),
            depends_on: Vec::new(),
        }
    }

    pub(super) fn trigger(&self) -> Trigger {
        Trigger {
            table: self.table.name.clone(),
            name: Name::new(TRIGGER),
            timing: TriggerTiming::Before,
            events: vec![TriggerEvent::Insert, TriggerEvent::Update],
            update_of: Vec::new(),
            level: TriggerLevel::Row,
            when: None,
            function: self.function().signature(),
            arguments: Vec::new(),
            enabled: TriggerEnabled::Always,
            transitions: Transitions::default(),
            constraint: None,
        }
    }

    /// Rows that were there get their shadows, in batches by key.
    fn backfill(&self) -> Step {
        if self.is_forced && (self.key.is_empty() || !self.awake.is_empty()) {
            return self.backfill_at_once();
        }
        let names: Vec<&str> = self.mirrors.iter().map(|mirror| mirror.shadow.as_str()).collect();
        let statement = Statement::owned(self.fill())
            .alone(None)
            .because(format!(
                "Existing rows get their {}, {BATCH} at a time; each batch is a transaction of its own.",
                names.join(", ")
            ))
            .holds(LockMode::RowExclusive, &self.table.name);
        Step::new(Stage::Backfill, vec![statement], Vec::new())
    }

    /// All rows by one statement, while those triggers sleep that would take it for a change.
    fn backfill_at_once(&self) -> Step {
        let table = qualified(&self.table.name);
        let alter = |actions: Vec<String>| {
            let head = format!("ALTER TABLE {table}");
            Statement::owned(sql::clauses(&head, &[actions.join(",\n    ")]))
                .locks(LockMode::ShareRowExclusive, &self.table.name)
        };
        let asleep = self.awake.iter();
        let asleep = asleep.map(|trigger| format!("DISABLE TRIGGER {}", ident(&trigger.name)));
        let awake = self.awake.iter().map(|trigger| {
            let always = if trigger.enabled == TriggerEnabled::Always {
                "ALWAYS "
            } else {
                ""
            };
            format!("ENABLE {always}TRIGGER {}", ident(&trigger.name))
        });
        let set: Vec<String> = self.mirrors.iter().map(Mirror::set).collect();
        let fill = format!("UPDATE {table}\nSET {};", set.join(",\n    "));
        let fill = Statement::owned(fill)
            .holds(LockMode::RowExclusive, &self.table.name)
            .hazard(
                HazardKind::BlocksWriters,
                format!(
                    "writers of {} wait while all of its rows are written anew",
                    self.table.name
                ),
            );
        let mut statements = Vec::new();
        if !self.awake.is_empty() {
            let sleep = alter(asleep.collect());
            statements.push(sleep.because("No row changes but for where its columns stand."));
        }
        statements.push(fill);
        if !self.awake.is_empty() {
            statements.push(alter(awake.collect()));
        }
        Step::new(Stage::Backfill, statements, Vec::new())
    }

    fn fill(&self) -> String {
        let table = qualified(&self.table.name);
        let key = columns(&self.key);
        let of_key = |side: &str| -> Vec<String> {
            let variable = |name: &Name| ident(&Name::from(format!("{side}_{name}"))).into_owned();
            self.key.iter().map(variable).collect()
        };
        let (from, next) = (of_key("from"), of_key("next"));
        let declared: Vec<String> = self
            .key_types
            .iter()
            .map(data_type)
            .zip(from.iter().zip(&next))
            .flat_map(|(of, (from, next))| [format!("{from} {of};"), format!("{next} {of};")])
            .collect();
        let count = self.key.len();
        let (this_key, this_from) = (row(&key, count), row(&from.join(", "), count));
        let moved: Vec<String> = from
            .iter()
            .zip(&next)
            .map(|(from, next)| format!("{from} := {next};"))
            .collect();
        let set: Vec<String> = self.mirrors.iter().map(Mirror::set).collect();
        let missing: Vec<String> = self.mirrors.iter().map(Mirror::is_missing).collect();
        let mut settings = vec!["PERFORM set_config('row_security', 'off', true);".to_owned()];
        if !self.untouched.is_empty() {
            let of = literal(&self.table.name.to_string());
            settings.push(format!("PERFORM set_config('{SETTING}', {of}, true);"));
        }
        format!(
            "DO $backfill$
DECLARE
    {declared}
    changed bigint;
    filled bigint := 0;
BEGIN
    -- An error where a policy would hide rows, in place of silently passing them over.
    {settings}
    SELECT {key} INTO {from_list} FROM {table} ORDER BY {key} LIMIT 1;

    WHILE {first_from} IS NOT NULL LOOP
        SELECT {key}
        INTO {next_list}
        FROM {table}
        WHERE {this_key} >= {this_from}
        ORDER BY {key}
        OFFSET {BATCH}
        LIMIT 1;

        UPDATE {table}
        SET {set}
        WHERE {this_key} IN (
            SELECT {key}
            FROM {table}
            WHERE {this_key} >= {this_from}
            ORDER BY {key}
            LIMIT {BATCH}
        )
        AND {missing};
        GET DIAGNOSTICS changed = ROW_COUNT;
        filled := filled + changed;

        {moved}
        COMMIT;
        {settings_again}
    END LOOP;

    RAISE NOTICE '{place}: % rows filled', filled;
END;
$backfill$;",
            declared = declared.join("\n    "),
            settings = settings.join("\n    "),
            settings_again = settings.join("\n        "),
            from_list = from.join(", "),
            next_list = next.join(", "),
            first_from = from.first().cloned().unwrap_or_default(),
            set = set.join(",\n            "),
            missing = if missing.len() == 1 {
                missing.concat()
            } else {
                format!("(\n            {}\n        )", missing.join("\n            OR "))
            },
            moved = moved.join("\n        "),
            place = self.table.name.to_string().replace('\'', "''").replace('%', "%%"),
        )
    }

    /// The indexes of the shadows, beside the writers; each stands alone.
    fn build(&self) -> Vec<Step> {
        let over = self
            .indexes
            .iter()
            .filter_map(|index| index.next.as_ref().map(|(_, over)| over));
        let of_keys = self
            .keys
            .iter()
            .filter_map(|key| key.next.as_ref().map(|(_, over)| over));
        let step = |index: &voxanne_schema::model::Index| {
            let mut build = concurrent_index(index);
            build.undo = Undo::Statements(vec![drop_concurrently(index)]);
            Step::new(Stage::Index, vec![build], vec![Delta::create(index.clone())])
        };
        of_keys.chain(over).map(step).collect()
    }

    /// What required columns need: a check that holds for new rows, then for all.
    fn prove(&self) -> Vec<Step> {
        let mut steps = Vec::new();
        for mirror in self.mirrors.iter().filter(|mirror| !mirror.column.nullable) {
            let check = self.presence(mirror);
            let mut online = online(&check);
            for step in &mut online {
                for statement in &mut step.statements {
                    statement.undo = match step.stage {
                        Stage::Constrain => Undo::Statements(vec![self.end_of(&check)]),
                        // What is proven goes with the check.
                        _ => Undo::WithOwner,
                    };
                }
            }
            steps.extend(online);
        }
        steps
    }

    fn end_of(&self, check: &Constraint) -> Statement {
        let drop = dropping(check);
        Statement {
            sql: drop
                .sql
                .replacen("DROP CONSTRAINT", "DROP CONSTRAINT IF EXISTS", 1),
            ..drop
        }
    }

    pub(super) fn presence(&self, mirror: &Mirror<'_>) -> Constraint {
        let shadow = &mirror.shadow;
        let present = presence(shadow, Some(&mirror.retype.form));
        Constraint {
            table: self.table.name.clone(),
            name: default_name(self.table.name.name.as_str(), shadow.as_str(), "present"),
            definition: ConstraintDefinition::Check(present),
            validated: true,
            deferral: Deferral::NotDeferrable,
            no_inherit: false,
            index: Default::default(),
        }
    }

    /// Statistics go with a column, and a plan without them can be very slow.
    fn analyze(&self) -> Statement {
        let shadows: Vec<Name> = self.mirrors.iter().map(|mirror| mirror.shadow.clone()).collect();
        let list = columns(&shadows);
        Statement::owned(format!("ANALYZE {} ({list});", qualified(&self.table.name)))
            .holds(LockMode::ShareUpdateExclusive, &self.table.name)
            .because("The planner knows the new columns before queries meet them.")
    }
}

impl Mirror<'_> {
    /// The shadow as it begins: without a value, which is required of nobody.
    fn empty(&self) -> Column {
        let mut storage = self.retype.form.storage;
        storage.statistics = self.column.storage.statistics;
        Column {
            storage,
            name: self.shadow.clone(),
            data_type: self.retype.to.clone(),
            nullable: true,
            default: None,
            identity: None,
            sequence_options: Default::default(),
            sequence: None,
            generated: None,
            ..self.retype.form.clone()
        }
    }

    /// The same where the default of its domain would be taken for a value of rows that are there.
    fn added(&self) -> Column {
        let null = || Expression::Literal(Literal::Null);
        Column {
            default: self.domain_has_default.then(null),
            ..self.empty()
        }
    }

    /// `NEW.shadow := …`
    fn assignment(&self) -> String {
        let (shadow, column) = (ident(&self.shadow), ident(&self.column.name));
        let value = match &self.retype.way.value {
            Value::Assigned | Value::Relabelled => format!("NEW.{column}"),
            Value::Cast(cast) => format!("NEW.{cast}"),
            Value::Written(sql) => format!("(SELECT {sql} FROM (SELECT NEW.*) AS written)"),
        };
        format!("NEW.{shadow} := {value}")
    }

    /// `shadow = …`
    fn set(&self) -> String {
        let (shadow, column) = (ident(&self.shadow), ident(&self.column.name));
        match &self.retype.way.value {
            Value::Assigned | Value::Relabelled => format!("{shadow} = {column}"),
            Value::Cast(sql) | Value::Written(sql) => format!("{shadow} = {sql}"),
        }
    }

    /// Whether a row has its value still to get.
    fn is_missing(&self) -> String {
        let (shadow, column) = (ident(&self.shadow), ident(&self.column.name));
        let missing = is_missing(&shadow, &self.retype.to);
        match &self.retype.way.value {
            Value::Written(_) => missing,
            _ if self.column.nullable => {
                let present = is_present(&column, &self.column.data_type);
                format!("({missing} AND {present})")
            }
            _ => missing,
        }
    }
}

/// Only to be asked of statements that a shadow makes.
pub(super) fn revoked(table: &Table, column: &Column, world: &World<'_>) -> Statement {
    kinds::revoke_sequence(table, column, &world.context())
}
