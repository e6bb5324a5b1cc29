//! What `sql_fn!` says of a function, as builder calls.

use std::marker::PhantomData;

use super::role::{RoleList, RoleName};
use super::{FunctionDeclaration, TakesDefault};
use crate::data_type::DataType;
use crate::diagnostic::Location;
use crate::expression::Expression;
use crate::model::{Argument, Function, FunctionOptions, Mode, Returns, Security, Volatility};
use crate::name::{Name, QualifiedName};

impl FunctionDeclaration {
    /// A function in `sql`, volatile, with the rights and the search path of its caller, that
    /// nobody may execute yet.
    #[must_use]
    pub fn new(namespace: &str, name: &str, returns: Returns, body: &str) -> Self {
        Self {
            function: Function {
                name: QualifiedName::new(namespace, name),
                arguments: Vec::new(),
                returns,
                language: Name::new("sql"),
                volatility: Volatility::Volatile,
                security: Security::Invoker,
                strict: false,
                options: FunctionOptions::default(),
                search_path: None,
                body: body.to_owned(),
                depends_on: Vec::new(),
            },
            comment: None,
            execute: Vec::new(),
            owner: None,
            location: Location {
                file: String::new(),
                line: 0,
            },
            body_file: None,
            renamed_from: None,
        }
    }

    /// Where it was declared.
    #[must_use]
    pub fn declared_at(mut self, file: &str, line: u32) -> Self {
        self.location = Location {
            file: file.to_owned(),
            line,
        };
        self
    }

    /// The file of its body, relative to the declaring file.
    #[must_use]
    pub fn body_file(mut self, file: &str) -> Self {
        self.body_file = Some(file.to_owned());
        self
    }

    /// What it was called before.
    #[must_use]
    pub fn renamed_from(mut self, name: &str) -> Self {
        self.renamed_from = Some(Name::new(name));
        self
    }

    /// What it is for.
    #[must_use]
    pub fn comment(mut self, text: &str) -> Self {
        self.comment = Some(text.to_owned());
        self
    }

    /// The next argument.
    #[must_use]
    pub fn argument(self, name: &str, data_type: DataType) -> Self {
        self.add(name, data_type, None)
    }

    /// The next argument, which a call may leave out.
    #[must_use]
    pub fn argument_with_default<V, D>(
        self,
        name: &str,
        data_type: DataType,
        _: PhantomData<V>,
        default: D,
    ) -> Self
    where
        V: TakesDefault<D>,
    {
        self.add(name, data_type, Some(V::default(default)))
    }

    /// How values pass through the argument that was said last.
    #[must_use]
    pub fn argument_mode(mut self, mode: Mode) -> Self {
        if let Some(argument) = self.function.arguments.last_mut() {
            argument.mode = mode;
        }
        self
    }

    fn add(mut self, name: &str, data_type: DataType, default: Option<Expression>) -> Self {
        self.function.arguments.push(Argument {
            mode: Mode::In,
            name: Name::new(name),
            data_type,
            default,
        });
        self
    }

    /// The language of its body.
    #[must_use]
    pub fn language(mut self, name: &str) -> Self {
        self.function.language = Name::new(name);
        self
    }

    /// What PostgreSQL may assume of it.
    #[must_use]
    pub fn volatility(mut self, volatility: Volatility) -> Self {
        self.function.volatility = volatility;
        self
    }

    /// What else is said of it: parallel safety, cost, settings.
    #[must_use]
    pub fn options(mut self, options: FunctionOptions) -> Self {
        self.function.options = options;
        self
    }

    /// With whose rights it runs.
    #[must_use]
    pub fn security(mut self, security: Security) -> Self {
        self.function.security = security;
        self
    }

    /// It returns null at once when an argument is null.
    #[must_use]
    pub fn strict(mut self) -> Self {
        self.function.strict = true;
        self
    }

    /// The search path that it runs with.
    #[must_use]
    pub fn search_path(mut self, namespaces: &[&str]) -> Self {
        self.function.search_path = Some(namespaces.iter().map(Name::new).collect());
        self
    }

    /// The role that it belongs to, in place of whoever runs the migration: with whose rights it runs
    /// where it is a SECURITY DEFINER.
    #[must_use]
    pub fn owned_by(mut self, role: RoleName) -> Self {
        self.owner = Some(role.owner());
        self
    }

    /// A role that may execute it.
    #[must_use]
    pub fn execute(mut self, role: impl RoleList) -> Self {
        self.execute.extend(role.roles());
        self
    }
}
