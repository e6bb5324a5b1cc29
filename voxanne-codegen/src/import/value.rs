//! Enums, domains, composite types and sequences.

use std::fmt::Write as _;

use heck::ToSnakeCase;
use voxanne_schema::model::{
    Composite, Domain, Enum, GrantTarget, Privilege, PrivilegeScope, Sequence, SequenceOptions,
};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Describe, ObjectId};

use super::literal::{self, word};
use super::{Importer, names};

/// `name = "…"` and `namespace = "…"`, where they are not those that follow from the struct.
fn named(name: &QualifiedName, rust: &str) -> Vec<String> {
    let mut words = Vec::new();
    if rust.to_snake_case() != name.name.as_str() {
        words.push(format!("name = {}", word(name.name.as_str())));
    }
    words.extend(in_namespace(name));
    words
}

/// `namespace = "…"`
pub(super) fn in_namespace(name: &QualifiedName) -> Option<String> {
    (name.namespace != "public").then(|| format!("namespace = {}", word(name.namespace.as_str())))
}

/// How a sequence counts, a word each; nothing where it is as PostgreSQL has it.
pub(super) fn counting(options: &SequenceOptions) -> Vec<String> {
    let SequenceOptions {
        start,
        increment,
        min,
        max,
        cache,
        cycle,
    } = options;
    let numbers = [
        ("start", start),
        ("increment", increment),
        ("min", min),
        ("max", max),
        ("cache", cache),
    ];
    let numbers = numbers
        .iter()
        .filter_map(|(word, number)| number.map(|number| format!("{word} = {number}")));
    numbers.chain(cycle.then(|| "cycle".to_owned())).collect()
}

impl Importer<'_> {
    pub(super) fn enumeration(&mut self, of: &Enum) -> Option<String> {
        let id = ObjectId::Enum(of.id());
        // PostgreSQL takes a label without a character; definitions take it for a slip.
        if of.labels.iter().any(|label| label.as_str().is_empty()) {
            return None;
        }
        let rust = self.types.get(&id)?.clone();
        let mut out = self.doc_of(&id, "");
        out.push_str("#[derive(PgEnum)]\n");
        let words = named(&of.name, &rust);
        if !words.is_empty() {
            out.push_str(&literal::list("#[pg_enum(", &words, ")]", ""));
        }
        let _ = writeln!(out, "pub enum {rust} {{");
        for (label, variant) in of.labels.iter().zip(names::variants(&of.labels)) {
            if variant.to_snake_case() != label.as_str() {
                let _ = writeln!(out, "    #[pg_enum(label = {})]", word(label.as_str()));
            }
            let _ = writeln!(out, "    {variant},");
        }
        out.push_str("}\n");
        Some(out)
    }

    pub(super) fn domain(&mut self, of: &Domain) -> Option<String> {
        let id = ObjectId::Domain(of.id());
        let rust = self.types.get(&id)?.clone();
        let inner = self.rust_type(&of.data_type)?;
        let mut words = named(&of.name, &rust);
        if !of.nullable {
            words.push("not_null".to_owned());
        }
        if let Some(default) = &of.default {
            words.push(format!("default = {}", self.value(default, &of.data_type)?));
        }
        if let Some(collation) = &of.collation {
            words.push(format!("collation = {}", word(collation.as_str())));
        }
        let mut checks = Vec::new();
        for check in &of.checks {
            let voxanne_schema::expression::Expression::Raw { sql, .. } = &check.condition else {
                return None;
            };
            if !check.validated || syn::parse_str::<proc_macro2::Ident>(check.name.as_str()).is_err() {
                return None;
            }
            checks.push(format!("{} = {}", check.name, literal::text(sql)));
        }
        if !checks.is_empty() {
            words.push(format!("check({})", checks.join(", ")));
        }
        words.extend(self.usage(&GrantTarget::Domain(of.name.clone())));
        let mut out = self.doc_of(&id, "");
        out.push_str("#[derive(Domain)]\n");
        if !words.is_empty() {
            out.push_str(&literal::list("#[domain(", &words, ")]", ""));
        }
        let _ = writeln!(out, "pub struct {rust}({inner});");
        Some(out)
    }

    pub(super) fn composite(&mut self, of: &Composite) -> Option<String> {
        let id = ObjectId::Composite(of.id());
        let rust = self.types.get(&id)?.clone();
        let attributes: Vec<&Name> = of.attributes.iter().map(|attribute| &attribute.name).collect();
        let mut body = String::new();
        for (attribute, field) in of.attributes.iter().zip(names::fields(&attributes)) {
            let inner = self.rust_type(&attribute.data_type)?;
            let on =
                voxanne_schema::model::CommentTarget::Attribute(Box::new(id.clone()), attribute.name.clone());
            body.push_str(&self.doc_on(&on, "    "));
            if field.trim_start_matches("r#") != attribute.name.as_str() {
                let _ = writeln!(body, "    #[attribute(name = {})]", word(attribute.name.as_str()));
            }
            let _ = writeln!(body, "    pub {field}: {inner},");
        }
        let mut words = named(&of.name, &rust);
        words.extend(self.usage(&GrantTarget::Composite(of.name.clone())));
        let mut out = self.doc_of(&id, "");
        out.push_str("#[derive(Composite)]\n");
        if !words.is_empty() {
            out.push_str(&literal::list("#[composite(", &words, ")]", ""));
        }
        let _ = write!(out, "pub struct {rust} {{\n{body}}}\n");
        Some(out)
    }

    pub(super) fn sequence(&mut self, of: &Sequence) -> Option<String> {
        let Sequence {
            name,
            data_type,
            start,
            increment,
            min,
            max,
            cache,
            cycle,
            unlogged,
        } = of;
        let id = ObjectId::Sequence(of.id());
        let rust = self.types.get(&id)?.clone();
        let inner = self.rust_type(data_type)?;
        let mut words = named(name, &rust);
        let options = SequenceOptions {
            start: Some(*start),
            increment: Some(*increment),
            min: Some(*min),
            max: Some(*max),
            cache: Some(*cache),
            cycle: *cycle,
        };
        words.extend(counting(&options.shortened(data_type)));
        if *unlogged {
            words.push("unlogged".to_owned());
        }
        let owner = self.schema.get(&ObjectId::SequenceOwner(name.clone()));
        if let Some(voxanne_schema::object::Object::SequenceOwner(owner)) = owner {
            let table = ObjectId::Table(owner.table.clone());
            let column = self.fields_of(&table).get(&owner.column).cloned();
            let said = column.filter(|_| owner.table.namespace == name.namespace);
            if let (Some(table_name), Some(column)) = (self.type_name(&table), said) {
                words.push(format!("owned_by = {table_name}::{column}"));
                self.said.insert(ObjectId::SequenceOwner(name.clone()));
            }
        }
        words.extend(self.usage(&GrantTarget::Sequence(name.clone())));
        let mut out = self.doc_of(&id, "");
        out.push_str("#[derive(Sequence)]\n");
        if !words.is_empty() {
            out.push_str(&literal::list("#[sequence(", &words, ")]", ""));
        }
        let _ = writeln!(out, "pub struct {rust}({inner});");
        Some(out)
    }

    /// `usage(…)`, for those who may do that and nothing else.
    fn usage(&mut self, on: &GrantTarget) -> Option<String> {
        let roles = self.sole(on, Privilege::Usage);
        (!roles.is_empty()).then(|| format!("usage({})", roles.join(", ")))
    }

    /// The constants of the roles that have this one privilege on an object, and whose grants are said so.
    pub(super) fn sole(&mut self, on: &GrantTarget, privilege: Privilege) -> Vec<String> {
        let grants: Vec<_> = self.schema.grants_on(on).cloned().collect();
        let grants_are_plain = self.grants_are_plain(on);
        let mut roles = Vec::new();
        for grant in grants {
            let only = grant.privileges.len() == 1 && grants_are_plain;
            if only && grant.privileges.get(&privilege) == Some(&PrivilegeScope::Whole) {
                roles.push(self.role(&grant.grantee));
                self.said.insert(ObjectId::Grant(grant.id()));
            }
        }
        roles
    }
}
