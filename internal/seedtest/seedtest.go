// Package seedtest gives a test the seed of its random numbers, and prints it.
//
// A test that fails says its seed, and CASEBENCH_SEED=N runs it with that seed again.
// The package is test gear: only tests import it.
package seedtest

import (
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
)

// Of returns CASEBENCH_SEED, or a new seed where that is not set, and logs it.
func Of(t testing.TB) uint64 {
	t.Helper()
	seed := rand.Uint64()
	if s := os.Getenv("CASEBENCH_SEED"); s != "" {
		var err error
		if seed, err = strconv.ParseUint(s, 10, 64); err != nil {
			t.Fatal("CASEBENCH_SEED: ", err)
		}
	}
	t.Logf("seed %d (set CASEBENCH_SEED to repeat)", seed)
	return seed
}
