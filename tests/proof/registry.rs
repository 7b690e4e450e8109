//! What must fit together: folders, transforms, names, cases and snapshots.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use anyiofy::{syntax::Pattern, transforms};

use crate::{
    cases::cases,
    support::{Python, entries, files, program, repository, stem},
};

#[test]
fn folders_are_registered_in_alphabetical_order() {
    let registered: Vec<_> = transforms::ALL.iter().map(|t| t.name.to_owned()).collect();
    let folders = entries(&repository("transforms")).into_iter().filter(|path| path.is_dir());
    let folders: Vec<_> = folders.map(|path| stem(&path)).collect();
    assert_eq!(registered, folders);
}

#[test]
fn queries_compile() {
    for transform in transforms::ALL {
        let compiled = transform.query.as_ref().map_or(Ok(()), Pattern::compile);
        compiled.unwrap_or_else(|error| panic!("the query of {}: {error}", transform.name));
    }
}

#[test]
fn names_have_one_owner() {
    let mut owners = BTreeMap::new();
    for transform in transforms::ALL {
        for name in transform.names {
            let other = owners.insert(name, transform.name);
            assert_eq!(other, None, "{name} is also {}'s", transform.name);
        }
    }
}

#[test]
fn public_names_of_asyncio_have_owners() {
    let public = Python::get().print(&[&program("public_names.py")], "");
    let is_owned = |name: &str| {
        let segments: Vec<_> = name.split('.').collect();
        transforms::owner(&segments).is_some_and(|owned| owned.segments == segments.len())
    };
    let orphans: Vec<_> = public.lines().filter(|name| !is_owned(name)).collect();
    assert!(orphans.is_empty(), "no transform speaks of {orphans:?}");
}

#[test]
fn transforms_have_cases() {
    let covered: BTreeSet<_> = cases().into_iter().map(|case| case.transform).collect();
    let bare = transforms::ALL.iter().filter(|transform| !covered.contains(transform.name));
    assert_eq!(bare.map(|transform| transform.name).collect::<Vec<_>>(), Vec::<&str>::new());
}

#[test]
fn snapshots_and_cases_belong_together() {
    let cases: BTreeSet<_> =
        cases().into_iter().map(|case| format!("{}/{}", case.transform, case.name)).collect();
    let folders = entries(&repository("snapshots")).into_iter().filter(|path| path.is_dir());
    let snapshots = folders.flat_map(|folder| {
        let of = |path: &PathBuf| format!("{}/{}", stem(&folder), stem(path));
        files(&folder, "snap").iter().map(of).collect::<Vec<_>>()
    });
    assert_eq!(cases, snapshots.collect());
}
