//! Any bytes as a Python file.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/hostile/properties.rs"]
mod properties;

fuzz_target!(|bytes: &[u8]| {
    properties::on_deep_stack(|| properties::assert_all(bytes));
});
