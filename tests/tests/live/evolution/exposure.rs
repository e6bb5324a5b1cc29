//! What every role may do, asked of the database itself, and how many rows it sees: between two
//! states, after any file, nobody may do or see more than in one of them.

use std::collections::BTreeMap;

use voxanne_postgres::Connection;
use voxanne_schema::model::Schema;
use voxanne_schema::object::ObjectKind;

/// Privileges as the server answers for them, inherited ones and those of PUBLIC included, and the
/// number of rows that a role counts.
const ASK: &str = include_str!("exposure.sql");

/// What is open to whom: a role, a privilege and an object, each with the rows that are seen by it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Exposure(BTreeMap<(String, String, String), u64>);

impl Exposure {
    /// What a database says of itself.
    pub(crate) async fn of(connection: &mut Connection) -> Result<Self, String> {
        let rows = connection.query(ASK).await;
        let rows = rows.map_err(|error| format!("exposure.sql: {error}"))?;
        let mut open = BTreeMap::new();
        for row in rows {
            let [Some(role), Some(privilege), Some(object), seen] = row.as_slice() else {
                continue;
            };
            let seen = seen
                .as_deref()
                .and_then(|seen| seen.parse().ok())
                .unwrap_or_default();
            open.insert((role.clone(), privilege.clone(), object.clone()), seen);
        }
        Ok(Self(open))
    }

    /// Refuses what is open here and in neither of two states.
    pub(crate) fn within(&self, when: &str, one: &Self, other: &Self) -> Result<(), String> {
        for (key, seen) in &self.0 {
            let (role, privilege, object) = key;
            let most = [one, other]
                .into_iter()
                .filter_map(|state| state.0.get(key))
                .max();
            match most {
                None => {
                    return Err(format!(
                        "{when}, {role} may {privilege} on {object}, as in neither state"
                    ));
                }
                Some(most) if seen > most => {
                    return Err(format!(
                        "{when}, {role} sees {seen} rows of {object}, and {most} at most in either state"
                    ));
                }
                Some(_) => {}
            }
        }
        Ok(())
    }
}

/// Whether anybody but the owner may do anything in a state.
pub(crate) fn is_open(schema: &Schema) -> bool {
    let opens = [ObjectKind::Grant, ObjectKind::Policy, ObjectKind::RowSecurity];
    schema.objects().any(|(id, _)| opens.contains(&id.kind()))
}

#[test]
fn what_is_opened_on_the_way_is_seen() {
    super::databases::prepare();
    super::parallel::runtime().block_on(async {
        let mut database = super::databases::database(voxanne_schema::Platform::Postgres).await;
        let made = "CREATE TABLE kept (id int PRIMARY KEY);
            INSERT INTO kept VALUES (1), (2);
            ALTER TABLE kept ENABLE ROW LEVEL SECURITY;
            GRANT SELECT ON kept TO stranger;";
        database.connection.execute(made).await.unwrap();
        let end = Exposure::of(&mut database.connection).await.unwrap();
        let nothing = Exposure::default();
        assert_eq!(end.within("here", &nothing, &end), Ok(()));

        let opened = [
            (
                "ALTER TABLE kept DISABLE ROW LEVEL SECURITY",
                "stranger sees 2 rows of public.kept, and 0 at most",
            ),
            (
                "GRANT UPDATE (id) ON kept TO PUBLIC",
                "may UPDATE on public.kept.id,",
            ),
            (
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                "may EXECUTE on f(),",
            ),
        ];
        for (sql, told) in opened {
            let undone = format!("BEGIN; {sql}");
            database.connection.execute(&undone).await.unwrap();
            let between = Exposure::of(&mut database.connection).await.unwrap();
            let why = between.within("half-way", &end, &nothing).unwrap_err();
            assert!(why.contains(told), "{why}");
            database.connection.execute("ROLLBACK").await.unwrap();
        }
        database.remove().await;
    });
}
