//! A known tool in words: what `deidbench tools NAME` prints, and the page of tools.

use crate::tool::definition::Policy;
use crate::tool::definition::Tool;
use std::fmt;

/// How it is installed and called, what it claims, and what to know of its scores: a list, one fact a line.
pub fn describe(tool: &Tool) -> String {
    let words = |list: &[String]| list.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ");
    let mut text = format!("- Install: `{}`\n", tool.install);
    if !tool.version.is_empty() {
        text.push_str(&format!("- Version: `{}`\n", words(&tool.version)));
    }
    for command in &tool.setup {
        text.push_str(&format!("- Set up: `{}`\n", words(command)));
    }
    text.push_str(&format!("- Called ({}): `{}`\n", tool.mode.name(), words(&tool.command)));
    if let Some(server) = &tool.server {
        for step in &server.recipe {
            let each = if step.each.is_empty() { String::new() } else { format!(", for each {}", step.each) };
            text.push_str(&format!("- Then{each}: `{} {}`\n", step.method, step.url));
        }
    }
    text.push_str(&format!("- Claims: {}\n- Know: {}\n", tool.policy, tool.notes));
    text
}

/// A word with marks around it where a reader would take it for several.
fn quoted(word: &str) -> String {
    let plain = !word.is_empty() && !word.contains(|letter: char| letter.is_whitespace() || "'\"();$".contains(letter));
    if plain { word.to_owned() } else { format!("'{}'", word.replace('\n', "\\n")) }
}

impl fmt::Display for Policy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = std::iter::once(&self.profile).chain(&self.options).filter(|word| !word.is_empty());
        let words: Vec<&str> = words.map(String::as_str).collect();
        formatter.write_str(if words.is_empty() { "nothing" } else { "" })?;
        formatter.write_str(&words.join(", "))
    }
}
