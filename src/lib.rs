//! `deidbench` measures whether a de-identification tool for medical images really works.
//!
//! ```text
//! identity ─┐
//! phantom ──┼─> dataset ──> tool ──> pairing ──> detectors ──> score ──> report
//! traps ────┘   input/      output/               findings      scorecard   compare, gate, history
//!               truth/
//! ```
//!
//! Beside it stand three readers of a dataset, which know nothing of its making: `inspection`, `validation`, `export`.
//!
//! Data flow one way, and each stage ends in files or a type that the next one starts from, so that it can be
//! repeated alone. The patient is the unit of work everywhere.
#![forbid(unsafe_code)]

pub mod card;
pub mod checkpoint;
pub mod cli;
pub mod collection;
pub mod commands;
pub mod compare;
pub mod dataset;
pub mod detectors;
pub mod dicom;
pub mod exit;
pub mod export;
pub mod finding;
pub mod gate;
pub mod history;
pub mod identity;
pub mod ink;
pub mod inspection;
pub mod instance;
pub mod judgement;
pub mod kind;
pub mod pairing;
pub mod phantom;
pub mod picture;
pub mod policy;
pub mod report;
pub mod robustness;
pub mod score;
pub mod scorecard;
pub mod seed;
pub mod selftest;
pub mod splits;
pub mod statistics;
mod text;
pub mod tool;
pub mod traps;
pub mod truth;
pub mod validation;
pub mod validators;
