//! Runs what is generated and mutated through the engine.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    fs, panic,
    path::PathBuf,
};

use proptest::{
    collection::vec,
    prelude::any,
    test_runner::{Config, RngSeed, TestCaseError, TestRunner},
};
use tempfile::TempDir;

use crate::{
    generate::program,
    mutate::mutated,
    properties::{Dealt, migrate, on_deep_stack, option_sets},
    reduce::smallest,
    support::{entries, files, references_in, repository},
};

/// How many programs each test tries unless told otherwise.
const CASES: u32 = 1_000;

/// How the inputs of a test were dealt with, over all options.
#[derive(Debug, Default)]
struct Counts {
    refused: usize,
    /// Why, each with how often.
    reasons: BTreeMap<String, usize>,
    kept: usize,
    migrated: usize,
}

impl Counts {
    fn share(&self, part: usize) -> f64 {
        part as f64 / (self.refused + self.kept + self.migrated) as f64
    }
}

#[test]
fn generated_programs() {
    let counts = try_all(3_000, program);
    // Else the test would prove little.
    assert!(counts.share(counts.refused) < 0.1, "too many are not Python: {counts:#?}");
    assert!(counts.share(counts.migrated) > 0.3, "too few are migrated: {counts:?}");
}

#[test]
fn mutated_programs() {
    let corpus = corpus();
    let counts = try_all(40, |choices| mutated(&corpus, choices));
    assert!(counts.share(counts.refused) < 0.8, "too many are not Python: {counts:#?}");
    assert!(counts.share(counts.migrated) > 0.1, "too few are migrated: {counts:?}");
}

/// What Python itself takes before, it takes afterwards.
#[test]
fn python_takes_what_was_migrated() {
    let folder = TempDir::new().expect("a temporary folder");
    let options = &option_sets()[1].1;
    let count = Cell::new(0);
    let _ = runner().run(&vec(any::<u8>(), 0..2_000), |choices| {
        let bytes = program(&choices);
        let dealt = on_deep_stack(|| migrate(&bytes, options));
        let Ok(Dealt::Migrated(after)) = dealt else { return Ok(()) };
        let write = |when: &str, bytes: &[u8]| {
            fs::write(folder.path().join(format!("{:05}-{when}.py", count.get())), bytes)
        };
        write("before", &bytes).and_then(|()| write("after", &after)).expect("it can be written");
        count.set(count.get() + 1);
        Ok(())
    });
    let residues = references_in(&entries(folder.path()));
    let mut compared = 0;
    for pair in residues.chunks(2) {
        let [after, before] = pair else { continue };
        if before.error.is_some() {
            continue;
        }
        compared += 1;
        if let Some(error) = &after.error {
            let text = fs::read_to_string(&after.path).unwrap_or_default();
            panic!("Python refuses what was migrated: {error}\n{text}");
        }
    }
    assert!(compared > 100, "Python takes only {compared} of {} programs", count.get());
}

/// Puts what `make` makes of up to `length` choices through the engine.
fn try_all(length: usize, make: impl Fn(&[u8]) -> Vec<u8> + Sync) -> Counts {
    silence_caught_panics();
    on_deep_stack(|| {
        let counts = RefCell::new(Counts::default());
        let failed = RefCell::new(None);
        let options = option_sets();
        let result = runner().run(&vec(any::<u8>(), 0..length), |choices| {
            let bytes = make(&choices);
            for (name, options) in &options {
                let dealt = migrate(&bytes, options).map_err(|problem| {
                    failed.replace(Some((bytes.clone(), *name, options.clone())));
                    TestCaseError::fail(problem)
                })?;
                let mut counts = counts.borrow_mut();
                match dealt {
                    Dealt::Refused(reason) => {
                        counts.refused += 1;
                        *counts.reasons.entry(reason).or_default() += 1;
                    }
                    Dealt::Kept => counts.kept += 1,
                    Dealt::Migrated(_) => counts.migrated += 1,
                }
            }
            Ok(())
        });
        if let (Err(_), Some((bytes, name, options))) = (result, failed.into_inner()) {
            let input = smallest(&bytes, |fewer| migrate(fewer, &options).is_err());
            let problem = migrate(&input, &options).expect_err("it still fails");
            panic!("accepting {name}, {:?}: {problem}", String::from_utf8_lossy(&input));
        }
        counts.into_inner()
    })
}

/// The engine catches panics; they are told as what they break.
fn silence_caught_panics() {
    let hook = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        let is_ours = panic.location().is_some_and(|place| place.file().contains("tests/"));
        if is_ours || std::env::var_os("RUST_BACKTRACE").is_some_and(|value| value != "0") {
            hook(panic);
        }
    }));
}

/// The same inputs in every run.
fn runner() -> TestRunner {
    let from_environment = Config::default();
    let named = |variable| std::env::var_os(variable).is_some();
    let cases = if named("PROPTEST_CASES") { from_environment.cases } else { CASES };
    let rng_seed = match named("PROPTEST_RNG_SEED") {
        true => from_environment.rng_seed,
        false => RngSeed::Fixed(0),
    };
    let failure_persistence = None;
    // Programs are reduced, not choices: one choice less makes another program.
    let max_shrink_iters = 0;
    let config =
        Config { cases, rng_seed, failure_persistence, max_shrink_iters, ..from_environment };
    TestRunner::new(config)
}

/// Every Python file of this repository.
fn corpus() -> Vec<Vec<u8>> {
    let transforms = entries(&repository("transforms")).into_iter();
    let cases = transforms.flat_map(|folder| files(&folder.join("cases"), "py"));
    let others = ["examples", "tests/behaviour", "tests/python"];
    let others = others.iter().flat_map(|folder| files(&repository(folder), "py"));
    let paths: Vec<PathBuf> = cases.chain(others).collect();
    assert!(paths.len() > 100, "only {} files", paths.len());
    paths.iter().map(|path| fs::read(path).expect("it can be read")).collect()
}
