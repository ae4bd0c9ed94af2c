//! The work of a driver: start, wait until ready, send, drain, fetch, stop.

use crate::dicom::network;
use crate::dicom::network::Bounds;
use crate::dicom::network::Fate;
use crate::dicom::network::Parcel;
use crate::dicom::network::Peer;
use crate::dicom::network::Receiver;
use crate::tool::record::Ending;
use crate::tool::server::definition::CStoreSend;
use crate::tool::server::definition::DicomWeb;
use crate::tool::server::definition::Studies;
use crate::tool::server::dicomweb;
use crate::tool::server::drain;
use crate::tool::server::drain::Drained;
use crate::tool::server::http::Client;
use crate::tool::server::job::Account;
use crate::tool::server::job::Delivery;
use crate::tool::server::job::Job;
use crate::tool::server::job::Phase;
use crate::tool::server::job::ServerFacts;
use crate::tool::server::loopback;
use crate::tool::server::process::Commands;
use crate::tool::server::process::Process;
use crate::tool::server::ready;
use crate::tool::server::recipe;
use crate::tool::server::results::Results;
use crate::tool::supervise::Report;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;
use walkdir::WalkDir;

/// How often a server is asked whether it is ready.
const ASK: Duration = Duration::from_millis(50);
/// Problems that are kept in words.
const MOST_PROBLEMS: usize = 100;
/// How long a server may take to end by itself once its connections end, before that is told from a refusal.
const MOMENT: Duration = Duration::from_millis(300);

/// Does the job. Whatever the server does is in the account.
pub(super) fn drive(job: &Job, cancel: &AtomicBool) -> Account {
    loopback::raise();
    let mut driver = Driver::new(job, cancel);
    let receiver = match driver.listen() {
        Ok(receiver) => receiver,
        Err(why) => return driver.account(Ending::NotStarted(why), None),
    };
    driver.process = Some(Process::start(job));
    let failed = driver.work(receiver.as_ref());
    let own = driver.process.as_ref().and_then(Process::ended);
    let start = Instant::now();
    let report = driver.stop();
    driver.phase("stop", start, None);
    if let Some(receiver) = receiver {
        let received = receiver.finish();
        driver.facts.results = received.objects;
        received.problems.iter().for_each(|problem| driver.problem(problem));
    }
    let ending = match (driver.cut(), failed, own) {
        (Some(ending), _, _) => ending,
        (None, _, Some(Ending::NotStarted(why))) => Ending::NotStarted(why),
        (None, Some(why), _) => Ending::ServerFailed(why),
        (None, None, Some(ending)) => ending,
        (None, None, None) => Ending::Stopped,
    };
    driver.account(ending, report)
}

/// A job under way.
pub(super) struct Driver<'j> {
    pub(super) job: &'j Job,
    cancel: &'j AtomicBool,
    until: Instant,
    process: Option<Process>,
    commands: Option<Commands<'j>>,
    facts: ServerFacts,
}

impl<'j> Driver<'j> {
    fn new(job: &'j Job, cancel: &'j AtomicBool) -> Self {
        // At most a year: later instants may not exist.
        let limit = Duration::from_millis(job.time_limit_ms.min(365 * 24 * 60 * 60 * 1000));
        Self {
            job,
            cancel,
            until: Instant::now() + limit,
            process: None,
            commands: Some(Commands::new(job)),
            facts: ServerFacts::default(),
        }
    }

    /// Why everything is to end, whatever the server does.
    fn cut(&self) -> Option<Ending> {
        if self.cancel.load(Ordering::Relaxed) {
            Some(Ending::Cancelled)
        } else if Instant::now() >= self.until {
            Some(Ending::TimedOut)
        } else {
            None
        }
    }

    fn ended(&self) -> Option<Ending> {
        self.process.as_ref().and_then(Process::ended)
    }

    /// Why nothing more is sent.
    pub(super) fn why_stop(&self) -> Option<String> {
        match (self.cut(), self.ended()) {
            (Some(ending), _) => Some(ending.to_string()),
            (None, Some(ending)) => Some(format!("the server had ended: {ending}")),
            (None, None) => None,
        }
    }

    /// What became of a file.
    pub(super) fn told(&mut self, file: usize, fate: Fate, detail: &str) {
        *self.facts.fates.entry(fate).or_default() += 1;
        if fate != Fate::Accepted {
            let path = self.job.files.get(file).cloned().unwrap_or_else(|| "".into());
            self.facts.deliveries.push(Delivery { path, fate, detail: detail.to_owned() });
        }
    }

    /// Something that was wrong with what came back.
    pub(super) fn problem(&mut self, words: &str) {
        if self.facts.problems.len() < MOST_PROBLEMS {
            self.facts.problems.push(words.to_owned());
        }
    }

    fn phase(&mut self, name: &str, start: Instant, problem: Option<String>) {
        let microseconds = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.facts.phases.push(Phase { name: name.to_owned(), microseconds, problem });
    }

    fn taken(&self) -> u64 {
        self.facts.fates.iter().filter(|(fate, _)| fate.is_taken()).map(|(_, number)| number).sum()
    }

    fn client(&self) -> Client {
        Client::new(&self.job.server)
    }

    fn listen(&self) -> Result<Option<Receiver>, String> {
        let server = &self.job.server;
        let Some(store) = server.receive.as_ref().and_then(|receive| receive.c_store.as_ref()) else {
            return Ok(None);
        };
        let bounds = Bounds {
            objects: self.job.most_results,
            object_bytes: self.job.answer_bytes,
            patience: Duration::from_secs(server.answer_limit_s),
        };
        let listener = TcpListener::bind(ready::address(&store.port)?);
        let receiver = listener.and_then(|listener| {
            Receiver::start(listener, self.job.output.as_path(), self.job.spool.as_path(), bounds)
        });
        receiver.map(Some).map_err(|error| format!("could not listen on port {}: {error}", store.port))
    }

    /// Everything while the server runs; tells what it failed at.
    fn work(&mut self, receiver: Option<&Receiver>) -> Option<String> {
        let start = Instant::now();
        let failed = self.wait_until_ready();
        self.phase("start", start, failed.clone());
        if failed.is_some() {
            return failed;
        }
        let start = Instant::now();
        let failed = self.send();
        self.phase("send", start, failed.clone());
        if failed.is_some() {
            return failed;
        }
        let start = Instant::now();
        let (failed, remark) = self.drain(receiver);
        self.phase("drain", start, failed.clone().or(remark));
        if failed.is_some() {
            return failed;
        }
        let start = Instant::now();
        let (failed, remark) = self.fetch();
        self.phase("fetch", start, failed.clone().or(remark));
        failed
    }

    fn wait_until_ready(&mut self) -> Option<String> {
        let limit = self.job.server.ready.limit_s;
        let until = Instant::now() + Duration::from_secs(limit);
        let client = self.client();
        let mut commands = self.commands.take()?;
        let failed = loop {
            if let Some(ending) = self.ended() {
                break Some(format!("ended before it was ready: {ending}"));
            }
            if self.cut().is_some() {
                break Some("was not ready when all was stopped".to_owned());
            }
            match ready::probe(self.job, &client, &mut commands, &|| self.cut()) {
                Ok(()) => break None,
                Err(why) if Instant::now() >= until => {
                    break Some(format!("never became ready within {limit} s: {why}"));
                }
                Err(_) => std::thread::sleep(ASK),
            }
        };
        self.commands = Some(commands);
        failed
    }

    fn send(&mut self) -> Option<String> {
        let job = self.job;
        if !job.server.recipe.is_empty() {
            let client = self.client();
            self.facts.results = recipe::follow(self, client);
        } else if let Some(send) = &job.server.send {
            if let Some(store) = &send.c_store {
                self.send_with_c_store(store);
            } else if let Some(url) = &send.stow {
                self.send_with_stow(url);
            } else {
                self.send_with_command(&send.command);
            }
        }
        // Its connections end a moment before it does.
        if self.taken() < job.files.len() as u64
            && let Some(process) = &self.process
        {
            process.wait(MOMENT);
        }
        let files = job.files.len();
        match self.ended() {
            Some(ending) => Some(format!("ended by itself while files were sent: {ending}")),
            None if self.taken() == 0 && files > 0 => Some(format!("took none of the {files} files")),
            None => None,
        }
    }

    fn send_with_c_store(&mut self, store: &CStoreSend) {
        let job = self.job;
        let files: Vec<PathBuf> = job.files.iter().map(|path| path.as_path().to_path_buf()).collect();
        let address = match ready::address(&store.port) {
            Ok(address) => address,
            Err(why) => return (0..files.len()).for_each(|file| self.told(file, Fate::NotSent, &why)),
        };
        let patience = Duration::from_secs(job.server.answer_limit_s);
        let peer = Peer { address, called: &store.called, calling: &store.calling, patience };
        let mut told = Vec::with_capacity(files.len());
        network::store(&peer, job.input.as_path(), &files, &|| self.why_stop(), &mut |sent| told.push(sent));
        told.into_iter().for_each(|sent| self.told(sent.file, sent.fate, &sent.detail));
    }

    fn send_with_stow(&mut self, url: &str) {
        let client = self.client();
        let mut silent = 0;
        for (index, path) in self.job.files.iter().enumerate() {
            let why = self.why_stop().or_else(|| (silent >= 3).then(|| "3 requests in a row had no answer".to_owned()));
            if let Some(why) = why {
                self.told(index, Fate::NotSent, &why);
                continue;
            }
            let (fate, detail) = match std::fs::read(self.job.input.as_path().join(path.as_path())) {
                Err(_) => (Fate::Unsendable, "the file could not be read".to_owned()),
                Ok(bytes) => dicomweb::store(&client, url, &bytes).unwrap_or_else(|why| (Fate::Lost, why)),
            };
            silent = if fate == Fate::Lost { silent + 1 } else { 0 };
            self.told(index, fate, &detail);
        }
    }

    fn send_with_command(&mut self, command: &[String]) {
        let Some(mut commands) = self.commands.take() else { return };
        let of_ending = |ending: Ending| match ending {
            Ending::Exited(0) => (Fate::Accepted, String::new()),
            ending => (Fate::Refused, format!("the command: {ending}")),
        };
        let each = command.iter().any(|word| word.contains("{input}"));
        let files = self.job.files.len();
        if each {
            for (index, path) in self.job.files.iter().enumerate() {
                let (fate, detail) = match self.why_stop() {
                    Some(why) => (Fate::NotSent, why),
                    None => {
                        let input = self.job.input.as_path().join(path.as_path());
                        let words = ready::with_input(command, &input);
                        of_ending(commands.call(&words, path, 1, self.patience(), &|| self.cut()))
                    }
                };
                self.told(index, fate, &detail);
            }
        } else {
            let words = ready::arguments(command);
            let ending = commands.call(&words, &"".into(), files as u64, self.patience(), &|| self.cut());
            let (fate, detail) = of_ending(ending);
            (0..files).for_each(|file| self.told(file, fate, &detail));
        }
        self.commands = Some(commands);
    }

    /// What is left of the time for everything.
    fn patience(&self) -> Duration {
        self.until.saturating_duration_since(Instant::now())
    }

    /// What it failed at, and what is remarkable without being a failure.
    fn drain(&mut self, receiver: Option<&Receiver>) -> (Option<String>, Option<String>) {
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

    fn fetch(&mut self) -> (Option<String>, Option<String>) {
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

    fn stop(&mut self) -> Option<Report> {
        let process = self.process.take()?;
        let list = &self.job.server.stop;
        if !list.is_empty()
            && process.ended().is_none()
            && let Some(commands) = &mut self.commands
        {
            let patience = Duration::from_secs(self.job.server.stop_limit_s);
            commands.call(&ready::arguments(list), &"".into(), 0, patience, &|| None);
            process.wait(patience);
        }
        Some(process.stop())
    }

    fn account(self, ending: Ending, server: Option<Report>) -> Account {
        let commands = self.commands.map(|commands| commands.made).unwrap_or_default();
        Account { ending, server, commands, facts: self.facts }
    }
}
