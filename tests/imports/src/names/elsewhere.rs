//! Types that exist elsewhere: of extensions, of PostgreSQL's own, or with modifiers.

use voxanne_schema::prelude::*;

sql_type! {
    /// `numeric(5, 2)`
    pub Numeric5_2 = "numeric"(5, 2);
    /// `public.Type`
    pub TypeType = "public"."Type";
}
