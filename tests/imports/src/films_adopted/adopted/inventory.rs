//! Inventory.

use voxanne_schema::prelude::*;

use crate::films_adopted::film::{Film, MpaaRating, last_updated};
use super::elsewhere::Numeric4_2;

pub(crate) fn module() -> Module {
    Module::new("adopt_inventory")
        .as_found()
        .enumeration::<Shelf>()
        .table::<Inventory>()
}

#[derive(PgEnum)]
pub enum Shelf {
    Front,
    #[pg_enum(label = "back room")]
    BackRoom,
}

/// What stands on the shelves.
#[derive(Table)]
#[table(name = "inventory")]
pub struct Inventory {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(references = Film::film_id)]
    pub film_id: i64,
    #[col(default = sql::<MpaaRating>("'G'::public.mpaa_rating"))]
    pub rating: Option<MpaaRating>,
    pub price: Numeric4_2,
    #[col(default = Shelf::Front)]
    pub shelf: Shelf,
    #[col(default = now())]
    pub seen_at: Timestamptz,
}

impl TableRules for Inventory {
    type Columns = InventoryColumns;

    fn rules(c: InventoryColumns, r: &mut Rules<'_, Self>) {
        r.index(c.film_id);
        r.grant(Select).to(PUBLIC);
        r.trigger("last_updated").before(Update).executes::<last_updated>();
    }
}
