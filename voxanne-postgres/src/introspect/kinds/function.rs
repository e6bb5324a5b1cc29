//! Functions; procedures are read by the same query.

use serde::Deserialize;
use voxanne_schema::model::{self, Argument, FunctionOptions, Mode, Parallel, Returns, Security, Volatility};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::ObjectId;

use super::{Introspect, strange};
use crate::error::Error;
use crate::introspect::found::Found;
use crate::introspect::names::class;
use crate::introspect::scope::Scope;
use crate::introspect::{text, unnamed};

#[derive(Deserialize)]
pub(in crate::introspect) struct Function {
    oid: u32,
    namespace: Name,
    name: Name,
    kind: char,
    language: Name,
    types: Vec<u32>,
    modes: Option<Vec<char>>,
    names: Option<Vec<Name>>,
    /// One for each argument, null where it has none.
    defaults: Option<Vec<Option<String>>>,
    returns: u32,
    returns_set: bool,
    volatility: char,
    definer: bool,
    strict: bool,
    settings: Option<Vec<String>>,
    cost: Option<String>,
    rows: Option<String>,
    parallel: char,
    leakproof: bool,
    support: Option<QualifiedName>,
    library: Option<String>,
    transforms: bool,
    source: Option<String>,
    body: Option<String>,
}

/// The query of routines of a kind, which is a condition on `p`.
pub(super) fn query(scope: &Scope, kind: &str) -> String {
    format!(
        "SELECT p.oid::int8 AS oid, n.nspname AS namespace, p.proname AS name, p.prokind AS kind, l.lanname AS language,
    coalesce(p.proallargtypes, p.proargtypes::oid[])::int8[] AS types, p.proargmodes AS modes, p.proargnames AS names,
    CASE WHEN p.pronargdefaults > 0 THEN ARRAY(SELECT pg_get_function_arg_default(p.oid, place::int4)
        FROM generate_series(1, cardinality(coalesce(p.proallargtypes, p.proargtypes::oid[]))) AS place
        ORDER BY place) END AS defaults,
    p.prorettype::int8 AS returns, p.proretset AS returns_set, p.provolatile AS volatility, p.prosecdef AS definer,
    p.proisstrict AS strict, p.proconfig AS settings, p.prosrc AS source,
    CASE WHEN p.prosqlbody IS NOT NULL THEN pg_get_function_sqlbody(p.oid) END AS body,
    CASE WHEN p.procost <> CASE WHEN l.lanname IN ('c', 'internal') THEN 1 ELSE 100 END
        THEN p.procost::text END AS cost,
    CASE WHEN p.prorows <> CASE WHEN p.proretset THEN 1000 ELSE 0 END THEN p.prorows::text END AS rows,
    p.proparallel AS parallel, p.proleakproof AS leakproof,
    (SELECT json_build_object('namespace', sn.nspname, 'name', s.proname)
        FROM pg_proc AS s JOIN pg_namespace AS sn ON sn.oid = s.pronamespace WHERE s.oid = p.prosupport) AS support,
    p.probin AS library, p.protrftypes IS NOT NULL AS transforms
FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace JOIN pg_language AS l ON l.oid = p.prolang
WHERE {kind} AND {} AND {}",
        scope.reads("n.nspname"),
        scope.own("pg_proc", "p.oid"),
    )
}

impl Introspect for model::Function {
    type Row = Function;

    fn query(scope: &Scope) -> String {
        query(scope, "p.prokind IN ('f', 'w')")
    }

    fn read(row: Function, found: &mut Found) -> Result<(), Error> {
        let function = row.function(found)?;
        found.add(function)
    }
}

impl Function {
    /// The function.
    pub(super) fn function(mut self, found: &mut Found) -> Result<model::Function, Error> {
        if self.transforms {
            let signature = found.names.signature(self.oid)?;
            found.name("transforms of a function", signature.to_string());
        }
        let options = self.options()?;
        let mut settings = self.settings.iter().flatten();
        let search_path = settings.find_map(|setting| setting.strip_prefix("search_path="));
        let search_path = search_path.map(text::names);
        let returns = self.returns(found)?;
        let body = match &self.body {
            Some(body) => unnamed::named(&text::faithful(body)),
            None => self.source.take().unwrap_or_default(),
        };
        let depends_on = found.depends.of(class::PROC, self.oid, &found.names);
        Ok(model::Function {
            arguments: self.arguments(found)?,
            returns,
            volatility: match self.volatility {
                'i' => Volatility::Immutable,
                's' => Volatility::Stable,
                'v' => Volatility::Volatile,
                other => return Err(strange("the volatility of a function", other)),
            },
            security: if self.definer {
                Security::Definer
            } else {
                Security::Invoker
            },
            name: QualifiedName::new(self.namespace, self.name),
            language: self.language,
            strict: self.strict,
            options,
            search_path,
            body,
            depends_on,
        })
    }

    /// What is said of it besides.
    fn options(&self) -> Result<FunctionOptions, Error> {
        let mut options = FunctionOptions {
            parallel: match self.parallel {
                'u' => Parallel::Unsafe,
                'r' => Parallel::Restricted,
                's' => Parallel::Safe,
                other => return Err(strange("the parallel safety of a function", other)),
            },
            leakproof: self.leakproof,
            window: self.kind == 'w',
            cost: self.cost.clone(),
            rows: self.rows.clone(),
            support: self.support.clone(),
            library: self.library.clone(),
            ..FunctionOptions::default()
        };
        for (name, value) in self.settings.iter().flatten().filter_map(|of| of.split_once('=')) {
            if name == "search_path" {
                options.before_search_path = options.settings.len();
            } else {
                options.settings.push((Name::new(name), value.to_owned()));
            }
        }
        Ok(options)
    }

    fn mode(&self, place: usize) -> char {
        let modes = self.modes.as_ref();
        modes.and_then(|modes| modes.get(place)).copied().unwrap_or('i')
    }

    fn named(&self, place: usize) -> Name {
        let name = self.names.as_ref().and_then(|names| names.get(place));
        name.cloned().unwrap_or_else(|| Name::new(""))
    }

    fn arguments(&self, found: &Found) -> Result<Vec<Argument>, Error> {
        let mut arguments = Vec::new();
        for (place, oid) in self.types.iter().enumerate() {
            let mode = match self.mode(place) {
                'i' => Mode::In,
                'o' => Mode::Out,
                'b' => Mode::InOut,
                'v' => Mode::Variadic,
                't' => continue,
                other => return Err(strange("the mode of an argument", other)),
            };
            let default = self
                .defaults
                .as_ref()
                .and_then(|all| all.get(place))
                .cloned()
                .flatten();
            arguments.push(Argument {
                mode,
                name: self.named(place),
                data_type: found.names.data_type(*oid, None)?,
                // What it needs is told of the whole function.
                default: default.map(|sql| voxanne_schema::expression::Expression::raw(text::faithful(&sql))),
            });
        }
        Ok(arguments)
    }

    fn returns(&self, found: &Found) -> Result<Returns, Error> {
        if self.kind == 'p' {
            return Ok(Returns::Procedure);
        }
        let places = 0..self.types.len();
        let columns: Vec<usize> = places.clone().filter(|place| self.mode(*place) == 't').collect();
        if !columns.is_empty() {
            let types = columns.into_iter().map(|place| {
                let oid = self.types.get(place).copied().unwrap_or_default();
                Ok((self.named(place), found.names.data_type(oid, None)?))
            });
            return Ok(Returns::Table(types.collect::<Result<_, Error>>()?));
        }
        if places
            .into_iter()
            .any(|place| matches!(self.mode(place), 'o' | 'b'))
        {
            return Ok(if self.returns_set {
                Returns::SetOfOut
            } else {
                Returns::Out
            });
        }
        let of = found.names.data_type(self.returns, None)?;
        if self.returns_set {
            return Ok(match found.names.type_id(self.returns) {
                Some(ObjectId::Table(table)) => Returns::SetOfTable(table),
                _ => Returns::SetOf(of),
            });
        }
        Ok(if of.is_system("trigger") {
            Returns::Trigger
        } else if of.is_system("event_trigger") {
            Returns::EventTrigger
        } else if of.is_system("void") {
            Returns::Void
        } else {
            Returns::Scalar(of)
        })
    }
}
