//! The command that compares two states.

use clap::Args;
use clap::builder::PossibleValuesParser;
use clap::builder::TypedValueParser as _;
use voxanne_codegen::plan::HazardKind;

use super::database::ScratchArguments;

/// Print the migration that leads from one state to another
///
/// A state is written down in a source. What is no database is built in a scratch database and read from
/// there, so that like is compared with like:
///
///   postgresql://user@host/name  a database; nothing in it is changed
///   DIR                          a folder of migrations: ours (it has `plan/`), sqlx's and
///                                golang-migrate's (`.up.sql`), refinery's and Flyway's
///                                (`V1__words.sql`), diesel's (`1_words/up.sql`), Prisma's
///                                (`1_words/migration.sql`), Supabase's, dbmate's and others with
///                                numbers (`1_words.sql`), or any SQL, in the order of its names
///   FILE.sql                     a file of SQL, such as `pg_dump --schema-only` writes
///   FILE.json                    a model: what serde writes of `voxanne_schema::model::Schema`
///   declared                     the definitions, in your team's own binary
///   empty                        an empty database
///
/// What a path is follows from what is there, and standard error says what a folder was taken for.
/// Where a name leaves it open, `migrations:PATH`, `sql:PATH` or `model:PATH` says it; `./empty` is a
/// path. Two models, or a model and `empty`, are compared as they are written, without a server.
///
/// Tables in which tools remember what they have applied are left out where the other state has none.
/// Owners are compared where both states say them: two databases that one role reads, or SQL with
/// `OWNER TO`. Standard error says what was left out.
///
/// Standard output holds the migration and nothing else: SQL that plain
/// `psql -v ON_ERROR_STOP=1 -f` runs, transactions and all. It is empty where there is nothing to do,
/// and where the change is refused; standard error then says why. What a database has and the model
/// has no form for is named on standard error, and never touched.
#[derive(Args, Debug)]
#[command(verbatim_doc_comment)]
pub(crate) struct Diff {
    /// The state that there is
    #[arg(long, value_name = "SOURCE")]
    pub(crate) from: String,
    /// The state that is wanted
    #[arg(long, value_name = "SOURCE")]
    pub(crate) to: String,
    /// Print the way back instead: from the wanted state to what there was
    #[arg(long, conflicts_with = "plan")]
    pub(crate) down: bool,
    /// Explain the migration instead: reasons, locks, hazards and the way back of each statement
    #[arg(long)]
    pub(crate) plan: bool,
    /// End with 1 where there is a difference
    #[arg(long)]
    pub(crate) exit_code: bool,
    #[command(flatten)]
    pub(crate) way: WayArguments,
    /// Look at this namespace alone; may be said more than once
    #[arg(long, value_name = "NAME")]
    pub(crate) namespace: Vec<String>,
    /// A role that the scratch server gets first, because migrations name it and do not create it; may be
    /// said more than once
    #[arg(long, value_name = "NAME", help_heading = "Database")]
    pub(crate) role: Vec<String>,
    #[command(flatten)]
    pub(crate) server: ScratchArguments,
}

/// What a way between two states may do.
#[derive(Args, Debug)]
pub(crate) struct WayArguments {
    /// Go on although the migration has this hazard, or any; may be said more than once
    ///
    /// With `deletes_data`, rows or values are lost. With `blocks_writers`, a table is written anew while
    /// nobody passes. With `narrows_values`, values that do not fit a new type are changed, or stop the
    /// migration. With `moves_columns`, all rows are written anew so that columns stand in another order.
    /// With `looks_like_rename`, something goes while its like comes: perhaps it is a `--rename`. With
    /// `stops_at_rows`, a required column comes without a value, which only a table without rows takes.
    #[arg(long, value_name = "HAZARD", value_parser = allowed())]
    pub(crate) allow: Vec<Allowed>,
    /// Something gets another name, and is not dropped and created; may be said more than once
    ///
    /// OLD is what it is called in the state that there is, with as much around it as tells it from all
    /// others: `users=people` (a table, type, function, namespace …), `users.mail=email` (a column, label,
    /// attribute, constraint, policy, trigger), `billing.users.mail=email`, or with the kind before it,
    /// `index:users_mail_idx=users_email_idx`. Names with a point or an equals sign stand in double quotes.
    #[arg(long, value_name = "OLD=NEW")]
    pub(crate) rename: Vec<String>,
    /// Change these tables plainly, or all tables where none is named: small ones, whose writers can wait
    ///
    /// In place of batches, indexes built beside the writers and constraints proven later, everything
    /// is done at once, in one transaction where it can be. It lets `blocks_writers` pass on them.
    #[arg(long, value_name = "TABLE", num_args = 0..)]
    pub(crate) plain: Option<Vec<String>>,
    /// Leave columns where they are, so that new ones come at the end, whatever the order in the wanted state
    #[arg(long)]
    pub(crate) any_column_order: bool,
}

/// Which hazards may pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Allowed {
    /// All of them.
    All,
    /// Those of a kind.
    One(HazardKind),
}

/// Reads `all`, or the word for a hazard that needs to be allowed.
fn allowed() -> impl clap::builder::TypedValueParser<Value = Allowed> {
    let needed = HazardKind::ALL.into_iter().filter(|kind| kind.needs_allowance());
    let words = needed.map(HazardKind::label).chain(["all"]);
    PossibleValuesParser::new(words).map(|word| {
        let mut kinds = HazardKind::ALL.into_iter();
        kinds
            .find(|kind| kind.label() == word)
            .map_or(Allowed::All, Allowed::One)
    })
}
