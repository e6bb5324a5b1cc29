//! Functions and procedures. Their bodies stand in files of their own, byte for byte.

use std::fmt::Write as _;

use voxanne_schema::model::{Argument, Function, Mode, Privilege, Returns, Security, Signature, Volatility};
use voxanne_schema::name::Name;
use voxanne_schema::object::{Object, ObjectId};

use super::Importer;
use super::literal::{self, word};
use super::value::in_namespace;

impl Importer<'_> {
    /// The type that stands for a function in the module at hand, where definitions can say it.
    pub(super) fn function_type(&mut self, signature: &Signature) -> Option<String> {
        let id = ObjectId::Function(signature.clone());
        if !self.schema.contains(&id) || self.unsayable.contains(&id) {
            return None;
        }
        let name = self.names.function(signature)?.to_owned();
        self.use_from(&id, &name);
        Some(name)
    }

    pub(super) fn routine(&mut self, function: &Function) -> Option<String> {
        let Function {
            name,
            arguments,
            returns,
            language,
            volatility,
            security,
            strict,
            search_path,
            body,
            options,
            depends_on: _,
        } = function;
        if !options.is_default() {
            return None;
        }
        let id = function.object_id();
        let rust = self.names.function(&function.signature())?.to_owned();
        let mut words = Vec::new();
        if rust != name.name.as_str() {
            words.push(format!("name = {}", word(name.name.as_str())));
        }
        words.extend(in_namespace(name));
        let is_word = syn::parse_str::<proc_macro2::Ident>(language.as_str()).is_ok();
        if language.as_str() != "sql" {
            let language = if is_word {
                language.to_string()
            } else {
                word(language.as_str())
            };
            words.push(format!("language = {language}"));
        }
        match volatility {
            Volatility::Volatile => {}
            Volatility::Stable => words.push("stable".to_owned()),
            Volatility::Immutable => words.push("immutable".to_owned()),
        }
        if *security == Security::Definer {
            words.push("security_definer".to_owned());
        }
        if *strict {
            words.push("strict".to_owned());
        }
        if let Some(path) = search_path {
            let odd = |name: &Name| name.as_str().contains([',', ' ', '"', '\'']) || name.as_str().is_empty();
            if path.iter().any(odd) {
                return None;
            }
            let path: Vec<&str> = path.iter().map(Name::as_str).collect();
            words.push(format!("search_path = {}", word(&path.join(", "))));
        }
        let executing = self.sole(&function.grant_target(), Privilege::Execute);
        if !executing.is_empty() {
            words.push(format!("execute({})", executing.join(", ")));
        }
        let owner = ObjectId::Ownership(Box::new(id.clone()));
        if let Some(Object::Ownership(ownership)) = self.schema.get(&owner) {
            let role = self.role(&voxanne_schema::model::Grantee::Role(ownership.role.clone()));
            words.push(format!("owned_by = {role}"));
            self.said.insert(owner);
        }
        let mut said = Vec::new();
        for argument in arguments {
            said.push(self.argument(argument)?);
        }
        let returns = self.returns(returns)?;
        let file = self.body_file(&rust, body);
        let mut out = String::from("sql_fn! {\n");
        out.push_str(&self.doc_of(&id, "    "));
        if !words.is_empty() {
            out.push_str(&literal::list("#[function(", &words, ")]", "    "));
        }
        let one = format!("    pub fn {rust}({}){returns} {{", said.join(", "));
        if one.chars().count() <= 100 {
            let _ = writeln!(out, "{one}");
        } else {
            let _ = writeln!(out, "    pub fn {rust}(");
            for argument in &said {
                let _ = writeln!(out, "        {argument},");
            }
            let _ = writeln!(out, "    ){returns} {{");
        }
        let _ = write!(out, "        include_str!({})\n    }}\n}}\n", word(&file));
        Some(out)
    }

    fn argument(&mut self, argument: &Argument) -> Option<String> {
        let Argument {
            mode,
            name,
            data_type,
            default,
        } = argument;
        let ident = identifier(name)?;
        let mode = match mode {
            Mode::In => "",
            Mode::Out => "out ",
            Mode::InOut => "inout ",
            Mode::Variadic => "variadic ",
        };
        let rust = self.rust_type(data_type)?;
        let default = match default {
            None => String::new(),
            Some(default) => format!(" = {}", self.value(default, data_type)?),
        };
        Some(format!("{mode}{ident}: {rust}{default}"))
    }

    fn returns(&mut self, returns: &Returns) -> Option<String> {
        let said = match returns {
            Returns::Void | Returns::Out => return Some(String::new()),
            Returns::Scalar(data_type) => self.rust_type(data_type)?,
            Returns::SetOf(data_type) => format!("setof {}", self.rust_type(data_type)?),
            Returns::SetOfTable(table) => {
                format!("setof table {}", self.type_name(&ObjectId::Table(table.clone()))?)
            }
            Returns::Table(columns) => {
                let mut said = Vec::new();
                for (name, data_type) in columns {
                    said.push(format!("{}: {}", identifier(name)?, self.rust_type(data_type)?));
                }
                format!("table({})", said.join(", "))
            }
            Returns::SetOfOut => "setof record".to_owned(),
            Returns::Trigger => "trigger".to_owned(),
            Returns::EventTrigger => "event_trigger".to_owned(),
            Returns::Procedure => "procedure".to_owned(),
        };
        Some(format!(" -> {said}"))
    }
}

/// An argument's name as Rust writes it; none where Rust cannot.
fn identifier(name: &Name) -> Option<String> {
    let text = name.as_str();
    if text.is_empty() {
        return Some("_".to_owned());
    }
    if syn::parse_str::<proc_macro2::Ident>(text).is_ok() {
        return Some(text.to_owned());
    }
    let raw = format!("r#{text}");
    syn::parse_str::<proc_macro2::Ident>(&raw).is_ok().then_some(raw)
}
