//! How much memory a process group holds.

use crate::tool::supervise::strays;
use rustix::process::Pid;

/// Bytes of anonymous memory of all processes of the group; what they share with files is not counted.
pub(super) fn of_group(group: Pid) -> u64 {
    let wanted = group.as_raw_nonzero().get();
    let Ok(entries) = std::fs::read_dir("/proc") else { return 0 };
    let ids = entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse::<i32>().ok());
    ids.filter(|id| strays::stat_number(*id, 2) == Some(wanted)).filter_map(anonymous_bytes).sum()
}

fn anonymous_bytes(id: i32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"))?;
    line.split_ascii_whitespace().next()?.parse::<u64>().ok().map(|kibibytes| kibibytes.saturating_mul(1024))
}
