//! Running checks: each in a transaction of its own, which is rolled back.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::files::{self, File};
use super::parse::{Check, Checklist};
use super::verdict::{Verdict, verdict};
use crate::connection::Connection;
use crate::error::Error;
use crate::sql_error::SqlError;

/// A check that was made.
#[derive(Clone, Debug)]
pub(in crate::trial) struct Checked {
    pub(in crate::trial) number: String,
    pub(in crate::trial) title: String,
    /// The file, and the line of its heading there.
    pub(in crate::trial) path: PathBuf,
    pub(in crate::trial) line: usize,
    pub(in crate::trial) verdict: Verdict,
    /// What was seen, or what went wrong.
    pub(in crate::trial) seen: String,
    pub(in crate::trial) elapsed: Duration,
}

/// Makes the checks of one file in a session of its own, and tells of each as it is made.
///
/// Fails only when no session can be opened: what goes wrong in a check is what that check saw.
pub(in crate::trial) async fn run(
    checklist: &Checklist,
    files: &[File],
    url: &str,
    mut tell: impl FnMut(Checked),
) -> Result<(), Error> {
    let mut state = State::None;
    for check in &checklist.checks {
        let start = Instant::now();
        if matches!(state, State::None) {
            state = open(checklist, files, url).await?;
        }
        let (verdict, seen) = match &mut state {
            State::Open(session) => {
                let (verdict, seen, lost) = one(session, check).await;
                if lost {
                    state = State::None;
                }
                (verdict, seen)
            }
            State::Broken(why) => (Verdict::Failed, why.clone()),
            State::None => (Verdict::Failed, String::new()),
        };
        tell(Checked {
            number: check.number.clone(),
            title: check.title.clone(),
            path: checklist.path.clone(),
            line: check.line,
            verdict,
            seen,
            elapsed: start.elapsed(),
        });
    }
    if let State::Open(session) = state {
        // A session that breaks while it is closed has done its work.
        let _ = session.close().await;
    }
    Ok(())
}

/// The session of a file.
enum State {
    /// There is none, or it was lost.
    None,
    /// It is there, and the preamble has run in it.
    Open(Connection),
    /// The preamble fails.
    Broken(String),
}

async fn open(checklist: &Checklist, files: &[File], url: &str) -> Result<State, Error> {
    let mut session = Connection::connect(url).await?;
    if checklist.looks_at_files()
        && let Err(error) = session.execute(&files::script(files)).await
    {
        let why = format!("not made, for the generated files cannot be shown to it: {error}");
        return Ok(State::Broken(why));
    }
    Ok(match session.execute(&checklist.preamble).await {
        Ok(_) => State::Open(session),
        Err(error) => State::Broken(format!("not made, for the preamble of its file failed: {error}")),
    })
}

/// Set for the length of the transaction: gone when the check has ended it.
const MARK: &str = "set local voxanne.acceptance = 'running'";
const MARKED: &str = "select current_setting('voxanne.acceptance', true) is not distinct from 'running'";

/// Makes one check. Tells also whether the session is gone.
async fn one(session: &mut Connection, check: &Check) -> (Verdict, String, bool) {
    let (verdict, seen, lost) = match in_transaction(session, check).await {
        Ok((verdict, seen)) => (verdict, seen, false),
        Err(Error::Sql(raised)) => (Verdict::Failed, line(&raised), false),
        Err(error) => (Verdict::Failed, error.to_string(), true),
    };
    if lost {
        return (verdict, seen, true);
    }
    match session.execute("rollback").await {
        Ok(_) => (verdict, seen, false),
        Err(_) if verdict == Verdict::Failed => (verdict, seen, true),
        Err(error) => (Verdict::Failed, error.to_string(), true),
    }
}

async fn in_transaction(session: &mut Connection, check: &Check) -> Result<(Verdict, String), Error> {
    session.execute("begin").await?;
    session.execute(MARK).await?;
    let sets = session.query_sets(&check.script).await?;
    let marked = session.query(MARKED).await?;
    if marked != [[Some("t".to_owned())]] {
        let seen = "it ended its own transaction, so that what it did may have stayed";
        return Ok((Verdict::Failed, seen.to_owned()));
    }
    Ok(verdict(sets.last()))
}

/// What the server raised, as one line.
fn line(raised: &SqlError) -> String {
    let mut text = format!("{} ({})", raised.message, raised.code);
    if let Some(location) = raised.location {
        text.push_str(&format!(" at line {}", location.line));
    }
    for more in raised.detail.iter().chain(&raised.hint) {
        text.push_str("; ");
        text.push_str(more);
    }
    text
}
