package viewmodel_test

import (
	"testing"

	"casebench/casefile"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
)

func TestBackAndForward(t *testing.T) {
	b, _ := uitest.Bench(t, uitest.Empty(t))
	r := viewmodel.NewRoutes(b)
	defer r.Close()
	a := casefile.AccountRef("a")
	b.Selection.Set(viewmodel.Select(a))
	b.Tab.Set(viewmodel.TabEvents)
	b.Selection.Set(viewmodel.Selection{})
	b.Filter.Set("status:429")
	r.Back()
	if b.Filter.Get() != "*" || b.Tab.Get() != viewmodel.TabEvents {
		t.Errorf("once back: %q in %s", b.Filter.Get(), b.Tab.Get())
	}
	r.Back()
	if b.Tab.Get() != viewmodel.TabGraph || b.Selection.Get().Lead() != a {
		t.Errorf("twice back: %s, %v", b.Tab.Get(), b.Selection.Get())
	}
	if got := r.Can.Get(); got.Back || !got.Forward {
		t.Errorf("at the beginning: %+v", got)
	}
	r.Back()
	r.Forward()
	r.Forward()
	if b.Filter.Get() != "status:429" || r.Can.Get().Forward {
		t.Errorf("forward again: %q", b.Filter.Get())
	}
	r.Back()
	b.Filter.Set("status:500")
	if r.Can.Get().Forward {
		t.Error("a new way keeps the old one ahead")
	}
}
