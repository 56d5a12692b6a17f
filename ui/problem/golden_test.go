package problem_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"casebench/internal/fault"
	"casebench/ui/problem"
	"casebench/ui/uitest"
)

func TestWhatAFailureIsMadeOf(t *testing.T) {
	uitest.App(t, true)
	o := problem.New(fault.New(fault.Locked, "This case is open in another window.", "Close it there, or open a copy.", nil)).Object()
	o.Resize(fyne.NewSize(440, 80))
	uitest.Markup(t, o, "fault")
}
