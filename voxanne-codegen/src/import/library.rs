//! What holds the modules together: `lib.rs`, what belongs to the whole database, what modules have in common, and
//! what no words were found for.

use std::fmt::Write as _;

use voxanne_schema::Platform;
use voxanne_schema::model::{ExtensionPresence, Grantee};
use voxanne_schema::name::Name;
use voxanne_schema::object::{Object, ObjectId};

use super::Importer;
use super::literal::word;

impl Importer<'_> {
    /// The calls of the module of what belongs to the whole database, and what no words were found for.
    pub(super) fn database(&mut self) -> (String, Vec<ObjectId>) {
        let mut first = String::new();
        let mut unsaid: Vec<&Object> = Vec::new();
        for (id, object) in self.schema.objects() {
            if self.said.contains(id) || !self.scope.declares(id) {
                continue;
            }
            match object {
                // The server's, and named in `roles.rs`.
                Object::Role(_) => {}
                Object::Namespace(namespace) => {
                    let _ = writeln!(first, "        .namespace({})", word(namespace.name.as_str()));
                }
                Object::Extension(extension)
                    if extension.settings.is_empty() && extension.presence == ExtensionPresence::Required =>
                {
                    let (name, namespace) = (extension.name.as_str(), extension.namespace.as_str());
                    let place = if namespace == "extensions" {
                        String::new()
                    } else {
                        format!(".in_namespace({})", word(namespace))
                    };
                    let _ = writeln!(
                        first,
                        "        .extension(ExtensionRule::required({}){place})",
                        word(name)
                    );
                }
                _ => unsaid.push(object),
            }
        }
        let ids: Vec<ObjectId> = unsaid.iter().map(|object| object.id()).collect();
        if !unsaid.is_empty() {
            // Every object is written by serde from plain data: there is nothing that could fail.
            let json = serde_json::to_string_pretty(&unsaid).unwrap_or_default();
            self.files.insert("unsaid.json".to_owned(), format!("{json}\n"));
        }
        (first, ids)
    }

    /// `lib.rs`, and what its modules have in common.
    pub(super) fn library(&mut self, modules: &[String], database: &str) {
        let has_unsaid = self.files.contains_key("unsaid.json");
        let of_platform = self.options.platform.objects();
        let is_of_platform = |role: &Name| of_platform.contains(&ObjectId::Role(role.clone()));
        for (id, _) in self.schema.objects() {
            if let ObjectId::Role(role) = id
                && !is_of_platform(role)
            {
                self.names.role(&Grantee::Role(role.clone()));
            }
        }
        let (roles, mut files) = self.in_common(modules);
        files.sort_unstable();
        let mut out = format!(
            "//! The schema `{}`, taken over from a database as it stood.\n\
             //!\n\
             //! A module is a topic. `as_found` lets it declare what was there and nothing else; without that word a\n\
             //! table says whose rows it holds, and everything follows that makes it true.\n\
             #![allow(missing_docs, reason = \"a doc comment becomes a COMMENT\")]\n\n",
            self.options.name
        );
        for file in &files {
            let _ = writeln!(out, "pub mod {file};");
        }
        if database.contains("ExtensionRule") {
            out.push_str("\nuse voxanne_schema::declare::ExtensionRule;");
        }
        out.push_str("\nuse voxanne_schema::prelude::*;\n");
        let platform = match self.options.platform {
            Platform::Supabase => "Supabase",
            Platform::Postgres => "Postgres",
        };
        let _ = write!(
            out,
            "\n/// The schema as it is now.\n#[must_use]\npub fn schema() -> Declaration {{\n    Declaration::new({}, \
             Platform::{platform})\n",
            word(&self.options.name)
        );
        for (_, constant) in roles.iter().filter(|(role, _)| !is_of_platform(role)) {
            let _ = writeln!(out, "        .role(roles::{constant})");
        }
        if !database.is_empty() {
            out.push_str("        .module(database())\n");
        }
        for module in modules {
            let _ = writeln!(out, "        .module({module}::module())");
        }
        if has_unsaid {
            out.push_str("        .module(unsaid())\n");
        }
        out.push_str("}\n");
        if !database.is_empty() {
            let _ = write!(
                out,
                "\n/// What belongs to the whole database.\nfn database() -> Module {{\n    \
                 Module::new(\"import_database\")\n        .as_found()\n{database}}}\n"
            );
        }
        if has_unsaid {
            out.push_str(
                "\n/// What definitions have no words for, in the form of the model.\nfn unsaid() -> Module {\n    \
                 Module::new(\"import_the_rest\")\n        .as_found()\n        \
                 .objects(include_str!(\"unsaid.json\"))\n}\n",
            );
        }
        self.files.insert("lib.rs".to_owned(), out);
    }

    /// The modules of what others have in common, written, with the roles that are named; and all modules.
    pub(super) fn in_common(&mut self, modules: &[String]) -> (Vec<(Name, String)>, Vec<String>) {
        let mut files: Vec<String> = modules.to_vec();
        if let Some(text) = self.aliases.declarations() {
            self.files.insert("elsewhere.rs".to_owned(), text);
            files.push("elsewhere".to_owned());
        }
        let roles: Vec<(Name, String)> = self
            .names
            .roles()
            .map(|(role, constant)| (role.clone(), constant.to_owned()))
            .collect();
        if !roles.is_empty() {
            let mut text = String::from(
                "//! The roles that the definitions name. They are the server's: no migration creates them.\n\n\
                 use voxanne_schema::prelude::*;\n\n",
            );
            for (role, constant) in &roles {
                let _ = writeln!(
                    text,
                    "pub const {constant}: RoleName = RoleName::new({});",
                    word(role.as_str())
                );
            }
            self.files.insert("roles.rs".to_owned(), text);
            files.push("roles".to_owned());
        }
        (roles, files)
    }
}
