//! The work of a driver: start, wait until ready, send, drain, fetch, stop.

use crate::dicom::network::Bounds;
use crate::dicom::network::Fate;
use crate::dicom::network::Receiver;
use crate::tool::record::Ending;
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
use crate::tool::supervise::Report;
use std::net::TcpListener;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;

/// How often a server is asked whether it is ready.
const ASK: Duration = Duration::from_millis(50);
/// Problems that are kept in words.
const MOST_PROBLEMS: usize = 100;

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
    pub(super) process: Option<Process>,
    pub(super) commands: Option<Commands<'j>>,
    pub(super) facts: ServerFacts,
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
    pub(super) fn cut(&self) -> Option<Ending> {
        if self.cancel.load(Ordering::Relaxed) {
            Some(Ending::Cancelled)
        } else if Instant::now() >= self.until {
            Some(Ending::TimedOut)
        } else {
            None
        }
    }

    pub(super) fn ended(&self) -> Option<Ending> {
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

    pub(super) fn taken(&self) -> u64 {
        self.facts.fates.iter().filter(|(fate, _)| fate.is_taken()).map(|(_, number)| number).sum()
    }

    pub(super) fn client(&self) -> Client {
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

    /// What is left of the time for everything.
    pub(super) fn patience(&self) -> Duration {
        self.until.saturating_duration_since(Instant::now())
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
