//! Which relative paths a tool file means by `side_paths`.

/// Whether a pattern covers a relative path: a prefix of whole components, or with `*` (within one component),
/// `**` (across components) and `?` (one byte).
pub fn covers(pattern: &str, path: &[u8]) -> bool {
    let pattern = pattern.trim_start_matches("./").trim_end_matches('/').as_bytes();
    if pattern.is_empty() {
        return false;
    }
    // Every folder above the path counts too, so that a pattern for a folder covers what is in it.
    let ends = path.iter().enumerate().filter(|(_, byte)| **byte == b'/').map(|(at, _)| at);
    ends.chain([path.len()]).any(|end| matches(pattern, path.get(..end).unwrap_or_default()))
}

/// Tracks the set of pattern positions that are still possible: no pattern of a stranger makes it exponential.
fn matches(pattern: &[u8], text: &[u8]) -> bool {
    let mut alive = vec![false; pattern.len() + 1];
    if let Some(first) = alive.first_mut() {
        *first = true;
    }
    skip_stars(pattern, &mut alive);
    for byte in text {
        let mut next = vec![false; pattern.len() + 1];
        for (at, letter) in pattern.iter().enumerate() {
            if !alive.get(at).copied().unwrap_or(false) {
                continue;
            }
            let double = *letter == b'*'
                && (pattern.get(at + 1) == Some(&b'*')
                    || at.checked_sub(1).and_then(|i| pattern.get(i)) == Some(&b'*'));
            let (stays, advances) = match letter {
                b'*' => (double || *byte != b'/', false),
                b'?' => (false, *byte != b'/'),
                other => (false, other == byte),
            };
            if stays && let Some(slot) = next.get_mut(at) {
                *slot = true;
            }
            if advances && let Some(slot) = next.get_mut(at + 1) {
                *slot = true;
            }
        }
        skip_stars(pattern, &mut next);
        alive = next;
    }
    alive.last().copied().unwrap_or(false)
}

/// A star may stand for nothing.
fn skip_stars(pattern: &[u8], alive: &mut [bool]) {
    for (at, letter) in pattern.iter().enumerate() {
        if *letter == b'*'
            && alive.get(at).copied().unwrap_or(false)
            && let Some(slot) = alive.get_mut(at + 1)
        {
            *slot = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::covers;

    #[test]
    fn prefixes_end_at_components() {
        assert!(covers("logs", b"logs/a/b.txt"));
        assert!(covers("logs/", b"logs"));
        assert!(!covers("logs", b"logs2/a"));
        assert!(!covers("", b"a"));
    }

    #[test]
    fn stars_know_components() {
        assert!(covers("*.json", b"a.json"));
        assert!(!covers("*.json", b"d/a.json"));
        assert!(covers("**/*.json", b"d/e/a.json"));
        assert!(covers("d/?.csv", b"d/\xff.csv"));
        assert!(!covers("d/?.csv", b"d/ab.csv"));
        assert!(!covers("*.bak", b"a.bak.dcm"));
    }
}
