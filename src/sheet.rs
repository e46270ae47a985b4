//! Sheets of rows as CSV, read and written. Knows no column's meaning, and never repeats what a cell holds.
//!
//! A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula and runs it. Such a cell is written
//! with an apostrophe in front, and the apostrophe is taken off when the sheet comes back. A negative number stays as
//! it is.

use std::collections::BTreeSet;

use crate::error::{Error, Fault};

/// The most faults that are told of one sheet.
const MOST_FAULTS: usize = 200;
/// What makes a cell a formula.
const BEGINS_FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A row of a sheet.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its number as a spreadsheet shows it: the row of the columns' names is 1.
    pub number: usize,
    cells: Vec<String>,
}

impl Row {
    /// What stands in a column, by the column's position, without the space around it.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| cell.trim())
    }

    /// A fault of one field of this row.
    pub fn fault(&self, field: &str, code: &'static str, detail: impl Into<String>) -> Fault {
        Fault::at(format!("/rows/{}/{field}", self.number), code, detail)
    }

    /// Faults of a row's content, as faults of the sheet.
    pub fn faults(&self, of_content: Vec<Fault>) -> impl Iterator<Item = Fault> {
        of_content.into_iter().map(|fault| Fault {
            pointer: fault
                .pointer
                .map(|pointer| format!("/rows/{}{pointer}", self.number)),
            ..fault
        })
    }
}

/// What a sheet keeps to as a whole, and what is said of one that does not.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// The most rows.
    pub most_rows: usize,
    /// Said of more.
    pub too_many: &'static str,
    /// The column of which no two rows hold the same.
    pub key: &'static str,
    /// Said of the second.
    pub repeated: &'static str,
}

/// What the rows of a sheet ask for, and what is wrong with those that cannot be read.
#[derive(Clone, Debug)]
pub struct Wishes<T> {
    /// What the others ask for.
    pub items: Vec<T>,
    /// How many cannot be read.
    pub refused: usize,
    /// Why not.
    pub faults: Vec<Fault>,
}

impl<T> Wishes<T> {
    /// What all rows ask for, or everything that is wrong with some.
    pub fn whole(self) -> Result<Vec<T>, Vec<Fault>> {
        if self.faults.is_empty() {
            Ok(self.items)
        } else {
            Err(shortened(self.faults))
        }
    }
}

/// A sheet: the names of its columns, and its rows.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The columns, as they are named.
    pub columns: Vec<String>,
    /// The rows below.
    pub rows: Vec<Row>,
}

impl Sheet {
    /// Reads a sheet whose cells are parted by this letter, or says in which rows it is broken.
    pub fn read(text: &str, delimiter: u8) -> Result<Self, Vec<Fault>> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .from_reader(text.as_bytes());
        let broken = |number: usize| {
            let detail = "This row has more or fewer cells than there are columns.";
            Fault::at(format!("/rows/{number}"), "not_a_row", detail)
        };
        let columns = reader.headers().map_err(|_broken| vec![broken(1)])?;
        let columns = columns.iter().map(|name| name.trim().to_owned()).collect();
        let (mut rows, mut faults) = (Vec::new(), Vec::new());
        for (number, record) in (2..).zip(reader.records()) {
            match record {
                Ok(record) => rows.push(Row {
                    number,
                    cells: record.iter().map(|cell| plain(cell).to_owned()).collect(),
                }),
                Err(_broken) => faults.push(broken(number)),
            }
        }
        if faults.is_empty() {
            Ok(Self { columns, rows })
        } else {
            Err(shortened(faults))
        }
    }

    /// Reads a sheet with exactly these columns, in whatever order, and puts them into this one. Columns after the
    /// first `needed` may be absent.
    pub fn with_columns(text: &str, names: &[&str], needed: usize) -> Result<Self, Vec<Fault>> {
        let sheet = Self::read(text, b',')?;
        let at = |name: &&str| sheet.columns.iter().position(|column| column == *name);
        let known = |column: &String| names.contains(&column.as_str());
        let mut faults = Vec::new();
        for name in names.iter().take(needed) {
            if at(name).is_none() {
                let detail = format!("There is no column {name}.");
                faults.push(Fault::at("/rows/1", "column_missing", detail));
            }
        }
        if sheet.columns.iter().filter(|column| known(column)).count() < sheet.columns.len() {
            let detail = format!("Only these columns are read: {}.", names.join(", "));
            faults.push(Fault::at("/rows/1", "unknown_column", detail));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let order: Vec<Option<usize>> = names.iter().map(at).collect();
        let rows = sheet.rows.iter().map(|row| Row {
            number: row.number,
            cells: order
                .iter()
                .map(|column| column.map_or("", |column| row.cell(column)).to_owned())
                .collect(),
        });
        Ok(Self {
            columns: names.iter().map(|name| (*name).to_owned()).collect(),
            rows: rows.collect(),
        })
    }
}

impl Sheet {
    /// Reads each row as a wish, and what no other row may hold as well.
    pub fn wishes<T, K: Ord>(
        &self,
        bounds: Bounds,
        one: impl Fn(&Row) -> Result<(K, T), Vec<Fault>>,
    ) -> Result<Wishes<T>, Vec<Fault>> {
        if self.rows.len() > bounds.most_rows {
            return Err(vec![Fault::at("/rows", "too_many", bounds.too_many)]);
        }
        let (mut items, mut faults) = (Vec::new(), Vec::new());
        let (mut seen, mut refused) = (BTreeSet::new(), 0);
        for row in &self.rows {
            let wish = one(row).and_then(|(key, wish)| {
                let twice = || vec![row.fault(bounds.key, "repeated", bounds.repeated)];
                seen.insert(key).then_some(wish).ok_or_else(twice)
            });
            match wish {
                Ok(wish) => items.push(wish),
                Err(wrong) => {
                    refused += 1;
                    faults.extend(wrong);
                }
            }
        }
        Ok(Wishes {
            items,
            refused,
            faults,
        })
    }
}

/// Writes a sheet.
pub fn write<const N: usize>(
    names: [&str; N],
    rows: impl Iterator<Item = [String; N]>,
) -> Result<String, Error> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    writer.write_record(names).map_err(Error::broken)?;
    for row in rows {
        let safe = row.map(|cell| {
            if is_risky(&cell) {
                format!("'{cell}")
            } else {
                cell
            }
        });
        writer.write_record(safe).map_err(Error::broken)?;
    }
    String::from_utf8(writer.into_inner().map_err(Error::broken)?).map_err(Error::broken)
}

/// So many faults that a person can mend them, and a word about the others.
pub fn shortened(mut faults: Vec<Fault>) -> Vec<Fault> {
    let beyond = faults.len().saturating_sub(MOST_FAULTS);
    if beyond > 0 {
        faults.truncate(MOST_FAULTS);
        let detail = format!("There are {beyond} more faults. Mend these first.");
        faults.push(Fault::reason("and_more", detail));
    }
    faults
}

/// Whether a spreadsheet would run the cell, or the cell looks as one does that was made safe.
fn is_risky(cell: &str) -> bool {
    let inner = cell.trim_start_matches('\'');
    inner.starts_with(BEGINS_FORMULA) && !is_negative_number(inner)
}

/// Whether the cell is a minus, digits, and maybe a point with more digits.
fn is_negative_number(cell: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    cell.strip_prefix('-').is_some_and(|number| {
        let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
        digits(whole) && digits(part)
    })
}

/// The cell without the apostrophe that made it safe.
fn plain(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if is_risky(rest) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_made_safe_and_comes_back_as_it_was() {
        let cells = [
            "=1+1",
            "+1 510 555 0100",
            "'=1",
            "''@x",
            "-3.5",
            "'-3.5",
            "it's",
            "'quoted'",
            "a,\"b\"\nc",
        ];
        let text = write(["cell"], cells.iter().map(|cell| [(*cell).to_owned()])).unwrap();
        for line in text.lines() {
            assert!(
                line == "-3.5" || !line.trim_matches('"').starts_with(BEGINS_FORMULA),
                "{line}"
            );
        }
        let back = Sheet::read(&text, b',').unwrap();
        let back: Vec<&str> = back.rows.iter().map(|row| row.cell(0)).collect();
        assert_eq!(back, cells);
    }

    #[test]
    fn a_negative_number_is_no_formula_and_what_only_looks_like_one_is() {
        assert!(["-3", "-3.5"].iter().all(|cell| !is_risky(cell)));
        let formulas = ["-", "-3.", "-.5", "-3-4", "-1+1", "--3", "-3.5.1", "-A1"];
        assert!(formulas.iter().all(|cell| is_risky(cell)));
    }

    #[test]
    fn columns_come_in_any_order_and_a_strange_one_is_refused() {
        let sheet = Sheet::with_columns("\u{feff}b,a\r\n2,1\r\n", &["a", "b", "c"], 2).unwrap();
        assert_eq!(
            (
                sheet.rows[0].cell(0),
                sheet.rows[0].cell(1),
                sheet.rows[0].cell(2)
            ),
            ("1", "2", "")
        );
        let faults = Sheet::with_columns("a,Jo Doe\n", &["a", "b"], 2).unwrap_err();
        let codes: Vec<&str> = faults.iter().map(|fault| fault.code).collect();
        assert_eq!(codes, ["column_missing", "unknown_column"]);
        assert!(faults.iter().all(|fault| !fault.detail.contains("Doe")));
    }

    #[test]
    fn a_row_of_another_length_is_named_by_its_number() {
        let faults = Sheet::read("a,b\n1,2\n3\n", b',').unwrap_err();
        assert_eq!(faults[0].pointer.as_deref(), Some("/rows/3"));
    }
}
