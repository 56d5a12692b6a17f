//go:build cgo && !race

package windowtest

// buildFlags build the program as this test is built, from what was compiled for it.
func buildFlags() []string { return nil }
