//! Servers that behave in every way a server has been seen to: `fake-server MODE PORT RECEIVE_PORT FOLDER`.
#![expect(clippy::unwrap_used, reason = "a fake server stops where its own preparation fails")]

mod fake_storage;
mod fake_web;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let word = |at: usize| words.get(at).cloned().unwrap_or_default();
    let (mode, port, other) = (word(0), word(1).parse().unwrap_or(0), word(2).parse().unwrap_or(0));
    match mode.as_str() {
        "sleeps" => std::thread::sleep(std::time::Duration::from_secs(600)),
        "ends" => std::process::exit(7),
        web if web.starts_with("web") => fake_web::serve(web, port, &words),
        _ => fake_storage::serve(&mode, port, other, &word(3)),
    }
}
