//! What goes wrong while files are written: none is lost, none is half new.

use std::{
    env, fs,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use super::support::{Folder, listing};

const CODE: &str = "import asyncio\n\n\nasync def f():\n    await asyncio.sleep(1)\n";

/// `CODE` with comments below, to be about `size` bytes long.
fn long(size: usize) -> String {
    CODE.to_owned() + &"# and so on\n".repeat(size / 12)
}

fn migrated(code: &str) -> String {
    code.replace("asyncio", "anyio")
}

/// A folder whose `git` does `command` when it has said that all is committed, which is after the
/// files are read and before they are written.
fn with_git_that(command: &str) -> Folder {
    let folder = Folder::repository(&[("a.py", CODE), ("b.py", CODE)]);
    let paths = env::var_os("PATH").unwrap();
    let mut gits = env::split_paths(&paths).map(|path| path.join("git"));
    let real = gits.find(|path| path.is_file()).unwrap();
    let script = format!(
        "#!/bin/sh\n'{}' \"$@\"\ncase \"$*\" in *status*) {command};; esac\n",
        real.display()
    );
    folder.put(".git/bin/git", script.as_bytes());
    let mode = fs::Permissions::from_mode(0o755);
    fs::set_permissions(folder.path().join(".git/bin/git"), mode).unwrap();
    folder
}

#[test]
fn what_changes_after_it_was_read_is_left() {
    let changed = "changed since it was read, so left as it is; run again";
    for (command, message) in [
        ("echo more >> a.py", changed),
        ("rm a.py; mkfifo a.py", changed),
        ("rm a.py; mkdir a.py", changed),
        ("rm a.py", "cannot be written, so left as it is: no such file or directory"),
        ("chmod a-w a.py", "read-only, so left as it is; make it writable"),
    ] {
        let folder = with_git_that(command);
        let path = env::join_paths(
            std::iter::once(folder.path().join(".git/bin"))
                .chain(env::split_paths(&env::var_os("PATH").unwrap())),
        );
        let output = folder.command(&["fix"]).env("PATH", path.unwrap()).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(3), "{command}: {stderr}");
        assert!(stderr.starts_with(&format!("error: a.py: {message}\n")), "{command}: {stderr}");
        assert!(stderr.contains("\nmade 1 rewrite in 1 file\n"), "{command}: {stderr}");
        assert_eq!(folder.read("b.py"), migrated(CODE).as_bytes(), "{command}");
        assert_ne!(fs::read(folder.path().join("a.py").join("")).ok(), Some(migrated(CODE).into()));
        assert_no_leftovers(&folder.path());
    }
}

#[test]
fn a_folder_that_may_not_be_written_is_told() {
    let folder = Folder::new(&[("closed/a.py", CODE), ("open/b.py", CODE)]);
    let closed = folder.path().join("closed");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o555)).unwrap();
    let output = folder.command_as_nobody(&["fix", "--allow-dirty"]).output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    let expected = "error: closed/a.py: cannot be written, so left as it is: permission denied\n";
    assert!(stderr.starts_with(expected), "{stderr}");
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(folder.read("closed/a.py"), CODE.as_bytes());
    assert_eq!(folder.read("open/b.py"), migrated(CODE).as_bytes());
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap();
    assert_no_leftovers(&closed);
}

#[test]
fn a_disk_that_gets_full_loses_nothing() {
    let big = long(200_000);
    let folder = Folder::new(&[("big.py", &big), ("small.py", CODE)]);
    // No file may grow beyond some 50 kB, and whoever tries is told.
    let output = in_shell(&folder, "trap '' XFSZ; ulimit -f 100; exec \"$@\"");
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.starts_with("error: big.py: cannot be written, so left as it is: "), "{stderr}");
    assert_eq!(output.status.code(), Some(3), "{stderr}");
    assert_eq!(folder.read("big.py"), big.as_bytes());
    assert_eq!(folder.read("small.py"), migrated(CODE).as_bytes());
    assert_no_leftovers(&folder.path());
}

#[test]
fn a_full_disk_loses_nothing() {
    let code = long(12_000);
    let files: Vec<String> = (0..40).map(|index| format!("f{index}.py")).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|name| (name.as_str(), &*code)).collect();
    let folder = Folder::new(&files);
    // A disk that has no room for anything new; its files are copied to where the test sees them.
    let script = "\
mount -t tmpfs -o size=1m none /mnt && cp *.py /mnt && mkdir out && here=$PWD && cd /mnt || exit 99
cat /dev/zero > fill 2>&-
\"$@\"; code=$?; rm fill; cp * \"$here\"/out; ls -A > \"$here\"/out/listing; exit $code";
    let mut command = Command::new("unshare");
    command.args(["--map-root-user", "--mount", "sh", "-c", script, "sh"]);
    command.arg(env!("CARGO_BIN_EXE_anyiofy")).args(["fix", "--allow-dirty"]);
    let Ok(output) = command.current_dir(folder.path()).output() else {
        return eprintln!("skipped: there is no `unshare`, with which to mount a small disk");
    };
    let stderr = String::from_utf8(output.stderr).unwrap();
    if !folder.path().join("out").exists() {
        return eprintln!("skipped: a small disk cannot be mounted here: {stderr}");
    }
    assert_eq!(output.status.code(), Some(3), "{stderr}");
    let message = ".py: cannot be written, so left as it is: no space left on device\n";
    assert_eq!(stderr.matches(message).count(), 40, "{stderr}");
    for (name, code) in &files {
        assert_eq!(folder.read(Path::new("out").join(name)), code.as_bytes());
    }
    let left = String::from_utf8(folder.read("out/listing")).unwrap();
    assert_eq!(left.lines().count(), 40, "{left}");
}

#[test]
fn killed_in_the_middle_of_a_file() {
    let big = long(200_000);
    let folder = Folder::repository(&[("app/big.py", &big)]);
    // The system kills whoever makes a file too large.
    let output = in_shell(&folder, "ulimit -c 0; ulimit -f 100; exec \"$@\"");
    assert_eq!(output.status.code(), None, "it was to be killed");
    assert_eq!(folder.read("app/big.py"), big.as_bytes());
    let left = listing(&folder.path().join("app"));
    assert!(left.len() == 2 && left[0].starts_with(".anyiofy-"), "{left:?}");
    // What was left is no code, and does not keep the next run from working in a clean tree.
    let found = "1 reference in 1 of 1 file";
    assert!(folder.run(&["check", "."]).stderr.contains(found));
    let ended = folder.run(&["fix"]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert_eq!(folder.read("app/big.py"), migrated(&big).as_bytes());
    assert_no_leftovers(&folder.path().join("app"));
}

#[test]
fn killed_at_any_moment() {
    const FILES: usize = 200;
    const ROUNDS: u32 = 12;
    let code = long(3_000);
    let names: Vec<String> = (0..FILES).map(|i| format!("p{}/f{i}.py", i % 7)).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), &*code)).collect();
    let fix = |folder: &Folder| {
        let mut command = folder.command(&["fix", "--allow-dirty", "--jobs", "2"]);
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    };
    let whole = Folder::new(&files);
    let start = Instant::now();
    assert!(fix(&whole).wait().unwrap().success());
    let whole_time = start.elapsed();
    let mut interrupted = 0;
    for round in 1..=ROUNDS {
        let folder = Folder::new(&files);
        let mut child = fix(&folder);
        thread::sleep((whole_time * round / ROUNDS).max(Duration::from_millis(1)));
        child.kill().unwrap();
        child.wait().unwrap();
        let new = migrated(&code);
        let done = names.iter().filter(|name| {
            let bytes = folder.read(name);
            assert!(bytes == code.as_bytes() || bytes == new.as_bytes(), "{name} is neither");
            bytes == new.as_bytes()
        });
        let done = done.count();
        interrupted += usize::from(0 < done && done < FILES);
        let ended = folder.run(&["fix", "--allow-dirty"]);
        assert_eq!(ended.code, 0, "{}", ended.stderr);
        assert!(names.iter().all(|name| folder.read(name) == new.as_bytes()));
        for package in 0..7 {
            assert_no_leftovers(&folder.path().join(format!("p{package}")));
        }
    }
    println!("killed {ROUNDS} times, {interrupted} times among the files");
}

/// `fix --allow-dirty`, started by a shell that prepares something.
fn in_shell(folder: &Folder, script: &str) -> std::process::Output {
    let mut command = Command::new("sh");
    command.args(["-c", script, "sh", env!("CARGO_BIN_EXE_anyiofy"), "fix", "--allow-dirty"]);
    command.current_dir(folder.path()).output().unwrap()
}

#[track_caller]
fn assert_no_leftovers(folder: &Path) {
    let names = listing(folder);
    assert!(!names.iter().any(|name| name.starts_with(".anyiofy")), "{names:?}");
}
