//! Whatever the text: no panic, no place outside the text, and the same findings again.

use super::super::reading::{Reading, read_all};
use super::super::text::Grammar;
use super::super::{Colour, check, check_sql, render};
use super::{declared, domain, plpgsql, policy, sql};
use voxanne_schema::object::Object;

/// Real bodies to start from.
const SEEDS: &[&str] = &[
    "DECLARE r public.contacts%ROWTYPE; BEGIN FOR r IN SELECT * FROM public.contacts LOOP PERFORM public.g(r.id); END LOOP; END",
    "BEGIN WITH m AS (DELETE FROM public.audit_logs WHERE a < now() RETURNING *) INSERT INTO b SELECT * FROM m; IF a THEN RETURN 'é'; END IF; END;",
    "<<l>> BEGIN CASE a WHEN 1 THEN SELECT $q$x$q$ INTO STRICT b; END CASE; EXCEPTION WHEN OTHERS THEN RAISE 'x %', E'\\'' USING HINT = 'h'; END l;",
    "SELECT CAST(a AS public.lead_status_type), array[1][2], (x).y FROM public.f(a => 1) AS g (a int) WHERE \"É\" IN (SELECT 1) ORDER BY 1 DESC;",
];

/// A linear congruential generator: the same numbers in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit.max(1)
    }
}

/// A seed with as many of its characters at most dropped, doubled, swapped or replaced.
fn mutated(dice: &mut Dice, times: usize) -> String {
    let mut characters: Vec<char> = SEEDS[dice.below(SEEDS.len())].chars().collect();
    let odd: Vec<char> = "'\"$;()[]<>%:=.,-/*\\\n#é\u{0}x1 ".chars().collect();
    for _ in 0..dice.below(times + 1) {
        let at = dice.below(characters.len());
        let other = dice.below(characters.len());
        match dice.below(5) {
            0 => drop(characters.drain(at..(at + dice.below(12)).min(characters.len()))),
            1 => characters.insert(at, characters[other]),
            2 => characters.swap(at, other),
            3 => characters[at] = odd[dice.below(odd.len())],
            _ => characters.truncate(characters.len() - dice.below(characters.len() / 4)),
        }
        if characters.is_empty() {
            break;
        }
    }
    characters.into_iter().collect()
}

#[test]
fn no_text_breaks_the_analysis() {
    let mut dice = Dice(7);
    let texts: Vec<String> = (0..600).map(|_| mutated(&mut dice, 6)).collect();
    let objects = texts.iter().enumerate().map(|(i, text)| -> Object {
        match i % 3 {
            0 => plpgsql(&format!("f{i}"), text).into(),
            1 => sql(&format!("f{i}"), text).into(),
            _ => policy(&format!("p{i}"), "contacts", text).into(),
        }
    });
    let declared = declared(domain().into_iter().chain(objects));
    let found = check_sql(&declared);
    assert!(found.len() > 100);
    for found in &found {
        assert!(found.text.get(found.range.clone()).is_some(), "{found:?}");
    }
    assert_eq!(check_sql(&declared), found);
    let shown = render(&declared, &check(&declared), &|_| None, Colour::Never);
    assert!(shown.contains("syntax_error"));
}

#[test]
fn a_text_is_read_alone_as_it_is_read_among_others() {
    let mut dice = Dice(11);
    for grammar in [
        Grammar::PlPgSql,
        Grammar::Sql,
        Grammar::Standard,
        Grammar::Expression,
        Grammar::Operand,
    ] {
        let texts: Vec<String> = (0..120).map(|_| mutated(&mut dice, 2)).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        for texts in texts.chunks(3) {
            let alone: Vec<Reading> = texts.iter().flat_map(|text| read_all(grammar, &[text])).collect();
            assert_eq!(read_all(grammar, texts), alone, "{texts:#?}");
        }
    }
}
