//! Keeping a tool from the network and from folders it must not see, where the machine offers a way.

use crate::tool::locate;
use crate::tool::options::RunOptions;
use crate::tool::options::Supervisor;
use crate::tool::raw_text::RawText;
use crate::tool::record::Network;
use std::ffi::OsString;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;

/// Mounts pairs of places up to `--`, the second one showing the first and nobody writing there; covers each folder up to
/// the next `--` with an empty one; and becomes the rest. Only this mount namespace sees any of it.
const ARRANGE: &str = r#"while [ "$1" != -- ]; do mount --bind "$1" "$2" && mount -o remount,bind,ro "$2" || exit 1; shift 2; done; shift
while [ "$1" != -- ]; do mount -t tmpfs -o mode=0555,size=4k none "$1" || exit 1; shift; done; shift; exec "$@""#;

/// Something that a tool sees at another place, and cannot write to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mount {
    /// What is seen; no link.
    pub(super) source: PathBuf,
    /// Where; it exists, and is a folder where the source is one.
    pub(super) place: PathBuf,
}

/// How a supervisor is started so that its children see what they should.
#[derive(Clone, Debug)]
pub(super) struct Walls {
    prefix: Vec<OsString>,
    network: Network,
    hidden: Vec<PathBuf>,
    mounted: bool,
    processes: bool,
}

/// What walls may be made of.
#[derive(Clone, Copy)]
struct Plan<'a> {
    network: bool,
    processes: bool,
    hidden: &'a [PathBuf],
    mounts: &'a [Mount],
}

impl Walls {
    /// None at all.
    pub(super) fn none(network_wanted: bool) -> Self {
        let network = if network_wanted { Network::Requested } else { Network::NotIsolated };
        Self { prefix: Vec::new(), network, hidden: Vec::new(), mounted: false, processes: false }
    }

    /// Tries util-linux `unshare`: plainly, which keeps the user's rights, and else with a user namespace; with everything
    /// that is wanted, and else with less. Folders that hold one of `needed` are not hidden.
    pub(super) fn find(network_wanted: bool, options: &RunOptions, needed: &[&Path], mounts: &[Mount]) -> Self {
        let path = options.variable("PATH");
        let unshare = match &options.supervisor {
            Supervisor::Program(_) => locate::on_path("unshare", path.as_ref().map(RawText::as_os_str)),
            Supervisor::InProcess => None,
        };
        let Some(unshare) = unshare else { return Self::none(network_wanted) };
        let hidden = may_be_hidden(&options.hide, needed);
        let less: [(&[PathBuf], &[Mount]); 4] = [(&hidden, mounts), (&hidden, &[]), (&[], mounts), (&[], &[])];
        for processes in [true, false] {
            for (number, (hidden, mounts)) in less.into_iter().enumerate() {
                if less.iter().take(number).any(|before| *before == (hidden, mounts)) {
                    continue;
                }
                let plan = Plan { network: !network_wanted, processes, hidden, mounts };
                if let Some(walls) = [false, true].into_iter().find_map(|user| plan.walls(&unshare, user)) {
                    return walls;
                }
            }
        }
        Self::none(network_wanted)
    }

    /// The words before the supervisor's own.
    pub(super) fn prefix(&self) -> &[OsString] {
        &self.prefix
    }

    /// What was done about the network.
    pub(super) fn network(&self) -> Network {
        self.network
    }

    /// The folders that look empty.
    pub(super) fn hidden(&self) -> Vec<RawText> {
        self.hidden.iter().map(|path| path.clone().into()).collect()
    }

    /// Whether the mounts that were asked for are there.
    pub(super) fn are_mounted(&self) -> bool {
        self.mounted
    }

    /// Whether processes of others cannot be seen, by which one could look around the walls.
    pub(super) fn hides_processes(&self) -> bool {
        self.processes
    }
}

impl Plan<'_> {
    /// Walls of that make, where the machine allows them.
    fn walls(self, unshare: &Path, user: bool) -> Option<Walls> {
        let arranged = !self.hidden.is_empty() || !self.mounts.is_empty();
        if !self.network && !self.processes && !arranged {
            return None;
        }
        let mut words: Vec<OsString> = vec![unshare.into()];
        let flags = [(user, "--map-root-user"), (self.network, "--net"), (arranged, "--mount")];
        words.extend(flags.into_iter().filter(|(wanted, _)| *wanted).map(|(_, flag)| flag.into()));
        if self.processes {
            // The supervisor is the first process of its namespace: when it ends, so does everything in there.
            words.extend(["--pid", "--fork", "--kill-child", "--mount-proc"].map(OsString::from));
        }
        words.push("--".into());
        if arranged {
            words.extend(["sh", "-c", ARRANGE, "sh"].map(OsString::from));
            words.extend(self.mounts.iter().flat_map(|mount| [&mount.source, &mount.place]).map(OsString::from));
            words.push("--".into());
            words.extend(self.hidden.iter().map(OsString::from));
            words.push("--".into());
        }
        let walls = Walls {
            prefix: words,
            network: if self.network { Network::Off } else { Network::Requested },
            hidden: self.hidden.to_vec(),
            mounted: !self.mounts.is_empty(),
            processes: self.processes,
        };
        works(&walls.prefix).then_some(walls)
    }
}

fn may_be_hidden(wanted: &[PathBuf], needed: &[&Path]) -> Vec<PathBuf> {
    let real = |path: &Path| path.canonicalize().ok();
    let needed: Vec<PathBuf> = needed.iter().filter_map(|path| real(path)).collect();
    let folders = wanted.iter().filter_map(|path| real(path)).filter(|path| path.is_dir());
    folders.filter(|folder| !needed.iter().any(|path| path.starts_with(folder))).collect()
}

fn works(prefix: &[OsString]) -> bool {
    let Some((program, arguments)) = prefix.split_first() else { return false };
    let mut command = Command::new(program);
    command.args(arguments).arg("true").env_clear().current_dir("/");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
