//go:build !race

package casepackage_test

const raced = false
