//! Rows that exist when a column arrives: their values, in batches by primary key, each batch a
//! transaction of its own; and what happens to those whose value cannot be told.

use voxanne_schema::expression::Expression;
use voxanne_schema::model::{Schema, Table};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::ObjectId;
use voxanne_schema::typed::{Backfill, Unmatched};

use super::quarantine::Quarantine;
use super::{Context, Refusal, refuse_rows, row};
use crate::diff::Pair;
use crate::plan::{LockMode, Stage, Statement, Step, Undo};
use crate::sql::{atom, columns, data_type, expression, ident, is_missing, literal, qualified};

/// The steps that give new columns of a table their values.
///
/// # Errors
///
/// What stands in their way.
pub(super) fn steps(pair: Pair<&Table>, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
    let table = &pair.next.name;
    let fresh = |column: &Name| {
        let was_required = pair
            .previous
            .column(column)
            .is_some_and(|column| !column.nullable);
        let is_required = pair.next.column(column).is_some_and(|column| !column.nullable);
        pair.previous.column(column).is_none() || (is_required && !was_required)
    };
    let backfills: Vec<&Backfill> = context
        .declared
        .backfills
        .iter()
        .filter(|b| b.table == *table && fresh(&b.column))
        .collect();
    if backfills.is_empty() {
        return Ok(Vec::new());
    }
    let key = context.primary_key(table);
    if key.is_empty() {
        return Err(no_key(table));
    }
    let mut steps = Vec::new();
    let mut late = Vec::new();
    for backfill in backfills {
        let rows = Rows::new(pair, context, backfill, key.clone());
        if context.is_plain(table) {
            steps.push(rows.at_once());
            continue;
        }
        steps.push(rows.step());
        if pair
            .next
            .column(&backfill.column)
            .is_some_and(|column| !column.nullable)
        {
            late.extend(rows.late());
        }
    }
    if !late.is_empty() {
        late.insert(0, unhide_rows());
        steps.push(Step::new(Stage::Validate, late, Vec::new()));
    }
    Ok(steps)
}

/// What rows are read with, so that none is passed over in silence.
pub(super) fn unhide_rows() -> Statement {
    Statement::owned("SET LOCAL row_security = off;")
        .because("An error where a policy would hide rows, in place of silently passing them over.")
}

fn no_key(table: &QualifiedName) -> Refusal {
    Refusal {
        object: ObjectId::Table(table.clone()),
        message: format!("`{table}` has no primary key, so its rows cannot be filled in batches"),
        help: "give it a primary key in a migration before this one".to_owned(),
    }
}

/// One backfill with all that its statement needs.
struct Rows<'b> {
    table: &'b QualifiedName,
    pair: Pair<&'b Table>,
    /// The schemas of both.
    schemas: Pair<&'b Schema>,
    backfill: &'b Backfill,
    key: Vec<Name>,
    quarantine: Option<Quarantine<'b>>,
    /// The table's name, with `ONLY` where others inherit from it and are filled by themselves.
    own_rows: String,
    /// Whether the column was there before, so that it stays on the way back.
    stays: bool,
}

impl<'b> Rows<'b> {
    fn new(pair: Pair<&'b Table>, context: &'b Context<'_>, backfill: &'b Backfill, key: Vec<Name>) -> Self {
        let table = &pair.next.name;
        let quarantine = match &backfill.unmatched {
            Unmatched::Refuse => None,
            Unmatched::Quarantine(into) => Quarantine::new(into, table, context),
        };
        Self {
            table,
            pair,
            schemas: Pair {
                previous: context.previous,
                next: &context.declared.schema,
            },
            backfill,
            key,
            quarantine,
            own_rows: context.heirs.own_rows(table),
            stays: pair.previous.column(&backfill.column).is_some(),
        }
    }

    fn step(&self) -> Step {
        let statement = Statement::with_undo(self.sql(), self.undo())
            .alone(None)
            .because(format!(
                "Existing rows get their {}, {} at a time; each batch is a transaction of its own.",
                self.backfill.column, self.backfill.batch
            ))
            .holds(LockMode::RowExclusive, self.table);
        let statement = match &self.quarantine {
            Some(quarantine) => quarantine.guard(statement),
            None => statement,
        };
        Step::new(Stage::Backfill, vec![statement], Vec::new())
    }

    /// All rows in one statement, in the transaction of the rest.
    fn at_once(&self) -> Step {
        let mut statements = self.late();
        if let Some(first) = statements.first_mut() {
            first.reason = Some(format!("Existing rows get their {}.", self.backfill.column));
            first.undo = self.undo();
        }
        statements.insert(0, unhide_rows());
        if self.quarantine.is_none() && !self.known("").is_empty() {
            let table = &self.own_rows;
            statements.push(refuse_rows(
                &format!("{table}\n    WHERE {}", self.is_missing()),
                &format!(
                    "%s rows of {} have no value for {}",
                    self.table, self.backfill.column
                ),
                "They are those whose value comes to null: give them one and run this again.",
            ));
        }
        Step::new(Stage::Expand, statements, Vec::new())
    }

    fn undo(&self) -> Undo {
        if !self.stays {
            return Undo::WithOwner;
        }
        Undo::Stays(format!(
            "The values of {}.{} stay: which rows had none is not known any more.",
            qualified(self.table),
            ident(&self.backfill.column)
        ))
    }

    /// What code that does not know the column wrote after the backfill had passed, until the check
    /// held for new rows: few rows, found and filled before the proof.
    fn late(&self) -> Vec<Statement> {
        let table = &self.own_rows;
        let column = ident(&self.backfill.column);
        let fill = format!(
            "UPDATE {table}\nSET {column} = {}\nWHERE {}{};",
            expression(&self.backfill.value),
            self.is_missing(),
            self.known("\nAND "),
        );
        let mut statements = vec![
            Statement::owned(fill)
                .because("Rows that were written between the backfill and the check.")
                .holds(LockMode::RowExclusive, self.table),
        ];
        if let Some(quarantine) = &self.quarantine {
            let (list, missing) = (quarantine.list(), self.is_missing());
            let sql = format!(
                "WITH unmatched AS (\n    DELETE FROM {table}\n    WHERE {missing}\n    RETURNING {list}\n)\n{}\nSELECT {list}\nFROM unmatched;",
                quarantine.insert(),
            );
            let aside = Statement::owned(sql)
                .because("Nobody can tell whose the rest are.")
                .holds(LockMode::RowExclusive, self.table)
                .holds(LockMode::RowExclusive, &quarantine.table);
            statements.push(aside);
        }
        statements
    }

    /// The condition that a row has no value.
    fn is_missing(&self) -> String {
        let column = ident(&self.backfill.column);
        match self.pair.next.column(&self.backfill.column) {
            Some(of) => is_missing(&column, &of.data_type),
            None => format!("{column} IS NULL"),
        }
    }

    /// The condition that the value can be told, where it might not be.
    fn known(&self, before: &str) -> String {
        match &self.backfill.value {
            Expression::Literal(_) => String::new(),
            value => format!("{before}{} IS NOT NULL", atom(value)),
        }
    }

    /// Whether every row gets the same value, which is then looked up once.
    fn is_same_for_all(&self) -> bool {
        is_looked_up(&self.backfill.value)
    }

    fn sql(&self) -> String {
        let table = &self.own_rows;
        let column = ident(&self.backfill.column);
        let key = columns(&self.key);
        let from: Vec<String> = self.key.iter().map(|name| variable("from", name)).collect();
        let next: Vec<String> = self.key.iter().map(|name| variable("next", name)).collect();
        let mut declared: Vec<String> = self
            .key
            .iter()
            .flat_map(|name| {
                ["from", "next"].map(|side| format!("{} {};", variable(side, name), self.type_of(name)))
            })
            .collect();
        let (this_key, this_from) = (row(&key, self.key.len()), row(&from.join(", "), self.key.len()));
        let moved: Vec<String> = from
            .iter()
            .zip(&next)
            .map(|(from, next)| format!("{from} := {next};"))
            .collect();
        let batch = self.backfill.batch;
        let range = format!(
            "{this_key} IN (\n            SELECT {key}\n            FROM {table}\n            WHERE {this_key} >= {this_from}\n            ORDER BY {key}\n            LIMIT {batch}\n        )"
        );
        let mut value = expression(&self.backfill.value);
        let mut known = self.known("\n        AND ");
        let mut look_up = String::new();
        if self.is_same_for_all() {
            let found = variable("the", &self.backfill.column);
            declared.push(format!("{found} {};", self.type_of(&self.backfill.column)));
            look_up = format!("    {found} := {value};\n");
            known = format!("\n        AND {found} IS NOT NULL");
            value = found;
        }
        declared.push("changed bigint;".to_owned());
        declared.push("filled bigint := 0;".to_owned());
        if self.quarantine.is_some() {
            declared.push("set_aside bigint := 0;".to_owned());
        }
        format!(
            "DO $backfill$
DECLARE
    {declared}
BEGIN
    -- An error where a policy would hide rows, in place of silently passing them over.
    PERFORM set_config('row_security', 'off', true);
{look_up}    SELECT {key} INTO {from_list} FROM {table} ORDER BY {key} LIMIT 1;

    WHILE {first_from} IS NOT NULL LOOP
        SELECT {key}
        INTO {next_list}
        FROM {table}
        WHERE {this_key} >= {this_from}
        ORDER BY {key}
        OFFSET {batch}
        LIMIT 1;

        UPDATE {table}
        SET {column} = {value}
        WHERE {range}
        AND {missing}{known};
        GET DIAGNOSTICS changed = ROW_COUNT;
        filled := filled + changed;{unmatched}

        {moved}
        COMMIT;
        PERFORM set_config('row_security', 'off', true);
    END LOOP;{outcome}
END;
$backfill$;",
            declared = declared.join("\n    "),
            from_list = from.join(", "),
            next_list = next.join(", "),
            first_from = from.first().cloned().unwrap_or_default(),
            moved = moved.join("\n        "),
            missing = self.is_missing(),
            unmatched = self.unmatched(&range),
            outcome = self.outcome(),
        )
    }

    /// The type of a column, for a variable. Not `%TYPE`, which is no SQL where the table is missing; and
    /// not a domain, which may refuse the null that a variable begins with.
    fn type_of(&self, column: &Name) -> String {
        let as_it_was = self.pair.previous.column(column);
        let as_it_was = as_it_was.map(|column| self.schemas.previous.values_of(&column.data_type));
        let as_it_will_be = self.pair.next.column(column);
        let values =
            as_it_was.or_else(|| as_it_will_be.map(|column| self.schemas.next.values_of(&column.data_type)));
        values.map_or_else(|| "text".to_owned(), |values| data_type(&values).into_owned())
    }

    /// Moves the rows of the batch whose value cannot be told.
    fn unmatched(&self, range: &str) -> String {
        let Some(quarantine) = &self.quarantine else {
            return String::new();
        };
        let list = quarantine.list();
        format!(
            "

        -- Nobody can tell whose these are, and they are given to nobody.
        WITH unmatched AS (
            DELETE FROM {table}
            WHERE {range}
            AND {missing}
            RETURNING {list}
        )
        {into}
        SELECT {list}
        FROM unmatched;
        GET DIAGNOSTICS changed = ROW_COUNT;
        set_aside := set_aside + changed;",
            table = self.own_rows,
            range = crate::sql::indent(range).trim_start(),
            missing = self.is_missing(),
            into = quarantine.insert().replace('\n', "\n        "),
        )
    }

    /// What is told at the end, and what stops: a row whose value nobody can tell. Rows that others
    /// write meanwhile are filled before the proof.
    fn outcome(&self) -> String {
        let raised = |text: &str| text.replace('\'', "''").replace('%', "%%");
        let place = raised(&format!("{}.{}", self.table, self.backfill.column));
        if let Some(quarantine) = &self.quarantine {
            let into = raised(&quarantine.table.to_string());
            return format!(
                "\n\n    RAISE NOTICE '{place}: % rows filled, % set aside in {into}', filled, set_aside;"
            );
        }
        let told = format!("\n\n    RAISE NOTICE '{place}: % rows filled', filled;");
        let value = match &self.backfill.value {
            Expression::Literal(_) => return told,
            _ if self.is_same_for_all() => variable("the", &self.backfill.column),
            value => atom(value),
        };
        let missing = self.is_missing();
        let table = &self.own_rows;
        format!(
            "

    SELECT count(*) INTO changed FROM {table} WHERE {missing} AND {value} IS NULL;
    IF changed > 0 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'not_null_violation',
            MESSAGE = format({message}, changed),
            HINT = {hint};
    END IF;{told}",
            message = literal(&format!(
                "%s rows of {} have no value for {}",
                self.table, self.backfill.column
            )),
            hint = literal(&format!(
                "SELECT * FROM {table} WHERE {missing} finds them; give them a value and run this again.",
            )),
        )
    }
}

/// Whether a value is looked up elsewhere, and so the same in every row.
fn is_looked_up(value: &Expression) -> bool {
    match value {
        Expression::SoleValue { .. } | Expression::Once(_) => true,
        Expression::Cast { value, .. } => is_looked_up(value),
        _ => false,
    }
}

/// A variable of PL/pgSQL for one column, quoted where it must be.
fn variable(side: &str, column: &Name) -> String {
    ident(&Name::from(format!("{side}_{column}"))).into_owned()
}
