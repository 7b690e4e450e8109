//! From files to findings and migrated text.

mod accept;
mod imported;
mod index;
mod members;
mod named;
mod options;
mod parallel;
mod patched;
mod replaced;
mod replacing;
mod statements;
mod suppression;
#[cfg(test)]
mod tests;

use accept::{Accepted, Request};
use suppression::{Suppressions, suppressed_names};

pub use index::{Index, ProjectView};
pub use options::{Accepts, Options};
pub use parallel::{STACK_SIZE, in_order, on_deep_stack};
pub use patched::{Naming, Patched};

use std::{
    cell::{OnceCell, RefCell},
    convert::Infallible,
    num::NonZero,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    thread,
};

use memchr::memmem;
use rustc_hash::FxHashSet;

use crate::{
    finding::{Finding, Remark},
    rewrite::{self, Reexports},
    semantic::{
        Aliases, Ast, BindingId, Import, Instances, Reference, ReferenceContext, SemanticModel,
        parts,
    },
    source::{self, Source, SourceError, TextRange, TextSize},
    syntax::Trees,
    transform::{Answer, Moved, Refusal, Site},
    transforms,
};

/// One file that was read.
#[derive(Debug)]
pub struct FileReport {
    /// The file as it is.
    pub source: Source,
    /// In source order; no two are about the same name at the same place.
    pub findings: Vec<Finding>,
    /// What is wrong with its suppressions, in source order.
    pub remarks: Vec<Remark>,
    /// The whole text after the rewrites; `None` when nothing is to be rewritten.
    pub migrated: Option<String>,
    /// The objects that the rewrites remake, for the file's stub.
    pub moved: Vec<Moved>,
}

/// Why a file could not be dealt with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What happened and what to do, in lower case, without the path: "not UTF-8 (byte 0xE9 …); …".
    pub message: String,
    /// The 1-based line it happened on, where there is one.
    pub line: Option<usize>,
}

/// Deals with one file: reads it, and says what every reference in it is and becomes.
///
/// `None` when nothing in the file can matter.
///
/// # Errors
///
/// When the file cannot be read, decoded or parsed, or a panic was caught.
pub fn migrate_file(path: &Path, options: &Options) -> Result<Option<FileReport>, Failure> {
    with_bytes(path, |bytes| migrate_text(path, bytes, options))?
}

/// What `work` makes of the bytes of the file at `path`.
fn with_bytes<T>(path: &Path, work: impl FnOnce(&[u8]) -> T) -> Result<T, SourceError> {
    thread_local! {
        /// Most files hold nothing that matters, and fresh memory costs more than reading them.
        static BUFFER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    }
    BUFFER.with_borrow_mut(|bytes| {
        source::read_into(path, bytes)?;
        let made = work(bytes);
        bytes.clear();
        bytes.shrink_to(1 << 20);
        Ok(made)
    })
}

/// Reads `files` on all cores while others wait for what comes of it: `take` gets what `work` makes of each,
/// in their order. What cannot be read counts as empty; it is told where it is looked at.
fn read_all<T: Send>(
    files: &[PathBuf],
    work: impl Fn(&[u8]) -> T + Sync,
    mut take: impl FnMut(&PathBuf, T),
) {
    let chunks: Vec<&[PathBuf]> = files.chunks(64).collect();
    let jobs = thread::available_parallelism().map_or(1, NonZero::get);
    let read_chunk = |files: &&[PathBuf]| {
        let mut bytes = Vec::new();
        let read = |file: &PathBuf| {
            source::read_into(file, &mut bytes).map_or_else(|_| work(&[]), |()| work(&bytes))
        };
        files.iter().map(read).collect::<Vec<T>>()
    };
    let Ok(()) = in_order(&chunks, jobs, read_chunk, |files, all| {
        files.iter().zip(all).for_each(|(file, made)| take(file, made));
        Ok::<_, Infallible>(())
    });
}

/// Deals with the bytes of a file that is, or is to be, at `path`; see [`migrate_file`].
///
/// # Errors
///
/// As [`migrate_file`].
pub fn migrate_text(
    path: &Path,
    bytes: &[u8],
    options: &Options,
) -> Result<Option<FileReport>, Failure> {
    if !can_matter(bytes, options) {
        return Ok(None);
    }
    let migrate = || migrate_source(Source::from_bytes(path, bytes.to_vec())?, options);
    catch_unwind(AssertUnwindSafe(migrate)).unwrap_or_else(|panic| Err(panicked(&*panic)))
}

/// Deals with `paths` on `jobs` threads; the result is in their order.
pub fn migrate(
    paths: &[PathBuf],
    options: &Options,
    jobs: usize,
) -> Vec<Result<Option<FileReport>, Failure>> {
    let work = |path: &PathBuf| migrate_file(path, options);
    on_deep_stack(|| {
        let mut answers = Vec::with_capacity(paths.len());
        let Ok(()) = in_order(paths, jobs, work, |_, answer| {
            answers.push(answer);
            Ok::<_, Infallible>(())
        });
        answers
    })
}

/// Whether the bytes hold a word without which there is nothing to say.
fn can_matter(bytes: &[u8], options: &Options) -> bool {
    let aliases = options.aliases.keys().filter_map(|alias| alias.rsplit('.').next());
    let mut words = transforms::NEEDLES.iter().copied().chain(["anyiofy"]).chain(aliases);
    words.any(|word| memmem::find(bytes, word.as_bytes()).is_some())
}

fn panicked(panic: &(dyn std::any::Any + Send)) -> Failure {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message");
    Failure { message: format!("a bug in anyiofy, the file is left alone: {text}"), line: None }
}

fn migrate_source(source: Source, options: &Options) -> Result<Option<FileReport>, Failure> {
    let mut outcome = outcome(&source, options, None)?;
    if !is_settled(&source, options, &outcome)? {
        let veto = "a suppression in this file would come to speak of something else";
        outcome = self::outcome(&source, options, Some(veto))?;
    }
    let Outcome { findings, remarks, migrated, moved } = outcome;
    let is_silent = findings.is_empty() && remarks.is_empty();
    Ok((!is_silent).then_some(FileReport { source, findings, remarks, migrated, moved }))
}

/// What is found in a file, and what it becomes.
struct Outcome {
    findings: Vec<Finding>,
    remarks: Vec<Remark>,
    migrated: Option<String>,
    moved: Vec<Moved>,
}

/// The outcome for `source`, without a fix if there is a veto.
fn outcome(
    source: &Source,
    options: &Options,
    veto: Option<&'static str>,
) -> Result<Outcome, Failure> {
    let ast = Ast::parse(source.text()).map_err(|error| Failure {
        message: format!("not valid Python: {}", error.message),
        line: Some(source.line_column(error.offset).line),
    })?;
    let aliases = aliases(source.path(), options);
    let model = SemanticModel::with_aliases(&ast, source.text(), aliases);
    let moved = moved_by_module(source.path(), options);
    let mut answers = answers(&model, source, options, &moved);
    answers.sort_by_key(|answer| (answer.range.start(), answer.range.end(), answer.name));
    answers.dedup_by_key(|answer| (answer.range, answer.name));
    let suppressed = Suppressions::read(&ast, source.text()).suppress(&answers);
    let mut names = imported_elsewhere(&model, source, options);
    // A comment that would go up to the next statement would speak of that.
    let spoken_of = model.imports().iter().filter(|import| suppressed.speaks_of(import.statement));
    names.extend(spoken_of.map(Import::bound_name));
    let reexports = Reexports {
        all: reflects(source.text()),
        members: source.path().file_stem().is_some_and(|stem| stem == "__init__"),
        names: &names,
    };
    let shadow = options.patched.shadowing(source.path());
    let request = Request {
        source,
        model: &model,
        options,
        suppressed: &suppressed,
        reexports,
        shadow,
        veto,
    };
    let Accepted { findings, edits, moved } = accept::accept(request, answers);
    let migrated = (!edits.is_empty()).then(|| rewrite::apply(source.text(), &edits));
    if let Some(migrated) = &migrated {
        verify(source, ast.comments(), migrated)?;
    }
    Ok(Outcome { findings, remarks: suppressed.remarks, migrated, moved })
}

/// Whether the suppressions suppress afterwards what they suppress before, so that a second run finds
/// nothing to do.
fn is_settled(source: &Source, options: &Options, first: &Outcome) -> Result<bool, Failure> {
    let suppressed = suppressed_names(&first.findings);
    let Some(migrated) = first.migrated.as_ref().filter(|_| !suppressed.is_empty()) else {
        return Ok(true);
    };
    let bytes = source.encode(migrated)?;
    let second = outcome(&Source::from_bytes(source.path(), bytes)?, options, None)?;
    Ok(second.migrated.is_none() && suppressed_names(&second.findings) == suppressed)
}

/// The user's names that stand for others, as the file at `path` sees them.
fn aliases<'o>(path: &Path, options: &'o Options) -> Aliases<'o> {
    if options.aliases.is_empty() {
        return Aliases::default();
    }
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let folders = path.parent().into_iter().flat_map(Path::components);
    let folders = folders.map(|folder| folder.as_os_str().to_string_lossy().into_owned());
    Aliases::new(&options.aliases, folders.collect())
}

/// Whether code in strings may use any name of the module.
fn reflects(text: &str) -> bool {
    ["globals()", "eval(", "exec("].iter().any(|call| {
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
        let mut calls = memmem::find_iter(text.as_bytes(), call.as_bytes());
        calls.any(|at| !text[..at].ends_with(is_part))
    })
}

/// The names from asyncio that other files may import from the module.
fn imported_elsewhere<'a>(
    model: &SemanticModel<'a>,
    source: &Source,
    options: &Options,
) -> Vec<&'a str> {
    let ours = model.imports().iter().filter(|import| {
        transforms::PACKAGES.contains(&import.name.root())
            || model.alias_at(import.member_range).is_some()
    });
    let names = ours.map(|import| import.bound_name());
    names.filter(|name| options.patched.is_imported(source.path(), name)).collect()
}

/// The objects that the module beside a stub remakes; none for other files.
fn moved_by_module(path: &Path, options: &Options) -> Vec<Moved> {
    if path.extension().is_none_or(|extension| extension != "pyi") {
        return Vec::new();
    }
    let module = path.with_extension("py");
    let bytes = source::read_bytes(&module).unwrap_or_default();
    let report = migrate_text(&module, &bytes, options).ok().flatten();
    report.map(|report| report.moved).unwrap_or_default()
}

fn verify(source: &Source, comments: &[TextRange], migrated: &str) -> Result<(), Failure> {
    rewrite::verify(source.text(), comments, migrated).map_err(|error| Failure {
        message: format!("a bug in anyiofy, the file is left alone: {error}"),
        line: None,
    })?;
    source
        .encode(migrated)
        .map(|_| ())
        .map_err(|error| Failure { message: error.to_string(), line: None })
}

/// What every owned reference's transform has to say of it.
fn answers(
    model: &SemanticModel<'_>,
    source: &Source,
    options: &Options,
    moved: &[Moved],
) -> Vec<Answer> {
    let text = source.text();
    let trees = Trees::new(text, parts(model.ast(), model.nodes()));
    let used = used(model);
    let owned = model.references().iter().filter_map(|reference| {
        // An import counts by itself when nothing in the file refers to what it brings in.
        if reference.context == ReferenceContext::Import
            && reference.bindings.iter().any(|binding| used.contains(binding))
        {
            return None;
        }
        // Of several things that a name may mean, one that is owned counts.
        reference.names().find_map(|name| {
            let segments: Vec<&str> = name.segments().collect();
            Some((reference, transforms::owner(&segments)?))
        })
    });
    let mut owned: Vec<_> = owned.collect();
    let instances = members::instances(model, &owned);
    let members = members::references(model, &instances);
    owned.extend(members.iter().map(|(reference, owned)| (reference, *owned)));
    owned.sort_by_key(|(reference, _)| (reference.range.start(), reference.range.end()));
    let project = ProjectView::new(model, &instances, source.path(), options);
    let replaced = replaced::refusals(source, options, &owned);
    let answers = owned.iter().zip(replaced).map(|((reference, owned), refusal)| {
        let for_others =
            || is_for_others(model, reference, source, options).then(|| Refusal::keep(FOR_OTHERS));
        match refusal.or_else(for_others) {
            Some(refusal) => {
                let range = reference.range_of(owned.segments).unwrap_or(reference.range);
                let (name, transform) = (owned.name, owned.transform);
                Answer { range, name, transform, outcome: Err(refusal) }
            }
            None => {
                let (instances, project, path) = (&instances, &project, source.path());
                Asked { model, path, text, trees: &trees, options, moved, instances, project }
                    .answer(reference, *owned)
            }
        }
    });
    let mut answers: Vec<Answer> = answers.collect();
    refuse_misread(&trees, &mut answers);
    answers
}

/// Why an import without a use stays.
const FOR_OTHERS: &str = "is imported, but nothing in this file refers to it by name; another file may take it from here";

/// Whether `reference` is an import whose name other files may take from this one.
fn is_for_others(
    model: &SemanticModel<'_>,
    reference: &Reference,
    source: &Source,
    options: &Options,
) -> bool {
    let names = reference.bindings.iter().map(|binding| model.binding(*binding).name);
    let mut taken = names.filter(|name| options.patched.is_imported(source.path(), name));
    reference.context == ReferenceContext::Import && taken.next().is_some()
}

/// Refuses what stands in one part of the file with a refused reference, or goes together with it, if
/// the grammar could not parse all of that part: rewritten it might be parsed, and a second run would
/// go further.
fn refuse_misread(trees: &Trees<'_>, answers: &mut [Answer]) {
    loop {
        let refused = answers.iter().filter(|answer| answer.outcome.is_err());
        let refused: FxHashSet<TextSize> =
            refused.filter_map(|answer| trees.misread(answer.range.start())).collect();
        let is_refused = |range: &TextRange| {
            trees.misread(range.start()).is_some_and(|part| refused.contains(&part))
        };
        let mut is_settled = true;
        for answer in answers.iter_mut() {
            let Ok(forms) = &answer.outcome else { continue };
            let mut resolved = forms.iter().flat_map(|fix| &fix.resolves);
            if is_refused(&answer.range) || resolved.any(is_refused) {
                let refusal = Refusal::new("is among code that anyiofy cannot read in full")
                    .recipe(
                        "migrate this statement or function by hand, or lay it out more plainly",
                    );
                answer.outcome = Err(refusal);
                is_settled = false;
            }
        }
        if is_settled {
            return;
        }
    }
}

/// What the references of a file that are no imports may mean.
fn used(model: &SemanticModel<'_>) -> FxHashSet<BindingId> {
    let uses = model.references().iter().filter(|r| r.context != ReferenceContext::Import);
    uses.flat_map(|reference| reference.bindings.iter().copied()).collect()
}

/// What all the references of a file are asked about.
struct Asked<'a> {
    model: &'a SemanticModel<'a>,
    path: &'a Path,
    text: &'a str,
    trees: &'a Trees<'a>,
    options: &'a Options,
    moved: &'a [Moved],
    instances: &'a Instances<&'static str>,
    project: &'a ProjectView<'a>,
}

impl<'a> Asked<'a> {
    fn answer(self, reference: &'a Reference, owned: transforms::Owned) -> Answer {
        let Self { model, path, text, trees, options, moved, instances, project } = self;
        let range = reference.range_of(owned.segments).unwrap_or(reference.range);
        let (name, transform) = (owned.name, owned.transform);
        let matched = OnceCell::new();
        let certain = reference.certain
            || (reference.imported && transforms::common_owner(reference.names()).is_some());
        Site {
            reference,
            name,
            range,
            certain,
            trees,
            model,
            path,
            text,
            options,
            moved,
            instances,
            project,
            matched,
            transform,
        }
        .answer()
    }
}
