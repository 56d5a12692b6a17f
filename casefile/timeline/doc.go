// Package timeline bins events by time, for figures and tables.
//
// A Window is a stretch of time. A Histogram counts what falls into bins of one
// width, stacked by a key such as a model or a cluster. A Bin is one column of it.
//
// Bins are aligned in UTC as time.Truncate aligns them: an hour begins on the
// hour, a day at midnight, a week on Monday. Two histograms of one width
// therefore have the same bins, whatever was counted first. Keys come in an
// order that depends on the counts alone.
//
// The package knows nothing of pixels and reads no case.
package timeline
