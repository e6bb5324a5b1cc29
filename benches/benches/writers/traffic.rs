//! Sessions that write and read, a row each, and the longest that one of them had to wait.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use voxanne_postgres::Connection;

const WRITERS: u64 = 3;

/// The longest waits.
#[derive(Clone, Copy, Default)]
pub(crate) struct Waits {
    /// Of those that write.
    pub(crate) writers: Duration,
    /// Of those that read.
    pub(crate) readers: Duration,
}

/// Sessions at work.
pub(crate) struct Traffic {
    shared: Arc<Shared>,
    sessions: Vec<JoinHandle<()>>,
}

struct Shared {
    ended: AtomicBool,
    /// The key of the next row that comes.
    next: AtomicU64,
    waits: Mutex<Waits>,
}

impl Traffic {
    /// Begins to write and read.
    pub(crate) fn start(url: &str, rows: u64) -> Self {
        let shared = Arc::new(Shared {
            ended: AtomicBool::new(false),
            next: AtomicU64::new(rows + 1),
            waits: Mutex::default(),
        });
        let sessions = (0..=WRITERS).map(|place| {
            let (url, shared) = (url.to_owned(), Arc::clone(&shared));
            thread::spawn(move || session(&url, &shared, place, rows))
        });
        let sessions = sessions.collect();
        Self { shared, sessions }
    }

    /// What was waited so far does not count.
    pub(crate) fn forget(&self) {
        *self.shared.waits.lock().unwrap() = Waits::default();
    }

    /// Ends all sessions, and tells what they waited.
    pub(crate) fn stop(self) -> Waits {
        self.shared.ended.store(true, Ordering::Relaxed);
        for session in self.sessions {
            session.join().unwrap();
        }
        *self.shared.waits.lock().unwrap()
    }
}

/// One session; the last one reads.
fn session(url: &str, shared: &Shared, place: u64, rows: u64) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.unwrap().block_on(async {
        let mut connection = Connection::connect(url).await.unwrap();
        let mut turn = place * 7919;
        while !shared.ended.load(Ordering::Relaxed) {
            turn += 104_729;
            let id = turn % rows + 1;
            let sql = match (place, turn % 4) {
                (WRITERS, _) => format!("SELECT label, amount FROM orders WHERE id = {id}"),
                (_, 0) => {
                    let next = shared.next.fetch_add(1, Ordering::Relaxed);
                    format!(
                        "INSERT INTO orders (id, customer_id, label, note, amount) VALUES ({next}, 1, 'new', 'note', 1)"
                    )
                }
                _ => format!("UPDATE orders SET amount = {}, label = 'changed' WHERE id = {id}", turn % 5000),
            };
            let since = Instant::now();
            // Code that does not know a required column fails from the check on, and waits as any other.
            let _ = connection.execute(&sql).await;
            let waited = since.elapsed();
            let mut waits = shared.waits.lock().unwrap();
            let longest = if place == WRITERS { &mut waits.readers } else { &mut waits.writers };
            *longest = waited.max(*longest);
            drop(waits);
            thread::sleep(Duration::from_millis(1));
        }
        let _ = connection.close().await;
    });
}
