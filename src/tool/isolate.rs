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

/// Covers each folder up to `--` with an empty one that only this mount namespace sees, and becomes the rest.
const COVER: &str = r#"while [ "$1" != -- ]; do mount -t tmpfs -o mode=0555,size=4k none "$1" || exit 1; shift; done; shift; exec "$@""#;

/// How a supervisor is started so that its children see what they should.
#[derive(Clone, Debug)]
pub(super) struct Walls {
    prefix: Vec<OsString>,
    network: Network,
    hidden: Vec<PathBuf>,
}

impl Walls {
    /// None at all.
    pub(super) fn none(network_wanted: bool) -> Self {
        let network = if network_wanted { Network::Requested } else { Network::NotIsolated };
        Self { prefix: Vec::new(), network, hidden: Vec::new() }
    }

    /// Tries util-linux `unshare`: plainly, which keeps the user's rights, and else with a user namespace. Folders
    /// that hold one of `needed` are not hidden.
    pub(super) fn find(network_wanted: bool, options: &RunOptions, needed: &[&Path]) -> Self {
        let path = options.variable("PATH");
        let unshare = match &options.supervisor {
            Supervisor::Program(_) => locate::on_path("unshare", path.as_ref().map(RawText::as_os_str)),
            Supervisor::InProcess => None,
        };
        let Some(unshare) = unshare else { return Self::none(network_wanted) };
        let hidden = may_be_hidden(&options.hide, needed);
        for hidden in [hidden, Vec::new()] {
            for user in ["", "r"] {
                let net = if network_wanted { "" } else { "n" };
                let mount = if hidden.is_empty() { "" } else { "m" };
                if net.is_empty() && mount.is_empty() {
                    return Self::none(network_wanted);
                }
                let prefix = prefix(&unshare, &format!("-{user}{net}{mount}"), &hidden);
                if works(&prefix) {
                    let network = if network_wanted { Network::Requested } else { Network::Off };
                    return Self { prefix, network, hidden };
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
}

fn may_be_hidden(wanted: &[PathBuf], needed: &[&Path]) -> Vec<PathBuf> {
    let real = |path: &Path| path.canonicalize().ok();
    let needed: Vec<PathBuf> = needed.iter().filter_map(|path| real(path)).collect();
    let folders = wanted.iter().filter_map(|path| real(path)).filter(|path| path.is_dir());
    folders.filter(|folder| !needed.iter().any(|path| path.starts_with(folder))).collect()
}

fn prefix(unshare: &Path, flags: &str, hidden: &[PathBuf]) -> Vec<OsString> {
    let mut words: Vec<OsString> = vec![unshare.into(), flags.into(), "--".into()];
    if !hidden.is_empty() {
        words.extend(["sh", "-c", COVER, "sh"].map(OsString::from));
        words.extend(hidden.iter().map(OsString::from));
        words.push("--".into());
    }
    words
}

fn works(prefix: &[OsString]) -> bool {
    let Some((program, arguments)) = prefix.split_first() else { return false };
    let mut command = Command::new(program);
    command.args(arguments).arg("true").env_clear().current_dir("/");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
