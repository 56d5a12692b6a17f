package viewmodel

// FilePick is a file or folder that the window asks a person for. Then runs on the
// goroutine of the window with what was picked; when the person thinks better of
// it, it does not run.
type FilePick struct {
	Title      string
	Kind       PickKind
	Extensions []string // such as ".csv"; empty: every file
	Start      string   // a folder to begin in, or a file proposed
	Confirm    string   // caption of the button; "" is the kind's own
	Then       func(paths []string)
}

// PickKind is what a FilePick asks for.
type PickKind int

// The kinds. PickFiles also takes folders: what lies in them is meant.
const (
	PickFile PickKind = iota
	PickFiles
	PickFolder
	PickSave // a file that need not be there
)
