//! Input that nobody wrote by hand: generated programs and mutated ones.
//!
//! The programs are the same in every run. `PROPTEST_CASES=100000` tries more of them,
//! `PROPTEST_RNG_SEED=1` others. What fails is printed in its shortest form; it becomes a case beside
//! the transform or a test beside the code, with a name.

mod choices;
mod found;
mod generate;
mod generated;
mod mutate;
mod properties;
mod reduce;
#[path = "../proof/support/mod.rs"]
#[allow(dead_code, unused_imports, reason = "each test program uses a part of it")]
mod support;
