//! Ends what a tool leaves running: its process group, and processes that left the group.

use crate::tool::record::Cost;
use crate::tool::supervise::Strays;
use rustix::process::Pid;
use rustix::process::Signal;
use rustix::process::WaitId;
use rustix::process::WaitIdOptions;
use std::collections::HashSet;
use std::time::Duration;
use std::time::Instant;
use wait4::ResourceUsage;

/// Makes orphans of this process's children its own children.
pub(super) fn adopt() -> Strays {
    #[cfg(target_os = "linux")]
    if rustix::process::set_child_subreaper(Some(rustix::process::getpid())).is_ok() {
        return Strays::Adopted;
    }
    Strays::Lost
}

/// Ends everything that is left of an ended main process: politely, then after `grace` for good.
///
/// Returns how many processes were met and what those that could be reaped took.
pub(super) fn end_all(group: Pid, grace: Duration, strays: Strays) -> (u64, Cost) {
    let mut met = HashSet::new();
    let mut cost = Cost::default();
    let polite_until = Instant::now() + grace;
    // A process that cannot be ended (stuck in the kernel) must not hold up the run.
    let give_up = polite_until + Duration::from_secs(5);
    let mut pause = Duration::from_micros(200);
    let mut asked = HashSet::new();
    let mut group_asked = false;
    loop {
        let children = match strays {
            Strays::Adopted => reap(&mut met, &mut cost),
            Strays::Lost => Children::None,
        };
        let group_lives = rustix::process::test_kill_process_group(group).is_ok();
        if (!group_lives && matches!(children, Children::None)) || Instant::now() > give_up {
            return (count(&met, group_asked), cost);
        }
        let last = Instant::now() >= polite_until;
        let signal = if last { Signal::KILL } else { Signal::TERM };
        if group_lives && (last || !group_asked) {
            group_asked = true;
            let _ = rustix::process::kill_process_group(group, signal);
        }
        if matches!(children, Children::Alive) {
            for child in own_children() {
                if last || asked.insert(child) {
                    met.insert(child);
                    let _ = rustix::process::kill_process(child, signal);
                }
            }
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}

fn count(met: &HashSet<Pid>, group_asked: bool) -> u64 {
    // Members of the group are not always our children: then we know that there was one, and not how many.
    u64::try_from(met.len()).unwrap_or(u64::MAX).max(u64::from(group_asked))
}

enum Children {
    None,
    Alive,
}

/// Reaps every adopted child that has ended.
fn reap(met: &mut HashSet<Pid>, cost: &mut Cost) -> Children {
    loop {
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        match rustix::process::waitid(WaitId::All, options) {
            Ok(None) => return Children::Alive,
            Err(_) => return Children::None,
            Ok(Some(_)) => {}
        }
        let mut reaped = false;
        for child in own_children() {
            let id = u32::try_from(child.as_raw_nonzero().get()).unwrap_or(0);
            if let Ok(Some(used)) = wait4::try_wait4_pid(id) {
                met.insert(child);
                *cost = cost.and(cost_of(used.rusage));
                reaped = true;
            }
        }
        if !reaped {
            return Children::Alive;
        }
    }
}

/// Times and memory of a reaped process; its wall time is not known here.
pub(super) fn cost_of(usage: ResourceUsage) -> Cost {
    Cost {
        wall_microseconds: 0,
        user_microseconds: u64::try_from(usage.utime.as_micros()).unwrap_or(u64::MAX),
        system_microseconds: u64::try_from(usage.stime.as_micros()).unwrap_or(u64::MAX),
        peak_rss_bytes: usage.maxrss,
    }
}

/// The children of this process, from the fourth field of `/proc/ID/stat`.
fn own_children() -> Vec<Pid> {
    let own = rustix::process::getpid().as_raw_nonzero().get();
    let Ok(entries) = std::fs::read_dir("/proc") else { return Vec::new() };
    let ids = entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse::<i32>().ok());
    ids.filter(|id| parent(*id) == Some(own)).filter_map(Pid::from_raw).collect()
}

fn parent(id: i32) -> Option<i32> {
    stat_number(id, 1)
}

/// A number of `/proc/ID/stat`, counted from the process state, which is 0; 1 is the parent and 2 the group.
pub(super) fn stat_number(id: i32, position: usize) -> Option<i32> {
    let stat = std::fs::read(format!("/proc/{id}/stat")).ok()?;
    // The program's name stands in parentheses and may hold any byte, also a parenthesis.
    let name_end = stat.iter().rposition(|byte| *byte == b')')?;
    let rest = String::from_utf8_lossy(stat.get(name_end + 1..)?).into_owned();
    rest.split_ascii_whitespace().nth(position)?.parse().ok()
}
