use super::{Argument, BindError};
use crate::{
    source::TextRange,
    syntax::{Call, Kind, Node, Trees},
};

/// What `call` binds for `parameters`, one `name: value` a line, or why it does not fit.
#[track_caller]
fn binds(call: &str, parameters: &[&'static str], expected: Result<&str, &str>) {
    let text = format!("{call}\n");
    let whole = TextRange::up_to(u32::try_from(call.len()).expect("short").into());
    let trees = Trees::new(&text, vec![whole]);
    let node = trees.node(whole, Kind::Call).expect("a call");
    let arguments =
        node.cast::<Call<'_>>().and_then(Call::arguments).expect("a call has arguments");
    let bound = arguments.bind(parameters).map_err(|error| error.to_string()).map(|bound| {
        let lines: Vec<_> =
            bound.iter().map(|(name, value)| format!("{name}: {}", value.text())).collect();
        lines.join("; ")
    });
    assert_eq!(bound.as_deref().map_err(String::as_str), expected, "{call}");
}

#[test]
fn positions_and_keywords_bind_alike() {
    let parameters = &["fut", "timeout"];
    binds("wait_for(f(), 5)", parameters, Ok("fut: f(); timeout: 5"));
    binds("wait_for(f(), timeout=5)", parameters, Ok("fut: f(); timeout: 5"));
    binds("wait_for(timeout=5, fut=f())", parameters, Ok("timeout: 5; fut: f()"));
}

#[test]
fn comments_parentheses_and_line_breaks_are_no_arguments() {
    let call = "wait_for(  # why\n    (f()),  # what\n    # when\n    timeout = (  # long\n 5),\n)";
    binds(call, &["fut", "timeout"], Ok("fut: f(); timeout: 5"));
}

#[test]
fn a_bare_generator_is_an_argument() {
    binds("gather(f(x) for x in y)", &["of"], Ok("of: f(x) for x in y"));
    binds("gather((f(x) for x in y))", &["of"], Ok("of: (f(x) for x in y)"));
}

#[test]
fn a_default_may_be_left_out() {
    binds("sleep(1)", &["delay", "result="], Ok("delay: 1"));
    binds("sleep(1, 2)", &["delay", "result="], Ok("delay: 1; result: 2"));
    binds("sleep(result=2)", &["delay", "result="], Err("does not pass `delay`"));
    binds("sleep()", &["delay"], Err("does not pass `delay`"));
}

#[test]
fn keyword_only_parameters_take_no_position() {
    let parameters = &["coro", "*", "name=", "context="];
    binds("create_task(f(), name='x')", parameters, Ok("coro: f(); name: 'x'"));
    let error = "passes more positional arguments than are taken";
    binds("create_task(f(), 'x')", parameters, Err(error));
    binds("f(1)", &["*", "x"], Err(error));
}

#[test]
fn positional_only_parameters_take_no_keyword() {
    let parameters = &["func", "/", "timeout="];
    binds("f(g, timeout=1)", parameters, Ok("func: g; timeout: 1"));
    binds("f(func=g)", parameters, Err("passes `func`, which is not taken"));
}

#[test]
fn what_does_not_fit_is_refused() {
    let parameters = &["fut", "timeout"];
    binds("f(*a)", parameters, Err("starred arguments hide what is passed"));
    binds("f(a, **b)", parameters, Err("starred arguments hide what is passed"));
    binds("f(a, loop=l)", parameters, Err("passes `loop`, which is not taken"));
    binds("f(a, 1, fut=b)", parameters, Err("passes `fut` twice"));
    binds("f(a, 1, 2)", parameters, Err("passes more positional arguments than are taken"));
}

#[test]
fn a_fault_is_located() {
    let text = "f(a, loop=l)\n";
    let whole = TextRange::up_to(12.into());
    let trees = Trees::new(text, vec![whole]);
    let call: Call<'_> = trees.node(whole, Kind::Call).ok().and_then(Node::cast).expect("a call");
    let error = call.arguments().expect("arguments").bind(&["a"]).expect_err("an unknown keyword");
    assert_eq!(&text[error.range()], "loop=l");
    assert!(matches!(error, BindError::UnknownKeyword(name, _) if name == "loop"));
}

#[test]
fn arguments_are_listed_as_written() {
    let text = "f(a, *b, c=d, **e)\n";
    let whole = TextRange::up_to(18.into());
    let trees = Trees::new(text, vec![whole]);
    let call: Call<'_> = trees.node(whole, Kind::Call).ok().and_then(Node::cast).expect("a call");
    let arguments: Vec<_> = call.arguments().expect("arguments").iter().collect();
    let written: Vec<_> = arguments.iter().map(|a| (a.node().text(), a.value().text())).collect();
    assert_eq!(written, [("a", "a"), ("*b", "b"), ("c=d", "d"), ("**e", "e")]);
    assert!(matches!(arguments[2], Argument::Keyword { name: "c", .. }));
}
