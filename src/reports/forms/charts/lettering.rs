//! Words as SVG can hold them: escaped, and broken into lines. Knows no shape.

use crate::reports::measures::count;

/// Text that cannot end an element or an attribute. Characters that XML does not allow are left out.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\n' | '\t' => safe.push(letter),
            '\u{fffe}' | '\u{ffff}' => {}
            _ if letter.is_control() => {}
            _ => safe.push(letter),
        }
    }
    safe
}

/// Breaks text between words into lines of so many letters.
pub(super) fn lines(text: &str, letters: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        if let Some(line) = lines.last_mut() {
            let longer = line.chars().count() + 1 + word.chars().count();
            if line.is_empty() {
                line.push_str(word);
            } else if count(longer) <= letters {
                line.push(' ');
                line.push_str(word);
            } else {
                lines.push(word.to_owned());
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_would_read_is_escaped_and_what_it_forbids_is_left_out() {
        assert_eq!(
            escaped("a<b & \"c\">\u{0}\u{1b}d"),
            "a&lt;b &amp; &quot;c&quot;&gt;d"
        );
    }

    #[test]
    fn text_is_broken_between_words() {
        assert_eq!(lines("one two three", 7.0), ["one two", "three"]);
        assert_eq!(lines("unbreakable", 3.0), ["unbreakable"]);
    }
}
