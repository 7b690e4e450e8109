//! The proof: from what a block does to what that calls, through all files that can be read.

use std::{path::Path, sync::Arc};

use rustc_hash::FxHashSet;

use super::{
    Files, Obstacle, ObstacleKind, Place, Summary,
    summary::{Class, FunctionKind, Meaning, Step, StepKind, Target},
};
use crate::source::{TextRange, TextSize};

/// So many calls deep are functions followed, and so many bases of classes.
const DEPTH: usize = 40;

/// Where what is called is not known, so many of the functions that it may be are looked at.
const CANDIDATES: usize = 4;

/// What stands in the way where `steps` of the file at `path` are done.
pub(super) fn obstacles(
    path: &Path,
    summary: &Arc<Summary>,
    steps: &[Step],
    files: &dyn Files,
) -> Vec<Obstacle> {
    let mut walk = Walk::new(path, summary, files);
    walk.steps(&walk.own.clone(), steps);
    walk.obstacles
}

/// Whether what `target` of the file at `path` means is a function that gives a coroutine; `None` where
/// that is not known.
pub(super) fn gives_coroutine(
    path: &Path,
    summary: &Arc<Summary>,
    target: &Target,
    files: &dyn Files,
) -> Option<bool> {
    let walk = Walk::new(path, summary, files);
    let (module, start) = walk.found(&walk.own, target)?;
    match module.summary.function(start).map(|function| function.kind) {
        Some(FunctionKind::Coroutine) => Some(true),
        Some(FunctionKind::Other) => None,
        Some(FunctionKind::Generator | FunctionKind::Manager) | None => Some(false),
    }
}

/// A file that was read.
#[derive(Clone)]
struct Module {
    path: Arc<Path>,
    summary: Arc<Summary>,
    /// Whether it is the one that the question is about.
    is_own: bool,
}

impl Module {
    fn place(&self, range: TextRange) -> Place {
        let file = (!self.is_own).then(|| Arc::clone(&self.path));
        Place { file, range, line: self.summary.line(range.start()) }
    }
}

struct Walk<'f> {
    files: &'f dyn Files,
    own: Module,
    /// The functions that were followed.
    seen: FxHashSet<(Arc<Path>, TextSize)>,
    through: Vec<Place>,
    obstacles: Vec<Obstacle>,
}

/// A function or class, and the file that it is in.
type Found = (Module, TextSize);

impl<'f> Walk<'f> {
    fn new(path: &Path, summary: &Arc<Summary>, files: &'f dyn Files) -> Self {
        let own = Module { path: path.into(), summary: Arc::clone(summary), is_own: true };
        let (seen, through, obstacles) = Default::default();
        Self { files, own, seen, through, obstacles }
    }

    fn obstacle(&mut self, place: Place, kind: ObstacleKind) {
        if !self.obstacles.iter().any(|other| other.place == place && other.kind == kind) {
            self.obstacles.push(Obstacle { place, kind, through: self.through.clone() });
        }
    }

    fn steps(&mut self, module: &Module, steps: &[Step]) {
        for step in steps {
            let place = module.place(step.range);
            let (target, kind) = match &step.kind {
                StepKind::Obstacle(kind) => {
                    self.obstacle(place, *kind);
                    continue;
                }
                StepKind::Enters(target) => {
                    self.entered(module, place, target);
                    continue;
                }
                StepKind::Awaits(target) => (target, FunctionKind::Coroutine),
                StepKind::Iterates(target) => (target, FunctionKind::Generator),
            };
            match self.function(module, target, kind) {
                Some(function) => self.follow(place.clone(), function),
                None => {
                    self.unknown(module, place.clone(), target);
                    self.handed(module, &place, target);
                }
            }
            for method in self.replacements(module, target) {
                self.follow(place.clone(), method);
            }
        }
    }

    /// The methods of classes of the project that may be called in place of the one that `target` means.
    fn replacements(&self, module: &Module, target: &Target) -> Vec<Found> {
        let Target::Method { class, name, is_exact: false } = target else { return Vec::new() };
        let Some(class) = self.found(module, class) else { return Vec::new() };
        let mut methods = Vec::new();
        let mut known = FxHashSet::from_iter([(Arc::clone(&class.0.path), class.1)]);
        let mut classes = vec![class];
        while let Some(class) = classes.pop() {
            for (module, start) in self.inheriting(&class) {
                if !known.insert((Arc::clone(&module.path), start)) {
                    continue;
                }
                let own = module.summary.class_at(start).and_then(|own| own.methods.get(name));
                methods.extend(own.copied().flatten().map(|method| (module.clone(), method)));
                classes.push((module, start));
            }
        }
        methods
    }

    /// The classes of the project that have this one as a base, or may have.
    fn inheriting(&self, (module, start): &Found) -> Vec<Found> {
        let Some(class) = module.summary.class_at(*start) else { return Vec::new() };
        let others = self.files.inheriting(&module.path, &class.name);
        let others = others.into_iter().map(|(path, summary)| self.module(path, summary));
        let modules: Vec<Module> =
            others.filter(|other| other.path != module.path).chain([module.clone()]).collect();
        let mut found = Vec::new();
        for other in modules {
            for (own, class) in other.summary.classes() {
                let is_base = |base: &Target| match self.found(&other, base) {
                    Some((from, at)) => from.path == module.path && at == *start,
                    None => false,
                };
                if class.bases.iter().any(is_base) {
                    found.push((other.clone(), own));
                }
            }
        }
        found
    }

    fn module(&self, path: Arc<Path>, summary: Arc<Summary>) -> Module {
        match path == self.own.path {
            true => self.own.clone(),
            false => Module { path, summary, is_own: false },
        }
    }

    /// The function of this kind that `target` means.
    fn function(&self, module: &Module, target: &Target, kind: FunctionKind) -> Option<Found> {
        let (module, start) = self.found(module, target)?;
        let function = module.summary.function(start)?;
        (function.kind == kind).then_some((module, start))
    }

    /// What `target` means, where it is in the project.
    fn found(&self, module: &Module, target: &Target) -> Option<Found> {
        match target {
            Target::Function(start) | Target::Class(start) => Some((module.clone(), *start)),
            Target::Imported(name) => self.imported(module, name),
            Target::Method { class, name, .. } => {
                let class = self.found(module, class)?;
                self.method(class, name)
            }
            Target::Held | Target::Unknown(_) => None,
        }
    }

    fn imported(&self, module: &Module, name: &str) -> Option<Found> {
        let (path, summary, rest) = self.files.defining(&module.path, name)?;
        let module = self.module(path, summary);
        let (first, method) = match rest.split_once('.') {
            Some((first, method)) => (first, Some(method)),
            None => (rest.as_str(), None),
        };
        match (module.summary.meaning(first)?.clone(), method) {
            (Meaning::Function(start) | Meaning::Class(start), None) => Some((module, start)),
            (Meaning::Class(start), Some(method)) => self.method((module, start), method),
            (Meaning::Function(_) | Meaning::Imported(_) | Meaning::Unknown, _) => None,
        }
    }

    /// The method that an instance of exactly this class has under `name`: its own, or that of its bases
    /// if all of them are known.
    fn method(&self, (mut module, mut start): Found, name: &str) -> Option<Found> {
        for _ in 0..DEPTH {
            if module.summary.stores(name) {
                return None;
            }
            let class = module.summary.class_at(start).filter(|class| !class.is_decorated)?;
            if let Some(method) = class.methods.get(name) {
                return method.map(|method| (module.clone(), method));
            }
            let [base] = class.bases.as_slice() else { return None };
            (module, start) = self.found(&module, base)?;
        }
        None
    }

    /// `async with` enters the value of a call.
    fn entered(&mut self, module: &Module, place: Place, target: &Target) {
        if let Some(manager) = self.function(module, target, FunctionKind::Manager) {
            return self.follow(place, manager);
        }
        let class = self.found(module, target);
        let class = class.filter(|(module, start)| module.summary.class_at(*start).is_some());
        let methods = class.and_then(|class| {
            Some((self.method(class.clone(), "__aenter__")?, self.method(class, "__aexit__")?))
        });
        match methods {
            Some((enter, exit)) => self.managed(place, enter, exit),
            None => self.unknown_manager(module, place, target),
        }
    }

    /// `async with` enters an instance of a class with these methods.
    fn managed(&mut self, place: Place, enter: Found, exit: Found) {
        if let Some(function) = exit.0.summary.function(exit.1) {
            self.through.push(place.clone());
            if let Some(waits) = function.waits {
                self.obstacle(exit.0.place(waits), ObstacleKind::Cleanup);
            }
            if function.returns_value {
                self.obstacle(exit.0.place(function.range), ObstacleKind::Swallows);
            }
            self.through.pop();
        }
        self.follow(place.clone(), enter);
        self.follow(place, exit);
    }

    /// `async with` enters what was not followed: it may be of one of the module's own classes.
    fn unknown_manager(&mut self, module: &Module, place: Place, target: &Target) {
        self.unknown(module, place.clone(), target);
        if *target != Target::Held {
            return;
        }
        let summary = Arc::clone(&module.summary);
        let method =
            |class: &Class, name: &str| Some((module.clone(), class.methods.get(name).copied()??));
        let managers = summary.classes().filter_map(|(_, class)| {
            Some((method(class, "__aenter__")?, method(class, "__aexit__")?))
        });
        let mut managers: Vec<(Found, Found)> = managers.take(CANDIDATES + 1).collect();
        managers.sort_unstable_by_key(|(enter, _)| enter.1);
        if managers.len() <= CANDIDATES {
            for (enter, exit) in managers {
                self.managed(place.clone(), enter, exit);
            }
        }
    }

    fn unknown(&mut self, module: &Module, place: Place, target: &Target) {
        self.obstacle(place.clone(), ObstacleKind::Unknown);
        // What may be meant is worth a look, though it proves nothing.
        let name = match target {
            Target::Unknown(Some(name)) | Target::Method { name, .. } => name,
            Target::Held
            | Target::Unknown(None)
            | Target::Imported(_)
            | Target::Function(_)
            | Target::Class(_) => return,
        };
        let methods = Arc::clone(&module.summary);
        let methods = methods.methods(name);
        for method in methods.iter().filter(|_| methods.len() <= CANDIDATES) {
            self.follow(place.clone(), (module.clone(), *method));
        }
    }

    /// What is waited for has no name that is known: it may be what the module hands on.
    fn handed(&mut self, module: &Module, place: &Place, target: &Target) {
        let is_value = match target {
            Target::Unknown(None) => true,
            Target::Unknown(Some(name)) => module.summary.methods(name).is_empty(),
            Target::Function(_)
            | Target::Class(_)
            | Target::Imported(_)
            | Target::Method { .. }
            | Target::Held => false,
        };
        let summary = Arc::clone(&module.summary);
        let handed = summary.handed();
        for function in handed.iter().filter(|_| is_value && handed.len() <= 2 * CANDIDATES) {
            self.follow(place.clone(), (module.clone(), *function));
        }
    }

    fn follow(&mut self, place: Place, (module, start): Found) {
        if self.through.len() >= DEPTH {
            return self.obstacle(place, ObstacleKind::Unknown);
        }
        if !self.seen.insert((Arc::clone(&module.path), start)) {
            return;
        }
        let summary = Arc::clone(&module.summary);
        let Some(function) = summary.function(start) else {
            return self.obstacle(place, ObstacleKind::Unknown);
        };
        self.through.push(place);
        self.steps(&module, &function.steps);
        self.through.pop();
    }
}
