//! A struct with `#[view(…)]`.

use proc_macro2::Ident;
use syn::parse::ParseStream;
use syn::{DeriveInput, Expr, LitStr};

use super::attribute::{Assigned, Found, words};
use super::form;
use super::key::KeySays;
use super::signature::is_text;
use super::table::{Table, TableSays};
use crate::errors::{Errors, error};
use crate::word::{CHECK_OPTIONS, ViewWord, Vocabulary as _};

/// What `derive(View)` stands on.
pub(crate) struct View {
    /// The struct with its columns, as that of a table.
    pub(crate) table: Table,
    /// What the attribute says besides.
    pub(crate) says: ViewSays,
}

/// What `#[view(…)]` says of the query.
#[derive(Default)]
pub(crate) struct ViewSays {
    /// `query = …`
    pub(crate) query: Option<Assigned<Expr>>,
    /// `security_definer = …`
    pub(crate) security_definer: Option<Assigned<LitStr>>,
    /// `security_barrier`
    pub(crate) security_barrier: Option<Ident>,
    /// `check_option = …`, with the variant of `CheckOption`.
    pub(crate) check_option: Option<Assigned<Ident>>,
    /// `recursive`
    pub(crate) recursive: Option<Ident>,
    /// `materialized`
    pub(crate) materialized: Option<Ident>,
    /// `without_data`
    pub(crate) without_data: Option<Ident>,
    /// `exposes = …`
    pub(crate) exposes: Option<Assigned<LitStr>>,
}

impl View {
    /// Reads the struct.
    pub(crate) fn parse(input: &DeriveInput, errors: &Errors) -> Self {
        let mut says = ViewSays::default();
        let mut of_table = TableSays::default();
        let before = errors.count();
        let key = form::key(input);
        words(
            &input.attrs,
            errors,
            &|word| form::of_view(input, word),
            |found, input| says.take(found, input, &mut of_table, &key),
        );
        let is_readable = errors.count() == before;
        Self {
            table: Table::with(input, of_table, is_readable, ViewWord::ATTRIBUTE, errors),
            says,
        }
    }
}

impl ViewSays {
    fn take(
        &mut self,
        found: &Found<'_, ViewWord>,
        input: ParseStream,
        of_table: &mut TableSays,
        key: &str,
    ) -> syn::Result<()> {
        match found.word {
            ViewWord::Name => of_table.name = Some(found.text(input)?),
            ViewWord::RenamedFrom => of_table.renamed_from = Some(found.text(input)?),
            ViewWord::Namespace => of_table.namespace = Some(found.text(input)?),
            ViewWord::PrimaryKey => of_table.primary_key = Some(KeySays::parse(found, input, key, false)?),
            ViewWord::NoRules => {
                of_table.no_rules = true;
                found.flag(input)?;
            }
            ViewWord::Query => self.query = Some(query(found, input)?),
            ViewWord::SecurityDefiner => self.security_definer = Some(found.text(input)?),
            ViewWord::SecurityBarrier => found.flag_in(&mut self.security_barrier, input)?,
            ViewWord::CheckOption => self.check_option = Some(found.choice(input, CHECK_OPTIONS)?),
            ViewWord::Recursive => found.flag_in(&mut self.recursive, input)?,
            ViewWord::Materialized => found.flag_in(&mut self.materialized, input)?,
            ViewWord::WithoutData => found.flag_in(&mut self.without_data, input)?,
            ViewWord::Exposes => self.exposes = Some(found.text(input)?),
        }
        Ok(())
    }
}

/// A text, a constant, or a macro such as `include_str!`.
fn query(found: &Found<'_, ViewWord>, input: ParseStream) -> syn::Result<Assigned<Expr>> {
    let query: Assigned<Expr> = found.value(input)?;
    if is_text(&query.value) {
        return Ok(query);
    }
    let help = "write `query = \"SELECT … FROM …\"`, or `query = include_str!(\"view.sql\")`";
    Err(error(&query.value, "the query is one string", help))
}
