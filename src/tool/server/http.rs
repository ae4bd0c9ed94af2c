//! HTTP with a server on this machine: bounded answers, no redirects, no proxies.

use crate::tool::server::definition::Authorization;
use crate::tool::server::definition::Server;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use std::io::Read;
use std::time::Duration;
use ureq::Agent;
use ureq::http;

/// Largest answer that is kept where it is no result, bytes.
pub(super) const TEXT_LIMIT: u64 = 64 << 20;

/// Whether an address is one of this machine, written out: a name could lead elsewhere.
pub(super) fn is_loopback(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("http://") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    ["127.0.0.1", "[::1]"].iter().any(|host| {
        authority.strip_prefix(host).is_some_and(|port| {
            port.is_empty() || port.strip_prefix(':').is_some_and(|port| !port.contains(['@', ':', '\\']))
        })
    })
}

/// Asks a server, with its authorisation.
pub(super) struct Client {
    agent: Agent,
    authorization: Option<String>,
}

/// What is asked.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Question<'a> {
    pub(super) method: &'a str,
    pub(super) url: &'a str,
    pub(super) accept: &'a str,
    /// Media type and content.
    pub(super) body: Option<(&'a str, &'a [u8])>,
}

/// What is answered.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) content_type: String,
    pub(super) body: ureq::Body,
}

impl Answer {
    /// Whether the request did what it was to do.
    pub(super) fn is_good(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The whole body.
    ///
    /// # Errors
    /// It is longer than `limit`, or breaks off.
    pub(super) fn bytes(&mut self, limit: u64) -> Result<Vec<u8>, String> {
        let mut bytes = Vec::new();
        let read = self.reader().take(limit.saturating_add(1)).read_to_end(&mut bytes);
        read.map_err(|_| "the answer broke off".to_owned())?;
        if bytes.len() as u64 > limit {
            return Err(format!("the answer was longer than {limit} bytes"));
        }
        Ok(bytes)
    }

    /// The body as it comes, without a bound of its own.
    pub(super) fn reader(&mut self) -> impl Read + '_ {
        self.body.with_config().limit(u64::MAX).reader()
    }
}

impl Client {
    pub(super) fn new(server: &Server) -> Self {
        let patience = Duration::from_secs(server.answer_limit_s);
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .timeout_connect(Some(patience))
            .timeout_recv_response(Some(patience))
            .timeout_per_read(Some(patience))
            .timeout_per_write(Some(patience))
            .build();
        Self { agent: config.new_agent(), authorization: server.authorization.as_ref().and_then(header) }
    }

    /// Asks.
    ///
    /// # Errors
    /// Why there was no answer, in words.
    pub(super) fn ask(&self, question: Question<'_>) -> Result<Answer, String> {
        if !is_loopback(question.url) {
            return Err("the address is none of this machine".to_owned());
        }
        let mut request = http::Request::builder().method(question.method).uri(question.url);
        if !question.accept.is_empty() {
            request = request.header("Accept", question.accept);
        }
        if let Some(authorization) = &self.authorization {
            request = request.header("Authorization", authorization);
        }
        let unusable = |_| "the request could not be written".to_owned();
        let answer = match question.body {
            Some((media_type, content)) => {
                let request = request.header("Content-Type", media_type).body(content).map_err(unusable)?;
                self.agent.run(request)
            }
            None => self.agent.run(request.body(()).map_err(unusable)?),
        };
        let answer = answer.map_err(|error| in_short(&error))?;
        let content_type = answer.headers().get("Content-Type").and_then(|value| value.to_str().ok());
        Ok(Answer {
            status: answer.status().as_u16(),
            content_type: content_type.unwrap_or_default().to_owned(),
            body: answer.into_body(),
        })
    }

    /// Asks for JSON.
    ///
    /// # Errors
    /// There was no answer, or none that is good JSON.
    pub(super) fn json(&self, url: &str, accept: &str) -> Result<serde_json::Value, String> {
        let mut answer = self.ask(Question { method: "GET", url, accept, body: None })?;
        // No content: nothing was found.
        if answer.status == 204 {
            return Ok(serde_json::Value::Array(Vec::new()));
        }
        if !answer.is_good() {
            return Err(format!("HTTP status {}", answer.status));
        }
        serde_json::from_slice(&answer.bytes(TEXT_LIMIT)?).map_err(|_| "the answer was no JSON".to_owned())
    }
}

fn header(authorization: &Authorization) -> Option<String> {
    if let Some(token) = &authorization.bearer {
        return Some(format!("Bearer {token}"));
    }
    let (user, password) = (authorization.user.as_ref()?, authorization.password.as_deref().unwrap_or_default());
    Some(format!("Basic {}", BASE64_STANDARD.encode(format!("{user}:{password}"))))
}

/// The error without what the other side may have put into it.
fn in_short(error: &ureq::Error) -> String {
    match error {
        ureq::Error::Timeout(_) => "no answer in time".to_owned(),
        ureq::Error::Io(error) => format!("the connection failed: {}", error.kind()),
        ureq::Error::ConnectionFailed => "the connection failed".to_owned(),
        ureq::Error::TooManyRedirects | ureq::Error::RedirectFailed => "it answered with a redirect".to_owned(),
        ureq::Error::Protocol(_) => "the answer was no HTTP".to_owned(),
        _ => "the request failed".to_owned(),
    }
}

/// A value for the path or the query of an address.
pub(super) fn percent_encoded(value: &str) -> String {
    let mut text = String::new();
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => text.push(char::from(byte)),
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    // Two dots would lead to another place.
    if text.bytes().all(|byte| byte == b'.') { text.replace('.', "%2E") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_written_out_addresses_of_this_machine_are_talked_to() {
        for good in ["http://127.0.0.1", "http://127.0.0.1:80/x", "http://127.0.0.1:{port}/a@b:c", "http://[::1]:8/"] {
            assert!(is_loopback(good), "{good}");
        }
        for bad in [
            "https://127.0.0.1/",
            "http://localhost/",
            "http://127.0.0.1.example.org/",
            "http://127.0.0.1:80@example.org/",
            "http://127.0.0.1@example.org/",
            "http://example.org/?http://127.0.0.1/",
            "http://127.0.0.12/",
            "file:///etc/passwd",
            "",
        ] {
            assert!(!is_loopback(bad), "{bad}");
        }
    }

    #[test]
    fn authorisation_is_written_as_the_standards_say() {
        let of = |user: Option<&str>, password: Option<&str>, bearer: Option<&str>| {
            let own = |text: Option<&str>| text.map(str::to_owned);
            header(&Authorization { user: own(user), password: own(password), bearer: own(bearer) })
        };
        // The example of RFC 7617.
        let basic = of(Some("Aladdin"), Some("open sesame"), None);
        assert_eq!(basic.as_deref(), Some("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="));
        assert_eq!(of(None, None, Some("mF_9.B5f-4.1JqM")).as_deref(), Some("Bearer mF_9.B5f-4.1JqM"));
        assert_eq!(of(None, None, None), None);
    }

    #[test]
    fn values_stay_in_their_place_of_an_address() {
        assert_eq!(percent_encoded("a-1.2_~"), "a-1.2_~");
        assert_eq!(percent_encoded("../x?y#z %"), "..%2Fx%3Fy%23z%20%25");
        assert_eq!(percent_encoded(".."), "%2E%2E");
    }
}
