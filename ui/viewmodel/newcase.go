package viewmodel

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"unicode"

	"casebench/casework"
	"casebench/internal/progress"
)

// NewCase is the sheet that makes a case: its title and its place.
type NewCase struct {
	welcome *Welcome
	Title   *Value[string]
	Path    *Value[string]
	named   bool // the person named the file
	folder  string
}

// NewNewCase makes the sheet; folder is where the case goes unless the person says
// otherwise.
func NewNewCase(w *Welcome, folder string) *NewCase {
	if list := w.Recent.Get(); len(list) > 0 && !strings.HasPrefix(list[0].Path, w.sample.Dir) {
		folder = filepath.Dir(list[0].Path)
	}
	n := &NewCase{welcome: w, Title: Of(""), Path: Of(""), folder: folder}
	n.propose()
	return n
}

// SetTitle names the case; its file is named after it, unless the person named it.
func (n *NewCase) SetTitle(title string) {
	n.Title.Set(title)
	n.propose()
}

// SetPath says where the case goes.
func (n *NewCase) SetPath(path string) {
	n.named = n.named || path != n.Path.Get()
	n.Path.Set(path)
}

// PickPath asks where the case goes.
func (n *NewCase) PickPath() {
	n.welcome.Pick(FilePick{Title: "New case", Kind: PickSave, Extensions: []string{".case"}, Start: n.Path.Get(), Confirm: "Use this name",
		Then: func(paths []string) { n.SetPath(paths[0]) }})
}

func (n *NewCase) propose() {
	if n.named {
		return
	}
	name := fileName(n.Title.Get())
	if name == "" {
		name = "case-" + n.now()
	}
	n.Path.Set(filepath.Join(n.folder, name+".case"))
}

func (n *NewCase) now() string {
	c := n.welcome.config()
	if c.Now == nil {
		return "new"
	}
	return c.Now().Format("2006-01-02")
}

// fileName makes a name for a file out of a title.
func fileName(title string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(strings.TrimSpace(title)) {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r):
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.Trim(b.String(), "-")
}

// Files returns how many dropped files the case will be asked to import.
func (n *NewCase) Files() int { return len(n.welcome.files) }

// Why returns why the case cannot be made, in a sentence, or "".
func (n *NewCase) Why() string {
	if strings.TrimSpace(n.Title.Get()) == "" {
		return "Give the case a title; the report carries it."
	}
	if !filepath.IsAbs(n.Path.Get()) {
		return "Write the whole path of the case file, from the root on."
	}
	return ""
}

// Make makes the case and gives it to the welcome's Opened; a failure stands in the
// welcome's Problem. It reports whether it could begin.
func (n *NewCase) Make() bool {
	if n.Why() != "" {
		return false
	}
	title, path := strings.TrimSpace(n.Title.Get()), n.Path.Get()
	n.welcome.run("Making "+filepath.Base(path), func(context.Context, progress.Reporter) (*casework.Casework, error) {
		return casework.New(path, title, n.welcome.config())
	})
	return true
}

// Forget drops the files that waited for the case.
func (n *NewCase) Forget() { n.welcome.files = nil }

// Note says what the case file is, in plain words.
func (n *NewCase) Note() string {
	text := "One file holds everything: originals, links, notes and the audit log. The file is plain: whoever can read it can read the evidence, so keep it on an encrypted disk."
	if k := n.Files(); k > 0 {
		text = fmt.Sprintf("%s will be imported next. ", Many(int64(k), "file")) + text
	}
	return text
}
