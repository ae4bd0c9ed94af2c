//! Decoys: other values that could have been planted instead of the true one.
//!
//! A decoy is drawn uniformly among the values of the true one's form and number of characters. The true one came out of
//! the same generator, so among those that `accept` lets through it is exchangeable with its decoys.

use crate::identity::day::Day;
use crate::identity::digits::redraw_digits;
use crate::identity::digits::redraw_email;
use crate::identity::digits::redraw_numbers;
use crate::identity::digits::redraw_phone;
use crate::identity::digits::redraw_social_security;
use crate::identity::digits::redraw_time;
use crate::identity::digits::redraw_uid;
use crate::identity::kind::Kind;
use crate::identity::pool::Hand;
use crate::identity::script::OtherNames;
use crate::identity::slots::Slots;
use crate::identity::slots::Unknown;
use crate::identity::written_date::WrittenDate;
use crate::seed::Seed;
use crate::seed::Stream;
use jiff::civil::date;
use rand::RngExt;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Draws that may fail before a value is given up as exhausted, for each decoy that is asked for.
const PATIENCE: usize = 60;

/// Draws decoys for the values of one dataset.
pub struct Decoys {
    hands: BTreeMap<&'static str, Hand>,
}

impl Decoys {
    /// For the dataset of `seed`. Make it once per patient or more seldom: it looks at the whole pool of names.
    pub fn new(seed: Seed) -> Self {
        let dealt = |hand: &Hand| {
            let hand = *hand;
            (0..hand.size()).map(move |slot| (hand.name(seed, slot), hand))
        };
        Self { hands: Hand::ALL.iter().flat_map(dealt).collect() }
    }

    /// Up to `count` distinct values of the same generator, number of characters and written form as `value`, for which
    /// `accept` is true, none of them `value`.
    ///
    /// Fewer where the generator has no more: a lone given name has some hundred of its length, an age below a hundred.
    /// A name in another script has decoys of other lengths too. None for descriptions, and for dates in a form that is not known. Names are never those of a patient, relative or
    /// control of the dataset; a number is that of another patient about as often as numbers in its space are taken.
    pub fn draw(
        &self,
        kind: Kind,
        value: &str,
        count: usize,
        stream: &mut Stream,
        accept: impl Fn(&str) -> bool,
    ) -> Vec<String> {
        let Some(form) = Form::of(kind, value) else { return Vec::new() };
        let characters = value.chars().count();
        // Lists of names in other scripts are too short for names of one length; those of one width are enough.
        let any_length = matches!(form, Form::Script(_));
        let mut seen = BTreeSet::from([value.to_owned()]);
        let mut decoys = Vec::with_capacity(count);
        let mut failures = 0;
        while decoys.len() < count && failures < PATIENCE * count.max(10) {
            match self.draw_one(&form, value, stream) {
                Some(drawn) if (any_length || drawn.chars().count() == characters) && !seen.contains(&drawn) => {
                    if accept(&drawn) {
                        decoys.push(drawn.clone());
                    } else {
                        failures += 1;
                    }
                    seen.insert(drawn);
                }
                _ => failures += 1,
            }
        }
        decoys
    }

    fn draw_one(&self, form: &Form, value: &str, stream: &mut Stream) -> Option<String> {
        match form {
            Form::Names(slots) => {
                let (written, names) = slots.draw(stream)?;
                self.are_free(&names).then_some(written)
            }
            Form::Script(names) => names.draw(stream),
            Form::Place(slots) => {
                let (written, names) = slots.draw(stream)?;
                self.are_free(&names).then(|| redraw_numbers(&written, stream))
            }
            Form::Digits => Some(redraw_digits(value, stream)),
            Form::Uid => Some(redraw_uid(value, stream)),
            Form::Phone => Some(redraw_phone(value, stream)),
            Form::SocialSecurity => Some(redraw_social_security(value, stream)),
            Form::Email => Some(redraw_email(value, stream)),
            Form::Date(written, days) => written.draw(*days, stream),
            Form::DateTime(written, days, cut) => {
                let day = written.draw(*days, stream)?;
                Some(format!("{day}{}", redraw_time(value.get(*cut..)?, stream)))
            }
            Form::Time => Some(redraw_time(value, stream)),
            Form::Age(before, digits, after) => {
                let age = stream.random_range(1..100u32);
                Some(format!("{before}{age:0digits$}{after}"))
            }
        }
    }

    /// Whether no name is a control's, and no two neighbours are the halves of a patient or a relative.
    fn are_free(&self, names: &[&'static str]) -> bool {
        let hand = |name: &&'static str| self.hands.get(*name).copied();
        let control = |name| matches!(hand(name), Some(Hand::ControlLeft | Hand::ControlRight));
        let borne = |pair: &[&'static str]| {
            let hands: Vec<Hand> = pair.iter().filter_map(hand).collect();
            matches!(hands.as_slice(), [Hand::Left, Hand::Right] | [Hand::RelativeLeft, Hand::RelativeRight])
        };
        !names.iter().any(control) && !names.windows(2).any(borne)
    }
}

/// How a value is made.
enum Form {
    Names(Slots),
    /// Names in another script.
    Script(OtherNames),
    Place(Slots),
    Digits,
    Uid,
    Phone,
    SocialSecurity,
    Email,
    Date(WrittenDate, (Day, Day)),
    /// With a time after so many bytes.
    DateTime(WrittenDate, (Day, Day), usize),
    Time,
    /// A number of so many digits between two texts.
    Age(String, usize, String),
}

impl Form {
    fn of(kind: Kind, value: &str) -> Option<Self> {
        let births = (Day(date(1925, 1, 1)), Day(date(2021, 1, 1)));
        let studies = (Day(date(2018, 1, 1)), Day(date(2025, 1, 1)));
        Some(match kind {
            Kind::PersonName if let Some(names) = OtherNames::of(value) => Self::Script(names),
            Kind::PersonName | Kind::RelativeName | Kind::Staff => {
                Self::Names(Some(Slots::cut(value, Unknown::Name)).filter(Slots::has_names)?)
            }
            Kind::Address | Kind::Institution | Kind::Device => Self::Place(Slots::cut(value, Unknown::Text)),
            Kind::Mrn | Kind::OtherPatientId | Kind::Accession | Kind::Insurance | Kind::Url => Self::Digits,
            Kind::Uid => Self::Uid,
            Kind::Phone => Self::Phone,
            Kind::SocialSecurity => Self::SocialSecurity,
            Kind::Email => Self::Email,
            Kind::BirthDate => Self::date(value, births)?,
            Kind::Date => Self::date(value, studies)?,
            Kind::Time => Self::Time,
            Kind::Age => {
                let first = value.find(|letter: char| letter.is_ascii_digit())?;
                let (before, rest) = value.split_at(first);
                let end = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
                let (digits, after) = rest.split_at(end);
                Self::Age(before.to_owned(), digits.len(), after.to_owned())
            }
            Kind::Description => return None,
        })
    }

    fn date(value: &str, days: (Day, Day)) -> Option<Self> {
        if let Some(form) = WrittenDate::of(value) {
            return Some(Self::Date(form, days));
        }
        [10, 8].into_iter().find_map(|cut| {
            let form = WrittenDate::of(value.get(..cut)?)?;
            Some(Self::DateTime(form, days, cut))
        })
    }
}
