//! Reads `#[word, word = value, word(list)]` attributes. One malformed item does not hide the others.

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::buffer::Cursor;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{
    Attribute, Expr, Lit, LitBool, LitStr, MacroDelimiter, Meta, MetaList, MetaNameValue, Path, Token,
    parenthesized, token,
};

use super::show::shown;
use crate::errors::{Errors, error, with_help};
use crate::suggest;
use crate::word::Vocabulary;

/// The form in which to write a word on the item at hand: `name = "contacts"`.
pub(crate) type Forms<'f, W> = &'f dyn Fn(W) -> String;

/// A word, and where it stands.
pub(crate) struct Found<'f, W> {
    /// The word.
    pub(crate) word: W,
    /// The user's own token.
    pub(crate) ident: Ident,
    forms: Forms<'f, W>,
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
    forms: Forms<'_, W>,
    mut take: impl FnMut(&Found<'_, W>, ParseStream) -> syn::Result<()>,
) {
    let mut seen = Vec::new();
    for attribute in attributes {
        if !attribute.path().is_ident(W::ATTRIBUTE) {
            continue;
        }
        match &attribute.meta {
            Meta::List(list) if matches!(list.delimiter, MacroDelimiter::Paren(_)) => {
                read_list(list, &mut seen, errors, forms, &mut take);
            }
            other => errors.at(
                other,
                &format!("`#[{}]` needs words in parentheses", W::ATTRIBUTE),
                &written(&in_parentheses(other, forms)),
            ),
        }
    }
}

/// The attribute as it should be: with its own words, with its text, or with an example.
fn in_parentheses<W: Vocabulary>(meta: &Meta, forms: Forms<'_, W>) -> String {
    let words = match meta {
        Meta::List(list) => shown(&list.tokens),
        Meta::NameValue(MetaNameValue {
            value: Expr::Lit(text),
            ..
        }) if matches!(text.lit, Lit::Str(_)) => format!("{} = {}", W::TEXT.name(), shown(text)),
        Meta::NameValue(_) | Meta::Path(_) => forms(W::ALL[0]),
    };
    format!("#[{}({words})]", W::ATTRIBUTE)
}

/// Reads one attribute. What syn finds left over after an error of ours says nothing new.
fn read_list<W: Vocabulary>(
    list: &MetaList,
    seen: &mut Vec<W>,
    errors: &Errors,
    forms: Forms<'_, W>,
    take: &mut impl FnMut(&Found<'_, W>, ParseStream) -> syn::Result<()>,
) {
    let before = errors.count();
    let outcome = list.parse_args_with(|input: ParseStream| {
        while !input.is_empty() {
            let start = input.cursor();
            if let Err(error) = read_item(input, seen, forms, take) {
                errors.push(error);
                skip_to_comma(input);
            } else if !input.is_empty() && !input.peek(Token![,]) {
                errors.push(left_over::<W>(&between(start, input.cursor()), input));
                if known::<W>(input).is_none() {
                    skip_to_comma(input);
                }
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
    forms: Forms<'_, W>,
    take: &mut impl FnMut(&Found<'_, W>, ParseStream) -> syn::Result<()>,
) -> syn::Result<()> {
    let ident = input.call(Ident::parse_any).map_err(|e| {
        let form = match input.fork().parse::<LitStr>() {
            Ok(text) => format!("{} = {}", W::TEXT.name(), shown(&text)),
            Err(_) => forms(W::TEXT),
        };
        let message = format!("`#[{}(…)]` holds words", W::ATTRIBUTE);
        syn::Error::new(e.span(), with_help(&message, &written(&form)))
    })?;
    let Some(word) = W::find(&ident) else {
        let message = format!("unknown word `{ident}` in {}", W::PLACE);
        return Err(error(&ident, &message, &W::help(&ident.to_string())));
    };
    let found = Found { word, ident, forms };
    if seen.contains(&word) && !word.repeats() {
        return Err(found.error(&format!("`{}` is said twice", word.name()), "keep one of the two"));
    }
    seen.push(word);
    take(&found, input)
}

/// The word that comes next, if one does.
fn known<W: Vocabulary>(input: ParseStream) -> Option<W> {
    W::find(&input.fork().call(Ident::parse_any).ok()?)
}

/// What stands after a whole item, where a comma should.
fn left_over<W: Vocabulary>(item: &TokenStream, input: ParseStream) -> syn::Error {
    let item = shown(item);
    let (message, help) = match known::<W>(input) {
        Some(word) => (
            format!("a comma is missing before `{}`", word.name()),
            format!("write `{item}, {}`", shown(&to_comma(&input.fork()))),
        ),
        None => (
            format!("nothing more belongs to `{item}`"),
            "take this away, or write a comma before the next word".to_owned(),
        ),
    };
    syn::Error::new(input.span(), with_help(&message, &help))
}

impl<W: Vocabulary> Found<'_, W> {
    /// An error at the word.
    pub(crate) fn error(&self, message: &str, help: &str) -> syn::Error {
        error(&self.ident, message, help)
    }

    /// The help that shows the right form of the word.
    pub(crate) fn form(&self) -> String {
        written(&(self.forms)(self.word))
    }

    /// The word stands alone.
    pub(crate) fn flag(&self, input: ParseStream) -> syn::Result<Ident> {
        let name = self.word.name();
        if input.peek(Token![=]) || input.peek(token::Paren) {
            let fork = input.fork();
            let denied =
                fork.parse::<Token![=]>().is_ok() && fork.parse::<LitBool>().is_ok_and(|it| !it.value);
            let help = if denied {
                format!("take `{name}` away")
            } else {
                written(name)
            };
            return Err(self.error(&format!("`{name}` takes no value"), &help));
        }
        Ok(self.ident.clone())
    }

    /// The word stands alone, and counts even if it does not.
    pub(crate) fn flag_in(&self, said: &mut Option<Ident>, input: ParseStream) -> syn::Result<()> {
        *said = Some(self.ident.clone());
        self.flag(input).map(|_| ())
    }

    /// `word = value`
    pub(crate) fn value<T: Parse>(&self, input: ParseStream) -> syn::Result<Assigned<T>> {
        self.value_with(input, T::parse)
    }

    /// `word = "text"`
    pub(crate) fn text(&self, input: ParseStream) -> syn::Result<Assigned<LitStr>> {
        let value = self.begin_value(input)?;
        if !input.peek(LitStr) {
            let name = self.word.name();
            let message = format!("`{name}` takes a text in double quotes");
            let help = match input.fork().call(Ident::parse_any) {
                Ok(bare) => written(&format!("{name} = \"{bare}\"")),
                Err(_) => self.form(),
            };
            return Err(syn::Error::new(input.span(), with_help(&message, &help)));
        }
        Ok(value.with(input.parse()?))
    }

    /// `word = value`, the value read by a parser.
    pub(crate) fn value_with<T>(
        &self,
        input: ParseStream,
        parser: fn(ParseStream) -> syn::Result<T>,
    ) -> syn::Result<Assigned<T>> {
        let value = self.begin_value(input)?;
        Ok(value.with(parser(input).map_err(|e| self.malformed(&e))?))
    }

    /// Reads the `=`, after which there is something.
    fn begin_value(&self, input: ParseStream) -> syn::Result<Assigned<()>> {
        let name = self.word.name();
        if input.peek(token::Paren) {
            let value = inside(input);
            if !value.is_empty() {
                let message = format!("`{name}` takes its value after `=`");
                return Err(self.error(&message, &written(&format!("{name} = {}", shown(&value)))));
            }
        }
        if input.parse::<Option<Token![=]>>()?.is_none() || input.is_empty() || input.peek(Token![,]) {
            return Err(self.error(&format!("`{name}` needs a value"), &self.form()));
        }
        Ok(Assigned {
            word: self.ident.clone(),
            value: (),
        })
    }

    /// A value, with the place of the word.
    pub(crate) fn assigned<T>(&self, value: T) -> Assigned<T> {
        Assigned {
            word: self.ident.clone(),
            value,
        }
    }

    /// `word = Table::column`: a path to the constant of a column, at least a table and a column.
    pub(crate) fn column(&self, input: ParseStream) -> syn::Result<Assigned<Path>> {
        let path: Assigned<Path> = self.value(input)?;
        if path.value.segments.len() < 2 {
            let name = self.word.name();
            let message = format!("`{name}` needs a table and its column");
            let help = written(&format!("{name} = {}::id", shown(&path.value)));
            return Err(error(&path.value, &message, &help));
        }
        Ok(path)
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
            let name = self.word.name();
            let fork = input.fork();
            let help = match fork.parse::<Token![=]>() {
                Ok(_) if fork.peek(token::Paren) => written(&format!("{name}({})", shown(&inside(&fork)))),
                Ok(_) if !fork.is_empty() => written(&format!("{name}({})", shown(&to_comma(&fork)))),
                _ => self.form(),
            };
            return Err(self.error(&format!("`{name}` needs a list in parentheses"), &help));
        }
        let content;
        parenthesized!(content in input);
        let items = Punctuated::parse_terminated_with(&content, parser).map_err(|e| self.malformed(&e));
        drain(&content);
        items
    }

    /// What syn says of the value, with the right form. Errors of ours pass as they are.
    fn malformed(&self, error: &syn::Error) -> syn::Error {
        let said = error.to_string();
        if said.contains("\nhelp: ") {
            return error.clone();
        }
        let message = format!("malformed `{}`: {said}", self.word.name());
        syn::Error::new(error.span(), with_help(&message, &self.form()))
    }
}

impl Assigned<()> {
    fn with<T>(self, value: T) -> Assigned<T> {
        Assigned {
            word: self.word,
            value,
        }
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
    to_comma(input);
}

/// Takes what stands before the next comma.
pub(super) fn to_comma(input: ParseStream) -> TokenStream {
    let mut tokens = TokenStream::new();
    while !input.is_empty() && !input.peek(Token![,]) {
        match input.parse::<TokenTree>() {
            Ok(token) => tokens.extend([token]),
            Err(_) => break,
        }
    }
    tokens
}

/// What stands inside the parentheses that come next.
pub(super) fn inside(input: ParseStream) -> TokenStream {
    match input.fork().parse::<TokenTree>() {
        Ok(TokenTree::Group(group)) => group.stream(),
        _ => TokenStream::new(),
    }
}

/// The tokens from one place to another.
fn between(start: Cursor<'_>, end: Cursor<'_>) -> TokenStream {
    let mut tokens = TokenStream::new();
    let mut place = start;
    while place != end
        && let Some((token, next)) = place.token_tree()
    {
        tokens.extend([token]);
        place = next;
    }
    tokens
}

/// Takes what is left, so that syn does not complain of it a second time.
pub(crate) fn drain(input: ParseStream) {
    while input.parse::<TokenTree>().is_ok() {}
}
