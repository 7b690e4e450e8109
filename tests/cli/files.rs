//! What PATHS may be, and what may be in them.

use std::{
    ffi::{OsStr, OsString},
    fs,
    os::unix::{
        ffi::OsStringExt,
        fs::{PermissionsExt, symlink},
    },
    path::Path,
    process::Command,
};

use super::support::Folder;

const CODE: &str = "import asyncio\n\n\nasync def f():\n    await asyncio.sleep(1)\n";

#[test]
fn paths_default_to_the_current_folder() {
    let folder = Folder::new(&[("a.py", "x\n"), ("b/c.py", "x\n"), (".venv/d.py", "x\n")]);
    for command in ["check", "diff", "fix"] {
        let ended = folder.run(&[command]);
        assert_eq!((ended.code, ended.stdout.as_str()), (0, ""));
        assert_eq!(ended.stderr, "nothing to migrate in 2 files\n");
    }
}

#[test]
fn a_bad_file_does_not_stop_the_run() {
    let folder = Folder::new(&[("good.py", "x\n"), ("empty.py", "")]);
    folder.put("latin.py", b"'\xE9'\n");
    folder.put("binary.py", b"\n\0");
    folder.put("coded.py", b"# coding: klingon\n");
    folder.put("huge.py", &vec![b'#'; 10_000_001]);
    fs::create_dir(folder.path().join("folder.py")).unwrap();
    let ended = folder.run(&[
        "check",
        "latin.py",
        "good.py",
        "huge.py",
        "no.py",
        "binary.py",
        "coded.py",
        "empty.py",
        "folder.py",
    ]);
    let expected = "\
error: binary.py:2: binary (a NUL byte at offset 1); exclude the file
error: coded.py:1: the coding line names `klingon`, an encoding that is not known here; convert the file to UTF-8 or exclude it
error: huge.py: 11 MB, and more than 10 MB is not read; split or exclude the file
error: latin.py:1: not UTF-8 (byte 0xE9 at offset 1); add a coding line or exclude the file
error: no.py: cannot be read: no such file or directory
empty.py: empty, so there is nothing to migrate
nothing to migrate in 6 files
5 files could not be dealt with
";
    assert_eq!((ended.code, ended.stdout.as_str(), ended.stderr.as_str()), (3, "", expected));
    let quiet = folder.run(&["check", "-q", "good.py", "no.py"]);
    assert_eq!(quiet.stderr, "error: no.py: cannot be read: no such file or directory\n");
}

#[test]
fn pipes_and_devices_are_not_read() {
    let folder = Folder::new(&[("a.py", CODE)]);
    for pipe in ["pipe.py", "pyproject.toml", "setup.cfg", "setup.py", "requirements.txt"] {
        let made = Command::new("mkfifo").arg(folder.path().join(pipe)).status();
        assert!(made.unwrap().success());
    }
    for path in ["/dev/zero", "pipe.py"] {
        let ended = folder.run(&["check", path]);
        assert_eq!(ended.code, 3);
        let expected = format!("error: {path}: not a regular file; name Python files or folders\n");
        assert!(ended.stderr.starts_with(&expected), "{}", ended.stderr);
    }
    // In folders there is no need to say so.
    let ended = folder.run(&["check", "."]);
    assert_eq!(ended.code, 1);
    assert!(ended.stderr.contains("\n1 reference in 1 of 1 file: "), "{}", ended.stderr);
}

#[test]
fn links_are_followed_where_they_are_named() {
    let outside = Folder::new(&[("outside.py", CODE), ("deep/more.py", CODE)]);
    let folder = Folder::new(&[("app/a.py", CODE)]);
    let link = |to: &OsStr, name: &str| symlink(to, folder.path().join(name)).unwrap();
    link("loop.py".as_ref(), "loop.py");
    link("..".as_ref(), "app/up");
    link("app".as_ref(), "again");
    link("nowhere".as_ref(), "broken.py");
    link(outside.path().join("outside.py").as_os_str(), "app/out.py");
    link(outside.path().join("deep").as_os_str(), "app/deep");
    let ended = folder.run(&["fix", "--allow-dirty", "."]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert!(ended.stderr.contains("\nmade 1 rewrite in 1 file\n"), "{}", ended.stderr);
    assert_eq!(outside.read("outside.py"), CODE.as_bytes());
    assert_eq!(outside.read("deep/more.py"), CODE.as_bytes());
    let ended = folder.run(&["fix", "--allow-dirty", "app/out.py", "app/deep", "again"]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert_ne!(outside.read("outside.py"), CODE.as_bytes());
    assert_ne!(outside.read("deep/more.py"), CODE.as_bytes());
    let ended = folder.run(&["check", "loop.py", "broken.py"]);
    let expected = "\
error: broken.py: cannot be read: no such file or directory
error: loop.py: cannot be read: too many levels of symbolic links
nothing to migrate in 0 files
2 files could not be dealt with
";
    assert_eq!((ended.code, ended.stderr.as_str()), (3, expected));
}

#[test]
fn what_may_not_be_read_is_told() {
    let folder = Folder::new(&[("a.py", "x\n"), ("good.py", CODE), ("closed/b.py", "x\n")]);
    for path in ["a.py", "closed"] {
        let path = folder.path().join(path);
        fs::set_permissions(path, fs::Permissions::from_mode(0o000)).unwrap();
    }
    let output = folder.command_as_nobody(&["check", "."]).output().unwrap();
    let expected = "\
error: a.py: cannot be read: permission denied
error: closed: cannot be read: permission denied
";
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.starts_with(expected), "{stderr}");
    assert!(stderr.contains("\n1 reference in 1 of "), "{stderr}");
    assert_eq!(output.status.code(), Some(3));
    let mode = fs::Permissions::from_mode(0o700);
    fs::set_permissions(folder.path().join("closed"), mode).unwrap();
}

/// Names that people do not give.
fn odd_names() -> Vec<OsString> {
    let names: [&[u8]; 12] = [
        b"caf\xE9.py",
        b"\xFF\xFE/\xC3.py",
        b"new\nline.py",
        b"\x1b[31mred\x1b]0;title\x07.py",
        b"quote\"s'.py",
        b"-dash.py",
        b" blank .py",
        b"back\\slash.py",
        b"tab\t.py",
        "\u{202E}yp.txt.py".as_bytes(),
        "c1\u{9B}31m.py".as_bytes(),
        "a b/\u{2028}.py".as_bytes(),
    ];
    names.iter().map(|name| OsString::from_vec(name.to_vec())).collect()
}

#[test]
fn odd_names_are_harmless_and_whole() {
    let made = || {
        let folder = Folder::new(&[]);
        for name in odd_names() {
            folder.put(&name, CODE.as_bytes());
        }
        folder.git(&["init", "-q"]);
        folder.git(&["add", "."]);
        folder.git(&["commit", "-qm", "x"]);
        folder
    };
    let (applied, fixed) = (made(), made());
    let output = applied.command(&["diff", "."]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    applied.put(".git/it.patch", &output.stdout);
    applied.git(&["apply", ".git/it.patch"]);
    let ended = fixed.run(&["fix"]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    for name in odd_names() {
        assert_ne!(fixed.read(&name), CODE.as_bytes(), "{name:?}");
        assert_eq!(fixed.read(&name), applied.read(&name), "{name:?}");
    }
    let folder = made();
    for arguments in [&["check"][..], &["check", "--format", "json"], &["fix", "no\x1b.py"]] {
        let ended = folder.run(arguments);
        assert_harmless(&ended.stdout);
        assert_harmless(&ended.stderr);
    }
    let named = odd_names().into_iter().map(|name| Path::new("./").join(name).into());
    let arguments: Vec<OsString> = std::iter::once("check".into()).chain(named).collect();
    let ended = folder.run(&arguments);
    assert_harmless(&ended.stdout);
    assert_eq!(ended.stdout.matches("safe[sleep]").count(), odd_names().len());
}

#[test]
fn control_characters_in_code_do_not_reach_the_terminal() {
    let steering = "\x1b[2J\x1b]0;t\x07 \u{9b}31m \u{202e}\u{2066}\u{200f} \x08\x7f \u{2028} \x0c";
    let code = format!(
        "import asyncio\n\n\nasync def f():\n    await asyncio.sleep(1, '{steering}')  # {steering}\n"
    );
    let folder =
        Folder::new(&[("a.py", &code), ("b.py", &format!("import asyncio\nx = '{steering}' (\n"))]);
    folder.put("c.py", b"# coding: \x1b[31m\nimport asyncio\n");
    folder.put("d.py", format!("import asyncio\n\\{steering}\n").as_bytes());
    folder.put("pyproject.toml", format!("x = '{steering}\n").as_bytes());
    for arguments in [&["check"][..], &["check", "--accept", "all"], &["check", "--statistics"]] {
        let ended = folder.run(arguments);
        assert_harmless(&ended.stdout);
        assert_harmless(&ended.stderr);
    }
    // In colour, only what we colour with is not text.
    for command in ["check", "diff"] {
        let ended = folder.run(&[command, "--color", "always"]);
        assert!(ended.stdout.contains("\x1b["));
        assert_harmless(&without_colour(&ended.stdout));
        assert_harmless(&without_colour(&ended.stderr));
    }
    // What goes to a file or another program is the code as it is.
    assert!(folder.run(&["diff", "a.py"]).stdout.contains(&format!("  # {steering}\n")));
}

/// Whether a terminal shows `text` and does nothing else, nor shows it in another order.
#[track_caller]
fn assert_harmless(text: &str) {
    let is_steering = |c: char| {
        c.is_control() && !matches!(c, '\n' | '\t')
            || matches!(c, '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    assert!(!text.contains(is_steering), "{text:?}");
}

/// `text` without the sequences that set colours.
fn without_colour(text: &str) -> String {
    let mut pieces = text.split("\x1b[");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |shown, piece| {
        let length = piece.find(|c: char| !c.is_ascii_digit() && c != ';').unwrap_or(piece.len());
        assert!(piece[length..].starts_with('m'), "{piece:?} is no colour");
        shown + &piece[length + 1..]
    })
}

#[test]
fn control_characters_in_paths_are_escaped() {
    let ended = Folder::new(&[]).run(&["check", "a\x1b[2J\n.py"]);
    assert!(ended.stderr.starts_with("error: a\\u{1b}[2J\\n.py: "), "{}", ended.stderr);
}
