//! Never ends. Its command line tells it from other processes, so that a test can see that it is gone.

use crate::call::Call;
use std::time::Duration;

pub fn run(_: &Call) -> u8 {
    loop {
        std::thread::sleep(Duration::from_secs(3600));
    }
}
