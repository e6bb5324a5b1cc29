//! The whole server goes down in the middle of a run.

use std::sync::Mutex;

use voxanne_postgres::apply::{Cause, Left};
use voxanne_postgres::{ApplyOptions, Connection, Runner, RunnerOptions, ScratchOptions, ScratchServer};

use crate::{apply, dump, one, shop, stopped, whole_shop};

#[tokio::test(flavor = "multi_thread")]
async fn after_a_crash_the_next_run_completes() {
    let options = ScratchOptions {
        // What was committed must be there after the crash, or nothing could be asserted.
        settings: vec![("synchronous_commit".into(), "on".into())],
        ..ScratchOptions::default()
    };
    let all = shop::migrations();
    for event in [0, 1, 2, 4, 5, 6, 8, 9, 12] {
        let mut server = ScratchServer::start(&options).unwrap();
        server.create_database("shop").await.unwrap();
        let url = server.url("shop");
        let mut runner = Runner::new(Connection::connect(&url).await.unwrap(), RunnerOptions::default());
        apply(&mut runner, shop::base()).await.unwrap();
        runner
            .connection()
            .execute("insert into owners values (1, 'Ann'); insert into widgets select n, 1, 'code ' || n from generate_series(1, 500) as n")
            .await
            .unwrap();
        let crashing = Mutex::new(&mut server);
        let mut seen = 0;
        let error = runner
            .apply(all, &ApplyOptions::default(), &mut |_| {
                if seen == event {
                    crashing.lock().unwrap().crash();
                }
                seen += 1;
            })
            .await
            .unwrap_err();
        assert!(
            error
                .help()
                .unwrap()
                .starts_with("wait until the server is back\n"),
            "{:?}",
            error.help()
        );
        let stop = stopped(error);
        assert!(matches!(stop.cause, Cause::Lost(_)), "{stop:?}");
        assert_eq!(stop.left, Left::Unknown);

        server.restart().unwrap();
        let mut runner = Runner::new(Connection::connect(&url).await.unwrap(), RunnerOptions::default());
        apply(&mut runner, all).await.unwrap();
        assert_eq!(dump(&url).await, whole_shop().await, "after event {event}");
        assert_eq!(
            one(
                runner.connection(),
                "select count(*) from widgets where weight = 7"
            )
            .await,
            "500"
        );
    }
}
