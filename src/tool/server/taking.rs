//! Waits for the results of a server, and fetches them.

use crate::dicom::network::Parcel;
use crate::dicom::network::Receiver;
use crate::tool::record::Ending;
use crate::tool::server::definition::DicomWeb;
use crate::tool::server::definition::Studies;
use crate::tool::server::dicomweb;
use crate::tool::server::drain;
use crate::tool::server::drain::Drained;
use crate::tool::server::drive::Driver;
use crate::tool::server::ready;
use crate::tool::server::results::Results;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;
use walkdir::WalkDir;

impl Driver<'_> {
    /// What it failed at, and what is remarkable without being a failure.
    pub(super) fn drain(&mut self, receiver: Option<&Receiver>) -> (Option<String>, Option<String>) {
        let settings = &self.job.server.drain;
        let limit = settings.limit_s;
        if !settings.command.is_empty() {
            let Some(mut commands) = self.commands.take() else { return (None, None) };
            let words = ready::arguments(&settings.command);
            let limit_of_one = Duration::from_secs(self.job.server.answer_limit_s);
            let mut done = || commands.ask(&words, limit_of_one, &|| self.cut()) == Ending::Exited(0);
            let drained = drain::ask(settings, &mut done, &|| self.why_stop().is_some());
            self.commands = Some(commands);
            return match drained {
                Drained::Late => (Some(format!("did not say within {limit} s that it was done")), None),
                Drained::Cut => (self.cut_short(), None),
                Drained::Whole | Drained::Quiet => (None, None),
            };
        }
        let receive = self.job.server.receive.as_ref();
        // What is fetched when it is asked for needs no waiting.
        if !self.job.server.recipe.is_empty() || receive.is_some_and(|receive| !receive.command.is_empty()) {
            return (None, None);
        }
        let web = receive.and_then(|receive| receive.dicomweb.as_ref());
        let client = self.client();
        let known = self.known(web);
        let mut now = || match (receiver, web) {
            (Some(receiver), _) => receiver.objects(),
            (None, Some(web)) => dicomweb::studies(&client, &web.url, &known)
                .map_or(0, |studies| studies.iter().map(|(_, number)| number).sum()),
            (None, None) => WalkDir::new(self.job.output.as_path())
                .into_iter()
                .flatten()
                .filter(|entry| entry.file_type().is_file())
                .count() as u64,
        };
        let expected = settings.count.unwrap_or_else(|| self.taken());
        let (drained, found) = drain::count(settings, expected, &mut now, &|| self.why_stop().is_some());
        if receiver.is_none() && web.is_none() {
            self.facts.results = found;
        }
        let short = |quiet: u64| format!("gave {found} of {expected} results and nothing more for {quiet} s");
        match drained {
            Drained::Whole if found > expected && settings.count.is_none() => {
                (None, Some(format!("gave {found} results for {expected} files")))
            }
            Drained::Whole => (None, None),
            Drained::Quiet if found == 0 => (Some(format!("gave nothing back for {} s", settings.quiet_s)), None),
            Drained::Quiet => (None, Some(short(settings.quiet_s))),
            Drained::Late => (Some(format!("was not done within {limit} s: {found} of {expected} results")), None),
            // A server that ends when it has given everything is a good one.
            Drained::Cut if self.cut().is_none() && found >= expected => (None, None),
            Drained::Cut => (self.cut_short(), None),
        }
    }

    fn cut_short(&self) -> Option<String> {
        match self.ended() {
            Some(ending) => Some(format!("ended by itself before all results were there: {ending}")),
            None => Some("was not done when all was stopped".to_owned()),
        }
    }

    /// Study Instance UIDs of what was sent, where they are not to be fetched.
    fn known(&self, web: Option<&DicomWeb>) -> BTreeSet<String> {
        if web.is_none_or(|web| web.studies == Studies::All) {
            return BTreeSet::new();
        }
        let parcel = |path: &PathBuf| Parcel::of(path, u64::MAX).ok().map(|parcel| parcel.study);
        self.job.files.iter().filter_map(|path| parcel(&self.job.input.as_path().join(path.as_path()))).collect()
    }

    /// Fetches what is not sent to us; the same.
    pub(super) fn fetch(&mut self) -> (Option<String>, Option<String>) {
        let Some(receive) = &self.job.server.receive else { return (None, None) };
        if !receive.command.is_empty() {
            let Some(mut commands) = self.commands.take() else { return (None, None) };
            let words = ready::arguments(&receive.command);
            let ending = commands.call(&words, &"".into(), 0, self.patience(), &|| self.cut());
            self.commands = Some(commands);
            let remark = (ending != Ending::Exited(0)).then(|| format!("the command that fetches: {ending}"));
            return (None, remark);
        }
        let Some(web) = &receive.dicomweb else { return (None, None) };
        let client = self.client();
        let mut results = Results::new(self.job.output.as_path(), self.job.most_results);
        let studies = match dicomweb::studies(&client, &web.url, &self.known(Some(web))) {
            Ok(studies) => studies,
            Err(why) => return (Some(format!("did not say which studies it has: {why}")), None),
        };
        let mut failures: BTreeMap<String, u64> = BTreeMap::new();
        for (study, _) in &studies {
            let why = self.why_stop();
            let fetched =
                why.map_or_else(|| dicomweb::fetch(&client, &web.url, study, self.job.answer_bytes, &mut results), Err);
            if let Err(why) = fetched {
                *failures.entry(why).or_default() += 1;
            }
        }
        self.facts.results = results.written;
        for (why, number) in &failures {
            self.problem(&format!("{number} of {} studies could not be fetched whole: {why}", studies.len()));
        }
        let remark = (!failures.is_empty()).then(|| "some studies could not be fetched whole".to_owned());
        match self.ended() {
            Some(ending) => (Some(format!("ended by itself while results were fetched: {ending}")), None),
            None => (None, remark),
        }
    }
}
