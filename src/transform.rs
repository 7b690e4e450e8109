//! What a transform is, what it sees of a reference, and what it answers.

use std::{
    cell::OnceCell,
    path::{Path, PathBuf},
    sync::Arc,
};

use rustc_hash::FxHashSet;

use crate::{
    change::Changes,
    engine::{Options, ProjectView},
    finding::{Note, Verdict},
    rewrite::{Rewrite, Template},
    semantic::{
        Block, Instances, Obstacle, OutsideUse, Reference, ReferenceContext, SemanticModel,
    },
    source::TextRange,
    syntax::{BindError, Call, Kind, Match, Pattern, Trees, TypedNode},
};

/// One migration, such as `asyncio.wait_for` to `anyio.fail_after`.
///
/// A transform is data: `names` says what it is about, `query` in which shapes, `rewrite` what
/// becomes of one.
#[derive(Debug)]
pub struct Transform {
    /// The folder's name under `transforms/`, and what `--select` takes.
    pub name: &'static str,
    /// The qualified names that it answers for, in their shortest public spelling.
    pub names: &'static [&'static str],
    /// The shapes around a reference, captured as `@reference`. `None` where the reference is all that
    /// is looked at, or what counts is the whole object that it makes.
    pub query: Option<Pattern>,
    /// The page that `explain` shows, in Markdown. Its first line is `# ` and the summary.
    pub docs: &'static str,
    /// Says what becomes of a reference.
    pub rewrite: fn(&Site<'_>) -> Result<Forms, Refusal>,
}

/// A reference to something that a transform owns, and all that may be asked about it.
pub struct Site<'a> {
    /// The reference.
    pub reference: &'a Reference,
    /// The owned name in its shortest public spelling: `asyncio.Lock` also for `asyncio.locks.Lock`.
    pub name: &'static str,
    /// The part of the reference that spells the owned name.
    pub range: TextRange,
    /// Whether all that the reference may mean is the owned thing, from whichever package.
    pub certain: bool,
    /// The file's concrete syntax.
    pub trees: &'a Trees<'a>,
    /// What the file means.
    pub model: &'a SemanticModel<'a>,
    /// Where the file is.
    pub path: &'a Path,
    /// The file's text.
    pub text: &'a str,
    /// What the user asked for.
    pub options: &'a Options,
    /// In a stub: the objects that its module remakes.
    pub moved: &'a [Moved],
    /// What is done with the objects of the file whose uses are looked at one by one, by the owned
    /// names of their classes.
    pub instances: &'a Instances<&'static str>,
    /// What is known of the functions of the file and of those that they call.
    pub(crate) project: &'a ProjectView<'a>,
    /// How the transform's query matched, once it has been asked for.
    pub(crate) matched: OnceCell<Option<Match<'a>>>,
    /// The owner of the name.
    pub(crate) transform: &'static Transform,
}

/// What a transform says of one reference.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The part of the reference that spells the owned name.
    pub range: TextRange,
    /// The owned name.
    pub name: &'static str,
    /// Who says it.
    pub transform: &'static Transform,
    /// What it says.
    pub outcome: Result<Forms, Refusal>,
}

impl<'a> Site<'a> {
    /// Asks the owner.
    pub fn answer(&self) -> Answer {
        let transform = self.transform;
        let outcome = match self.reference.context {
            ReferenceContext::PatchTarget => Err(patched(self.name)),
            ReferenceContext::AttributeTarget => Err(patched_attribute(self.name)),
            ReferenceContext::ImportByName => Err(Refusal::keep(
                "is imported by its name in a string, and what it is used for then was not followed",
            )),
            ReferenceContext::AttributeName => Err(Refusal::new(
                "is looked up by its name in a string, which goes on meaning asyncio's",
            )),
            ReferenceContext::Store | ReferenceContext::Delete => Err(Refusal::new(
                "is replaced here for everybody who uses it, which code that calls AnyIO would not notice",
            )),
            ReferenceContext::AllEntry => Err(Refusal::keep(
                "is exported under this name, so that other files may import it from here",
            )),
            ReferenceContext::Import => {
                Err(Refusal::keep("is imported, but nothing in this file refers to it by name"))
            }
            _ if !self.certain => Err(Refusal::new(
                "the name is bound to something else too, so that it may not be asyncio's here",
            )),
            _ if !self.reference.exact => {
                Err(Refusal::new("is named in a string that is not written out in one piece"))
            }
            _ => (transform.rewrite)(self),
        };
        Answer { range: self.range, name: self.name, transform, outcome }
    }

    /// The match of the query.
    ///
    /// # Errors
    ///
    /// A refusal with `otherwise` as its reason when the reference is in none of its shapes.
    pub fn shape(&self, otherwise: &'static str) -> Result<&Match<'a>, Refusal> {
        self.found().ok_or_else(|| Refusal::new(otherwise))
    }

    /// How the transform's query matches around the reference; `None` when it does not, and in
    /// strings.
    pub fn found(&self) -> Option<&Match<'a>> {
        let find = || {
            let node = self.trees.reference(self.range).ok()?;
            self.transform.query.as_ref()?.around(node)
        };
        self.matched.get_or_init(find).as_ref()
    }

    /// `found` with its arguments captured by the names of `parameters`; see [`Match::bind`].
    ///
    /// # Errors
    ///
    /// A refusal that points at the argument that does not fit.
    pub fn bind(
        &self,
        found: &Match<'a>,
        parameters: &[&'static str],
    ) -> Result<Match<'a>, Refusal> {
        Ok(found.clone().bind(parameters)?)
    }

    /// New code without holes.
    ///
    /// # Panics
    ///
    /// If `text` has holes: a mistake in the transform, caught by its first test.
    pub fn template(&self, text: &str) -> Template {
        self.template_with(text, &[])
    }

    /// New code in which `$name` stands for what is captured as `@name`.
    ///
    /// # Panics
    ///
    /// If nothing is captured by that name.
    pub fn fill(&self, found: &Match<'_>, text: &str) -> Template {
        Template::parse(text, |name| found.get_range(name))
            .expect("transforms capture what they use")
    }

    /// New code in which `$name` stands for the range beside `name`.
    ///
    /// # Panics
    ///
    /// If `holes` lacks a name.
    pub fn template_with(&self, text: &str, holes: &[(&str, TextRange)]) -> Template {
        let hole = |name: &str| holes.iter().find(|(n, _)| *n == name).map(|(_, range)| *range);
        Template::parse(text, hole).expect("transforms name the holes they use")
    }

    /// Whether the expression at `range` refers to `name`.
    pub fn is_named(&self, range: TextRange, name: &str) -> bool {
        self.model.qualified_name(range).is_some_and(|found| found == name)
    }

    /// The call at `range`, as it is written.
    ///
    /// # Errors
    ///
    /// When the two trees do not agree that there is one.
    pub fn call_at(&self, range: TextRange) -> Result<Call<'a>, Refusal> {
        let node = self.trees.node(range, Kind::Call).ok();
        node.and_then(Call::cast)
            .ok_or_else(|| Refusal::new("is written in a way that cannot be read"))
    }

    /// What stands in the way of a proof that nothing waits while the code at `block` unwinds; see
    /// [`SemanticModel::unwinding`].
    pub fn unwinding(&self, block: Block) -> Vec<Obstacle> {
        self.project.unwinding(block)
    }

    /// Whether what is called at `callee` is a function that gives a coroutine, in whichever file of the
    /// project; `None` where that is not known.
    pub fn gives_coroutine(&self, callee: TextRange) -> Option<bool> {
        self.project.gives_coroutine(callee)
    }

    /// What the file at `path` does with what is `spelled` so, an attribute with its dot, each use with its
    /// 1-based line; nothing where the file cannot be read. With `methods`, what calls none of them may be
    /// left out.
    pub fn outside_uses(
        &self,
        path: &Path,
        spelled: &str,
        methods: Option<&'static [&'static str]>,
    ) -> Arc<[(usize, OutsideUse)]> {
        self.project.outside_uses(path, spelled, methods)
    }

    /// The files of the project that call one of `methods` of what is `spelled` so, an attribute with its
    /// dot, but for those of their own objects; by the paths that they were found by.
    pub fn outside_callers(
        &self,
        spelled: &str,
        methods: &'static [&'static str],
    ) -> Arc<FxHashSet<PathBuf>> {
        self.project.outside_callers(spelled, methods)
    }

    /// Whether this file or another of its project holds one of `words`, which are of
    /// [`HELD`](crate::transforms::HELD).
    pub fn project_holds(&self, words: &[&'static str]) -> bool {
        words.iter().any(|word| {
            self.model.mentions(word) || self.options.patched.project_holds(self.path, word)
        })
    }

    /// The source text of `range`.
    pub fn source(&self, range: TextRange) -> &'a str {
        &self.text[range]
    }
}

/// The ways in which a reference may be rewritten, the preferred first; never empty.
pub type Forms = Vec<Fix>;

/// Rewrites that are right together, and what they change.
#[derive(Debug, Clone, Default)]
pub struct Fix {
    /// Applied all or none.
    pub rewrites: Vec<Rewrite>,
    /// What the program may observe.
    pub changes: Changes,
    /// Other references that this accounts for, by the range that spells the owned name.
    pub resolves: Vec<TextRange>,
    /// References that must be rewritten too for this to hold.
    pub requires: Vec<TextRange>,
    /// The oldest Python that runs the result, as (major, minor).
    pub python: (u8, u8),
    /// The oldest AnyIO that has what the result uses, as (major, minor).
    pub anyio: (u16, u16),
    /// What becomes of the code, as a sentence without a full stop.
    pub reason: String,
    /// Places that the changes reach.
    pub places: Vec<Note>,
    /// What holds the object that it remakes, as [`Object::holders`](crate::semantic::Object) has it.
    pub holders: Vec<String>,
}

/// An object that a module remakes as AnyIO's, for the stub that declares it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The owned name of its class.
    pub class: &'static str,
    /// What holds it.
    pub holder: String,
    /// What its fix changes.
    pub changes: Changes,
}

impl Fix {
    /// Rewrites after which the program runs the same. `reason` says what becomes of the code.
    pub fn safe(reason: impl Into<String>, rewrites: impl Into<Vec<Rewrite>>) -> Self {
        Self { rewrites: rewrites.into(), reason: reason.into(), ..Self::default() }
    }

    /// The same, with `changes` added to what may differ.
    #[must_use]
    pub fn changing(mut self, changes: impl Into<Changes>) -> Self {
        self.changes = self.changes.union(changes.into());
        self
    }

    /// The same, with code that needs this AnyIO, as (major, minor), or a later one.
    #[must_use]
    pub fn since(mut self, anyio: (u16, u16)) -> Self {
        self.anyio = self.anyio.max(anyio);
        self
    }

    /// The same, for the only form.
    ///
    /// # Errors
    ///
    /// None; the type is what [`Transform::rewrite`] returns.
    pub fn only(self) -> Result<Forms, Refusal> {
        Ok(vec![self])
    }

    /// [`Verdict::Safe`] or [`Verdict::Changes`].
    pub fn verdict(&self) -> Verdict {
        if self.changes.is_empty() { Verdict::Safe } else { Verdict::Changes }
    }
}

/// Why a reference must stay as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// [`Verdict::Manual`] or [`Verdict::Keep`].
    pub verdict: Verdict,
    /// About the user's program, as a sentence without a full stop.
    pub reason: String,
    /// What to do by hand.
    pub recipe: Option<String>,
    /// The places that stand in the way.
    pub places: Vec<Note>,
}

impl Refusal {
    /// No rewrite is known to be right.
    pub fn new(reason: impl Into<String>) -> Self {
        Self { verdict: Verdict::Manual, reason: reason.into(), recipe: None, places: Vec::new() }
    }

    /// asyncio is right here.
    pub fn keep(reason: impl Into<String>) -> Self {
        Self { verdict: Verdict::Keep, ..Self::new(reason) }
    }

    /// The same, with what to do by hand.
    #[must_use]
    pub fn recipe(mut self, recipe: impl Into<String>) -> Self {
        self.recipe = Some(recipe.into());
        self
    }

    /// The same, pointing at a place: `text` is a clause about it.
    #[must_use]
    pub fn at(mut self, range: TextRange, text: impl Into<String>) -> Self {
        self.places.push(Note::new(range, text));
        self
    }
}

fn patched(name: &str) -> Refusal {
    Refusal::new(format!(
        "replaces `{name}` by its name in a string; once the code uses AnyIO this replaces nothing"
    ))
    .recipe("patch AnyIO's name where the code under test looks it up")
}

fn patched_attribute(name: &str) -> Refusal {
    Refusal::new(format!(
        "`{name}` is replaced here; once the code uses AnyIO this replaces nothing"
    ))
    .recipe("patch AnyIO's name where the code under test looks it up")
}

impl From<BindError> for Refusal {
    fn from(error: BindError) -> Self {
        let reason = match error {
            BindError::Starred(_) => error.to_string(),
            _ => format!("the call {error}"),
        };
        Self::new(reason).at(error.range(), "this argument")
    }
}
