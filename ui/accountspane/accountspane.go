// Package accountspane is the document that lists accounts: what each one did,
// how it hangs together with others, and what people said of it.
//
// It shows a viewmodel.Accounts, which decides what stands here and what a click
// does; the pane is looks alone.
package accountspane

import (
	"fyne.io/fyne/v2"

	"casebench/ui/viewmodel"
	"casebench/ui/widgets/listing"
)

// Pane shows the accounts.
type Pane struct{ list *listing.Listing }

// New returns the pane of a view model, which stays its owner's.
func New(vm *viewmodel.Accounts) *Pane { return &Pane{listing.New(vm.Listing)} }

// Object is what is shown.
func (p *Pane) Object() fyne.CanvasObject { return p.list.Object() }

// Close ends what the pane watches.
func (p *Pane) Close() { p.list.Close() }
