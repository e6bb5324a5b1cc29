//! Rows that exist when a column arrives: their values, in batches by primary key, each batch a
//! transaction of its own; what happens to those whose value cannot be told; and which of several
//! equal rows stays.

use voxanne_schema::model::{Identity, SortDirection, Table};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::ObjectId;
use voxanne_schema::typed::{Backfill, Deduplication, Unmatched};

use super::{Context, Refusal, refuse_rows};
use crate::diff::Pair;
use crate::plan::{HazardKind, LockMode, Stage, Statement, Step, Undo};
use crate::sql::{atom, columns, expression, ident, literal, qualified};

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
    let mut quarantine = None;
    for backfill in backfills {
        let rows = Rows::new(pair, context, backfill, key.clone());
        quarantine = quarantine.or_else(|| rows.quarantine.clone());
        steps.push(rows.step());
        if pair
            .next
            .column(&backfill.column)
            .is_some_and(|column| !column.nullable)
        {
            late.extend(rows.late());
        }
    }
    let added = |columns: &[Name]| {
        columns
            .iter()
            .any(|column| pair.previous.column(column).is_none())
    };
    for duplicates in context
        .declared
        .deduplications
        .iter()
        .filter(|d| d.table == *table && added(&d.columns))
    {
        steps.push(deduplicate(duplicates, &key, quarantine.as_ref()));
    }
    if !late.is_empty() {
        steps.push(Step::new(Stage::Validate, late, Vec::new()));
    }
    Ok(steps)
}

fn no_key(table: &QualifiedName) -> Refusal {
    Refusal {
        object: ObjectId::Table(table.clone()),
        message: format!("`{table}` has no primary key, so its rows cannot be filled in batches"),
        help: "give it a primary key in a migration before this one".to_owned(),
    }
}

/// The quarantine of a table: where rows go, and which of their columns.
#[derive(Clone)]
struct Quarantine {
    table: QualifiedName,
    columns: Vec<Name>,
    /// Whether the table that rows came from chooses a key itself.
    overriding: bool,
}

/// One backfill with all that its statement needs.
struct Rows<'b> {
    table: &'b QualifiedName,
    backfill: &'b Backfill,
    key: Vec<Name>,
    quarantine: Option<Quarantine>,
    /// The unique keys that the table had, which rows that come back must not contradict.
    keys: Vec<Vec<Name>>,
}

impl<'b> Rows<'b> {
    fn new(pair: Pair<&'b Table>, context: &'b Context<'_>, backfill: &'b Backfill, key: Vec<Name>) -> Self {
        let quarantine = match &backfill.unmatched {
            Unmatched::Refuse => None,
            Unmatched::Quarantine(into) => context.declared.schema.table(into).map(|into| Quarantine {
                table: into.name.clone(),
                columns: shared_columns(pair.previous, into),
                overriding: pair
                    .previous
                    .columns
                    .iter()
                    .any(|c| c.identity == Some(Identity::Always)),
            }),
        };
        let keys = context
            .previous
            .constraints_of(&pair.next.name)
            .filter(|constraint| constraint.foreign_key().is_none() && !constraint.key_columns().is_empty())
            .map(|constraint| constraint.key_columns().to_vec())
            .collect();
        Self {
            table: &pair.next.name,
            backfill,
            key,
            quarantine,
            keys,
        }
    }

    fn step(&self) -> Step {
        let undo = self.quarantine.as_ref().map_or(Undo::WithOwner, |quarantine| {
            Undo::Statements(vec![
                Statement::owned(bring_back(self.table, quarantine))
                    .because("The rows that were set aside come back."),
            ])
        });
        let mut statement = Statement::with_undo(self.sql(), undo)
            .alone(None)
            .holds(LockMode::RowExclusive, self.table)
            .hazard(
                HazardKind::NeedsTwoDeployments,
                format!(
                    "code that writes {}.{} must run before the steps that come after this one",
                    self.table, self.backfill.column
                ),
            );
        if let Some(quarantine) = &self.quarantine {
            statement.guards = self
                .keys
                .iter()
                .map(|key| refuse_taken(self.table, quarantine, key))
                .collect();
        }
        Step::new(Stage::Backfill, vec![statement], Vec::new())
    }

    /// What code that does not know the column wrote after the backfill had passed, until the check
    /// held for new rows: few rows, found and filled before the proof.
    fn late(&self) -> Vec<Statement> {
        let table = qualified(self.table);
        let column = ident(&self.backfill.column);
        let fill = format!(
            "UPDATE {table}\nSET {column} = {}\nWHERE {column} IS NULL\nAND {} IS NOT NULL;",
            self.value(),
            atom(&self.backfill.value)
        );
        let mut statements = vec![
            Statement::owned("SET LOCAL row_security = off;")
                .because("Rows that were written between the backfill and the check."),
            Statement::owned(fill).holds(LockMode::RowExclusive, self.table),
        ];
        if let Some(quarantine) = &self.quarantine {
            let list = columns(&quarantine.columns);
            statements.push(Statement::owned(format!(
                "WITH unmatched AS (\n    DELETE FROM {table}\n    WHERE {column} IS NULL\n    RETURNING {list}\n)\n{}\nSELECT {list}\nFROM unmatched;",
                insert(&quarantine.table, &list),
            )));
        }
        statements
    }

    fn value(&self) -> String {
        expression(&self.backfill.value)
    }

    fn sql(&self) -> String {
        let table = qualified(self.table);
        let column = ident(&self.backfill.column);
        let key = columns(&self.key);
        let from: Vec<String> = self.key.iter().map(|name| variable("from", name)).collect();
        let next: Vec<String> = self.key.iter().map(|name| variable("next", name)).collect();
        let declared: Vec<String> = self
            .key
            .iter()
            .flat_map(|name| {
                ["from", "next"].map(|side| format!("{} {table}.{}%TYPE;", variable(side, name), ident(name)))
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
        let value = self.value();
        let found = atom(&self.backfill.value);
        format!(
            "DO $backfill$
DECLARE
    {declared}
    changed bigint;
    filled bigint := 0;{declare_left}
BEGIN
    SELECT {key} INTO {from_list} FROM {table} ORDER BY {key} LIMIT 1;

    WHILE {first_from} IS NOT NULL LOOP
        -- An error where a policy would hide rows, in place of silently passing them over.
        PERFORM set_config('row_security', 'off', true);

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
        AND {column} IS NULL
        AND {found} IS NOT NULL;
        GET DIAGNOSTICS changed = ROW_COUNT;
        filled := filled + changed;{unmatched}

        {moved}
        COMMIT;
    END LOOP;{outcome}
END;
$backfill$;",
            declared = declared.join("\n    "),
            declare_left = if self.quarantine.is_some() {
                "\n    set_aside bigint := 0;"
            } else {
                ""
            },
            from_list = from.join(", "),
            next_list = next.join(", "),
            first_from = from.first().cloned().unwrap_or_default(),
            moved = moved.join("\n        "),
            unmatched = self.unmatched(&range),
            outcome = self.outcome(),
        )
    }

    /// Moves the rows of the batch whose value cannot be told.
    fn unmatched(&self, range: &str) -> String {
        let Some(quarantine) = &self.quarantine else {
            return String::new();
        };
        let list = columns(&quarantine.columns);
        format!(
            "

        -- Nobody can tell whose these are, and they are given to nobody.
        WITH unmatched AS (
            DELETE FROM {table}
            WHERE {range}
            AND {column} IS NULL
            RETURNING {list}
        )
        {into}
        SELECT {list}
        FROM unmatched;
        GET DIAGNOSTICS changed = ROW_COUNT;
        set_aside := set_aside + changed;",
            table = qualified(self.table),
            range = crate::sql::indent(range).trim_start(),
            column = ident(&self.backfill.column),
            into = insert(&quarantine.table, &list).replace('\n', "\n        "),
        )
    }

    fn outcome(&self) -> String {
        let table = self.table.to_string().replace('\'', "''").replace('%', "%%");
        let column = self
            .backfill
            .column
            .as_str()
            .replace('\'', "''")
            .replace('%', "%%");
        match &self.quarantine {
            Some(quarantine) => {
                let into = quarantine
                    .table
                    .to_string()
                    .replace('\'', "''")
                    .replace('%', "%%");
                format!(
                    "\n\n    RAISE NOTICE '{table}.{column}: % rows filled, % set aside in {into}', filled, set_aside;"
                )
            }
            None => format!(
                "

    SELECT count(*) INTO changed FROM {sql} WHERE {name} IS NULL;
    IF changed > 0 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'not_null_violation',
            MESSAGE = format({message}, changed),
            HINT = {hint};
    END IF;
    RAISE NOTICE '{table}.{column}: % rows filled', filled;",
                sql = qualified(self.table),
                name = ident(&self.backfill.column),
                message = literal(&format!(
                    "%s rows of {} have no value for {}",
                    self.table, self.backfill.column
                )),
                hint = literal(&format!(
                    "SELECT * FROM {} WHERE {} IS NULL finds them; give them a value and run this again.",
                    qualified(self.table),
                    ident(&self.backfill.column)
                )),
            ),
        }
    }
}

/// A variable of PL/pgSQL for one key column, quoted where it must be.
fn variable(side: &str, column: &Name) -> String {
    ident(&Name::from(format!("{side}_{column}"))).into_owned()
}

/// One column as it is, several in parentheses.
fn row(list: &str, count: usize) -> String {
    if count == 1 {
        list.to_owned()
    } else {
        format!("({list})")
    }
}

/// The columns that both tables have, in the order of the first.
fn shared_columns(of: &Table, and: &Table) -> Vec<Name> {
    of.columns
        .iter()
        .filter(|column| column.generated.is_none() && and.column(&column.name).is_some())
        .map(|column| column.name.clone())
        .collect()
}

fn bring_back(table: &QualifiedName, quarantine: &Quarantine) -> String {
    let list = columns(&quarantine.columns);
    let overriding = if quarantine.overriding {
        "\nOVERRIDING SYSTEM VALUE"
    } else {
        ""
    };
    format!(
        "WITH set_aside AS (\n    DELETE FROM {}\n    RETURNING {list}\n)\n{}{overriding}\nSELECT {list}\nFROM set_aside;",
        qualified(&quarantine.table),
        insert(table, &list),
    )
}

/// Rows that were set aside cannot come back while others have taken their keys.
fn refuse_taken(table: &QualifiedName, quarantine: &Quarantine, key: &[Name]) -> Statement {
    let same: Vec<String> = key
        .iter()
        .map(|name| format!("present.{0} = set_aside.{0}", ident(name)))
        .collect();
    let (aside, present) = (qualified(&quarantine.table), qualified(table));
    let rows = format!(
        "{aside} AS set_aside\n        JOIN {present} AS present ON {}",
        same.join(" AND ")
    );
    let list = columns(key);
    refuse_rows(
        &rows,
        &format!("%s rows of {aside} cannot come back: {present} has others with their ({list})"),
        &format!("Delete from {aside} what has been processed again."),
    )
}

/// `INSERT INTO table (columns)`, over several lines when it is wide.
fn insert(table: &QualifiedName, list: &str) -> String {
    let head = format!("INSERT INTO {} (", qualified(table));
    if head.len() + list.len() < crate::sql::WIDTH {
        format!("{head}{list})")
    } else {
        format!("{head}\n    {list}\n)")
    }
}

fn deduplicate(duplicates: &Deduplication, key: &[Name], quarantine: Option<&Quarantine>) -> Step {
    let table = qualified(&duplicates.table);
    let key_list = columns(key);
    let partition = columns(&duplicates.columns);
    let mut order: Vec<String> = duplicates
        .keep
        .iter()
        .map(|(column, direction)| match direction {
            SortDirection::Ascending => ident(column).into_owned(),
            SortDirection::Descending => format!("{} DESC", ident(column)),
        })
        .collect();
    order.extend(key.iter().map(|column| ident(column).into_owned()));
    let repeated = format!(
        "SELECT {key_list}\n    FROM (\n        SELECT\n            {key_list},\n            row_number() OVER (PARTITION BY {partition} ORDER BY {}) AS place\n        FROM {table}\n    ) AS numbered\n    WHERE place > 1",
        order.join(", "),
    );
    let delete = format!(
        "DELETE FROM {table}\nWHERE {} IN (\n    {repeated}\n)",
        row(&key_list, key.len())
    );
    let (sql, reason) = match quarantine {
        Some(quarantine) => {
            let list = columns(&quarantine.columns);
            let sql = format!(
                "WITH repeated AS (\n{}\n    RETURNING {list}\n)\n{}\nSELECT {list}\nFROM repeated;",
                crate::sql::indent(&delete),
                insert(&quarantine.table, &list),
            );
            (
                sql,
                "Of several rows with one key the first stays; the others are set aside.",
            )
        }
        None => (
            format!("{delete};"),
            "Of several rows with one key the first stays.",
        ),
    };
    let mut statement = Statement::owned(sql)
        .alone(None)
        .because(reason)
        .holds(LockMode::RowExclusive, &duplicates.table);
    if quarantine.is_none() {
        let message = format!("repeated rows of {} are deleted", duplicates.table);
        statement = statement.hazard(HazardKind::Irreversible, message);
    }
    Step::new(Stage::Deduplicate, vec![statement], Vec::new())
}
