//go:build !linux

package store_test

import "testing"

func limitFileSize(*testing.T, uint64) (restore func()) { return func() {} }
