//! Runs what is generated and mutated through the engine.

use std::{cell::RefCell, collections::BTreeMap, fs, panic, path::PathBuf};

use proptest::{
    collection::vec,
    prelude::any,
    test_runner::{Config, RngSeed, TestCaseError, TestRunner},
};

use crate::{
    generate::program,
    mutate::mutated,
    properties::{Dealt, migrate, on_deep_stack, option_sets},
    reduce::smallest,
    support::{entries, files, repository},
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
