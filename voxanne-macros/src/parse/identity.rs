//! `identity`, `identity = by_default`, or `identity(by_default, start = 1000)`.

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Expr, Token, token};

use super::attribute::{Assigned, Found, choose, inside, to_comma, written};
use super::show::shown;
use crate::errors::error;
use crate::suggest;
use crate::word::{ColumnWord, IDENTITIES, identity};

/// What is said of an identity.
pub(crate) struct IdentitySays {
    /// The word: the user's own token.
    pub(crate) word: Ident,
    /// The variant of `Identity`.
    pub(crate) who: Ident,
    /// `start = …`, `increment = …`, `min = …`, `max = …`, `cache = …`
    pub(crate) numbers: Vec<Assigned<Expr>>,
    /// `cycle`
    pub(crate) cycle: Option<Ident>,
}

impl IdentitySays {
    /// Reads the word with what it says. Alone it is `always`.
    pub(super) fn parse(found: &Found<'_, ColumnWord>, input: ParseStream) -> syn::Result<Self> {
        let mut says = Self {
            word: found.ident.clone(),
            who: Ident::new(IDENTITIES[0].1, found.ident.span()),
            numbers: Vec::new(),
            cycle: None,
        };
        if input.peek(Token![=]) {
            let fork = input.fork();
            if fork.parse::<Token![=]>().is_ok() && fork.peek(token::Paren) {
                let help = written(&format!("identity({})", shown(&inside(&fork))));
                return Err(found.error("`identity` takes its list without `=`", &help));
            }
            says.who = found.choice(input, IDENTITIES)?.value;
        } else if input.peek(token::Paren) {
            let mut who = None;
            for item in found.list(input, Item::parse)? {
                says.take(item, &mut who)?;
            }
        } else {
            found.flag(input)?;
        }
        Ok(says)
    }

    fn take(&mut self, item: Item, who: &mut Option<Ident>) -> syn::Result<()> {
        match item {
            Item::Number(number) => {
                if self.numbers.iter().any(|said| said.word == number.word) {
                    return Err(twice(&number.word));
                }
                self.numbers.push(number);
            }
            Item::Word(word) if word == identity::CYCLE => {
                if self.cycle.replace(word.clone()).is_some() {
                    return Err(twice(&word));
                }
            }
            Item::Word(word) => {
                if who.replace(word.clone()).is_some() {
                    return Err(error(&word, "an identity is of one kind", "keep one of the two"));
                }
                self.who = choose(&word, identity::SELF, IDENTITIES)?;
            }
        }
        Ok(())
    }
}

fn twice(word: &Ident) -> syn::Error {
    error(word, &format!("`{word}` is said twice"), "keep one of the two")
}

/// One item of the list.
enum Item {
    Word(Ident),
    Number(Assigned<Expr>),
}

impl Parse for Item {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let word = input.call(Ident::parse_any)?;
        let name = word.to_string();
        let is_number = identity::NUMBERS.contains(&name.as_str());
        let is_word = name == identity::CYCLE || IDENTITIES.iter().any(|(of, _)| *of == name);
        if !is_number && !is_word {
            to_comma(input);
            let kinds = IDENTITIES.iter().map(|(of, _)| *of);
            let words = kinds.chain(identity::NUMBERS.iter().copied());
            let words: Vec<&str> = words.chain([identity::CYCLE]).collect();
            let message = format!("unknown word `{name}` in `identity(…)`");
            let help = suggest::help(&name, "words of `identity(…)`", &words);
            return Err(error(&word, &message, &help));
        }
        if !is_number {
            return Ok(Self::Word(word));
        }
        if input.parse::<Option<Token![=]>>()?.is_none() || input.is_empty() || input.peek(Token![,]) {
            let message = format!("`{name}` needs a value");
            return Err(error(&word, &message, &written(&format!("{name} = 100"))));
        }
        Ok(Self::Number(Assigned {
            word,
            value: input.parse()?,
        }))
    }
}
