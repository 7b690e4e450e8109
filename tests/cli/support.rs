//! Runs the program in a folder of its own.

use std::{
    ffi::OsStr,
    fs,
    io::Write,
    os::unix::{fs::PermissionsExt, process::CommandExt},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// What a run ended with.
#[derive(Debug, PartialEq, Eq)]
pub struct Ended {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

/// A folder that is removed at the end of the test.
pub struct Folder {
    root: tempfile::TempDir,
}

impl Folder {
    pub fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self { root: tempfile::tempdir().unwrap() };
        for (path, text) in files {
            folder.put(path, text.as_bytes());
        }
        folder
    }

    /// A repository that holds `files`, all committed.
    pub fn repository(files: &[(&str, &str)]) -> Self {
        let folder = Self::new(files);
        folder.git(&["init", "-q"]);
        folder.git(&["add", "."]);
        folder.git(&["commit", "-qm", "x", "--allow-empty"]);
        folder
    }

    pub fn path(&self) -> PathBuf {
        fs::canonicalize(self.root.path()).unwrap()
    }

    pub fn put<P: AsRef<Path>>(&self, path: P, bytes: &[u8]) {
        let path = self.root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub fn read<P: AsRef<Path>>(&self, path: P) -> Vec<u8> {
        fs::read(self.root.path().join(path)).unwrap()
    }

    pub fn git(&self, arguments: &[&str]) {
        let identity = ["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "core.autocrlf=false"];
        let mut command = Command::new("git");
        command.arg("-C").arg(self.root.path()).args(identity).args(arguments);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    /// The program, about to run in the folder.
    pub fn command<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_anyiofy"));
        command.current_dir(self.root.path()).args(arguments);
        for variable in
            ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "RUST_BACKTRACE", "DRY_RUN", "XARGS_DRY_RUN"]
        {
            command.env_remove(variable);
        }
        command.stdin(Stdio::null());
        command
    }

    /// The program, about to run in the folder as somebody to whom modes apply: the superuser may do
    /// everything. The folder is then that user's.
    pub fn command_as_nobody<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Command {
        const NOBODY: u32 = 65_534;
        let closed = tempfile::tempdir().unwrap();
        fs::set_permissions(closed.path(), fs::Permissions::from_mode(0o000)).unwrap();
        let mut command = self.command(arguments);
        if fs::read_dir(closed.path()).is_ok() {
            for path in [vec![self.path()], everything_in(&self.path())].concat() {
                std::os::unix::fs::lchown(path, Some(NOBODY), Some(NOBODY)).unwrap();
            }
            command.uid(NOBODY).gid(NOBODY);
        }
        command
    }

    pub fn run<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Ended {
        ended(self.command(arguments).output().unwrap())
    }

    pub fn run_with_stdin(&self, arguments: &[&str], stdin: &[u8]) -> Ended {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut pipe = child.stdin.take().unwrap();
        // A program that refuses its arguments does not read.
        let _ = pipe.write_all(stdin);
        drop(pipe);
        ended(child.wait_with_output().unwrap())
    }
}

fn ended(output: std::process::Output) -> Ended {
    Ended {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

fn everything_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let below = |path: PathBuf| {
        let inside =
            if path.is_dir() && !path.is_symlink() { everything_in(&path) } else { vec![] };
        std::iter::once(path).chain(inside)
    };
    entries.flat_map(below).collect()
}

/// The paths of all files in `folder`, relative and sorted.
pub fn listing(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<String> = entries.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    names
}
