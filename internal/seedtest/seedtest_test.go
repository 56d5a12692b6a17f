package seedtest_test

import (
	"testing"

	"casebench/internal/seedtest"
)

func TestTheSeedThatIsSet(t *testing.T) {
	t.Setenv("CASEBENCH_SEED", "18446744073709551615")
	if got := seedtest.Of(t); got != 1<<64-1 {
		t.Errorf("seed %d", got)
	}
	t.Setenv("CASEBENCH_SEED", "")
	if a, b := seedtest.Of(t), seedtest.Of(t); a == b {
		t.Errorf("%d twice", a)
	}
}
