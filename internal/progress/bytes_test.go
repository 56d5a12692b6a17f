package progress_test

import (
	"testing"

	"casebench/internal/progress"
)

// A phase is counted in bytes when it says so, and the next one is not.
func TestAPhaseInBytes(t *testing.T) {
	var m progress.Meter
	m.Phase("import", 10)
	progress.InBytes(&m)
	m.Add(5)
	if s := m.Snapshot(); !s.Bytes || s.Done != 5 {
		t.Errorf("%+v", s)
	}
	m.Phase("sort", 0)
	if m.Snapshot().Bytes {
		t.Error("the next phase is counted in bytes too")
	}
	progress.InBytes(progress.Discard)
}
