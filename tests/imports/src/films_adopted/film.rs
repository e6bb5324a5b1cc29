//! Film.

use voxanne_schema::prelude::*;

use super::elsewhere::{Bit3, Char, IntervalHourToMinute, Numeric4_2, Numeric5_2, Tsvector};
use super::types::ActorActorIdSeq;

pub(crate) fn module() -> Module {
    Module::new("import_film")
        .as_found()
        .enumeration::<MpaaRating>()
        .domain::<Year>()
        .sequence::<FilmFilmIdSeq>()
        .table::<Actor>()
        .table::<Film>()
        .table::<FilmActor>()
        .table::<FilmCategory>()
        .function::<last_updated>()
}

/// who may see it
#[derive(PgEnum)]
pub enum MpaaRating {
    #[pg_enum(label = "G")]
    G,
    #[pg_enum(label = "PG")]
    Pg,
    #[pg_enum(label = "PG-13")]
    Pg13,
    #[pg_enum(label = "R")]
    R,
    #[pg_enum(label = "NC-17")]
    Nc17,
    #[pg_enum(label = "X")]
    X,
}

#[derive(Domain)]
#[domain(check(year_check = "((VALUE >= 1901) AND (VALUE <= 2155))"), usage(PUBLIC))]
pub struct Year(i32);

#[derive(Sequence)]
#[sequence(owned_by = Film::film_id)]
pub struct FilmFilmIdSeq(i64);

#[derive(Table)]
#[table(name = "actor")]
pub struct Actor {
    #[col(primary_key, default = nextval_as::<ActorActorIdSeq, i32>())]
    pub actor_id: i32,
    pub first_name: Varchar<45>,
    pub last_name: Varchar<45>,
    #[col(default = sql::<Timestamp>("now()"))]
    pub last_update: Timestamp,
}

impl TableRules for Actor {
    type Columns = ActorColumns;

    fn rules(_: ActorColumns, r: &mut Rules<'_, Self>) {
        r.trigger("last_updated").before(Update).executes::<last_updated>();
    }
}

/// What can be lent.
///
/// It's all of it.
#[derive(Table)]
#[table(name = "film")]
pub struct Film {
    #[col(primary_key, default = nextval::<FilmFilmIdSeq>())]
    pub film_id: i64,
    /// As it stands on the cover
    pub title: Varchar<255>,
    pub description: Option<String>,
    pub release_year: Option<Year>,
    pub language_id: i16,
    pub original_language_id: Option<i16>,
    #[col(default = 3_i16)]
    pub rental_duration: i16,
    #[col(default = sql::<Numeric4_2>("4.99"))]
    pub rental_rate: Numeric4_2,
    pub length: Option<i16>,
    #[col(default = sql::<Numeric5_2>("19.99"))]
    pub replacement_cost: Numeric5_2,
    #[col(default = MpaaRating::G)]
    pub rating: Option<MpaaRating>,
    #[col(default = sql::<Timestamp>("now()"))]
    pub last_update: Timestamp,
    #[col(default = sql::<Vec<String>>("'{}'::text[]"))]
    pub special_features: Option<Vec<String>>,
    pub fulltext: Tsvector,
    #[col(generated = sql::<Numeric5_2>("((rental_duration)::numeric * rental_rate)"))]
    pub revenue_projection: Option<Numeric5_2>,
    pub runtime: Option<IntervalHourToMinute>,
    #[col(default = sql::<Bit3>(r#"'101'::"bit""#))]
    pub flags: Option<Bit3>,
    pub shape: Option<Char>,
}

impl TableRules for Film {
    type Columns = FilmColumns;

    fn rules(c: FilmColumns, r: &mut Rules<'_, Self>) {
        r.index((sql::<String>("lower((title)::text)").asc().operator_class("text_pattern_ops"), c.release_year.desc().nulls_last()))
            .include(c.rating)
            .filter(sql::<bool>("length > 60"))
            .named("idx_title");
    }
}

#[derive(Table)]
#[table(name = "film_actor", primary_key(actor_id, film_id))]
pub struct FilmActor {
    #[col(references = Actor::actor_id, on_delete = restrict, on_update = cascade)]
    pub actor_id: i32,
    #[col(references = Film::film_id, on_delete = cascade, on_update = cascade)]
    pub film_id: i64,
}

impl TableRules for FilmActor {
    type Columns = FilmActorColumns;

    fn rules(c: FilmActorColumns, r: &mut Rules<'_, Self>) {
        r.index((c.film_id, c.actor_id)).unique().with("fillfactor", "70").named("idx_unq");
    }
}

#[derive(Table)]
#[table(name = "film_category", primary_key(film_id, category_id))]
pub struct FilmCategory {
    #[col(references = Film::film_id)]
    pub film_id: i64,
    pub category_id: i32,
}

impl TableRules for FilmCategory {
    type Columns = FilmCategoryColumns;

    fn rules(c: FilmCategoryColumns, r: &mut Rules<'_, Self>) {
        r.foreign_key(c.film_id).not_valid();
    }
}

sql_fn! {
    /// keeps last_update
    #[function(language = plpgsql, execute(PUBLIC))]
    pub fn last_updated() -> trigger {
        include_str!("sql/last_updated.sql")
    }
}
