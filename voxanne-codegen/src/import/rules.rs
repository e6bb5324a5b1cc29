//! The rules of tables and views: indexes, policies, triggers, grants and how rows are stored.

use std::collections::BTreeMap;

use voxanne_schema::expression::Expression;
use voxanne_schema::model::{
    Command, Grant, GrantTarget, Grantee, Index, IndexElement, IndexKey, NullsOrder, Parameters,
    Permissiveness, Policy, Privilege, PrivilegeScope, ReplicaIdentity, SortDirection, Statistics, Table,
    Trigger, TriggerEnabled, TriggerLevel, TriggerTiming,
};
use voxanne_schema::name::{Name, default_name};
use voxanne_schema::object::{Object, ObjectId};

use super::expression::Columns;
use super::key::{MOST_COLUMNS, prefixed, tuple};
use super::literal::{self, word};
use super::{Importer, names};

/// How far the statements of `fn rules` stand from the margin.
const INDENTATION: &str = "        ";

impl Importer<'_> {
    /// The rules of a table or view, a statement each, in the order in which a person would write them.
    pub(super) fn rules(&mut self, relation: &ObjectId, fields: &Columns) -> Vec<String> {
        let mut out = Vec::new();
        if let Some(Object::Table(table)) = self.schema.get(relation) {
            let table = table.clone();
            out.extend(self.storage(&table, fields));
        }
        let belonging: Vec<Object> = self.belonging.get(relation).cloned().unwrap_or_default();
        for object in &belonging {
            let id = object.id();
            if self.said.contains(&id) {
                continue;
            }
            let said = self.attempt(|importer| importer.rule(object, fields));
            if let Some(rule) = said {
                self.said.insert(id);
                out.push(rule);
            }
        }
        out
    }

    pub(super) fn rule(&mut self, object: &Object, fields: &Columns) -> Option<String> {
        let calls = match object {
            Object::Constraint(constraint) => self.constraint_rule(constraint, fields)?,
            Object::Index(index) => self.index(index, fields)?,
            Object::Statistics(statistics) => self.statistics(statistics, fields)?,
            Object::Policy(policy) => self.policy(policy, fields)?,
            Object::Trigger(trigger) => self.trigger(trigger, fields)?,
            Object::RowSecurity(security) if security.forced => vec!["r.force_row_security()".to_owned()],
            Object::RowSecurity(_) => vec!["r.row_security()".to_owned()],
            Object::Ownership(ownership) => {
                let role = self.role(&Grantee::Role(ownership.role.clone()));
                vec![format!("r.owned_by({role})")]
            }
            Object::Grant(grant) => return self.grant(grant, fields),
            _ => return None,
        };
        let (first, calls) = calls.split_first()?;
        Some(literal::chain(first, calls, INDENTATION))
    }

    fn storage(&mut self, table: &Table, fields: &Columns) -> Vec<String> {
        let mut out = Vec::new();
        for (parameter, value) in table.storage.parameters.iter() {
            out.push(format!(
                "{INDENTATION}r.with({}, {});\n",
                word(parameter),
                word(value)
            ));
        }
        if table.storage.unlogged {
            out.push(format!("{INDENTATION}r.unlogged();\n"));
        }
        match table.storage.replica_identity {
            ReplicaIdentity::Default => {}
            ReplicaIdentity::Full => out.push(format!("{INDENTATION}r.replica_identity_full();\n")),
            ReplicaIdentity::Nothing => out.push(format!("{INDENTATION}r.replica_identity_nothing();\n")),
        }
        for column in &table.columns {
            let mut calls = Vec::new();
            if let Some(collation) = &column.collation {
                calls.push(if collation.namespace == "pg_catalog" {
                    format!(".collate({})", word(collation.name.as_str()))
                } else {
                    let (namespace, name) = (collation.namespace.as_str(), collation.name.as_str());
                    format!(".collate_in({}, {})", word(namespace), word(name))
                });
            }
            if let Some(target) = column.storage.statistics {
                calls.push(format!(".statistics({target})"));
            }
            if let Some(strategy) = column.storage.strategy {
                calls.push(format!(".store(Strategy::{strategy:?})"));
            }
            if let Some(compression) = column.storage.compression {
                calls.push(format!(".compress(Compression::{compression:?})"));
            }
            if let (false, Some(field)) = (calls.is_empty(), fields.get(&column.name)) {
                out.push(literal::chain(
                    &format!("r.column(c.{field})"),
                    &calls,
                    INDENTATION,
                ));
            }
        }
        out
    }

    /// An expression that is a key of an index: of which type is nobody's concern.
    pub(super) fn key_expression(&mut self, expression: &Expression) -> Option<String> {
        let Expression::Raw { sql, .. } = expression else {
            return None;
        };
        Some(format!("sql::<String>({})", literal::text(sql)))
    }

    fn index_key(&mut self, key: &IndexKey, fields: &Columns) -> Option<String> {
        let IndexKey {
            element,
            collation,
            direction,
            nulls,
            operator_class,
            class_namespace,
            class_parameters,
        } = key;
        if class_namespace.is_some() {
            return None;
        }
        let (mut out, is_column) = match element {
            IndexElement::Column(name) => (format!("c.{}", fields.get(name)?), true),
            IndexElement::Expression(expression) => (self.key_expression(expression)?, false),
        };
        let is_plain = collation.is_none()
            && nulls.is_none()
            && operator_class.is_none()
            && class_parameters.is_empty()
            && *direction == SortDirection::Ascending;
        if is_plain {
            return Some(out);
        }
        let has_word = collation.is_some() || operator_class.is_some();
        match direction {
            SortDirection::Descending => out.push_str(".desc()"),
            SortDirection::Ascending if !is_column || nulls.is_some() || !has_word => out.push_str(".asc()"),
            SortDirection::Ascending => {}
        }
        match nulls {
            Some(NullsOrder::First) => out.push_str(".nulls_first()"),
            Some(NullsOrder::Last) => out.push_str(".nulls_last()"),
            None => {}
        }
        if let Some(collation) = collation {
            if collation.namespace != "pg_catalog" {
                return None;
            }
            out.push_str(&format!(".collate({})", word(collation.name.as_str())));
        }
        if let Some(class) = operator_class {
            out.push_str(&format!(".operator_class({})", word(class.as_str())));
        }
        for (parameter, value) in class_parameters.iter() {
            out.push_str(&format!(".parameter({}, {})", word(parameter), word(value)));
        }
        Some(out)
    }

    fn index(&mut self, index: &Index, fields: &Columns) -> Option<Vec<String>> {
        let Index {
            table,
            on: _,
            name,
            unique,
            method,
            keys,
            include,
            filter,
            nulls_not_distinct,
            parameters,
            replica_identity,
        } = index;
        let too_many = keys.len() > MOST_COLUMNS || include.len() > MOST_COLUMNS;
        let in_order = keys
            .iter()
            .map(|key| &key.class_parameters)
            .chain([parameters])
            .all(are_in_order);
        if too_many || !in_order {
            return None;
        }
        let mut said = Vec::new();
        for key in keys {
            said.push(self.index_key(key, fields)?);
        }
        let said = match said.as_slice() {
            [one] => one.clone(),
            said => format!("({})", said.join(", ")),
        };
        let mut calls = vec![format!("r.index({said})")];
        if *unique {
            calls.push(".unique()".to_owned());
        }
        if *nulls_not_distinct {
            calls.push(".nulls_not_distinct()".to_owned());
        }
        if *method != voxanne_schema::model::IndexMethod::Btree {
            calls.push(format!(".using(IndexMethod::{method:?})"));
        }
        if !include.is_empty() {
            calls.push(format!(".include({})", tuple(include, fields, "c.")));
        }
        for (parameter, value) in parameters.iter() {
            calls.push(format!(".with({}, {})", word(parameter), word(value)));
        }
        if let Some(filter) = filter {
            calls.push(format!(".filter({})", self.condition(filter, &prefixed(fields))?));
        }
        if *replica_identity {
            calls.push(".replica_identity()".to_owned());
        }
        let columns: Vec<&str> = keys
            .iter()
            .map(|key| key.column_name().map_or("expr", Name::as_str))
            .collect();
        if default_name(table.name.as_str(), &columns.join("_"), "idx") != *name {
            calls.push(format!(".named({})", word(name.as_str())));
        }
        Some(calls)
    }

    fn statistics(&mut self, statistics: &Statistics, fields: &Columns) -> Option<Vec<String>> {
        let Statistics {
            table: _,
            name,
            kinds,
            keys,
            target,
        } = statistics;
        let mut said = Vec::new();
        for key in keys {
            said.push(self.index_key(&IndexKey::new(key.clone()), fields)?);
        }
        let said = match said.as_slice() {
            [one] => one.clone(),
            said if said.len() <= MOST_COLUMNS => format!("({})", said.join(", ")),
            _ => return None,
        };
        let mut calls = vec![format!("r.statistics({said})")];
        if !kinds.is_empty() {
            let kinds: Vec<String> = kinds
                .iter()
                .map(|kind| format!("StatisticsKind::{kind:?}"))
                .collect();
            calls.push(format!(".kinds([{}])", kinds.join(", ")));
        }
        calls.extend(target.map(|target| format!(".target({target})")));
        calls.push(format!(".named({})", word(name.as_str())));
        Some(calls)
    }

    fn policy(&mut self, policy: &Policy, fields: &Columns) -> Option<Vec<String>> {
        let Policy {
            table: _,
            name,
            permissiveness,
            command,
            roles,
            using,
            with_check,
        } = policy;
        let mut calls = vec![format!("r.policy({})", word(name.as_str()))];
        if *permissiveness == Permissiveness::Restrictive {
            calls.push(".restrictive()".to_owned());
        }
        if *command != Command::All {
            calls.push(format!(".on({command:?})"));
        }
        let roles: Vec<String> = roles.iter().map(|role| self.role(role)).collect();
        match roles.as_slice() {
            [] => {}
            [role] => calls.push(format!(".to({role})")),
            roles => calls.push(format!(".to([{}])", roles.join(", "))),
        }
        for (word, condition) in [("using", using), ("with_check", with_check)] {
            if let Some(condition) = condition {
                calls.push(format!(
                    ".{word}({})",
                    self.condition(condition, &prefixed(fields))?
                ));
            }
        }
        Some(calls)
    }

    fn trigger(&mut self, trigger: &Trigger, fields: &Columns) -> Option<Vec<String>> {
        let Trigger {
            table: _,
            name,
            timing,
            events,
            update_of,
            level,
            when,
            function,
            arguments,
            enabled,
            transitions,
            constraint,
        } = trigger;
        let function = self.function_type(function)?;
        let events: Vec<String> = events.iter().map(|event| format!("{event:?}")).collect();
        let events = match events.as_slice() {
            [one] => one.clone(),
            events => format!("({})", events.join(", ")),
        };
        let mut calls = match timing {
            TriggerTiming::Before => vec![
                format!("r.trigger({})", word(name.as_str())),
                format!(".before({events})"),
            ],
            TriggerTiming::After => vec![
                format!("r.trigger({})", word(name.as_str())),
                format!(".after({events})"),
            ],
            TriggerTiming::InsteadOf => {
                let is_plain = update_of.is_empty()
                    && *level == TriggerLevel::Row
                    && when.is_none()
                    && arguments.is_empty()
                    && *enabled == TriggerEnabled::Origin;
                let said = format!("r.instead_of({}, {events})", word(name.as_str()));
                return is_plain.then(|| vec![said, format!(".executes::<{function}>()")]);
            }
        };
        if !update_of.is_empty() {
            if update_of.len() > MOST_COLUMNS {
                return None;
            }
            calls.push(format!(".update_of({})", tuple(update_of, fields, "c.")));
        }
        if *level == TriggerLevel::Statement {
            calls.push(".for_each_statement()".to_owned());
        }
        let referencing = [
            ("referencing_old", &transitions.old),
            ("referencing_new", &transitions.new),
        ];
        for (method, alias) in referencing {
            calls.extend(
                alias
                    .iter()
                    .map(|alias| format!(".{method}({})", word(alias.as_str()))),
            );
        }
        match constraint {
            None => {}
            Some(voxanne_schema::model::Deferral::NotDeferrable) => calls.push(".constraint()".to_owned()),
            Some(voxanne_schema::model::Deferral::Deferrable) => calls.push(".deferrable()".to_owned()),
            Some(voxanne_schema::model::Deferral::InitiallyDeferred) => {
                calls.push(".initially_deferred()".to_owned());
            }
        }
        if let Some(when) = when {
            let Expression::Raw { sql, .. } = when else {
                return None;
            };
            calls.push(format!(".when(sql::<bool>({}))", literal::text(sql)));
        }
        match enabled {
            TriggerEnabled::Origin => {}
            TriggerEnabled::Always => calls.push(".always()".to_owned()),
            TriggerEnabled::Replica => calls.push(".in_replicas()".to_owned()),
            TriggerEnabled::Disabled => calls.push(".disabled()".to_owned()),
        }
        if !arguments.is_empty() {
            let arguments: Vec<String> = arguments.iter().map(|argument| literal::text(argument)).collect();
            calls.push(format!(".arguments([{}])", arguments.join(", ")));
        }
        calls.push(format!(".executes::<{function}>()"));
        Some(calls)
    }

    /// Whether the grants on an object are as definitions have them: in the order of the grantees, and none to be
    /// passed on.
    pub(super) fn grants_are_plain(&self, on: &GrantTarget) -> bool {
        let grants: Vec<&Grant> = self.schema.grants_on(on).collect();
        grants.iter().all(|grant| grant.grantable.is_empty()) && grants.is_sorted_by_key(|grant| grant.place)
    }

    fn grant(&mut self, grant: &Grant, fields: &Columns) -> Option<String> {
        if !self.grants_are_plain(&grant.on) {
            return None;
        }
        let role = self.role(&grant.grantee);
        let mut whole = Vec::new();
        let mut of_columns: BTreeMap<&[Name], Vec<Privilege>> = BTreeMap::new();
        for (privilege, scope) in &grant.privileges {
            match scope {
                PrivilegeScope::Whole => whole.push(*privilege),
                PrivilegeScope::Columns(columns) => of_columns.entry(columns).or_default().push(*privilege),
            }
        }
        let mut out = String::new();
        if !whole.is_empty() {
            let calls = [format!(".to({role})")];
            out.push_str(&literal::chain(
                &format!("r.grant({})", privileges(&whole)?),
                &calls,
                INDENTATION,
            ));
        }
        for (columns, said) in of_columns {
            if columns.len() > MOST_COLUMNS || columns.is_empty() {
                return None;
            }
            let calls = [
                format!(".columns({})", tuple(columns, fields, "c.")),
                format!(".to({role})"),
            ];
            out.push_str(&literal::chain(
                &format!("r.grant({})", privileges(&said)?),
                &calls,
                INDENTATION,
            ));
        }
        Some(out)
    }

    /// The fields of a relation, by the names of its columns.
    pub(super) fn fields_of(&self, relation: &ObjectId) -> Columns {
        let columns: Vec<&Name> = match self.schema.get(relation) {
            Some(Object::Table(table)) => table.columns.iter().map(|column| &column.name).collect(),
            Some(Object::View(view)) => view.columns.iter().map(|column| &column.name).collect(),
            Some(Object::MaterializedView(view)) => view.columns.iter().map(|column| &column.name).collect(),
            _ => Vec::new(),
        };
        let fields = names::fields(&columns);
        columns.into_iter().cloned().zip(fields).collect()
    }
}

/// Whether parameters stand in the order in which definitions have them: that of their names.
pub(super) fn are_in_order(parameters: &Parameters) -> bool {
    parameters.keys().is_sorted()
}

/// The privileges of tables, as commands; `All` where there are all of them.
fn privileges(privileges: &[Privilege]) -> Option<String> {
    const ALL: [Privilege; 7] = [
        Privilege::Select,
        Privilege::Insert,
        Privilege::Update,
        Privilege::Delete,
        Privilege::Truncate,
        Privilege::References,
        Privilege::Trigger,
    ];
    let is_of_tables = |privilege: &Privilege| ALL.contains(privilege) || *privilege == Privilege::Maintain;
    if !privileges.iter().all(is_of_tables) {
        return None;
    }
    let has_all = ALL.iter().all(|privilege| privileges.contains(privilege));
    let others = privileges
        .iter()
        .filter(|privilege| !has_all || !ALL.contains(privilege));
    let all = has_all.then(|| "All".to_owned());
    let said: Vec<String> = all
        .into_iter()
        .chain(others.map(|privilege| format!("{privilege:?}")))
        .collect();
    match said.as_slice() {
        [one] => Some(one.clone()),
        _ => Some(format!("({})", said.join(", "))),
    }
}
