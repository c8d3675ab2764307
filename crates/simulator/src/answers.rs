//! Canned answers that look like a good model's, for people to look at.

/// The answers; each names the question once, as `{question}`.
const ANSWERS: [&str; 6] = [
    include_str!("answers/plan.md"),
    include_str!("answers/code.md"),
    include_str!("answers/compare.md"),
    include_str!("answers/explain.md"),
    include_str!("answers/letter.md"),
    include_str!("answers/numbers.md"),
];

/// How much of a question an answer repeats.
const QUOTED_CHARS: usize = 80;

/// The answer to a question: always the same for the same question.
pub(crate) fn about(question: &str) -> String {
    // FNV-1a: any hash would do that is the same on every machine.
    let hash = question
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let index = usize::try_from(hash % ANSWERS.len() as u64).unwrap_or_default();
    let answer = ANSWERS.get(index).copied().unwrap_or_default();
    answer.replace("{question}", &quote(question))
}

/// How a request for a conversation's name begins.
const TITLE_WANTED: &str = "Name this conversation";
/// How many words of a question its name has.
const TITLE_WORDS: usize = 5;

/// The name of a conversation, where that is what is asked for: the first words of its question.
pub(crate) fn title(texts: &[String], question: &str) -> Option<String> {
    texts.first().filter(|instructions| instructions.starts_with(TITLE_WANTED))?;
    let line = quote(question.lines().next().unwrap_or_default());
    let words = line.split(' ').take(TITLE_WORDS).collect::<Vec<_>>().join(" ");
    Some(words.trim_end_matches(|character: char| !character.is_alphanumeric()).to_owned())
}

/// The beginning of the question on one line, without what would be read as markdown.
fn quote(question: &str) -> String {
    let plain: String = question.chars().filter(|character| !"*_`#<>[]()|~\\$".contains(*character)).collect();
    let line = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut quoted: String = line.chars().take(QUOTED_CHARS).collect();
    if quoted.len() < line.len() {
        quoted.push('…');
    }
    quoted
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn the_same_question_gets_the_same_answer_and_all_answers_are_given() {
        let answers: HashSet<String> = (0..100).map(|number| about(&format!("Question {number}?"))).collect();
        let kinds: HashSet<&str> = answers.iter().filter_map(|answer| answer.lines().last()).collect();
        assert_eq!(kinds.len(), ANSWERS.len());
        assert_eq!(about("Why?"), about("Why?"));
    }

    #[test]
    fn every_answer_names_the_question_once() {
        for answer in ANSWERS {
            assert_eq!(answer.matches("{question}").count(), 1, "{answer}");
        }
    }
}
