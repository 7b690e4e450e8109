//! The program as users run it.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

mod cli {
    mod accounting;
    mod bulk;
    mod config;
    mod files;
    mod fix;
    mod git;
    mod help;
    mod neighbours;
    mod output;
    mod place;
    mod show;
    mod size;
    mod stdin;
    mod support;
    mod suppression;
    mod writes;
}
