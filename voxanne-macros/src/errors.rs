//! Gathers the errors of one expansion, so that all of them are told at once.

use std::cell::RefCell;

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;

/// The errors found so far. It panics when dropped before [`Errors::check`], so that no error is lost.
pub(crate) struct Errors {
    list: RefCell<Option<Vec<syn::Error>>>,
}

impl Errors {
    /// No errors yet.
    pub(crate) fn new() -> Self {
        Self {
            list: RefCell::new(Some(Vec::new())),
        }
    }

    /// Says what is wrong with these tokens, and the form to write instead.
    pub(crate) fn at(&self, tokens: &dyn ToTokens, message: &str, help: &str) {
        self.push(error(tokens, message, help));
    }

    /// Keeps an error for later.
    pub(crate) fn push(&self, error: syn::Error) {
        if let Some(list) = self.list.borrow_mut().as_mut() {
            list.push(error);
        }
    }

    /// How many there are so far.
    pub(crate) fn count(&self) -> usize {
        self.list.borrow().as_ref().map_or(0, Vec::len)
    }

    /// The errors as the compiler shows them, in the order of the source; no tokens when there are none.
    pub(crate) fn check(self) -> TokenStream {
        let mut errors = self.list.borrow_mut().take().unwrap_or_default();
        if proc_macro::is_available() {
            errors.sort_by_key(|error| place(error.span()));
        }
        errors.iter().map(syn::Error::to_compile_error).collect()
    }
}

impl Drop for Errors {
    fn drop(&mut self) {
        assert!(
            self.list.borrow().is_none() || std::thread::panicking(),
            "the errors of an expansion were not checked"
        );
    }
}

/// The line and the column.
fn place(span: Span) -> (usize, usize) {
    let span = span.unwrap();
    (span.line(), span.column())
}

/// An error over all of these tokens, with its help.
pub(crate) fn error(tokens: &dyn ToTokens, message: &str, help: &str) -> syn::Error {
    syn::Error::new_spanned(tokens.to_token_stream(), with_help(message, help))
}

/// A message with its help, in the form in which the compiler lays it out.
pub(crate) fn with_help(message: &str, help: &str) -> String {
    format!("{message}\nhelp: {help}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_is_told() {
        let errors = Errors::new();
        errors.at(&quote::quote!(a), "first", "write it so");
        errors.at(&quote::quote!(b), "second", "write it so");
        let told = errors.check().to_string();
        assert!(told.contains("first") && told.contains("second"), "{told}");
    }

    #[test]
    #[should_panic(expected = "not checked")]
    fn unchecked_errors_panic() {
        drop(Errors::new());
    }
}
