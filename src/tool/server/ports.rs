//! Free ports of this machine for the words of a tool file.

use crate::tool::definition::Tool;
use crate::tool::template;
use std::collections::BTreeMap;
use std::io;
use std::net::TcpListener;

/// The port that each word stands for.
pub(in crate::tool) type Ports = BTreeMap<String, u16>;

/// A free port for every port word that a tool names; none of them twice.
///
/// # Errors
/// There is none.
pub(in crate::tool) fn choose(tool: &Tool) -> io::Result<Ports> {
    // All are held until all are chosen.
    let mut held = Vec::new();
    let mut ports = Ports::new();
    for word in tool.texts().flat_map(|text| template::words(text)).filter(|word| template::is_port(word)) {
        if !ports.contains_key(word) {
            let listener = TcpListener::bind(("127.0.0.1", 0))?;
            ports.insert(word.to_owned(), listener.local_addr()?.port());
            held.push(listener);
        }
    }
    Ok(ports)
}
