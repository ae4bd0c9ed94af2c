//! The `[server]` table of a tool file.

use crate::tool::definition::DefinitionError;
use crate::tool::server::http;
use crate::tool::template;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;

/// How a server is used. Every text may hold placeholders; `{port}` and every word that ends in `_port` stand for free
/// ports, which the harness chooses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    /// When it can be talked to.
    #[serde(default)]
    pub ready: Ready,
    /// How files are sent to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub send: Option<Send>,
    /// How it gives its results, where it does not write them into `{output_dir}` itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receive: Option<Receive>,
    /// A list of HTTP requests, in the place of `send` and `receive`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recipe: Vec<Step>,
    /// When all results are there.
    #[serde(default)]
    pub drain: Drain,
    /// What is sent with every HTTP request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorization: Option<Authorization>,
    /// An argument list that stops it; otherwise its processes are asked to end.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stop: Vec<String>,
    /// Seconds that it may take to end.
    #[serde(default = "ten")]
    pub stop_limit_s: u64,
    /// Seconds that one answer may take.
    #[serde(default = "sixty")]
    pub answer_limit_s: u64,
}

fn ten() -> u64 {
    10
}

fn sixty() -> u64 {
    60
}

/// When a server can be talked to: the first of these that is there is asked again and again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ready {
    /// A port that takes connections.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tcp: Option<String>,
    /// An address that is answered with a status below 400.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub http: Option<String>,
    /// An argument list that ends with exit code 0.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub command: Vec<String>,
    /// Seconds until it counts as never ready.
    #[serde(default = "sixty")]
    pub limit_s: u64,
}

impl Default for Ready {
    fn default() -> Self {
        Self { tcp: None, http: None, command: Vec::new(), limit_s: sixty() }
    }
}

/// How files are sent: one of these.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Send {
    /// With C-STORE.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub c_store: Option<CStoreSend>,
    /// With STOW-RS to this address, which usually ends in `/studies`: a request for each file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stow: Option<String>,
    /// With an argument list, called for each file where it names `{input}`, and else once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub command: Vec<String>,
}

/// Where C-STORE requests go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CStoreSend {
    /// Its port.
    pub port: String,
    /// Its application entity title.
    #[serde(default = "any_title")]
    pub called: String,
    /// Ours.
    #[serde(default = "own_title")]
    pub calling: String,
}

fn any_title() -> String {
    "ANY-SCP".to_owned()
}

fn own_title() -> String {
    "DEIDBENCH".to_owned()
}

/// How results come: one of these.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receive {
    /// It sends them to us with C-STORE.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub c_store: Option<CStoreReceive>,
    /// They are fetched with QIDO-RS and WADO-RS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dicomweb: Option<DicomWeb>,
    /// An argument list puts them into `{output_dir}`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub command: Vec<String>,
}

/// Where we listen; every called title is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CStoreReceive {
    /// Our port.
    pub port: String,
}

/// What is fetched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DicomWeb {
    /// The address of the service, without `/studies`.
    pub url: String,
    /// Which studies.
    #[serde(default)]
    pub studies: Studies,
}

/// Which studies are fetched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Studies {
    /// Every one.
    #[default]
    All,
    /// Those whose UID none of the sent files has: the server keeps the originals, too.
    New,
}

/// When all results are there: as many as files were taken and none more for `settle_s`, or nothing new for `quiet_s`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drain {
    /// An argument list that ends with exit code 0 when all is done, asked once a second, in the place of counting.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub command: Vec<String>,
    /// Results that are waited for; by default as many as files were taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// Seconds without another result after the last that was expected.
    #[serde(default = "one")]
    pub settle_s: u64,
    /// Seconds without a new result after which no more are expected.
    #[serde(default = "twenty")]
    pub quiet_s: u64,
    /// Seconds in all.
    #[serde(default = "hour")]
    pub limit_s: u64,
}

fn one() -> u64 {
    1
}

fn twenty() -> u64 {
    20
}

fn hour() -> u64 {
    3600
}

impl Default for Drain {
    fn default() -> Self {
        Self { command: Vec::new(), count: None, settle_s: one(), quiet_s: twenty(), limit_s: hour() }
    }
}

/// What is sent with every HTTP request: a name and a password, or a token.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Authorization {
    /// The name for basic authorisation (RFC 7617).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// Its password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// The token for bearer authorisation (RFC 6750).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bearer: Option<String>,
}

/// One kind of HTTP request of a recipe.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// `file`: once for each input file, which is the body. Another word: once for each different value that an earlier
    /// step took under this name. Nothing: once.
    #[serde(default)]
    pub each: String,
    /// The method.
    #[serde(default = "get")]
    pub method: String,
    /// The address. Names of taken values may stand in it between braces.
    pub url: String,
    /// The body, where it is no file.
    #[serde(default)]
    pub body: String,
    /// Its media type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// The media types that are wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accept: Option<String>,
    /// Values to take from the JSON of the answer: a name, and the keys that lead there, with `/` between and `*` for
    /// every element of a list.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub take: BTreeMap<String, String>,
    /// Whether the answer is a result: a file, or a ZIP archive that is opened later.
    #[serde(default)]
    pub save: bool,
}

fn get() -> String {
    "GET".to_owned()
}

/// What a step is repeated for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Each<'a> {
    /// Nothing.
    Once,
    /// Every input file.
    File,
    /// Every value with this name.
    Value(&'a str),
}

impl Step {
    /// What it is repeated for.
    pub fn each(&self) -> Each<'_> {
        match self.each.as_str() {
            "" => Each::Once,
            "file" => Each::File,
            name => Each::Value(name),
        }
    }
}

impl Server {
    /// Every argument list.
    pub(in crate::tool) fn commands(&self) -> Vec<&Vec<String>> {
        let lists = [
            Some(&self.ready.command),
            self.send.as_ref().map(|send| &send.command),
            self.receive.as_ref().map(|receive| &receive.command),
            Some(&self.drain.command),
            Some(&self.stop),
        ];
        lists.into_iter().flatten().filter(|list| !list.is_empty()).collect()
    }

    /// Every text that may hold placeholders, but for the addresses of a recipe, which may hold others too.
    pub(in crate::tool) fn texts(&self) -> Vec<&String> {
        let mut texts: Vec<&String> = self.commands().into_iter().flatten().collect();
        texts.extend(self.ready.tcp.iter().chain(&self.ready.http));
        if let Some(send) = &self.send {
            texts.extend(send.c_store.iter().flat_map(|store| [&store.port, &store.called, &store.calling]));
            texts.extend(&send.stow);
        }
        if let Some(receive) = &self.receive {
            texts.extend(receive.c_store.iter().map(|store| &store.port));
            texts.extend(receive.dicomweb.iter().map(|web| &web.url));
        }
        if let Some(authorization) = &self.authorization {
            texts.extend([&authorization.user, &authorization.password, &authorization.bearer].into_iter().flatten());
        }
        texts
    }

    /// Addresses and bodies of the recipe.
    pub(in crate::tool) fn recipe_texts(&self) -> impl Iterator<Item = &String> {
        self.recipe.iter().flat_map(|step| [&step.url, &step.body])
    }

    /// What can't be run.
    pub(in crate::tool) fn check(&self) -> Result<(), DefinitionError> {
        let wrong = |what: &str| Err(DefinitionError::Server { what: what.to_owned() });
        if self.recipe.is_empty() {
            let Some(send) = &self.send else {
                return wrong("has neither `send` nor `recipe`: nothing would be sent");
            };
            if [send.c_store.is_some(), send.stow.is_some(), !send.command.is_empty()].iter().filter(|is| **is).count()
                != 1
            {
                return wrong("`send` takes one of `c_store`, `stow` and `command`");
            }
        } else if self.send.is_some() || self.receive.is_some() {
            return wrong("`recipe` takes the place of `send` and `receive`");
        }
        if let Some(receive) = &self.receive
            && [receive.c_store.is_some(), receive.dicomweb.is_some(), !receive.command.is_empty()]
                .iter()
                .filter(|is| **is)
                .count()
                != 1
        {
            return wrong("`receive` takes one of `c_store`, `dicomweb` and `command`");
        }
        if self.ready.tcp.is_none() && self.ready.http.is_none() && self.ready.command.is_empty() {
            return wrong("`ready` takes `tcp`, `http` or `command`: how else would one know that it can be talked to");
        }
        let stow = self.send.as_ref().and_then(|send| send.stow.as_ref());
        let web = self.receive.as_ref().and_then(|receive| receive.dicomweb.as_ref()).map(|web| &web.url);
        let urls = self.ready.http.iter().chain(stow).chain(web).chain(self.recipe.iter().map(|step| &step.url));
        for url in urls {
            if !http::is_loopback(url) {
                return wrong(&format!("`{url}` is no `http://127.0.0.1:...`: only this machine is talked to"));
            }
        }
        self.check_recipe()
    }

    fn check_recipe(&self) -> Result<(), DefinitionError> {
        let wrong = |what: String| Err(DefinitionError::Server { what });
        let mut taken: Vec<&str> = Vec::new();
        for (number, step) in (1..).zip(&self.recipe) {
            if let Each::Value(name) = step.each()
                && !taken.contains(&name)
            {
                return wrong(format!("step {number} of `recipe` is for each `{name}`, which no step before it takes"));
            }
            let foreign = [&step.url, &step.body].into_iter().flat_map(|text| template::words(text)).find(|word| {
                !template::is_placeholder(word) && !template::is_port(word) && *word != step.each.as_str()
            });
            if let Some(word) = foreign {
                return wrong(format!("step {number} of `recipe` names `{{{word}}}`, which it is not repeated for"));
            }
            taken.extend(step.take.keys().map(String::as_str));
        }
        if !self.recipe.is_empty() && !self.recipe.iter().any(|step| step.save) {
            return wrong("no step of `recipe` says `save = true`: nothing would come back".to_owned());
        }
        Ok(())
    }
}
