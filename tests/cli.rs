//! The program as users run it.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

mod cli {
    mod files;
    mod fix;
    mod git;
    mod help;
    mod output;
    mod stdin;
    mod support;
}
