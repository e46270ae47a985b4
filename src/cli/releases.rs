//! Releases: closes months whose day has come, and makes the releases of closed ones, beside the server.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::timeout;

use crate::reports::changes::closer::Closer;

/// What another process left, or was closed in another one, is found after this time.
const BETWEEN_LOOKS: Duration = Duration::from_secs(20);

/// Again and again, at once when the bell rings. What goes wrong is logged, and tried again.
pub(super) async fn run(closer: Closer, bell: Arc<Notify>) {
    loop {
        if let Err(error) = closer.close_due().await {
            tracing::error!(%error, "no month can be closed now");
        }
        if let Err(error) = closer.release_all().await {
            tracing::error!(%error, "a release will be tried again");
        }
        // Whether it rang or not, there may be something to do.
        let _rang = timeout(BETWEEN_LOOKS, bell.notified()).await;
    }
}
