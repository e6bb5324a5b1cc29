//! Types that exist elsewhere: of extensions, of PostgreSQL's own, or with modifiers.

use voxanne_schema::prelude::*;

sql_type! {
    /// `"char"`
    pub Char = "\"char\"";
    /// `anyarray`
    pub Anyarray = "anyarray";
    /// `anyelement`
    pub Anyelement = "anyelement";
    /// `bit(3)`
    pub Bit3 = "bit"(3);
    /// `char(20)`
    pub Char20 = "char"(20);
    /// `interval hour to minute`
    pub IntervalHourToMinute = "interval hour to minute";
    /// `numeric(4, 2)`
    pub Numeric4_2 = "numeric"(4, 2);
    /// `numeric(5, 2)`
    pub Numeric5_2 = "numeric"(5, 2);
    /// `timestamptz(3)`
    pub Timestamptz3 = "timestamptz"(3);
    /// `tsvector`
    pub Tsvector = "tsvector";
}
