package viewmodel

import (
	"context"
	"path/filepath"
	"slices"

	"casebench/casefile"
	"casebench/casework"
	"casebench/internal/job"
)

// ImportPage is a page of the import dialog.
type ImportPage int

// The pages, in order.
const (
	ImportFiles ImportPage = iota
	ImportColumns
	ImportCheck
	ImportRun
)

// ImportPageNames are the headings of the pages.
func ImportPageNames() []string { return []string{"Files", "Columns", "Check", "Import"} }

// Importing is the import dialog: which files, which column is what, what will
// happen, and then the work, which goes on when the dialog is closed. Nothing of
// the case changes before Start.
type Importing struct {
	bench   *Bench
	Page    *Value[ImportPage]
	Files   *Value[[]*ImportFile] // told at every change of one of them
	Current *Value[int]           // the file that is shown; -1 is none
	Choices *Value[ImportChoices]
	State   *Value[ImportState]

	looks []*Latest
	equal *Latest // which files hold the same bytes
	job   *job.Job
}

// ImportFile is one file of the dialog.
type ImportFile struct {
	Path    string
	Looking bool // what it is, is being found out
	Look    casework.FileLook
	Left    bool // the person leaves it out
	Outcome *ImportOutcome

	format string           // that the person chose; "" is found out
	said   casefile.Mapping // by the person
	look   *Latest
	same   []*ImportFile // of the list, in its order, that hold the same bytes; itself among them
}

// ImportChoices hold for all files of the dialog.
type ImportChoices struct {
	Namespace string
	TLP       casefile.Marking
	Originals string           // "embed" or "reference"
	Zone      string           // of times that name none; "" is UTC
	Custody   casefile.Custody // what is said of how the files came; over what lies beside them
}

// NewImporting makes the dialog, looking at paths, which may be none.
func NewImporting(b *Bench, paths ...string) *Importing {
	m := &Importing{bench: b, Page: Of(ImportFiles), Files: NewValue[[]*ImportFile](nil, nil), Current: Of(-1),
		Choices: Of(ImportChoices{Originals: "embed"}), State: NewValue(ImportState{}, nil), equal: b.NewLatest()}
	m.looks = append(m.looks, m.equal)
	if len(paths) > 0 {
		m.Add(paths...)
	}
	return m
}

// Pick asks for files or folders.
func (m *Importing) Pick() {
	start := ""
	if files := m.Files.Get(); len(files) > 0 {
		start = filepath.Dir(files[len(files)-1].Path)
	}
	m.bench.Pick(FilePick{Title: "Files to import", Kind: PickFiles, Start: start, Confirm: "Add", Then: func(paths []string) { m.Add(paths...) }})
}

// Add looks at more files, or at what lies in folders.
func (m *Importing) Add(paths ...string) {
	if m.Page.Get() == ImportRun {
		return
	}
	for _, p := range paths {
		if m.has(p) {
			continue
		}
		f := &ImportFile{Path: p, Looking: true, look: m.bench.NewLatest(), Look: casework.FileLook{Name: filepath.Base(p), Size: -1}}
		m.looks = append(m.looks, f.look)
		m.Files.Set(append(slices.Clip(m.Files.Get()), f))
		m.begin(f)
	}
	if m.Current.Get() < 0 && len(m.Files.Get()) > 0 {
		m.Current.Set(0)
	}
}

func (m *Importing) has(path string) bool {
	return slices.ContainsFunc(m.Files.Get(), func(f *ImportFile) bool { return f.Path == path })
}

// begin looks at a file that was added. A folder is replaced by what lies in it.
func (m *Importing) begin(f *ImportFile) {
	work, path, o := m.bench.Work, f.Path, m.options(f)
	f.look.Run(func(ctx context.Context) func() {
		looks, err := work.LookAt(ctx, o)
		if isCancelled(err) {
			return nil
		}
		return func() {
			f.Looking = false
			switch {
			case err != nil:
				f.Look.Error = failureOf(err)
			case len(looks) == 1 && looks[0].Path == path:
				f.Look = looks[0]
			default:
				m.unfold(f, looks)
				m.compare()
				return
			}
			m.tell()
			m.compare()
		}
	})
}

// unfold puts the files of a folder in its place.
func (m *Importing) unfold(folder *ImportFile, looks []casework.FileLook) {
	var next []*ImportFile
	for _, f := range m.Files.Get() {
		if f != folder {
			next = append(next, f)
			continue
		}
		for _, l := range looks {
			if !m.has(l.Path) {
				one := &ImportFile{Path: l.Path, Look: l, look: m.bench.NewLatest()}
				m.looks = append(m.looks, one.look)
				next = append(next, one)
			}
		}
	}
	m.set(next)
}

func (m *Importing) set(files []*ImportFile) {
	m.Files.Set(files)
	m.Current.Set(min(max(m.Current.Get(), 0), len(files)-1))
}

// tell says that a file has changed.
func (m *Importing) tell() { m.Files.Set(m.Files.Get()) }

func failureOf(err error) *casework.Failure {
	x := Explain(err)
	return &casework.Failure{Message: x.Sentence, Hint: x.Hint}
}

// options are how a file is read as things stand.
func (m *Importing) options(f *ImportFile) casework.ImportOptions {
	c := m.Choices.Get()
	o := casework.ImportOptions{Paths: []string{f.Path}, Format: f.format, Namespace: c.Namespace, TLP: c.TLP, Originals: c.Originals, Custody: c.Custody}
	if said := f.said; said.Table != "" || len(said.Columns) > 0 || said.TimeUnit != "" || said.Zone != "" {
		o.Mapping = &said
	}
	if f.said.Zone == "" {
		o.Zone = c.Zone
	}
	return o
}

// again looks at a file once more, after something was said of it. What was seen
// stays on the screen until then.
func (m *Importing) again(f *ImportFile) {
	f.Looking = true
	work, o := m.bench.Work, m.options(f)
	f.look.Run(func(ctx context.Context) func() {
		looks, err := work.LookAt(ctx, o)
		if isCancelled(err) {
			return nil
		}
		return func() {
			f.Looking = false
			if err != nil {
				f.Look.Error = failureOf(err)
			} else {
				f.Look = looks[0]
			}
			m.tell()
		}
	})
	m.tell()
}

// Leave leaves the i-th file out, or takes it in again.
func (m *Importing) Leave(i int, left bool) {
	if f := m.file(i); f != nil {
		f.Left = left
		m.tell()
	}
}

// Remove takes the i-th file off the list.
func (m *Importing) Remove(i int) {
	f := m.file(i)
	if f == nil || m.Page.Get() == ImportRun {
		return
	}
	f.look.Cancel()
	f.Left = true // for those that hold its bytes too
	m.set(slices.DeleteFunc(slices.Clone(m.Files.Get()), func(x *ImportFile) bool { return x == f }))
}

// SetFormat reads the i-th file as a format; "" finds out again.
func (m *Importing) SetFormat(i int, id string) {
	if f := m.file(i); f != nil && f.format != id {
		f.format, f.said = id, casefile.Mapping{}
		m.again(f)
	}
}

// Choose changes what holds for all files.
func (m *Importing) Choose(c ImportChoices) {
	before := m.Choices.Get()
	m.Choices.Set(c)
	if c.Zone != before.Zone {
		for _, f := range m.Files.Get() {
			if f.Look.Format != "" || f.Look.Error != nil { // else it is on its way, and may be a folder
				m.again(f)
			}
		}
	}
}

// Say says one thing of how the files came. Why it cannot be taken, in a sentence, or
// "".
func (m *Importing) Say(key, value string) (why string) {
	c := m.Choices.Get()
	if err := c.Custody.Set(key, value); err != nil {
		x := Explain(err)
		return x.Sentence + " " + x.Hint
	}
	m.Choices.Set(c)
	return ""
}

// At returns the file that is shown, or nil.
func (m *Importing) At() *ImportFile { return m.file(m.Current.Get()) }

func (m *Importing) file(i int) *ImportFile {
	if files := m.Files.Get(); i >= 0 && i < len(files) {
		return files[i]
	}
	return nil
}

// Close stops looking. Work that was started goes on.
func (m *Importing) Close() {
	for _, l := range m.looks {
		l.Cancel()
	}
}
