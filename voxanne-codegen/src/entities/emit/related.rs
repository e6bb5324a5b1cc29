//! How code gets from one entity to another: `impl Related`, and `impl Linked` for the ways that
//! must be named.

use quote::quote;
use syn::punctuated::Punctuated;
use syn::token;
use syn::{
    Block, Expr, ExprCall, ExprMethodCall, ExprPath, FnModifiers, Generics, ImplItem, ImplItemFn,
    ImplModifiers, Item, ItemImpl, Path, ReturnType, Safety, Signature, Stmt, Type, Visibility,
};

use super::Writer;
use super::source::Source;
use super::syntax::{generic, generic_type, path, type_of};
use crate::entities::ident::ident;
use crate::entities::plan::{Bridge, Cardinality, Entity, Reach, Relation};

impl Writer<'_> {
    /// Writes every `impl Related` of an entity.
    pub(super) fn related_impls(&self, entity: &Entity<'_>, source: &mut Source) {
        for relation in entity
            .relations
            .iter()
            .filter(|relation| relation.reach == Reach::Related)
        {
            source.item(self.related_by(entity, relation));
        }
        for bridge in entity.bridges.iter().filter(|bridge| bridge.link.is_none()) {
            source.item(self.related_through(entity, bridge));
        }
    }

    /// Writes every `impl Linked` of an entity.
    pub(super) fn links(&self, entity: &Entity<'_>, source: &mut Source) {
        for relation in &entity.relations {
            if let Reach::Named { link, reverse } = &relation.reach {
                self.linked_by_name(entity, relation, (link, reverse), source);
            }
        }
        for bridge in &entity.bridges {
            if let Some(link) = &bridge.link {
                self.linked_through(entity, bridge, link, source);
            }
        }
    }

    /// `impl Related` by a variant of the entity's own `Relation`.
    pub(super) fn related_by(&self, entity: &Entity<'_>, relation: &Relation) -> Item {
        related(
            self.entity_at(entity, relation.target),
            vec![to(def(&[], &relation.variant))],
        )
    }

    /// The type of the entity at that place, as the file of another names it.
    pub(super) fn entity_at(&self, entity: &Entity<'_>, target: usize) -> Type {
        let other = &self.plan.entities[target];
        if other.table.name == entity.table.name {
            type_of(&["Entity"])
        } else {
            type_of(&["super", &other.spelling.snake, "Entity"])
        }
    }

    fn related_through(&self, entity: &Entity<'_>, bridge: &Bridge) -> Item {
        let between = [
            "super",
            self.plan.entities[bridge.through].spelling.snake.as_str(),
        ];
        let back = call(def(&between, &bridge.to_here), "rev");
        let via = ImplItem::Fn(function(
            "via",
            generic_type("Option", type_of(&["RelationDef"])),
            some(back),
        ));
        related(
            self.entity_at(entity, bridge.target),
            vec![to(def(&between, &bridge.to_there)), via],
        )
    }

    fn linked_by_name(
        &self,
        entity: &Entity<'_>,
        relation: &Relation,
        names: (&str, &str),
        source: &mut Source,
    ) {
        let (link, reverse) = names;
        let other = &self.plan.entities[relation.target];
        let there = &other.spelling.snake;
        let note = match relation.cardinality {
            Cardinality::BelongsTo => {
                let verb = if relation.from.len() == 1 {
                    "refers"
                } else {
                    "refer"
                };
                format!(
                    "To the row of `{there}` that {} {verb} to.",
                    names_of(entity, &relation.from)
                )
            }
            Cardinality::HasOne | Cardinality::HasMany => {
                format!(
                    "To the rows of `{there}` that refer here by {}.",
                    names_of(other, &relation.to)
                )
            }
        };
        let hop = if self.has_variant(relation) {
            def(&[], &relation.variant)
        } else if other.table.name == entity.table.name {
            call(def(&[], reverse), "rev")
        } else {
            call(def(&["super", there], reverse), "rev")
        };
        self.link(
            &note,
            link,
            &self.entity_at(entity, relation.target),
            &[hop],
            source,
        );
    }

    fn linked_through(&self, entity: &Entity<'_>, bridge: &Bridge, link: &str, source: &mut Source) {
        let between = &self.plan.entities[bridge.through].spelling.snake;
        let note = format!(
            "To `{}`, through `{between}`.",
            self.plan.entities[bridge.target].spelling.snake
        );
        let back = call(def(&["super", between], &bridge.to_here), "rev");
        let hops = [back, def(&["super", between], &bridge.to_there)];
        self.link(&note, link, &self.entity_at(entity, bridge.target), &hops, source);
    }

    fn link(&self, note: &str, name: &str, target: &Type, hops: &[Expr], source: &mut Source) {
        let (name, note) = (ident(name), format!(" {note}"));
        let items = [
            quote! {
                #[doc = #note]
                #[derive(Clone, Copy, Debug)]
                pub struct #name;
            },
            quote! {
                impl Linked for #name {
                    type FromEntity = Entity;
                    type ToEntity = #target;

                    fn link(&self) -> Vec<RelationDef> {
                        vec![#(#hops),*]
                    }
                }
            },
        ];
        items
            .into_iter()
            .filter_map(|tokens| syn::parse2(tokens).ok())
            .for_each(|item| source.item(item));
    }
}

fn names_of(entity: &Entity<'_>, places: &[usize]) -> String {
    let names: Vec<String> = places
        .iter()
        .map(|place| format!("`{}`", entity.fields[*place].spelling.snake))
        .collect();
    names.join(" and ")
}

/// `impl Related<target> for Entity { … }`
fn related(target: Type, items: Vec<ImplItem>) -> Item {
    Item::Impl(ItemImpl {
        attrs: Vec::new(),
        modifiers: ImplModifiers::default(),
        unsafety: None,
        impl_token: token::Impl::default(),
        generics: Generics::default(),
        trait_: Some((generic("Related", target), token::For::default())),
        self_ty: Box::new(type_of(&["Entity"])),
        brace_token: token::Brace::default(),
        items,
    })
}

/// `fn to() -> RelationDef { … }`
fn to(body: Expr) -> ImplItem {
    ImplItem::Fn(function("to", type_of(&["RelationDef"]), body))
}

fn function(name: &str, output: Type, body: Expr) -> ImplItemFn {
    ImplItemFn {
        attrs: Vec::new(),
        vis: Visibility::Inherited,
        modifiers: FnModifiers::default(),
        sig: Signature {
            constness: None,
            asyncness: None,
            safety: Safety::Default,
            abi: None,
            fn_token: token::Fn::default(),
            ident: ident(name),
            generics: Generics::default(),
            paren_token: token::Paren::default(),
            inputs: Punctuated::new(),
            variadic: None,
            output: ReturnType::Type(token::RArrow::default(), Box::new(output)),
        },
        block: Block {
            brace_token: token::Brace::default(),
            stmts: vec![Stmt::Expr(body, None)],
        },
    }
}

/// `module::Relation::variant.def()`
fn def(module: &[&str], variant: &str) -> Expr {
    let segments: Vec<&str> = module.iter().copied().chain(["Relation", variant]).collect();
    call(expr(path(&segments)), "def")
}

/// `receiver.method()`
fn call(receiver: Expr, method: &str) -> Expr {
    Expr::MethodCall(ExprMethodCall {
        attrs: Vec::new(),
        receiver: Box::new(receiver),
        dot_token: token::Dot::default(),
        method: ident(method),
        turbofish: None,
        paren_token: token::Paren::default(),
        args: Punctuated::new(),
    })
}

/// `Some(value)`
fn some(value: Expr) -> Expr {
    Expr::Call(ExprCall {
        attrs: Vec::new(),
        func: Box::new(expr(path(&["Some"]))),
        paren_token: token::Paren::default(),
        args: Punctuated::from_iter([value]),
    })
}

fn expr(path: Path) -> Expr {
    Expr::Path(ExprPath {
        attrs: Vec::new(),
        qself: None,
        path,
    })
}
