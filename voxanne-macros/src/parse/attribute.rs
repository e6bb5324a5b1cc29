//! Reads `#[word, word = value, word(list)]` attributes. One malformed item does not hide the others.

use proc_macro2::{Ident, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, MacroDelimiter, Meta, MetaList, Token, parenthesized, token};

use crate::errors::{Errors, error, with_help};
use crate::suggest;
use crate::word::Vocabulary;

/// A word, and where it stands.
pub(crate) struct Found<W> {
    /// The word.
    pub(crate) word: W,
    /// The user's own token.
    pub(crate) ident: Ident,
}

/// The value of a word, and where the word stands.
#[derive(Clone)]
pub(crate) struct Assigned<T> {
    /// The word: the user's own token.
    pub(crate) word: Ident,
    /// Its value.
    pub(crate) value: T,
}

/// Reads every attribute of the vocabulary and hands each word to `take`, which reads its value.
pub(crate) fn words<W: Vocabulary>(
    attributes: &[Attribute],
    errors: &Errors,
    mut take: impl FnMut(&Found<W>, ParseStream) -> syn::Result<()>,
) {
    let mut seen = Vec::new();
    for attribute in attributes {
        if !attribute.path().is_ident(W::ATTRIBUTE) {
            continue;
        }
        match &attribute.meta {
            Meta::List(list) if matches!(list.delimiter, MacroDelimiter::Paren(_)) => {
                read_list(list, &mut seen, errors, &mut take);
            }
            other => errors.at(
                other,
                &format!("`#[{}]` needs words in parentheses", W::ATTRIBUTE),
                &written(W::ALL[0].form()),
            ),
        }
    }
}

/// Reads one attribute. What syn finds left over after an error of ours says nothing new.
fn read_list<W: Vocabulary>(
    list: &MetaList,
    seen: &mut Vec<W>,
    errors: &Errors,
    take: &mut impl FnMut(&Found<W>, ParseStream) -> syn::Result<()>,
) {
    let before = errors.count();
    let outcome = list.parse_args_with(|input: ParseStream| {
        while !input.is_empty() {
            if let Err(error) = read_item(input, seen, take) {
                errors.push(error);
                skip_to_comma(input);
            }
            input.parse::<Option<Token![,]>>()?;
        }
        Ok(())
    });
    if let Err(error) = outcome
        && errors.count() == before
    {
        errors.push(error);
    }
}

fn read_item<W: Vocabulary>(
    input: ParseStream,
    seen: &mut Vec<W>,
    take: &mut impl FnMut(&Found<W>, ParseStream) -> syn::Result<()>,
) -> syn::Result<()> {
    let ident = input.call(Ident::parse_any).map_err(|e| {
        let message = format!("`#[{}(…)]` holds words", W::ATTRIBUTE);
        syn::Error::new(e.span(), with_help(&message, &written(W::ALL[0].form())))
    })?;
    let Some(word) = W::find(&ident) else {
        let message = format!("unknown word `{ident}` in `#[{}(…)]`", W::ATTRIBUTE);
        return Err(error(&ident, &message, &W::help(&ident.to_string())));
    };
    let found = Found { word, ident };
    if seen.contains(&word) && !word.repeats() {
        return Err(found.error(&format!("`{}` is said twice", word.name()), "keep one of the two"));
    }
    seen.push(word);
    take(&found, input)?;
    if input.is_empty() || input.peek(Token![,]) {
        return Ok(());
    }
    let message = format!("unexpected token after `{}`", word.name());
    let help = format!("{}, with commas between the words", written(word.form()));
    Err(syn::Error::new(input.span(), with_help(&message, &help)))
}

impl<W: Vocabulary> Found<W> {
    /// An error at the word.
    pub(crate) fn error(&self, message: &str, help: &str) -> syn::Error {
        error(&self.ident, message, help)
    }

    /// The help that shows the right form of the word.
    pub(crate) fn form(&self) -> String {
        written(self.word.form())
    }

    /// The word stands alone.
    pub(crate) fn flag(&self, input: ParseStream) -> syn::Result<Ident> {
        if input.peek(Token![=]) || input.peek(token::Paren) {
            let message = format!("`{}` takes no value", self.word.name());
            return Err(self.error(&message, &self.form()));
        }
        Ok(self.ident.clone())
    }

    /// `word = value`
    pub(crate) fn value<T: Parse>(&self, input: ParseStream) -> syn::Result<Assigned<T>> {
        self.value_with(input, T::parse)
    }

    /// `word = value`, the value read by a parser.
    pub(crate) fn value_with<T>(
        &self,
        input: ParseStream,
        parser: fn(ParseStream) -> syn::Result<T>,
    ) -> syn::Result<Assigned<T>> {
        let missing = || self.error(&format!("`{}` needs a value", self.word.name()), &self.form());
        if input.parse::<Option<Token![=]>>()?.is_none() || input.is_empty() || input.peek(Token![,]) {
            return Err(missing());
        }
        let value = parser(input).map_err(|e| self.malformed(&e))?;
        Ok(Assigned {
            word: self.ident.clone(),
            value,
        })
    }

    /// `word = one_of_these`
    pub(crate) fn choice(
        &self,
        input: ParseStream,
        choices: &[(&'static str, &'static str)],
    ) -> syn::Result<Assigned<Ident>> {
        let assigned = self.value_with(input, Ident::parse_any)?;
        let value = choose(&assigned.value, self.word.name(), choices)?;
        Ok(Assigned {
            word: assigned.word,
            value,
        })
    }

    /// `word(item, item)`
    pub(crate) fn list<T>(
        &self,
        input: ParseStream,
        parser: fn(ParseStream) -> syn::Result<T>,
    ) -> syn::Result<Punctuated<T, Token![,]>> {
        if !input.peek(token::Paren) {
            let message = format!("`{}` needs a list in parentheses", self.word.name());
            return Err(self.error(&message, &self.form()));
        }
        let content;
        let parentheses = parenthesized!(content in input);
        let items = Punctuated::parse_terminated_with(&content, parser).map_err(|e| self.malformed(&e));
        drain(&content);
        let items = items?;
        if items.is_empty() {
            let message = format!("`{}` names nothing", self.word.name());
            return Err(syn::Error::new(
                parentheses.span.join(),
                with_help(&message, &self.form()),
            ));
        }
        Ok(items)
    }

    /// What syn says of the value, with the right form. Errors of ours pass as they are.
    fn malformed(&self, error: &syn::Error) -> syn::Error {
        let said = error.to_string();
        if said.contains("\nhelp: ") {
            return error.clone();
        }
        let message = format!("malformed `{}`: {said}", self.word.name());
        let help = self.form();
        syn::Error::new(error.span(), with_help(&message, &help))
    }
}

/// The variant that a word stands for, with the word's own place.
pub(crate) fn choose(
    written: &Ident,
    of: &str,
    choices: &[(&'static str, &'static str)],
) -> syn::Result<Ident> {
    let word = written.unraw().to_string();
    if let Some((_, variant)) = choices.iter().find(|(name, _)| *name == word) {
        return Ok(Ident::new(variant, written.span()));
    }
    let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
    let message = format!("unknown value `{word}` of `{of}`");
    Err(error(written, &message, &suggest::help(&word, "values", &names)))
}

/// The help that shows a form.
pub(crate) fn written(form: &str) -> String {
    format!("write `{form}`")
}

fn skip_to_comma(input: ParseStream) {
    while !input.is_empty() && !input.peek(Token![,]) {
        if input.parse::<TokenTree>().is_err() {
            return;
        }
    }
}

/// Takes what is left, so that syn does not complain of it a second time.
pub(crate) fn drain(input: ParseStream) {
    while input.parse::<TokenTree>().is_ok() {}
}
