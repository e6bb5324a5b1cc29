//! Views and materialized views: a query with a name, and the columns that it is declared to have.

use serde::{Deserialize, Serialize};

use super::Parameters;
use crate::data_type::DataType;
use crate::name::{Name, QualifiedName};
use crate::object::{Dependencies, Dependency, Describe, Space};

/// A view.
///
/// <https://www.postgresql.org/docs/15/sql-createview.html>
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// Its name.
    pub name: QualifiedName,
    /// The columns of the query, in their place.
    pub columns: Vec<ViewColumn>,
    /// The query, as written.
    pub query: String,
    /// With whose rights it reads.
    pub security: ViewSecurity,
    /// Whether no function of a query over it may look at rows before the view's own conditions.
    #[serde(default)]
    pub security_barrier: bool,
    /// What its `WITH (…)` says of security, in the words and the order of whoever said it; as we say it where
    /// this is empty.
    #[serde(default, skip_serializing_if = "Parameters::is_empty")]
    pub options: Parameters,
    /// Which rows can be written through it, where any can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check_option: Option<CheckOption>,
    /// Whether the query reads the view itself.
    #[serde(default)]
    pub recursive: bool,
    /// The columns that tell its rows apart, for the entities; PostgreSQL knows nothing of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub key: Vec<Name>,
    /// What it needs besides what parsing the query finds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub depends_on: Vec<Dependency>,
}

/// A materialized view: the rows of a query, kept until they are refreshed. Row-level security does
/// not see them.
///
/// <https://www.postgresql.org/docs/15/sql-creatematerializedview.html>
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MaterializedView {
    /// Its name.
    pub name: QualifiedName,
    /// The columns of the query, in their place.
    pub columns: Vec<ViewColumn>,
    /// The query, as written.
    pub query: String,
    /// Whether it is filled when it is created. One that is not cannot be read before its first
    /// refresh.
    pub populated: bool,
    /// Why it may keep tenants' rows where no policy guards them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exposes: Option<String>,
    /// The columns that tell its rows apart, for the entities.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub key: Vec<Name>,
    /// What it needs besides what parsing the query finds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub depends_on: Vec<Dependency>,
}

/// A column of a view.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViewColumn {
    /// Its name, which the query gives it.
    pub name: Name,
    /// Its type, which the query gives it.
    pub data_type: DataType,
    /// Whether it can be null. PostgreSQL does not know; the entities do.
    pub nullable: bool,
}

/// With whose rights a view reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ViewSecurity {
    /// Those of whoever asks, policies included: `security_invoker = true`, which PostgreSQL has
    /// since 15.
    Invoker,
    /// Those of its owner, whom policies do not bind as a rule, for the reason given.
    Definer(String),
}

/// Which rows can be written through a view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckOption {
    /// Those that satisfy the view's own condition.
    Local,
    /// Those that satisfy its condition and those of the views that it reads.
    Cascaded,
}

impl View {
    /// Whether PostgreSQL would know the two apart: not by what only the entities use, nor by the
    /// reason for its rights.
    #[must_use]
    pub fn bare(&self) -> Self {
        let mut bare = self.clone();
        strip(&mut bare.columns, &mut bare.key);
        if let ViewSecurity::Definer(reason) = &mut bare.security {
            reason.clear();
        }
        bare
    }

    /// Whether it reads with the rights of whoever asks.
    #[must_use]
    pub fn is_invoker(&self) -> bool {
        self.security == ViewSecurity::Invoker
    }
}

impl MaterializedView {
    /// What PostgreSQL would know of it. Whether it was filled at first is no part of it.
    #[must_use]
    pub fn bare(&self) -> Self {
        let mut bare = self.clone();
        strip(&mut bare.columns, &mut bare.key);
        bare.exposes = None;
        bare.populated = true;
        bare
    }
}

fn strip(columns: &mut [ViewColumn], key: &mut Vec<Name>) {
    key.clear();
    for column in columns {
        column.nullable = true;
    }
}

impl Describe for View {
    type Id = QualifiedName;

    const KEYWORDS: &'static str = "VIEW";
    const SPACE: Space = Space::Rows;
    const ATTRIBUTE: Option<&'static str> = Some("view");
    const METHOD: Option<&'static str> = Some("view");

    fn id(&self) -> QualifiedName {
        self.name.clone()
    }

    fn name(&self) -> Option<&Name> {
        Some(&self.name.name)
    }

    fn name_mut(&mut self) -> Option<&mut Name> {
        Some(&mut self.name.name)
    }

    fn parts<'o>(&'o self, give: &mut dyn FnMut(&'static str, &'o Name)) {
        let columns = self.columns.iter();
        columns.for_each(|column| give("column", &column.name));
    }

    fn form(noun: &str) -> &'static str {
        if noun == "column" {
            "`#[col(name = \"…\")]`"
        } else {
            "`#[view(name = \"…\")]`"
        }
    }

    fn dependencies(&self, into: &mut Dependencies) {
        needs(&self.name, &self.columns, &self.depends_on, into);
    }
}

impl Describe for MaterializedView {
    type Id = QualifiedName;

    const KEYWORDS: &'static str = "MATERIALIZED VIEW";
    const SPACE: Space = Space::Rows;
    const ATTRIBUTE: Option<&'static str> = Some("view");
    const METHOD: Option<&'static str> = Some("view");

    fn id(&self) -> QualifiedName {
        self.name.clone()
    }

    fn name(&self) -> Option<&Name> {
        Some(&self.name.name)
    }

    fn name_mut(&mut self) -> Option<&mut Name> {
        Some(&mut self.name.name)
    }

    fn parts<'o>(&'o self, give: &mut dyn FnMut(&'static str, &'o Name)) {
        let columns = self.columns.iter();
        columns.for_each(|column| give("column", &column.name));
    }

    fn form(noun: &str) -> &'static str {
        if noun == "column" {
            "`#[col(name = \"…\")]`"
        } else {
            "`#[view(name = \"…\")]`"
        }
    }

    fn dependencies(&self, into: &mut Dependencies) {
        needs(&self.name, &self.columns, &self.depends_on, into);
    }
}

/// What the declaration itself says; what the query names is found by reading it.
fn needs(name: &QualifiedName, columns: &[ViewColumn], depends_on: &[Dependency], into: &mut Dependencies) {
    into.namespace(&name.namespace);
    for column in columns {
        into.data_type(&column.data_type);
    }
    for dependency in depends_on {
        into.add(dependency.clone());
    }
}
