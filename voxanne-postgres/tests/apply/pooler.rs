//! Poolers in transaction mode: told, before anything runs.
//!
//! The one here does what PgBouncer does in that mode, with a pool of one: between two transactions,
//! the session of the server belongs to nobody.

use std::io::{Read, Result, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Mutex};

use voxanne_postgres::{Connection, MigrationError, Runner, RunnerOptions};

use crate::{apply, fresh, migration_error, server, shop};

#[tokio::test(flavor = "multi_thread")]
async fn a_pooler_in_transaction_mode_is_refused_and_status_works_all_the_same() {
    fresh("pooled").await.close().await.unwrap();
    let port = pooler("pooled").unwrap();
    let url = format!("postgresql://postgres@127.0.0.1:{port}/pooled?sslmode=disable");
    let mut runner = Runner::new(Connection::connect(&url).await.unwrap(), RunnerOptions::default());
    assert!(!runner.status(shop::base()).await.unwrap().ledger);
    let error = migration_error(apply(&mut runner, shop::base()).await.unwrap_err());
    assert!(matches!(error, MigrationError::SharedSession), "{error:?}");
    assert!(error.help().unwrap().contains("on Supabase 5432 and not 6543"));
    assert!(!runner.status(shop::base()).await.unwrap().ledger);
}

/// Starts a pooler for as long as this process lives; its port.
fn pooler(database: &str) -> Result<u16> {
    let mut upstream = UnixStream::connect(server().data_dir().join(".s.PGSQL.5432"))?;
    let mut startup = vec![0, 3, 0, 0];
    for word in ["user", "postgres", "database", database, ""] {
        startup.extend(word.bytes().chain([0]));
    }
    let length = u32::try_from(startup.len() + 4).unwrap();
    upstream.write_all(&[&length.to_be_bytes()[..], &startup].concat())?;
    let mut greeting = Vec::new();
    until_ready(&mut upstream, &mut greeting)?;
    let upstream = Arc::new(Mutex::new(upstream));

    let listener = TcpListener::bind("127.0.0.1:0")?;
    let port = listener.local_addr()?.port();
    std::thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let (upstream, greeting) = (Arc::clone(&upstream), greeting.clone());
            std::thread::spawn(move || serve(client, &upstream, &greeting));
        }
    });
    Ok(port)
}

fn serve(mut client: TcpStream, upstream: &Mutex<UnixStream>, greeting: &[u8]) -> Result<()> {
    let mut length = [0; 4];
    client.read_exact(&mut length)?;
    rest(&mut client, length)?;
    client.write_all(greeting)?;
    loop {
        let Some(mut request) = request(&mut client)? else {
            return Ok(());
        };
        let mut server = upstream.lock().unwrap();
        // The session is this client's until its transaction ends.
        loop {
            server.write_all(&request)?;
            let mut response = Vec::new();
            let idle = until_ready(&mut server, &mut response)?;
            client.write_all(&response)?;
            if idle {
                break;
            }
            match self::request(&mut client)? {
                Some(next) => request = next,
                None => return Ok(()),
            }
        }
    }
}

/// What a client sends up to where it waits for an answer; `None` when it hangs up.
fn request(client: &mut TcpStream) -> Result<Option<Vec<u8>>> {
    let mut all = Vec::new();
    loop {
        let message = message(client)?;
        let kind = message[0];
        all.extend(message);
        match kind {
            b'X' => return Ok(None),
            b'Q' | b'S' => return Ok(Some(all)),
            _ => {}
        }
    }
}

/// What a server sends up to `ReadyForQuery`; whether no transaction is open then.
fn until_ready(server: &mut UnixStream, into: &mut Vec<u8>) -> Result<bool> {
    loop {
        let message = message(server)?;
        into.extend(&message);
        if message[0] == b'Z' {
            return Ok(message[5] == b'I');
        }
    }
}

fn message(from: &mut impl Read) -> Result<Vec<u8>> {
    let mut head = [0; 5];
    from.read_exact(&mut head)?;
    let mut message = head.to_vec();
    message.extend(rest(from, head[1..].try_into().unwrap())?);
    Ok(message)
}

/// The rest of a message of that length, which counts itself.
fn rest(from: &mut impl Read, length: [u8; 4]) -> Result<Vec<u8>> {
    let mut rest = vec![0; usize::try_from(u32::from_be_bytes(length)).unwrap() - 4];
    from.read_exact(&mut rest)?;
    Ok(rest)
}
