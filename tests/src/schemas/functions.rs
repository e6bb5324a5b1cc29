//! Functions of every form, and what depends on them.

use voxanne_schema::prelude::*;

use crate::Case;

/// Functions under checks, defaults, indexes, triggers and each other; one of them changes its body,
/// another its result.
#[must_use]
pub fn case() -> Case {
    let first = Module::new("create_words")
        .table::<Word>()
        .function::<is_word>()
        .function::<next_number>()
        .function::<count_words>()
        .function::<longest>()
        .function::<old::summary>()
        .function::<note_change>();
    let second = Module::new("create_words")
        .table::<Word>()
        .function::<is_word>()
        .function::<next_number>()
        .function::<count_words>()
        .function::<longest>()
        .function::<new::summary>()
        .function::<note_change>();
    Case {
        name: "functions_and_what_depends_on_them",
        states: vec![super::plain().module(first), super::plain().module(second)],
        rows: &[(0, "INSERT INTO words (text) VALUES ('one'), ('three');")],
        checks: &[],
    }
}

/// Words.
#[derive(Table)]
#[table(name = "words", shared = "a test")]
pub struct Word {
    #[col(primary_key, identity)]
    pub id: i64,
    pub text: String,
    #[col(default = next_number(1, 1))]
    pub number: i32,
}

impl TableRules for Word {
    type Columns = WordColumns;

    fn rules(c: WordColumns, r: &mut Rules<'_, Self>) {
        r.check(is_word(c.text)).named("words_text_is_word");
        r.index(is_word(c.text)).named("words_is_word");
        r.trigger("words_note_change")
            .after((Insert, Update))
            .when(c.text.new_value().ne(""))
            .executes::<note_change>();
    }
}

sql_fn! {
    /// Whether a text is one word.
    #[function(language = sql, immutable, strict)]
    pub fn is_word(text: String) -> bool {
        "SELECT text ~ '^[a-z]+$'"
    }

    /// The number after a number.
    #[function(language = sql, immutable)]
    pub fn next_number(number: i32, step: i32 = 1) -> i32 {
        "SELECT number + step"
    }

    /// How many words there are. It names the table in its body.
    #[function(language = sql, stable)]
    pub fn count_words() -> i64 {
        "SELECT count(*) FROM public.words"
    }

    /// The longest words, by way of another function. The body holds $$.
    #[function(language = plpgsql, stable, search_path = "")]
    pub fn longest(how_many: i32 = 1) -> setof table Word {
        "
BEGIN
    RAISE DEBUG 'of % words, costing $$', public.count_words();
    RETURN QUERY
    SELECT *
    FROM public.words
    ORDER BY length(words.text) DESC
    LIMIT how_many;
END;
"
    }

    #[function(language = plpgsql)]
    pub fn note_change() -> trigger {
        "
BEGIN
    RAISE DEBUG 'a word';
    RETURN NULL;
END;
"
    }
}

pub mod old {
    use voxanne_schema::prelude::*;

    sql_fn! {
        #[function(language = sql, stable, execute(PUBLIC))]
        pub fn summary() -> i64 {
            "SELECT public.count_words()"
        }
    }
}

pub mod new {
    use voxanne_schema::prelude::*;

    sql_fn! {
        /// Now with two columns.
        #[function(language = sql, stable, execute(PUBLIC))]
        pub fn summary() -> table(words: i64, letters: i64) {
            "SELECT public.count_words(), sum(length(text)) FROM public.words"
        }
    }
}
