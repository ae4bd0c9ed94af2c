//! Whether a server can be talked to.

use crate::tool::raw_text::RawText;
use crate::tool::record::Ending;
use crate::tool::server::http::Client;
use crate::tool::server::http::Question;
use crate::tool::server::job::Job;
use crate::tool::server::process::Commands;
use std::ffi::OsString;
use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::net::TcpStream;
use std::path::Path;
use std::time::Duration;

/// How long one probe may take.
const PROBE: Duration = Duration::from_secs(5);

/// Asks once; an error says why it can't.
pub(super) fn probe(
    job: &Job,
    client: &Client,
    commands: &mut Commands<'_>,
    stop: &dyn Fn() -> Option<Ending>,
) -> Result<(), String> {
    let ready = &job.server.ready;
    if let Some(port) = &ready.tcp {
        let address = address(port)?;
        let connected = TcpStream::connect_timeout(&address, PROBE);
        return connected.map(drop).map_err(|error| format!("port {port}: {}", error.kind()));
    }
    if let Some(url) = &ready.http {
        let answer = client.ask(Question { method: "GET", url, ..Question::default() })?;
        let status = answer.status;
        return if status < 400 { Ok(()) } else { Err(format!("HTTP status {status}")) };
    }
    match commands.ask(&arguments(&ready.command), PROBE, stop) {
        Ending::Exited(0) => Ok(()),
        ending => Err(format!("its command: {ending}")),
    }
}

/// A port of this machine.
pub(super) fn address(port: &str) -> Result<SocketAddr, String> {
    let port = port.parse().map_err(|_| format!("`{port}` is no port"))?;
    Ok(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))
}

/// An argument list as it is called.
pub(super) fn arguments(list: &[String]) -> Vec<RawText> {
    list.iter().map(RawText::from).collect()
}

/// An argument list with the file that it is called for.
pub(super) fn with_input(list: &[String], input: &Path) -> Vec<RawText> {
    let filled = |word: &String| -> RawText {
        let mut text = OsString::new();
        for (number, part) in word.split("{input}").enumerate() {
            if number > 0 {
                text.push(input);
            }
            text.push(part);
        }
        text.into()
    };
    list.iter().map(filled).collect()
}
