//! Every kind of expression in every kind of place: parentheses where the grammar needs them.

use ruff_python_ast::comparable::ComparableMod;
use ruff_python_parser::{Mode, ParseOptions, parse_unchecked};

use super::Marked;
use crate::rewrite::RenderError;

/// Places: `@` stands for the expression.
const PLACES: &[&str] = &[
    "@",
    "x = @",
    "x += @",
    "x: int = @",
    "x: @",
    "x = y = @",
    "return @",
    "await @",
    "yield @",
    "x = yield @",
    "yield from @",
    "assert @",
    "assert x, @",
    "raise @",
    "raise x from @",
    "del x[@]",
    "if @: pass",
    "while @: pass",
    "if x: pass\nelif @: pass",
    "for x in @: pass",
    "with @: pass",
    "with @ as x: pass",
    "with x, @: pass",
    "match @:\n    case 1: pass",
    "match x:\n    case 1 if @: pass",
    "try: pass\nexcept @: pass",
    "@@\ndef f(): pass",
    "def f(x=@): pass",
    "def f(x: @): pass",
    "def f() -> @: pass",
    "class A(@): pass",
    "class A(metaclass=@): pass",
    "type X = @",
    "f(@)",
    "f(x, @)",
    "f(x=@)",
    "f(*@)",
    "f(**@)",
    "@.y",
    "@[y]",
    "@(y)",
    "x[@]",
    "x[@:]",
    "x[1, @]",
    "x[*@]",
    "[@]",
    "{@}",
    "(@, y)",
    "(x, @)",
    "x = @, y",
    "{@: y}",
    "{x: @}",
    "{**@}",
    "[*@]",
    "[@ for x in y]",
    "{@: 1 for x in y}",
    "{x: @ for x in y}",
    "(@ for x in y)",
    "[x for x in @]",
    "[x for x in y if @]",
    "[x async for x in @]",
    "@ + y",
    "y + @",
    "y - @",
    "@ - y",
    "y * @",
    "y @ @",
    "y / @",
    "@ ** y",
    "y ** @",
    "y << @",
    "@ >> y",
    "y & @",
    "y ^ @",
    "y | @",
    "@ | y",
    "-@",
    "~@",
    "not @",
    "y and @",
    "@ and y",
    "y or @",
    "y < @",
    "@ < y",
    "y in @",
    "y is not @",
    "x < @ < y",
    "@ if y else z",
    "y if @ else z",
    "y if z else @",
    "lambda: @",
    "lambda x=@: x",
    "(x := @)",
    "f'{@}'",
    "f'{@!r:>{x}}'",
    "f'{x:{@}}'",
    "(@)",
    "f((@))",
    "print(x, (@))",
];

/// Expressions, as the one argument of a call.
const EXPRESSIONS: &[&str] = &[
    "a",
    "1",
    "1.5",
    "1j",
    "'s'",
    "...",
    "a.b",
    "a[b]",
    "a()",
    "[a]",
    "{a: b}",
    "{a}",
    "(a, b)",
    "()",
    "[a for a in b]",
    "{a: a for a in b}",
    "a for a in b",
    "(a for a in b)",
    "await a",
    "-a",
    "~a",
    "not a",
    "a ** b",
    "a * b",
    "a @ b",
    "a + b",
    "a << b",
    "a & b",
    "a ^ b",
    "a | b",
    "a < b",
    "a in b",
    "a and b",
    "a or b",
    "a if b else c",
    "lambda: a",
    "lambda *a: a",
    "a := b",
    "(yield)",
    "(yield a)",
    "(yield from a)",
    "f'{a}'",
];

fn same(one: &str, other: &str) -> Option<bool> {
    let parse = |text: &str| {
        let parsed = parse_unchecked(text, ParseOptions::from(Mode::Module));
        parsed.errors().is_empty().then(|| parsed.into_syntax())
    };
    let (one, other) = (parse(one), parse(other)?);
    Some(one.is_some_and(|one| ComparableMod::from(&one) == ComparableMod::from(&other)))
}

#[test]
fn every_expression_in_every_place() {
    let mut wrong = Vec::new();
    let mut tried = 0;
    for place in PLACES {
        let at = place.rfind('@').expect("a place");
        let put = |code: &str| format!("{}{code}{}", &place[..at], &place[at + 1..]);
        for expression in EXPRESSIONS {
            let bare =
                expression.strip_prefix("(yield").map(|_| &expression[1..expression.len() - 1]);
            let inner = bare.unwrap_or(expression);
            let argument = match bare {
                Some(bare) => format!("(‹a:{bare}›)"),
                None => format!("‹a:{expression}›"),
            };
            let wanted = put(&format!("({inner})"));
            let m = Marked::new(&put(&format!("‹c:w({argument})›")));
            if crate::semantic::Ast::parse(&m.text).is_err() || same(&wanted, &wanted).is_none() {
                continue;
            }
            tried += 1;
            let fix = [m.replace("c", "$a")];
            let text = match m.render(&[&fix]) {
                Err(RenderError::InString { .. }) => continue,
                result => result.expect("renders"),
            };
            if same(&text, &wanted) != Some(true) {
                wrong.push(format!("{text:?} is not {wanted:?}"));
            }
        }
    }
    assert!(tried > 3000, "{tried}");
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_expression_in_every_template() {
    let mut wrong = Vec::new();
    for place in PLACES.iter().filter(|place| !place.contains('\n')) {
        let at = place.rfind('@').expect("a place");
        let put = |code: &str| format!("{}{code}{}", &place[..at], &place[at + 1..]);
        for expression in EXPRESSIONS {
            let bare =
                expression.strip_prefix("(yield").map(|_| &expression[1..expression.len() - 1]);
            let inner = bare.unwrap_or(expression);
            let argument = match bare {
                Some(bare) => format!("(‹a:{bare}›)"),
                None => format!("‹a:{expression}›"),
            };
            let wanted = put(&format!("({inner})"));
            let m = Marked::new(&format!("‹c:w({argument})›"));
            if same(&wanted, &wanted).is_none() || place.contains("f'") {
                continue;
            }
            let fix = [m.replace("c", &put("$a"))];
            let text = m.render(&[&fix]).expect("renders");
            if same(&text, &wanted) != Some(true) {
                wrong.push(format!("{text:?} is not {wanted:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
