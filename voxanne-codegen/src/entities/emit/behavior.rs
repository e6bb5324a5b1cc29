//! `impl ActiveModelBehavior`, which keeps columns that PostgreSQL alone may write out of every
//! insert and update of an active model, and keeps views from being written at all.

use quote::quote;
use syn::Item;

use crate::entities::ident::ident;
use crate::entities::plan::{Entity, Field, Written};

/// The impl of an entity that has columns of that kind.
pub(super) fn guarded(entity: &Entity<'_>) -> Option<Item> {
    let key_columns = entity.fields.iter().filter(|field| field.in_key).count();
    // sea-orm itself leaves a key of one column to the server. In a longer one, an update needs it.
    let alone = |field: &&Field<'_>| field.in_key && key_columns == 1;
    let fields: Vec<&Field<'_>> = entity
        .fields
        .iter()
        .filter(|field| matches!(field.written, Written::Computed | Written::AlwaysNumbered) && !alone(field))
        .collect();
    if fields.is_empty() {
        return None;
    }
    let names: Vec<String> = fields
        .iter()
        .map(|field| format!("`{}`", field.spelling.snake))
        .collect();
    let them = if names.len() == 1 { "it" } else { "them" };
    let note = format!(
        " Left out, because PostgreSQL alone writes {them}: {}.",
        names.join(", ")
    );
    let statements = fields.iter().map(|field| {
        let name = ident(&field.spelling.snake);
        let unset = quote!(self.#name = sea_orm::ActiveValue::NotSet;);
        if field.in_key {
            quote!(if insert { #unset })
        } else {
            unset
        }
    });
    let insert = if fields.iter().any(|field| field.in_key) {
        ident("insert")
    } else {
        ident("_insert")
    };
    syn::parse2(quote! {
        #[async_trait::async_trait]
        impl ActiveModelBehavior for ActiveModel {
            #[doc = #note]
            async fn before_save<C>(mut self, _db: &C, #insert: bool) -> Result<Self, DbErr>
            where
                C: ConnectionTrait,
            {
                #(#statements)*
                Ok(self)
            }
        }
    })
    .ok()
}

/// The impl of a view, which refuses whatever would write.
pub(super) fn read_only(entity: &Entity<'_>) -> Option<Item> {
    let message = format!(
        "`{}` is a view: write to the tables that it reads",
        entity.table.name
    );
    syn::parse2(quote! {
        #[async_trait::async_trait]
        impl ActiveModelBehavior for ActiveModel {
            #[doc = " Refused: a view is only read."]
            async fn before_save<C>(self, _db: &C, _insert: bool) -> Result<Self, DbErr>
            where
                C: ConnectionTrait,
            {
                Err(DbErr::Custom(#message.to_owned()))
            }

            #[doc = " Refused: a view is only read."]
            async fn before_delete<C>(self, _db: &C) -> Result<Self, DbErr>
            where
                C: ConnectionTrait,
            {
                Err(DbErr::Custom(#message.to_owned()))
            }
        }
    })
    .ok()
}
