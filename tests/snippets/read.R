# What docs/snippets/read_report.R reads of a report, as tab-separated text for a program to compare.
# Arguments: the folder of the snippets, the address of the line, the report, its period.

given <- commandArgs(trailingOnly = TRUE)
source(file.path(given[1], "read_report.R"))
figures <- read_report(given[2], Sys.getenv("WARMLINE_REPORT_TOKEN"), given[3], given[4])
stopifnot(
  is.logical(figures$few), is.integer(figures$definition_version), is.numeric(figures$value),
  inherits(figures$as_of, "POSIXct"), !anyNA(figures$as_of),
  identical(is.na(figures$value), figures$value_status != "shown")
)
figures$few <- ifelse(figures$few, "true", "false")
columns <- c("by", "level", "group", "statistic", "value", "value_status", "low", "high", "n", "missing", "few")
write.table(figures[columns], sep = "\t", na = "", row.names = FALSE, quote = FALSE)
