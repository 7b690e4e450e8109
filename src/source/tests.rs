#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use super::*;

fn source(bytes: &[u8]) -> Source {
    Source::from_bytes("a.py", bytes.to_vec()).unwrap_or_else(|error| panic!("{error}"))
}

fn refusal(bytes: &[u8]) -> SourceError {
    Source::from_bytes("a.py", bytes.to_vec()).map(|_| ()).unwrap_err()
}

#[test]
fn bytes_survive() {
    let files: [&[u8]; 14] = [
        b"",
        b"x",
        b"x = 1\n",
        b"x\r\ny\rz\n\x0cw",
        b"\tif x:\\\n  y  \n\n",
        "s = 'é€𝄞'\n".as_bytes(),
        b"\xEF\xBB\xBFx\n",
        b"\xEF\xBB\xBF# coding: utf-8\nx\n",
        b"# -*- coding: latin-1 -*-\ns = '\xE9\x80\xFF'\n",
        b"# vim: set fileencoding=cp1252 :\ns = '\x80\x81'\n",
        b"#!/usr/bin/python\n# coding=euc_jp\ns = '\xA4\xA2'\n",
        b"\n# coding: shift_jis\ns = '\x82\xA0\\'\n",
        b"# coding: koi8-r\ns = '\xC1'\n",
        b"# coding: iso2022_jp\ns = '\x1b$B$\"\x1b(B'\n",
    ];
    for bytes in files {
        assert_eq!(source(bytes).bytes(), bytes, "{}", bytes.escape_ascii());
    }
}

#[test]
fn text_is_what_python_reads() {
    assert_eq!(source(b"\xEF\xBB\xBFx\n").text(), "x\n");
    assert_eq!(source(b"# coding: latin-1\n'\xE9\x80'").text(), "# coding: latin-1\n'é\u{80}'");
    assert_eq!(source(b"# coding: cp1252\n'\x80'").text(), "# coding: cp1252\n'€'");
    assert_eq!(source(b"# coding: iso-8859-15\n'\xA4'").text(), "# coding: iso-8859-15\n'€'");
    assert_eq!(source(b"# coding: euc_jp\n'\xA4\xA2'").text(), "# coding: euc_jp\n'あ'");
}

#[test]
fn coding_lines_are_found_where_python_finds_them() {
    let latin: [&[u8]; 8] = [
        b"# coding: latin-1\n'\xE9'",
        b"# -*- coding: latin-1-unix -*-\n'\xE9'",
        b"#!/bin/sh\r# coding=ISO_8859_1\r'\xE9'",
        b" \t\x0c# encoding: L1\n'\xE9'",
        b"\r\n#coding:latin1\r\n'\xE9'",
        b"# coding coding: iso-latin-1\n'\xE9'",
        b"# coding:\tlatin_1\n'\xE9'",
        b"# recoding= 8859\n'\xE9'",
    ];
    for bytes in latin {
        assert!(source(bytes).text().ends_with("'é'"), "{}", bytes.escape_ascii());
    }
    let not: [&[u8]; 4] = [
        b"x = 1 # coding: latin-1\n'\xE9'",
        b"x = 1\n# coding: latin-1\n'\xE9'",
        b"\n\n# coding: latin-1\n'\xE9'",
        b"# coding : latin-1\n'\xE9'",
    ];
    for bytes in not {
        assert!(matches!(refusal(bytes), SourceError::Undecodable { encoding: "UTF-8", .. }));
    }
}

#[test]
fn refusals_say_where_and_what_to_do() {
    let cases: [(&[u8], Option<usize>, &str); 8] = [
        (
            b"a = 1\nb = '\xE9'\n",
            Some(2),
            "not UTF-8 (byte 0xE9 at offset 11); add a coding line or exclude the file",
        ),
        (b"a\n\0", Some(2), "binary (a NUL byte at offset 2); exclude the file"),
        (
            b"#!x\n# coding: cp437\n",
            Some(2),
            "the coding line names `cp437`, an encoding that is not known here; convert the file to \
             UTF-8 or exclude it",
        ),
        (
            b"# coding: utf-16\n",
            Some(1),
            "the coding line names `utf-16`, an encoding that is not known here; convert the file to \
             UTF-8 or exclude it",
        ),
        (
            b"\xEF\xBB\xBF# coding: latin-1\n",
            Some(1),
            "a UTF-8 byte order mark, but the coding line names `latin-1`; remove one of the two",
        ),
        (
            b"# coding: ascii\n\r\xE9",
            Some(3),
            "not ASCII (byte 0xE9 at offset 17); correct the coding line or exclude the file",
        ),
        (
            b"# coding: euc_jp\n'\xA4'\n",
            Some(2),
            "not EUC-JP (byte 0xA4 at offset 18); correct the coding line or exclude the file",
        ),
        (
            b"\xEF\xBB\xBF'\xC3'",
            Some(1),
            "not UTF-8 (byte 0xC3 at offset 4); add a coding line or exclude the file",
        ),
    ];
    for (bytes, line, message) in cases {
        let error = refusal(bytes);
        assert_eq!((error.line(), error.to_string().as_str()), (line, message));
    }
}

#[test]
fn what_does_not_encode_back_is_refused() {
    // Two escape sequences in a row; and one of two spellings of `Ⅰ`.
    assert_eq!(
        refusal(b"# coding: iso-2022-jp\n'\x1b$B\x1b(B'"),
        SourceError::Undecodable { encoding: "ISO-2022-JP", byte: 0x1b, offset: 23, line: 2 }
    );
    assert_eq!(refusal(b"# coding: cp932\n'\xFA\x54'"), SourceError::Irreversible("Shift_JIS"));
}

#[test]
fn large_files_are_refused() {
    let size = MAX_SIZE as usize + 1;
    assert_eq!(refusal(&vec![b' '; size]), SourceError::TooLarge(MAX_SIZE + 1));
    assert_eq!(
        SourceError::TooLarge(MAX_SIZE + 1).to_string(),
        "11 MB, and more than 10 MB is not read; split or exclude the file"
    );
}

#[test]
fn folders_and_missing_files_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(Source::read(folder.path()).map(|_| ()), Err(SourceError::NotAFile));
    let missing = Source::read(folder.path().join("no.py")).map(|_| ()).unwrap_err();
    assert_eq!(missing.to_string(), "cannot be read: no such file or directory");
}

#[test]
fn characters_that_the_encoding_lacks_are_refused() {
    let lacks = |bytes: &[u8], text: &str| source(bytes).encode(text).unwrap_err();
    let error = lacks(b"# coding: latin-1\n", "a\r\nb\n'€'");
    assert_eq!((error.line, error.character), (3, '€'));
    assert_eq!(
        error.to_string(),
        "the file's encoding, ISO-8859-1, has no '€' (U+20AC); convert the file to UTF-8"
    );
    assert_eq!(lacks(b"# coding: ascii\n", "é").line, 1);
    assert_eq!(lacks(b"# coding: koi8_r\n", "я\né").line, 2);
}

#[test]
fn lines_end_as_in_python() {
    let text = source("a\r\nbé€c\rd\x0c\u{85}\u{2028}e\n".as_bytes());
    let at = |offset: u32| {
        let LineColumn { line, column } = text.line_column(TextSize::new(offset));
        (line, column)
    };
    assert_eq!((at(0), at(1), at(2)), ((1, 1), (1, 2), (1, 3)));
    assert_eq!((at(3), at(4), at(6), at(9)), ((2, 1), (2, 2), (2, 3), (2, 4)));
    assert_eq!((at(11), at(18)), ((3, 1), (3, 5)));
    assert_eq!((at(19), at(20), at(999)), ((3, 6), (4, 1), (4, 1)));
    assert_eq!(text.line_range(1), TextRange::new(0.into(), 3.into()));
    assert_eq!(text.line_range(4), TextRange::new(20.into(), 20.into()));
    assert_eq!(text.line_range(9), TextRange::new(20.into(), 20.into()));
}

#[test]
fn newline_is_the_most_frequent() {
    assert_eq!(source(b"").newline(), "\n");
    assert_eq!(source(b"a\nb\r\nc\r\n").newline(), "\r\n");
    assert_eq!(source(b"\rb\rc\n").newline(), "\r");
    assert_eq!(source(b"\r\n").newline(), "\r\n");
    assert_eq!(source(b"\r").newline(), "\r");
}
