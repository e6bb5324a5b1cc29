//! Types that exist elsewhere: of extensions, of PostgreSQL's own, or with modifiers.

use voxanne_schema::prelude::*;

sql_type! {
    /// `numeric(4, 2)`
    pub Numeric4_2 = "numeric"(4, 2);
}
