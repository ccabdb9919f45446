# Farrington flexible on the latest week of each series: Rscript farrington.R COUNTS ANSWERS
# COUNTS has a column per series; ANSWERS gets each series' upper bound; prints the seconds taken.
suppressMessages(library(surveillance))
paths <- commandArgs(trailingOnly = TRUE)
counts <- as.matrix(read.csv(paths[1], header = FALSE))
weeks <- nrow(counts)
series <- sts(observed = counts, frequency = 52, start = c(2015, 1))
settings <- list(
  range = weeks, b = 5, w = 3, noPeriods = 10, pastWeeksNotIncluded = 26, reweight = TRUE,
  weightsThreshold = 2.58, trend = TRUE, pThresholdTrend = 1, thresholdMethod = "nbPlugin",
  alpha = 0.005, limit54 = c(0, 4), glmWarnings = FALSE
)
seconds <- system.time(
  answer <- suppressWarnings(farringtonFlexible(series, control = settings))
)["elapsed"]
write(as.numeric(upperbound(answer)), paths[2], ncolumns = 1)
cat(as.character(packageVersion("surveillance")), seconds, "\n")
