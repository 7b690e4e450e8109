//! What a file's functions do that matters when they are cancelled, apart from its text and tree.

use std::collections::hash_map::Entry;

use memchr::memchr_iter;
use ruff_python_ast::{AnyNodeRef, Expr};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    Awaited, Library, ObstacleKind,
    function::{Act, Acts},
    handed::handed,
};
use crate::{
    semantic::{DefinitionKind, NodeId, ScopeId, SemanticModel},
    source::{Ranged, TextRange, TextSize},
};

/// What the functions and classes of a file do when they are cancelled. Each goes by where it starts.
#[derive(Debug, Default)]
pub struct Summary {
    functions: FxHashMap<TextSize, Function>,
    classes: FxHashMap<TextSize, Class>,
    /// What names of the module mean.
    names: FxHashMap<String, Meaning>,
    /// Attributes that are assigned somewhere.
    stored: FxHashSet<String>,
    /// By name: the coroutine functions that are methods.
    methods: FxHashMap<String, Vec<TextSize>>,
    /// The coroutine functions, and those whose coroutines, are handed to code that may be anything.
    handed: Vec<TextSize>,
    /// Where the lines start, the first aside.
    lines: Vec<TextSize>,
}

/// What a name of the module means, if it is one thing only.
#[derive(Debug, Clone)]
pub(super) enum Meaning {
    Function(TextSize),
    Class(TextSize),
    Imported(String),
    Unknown,
}

#[derive(Debug)]
pub(super) struct Function {
    pub(super) range: TextRange,
    pub(super) kind: FunctionKind,
    pub(super) steps: Vec<Step>,
    /// Its own statements that wait, from the first to the last.
    pub(super) waits: Option<TextRange>,
    /// Whether it returns something else than `None` or `False`.
    pub(super) returns_value: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FunctionKind {
    Coroutine,
    Generator,
    /// A generator that is decorated to be a context manager.
    Manager,
    Other,
}

#[derive(Debug)]
pub(super) struct Class {
    pub(super) name: String,
    /// `None` for a name that is bound twice, or to something else than a function.
    pub(super) methods: FxHashMap<String, Option<TextSize>>,
    pub(super) bases: Vec<Target>,
    pub(super) is_decorated: bool,
}

/// One thing that code does.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) range: TextRange,
    pub(super) kind: StepKind,
}

#[derive(Debug, Clone)]
pub(super) enum StepKind {
    Awaits(Target),
    Iterates(Target),
    Enters(Target),
    Obstacle(ObstacleKind),
}

/// What is called.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Target {
    Function(TextSize),
    Class(TextSize),
    /// Something that is imported, by its qualified name.
    Imported(String),
    /// A method of an instance of a class.
    Method {
        class: Box<Target>,
        name: String,
        /// Whether the instance is of no class that inherits from it.
        is_exact: bool,
    },
    /// What a variable or attribute holds.
    Held,
    /// Something else, by the name of the method that it is, if any.
    Unknown(Option<String>),
}

impl Summary {
    /// Reads a file.
    pub fn new(model: &SemanticModel<'_>, library: &dyn Library) -> Self {
        let mut summary = Self::default();
        let starts = memchr_iter(b'\n', model.text().as_bytes()).map(|at| at + 1);
        summary.lines = starts.filter_map(|at| TextSize::try_from(at).ok()).collect();
        summary.stored = model.stored_attributes.iter().map(|name| (*name).to_owned()).collect();
        let nodes = model.nodes();
        for id in nodes.ids() {
            match nodes.get(id) {
                AnyNodeRef::StmtFunctionDef(def) if def.is_async => {
                    let acts = Acts::of_function(model, id, library);
                    let waits = acts.acts.iter().filter_map(Act::waits);
                    let waits = waits.filter_map(|range| model.statement_in(id, range));
                    let function = Function {
                        range: def.range(),
                        kind: model.function_kind(id),
                        steps: summary.steps(model, library, &acts),
                        waits: waits.reduce(TextRange::cover),
                        returns_value: model.returns_value(id),
                    };
                    summary.functions.insert(def.start(), function);
                }
                AnyNodeRef::StmtClassDef(def) => {
                    let class = summary.class(model, id);
                    summary.classes.insert(def.start(), class);
                }
                _ => {}
            }
        }
        summary.names = names(model);
        summary.handed = handed(model);
        summary
    }

    fn class(&mut self, model: &SemanticModel<'_>, id: NodeId) -> Class {
        let mut class = Class {
            name: String::new(),
            methods: FxHashMap::default(),
            bases: Vec::new(),
            is_decorated: false,
        };
        let AnyNodeRef::StmtClassDef(def) = model.nodes().get(id) else { return class };
        class.name = def.name.to_string();
        class.is_decorated = !def.decorator_list.is_empty();
        class.bases = def.bases().iter().map(|base| model.target(base)).collect();
        let Some(scope) = model.body_scope(id) else { return class };
        for binding in model.bindings().iter().filter(|binding| binding.scope == scope) {
            let function = match model.nodes().get(binding.node) {
                AnyNodeRef::StmtFunctionDef(def) => Some(def),
                _ => None,
            };
            if let Some(def) = function.filter(|def| def.is_async) {
                self.methods.entry(binding.name.to_owned()).or_default().push(def.start());
            }
            match class.methods.entry(binding.name.to_owned()) {
                Entry::Occupied(mut other) => *other.get_mut() = None,
                Entry::Vacant(own) => {
                    own.insert(function.map(Ranged::start));
                }
            }
        }
        class
    }

    /// What `acts` come down to.
    pub(super) fn steps(
        &self,
        model: &SemanticModel<'_>,
        library: &dyn Library,
        acts: &Acts,
    ) -> Vec<Step> {
        let mut steps = Vec::new();
        for act in &acts.acts {
            match *act {
                Act::Awaits(range) => awaited(model, library, range, &mut steps),
                Act::Iterates(range) => {
                    if library.awaited(range) != Awaited::Nothing {
                        let kind = StepKind::Iterates(model.called(range));
                        steps.push(Step { range, kind });
                    }
                }
                Act::Enters(range) => {
                    if library.entered(range) == super::Entered::Unknown {
                        let target = match model.nodes().callee_of(range) {
                            Some(_) => model.called(range),
                            None => Target::Held,
                        };
                        steps.push(Step { range, kind: StepKind::Enters(target) });
                    }
                }
                Act::Obstacle(range, kind) => {
                    steps.push(Step { range, kind: StepKind::Obstacle(kind) });
                }
            }
        }
        steps
    }

    pub(super) fn function(&self, start: TextSize) -> Option<&Function> {
        self.functions.get(&start)
    }

    pub(super) fn class_at(&self, start: TextSize) -> Option<&Class> {
        self.classes.get(&start)
    }

    /// Every class, by where it starts.
    pub(super) fn classes(&self) -> impl Iterator<Item = (TextSize, &Class)> {
        self.classes.iter().map(|(start, class)| (*start, class))
    }

    /// What `name` means in the module.
    pub(super) fn meaning(&self, name: &str) -> Option<&Meaning> {
        self.names.get(name)
    }

    /// What the name `name` of the module was imported as, if it was.
    pub fn imported(&self, name: &str) -> Option<&str> {
        match self.names.get(name)? {
            Meaning::Imported(name) => Some(name),
            Meaning::Function(_) | Meaning::Class(_) | Meaning::Unknown => None,
        }
    }

    pub(super) fn stores(&self, attribute: &str) -> bool {
        self.stored.contains(attribute)
    }

    /// The coroutine functions that are methods of this name.
    pub(super) fn methods(&self, name: &str) -> &[TextSize] {
        self.methods.get(name).map_or(&[], Vec::as_slice)
    }

    /// The coroutine functions, and those whose coroutines, are handed to code that may be anything.
    pub(super) fn handed(&self) -> &[TextSize] {
        &self.handed
    }

    /// The 1-based line of `offset`.
    pub(super) fn line(&self, offset: TextSize) -> usize {
        self.lines.partition_point(|start| *start <= offset) + 1
    }
}

fn names(model: &SemanticModel<'_>) -> FxHashMap<String, Meaning> {
    let mut names: FxHashMap<String, Meaning> = FxHashMap::default();
    for binding in model.bindings().iter().filter(|binding| binding.scope == ScopeId::MODULE) {
        let nodes = model.nodes();
        let meaning = match (nodes.get(binding.node), binding.kind.imported()) {
            (_, Some(name)) => Meaning::Imported(name.to_string()),
            (AnyNodeRef::StmtFunctionDef(def), None) => Meaning::Function(def.start()),
            (AnyNodeRef::StmtClassDef(def), None) => Meaning::Class(def.start()),
            _ => Meaning::Unknown,
        };
        match names.entry(binding.name.to_owned()) {
            Entry::Occupied(mut other) => *other.get_mut() = Meaning::Unknown,
            Entry::Vacant(own) => {
                own.insert(meaning);
            }
        }
    }
    names
}

/// Adds what is waited for where the value of the expression is awaited.
fn awaited(
    model: &SemanticModel<'_>,
    library: &dyn Library,
    expression: TextRange,
    steps: &mut Vec<Step>,
) {
    let count = match library.awaited(expression) {
        Awaited::Nothing => return,
        Awaited::Arguments => usize::MAX,
        Awaited::First => 1,
        Awaited::Unknown => {
            let kind = StepKind::Awaits(model.called(expression));
            return steps.push(Step { range: expression, kind });
        }
    };
    let nodes = model.nodes();
    match nodes.expression(expression).map(|id| nodes.get(id)) {
        Some(AnyNodeRef::ExprCall(call)) if !call.arguments.args.is_empty() => {
            for argument in call.arguments.args.iter().take(count) {
                coroutines(model, library, argument, steps);
            }
        }
        _ => steps.push(unknown(expression)),
    }
}

/// Adds the coroutines that an argument is or holds.
fn coroutines(
    model: &SemanticModel<'_>,
    library: &dyn Library,
    argument: &Expr,
    steps: &mut Vec<Step>,
) {
    let mut inner = |inner: &Expr| coroutines(model, library, inner, steps);
    match argument {
        Expr::Call(call) => awaited(model, library, call.range(), steps),
        Expr::Starred(starred) => inner(&starred.value),
        Expr::ListComp(made) => inner(&made.elt),
        Expr::Generator(made) => inner(&made.elt),
        Expr::List(list) => list.elts.iter().for_each(inner),
        Expr::Tuple(tuple) => tuple.elts.iter().for_each(inner),
        Expr::If(choice) => {
            inner(&choice.body);
            inner(&choice.orelse);
        }
        Expr::NumberLiteral(_) | Expr::NoneLiteral(_) => {}
        other => steps.push(unknown(other.range())),
    }
}

fn unknown(range: TextRange) -> Step {
    Step { range, kind: StepKind::Awaits(Target::Unknown(None)) }
}

impl SemanticModel<'_> {
    /// What the call at `expression` calls.
    fn called(&self, expression: TextRange) -> Target {
        let nodes = self.nodes();
        let callee = match nodes.expression(expression).map(|id| nodes.get(id)) {
            Some(AnyNodeRef::ExprCall(call)) => &*call.func,
            Some(AnyNodeRef::ExprAttribute(attribute)) => {
                return Target::Unknown(Some(attribute.attr.to_string()));
            }
            _ => return Target::Unknown(None),
        };
        self.target(callee)
    }

    /// What an expression that is called, or a base class, means.
    pub(super) fn target(&self, callee: &Expr) -> Target {
        let definition = self.resolve_function(callee.range());
        if let Some(definition) = definition.filter(|it| it.kind != DefinitionKind::Method) {
            return Target::Function(self.nodes().range(definition.node).start());
        }
        if let Some(class) = self.class_at(callee.range()) {
            return Target::Class(self.nodes().range(class).start());
        }
        if let Some(name) = self.qualified_name(callee.range()) {
            return Target::Imported(name.to_string());
        }
        match callee {
            Expr::Attribute(method) => {
                let name = method.attr.to_string();
                match self.class_of_value(&method.value) {
                    Some((class, is_exact)) => {
                        Target::Method { class: Box::new(class), name, is_exact }
                    }
                    None => Target::Unknown(Some(name)),
                }
            }
            Expr::Subscript(generic) => self.target(&generic.value),
            _ => Target::Unknown(None),
        }
    }

    /// The class of which an expression gives an instance: `self`, a call of the class, a name that is
    /// assigned nothing else, or a parameter that is annotated with it. Also whether it can be of no class
    /// that inherits from that one.
    fn class_of_value(&self, value: &Expr) -> Option<(Target, bool)> {
        let (class, is_exact) = match value {
            Expr::Call(call) => (self.target(&call.func), true),
            Expr::Name(name) => {
                if let Some(class) = self.receiver_class(value) {
                    return Some((Target::Class(self.nodes().range(class).start()), false));
                }
                match self.only_value(&name.id, name.range()) {
                    Some(Expr::Call(call)) => (self.target(&call.func), true),
                    Some(_) => return None,
                    None => (self.target(self.annotation_of(&name.id, name.range())?), false),
                }
            }
            _ => return None,
        };
        matches!(class, Target::Class(_) | Target::Imported(_)).then_some((class, is_exact))
    }

    /// The annotation of the parameter that a name means, if it is never assigned.
    fn annotation_of(&self, name: &str, range: TextRange) -> Option<&Expr> {
        let resolution = self.resolve(name, range.start());
        let [binding] = resolution.bindings.as_slice() else { return None };
        let binding = self.binding(*binding);
        if self.bindings_of(binding.scope, binding.name).len() != 1 {
            return None;
        }
        let nodes = self.nodes();
        let mut around = std::iter::once(binding.node).chain(nodes.ancestors(binding.node));
        around.by_ref().take(3).find_map(|id| match nodes.get(id) {
            AnyNodeRef::Parameter(parameter) => Some(parameter.annotation.as_deref()),
            AnyNodeRef::ParameterWithDefault(parameter) => {
                Some(parameter.parameter.annotation.as_deref())
            }
            _ => None,
        })?
    }

    /// The class of this file that the expression at `range` names.
    pub(super) fn class_at(&self, range: TextRange) -> Option<NodeId> {
        let AnyNodeRef::ExprName(name) = self.nodes().get(self.nodes().expression(range)?) else {
            return None;
        };
        let resolution = self.resolve(&name.id, name.start());
        let [binding] = resolution.bindings.as_slice() else { return None };
        let node = self.binding(*binding).node;
        let is_class = matches!(self.nodes().get(node), AnyNodeRef::StmtClassDef(_));
        (is_class && !resolution.builtin && !resolution.star).then_some(node)
    }

    fn function_kind(&self, function: NodeId) -> FunctionKind {
        let Some(found) = self.nodes().function(function) else { return FunctionKind::Other };
        let decorators = self.decorators(function);
        match (found.is_generator, decorators.as_slice()) {
            (false, []) => FunctionKind::Coroutine,
            (true, []) => FunctionKind::Generator,
            (true, [only]) if only == "contextlib.asynccontextmanager" => FunctionKind::Manager,
            _ => FunctionKind::Other,
        }
    }

    /// Whether the function is an async generator that `contextlib.asynccontextmanager` decorates, alone.
    pub fn is_async_manager(&self, function: NodeId) -> bool {
        self.function_kind(function) == FunctionKind::Manager
    }

    /// The qualified names of a function's decorators; those that only say how a method is bound are left
    /// out, and an unknown one is empty.
    fn decorators(&self, function: NodeId) -> Vec<String> {
        let AnyNodeRef::StmtFunctionDef(def) = self.nodes().get(function) else {
            return Vec::new();
        };
        let names = def.decorator_list.iter().map(|decorator| match &decorator.expression {
            Expr::Name(name) if self.builtin(&name.id, name.start()) => name.id.to_string(),
            other => self.qualified_name(other.range()).map(|n| n.to_string()).unwrap_or_default(),
        });
        let binding = ["staticmethod", "classmethod", "typing.override", "abc.abstractmethod"];
        names.filter(|name| !binding.contains(&name.as_str())).collect()
    }

    /// The statement of a function's own suite that holds `range`.
    fn statement_in(&self, function: NodeId, range: TextRange) -> Option<TextRange> {
        let AnyNodeRef::StmtFunctionDef(def) = self.nodes().get(function) else { return None };
        let mut statements = def.body.iter().map(Ranged::range);
        statements.find(|statement| statement.contains_range(range))
    }

    /// Whether a function returns something else than `None` or `False`.
    fn returns_value(&self, function: NodeId) -> bool {
        let nodes = self.nodes();
        nodes.own_nodes(function).any(|id| match nodes.get(id) {
            AnyNodeRef::StmtReturn(returned) => match returned.value.as_deref() {
                None | Some(Expr::NoneLiteral(_)) => false,
                Some(Expr::BooleanLiteral(literal)) => literal.value,
                Some(_) => true,
            },
            _ => false,
        })
    }
}
