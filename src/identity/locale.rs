//! Where a patient lives: it decides how names, addresses and telephone numbers are written.

use crate::text::words;

words! {
    /// A country with its language.
    pub enum Locale {
        /// United States, English.
        EnUs = "en-US",
        /// France, French.
        FrFr = "fr-FR",
        /// Germany, German.
        DeDe = "de-DE",
        /// Brazil, Portuguese.
        PtBr = "pt-BR",
    }
}

impl Locale {
    /// ISO 3166-1 alpha-3, as Country of Residence is usually filled.
    pub fn country(self) -> &'static str {
        match self {
            Self::EnUs => "USA",
            Self::FrFr => "FRA",
            Self::DeDe => "DEU",
            Self::PtBr => "BRA",
        }
    }
}
