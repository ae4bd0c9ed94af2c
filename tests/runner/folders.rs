use crate::support::Place;
use deidbench::tool::InputChange;
use deidbench::tool::StartToolError;
use std::path::Path;

#[test]
fn changes_to_the_input_are_seen_and_the_dataset_is_not_touched() {
    let place = Place::new(&["p/a", "p/b", "p/c"]);
    let record = place.run(&place.two_folders(r#"rm "$1/p/a"; echo x > "$1/p/b"; echo y > "$1/new""#));
    let changes: Vec<_> = record.changed_inputs.iter().map(|one| (one.path.to_string(), one.change)).collect();
    let expected = [("p/a", InputChange::Deleted), ("new", InputChange::Added), ("p/b", InputChange::Changed)];
    assert_eq!(changes, expected.map(|(path, change)| (path.to_owned(), change)));
    assert_eq!(std::fs::read_to_string(place.run_dir().join("side/input/p/b")).unwrap(), "x\n");
    assert_eq!(std::fs::read_to_string(place.input().join("p/b")).unwrap(), "p/b");
    assert!(place.input().join("p/a").exists());
}

#[test]
fn links_and_pipes_are_recorded_and_never_followed() {
    let place = Place::new(&["a"]);
    let truth = place.path("dataset/truth");
    std::fs::create_dir_all(&truth).unwrap();
    std::fs::write(truth.join("secret"), "secret").unwrap();
    let script =
        format!(r#"cd "$2"; ln -s / root; ln -s {} truth; mkdir d; mkfifo d/pipe; echo 1 > d/file"#, truth.display());
    let record = place.run(&place.two_folders(&script));
    let mut odd: Vec<_> = record.odd_files.iter().map(|one| (one.path.to_string(), one.kind.as_str())).collect();
    odd.sort();
    assert_eq!(
        odd,
        [("output/d/pipe", "fifo"), ("output/root", "symlink"), ("output/truth", "symlink")]
            .map(|(path, kind)| (path.to_owned(), kind))
    );
    assert!(place.output("d/file").is_some());
    for name in ["root", "truth", "d/pipe"] {
        assert!(std::fs::symlink_metadata(place.run_dir().join("output").join(name)).is_err());
    }
    assert!(truth.join("secret").exists());
}

#[test]
fn an_output_folder_that_became_a_link_is_an_odd_file() {
    let place = Place::new(&["a"]);
    let record = place.run(&place.two_folders(r#"rmdir "$2"; ln -s /etc "$2"; rm -r "$HOME""#));
    assert_eq!(record.odd_files[0].path.to_string(), "output");
    assert_eq!(std::fs::read_dir(place.run_dir().join("output")).unwrap().count(), 0);
}

#[test]
fn ten_thousand_files_are_taken() {
    let place = Place::new(&["a"]);
    place.run(&place.two_folders(r#"cd "$2"; seq 10000 | xargs touch"#));
    assert_eq!(std::fs::read_dir(place.run_dir().join("output")).unwrap().count(), 10_000);
}

#[test]
fn closed_folders_and_odd_names_survive() {
    let place = Place::new(&["a"]);
    let script = r#"mkdir -p "$2/shut/in"; echo 1 > "$2/shut/in/file"; echo 2 > "$2/$(printf '\377 x')"; chmod 0 "$2/shut/in/file" "$2/shut/in" "$2/shut""#;
    place.run(&place.two_folders(script));
    assert_eq!(place.output("shut/in/file").as_deref(), Some("1\n"));
    let odd = <std::ffi::OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(b"\xff x");
    assert!(place.run_dir().join("output").join(Path::new(odd)).exists());
}

#[test]
fn the_environment_is_the_allow_list_and_home_is_private() {
    let mut place = Place::new(&["a"]);
    for name in ["PLANTED", "WANTED"] {
        place.options.environment.push((name.into(), "seen".into()));
    }
    let tool = place.shell(
        "mode = 'per-dir'\nenv = ['WANTED']\nset_env = { FIXED = '{seed}' }",
        r#"env > "$1/env"; echo x > "$HOME/left"; echo y > "$TMPDIR/left"; echo z > left"#,
        &["{output_dir}", "{input_dir}"],
    );
    place.options.seed = 42;
    let record = place.run(&tool);
    let env = place.output("env").unwrap();
    assert!(!env.contains("PLANTED"));
    assert!(env.contains("WANTED=seen") && env.contains("FIXED=42"));
    let allowed = ["PATH", "LANG", "LC_ALL", "TZ", "HOME", "TMPDIR", "WANTED", "FIXED", "PWD", "OLDPWD", "SHLVL", "_"];
    let names: Vec<_> = env.lines().filter_map(|line| Some(line.split_once('=')?.0)).collect();
    assert!(names.iter().all(|name| allowed.contains(name)), "{names:?}");
    assert!(env.contains(&format!("HOME={}/home", record.work_folder)));
    for (name, content) in [("home", "x\n"), ("tmp", "y\n"), ("work", "z\n")] {
        assert_eq!(std::fs::read_to_string(place.run_dir().join("side").join(name).join("left")).unwrap(), content);
    }
}

#[test]
fn side_paths_are_set_aside() {
    let place = Place::new(&["a"]);
    let tool = place.shell(
        "mode = 'per-dir'\nside_paths = ['logs', '*.json']",
        r#"cd "$1"; mkdir logs; echo 1 > logs/x; echo 2 > m.json; echo 3 > a"#,
        &["{output}", "{input}"],
    );
    assert_eq!(place.run(&tool).set_aside, 2);
    assert!(place.run_dir().join("left-out/logs/x").exists() && place.run_dir().join("left-out/m.json").exists());
    assert!(place.output("m.json").is_none() && place.output("a").is_some());
}

#[test]
fn a_run_folder_with_results_is_refused() {
    let place = Place::new(&["a"]);
    let tool = place.two_folders(r#"cp -r "$1/." "$2""#);
    place.run(&tool);
    assert!(matches!(place.try_run(&tool), Err(StartToolError::RunFolderInUse { .. })));
}

#[test]
fn results_cross_file_systems() {
    let mut place = Place::new(&["d/a b"]);
    let shared = Path::new("/dev/shm");
    if shared.is_dir() {
        place.options.work_base = Some(shared.to_path_buf());
    }
    place.run(&place.two_folders(r#"cp -r "$1/." "$2"; ln -s / "$2/link"; mkdir "$2/empty""#));
    assert_eq!(place.output("d/a b").as_deref(), Some("d/a b"));
    assert!(place.run_dir().join("output/empty").is_dir());
    assert!(std::fs::symlink_metadata(place.run_dir().join("output/link")).is_err());
}

#[test]
fn a_hidden_dataset_looks_empty_and_the_record_says_whether() {
    for hide in [true, false] {
        let mut place = Place::new(&["a"]);
        let dataset = place.path("dataset");
        if hide {
            place.options.hide = vec![dataset.clone(), place.path("")];
        }
        let record =
            place.run(&place.two_folders(&format!(r#"cp -r "$1/." "$2"; ls {} > "$2/seen""#, dataset.display())));
        let seen = place.output("seen").unwrap();
        // The place itself holds the run and the tool, and is never hidden.
        let hidden: Vec<_> = record.isolation.hidden.iter().map(|path| path.as_path().to_path_buf()).collect();
        assert!(hidden.is_empty() || (hide && hidden == [dataset.canonicalize().unwrap()]));
        assert_eq!(seen.is_empty(), !hidden.is_empty(), "{seen}");
        assert_eq!(place.output("a").as_deref(), Some("a"));
        assert!(place.input().join("a").exists());
    }
}
