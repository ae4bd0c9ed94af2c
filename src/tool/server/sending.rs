//! Sends the input to a server, in the way that its tool file says.

use crate::dicom::network;
use crate::dicom::network::Fate;
use crate::dicom::network::Peer;
use crate::tool::record::Ending;
use crate::tool::server::definition::CStoreSend;
use crate::tool::server::dicomweb;
use crate::tool::server::drive::Driver;
use crate::tool::server::ready;
use crate::tool::server::recipe;
use std::path::PathBuf;
use std::time::Duration;

/// How long a server may take to end by itself once its connections end, before that is told from a refusal.
const MOMENT: Duration = Duration::from_millis(300);

impl Driver<'_> {
    /// Sends every file; tells what it failed at.
    pub(super) fn send(&mut self) -> Option<String> {
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
}
