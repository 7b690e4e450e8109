//! The `anyiofy` command.

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    return_memory_soon();
    anyiofy::cli::main()
}

/// What one file has taken serves the next, or goes back to the system after this many milliseconds: a
/// second, as is usual, is as long as many files take.
const PURGE_DELAY: std::ffi::c_long = 50;

#[allow(unsafe_code)]
fn return_memory_soon() {
    /// `mi_option_purge_delay` of `mimalloc.h`.
    const OPTION: libmimalloc_sys::mi_option_t = 15;
    // SAFETY: writes a number into a table of the allocator's, which any thread may read at any time.
    unsafe { libmimalloc_sys::mi_option_set(OPTION, PURGE_DELAY) }
}
