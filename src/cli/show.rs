//! `--show-settings` and `--show-files`: what a run would be about.

use std::{
    io,
    path::{Path, PathBuf},
};

use super::{
    Output,
    exit::Exit,
    resolved::{Projects, Resolved},
    settings::{Settings, Show},
    summary,
};
use crate::{
    change::Changes,
    project::Discovery,
    report::{escape, escape_path},
};

/// Shows what `settings` mean for the files that were found.
pub(super) fn show(
    show: Show,
    settings: &Settings,
    found: Discovery,
    output: &mut Output,
) -> io::Result<Exit> {
    let has_failed = !found.failures.is_empty();
    for (path, error) in &found.failures {
        output.error(&format!("{}: {}", escape_path(path), escape(&error.to_string())));
    }
    summary::tell_excluded(&found.excluded, output);
    let mut files = [found.files, found.empty].concat();
    files.sort();
    match show {
        Show::Files => {
            for file in &files {
                output.write(format!("{}\n", escape_path(file)).as_bytes())?;
            }
        }
        Show::Settings => show_settings(&mut Projects::new(settings), &files, output)?,
    }
    Ok(if has_failed { Exit::Failed } else { Exit::Success })
}

/// A paragraph for each set of files for which the same holds, in the order of their first ones.
fn show_settings(
    projects: &mut Projects<'_>,
    files: &[PathBuf],
    output: &mut Output,
) -> io::Result<()> {
    let mut counts: Vec<(usize, &Path, usize)> = Vec::new();
    for file in files {
        let number = projects.resolve(file);
        match counts.iter_mut().find(|(known, ..)| *known == number) {
            Some((_, _, more)) => *more += 1,
            None => counts.push((number, file, 0)),
        }
    }
    let mut gap = "";
    for (number, first, more) in counts {
        let more = if more == 0 { String::new() } else { format!(" and {more} more") };
        output.write(format!("{gap}{}{more}\n", escape_path(first)).as_bytes())?;
        let rows = projects.get(number).map(rows).unwrap_or_default();
        let width = |row: fn(&[String; 3]) -> &str| {
            rows.iter().map(|it| row(it).chars().count()).max().unwrap_or(0)
        };
        let (keys, values) = (width(|[key, ..]| key), width(|[_, value, _]| value));
        for [key, value, source] in &rows {
            let line = format!("  {key:keys$}  {value:values$}  ({source})\n");
            output.write(line.as_bytes())?;
        }
        gap = "\n";
    }
    Ok(())
}

/// The key, the value and its source, of everything that holds.
fn rows(resolved: &Resolved) -> Vec<[String; 3]> {
    let Resolved { accept, accept_of, select, ignore, exclude, aliases, .. } = resolved;
    let (python, anyio) = (&resolved.target_version, &resolved.anyio_version);
    let row = |key: &str, value: String, source: &str| {
        [escape(key).into_owned(), escape(&value).into_owned(), source.to_owned()]
    };
    let mut rows = vec![row("accept", names(accept.value), &accept.source)];
    rows.extend(accept_of.iter().map(|(transform, changes)| {
        let key = format!("per-transform-accept.{transform}");
        row(&key, names(changes.value), &changes.source)
    }));
    let selected = match &select.value {
        None => "every transform".to_owned(),
        Some(names) if names.is_empty() => "none".to_owned(),
        Some(names) => names.join(", "),
    };
    rows.push(row("select", selected, &select.source));
    rows.extend(ignore.iter().map(|it| row("ignore", it.value.to_owned(), &it.source)));
    rows.extend(exclude.iter().map(|it| row("exclude", it.value.clone(), &it.source)));
    let version = |(major, minor): (u16, u16)| format!("{major}.{minor}");
    let (major, minor) = python.value;
    rows.push(row("target-version", version((major.into(), minor.into())), &python.source));
    rows.push(row("anyio-version", version(anyio.value), &anyio.source));
    rows.extend(aliases.iter().map(|alias| {
        let (name, target) = &alias.value;
        row(&format!("aliases.\"{name}\""), (*target).to_owned(), &alias.source)
    }));
    rows
}

/// The changes as users would write them.
fn names(changes: Changes) -> String {
    let preset = Changes::PRESETS.into_iter().find(|(_, set)| *set == changes);
    preset.map_or_else(|| changes.to_string(), |(name, _)| name.to_owned())
}
