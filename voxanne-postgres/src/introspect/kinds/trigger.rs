//! Triggers. Those that a partition has from its table are the table's.

use serde::Deserialize;
use voxanne_schema::expression::Expression;
use voxanne_schema::model::{
    self, Deferral, Transitions, TriggerEnabled, TriggerEvent, TriggerLevel, TriggerTiming,
};
use voxanne_schema::name::Name;

use super::{Introspect, strange};
use crate::error::Error;
use crate::introspect::found::Found;
use crate::introspect::names::class;
use crate::introspect::scope::Scope;
use crate::introspect::text;

/// In which sessions a trigger fires, as the catalog says it.
#[derive(Clone, Copy, Deserialize)]
pub(super) enum Enabled {
    #[serde(rename = "O")]
    Origin,
    #[serde(rename = "A")]
    Always,
    #[serde(rename = "R")]
    Replica,
    #[serde(rename = "D")]
    Disabled,
}

impl From<Enabled> for TriggerEnabled {
    fn from(enabled: Enabled) -> Self {
        match enabled {
            Enabled::Origin => Self::Origin,
            Enabled::Always => Self::Always,
            Enabled::Replica => Self::Replica,
            Enabled::Disabled => Self::Disabled,
        }
    }
}

#[derive(Deserialize)]
pub(in crate::introspect) struct Trigger {
    oid: u32,
    table: u32,
    on_view: bool,
    name: Name,
    code: u16,
    columns: Vec<Name>,
    function: u32,
    /// Each ends in a zero byte; all in hexadecimal digits.
    arguments: String,
    enabled: Enabled,
    old: Option<Name>,
    new: Option<Name>,
    constraint: bool,
    deferrable: bool,
    deferred: bool,
    other: Option<u32>,
    definition: String,
}

impl Introspect for model::Trigger {
    type Row = Trigger;

    fn query(scope: &Scope) -> String {
        format!(
            r#"SELECT t.oid::int8 AS oid, t.tgrelid::int8 AS "table", c.relkind = 'v' AS on_view, t.tgname AS name,
    t.tgtype AS code, ARRAY(SELECT a.attname FROM unnest(t.tgattr::int2[]) WITH ORDINALITY AS k (number, place)
        JOIN pg_attribute AS a ON a.attrelid = t.tgrelid AND a.attnum = k.number ORDER BY k.place) AS columns,
    t.tgfoid::int8 AS function, encode(t.tgargs, 'hex') AS arguments, t.tgenabled AS enabled, t.tgoldtable AS old,
    t.tgnewtable AS new, t.tgconstraint <> 0 AS constraint, t.tgdeferrable AS deferrable,
    t.tginitdeferred AS deferred, nullif(t.tgconstrrelid, 0)::int8 AS other,
    CASE WHEN t.tgqual IS NULL THEN '' ELSE pg_get_triggerdef(t.oid) END AS definition
FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND {} AND {} AND {}"#,
            scope.reads("n.nspname"),
            scope.own("pg_class", "c.oid"),
            scope.own("pg_trigger", "t.oid"),
        )
    }

    fn read(row: Trigger, found: &mut Found) -> Result<(), Error> {
        let table = found.names.relation_name(row.table)?;
        let timing = timing(row.code);
        let place = format!("{} on {table}", row.name);
        // Of partitions, and once a statement of views, they are carried as SQL.
        if found.names.is_partition(row.table) || row.on_view && timing != TriggerTiming::InsteadOf {
            return Ok(());
        }
        if found.names.is_foreign(row.table) {
            found.name("trigger of a foreign table", place);
            return Ok(());
        }
        if row.other.is_some() {
            found.name("constraint trigger from another table", place);
        }
        let trigger = Self {
            name: row.name,
            timing,
            events: events(row.code),
            update_of: row.columns,
            level: if row.code & 1 != 0 {
                TriggerLevel::Row
            } else {
                TriggerLevel::Statement
            },
            when: when(row.oid, &row.definition, found)?,
            function: found.names.signature(row.function)?,
            arguments: arguments(&row.arguments)?,
            enabled: row.enabled.into(),
            transitions: Transitions {
                old: row.old,
                new: row.new,
            },
            constraint: row.constraint.then_some(deferral(row.deferrable, row.deferred)),
            table,
        };
        found.add(trigger)
    }
}

/// When something is checked.
pub(super) fn deferral(deferrable: bool, deferred: bool) -> Deferral {
    match (deferrable, deferred) {
        (_, true) => Deferral::InitiallyDeferred,
        (true, false) => Deferral::Deferrable,
        (false, false) => Deferral::NotDeferrable,
    }
}

fn timing(code: u16) -> TriggerTiming {
    if code & 64 != 0 {
        TriggerTiming::InsteadOf
    } else if code & 2 != 0 {
        TriggerTiming::Before
    } else {
        TriggerTiming::After
    }
}

fn events(code: u16) -> Vec<TriggerEvent> {
    let all = [
        (4, TriggerEvent::Insert),
        (16, TriggerEvent::Update),
        (8, TriggerEvent::Delete),
        (32, TriggerEvent::Truncate),
    ];
    let fires = all.into_iter().filter(|(bit, _)| code & bit != 0);
    fires.map(|(_, event)| event).collect()
}

/// The condition stands in the text of the whole alone: it speaks of two rows of one table.
fn when(oid: u32, definition: &str, found: &Found) -> Result<Option<Expression>, Error> {
    if definition.is_empty() {
        return Ok(None);
    }
    let each = ["FOR EACH ROW WHEN (", "FOR EACH STATEMENT WHEN ("];
    let sql = each
        .iter()
        .find_map(|opens| text::between(definition, opens, ") EXECUTE FUNCTION "));
    let sql = sql.ok_or_else(|| strange("the condition of a trigger", definition))?;
    Ok(Some(found.expression(class::TRIGGER, oid, sql)))
}

fn arguments(hex: &str) -> Result<Vec<String>, Error> {
    let broken = || strange("the arguments of a trigger", hex);
    let digits = hex.as_bytes().chunks(2);
    let bytes: Option<Vec<u8>> = digits
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect();
    let text = String::from_utf8(bytes.ok_or_else(broken)?).map_err(|_| broken())?;
    Ok(text.split_terminator('\0').map(str::to_owned).collect())
}
