//! Real servers: Orthanc and those of dcmtk. Skipped with a message where they are not installed.

use crate::bench::Bench;
use crate::bench::FILES;
use crate::bench::data_set;
use deidbench::dicom::network::Fate;
use deidbench::tool;
use deidbench::tool::Ending;
use deidbench::tool::Tool;
use std::path::Path;

/// The archive of dcmtk: objects are sent to it with C-STORE, and moved to us with C-MOVE.
pub const DCMQRSCP: &str = "name = 'dcmqrscp'\nmode = 'server'\n\
    command = ['dcmqrscp', '-c', '{work_dir}/qr.cfg', '{port}']\n\
    [settings]\n'qr.cfg' = '''\n\
    NetworkTCPPort = {port}\nMaxPDUSize = 16384\nMaxAssociations = 16\n\
    HostTable BEGIN\nbench = (DEIDBENCH, 127.0.0.1, {receive_port})\nHostTable END\n\
    VendorTable BEGIN\nVendorTable END\n\
    AETable BEGIN\nKEEPER {data_dir} RW (200, 1024mb) ANY\nAETable END\n'''\n\
    [server]\nready = { tcp = '{port}' }\n\
    send = { c_store = { port = '{port}', called = 'KEEPER' } }\n\
    receive = { command = ['movescu', '-S', '-aet', 'DEIDBENCH', '-aec', 'KEEPER', '-aem', 'DEIDBENCH', \
    '--port', '{receive_port}', '-od', '{output_dir}', '-k', 'QueryRetrieveLevel=STUDY', '-k', 'StudyInstanceUID', \
    '127.0.0.1', '{port}'] }\n";

pub fn is_there(program: &str) -> bool {
    let path = std::env::var("PATH").unwrap_or_default();
    let found = path.split(':').any(|folder| Path::new(folder).join(program).is_file());
    if !found {
        eprintln!("SKIPPED: `{program}` is not installed");
    }
    found
}

#[test]
fn orthanc_takes_anonymises_and_gives_back_every_file() {
    if !is_there("Orthanc") {
        return;
    }
    let bench = Bench::new();
    let record = bench.run(&tool::resolve("orthanc").unwrap());
    assert_eq!(record.invocations[0].ending, Ending::Stopped, "{:?}", record.server);
    let server = record.server.as_ref().unwrap();
    assert_eq!(server.fates.get(&Fate::Accepted), Some(&(FILES as u64)), "{:?}", server.deliveries);
    assert_eq!(bench.outputs().len(), FILES);
    assert!(record.tool.version.as_ref().is_some_and(|version| version.contains('.')));
}

#[test]
fn orthanc_speaks_dicomweb_with_us() {
    let plugin = "/usr/share/orthanc/plugins/libOrthancDicomWeb.so";
    if !is_there("Orthanc") || !Path::new(plugin).is_file() {
        eprintln!("SKIPPED: the DICOMweb plugin of Orthanc is not installed");
        return;
    }
    let bench = Bench::new();
    let text = format!(
        "name = 'orthanc-dicomweb'\nmode = 'server'\ncommand = ['Orthanc', '{{work_dir}}/o.json']\n\
         [settings]\n'o.json' = '''{{\"StorageDirectory\": \"{{data_dir}}\", \"IndexDirectory\": \"{{data_dir}}\", \
         \"HttpPort\": {{port}}, \"DicomServerEnabled\": false, \"AuthenticationEnabled\": true, \
         \"RegisteredUsers\": {{\"bench\": \"secret\"}}, \"Plugins\": [\"{plugin}\"]}}'''\n\
         [server]\nready = {{ http = 'http://127.0.0.1:{{port}}/system' }}\n\
         authorization = {{ user = 'bench', password = 'secret' }}\n\
         send = {{ stow = 'http://127.0.0.1:{{port}}/dicom-web/studies' }}\n\
         receive = {{ dicomweb = {{ url = 'http://127.0.0.1:{{port}}/dicom-web' }} }}\n\
         drain = {{ quiet_s = 5 }}\n"
    );
    let record = bench.run(&Tool::from_toml(&text).unwrap());
    assert_eq!(record.invocations[0].ending, Ending::Stopped, "{:?}", record.server);
    assert_eq!(bench.outputs().len(), FILES, "{:?}", record.server);
}

#[test]
fn storescp_takes_what_it_supports_and_writes_it_down() {
    if !is_there("storescp") {
        return;
    }
    // The first takes every transfer syntax, the second the uncompressed ones alone.
    for (option, all) in [("+xa", true), ("+x=", false)] {
        let bench = Bench::new();
        let text = format!(
            "name = 'storescp'\nmode = 'server'\ncommand = ['storescp', '{option}', '-od', '{{output_dir}}', '{{port}}']\n\
             [server]\nready = {{ tcp = '{{port}}' }}\nsend = {{ c_store = {{ port = '{{port}}' }} }}\n\
             drain = {{ quiet_s = 2 }}\n"
        );
        let record = bench.run(&Tool::from_toml(&text).unwrap());
        assert_eq!(record.invocations[0].ending, Ending::Stopped, "{:?}", record.server);
        let server = record.server.as_ref().unwrap();
        let taken = server.fates.iter().filter(|(fate, _)| fate.is_taken()).map(|(_, number)| *number).sum::<u64>();
        assert_eq!(bench.outputs().len() as u64, taken, "{:?}", server.deliveries);
        if all {
            assert_eq!(taken, FILES as u64, "{:?}", server.deliveries);
        } else {
            let refused = server.fates.get(&Fate::NoContext).copied().unwrap_or(0);
            assert_eq!(refused + taken, FILES as u64, "{:?}", server.deliveries);
            assert!(refused > 0, "some of the inputs are compressed");
        }
    }
}

#[test]
fn what_dcmqrscp_keeps_is_moved_to_us_with_c_store() {
    if !is_there("dcmqrscp") || !is_there("movescu") {
        return;
    }
    let bench = Bench::new();
    let record = bench.run(&Tool::from_toml(DCMQRSCP).unwrap());
    assert_eq!(record.invocations[0].ending, Ending::Stopped, "{:?}", record.server);
    let server = record.server.as_ref().unwrap();
    // It does not take deflated data sets, and says so when they are offered.
    let taken = server.fates.get(&Fate::Accepted).copied().unwrap_or(0);
    let refused = server.fates.get(&Fate::NoContext).copied().unwrap_or(0);
    assert!(taken > 0 && taken + refused == FILES as u64, "{:?}", server.fates);
    assert_eq!(bench.outputs().len() as u64, taken, "{:?}", record.invocations);
    for output in bench.outputs() {
        assert!(!data_set(&output).is_empty());
    }
}
