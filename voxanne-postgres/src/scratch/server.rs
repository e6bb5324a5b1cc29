//! The scratch server as its users see it.
//!
//! Owns the order in which the parts come up and go down. Each part is a module of its own.

use std::path::{Path, PathBuf};

use super::account::Account;
use super::binaries::{Binaries, ServerVersion};
use super::cluster;
use super::guard::Guard;
use super::postmaster::{Postmaster, log_path};
use super::search::ServerSearch;
use super::template::Template;
use crate::database_url::encode;
use crate::error::Error;

/// What kind of server is wanted. The default is the first server found, as it comes.
#[derive(Clone, Debug, Default)]
pub struct ScratchOptions {
    /// The folder with `postgres` and `initdb`, instead of looking for one.
    pub bin: Option<PathBuf>,
    /// Libraries to load when the server starts, such as `pgaudit`.
    pub shared_preload_libraries: Vec<String>,
    /// Settings for `postgresql.conf`, name and value. They win over ours: `synchronous_commit` is
    /// off, for one, so a test that crashes the server and counts on its commits turns it on.
    pub settings: Vec<(String, String)>,
    /// The major version, 14 to 18; the first found if none is given.
    pub major: Option<u32>,
}

/// A PostgreSQL server of our own, gone when it is dropped or when this process ends, however it
/// ends.
///
/// It belongs to no async runtime: keep one in a `static` (a `OnceLock`, or tokio's `OnceCell`)
/// and use it from tests that each have a runtime of their own. A `static` is never dropped; the
/// end of the process removes the server then.
#[derive(Debug)]
pub struct ScratchServer {
    // Dropped in this order: the server first, then the folder.
    postmaster: Option<Postmaster>,
    data: PathBuf,
    binaries: Binaries,
    account: Account,
    guard: Guard,
}

impl ScratchServer {
    /// Finds the programs and starts a server. Blocks for 0.1 s, and for 0.8 s the first time that
    /// an installation is used.
    ///
    /// # Errors
    ///
    /// [`Error::NoServer`] when none is found; others when it does not start, each with a help.
    pub fn start(options: &ScratchOptions) -> Result<Self, Error> {
        let binaries = match &options.bin {
            Some(folder) => Binaries::at(folder)?,
            None => ServerSearch::from_environment().find(options.major)?,
        };
        Self::start_with(&binaries, options)
    }

    /// Starts a server from programs that were found already; `bin` and `major` do not matter.
    ///
    /// # Errors
    ///
    /// Those of [`ScratchServer::start`] but [`Error::NoServer`].
    pub fn start_with(binaries: &Binaries, options: &ScratchOptions) -> Result<Self, Error> {
        cluster::check_settings(options)?;
        let account = Account::choose()?;
        account.check_reach(binaries.folder())?;
        let template = Template::of(binaries).filter(Template::exists);
        match (Self::attempt(binaries, &account, options, true), template) {
            // The fault may be the template's, damaged by a power cut for one: then it works without.
            (Err(Error::NotStarted { .. } | Error::Io { .. }), Some(template)) => {
                let server = Self::attempt(binaries, &account, options, false)?;
                template.forget();
                Ok(server)
            }
            (result, _) => result,
        }
    }

    fn attempt(
        binaries: &Binaries,
        account: &Account,
        options: &ScratchOptions,
        trust_template: bool,
    ) -> Result<Self, Error> {
        let guard = Guard::create(account)?;
        let data = cluster::create(&guard, binaries, account, options, trust_template)?;
        let postmaster = Some(Postmaster::start(&guard, binaries, account, &data)?);
        Ok(Self {
            postmaster,
            data,
            binaries: binaries.clone(),
            account: account.clone(),
            guard,
        })
    }

    /// The URL of a database, for the driver and for libpq's programs alike. It says everything
    /// that the environment could otherwise change.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        self.url_as(database, "postgres")
    }

    /// The URL of a database for another user than the superuser `postgres`; no password is asked.
    #[must_use]
    pub fn url_as(&self, database: &str, user: &str) -> String {
        let (database, user) = (encode(database).replace('/', "%2F"), encode(user));
        let socket = encode(&self.data.to_string_lossy());
        format!("postgresql:///{database}?host={socket}&port=5432&user={user}&sslmode=disable")
    }

    /// The server's version.
    #[must_use]
    pub fn version(&self) -> &ServerVersion {
        self.binaries.version()
    }

    /// The folder of its programs, for `psql` or `pg_dump` of the same version.
    #[must_use]
    pub fn bin_dir(&self) -> &Path {
        self.binaries.folder()
    }

    /// The data directory.
    #[must_use]
    pub fn data_dir(&self) -> &Path {
        &self.data
    }

    /// The process id of the server; `None` after [`ScratchServer::crash`].
    #[must_use]
    pub fn pid(&self) -> Option<u32> {
        self.postmaster.as_ref()?.pid()
    }

    /// Whether `create extension` would find this extension.
    #[must_use]
    pub fn has_extension(&self, name: &str) -> bool {
        self.binaries.has_extension(name)
    }

    /// Everything that the server has logged so far.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] when the log cannot be read.
    pub fn log(&self) -> Result<String, Error> {
        let path = log_path(self.guard.path());
        let bytes = std::fs::read(&path).map_err(Error::io("read", &path))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Stops the server as a crash would: sessions break off, nothing is tidied up. The files stay
    /// until the server is dropped.
    pub fn crash(&mut self) {
        self.postmaster = None;
    }

    /// Starts the server again on the same files, recovering them if it was stopped by
    /// [`ScratchServer::crash`].
    ///
    /// # Errors
    ///
    /// [`Error::NotStarted`].
    pub fn restart(&mut self) -> Result<(), Error> {
        self.crash();
        self.postmaster = Some(Postmaster::start(
            &self.guard,
            &self.binaries,
            &self.account,
            &self.data,
        )?);
        Ok(())
    }
}
