//! The way itself: up with rows, verified; equal to a fresh build; rows survive; down to what was.
//! On the way nobody may see or do more than before or after it.

use similar::TextDiff;
use voxanne_codegen::migrations::Migration;

use super::databases::database;
use super::exposure::{Exposure, is_open};
use super::journey::Journey;
use super::rows::{self, Rows};
use crate::harness::Database;

/// What is to be known of a way that was gone.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// What the queries of the case show in the state after.
    pub(crate) shown: String,
    /// What the way back does not bring back, as a difference of dumps. Nothing, unless values are lost.
    pub(crate) lost: String,
}

/// Goes there and back.
pub(crate) async fn there_and_back(journey: &Journey) -> Result<Seen, String> {
    let mut there = database(journey.before.platform).await;
    let walked = walk(journey, &mut there).await;
    there.remove().await;
    walked
}

async fn walk(journey: &Journey, there: &mut Database) -> Result<Seen, String> {
    climb(there, &journey.first, &mut Watch::Nothing).await?;
    run(there, "rows.sql", &journey.rows).await?;
    let before = there.dump().await;
    let rows_before = rows::all(&mut there.connection, &journey.before.schema).await?;
    if rows_before.are_missing() {
        return Err("no table has a row: write some into rows.sql".to_owned());
    }

    let mut watch = Watch::over(journey, there).await?;
    climb(there, &journey.second, &mut watch).await?;
    watch.check("up")?;
    let fresh = fresh(journey).await?;
    let after = there.dump().await;
    equal("a fresh build", &fresh, "what the migrations gave", &after)?;
    survived("up", journey, &rows_before, there).await?;
    let mut seen = Seen {
        shown: show(there, &journey.check).await?,
        ..Seen::default()
    };

    let descent = descend(there, &journey.second, &mut watch).await?;
    if descent.is_irreversible() {
        return Ok(seen);
    }
    watch.check("down")?;
    let back = equal("before", &before, "after the way back", &there.dump().await);
    survived("down", journey, &rows_before, there).await?;
    if journey.loses_rows() {
        seen.lost = back.err().unwrap_or_default();
        return Ok(seen);
    }
    back?;
    let unfilled = rows::unfilled(&journey.before, &journey.after);
    let rows_back = rows::of(&mut there.connection, &unfilled).await?;
    let same = rows::equal(
        "on the way there and back",
        &rows_before.of(&unfilled),
        &rows_back,
    );
    if journey.changes_values() {
        seen.lost = same.err().unwrap_or_default();
        return Ok(seen);
    }
    same?;
    Ok(seen)
}

/// What is open to whom along the way, state by state.
enum Watch {
    /// Nobody but the owner may do anything, or things change their names on the way.
    Nothing,
    Exposures(Vec<(String, Exposure)>),
}

impl Watch {
    /// Begins with the state that is there.
    async fn over(journey: &Journey, database: &mut Database) -> Result<Self, String> {
        let states = [&journey.before.schema, &journey.after.schema];
        if !states.into_iter().any(is_open) || !journey.renames().is_empty() {
            return Ok(Self::Nothing);
        }
        let mut watch = Self::Exposures(Vec::new());
        watch.look("before", database).await?;
        Ok(watch)
    }

    async fn look(&mut self, when: &str, database: &mut Database) -> Result<(), String> {
        if let Self::Exposures(seen) = self {
            let exposure = Exposure::of(&mut database.connection).await?;
            seen.push((when.to_owned(), exposure));
        }
        Ok(())
    }

    /// Holds what was seen on the way against both of its ends, and goes on from the last.
    fn check(&mut self, way: &str) -> Result<(), String> {
        let Self::Exposures(seen) = self else {
            return Ok(());
        };
        let Some((_, last)) = seen.pop() else {
            return Ok(());
        };
        if let Some(((_, first), between)) = seen.split_first() {
            for (when, exposure) in between {
                exposure.within(&format!("{way}, after {when}"), first, &last)?;
            }
        }
        *seen = vec![("the other end".to_owned(), last)];
        Ok(())
    }
}

/// Applies and verifies migrations.
async fn climb(database: &mut Database, migrations: &[Migration], watch: &mut Watch) -> Result<(), String> {
    for migration in migrations {
        let name = &migration.record.name;
        let up = database.try_up(migration).await;
        up.map_err(|error| format!("up of {name}: {error}\n{}", migration.files.up))?;
        let verified = database.try_verify(migration).await;
        verified.map_err(|error| format!("verify of {name}: {error}"))?;
        watch.look(&name.to_string(), database).await?;
    }
    Ok(())
}

/// How far a way back goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Descent {
    Done,
    /// It stops where a migration says that it cannot be taken back.
    Irreversible,
}

impl Descent {
    fn is_irreversible(self) -> bool {
        self == Self::Irreversible
    }
}

async fn descend(
    database: &mut Database,
    migrations: &[Migration],
    watch: &mut Watch,
) -> Result<Descent, String> {
    for migration in migrations.iter().rev() {
        let name = &migration.record.name;
        let down = database.try_down(migration).await;
        if let Some(why) = migration.record.irreversible.first() {
            let Err(refused) = down else {
                return Err(format!("down of {name} ran, and cannot bring back: {why}"));
            };
            let refused = refused.to_string();
            let told = refused.contains(why);
            return told
                .then_some(Descent::Irreversible)
                .ok_or_else(|| format!("down of {name} does not say why it is refused: {refused}"));
        }
        down.map_err(|error| format!("down of {name}: {error}\n{}", migration.files.down))?;
        watch.look(&name.to_string(), database).await?;
    }
    Ok(Descent::Done)
}

async fn run(database: &mut Database, what: &str, sql: &str) -> Result<(), String> {
    let outcome = database.connection.execute(sql).await;
    outcome.map(|_| ()).map_err(|error| format!("{what}: {error}"))
}

/// The state after, built from nothing.
async fn fresh(journey: &Journey) -> Result<String, String> {
    let mut database = database(journey.after.platform).await;
    let built = climb(&mut database, &journey.fresh, &mut Watch::Nothing).await;
    let dump = database.dump().await;
    database.remove().await;
    built
        .map(|()| dump)
        .map_err(|error| format!("a fresh build: {error}"))
}

/// Rows of columns that both states have are what they were.
async fn survived(
    way: &str,
    journey: &Journey,
    before: &Rows,
    database: &mut Database,
) -> Result<(), String> {
    let renames = journey.renames();
    let mut declared = journey.before.clone();
    let mut expected = before.clone();
    for rename in &renames {
        expected = expected.follow(rename, &declared.schema);
        rename.apply(&mut declared.schema)?;
    }
    let mut common = rows::common(&declared, &journey.after);
    if way == "down" {
        expected = before.clone();
        for rename in renames.iter().rev() {
            common = rows::before_rename(&common, rename);
        }
    }
    let expected = expected.of(&common);
    let found = rows::of(&mut database.connection, &common).await?;
    rows::equal(&format!("on the way {way}"), &expected, &found)
}

/// What queries show, as text.
async fn show(database: &mut Database, sql: &str) -> Result<String, String> {
    let sets = database.connection.query_sets(sql).await;
    let sets = sets.map_err(|error| format!("check.sql: {error}"))?;
    run(database, "check.sql", "DISCARD ALL").await?;
    let mut shown = String::new();
    for set in sets.iter().filter(|set| !set.rows.is_empty()) {
        shown += &format!("-- {}\n", set.columns.join(" | "));
        for row in &set.rows {
            let values: Vec<&str> = row
                .iter()
                .map(|value| value.as_deref().unwrap_or("NULL"))
                .collect();
            shown += &format!("--   {}\n", values.join(" | "));
        }
    }
    Ok(shown)
}

/// Two texts are equal, or what differs.
pub(crate) fn equal(whose: &str, expected: &str, whose_else: &str, found: &str) -> Result<(), String> {
    if expected == found {
        return Ok(());
    }
    let diff = TextDiff::from_lines(expected, found);
    let diff = diff
        .unified_diff()
        .context_radius(2)
        .header(whose, whose_else)
        .to_string();
    Err(format!("{whose} and {whose_else} differ:\n{diff}"))
}
