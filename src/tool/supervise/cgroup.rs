//! Control groups, which hold all processes of an invocation together to a limit of memory and of processes.
//!
//! A supervisor makes one below the group that it is in, or beside it, and goes in for the moment in which it starts the
//! tool: what it starts is in from its first instruction. Where the kernel does not let us make one there is none.
//! Version 2 (all of it in one hierarchy, `memory.max`) and version 1 (a hierarchy for memory) are known.

use rustix::process::getpid;
use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;

/// Processes and threads of an invocation.
const MOST_PROCESSES: u64 = 8192;
/// How the groups are called; the id of the supervisor follows.
const PREFIX: &str = "deidbench-";

/// A control group of this supervisor.
#[derive(Debug)]
pub(super) struct Group {
    /// Its folder.
    folder: PathBuf,
    /// The folder of the group that the supervisor came from.
    home: PathBuf,
    names: &'static Names,
}

/// What files are called.
#[derive(Debug)]
struct Names {
    limit: &'static str,
    /// Memory and swap together, or swap alone, and what is written there.
    swap: &'static str,
    swap_is_sum: bool,
    events: &'static str,
}

static TWO: Names = Names { limit: "memory.max", swap: "memory.swap.max", swap_is_sum: false, events: "memory.events" };
static ONE: Names = Names {
    limit: "memory.limit_in_bytes",
    swap: "memory.memsw.limit_in_bytes",
    swap_is_sum: true,
    events: "memory.oom_control",
};

impl Group {
    /// Makes one for this process, where the machine allows.
    pub(super) fn make() -> Option<Self> {
        let (own, mounts) =
            (fs::read_to_string("/proc/self/cgroup").ok()?, fs::read_to_string("/proc/self/mountinfo").ok()?);
        let id = getpid().as_raw_nonzero();
        places(&own, &mounts).into_iter().find_map(|(parent, home, names)| {
            remove_empty(&parent);
            let folder = parent.join(format!("{PREFIX}{id}"));
            fs::create_dir(&folder).ok()?;
            // Dropped, and so removed, where it is of no use.
            let group = Self { folder, home, names };
            let usable = group.folder.join(names.limit).exists() && group.enter().and_then(|()| group.leave()).is_ok();
            usable.then_some(group)
        })
    }

    /// Sets the limits.
    pub(super) fn hold_to(&self, bytes: u64) -> io::Result<()> {
        let put = |name: &str, value: u64| fs::write(self.folder.join(name), value.to_string());
        // Version 1 takes no limit of the sum below that of memory; without swap neither file is there.
        if self.names.swap_is_sum {
            let _ = put(self.names.swap, i64::MAX as u64);
        }
        put(self.names.limit, bytes)?;
        let _ = put(self.names.swap, if self.names.swap_is_sum { bytes } else { 0 });
        let _ = put("pids.max", MOST_PROCESSES);
        Ok(())
    }

    /// Moves this process in: what it starts now is in it.
    pub(super) fn enter(&self) -> io::Result<()> {
        // 0 is whoever writes.
        fs::write(self.folder.join("cgroup.procs"), "0")
    }

    /// Moves this process back.
    pub(super) fn leave(&self) -> io::Result<()> {
        fs::write(self.home.join("cgroup.procs"), "0")
    }

    /// How many processes the kernel has ended in it because memory was full.
    pub(super) fn kills(&self) -> u64 {
        let text = fs::read_to_string(self.folder.join(self.names.events)).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("oom_kill "));
        line.and_then(|number| number.trim().parse().ok()).unwrap_or(0)
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        let _ = self.leave();
        // The kernel takes a moment to forget processes that have ended.
        for _ in 0..50 {
            match fs::remove_dir(&self.folder) {
                Err(error) if error.kind() == io::ErrorKind::ResourceBusy => {
                    std::thread::sleep(Duration::from_millis(2))
                }
                _ => return,
            }
        }
    }
}

/// Removes groups whose supervisor was ended hard; those with processes in them cannot be removed.
fn remove_empty(parent: &Path) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let id = name.to_str().and_then(|name| name.strip_prefix(PREFIX)).map(str::to_owned);
        if id.is_some_and(|id| !Path::new("/proc").join(id).exists()) {
            let _ = fs::remove_dir(entry.path());
        }
    }
}

/// Where a group may be made: its parent, the group that we are in, and the names of files. The best comes first.
///
/// `own` is `/proc/self/cgroup` (cgroups(7)) and `mounts` is `/proc/self/mountinfo` (proc(5)).
fn places(own: &str, mounts: &str) -> Vec<(PathBuf, PathBuf, &'static Names)> {
    let mut found = Vec::new();
    for line in own.lines() {
        let mut fields = line.splitn(3, ':').skip(1);
        let (Some(controllers), Some(path)) = (fields.next(), fields.next()) else { continue };
        let names = match controllers {
            "" => &TWO,
            _ if controllers.split(',').any(|one| one == "memory") => &ONE,
            _ => continue,
        };
        let Some(home) = mounts.lines().find_map(|mount| folder_of(mount, names, path)) else { continue };
        found.push((home.clone(), home.clone(), names));
        // In version 2 a group with processes has no groups with limits below it, but may have them beside it.
        if std::ptr::eq(names, &TWO)
            && let Some(parent) = home.parent()
        {
            found.push((parent.to_path_buf(), home.clone(), names));
        }
    }
    found
}

/// The folder of the group `path` below this mount, if it is one of the hierarchy.
fn folder_of(mount: &str, names: &Names, path: &str) -> Option<PathBuf> {
    let (facts, kind) = mount.split_once(" - ")?;
    let facts: Vec<&str> = facts.split(' ').collect();
    let (root, point) = (facts.get(3)?, facts.get(4)?);
    let mut kind = kind.split(' ');
    let fits = match kind.next()? {
        "cgroup2" => std::ptr::eq(names, &TWO),
        "cgroup" => std::ptr::eq(names, &ONE) && kind.nth(1)?.split(',').any(|option| option == "memory"),
        _ => false,
    };
    let below = path.strip_prefix(root.trim_end_matches('/'))?;
    fits.then(|| Path::new(point).join(below.trim_start_matches('/')))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE_MOUNT: &str = "31 25 0:27 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory";
    const TWO_MOUNT: &str = "30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate";

    fn found(own: &str, mounts: &str) -> Vec<(String, String, &'static str)> {
        let text = |path: PathBuf| path.to_string_lossy().into_owned();
        places(own, mounts).into_iter().map(|(parent, home, names)| (text(parent), text(home), names.limit)).collect()
    }

    #[test]
    fn a_hierarchy_for_memory_is_found_among_others() {
        let own = "9:name=systemd:/\n8:pids:/\n4:memory:/api/x\n0::/\n";
        let mounts = format!("29 1 0:1 / /sys/fs/cgroup/pids rw - cgroup cgroup rw,pids\n{ONE_MOUNT}\n");
        let place = "/sys/fs/cgroup/memory/api/x".to_owned();
        assert_eq!(found(own, &mounts), [(place.clone(), place, "memory.limit_in_bytes")]);
    }

    #[test]
    fn in_version_two_a_group_is_made_below_or_beside_our_own() {
        let own = "0::/user.slice/app.slice/shell.scope\n";
        let home = "/sys/fs/cgroup/user.slice/app.slice/shell.scope".to_owned();
        let parent = "/sys/fs/cgroup/user.slice/app.slice".to_owned();
        assert_eq!(found(own, TWO_MOUNT), [(home.clone(), home.clone(), "memory.max"), (parent, home, "memory.max")]);
    }

    #[test]
    fn a_mount_of_a_part_of_the_hierarchy_shows_what_is_below_it() {
        let mount = "30 23 0:26 /docker/abc /sys/fs/cgroup rw - cgroup2 cgroup2 rw";
        let places = found("0::/docker/abc/inner\n", mount);
        assert_eq!(places.first().map(|place| place.0.as_str()), Some("/sys/fs/cgroup/inner"));
        assert!(found("0::/elsewhere\n", mount).is_empty());
        assert!(found("0::/\n", "").is_empty());
    }
}
