//! Rules for three usual purposes.

use crate::gate::Level;
use crate::gate::Limits;
use crate::gate::Metric;
use crate::gate::Rule;
use crate::text::words;

words! {
    /// A set of rules.
    pub enum Preset {
        /// Nothing may be left, in whole or in part, and nothing damaged: for data that leave the house unseen.
        Strict = "strict",
        /// Nothing readable may be left, all must be measured, and damage is shown: for the release of a tool.
        Release = "release",
        /// No patient may be identifiable, and damage fails: for data sets that are used under an agreement.
        Research = "research",
    }
}

impl Preset {
    /// Its rules.
    pub fn rules(self) -> Vec<Rule> {
        use Metric::*;
        let with = |level: Level, metrics: &[Metric]| -> Vec<Rule> {
            metrics.iter().map(|metric| Rule::none(*metric, level)).collect()
        };
        let share = |metric, level, share| Rule {
            limits: Limits { max_share: Some(share), ..Limits::default() },
            ..Rule::none(metric, level)
        };
        match self {
            Self::Strict => {
                let mut rules = with(
                    Level::Error,
                    &[
                        LeakingPatients,
                        UnmeasuredPatients,
                        LeakedPlants,
                        PartialPlants,
                        RecoverablePlants,
                        UnmeasuredPlants,
                        UnusableFiles,
                        DamagedFiles,
                        BrokenLinks,
                        FalseClaims,
                        ConformanceErrors,
                        FalseMatches,
                    ],
                );
                rules.extend(with(Level::Warn, &[UnmetActions, DciodvfyErrors]));
                rules
            }
            Self::Release => {
                let mut rules = with(
                    Level::Error,
                    &[LeakingPatients, UnmeasuredPatients, LeakedPlants, UnmeasuredPlants, FalseMatches],
                );
                rules.push(share(UnusableFiles, Level::Error, 0.01));
                rules.extend(with(
                    Level::Warn,
                    &[PartialPlants, RecoverablePlants, DamagedFiles, BrokenLinks, ConformanceErrors, FalseClaims],
                ));
                rules
            }
            Self::Research => {
                let mut rules = with(
                    Level::Error,
                    &[LeakingPatients, UnmeasuredPatients, LossyPictures, LocalPictures, GlobalPictures, FalseMatches],
                );
                rules.push(share(DamagedFiles, Level::Error, 0.01));
                rules.push(share(LostKeeps, Level::Error, 0.01));
                rules.extend(with(
                    Level::Warn,
                    &[LeakedPlants, PartialPlants, RecoverablePlants, UnmeasuredPlants, BrokenLinks, ErasedPixels],
                ));
                rules
            }
        }
    }
}
