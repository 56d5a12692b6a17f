//go:build race

package casepackage_test

// raced thins out tests that repeat one thing many thousand times.
const raced = true
