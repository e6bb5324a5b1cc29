//! Functions.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{FunctionOptions, GrantTarget};
use crate::data_type::DataType;
use crate::expression::Expression;
use crate::name::{Name, QualifiedName};
use crate::object::{Dependencies, Dependency, Describe, ObjectId, Space};

/// A function.
///
/// <https://www.postgresql.org/docs/15/sql-createfunction.html>
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Function {
    /// Its name.
    pub name: QualifiedName,
    /// Its arguments, in order.
    pub arguments: Vec<Argument>,
    /// What it returns.
    pub returns: Returns,
    /// The language of its body: `sql`, `plpgsql`.
    pub language: Name,
    /// What PostgreSQL may assume of it.
    pub volatility: Volatility,
    /// With whose rights it runs.
    pub security: Security,
    /// Whether it returns null at once when an argument is null.
    #[serde(default)]
    pub strict: bool,
    /// The search path that it runs with; the caller's when absent, none when empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub search_path: Option<Vec<Name>>,
    /// What else is said of it, which few ever say.
    #[serde(default, skip_serializing_if = "FunctionOptions::is_default")]
    pub options: FunctionOptions,
    /// The body, as written.
    pub body: String,
    /// What it needs besides what parsing the body finds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub depends_on: Vec<Dependency>,
}

/// One argument of a function.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Argument {
    /// Whether values go in, come out, or both.
    #[serde(default, skip_serializing_if = "Mode::is_in")]
    pub mode: Mode,
    /// Its name.
    pub name: Name,
    /// Its type.
    pub data_type: DataType,
    /// What it is when a call leaves it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Expression>,
}

/// Whether values go into a function, or come out of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// In.
    #[default]
    In,
    /// Out: a part of what the function returns.
    Out,
    /// In and out again.
    InOut,
    /// In, any number of them: the function gets an array.
    Variadic,
}

impl Mode {
    /// As SQL writes it; nothing where values go in alone.
    #[must_use]
    pub const fn sql(self) -> Option<&'static str> {
        match self {
            Self::In => None,
            Self::Out => Some("OUT"),
            Self::InOut => Some("INOUT"),
            Self::Variadic => Some("VARIADIC"),
        }
    }

    /// Whether values go in alone, and one at a time.
    #[must_use]
    pub const fn is_in(&self) -> bool {
        matches!(self, Self::In)
    }

    /// Whether a call gives it a value.
    #[must_use]
    pub const fn takes(self) -> bool {
        !matches!(self, Self::Out)
    }

    /// Whether the function gives its value back.
    #[must_use]
    pub const fn gives(self) -> bool {
        matches!(self, Self::Out | Self::InOut)
    }
}

/// What a function returns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Returns {
    /// One value.
    Scalar(DataType),
    /// Any number of values.
    SetOf(DataType),
    /// The rows of an existing table.
    SetOfTable(QualifiedName),
    /// Rows of these columns.
    Table(Vec<(Name, DataType)>),
    /// The values of its `OUT` and `INOUT` arguments.
    Out,
    /// Any number of rows of its `OUT` and `INOUT` arguments.
    SetOfOut,
    /// A row for a trigger.
    Trigger,
    /// Nothing, to an event trigger.
    EventTrigger,
    /// Nothing.
    Void,
    /// Nothing at all: it is a procedure, which is called by itself.
    Procedure,
}

/// What PostgreSQL may assume of a function.
///
/// <https://www.postgresql.org/docs/15/xfunc-volatility.html>
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Volatility {
    /// Same arguments, same result, forever.
    Immutable,
    /// Same arguments, same result, within a statement.
    Stable,
    /// Anything.
    #[default]
    Volatile,
}

/// With whose rights a function runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Security {
    /// The caller's.
    #[default]
    Invoker,
    /// The owner's.
    Definer,
}

/// What tells a function from others: its name and the types of the arguments that it takes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Signature {
    /// The name.
    pub name: QualifiedName,
    /// The types of the arguments that a call gives values to, in order.
    pub arguments: Vec<DataType>,
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}(", self.name)?;
        for (position, argument) in self.arguments.iter().enumerate() {
            if position > 0 {
                f.write_str(", ")?;
            }
            write!(f, "{argument}")?;
        }
        f.write_str(")")
    }
}

impl Function {
    /// Whether the body is standard SQL, `RETURN …` or `BEGIN ATOMIC … END`, which PostgreSQL reads at
    /// once: it then holds on to what the body names.
    #[must_use]
    pub fn has_standard_body(&self) -> bool {
        let mut words = self.body.split_whitespace();
        let mut is = |word: &str| words.next().is_some_and(|next| next.eq_ignore_ascii_case(word));
        let body = self.body.trim_start();
        let returns = body
            .get(..6)
            .is_some_and(|word| word.eq_ignore_ascii_case("return"))
            && body[6..].starts_with(|c: char| c.is_whitespace() || c == '(');
        self.language == "sql" && (returns || is("begin") && is("atomic"))
    }

    /// What tells the function from others.
    #[must_use]
    pub fn signature(&self) -> Signature {
        Signature {
            name: self.name.clone(),
            arguments: self.taken().map(|a| a.data_type.clone()).collect(),
        }
    }
}

impl Function {
    /// The arguments that a call gives values to.
    pub fn taken(&self) -> impl Iterator<Item = &Argument> {
        self.arguments.iter().filter(|argument| argument.mode.takes())
    }

    /// The arguments whose values it gives back.
    pub fn given(&self) -> impl Iterator<Item = &Argument> {
        self.arguments.iter().filter(|argument| argument.mode.gives())
    }

    /// The type of the one value that it returns; none where it returns anything else.
    #[must_use]
    pub fn value(&self) -> Option<&DataType> {
        let mut given = self.given();
        match (&self.returns, given.next(), given.next()) {
            (Returns::Scalar(of), None, _) => Some(of),
            (Returns::Out, Some(argument), None) => Some(&argument.data_type),
            _ => None,
        }
    }

    /// Whether it is a procedure.
    #[must_use]
    pub fn is_procedure(&self) -> bool {
        self.returns == Returns::Procedure
    }

    /// Its identity among all objects, as the function or procedure that it is.
    #[must_use]
    pub fn object_id(&self) -> ObjectId {
        if self.is_procedure() {
            ObjectId::Procedure(self.signature())
        } else {
            ObjectId::Function(self.signature())
        }
    }

    /// What privileges are granted on.
    #[must_use]
    pub fn grant_target(&self) -> GrantTarget {
        if self.is_procedure() {
            GrantTarget::Procedure(Box::new(self.signature()))
        } else {
            GrantTarget::Function(self.signature())
        }
    }
}

impl Describe for Function {
    type Id = Signature;

    const KEYWORDS: &'static str = "FUNCTION";
    const SPACE: Space = Space::Routine;
    const ATTRIBUTE: Option<&'static str> = Some("function");
    const METHOD: Option<&'static str> = Some("function");

    fn id(&self) -> Signature {
        self.signature()
    }

    fn name(&self) -> Option<&Name> {
        Some(&self.name.name)
    }

    fn name_mut(&mut self) -> Option<&mut Name> {
        Some(&mut self.name.name)
    }

    fn parts<'o>(&'o self, give: &mut dyn FnMut(&'static str, &'o Name)) {
        // PostgreSQL lets arguments go without a name.
        let arguments = self
            .arguments
            .iter()
            .filter(|argument| !argument.name.as_str().is_empty());
        arguments.for_each(|argument| give("argument", &argument.name));
        if let Returns::Table(columns) = &self.returns {
            columns.iter().for_each(|(name, _)| give("result column", name));
        }
    }

    fn form(noun: &str) -> &'static str {
        if noun == "name" {
            "`#[function(name = \"…\")]`"
        } else {
            "in the declaration of the function"
        }
    }

    fn dependencies(&self, into: &mut Dependencies) {
        into.namespace(&self.name.namespace);
        for argument in &self.arguments {
            into.data_type(&argument.data_type);
            if let Some(default) = &argument.default {
                default.dependencies(into);
            }
        }
        match &self.returns {
            Returns::Scalar(data_type) | Returns::SetOf(data_type) => into.data_type(data_type),
            Returns::SetOfTable(table) => into.table(table),
            Returns::Table(columns) => columns
                .iter()
                .for_each(|(_, data_type)| into.data_type(data_type)),
            Returns::Out
            | Returns::SetOfOut
            | Returns::Trigger
            | Returns::EventTrigger
            | Returns::Void
            | Returns::Procedure => {}
        }
        for dependency in &self.depends_on {
            into.add(dependency.clone());
        }
    }
}
