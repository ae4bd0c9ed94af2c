//! Other numbers in the written form of a given one: separators and letters stay, digits are drawn again.

use crate::identity::number::FRENCH_FICTION;
use crate::seed::Stream;
use rand::RngExt;

/// Other digits. Zeros in front stay; the first other digit stays below 4, or from 4 on as in every number of the
/// generator.
pub fn redraw_digits(text: &str, stream: &mut Stream) -> String {
    let mut started = false;
    text.chars().map(|letter| redraw_digit(letter, &mut started, stream)).collect()
}

/// The same for a text of several numbers, such as an address: each has a first digit of its own.
pub fn redraw_numbers(text: &str, stream: &mut Stream) -> String {
    let mut started = false;
    let redraw = |letter: char| {
        started &= letter.is_ascii_digit();
        redraw_digit(letter, &mut started, stream)
    };
    text.chars().map(redraw).collect()
}

fn redraw_digit(letter: char, started: &mut bool, stream: &mut Stream) -> char {
    let range = match letter {
        '0' if !*started => return letter,
        '1'..='3' if !*started => 1..4,
        '4'..='9' if !*started => 4..10,
        '0'..='9' => 0..10,
        other => return other,
    };
    *started = true;
    digit(stream, range)
}

/// Another telephone number of the same country in the same written form.
pub fn redraw_phone(text: &str, stream: &mut Stream) -> String {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let bare = |block: &str| block.replace(' ', "");
    let mut tail = |digits: u32| stream.random_range(0..10u64.pow(digits));
    let other = if digits.len() == 10 && FRENCH_FICTION.iter().any(|block| digits.starts_with(&bare(block))) {
        let drawn = tail(4);
        let block = FRENCH_FICTION.get(stream.random_range(0..FRENCH_FICTION.len())).copied().unwrap_or_default();
        format!("{}{drawn:04}", bare(block))
    } else if digits.len() == 11 && digits.starts_with("0199") {
        format!("0199{}", stream.random_range(4_000_000..10_000_000u64))
    } else if digits.len() == 11 && digits.starts_with("209") {
        format!("209{}", stream.random_range(40_000_000..100_000_000u64))
    } else if digits.len() == 10 && digits.get(1..2) == Some("9") {
        format!(
            "{}9{}{}{:04}",
            stream.random_range(2..9u8),
            stream.random_range(0..10u8),
            stream.random_range(400..1000u32),
            stream.random_range(0..10_000u32)
        )
    } else {
        return redraw_digits(text, stream);
    };
    fill(text, &other)
}

/// Another social security number in the same written form.
pub fn redraw_social_security(text: &str, stream: &mut Stream) -> String {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if digits.len() == 9 && digits.starts_with('9') {
        let (area, group) = (stream.random_range(0..100u8), stream.random_range(1..50u8));
        return fill(text, &format!("9{area:02}{group:02}{:04}", stream.random_range(0..10_000u32)));
    }
    redraw_digits(text, stream)
}

/// Another UID under the same root: components of five digits or more are drawn again.
pub fn redraw_uid(text: &str, stream: &mut Stream) -> String {
    let mut redraw = |component: &str| {
        let mut digits: String = component.chars().map(|_| digit(stream, 0..10)).collect();
        digits.replace_range(..1, &digit(stream, 1..10).to_string());
        digits
    };
    let component = |text: &str| text.len() >= 5 && text.bytes().all(|byte| byte.is_ascii_digit());
    let components: Vec<String> =
        text.split('.').map(|part| if component(part) { redraw(part) } else { part.to_owned() }).collect();
    components.join(".")
}

/// Other letters and digits before the `@`.
pub fn redraw_email(text: &str, stream: &mut Stream) -> String {
    let (handle, site) = text.split_once('@').unwrap_or((text, ""));
    let letters: String = redraw_digits(handle, stream)
        .chars()
        .map(|letter| match letter {
            'a'..='z' => char::from(b'a' + stream.random_range(0..26u8)),
            'A'..='Z' => char::from(b'A' + stream.random_range(0..26u8)),
            other => other,
        })
        .collect();
    if site.is_empty() { letters } else { format!("{letters}@{site}") }
}

/// Another time of the day, from 07:00 as all studies, in the same written form; digits after the seconds are any.
pub fn redraw_time(text: &str, stream: &mut Stream) -> String {
    let (hour, minute, second) =
        (stream.random_range(7..20u8), stream.random_range(0..60u8), stream.random_range(0..60u8));
    let mut digits = format!("{hour:02}{minute:02}{second:02}");
    let wanted = text.chars().filter(char::is_ascii_digit).count();
    while digits.len() < wanted {
        digits.push(digit(stream, 0..10));
    }
    fill(text, &digits)
}

fn digit(stream: &mut Stream, range: std::ops::Range<u8>) -> char {
    char::from(b'0' + stream.random_range(range))
}

/// `text` with its digits replaced one by one.
fn fill(text: &str, digits: &str) -> String {
    let mut digits = digits.chars();
    text.chars().map(|letter| if letter.is_ascii_digit() { digits.next().unwrap_or(letter) } else { letter }).collect()
}
