//! The notices and warnings that a server sends while it runs a script.
//!
//! Owns how we get at them: the driver (sqlx 0.9) hands notices to nobody, but writes each as a
//! `tracing` event with the target `sqlx::postgres::notice`. So a subscriber of ours stands in for
//! the caller's while a script runs, keeps those events and drops all others. Only severity and
//! message survive that way: a notice's detail, hint and SQLSTATE are lost.
//!
//! One consequence: once a subscriber was set anywhere in a process, `tracing` no longer passes
//! events on to the `log` crate. Who wants the events of libraries sets a subscriber, as usual.
//!
//! Does not print anything.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::{Interest, Subscriber};
use tracing::{Event, Level, Metadata};

const TARGET: &str = "sqlx::postgres::notice";

/// How serious a notice is. Less serious ones are seen only when `client_min_messages` lets them
/// through; the driver writes `INFO` and `LOG` alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoticeLevel {
    /// `DEBUG1` to `DEBUG5`.
    Debug,
    /// `INFO` and `LOG`.
    Info,
    /// `NOTICE`.
    Notice,
    /// `WARNING`.
    Warning,
}

/// What the server remarked without failing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// How serious it is.
    pub level: NoticeLevel,
    /// The server's words.
    pub message: String,
}

/// Collects notices; clones share what they collect.
#[derive(Clone, Default)]
pub(crate) struct Notices(Arc<Mutex<Vec<Notice>>>);

impl Notices {
    /// Everything since the last call.
    pub(crate) fn take(&self) -> Vec<Notice> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn push(&self, notice: Notice) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(notice);
    }
}

impl Subscriber for Notices {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        if metadata.target() == TARGET {
            Interest::sometimes()
        } else {
            Interest::never()
        }
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == TARGET
    }

    fn event(&self, event: &Event<'_>) {
        let mut message = Message(String::new());
        event.record(&mut message);
        let level = level(*event.metadata().level());
        self.push(Notice {
            level,
            message: message.0,
        });
    }

    // No span is ever enabled, so what follows is never called with one of ours.
    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

fn level(level: Level) -> NoticeLevel {
    match level {
        Level::ERROR | Level::WARN => NoticeLevel::Warning,
        Level::INFO => NoticeLevel::Notice,
        Level::DEBUG => NoticeLevel::Debug,
        Level::TRACE => NoticeLevel::Info,
    }
}

struct Message(String);

impl Visit for Message {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "message" {
            value.clone_into(&mut self.0);
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            self.0 = format!("{value:?}");
        }
    }
}
