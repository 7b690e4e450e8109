//! A failing input, made small enough to be understood.

/// What is left of `bytes` when lines, and then words and signs, are taken out one by one as long as
/// `fails` still holds.
pub fn smallest(bytes: &[u8], fails: impl Fn(&[u8]) -> bool) -> Vec<u8> {
    let lines = |bytes: &[u8]| pieces(bytes, |before, _| before == b'\n');
    let words = |bytes: &[u8]| {
        let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80;
        pieces(bytes, |before, here| !is_word(before) || !is_word(here))
    };
    let mut smaller = bytes.to_vec();
    loop {
        let before = smaller.len();
        smaller = without(lines(&smaller), &fails);
        smaller = without(words(&smaller), &fails);
        if smaller.len() == before {
            return smaller;
        }
    }
}

fn pieces(bytes: &[u8], is_start: impl Fn(u8, u8) -> bool) -> Vec<Vec<u8>> {
    let same = |before: &u8, here: &u8| !is_start(*before, *here);
    bytes.chunk_by(same).map(<[u8]>::to_vec).collect()
}

/// The pieces that cannot be left out, in runs that get shorter.
fn without(mut pieces: Vec<Vec<u8>>, fails: impl Fn(&[u8]) -> bool) -> Vec<u8> {
    let mut run = pieces.len().next_power_of_two();
    while run > 0 {
        let mut at = 0;
        while at < pieces.len() {
            let mut fewer = pieces.clone();
            fewer.drain(at..(at + run).min(pieces.len()));
            if fails(&fewer.concat()) {
                pieces = fewer;
            } else {
                at += run;
            }
        }
        run /= 2;
    }
    pieces.concat()
}
