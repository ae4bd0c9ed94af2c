//! Holding an invocation to its limit of memory, by whatever the machine offers.

use crate::tool::record::MemoryGuard;
use crate::tool::supervise::Strays;
use crate::tool::supervise::cgroup::Group;
use crate::tool::supervise::strays;
use rustix::process::Pid;
use rustix::process::Resource;
use rustix::process::Rlimit;

/// What a supervisor has tried once, and keeps for all its invocations.
#[derive(Debug, Default)]
pub(in crate::tool) struct Means {
    group: Option<Option<Group>>,
}

/// The guard of one invocation.
pub(super) struct Guard<'a> {
    limit: Option<u64>,
    group: Option<&'a Group>,
    /// Processes that the kernel had ended before.
    kills: u64,
    /// Whether this process is a supervisor alone, whose own limits may be changed for a moment.
    alone: bool,
    before: Option<Rlimit>,
    limited: bool,
}

impl Means {
    /// A guard for the next invocation. Harnesses that are their own supervisors stay out of any group.
    pub(super) fn guard(&mut self, limit: Option<u64>, strays: Strays) -> Guard<'_> {
        let alone = strays == Strays::Adopted;
        let mut group = None;
        if let Some(bytes) = limit.filter(|_| alone) {
            let made = self.group.get_or_insert_with(Group::make).as_ref();
            group = made.filter(|group| group.hold_to(bytes).is_ok());
        }
        let kills = group.map_or(0, Group::kills);
        Guard { limit, group, kills, alone, before: None, limited: false }
    }
}

impl Guard<'_> {
    /// What is started from now on is held to the limit.
    pub(super) fn raise(&mut self) {
        let Some(limit) = self.limit else { return };
        match self.group {
            Some(group) if group.enter().is_ok() => {}
            _ => {
                self.group = None;
                if self.alone {
                    let before = rustix::process::getrlimit(Resource::Data);
                    let wanted = Rlimit { current: Some(data_limit(limit, before.current)), maximum: before.maximum };
                    if rustix::process::setrlimit(Resource::Data, wanted).is_ok() {
                        self.before = Some(before);
                        self.limited = true;
                    }
                }
            }
        }
    }

    /// What is started from now on is not; `child` was, and cannot raise its own limit.
    pub(super) fn lower(&mut self, child: Option<Pid>) {
        if let Some(group) = self.group {
            // A supervisor that stays inside is held to the limit too: it needs little.
            let _ = group.leave();
        }
        if let Some(before) = self.before.take() {
            let _ = rustix::process::setrlimit(Resource::Data, before);
        }
        if let (Some(limit), None, Some(child)) = (self.limit, self.group, child) {
            let most = Some(data_limit(limit, None));
            let set = rustix::process::prlimit(Some(child), Resource::Data, Rlimit { current: most, maximum: most });
            self.limited |= set.is_ok();
        }
    }

    /// What holds the limit.
    pub(super) fn kind(&self) -> MemoryGuard {
        match (self.limit, self.group, self.limited) {
            (None, ..) => MemoryGuard::None,
            (_, Some(_), _) => MemoryGuard::ControlGroup,
            (_, None, true) => MemoryGuard::DataLimit,
            (_, None, false) => MemoryGuard::Watched,
        }
    }

    /// Whether the processes of the invocation have gone beyond the limit, or would have.
    pub(super) fn is_passed(&self, group: Pid) -> bool {
        match (self.limit, self.group) {
            (None, _) => false,
            (Some(_), Some(own)) => own.kills() > self.kills,
            (Some(limit), None) => of_group(group) > limit,
        }
    }

    /// Whether a process that failed did so at the limit: its largest resident set is not far from what it may have.
    pub(super) fn was_passed(&self, peak_bytes: u64, failed: bool) -> bool {
        match (self.limit, self.group) {
            (None, _) => false,
            (Some(_), Some(own)) => own.kills() > self.kills,
            (Some(limit), None) => failed && peak_bytes > limit,
        }
    }
}

/// Bytes of data that one process may have where no control group counts what is really used.
fn data_limit(limit: u64, most: Option<u64>) -> u64 {
    let own = limit.saturating_mul(2).saturating_add(512 << 20);
    most.map_or(own, |most| own.min(most))
}

/// Bytes of anonymous memory of all processes of the group; what they share with files is not counted.
fn of_group(group: Pid) -> u64 {
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
