//! Types that exist elsewhere: of extensions, of PostgreSQL's own, or with modifiers.

use voxanne_schema::prelude::*;

sql_type! {
    /// `char(2)`
    pub Char2 = "char"(2);
    /// `public.citext`
    pub CitextType = "public"."citext";
}
