//! What the pages say of views: their columns and queries, and with whose rights they read.

use voxanne_schema::model::{CommentTarget, GrantTarget, Index, ViewColumn, ViewSecurity};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::ObjectId;

use super::facts::Facts;
use super::{label, markdown as md};
use crate::analysis::lay_out;
use crate::sql;

/// A view, materialized or not.
struct View<'d> {
    id: ObjectId,
    name: &'d QualifiedName,
    columns: &'d [ViewColumn],
    query: &'d str,
    rights: String,
}

fn views<'d>(facts: &Facts<'d>) -> Vec<View<'d>> {
    let schema = &facts.declared.schema;
    let plain = schema.views().map(|view| View {
        id: ObjectId::View(view.name.clone()),
        name: &view.name,
        columns: &view.columns,
        query: &view.query,
        rights: match &view.security {
            ViewSecurity::Invoker => "those of whoever asks, policies included".to_owned(),
            ViewSecurity::Definer(why) => format!("those of its owner: {}", md::words(why)),
        },
    });
    let kept = schema.materialized_views().map(|view| View {
        id: ObjectId::MaterializedView(view.name.clone()),
        name: &view.name,
        columns: &view.columns,
        query: &view.query,
        rights: match &view.exposes {
            Some(why) => format!("keeps its rows, where no policy sees them: {}", md::words(why)),
            None => "keeps its rows; no tenant's are among them".to_owned(),
        },
    });
    let mut views: Vec<View<'_>> = plain.chain(kept).collect();
    views.sort_by_key(|view| view.name);
    views
}

/// What stands in each view; nothing where there is none.
pub(super) fn sections(facts: &Facts<'_>) -> String {
    let views = views(facts);
    if views.is_empty() {
        return String::new();
    }
    let mut text = "\n## Views\n".to_owned();
    for view in views {
        text.push_str(&section(facts, &view));
    }
    text
}

fn section(facts: &Facts<'_>, view: &View<'_>) -> String {
    let mut text = format!("\n### {}\n\n", md::code(&label::qualified(view.name)));
    if let Some(comment) = facts.comment(view.id.clone()) {
        text.push_str(&md::paragraphs(comment));
        text.push('\n');
    }
    text.push_str(&md::head(&["column", "type", "null", "what it is"]));
    for column in view.columns {
        let on = CommentTarget::Attribute(Box::new(view.id.clone()), column.name.clone());
        text.push_str(&md::row([
            md::code(column.name.as_str()).as_str(),
            &md::code(&label::data_type(&column.data_type)),
            if column.nullable { "yes" } else { "" },
            &md::words(facts.declared.schema.comment(&on).unwrap_or_default()),
        ]));
    }
    let kept = if matches!(view.id, ObjectId::MaterializedView(_)) {
        "A materialized view: its rows are those of the last refresh of"
    } else {
        "The rows of"
    };
    text.push_str(&format!("\n{kept}\n\n{}", md::block("sql", &lay_out(view.query))));
    let indexes: Vec<&Index> = facts
        .declared
        .schema
        .indexes()
        .filter(|index| index.relation() == view.id)
        .collect();
    if !indexes.is_empty() {
        text.push('\n');
    }
    for index in indexes {
        let unique = if index.unique { "unique index" } else { "index" };
        text.push_str(&format!(
            "- {}: {unique} on {}\n",
            md::code(index.name.as_str()),
            md::code(&sql::index_keys(index))
        ));
    }
    text
}

/// With whose rights each view reads, and who may read it; nothing where there is none.
pub(super) fn rights(facts: &Facts<'_>) -> String {
    let views = views(facts);
    if views.is_empty() {
        return String::new();
    }
    let mut text = "\n## Views\n\n".to_owned();
    text.push_str(&md::head(&["view", "rights", "granted to"]));
    for view in views {
        let target = if matches!(view.id, ObjectId::MaterializedView(_)) {
            GrantTarget::MaterializedView(view.name.clone())
        } else {
            GrantTarget::View(view.name.clone())
        };
        let granted: Vec<Name> = facts
            .grants_on(&target)
            .iter()
            .map(|grant| {
                Name::new(format!(
                    "{}: {}",
                    grant.grantee,
                    sql::privileges(&grant.privileges)
                ))
            })
            .collect();
        text.push_str(&md::row([
            md::code(&label::qualified(view.name)).as_str(),
            &view.rights,
            &md::codes(granted.iter().map(Name::as_str)),
        ]));
    }
    text
}

#[cfg(test)]
mod tests {
    use voxanne_schema::prelude::*;

    use crate::outputs::{policies, schema, typescript};

    #[derive(Table)]
    #[table(name = "orders", shared = "a test", no_rules)]
    struct Order {
        #[col(primary_key)]
        id: i64,
    }

    /// What there is.
    #[derive(View)]
    #[view(name = "shown", query = "SELECT orders.id FROM public.orders")]
    struct Shown {
        /// Its number.
        id: i64,
    }

    impl ViewRules for Shown {
        type Columns = ShownColumns;
        fn rules(_: ShownColumns, r: &mut Rules<'_, Self>) {
            r.grant(Select).to(PUBLIC);
        }
    }

    #[derive(View)]
    #[view(
        name = "kept",
        materialized,
        query = "SELECT count(*) AS orders FROM public.orders"
    )]
    struct Kept {
        orders: Option<i64>,
    }

    impl ViewRules for Kept {
        type Columns = KeptColumns;
        fn rules(c: KeptColumns, r: &mut Rules<'_, Self>) {
            r.index(c.orders).unique();
        }
    }

    #[test]
    fn views_are_told_of_everywhere() {
        let module = Module::new("create")
            .table::<Order>()
            .view::<Shown>()
            .view::<Kept>();
        let (declared, _) = Declaration::new("shop", Platform::Postgres)
            .module(module)
            .collect();
        let page = schema(&declared);
        for part in [
            "## Views\n\n### `kept`\n",
            "A materialized view: its rows are those of the last refresh of\n\n```sql\nSELECT count(*) AS orders\n",
            "- `kept_orders_idx`: unique index on `orders`\n",
            "### `shown`\n\nWhat there is.\n",
            "| `id` | `bigint` | | Its number. |\n",
        ] {
            let part = part.replace("AS orders\n", "AS orders FROM public.orders\n");
            assert!(page.contains(&part), "{part}\n{page}");
        }
        let rights = "| `shown` | those of whoever asks, policies included | `PUBLIC: SELECT` |\n";
        assert!(policies(&declared).contains(rights), "{}", policies(&declared));
        let types = typescript(&declared);
        let views = types.split("    Views: ").nth(1).unwrap_or_default();
        assert!(
            views.contains("      kept: {\n        Row: {\n          orders: number | null\n"),
            "{types}"
        );
        assert!(views.contains("      shown: {\n"), "{types}");
    }
}
