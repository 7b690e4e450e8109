//! Programs do after a migration what they did before it.
//!
//! Each program in `tests/behaviour/` runs under asyncio, is migrated, and runs under AnyIO: on the
//! asyncio backend, and on trio where nothing of asyncio is left. `NAME.out` holds what it prints
//! and its exit code, recorded under asyncio. Where an accepted change shows, `NAME.CHANGE.out` says
//! how.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyiofy::change::Changes;
use similar::TextDiff;
use tempfile::TempDir;

use crate::support::{
    Python, accepting, files, migrate, problems, program, references_in, repository, stem,
};

/// Programs that need asyncio also when every change is accepted, and what stays in them.
const TIED_TO_ASYNCIO: &[(&str, &str)] = &[
    ("cancelled_cleanup", "`CancelledError` outside `except` in `async def`"),
    ("cancelled_reraise", "`CancelledError` outside `except`"),
    ("event_cross_task", "an event that is cleared"),
    ("generators", "`wait_for` around the result of `sleep`"),
    ("imports_everywhere", "`asyncio` that may be `None`"),
    ("lock_acquire_release", "a lock that another function releases"),
    ("match_and_newer", "`wait_for` in a comprehension"),
    ("mock_patch", "`sleep` that a test replaces"),
    ("mock_patch_object", "`sleep` that a test replaces"),
    ("objects_at_import", "a lock that is the default of a parameter"),
    ("rebinding", "`asyncio` that is something else too"),
    ("run_debug", "the running loop"),
    ("run_in_executor_gather", "`gather`"),
    ("run_in_executor_loops", "a loop that is handed on"),
    ("run_in_executor_start", "a task"),
    ("run_loop_factory", "a loop that is made"),
    ("semaphore", "semaphores that a task group hands to a function"),
    ("sleep_as_value", "`sleep` that is not called"),
    ("sleep_result", "the result of `sleep` inside a larger expression"),
    ("string_annotations", "types looked up at run time"),
    ("strings", "a doctest"),
    ("subprocess_constants", "subprocesses"),
    ("tabs", "the result of `sleep` inside `wait_for`"),
    ("thread_pool_abandoned", "tasks"),
    ("threadsafe_cancelled", "a loop that is handed on"),
    ("threadsafe_handed_loop", "a loop that is handed on"),
    ("timeout_chosen", "an import that the version of Python chooses"),
    ("timeout_ends_cancellation", "code that ends a cancellation and goes on"),
    ("wait_for_expressions", "`wait_for` that may run never or more than once"),
    ("wait_for_nested", "a `wait_for` around another"),
];

/// One program and where it is.
struct Program {
    name: String,
    path: PathBuf,
}

impl Program {
    /// What it prints once `accepted` may change, and its exit code.
    fn expected(&self, accepted: Changes) -> String {
        let recorded = |middle: String| self.path.with_extension(format!("{middle}out"));
        let mut paths = accepted.iter().map(|change| recorded(format!("{change}.")));
        let path = paths.find(|path| path.exists()).unwrap_or_else(|| recorded(String::new()));
        fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
    }
}

#[test]
fn programs_print_under_asyncio_what_is_recorded() {
    let found = problems(&programs(), |program| {
        run("asyncio", &program.path, &program.expected(Changes::NONE), &program.name)
    });
    assert!(found.is_empty(), "{found}");
}

#[test]
fn programs_do_the_same_by_default() {
    prove("none");
}

#[test]
fn programs_do_the_same_when_structured_concurrency_is_accepted() {
    prove("structured");
}

#[test]
fn programs_do_the_same_but_for_accepted_changes() {
    let left = prove("all");
    let tied: Vec<_> = TIED_TO_ASYNCIO.iter().map(|(name, _)| *name).collect();
    assert_eq!(left, tied, "programs that need asyncio afterwards");
}

/// Every output belongs to a program.
#[test]
fn recordings_have_programs() {
    let names: Vec<_> = programs().into_iter().map(|program| program.name).collect();
    for path in files(&repository("tests/behaviour"), "out") {
        assert!(names.contains(&stem(&path)), "{} records no program", path.display());
    }
}

/// Migrates every program and runs the results; gives the names of those that need asyncio still.
fn prove(preset: &str) -> Vec<String> {
    let programs = programs();
    let folder = TempDir::new().expect("a temporary folder");
    let migrated = |program: &Program| folder.path().join(format!("{}.py", program.name));
    let options = accepting(preset, Python::get().version);
    let accepted = Changes::named(preset).expect("a preset");
    let unsettled = problems(&programs, |program| {
        let bytes = fs::read(&program.path).expect("the program can be read");
        let first = migrate(&program.path, &bytes, &options).bytes;
        let second = migrate(&program.path, &first, &options).bytes;
        fs::write(migrated(program), &first).expect("the folder can be written");
        if first == second { vec![] } else { vec![format!("{}: not settled", program.name)] }
    });
    let residues = references_in(&programs.iter().map(migrated).collect::<Vec<_>>());
    let differences = problems(&programs, |program| {
        let (path, expected) = (migrated(program), program.expected(accepted));
        let free = residues.iter().any(|residue| residue.path == path && residue.is_empty());
        let mut found = run("asyncio", &path, &expected, &program.name);
        if free {
            found.extend(run("trio", &path, &expected, &program.name));
        }
        found
    });
    assert!(unsettled.is_empty() && differences.is_empty(), "{unsettled}\n{differences}");
    let names = programs.into_iter().zip(residues).filter(|(_, residue)| !residue.is_empty());
    names.map(|(program, _)| program.name).collect()
}

/// How a run on `backend` differs from `expected`, with the program that ran.
fn run(backend: &str, path: &Path, expected: &str, name: &str) -> Vec<String> {
    let runner = program("run.py");
    let output = Python::get().run(&[&runner, Path::new(backend), path], "");
    let code = output.status.code().map_or("signal".into(), |code| code.to_string());
    let printed = format!("{}exit code: {code}\n", String::from_utf8_lossy(&output.stdout));
    let printed = printed.replace("\r\n", "\n");
    if printed == expected {
        return vec![];
    }
    let difference = TextDiff::from_lines(expected, printed.as_str());
    let difference = difference.unified_diff().header("expected", "printed").to_string();
    let errors = String::from_utf8_lossy(&output.stderr);
    let program = String::from_utf8_lossy(&fs::read(path).unwrap_or_default()).into_owned();
    vec![format!("==== {name} on {backend}\n{difference}{errors}---- the program\n{program}")]
}

fn programs() -> Vec<Program> {
    let paths = files(&repository("tests/behaviour"), "py");
    paths.into_iter().map(|path| Program { name: stem(&path), path }).collect()
}
