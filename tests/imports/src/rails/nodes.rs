//! Nodes.

use voxanne_schema::prelude::*;

use super::functions::logidze_logger;

pub(crate) fn module() -> Module {
    Module::new("import_nodes")
        .as_found()
        .sequence::<NodesIdSeq>()
        .table::<Node>()
}

#[derive(Sequence)]
#[sequence(owned_by = Node::id)]
pub struct NodesIdSeq(i32);

#[derive(Table)]
#[table(name = "nodes", unique(parent_id, lft))]
pub struct Node {
    #[col(primary_key, default = nextval::<NodesIdSeq>())]
    pub id: i32,
    #[col(references = Node::id)]
    pub parent_id: Option<i32>,
    pub lft: Option<i32>,
    pub rgt: Option<i32>,
}

impl TableRules for Node {
    type Columns = NodeColumns;

    fn rules(c: NodeColumns, r: &mut Rules<'_, Self>) {
        r.key((c.parent_id, c.lft)).deferrable();
        r.check(sql::<bool>("lft < rgt")).named("nested");
        r.trigger("later").after(Insert).initially_deferred().executes::<logidze_logger>();
    }
}
