//! Any bytes as the choices from which a program is made: nearly all are Python.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/hostile/choices.rs"]
mod choices;
#[path = "../../tests/hostile/generate.rs"]
mod generate;
#[path = "../../tests/hostile/properties.rs"]
mod properties;

fuzz_target!(|choices: &[u8]| {
    let program = generate::program(choices);
    properties::on_deep_stack(|| properties::assert_all(&program));
});
