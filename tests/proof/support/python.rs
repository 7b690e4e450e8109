//! The Python that the tests run: a virtual environment with what `tests/requirements.txt` pins.

use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::OnceLock,
    thread,
};

use super::repository;

/// Interpreters to try, the user's own choice first.
const CANDIDATES: &[&str] =
    &["python3", "python3.13", "python3.12", "python3.11", "python3.10", "python"];

/// The oldest Python that the pinned AnyIO runs on.
const OLDEST: (u8, u8) = (3, 10);

const REQUIREMENTS: &str = include_str!("../../requirements.txt");

/// An interpreter with the pinned packages.
pub struct Python {
    /// Its path.
    pub interpreter: PathBuf,
    /// Its version, as (major, minor).
    pub version: (u8, u8),
}

impl Python {
    /// The environment, made by whoever asks first: other threads and test programs wait for it.
    ///
    /// # Panics
    ///
    /// When there is no Python that is new enough, or the packages cannot be installed.
    pub fn get() -> &'static Self {
        static PYTHON: OnceLock<Python> = OnceLock::new();
        PYTHON.get_or_init(|| set_up().unwrap_or_else(|reason| panic!("{reason}")))
    }

    /// Runs `arguments` with `input` on standard input, and gives what the interpreter wrote.
    pub fn run(&self, arguments: &[&Path], input: &str) -> Output {
        let mut command = Command::new(&self.interpreter);
        command.args(arguments).env("PYTHONIOENCODING", "utf-8").env_remove("PYTHONPATH");
        output(&mut command, input).expect("the interpreter starts")
    }

    /// What `arguments` print, given `input`.
    ///
    /// # Panics
    ///
    /// When it fails, or prints other than UTF-8.
    pub fn print(&self, arguments: &[&Path], input: &str) -> String {
        let output = self.run(arguments, input);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?} failed:\n{stderr}");
        String::from_utf8(output.stdout).expect("Python prints UTF-8 when told to")
    }
}

/// The program `name` of `tests/python`.
pub fn program(name: &str) -> PathBuf {
    repository("tests/python").join(name)
}

fn set_up() -> Result<Python, String> {
    let (base, version) = find()?;
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let folder = target.join("python");
    let lock = File::create(target.join("python.lock")).map_err(|e| format!("no lock: {e}"))?;
    lock.lock().map_err(|e| format!("no lock: {e}"))?;
    let stamp = folder.join("stamp");
    let wanted = format!("{base} {}.{}\n{REQUIREMENTS}", version.0, version.1);
    if fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
        return Ok(Python { interpreter: interpreter_in(&folder), version });
    }
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    }
    let venv = Command::new(&base).args(["-m", "venv"]).arg(&folder).output();
    succeeded(venv, "a virtual environment cannot be made (on Debian, install python3-venv)")?;
    let interpreter = interpreter_in(&folder);
    let install = ["-m", "pip", "install", "--disable-pip-version-check", "--no-deps", "-r"];
    let requirements = repository("tests/requirements.txt");
    let pip = Command::new(&interpreter).args(install).arg(requirements).output();
    succeeded(pip, "the packages of tests/requirements.txt cannot be installed")?;
    fs::write(&stamp, wanted).map_err(|e| format!("{}: {e}", stamp.display()))?;
    Ok(Python { interpreter, version })
}

fn interpreter_in(folder: &Path) -> PathBuf {
    folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" })
}

fn find() -> Result<(String, (u8, u8)), String> {
    let chosen = std::env::var("ANYIOFY_TEST_PYTHON").ok();
    let candidates = chosen.as_deref().map_or(CANDIDATES.to_vec(), |one| vec![one]);
    let found = candidates.iter().find_map(|name| Some((name.to_string(), version_of(name)?)));
    found.ok_or_else(|| {
        format!(
            "the tests run Python programs and need Python {}.{} or newer; tried {}; install one, \
             or name it in ANYIOFY_TEST_PYTHON",
            OLDEST.0,
            OLDEST.1,
            candidates.join(", ")
        )
    })
}

/// The version of the interpreter, if it runs and is new enough.
fn version_of(name: &str) -> Option<(u8, u8)> {
    let code = "import sys; print(sys.version_info[0], sys.version_info[1])";
    let output = Command::new(name).args(["-c", code]).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let (major, minor) = text.trim().split_once(' ')?;
    let version = (major.parse().ok()?, minor.parse().ok()?);
    (version >= OLDEST).then_some(version)
}

fn succeeded(output: std::io::Result<Output>, otherwise: &str) -> Result<(), String> {
    match output {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => {
            let text = [output.stdout, output.stderr].concat();
            Err(format!("{otherwise}:\n{}", String::from_utf8_lossy(&text)))
        }
        Err(error) => Err(format!("{otherwise}: {error}")),
    }
}

/// Runs a command whose input and output may both be large.
fn output(command: &mut Command, input: &str) -> std::io::Result<Output> {
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn()?;
    let mut stdin = child.stdin.take();
    thread::scope(|scope| {
        scope.spawn(move || {
            // A program that does not read its input is free to end before it is written.
            let _ = stdin.as_mut().map(|stdin| stdin.write_all(input.as_bytes()));
        });
        child.wait_with_output()
    })
}
