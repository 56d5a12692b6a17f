package problem_test

import (
	"errors"
	"testing"

	"casebench/internal/fault"
	"casebench/ui/problem"
	"casebench/ui/uitest"
)

func TestLooks(t *testing.T) {
	for _, dark := range []bool{true, false} {
		win := uitest.Over(t, dark)
		problem.New(fault.New(fault.Locked, "This case is open in another window.", "Close it there, or open a copy.", nil)).Show(win.Canvas())
		uitest.ShotOver(t, win, "fault")
		win = uitest.Over(t, dark)
		d := problem.New(errors.New("read audit head: page 4711: checksum does not hold"))
		d.Show(win.Canvas())
		d.Unfold()
		uitest.ShotOver(t, win, "other")
	}
}
