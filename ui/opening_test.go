package ui

import (
	"path/filepath"
	"testing"

	"casebench/internal/fault"
	"casebench/ui/uitest"
)

// A case that the program was called with opens without the page before it; one that
// does not open leads there, with why.
func TestACaseThatDoesNotOpenLeadsToTheWelcomePage(t *testing.T) {
	d, pump := deskOf(t, uitest.Case(t))
	w := d.w
	w.setDesk(nil)
	defer w.setDesk(d)
	w.page = newWelcomePage(w)
	w.openFirst(filepath.Join(t.TempDir(), "gone.case"))
	if len(w.stage.Objects) != 1 || w.stage.Objects[0] == w.page.Object() {
		t.Error("the welcome page is there before the case failed to open")
	}
	pump.Until(t, "an answer", func() bool { return !w.start.Busy() })
	if len(w.stage.Objects) != 1 || w.stage.Objects[0] != w.page.Object() {
		t.Error("the welcome page is not there")
	}
	if fault.KindOf(w.start.Problem.Get()) != fault.NotFound {
		t.Errorf("the problem is %v", w.start.Problem.Get())
	}
}
