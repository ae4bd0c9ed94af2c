//! Facts about the machine that a reader of the times needs. Its name is none of them.

use crate::tool::record::HostFacts;

/// Reads them.
pub(super) fn facts() -> HostFacts {
    let kernel = std::fs::read_to_string("/proc/sys/kernel/osrelease").ok();
    HostFacts {
        system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
        kernel: kernel.map(|text| text.trim().to_owned()),
        processors: std::thread::available_parallelism().map_or(1, |count| u64::try_from(count.get()).unwrap_or(1)),
    }
}
