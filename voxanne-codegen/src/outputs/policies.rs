//! `policies.md`: whose rows a table holds, its policies, and who may do what with them.

use voxanne_schema::declare::Declared;
use voxanne_schema::expression::Expression;
use voxanne_schema::model::{
    GrantTarget, Grantee, Permissiveness, Policy, Privilege, PrivilegeScope, Table, Tenancy,
};
use voxanne_schema::name::Name;
use voxanne_schema::object::{Describe as _, ObjectId};

use super::facts::Facts;
use super::{HEADER, label, markdown as md, views};
use crate::access::{Access, COMMANDS, access};
use crate::sql;

/// What the matrix's words mean, in the order from nothing to everything.
const LEGEND: &[(&str, &str)] = &[
    ("none", "the privilege is not granted"),
    (
        "no rows",
        "the privilege is granted, and no policy lets a row through",
    ),
    (
        "own tenant",
        "the rows of the session's tenant: a policy says so in as many words",
    ),
    (
        "own tenant, narrowed",
        "of the rows of the session's tenant those that the policies let through",
    ),
    (
        "by policy",
        "the rows that the policies let through; their form does not show that they keep to a tenant",
    ),
    (
        "all",
        "every row: row-level security is off, or does not apply to the role",
    ),
];

/// The whole page.
#[must_use]
pub fn policies(declared: &Declared) -> String {
    let facts = Facts::of(declared);
    let tables: Vec<&Table> = declared.schema.tables().collect();
    let mut text = format!("{HEADER}\n# Policies of {}\n\n", md::words(&declared.name));
    text.push_str(&derivation(&facts));
    if tables.is_empty() {
        text.push_str("\nThere are no tables.\n");
        return text;
    }
    text.push_str("\n## Who may do what\n\n");
    text.push_str(&matrix(&facts, &tables));
    text.push('\n');
    for (word, meaning) in LEGEND {
        text.push_str(&format!("- **{word}**: {meaning}\n"));
    }
    text.push_str(
        "\nAn UPDATE or DELETE that looks at a row, as one with WHERE does, needs SELECT too: what a role \
         cannot see\nit cannot change or delete.\n",
    );
    for table in tables {
        text.push_str(&section(&facts, table));
    }
    text.push_str(&views::rights(&facts));
    text
}

/// What the page was made of, and what it therefore cannot know.
fn derivation(facts: &Facts<'_>) -> String {
    let mut text = "\
Derived from the definitions: their grants, their policies, and the roles that bypass row-level
security. No database was asked; `verify` tells whether one is as the migrations say. Not in here is
what the definitions do not hold: superusers and the owners of the tables, what one role inherits from
another, and default privileges for roles that are not named here. What triggers refuse, and what a
function does with the rights of its owner, stands in `functions.md`.
"
    .to_owned();
    let roles = facts.roles();
    let bypassing: Vec<String> = roles
        .iter()
        .filter(|role| facts.ground().bypasses(role))
        .map(ToString::to_string)
        .collect();
    if let Some(tenant) = &facts.declared.tenant {
        let session = md::code(&sql::expression(&tenant.expression));
        text.push_str(&format!("\nThe tenant of a session is {session}.\n"));
    }
    if !bypassing.is_empty() {
        let names = md::codes(bypassing.iter().map(String::as_str));
        text.push_str(&format!("\nRow-level security does not apply to {names}.\n"));
    }
    text
}

fn matrix(facts: &Facts<'_>, tables: &[&Table]) -> String {
    let mut text = md::head(&["table", "role", "SELECT", "INSERT", "UPDATE", "DELETE"]);
    let roles = facts.roles();
    for table in tables {
        for role in &roles {
            let mut cells = vec![
                md::code(&label::qualified(&table.name)),
                md::code(&role.to_string()),
            ];
            cells.extend(COMMANDS.map(|command| cell(&access(facts.ground(), table, role, command))));
            text.push_str(&md::row(cells.iter().map(String::as_str)));
        }
    }
    text
}

fn cell(access: &Access) -> String {
    let word = access.rows.label();
    if access.columns.is_empty() {
        return word.to_owned();
    }
    let columns = md::codes(access.columns.iter().map(Name::as_str));
    format!("{word}; columns {columns}")
}

fn section(facts: &Facts<'_>, table: &Table) -> String {
    let name = &table.name;
    let mut text = format!("\n## {}\n\n", md::code(&label::qualified(name)));
    if let Some(comment) = facts.comment(ObjectId::Table(name.clone())) {
        text.push_str(&md::paragraphs(comment));
        text.push('\n');
    }
    let rows = match &table.tenancy {
        Tenancy::Tenant(column) => format!("each belongs to the tenant in {}", md::code(column.as_str())),
        Tenancy::Shared(why) => format!("they belong to no single tenant: {}", md::words(why)),
        Tenancy::Unclassified => "nobody has said whose they are".to_owned(),
    };
    let security = match facts.declared.schema.row_security(name) {
        None => "off",
        Some(security) if security.forced => "enabled, and forced: it applies to the table's owner too",
        Some(_) => "enabled, not forced: it does not apply to the table's owner",
    };
    text.push_str(&format!("- Rows: {rows}\n- Row-level security: {security}\n"));
    for (role, privileges) in further_privileges(facts, table) {
        let role = md::code(&role.to_string());
        text.push_str(&format!("- Besides, {role} has {privileges}\n"));
    }
    let policies = &facts.table(name).policies;
    if policies.is_empty() {
        text.push_str("- Policies: none\n");
        return text;
    }
    text.push('\n');
    text.push_str(&md::head(&[
        "policy",
        "command",
        "roles",
        "kind",
        "USING",
        "WITH CHECK",
    ]));
    for policy in policies {
        text.push_str(&policy_row(policy));
    }
    for policy in policies {
        text.push_str(&below(facts, policy));
    }
    text
}

fn policy_row(policy: &Policy) -> String {
    let condition = |condition: &Option<Expression>| match condition.as_ref().map(sql::expression) {
        None => String::new(),
        Some(sql) if sql.contains('\n') => "below".to_owned(),
        Some(sql) => md::code(&sql),
    };
    let roles: Vec<String> = policy.roles.iter().map(ToString::to_string).collect();
    let kind = match policy.permissiveness {
        Permissiveness::Permissive => "permissive",
        Permissiveness::Restrictive => "restrictive",
    };
    md::row([
        md::code(policy.name.as_str()).as_str(),
        policy.command.sql(),
        &md::codes(roles.iter().map(String::as_str)),
        kind,
        &condition(&policy.using),
        &condition(&policy.with_check),
    ])
}

/// What has no place in a row: the comment, and conditions of more than one line.
fn below(facts: &Facts<'_>, policy: &Policy) -> String {
    let name = md::code(policy.name.as_str());
    let mut text = String::new();
    if let Some(comment) = facts.comment(ObjectId::Policy(policy.id())) {
        text.push_str(&format!("\n{name}: {}\n", md::words(comment)));
    }
    for (clause, condition) in [("USING", &policy.using), ("WITH CHECK", &policy.with_check)] {
        let sql = condition.as_ref().map(sql::expression);
        if let Some(sql) = sql.filter(|sql| sql.contains('\n')) {
            text.push_str(&format!("\n{name}, {clause}:\n\n{}", md::block("sql", &sql)));
        }
    }
    text
}

/// The privileges that are no command of the matrix.
fn further_privileges<'f>(facts: &'f Facts<'_>, table: &Table) -> Vec<(&'f Grantee, String)> {
    let in_matrix = |privilege: &Privilege| COMMANDS.iter().any(|(_, of)| of == privilege);
    let scope = |(privilege, scope): (&Privilege, &PrivilegeScope)| match scope {
        PrivilegeScope::Whole => privilege.sql().to_owned(),
        PrivilegeScope::Columns(names) => {
            let names = md::codes(names.iter().map(Name::as_str));
            format!("{} on {names}", privilege.sql())
        }
    };
    facts
        .grants_on(&GrantTarget::Table(table.name.clone()))
        .iter()
        .filter_map(|grant| {
            let further = grant
                .privileges
                .iter()
                .filter(|(privilege, _)| !in_matrix(privilege));
            let words: Vec<String> = further.map(scope).collect();
            (!words.is_empty()).then(|| (&grant.grantee, words.join(", ")))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use voxanne_schema::model::{Command, Grant, RowSecurity};

    use super::*;
    use crate::outputs::testing::{Model, qualified};

    #[test]
    fn a_policy_stays_in_its_row_whatever_it_holds() {
        let table = qualified("a|b `c` العملاء");
        let model = Model::default()
            .table("a|b `c` العملاء", &[], &[("x", "text")])
            .add(RowSecurity {
                table: table.clone(),
                forced: true,
            })
            .add(Policy {
                table: table.clone(),
                name: "p|`".into(),
                permissiveness: Permissiveness::Restrictive,
                command: Command::Update,
                roles: vec![Grantee::Public, Grantee::role("authenticated")],
                using: Some(Expression::raw("x -- not (y\n    || y")),
                with_check: Some(Expression::raw("x || '`|' = y")),
            })
            .add(Grant {
                place: 0,
                grantable: Default::default(),
                on: GrantTarget::Table(table),
                grantee: Grantee::role("authenticated"),
                privileges: [
                    (Privilege::Update, PrivilegeScope::Columns(vec!["x".into()])),
                    (Privilege::Truncate, PrivilegeScope::Whole),
                ]
                .into(),
            });
        let text = policies(&model.declared());
        for line in [
            "## ``a|b `c` العملاء``\n",
            "| `` p\\|` `` | UPDATE | `PUBLIC`, `authenticated` | restrictive | below | ``x \\|\\| '`\\|' = y`` |\n",
            "| ``a\\|b `c` العملاء`` | `authenticated` | none | none | no rows; columns `x` | none |\n",
            "\n`` p|` ``, USING:\n\n```sql\nx -- not (y\n    || y\n```\n",
            "- Rows: they belong to no single tenant: a test\n",
            "- Row-level security: enabled, and forced: it applies to the table's owner too\n",
            "- Besides, `authenticated` has TRUNCATE\n",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
    }
}
