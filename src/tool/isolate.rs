//! Switching the network off, where the machine offers a way.

use crate::tool::locate;
use crate::tool::record::Network;
use std::ffi::OsStr;
use std::ffi::OsString;
use std::process::Command;
use std::process::Stdio;

/// How the supervisor is started so that its children have the network they should.
#[derive(Clone, Debug)]
pub(super) struct NetworkSwitch {
    prefix: Vec<OsString>,
    state: Network,
}

impl NetworkSwitch {
    /// Tries util-linux `unshare`: plainly, which keeps the user's rights, and else with a user namespace.
    pub(super) fn find(network_wanted: bool, supervised: bool, search_path: Option<&OsStr>) -> Self {
        if network_wanted {
            return Self { prefix: Vec::new(), state: Network::Requested };
        }
        let unshare = if supervised { locate::on_path("unshare", search_path) } else { None };
        for flags in ["-n", "-rn"] {
            let Some(unshare) = &unshare else { break };
            let works = Command::new(unshare)
                .args([flags, "--", "true"])
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
                .is_ok_and(|status| status.success());
            if works {
                let prefix = vec![unshare.clone().into_os_string(), flags.into(), "--".into()];
                return Self { prefix, state: Network::Off };
            }
        }
        Self { prefix: Vec::new(), state: Network::NotIsolated }
    }

    /// The words before the supervisor's own.
    pub(super) fn prefix(&self) -> &[OsString] {
        &self.prefix
    }

    /// What is in force.
    pub(super) fn state(&self) -> Network {
        self.state
    }
}
