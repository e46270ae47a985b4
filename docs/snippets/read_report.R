# Reads a released report of a warm line into a data frame. Base R only, 4.0 or newer.
#
#   export WARMLINE_REPORT_TOKEN=wlr_...
#   Rscript read_report.R https://line.example isolation-change 2026-10 by=reason

# The figures, one a row. A value that is not shown is NA; value_status says why.
read_report <- function(base, token, report, period, ...) {
  asked <- c(period = period, format = "csv", ...)
  query <- paste(names(asked), vapply(asked, URLencode, "", reserved = TRUE), sep = "=", collapse = "&")
  address <- url(
    paste0(base, "/api/v1/reports/", report, "?", query),
    headers = c(Authorization = paste("Bearer", token)),
    encoding = "UTF-8"
  )
  numbers <- c("value", "low", "high", "n", "missing")
  # Everything is read as text first, and only an empty cell is missing: a level may be called "NA" or "none".
  figures <- read.csv(address, colClasses = "character", na.strings = "", check.names = FALSE)
  figures[numbers] <- lapply(figures[numbers], as.numeric)
  figures$definition_version <- as.integer(figures$definition_version)
  figures$few <- figures$few == "true"
  figures$as_of <- as.POSIXct(figures$as_of, format = "%Y-%m-%dT%H:%M:%SZ", tz = "UTC")
  figures
}

# Only when it is run, not when it is read with source().
if (sys.nframe() == 0L) {
  given <- commandArgs(trailingOnly = TRUE)
  rest <- strsplit(given[-(1:3)], "=", fixed = TRUE)
  rest <- setNames(lapply(rest, `[`, 2), vapply(rest, `[`, "", 1))
  asked <- c(list(given[1], Sys.getenv("WARMLINE_REPORT_TOKEN"), given[2], given[3]), rest)
  figures <- do.call(read_report, asked)
  withheld <- sum(figures$value_status == "withheld")
  cat(sprintf("%s %s: %d figures, %d withheld\n", given[2], given[3], nrow(figures), withheld))
  options(width = 200, max.print = 1e6)
  print(figures[c("level", "group", "statistic", "value", "low", "high", "value_status")], row.names = FALSE)
}
