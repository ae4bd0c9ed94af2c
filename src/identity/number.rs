//! Numbers that no two patients share: each is a place of a permutation of its own number space.
//!
//! Every number starts with a digit from 4 to 9, so that none can be read as a date, with the day, month or year first.

use crate::identity::locale::Locale;
use crate::seed::Seed;

/// Number `index` of `label` with `digits` digits, the first from 4 to 9. Unique below `6 * 10^(digits-1)`.
pub fn number(seed: Seed, label: &str, index: u64, digits: u32) -> String {
    let unit = 10u64.saturating_pow(digits.saturating_sub(1));
    let label = ["identity", "number", label, &digits.to_string()];
    (4 * unit + seed.permute(&label, index, 6 * unit)).to_string()
}

/// A telephone number that rings nowhere.
///
/// United States: area codes whose middle digit is 9, which the North American plan keeps for its own expansion.
/// France: the six blocks of 10,000 that ARCEP leaves to fiction. Germany: 0199, for routing inside networks.
/// Brazil: area code 20, which is not assigned.
pub fn phone(seed: Seed, label: &str, index: u64, locale: Locale) -> String {
    let label = ["identity", "phone", label, locale.word()];
    match locale {
        Locale::EnUs => {
            let drawn = seed.permute(&label, index, 70 * 600 * 10_000);
            let (area, rest) = (drawn / 6_000_000, drawn % 6_000_000);
            format!("({}9{}) {}-{:04}", 2 + area / 10, area % 10, 400 + rest / 10_000, rest % 10_000)
        }
        Locale::FrFr => {
            let drawn = seed.permute(&label, index, 60_000);
            let block = ["01 99 00", "02 61 91", "03 53 01", "04 65 71", "05 36 49", "06 39 98"]
                .get((drawn / 10_000) as usize)
                .copied()
                .unwrap_or("01 99 00");
            format!("{block} {:02} {:02}", drawn / 100 % 100, drawn % 100)
        }
        Locale::DeDe => format!("0199 {}", 4_000_000 + seed.permute(&label, index, 6_000_000)),
        Locale::PtBr => {
            let drawn = seed.permute(&label, index, 60_000_000);
            format!("(20) 9{}-{:04}", 4000 + drawn / 10_000, drawn % 10_000)
        }
    }
}

/// A social security number that nobody holds.
///
/// United States: 9xx with group 01 to 49, which neither SSN nor ITIN uses. Elsewhere ten digits in the groups of no
/// country's own scheme, since those hold the day of birth.
pub fn social_security(seed: Seed, label: &str, index: u64, locale: Locale) -> String {
    let path = ["identity", "social", label, locale.word()];
    match locale {
        Locale::EnUs => {
            let drawn = seed.permute(&path, index, 100 * 49 * 10_000);
            format!("9{:02}-{:02}-{:04}", drawn / 490_000, 1 + drawn / 10_000 % 49, drawn % 10_000)
        }
        Locale::FrFr | Locale::DeDe | Locale::PtBr => {
            let digits = number(seed, &format!("social {label} {locale}"), index, 10);
            let (head, tail) = digits.split_at(4);
            let (middle, last) = tail.split_at(3);
            format!("{head} {middle} {last}")
        }
    }
}
