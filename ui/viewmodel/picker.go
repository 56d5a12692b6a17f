package viewmodel

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"casebench/internal/job"
)

// Picker is the file dialog for a FilePick: a path that can be typed and completed,
// places to begin at, and what lies in a folder.
type Picker struct {
	Ask    FilePick
	Folder *Value[string]
	Name   *Value[string] // the typed name in the folder
	Listed *Value[FolderView]
	Chosen *Value[[]string] // names ticked, for several files
	All    *Value[bool]     // show files of every extension
	Hidden *Value[bool]
	Places []Place

	lane *job.Lane
	list *Latest
}

// Place is a folder to begin at.
type Place struct{ Name, Path string }

// FolderView is what lies in a folder.
type FolderView struct {
	Loading bool
	Entries []PickEntry
	Problem string // why nothing can be listed
	Hint    string // and what may be behind it
}

// PickEntry is a file or folder in a FolderView.
type PickEntry struct {
	Name    string
	Dir     bool
	Size    int64
	Changed time.Time
}

// NewPicker begins in the folder that the pick proposes, or at home.
func NewPicker(ask FilePick, post Post) *Picker {
	p := &Picker{Ask: ask, Folder: Of(""), Name: Of(""), Listed: NewValue(FolderView{}, nil), Chosen: NewValue[[]string](nil, nil),
		All: Of(len(ask.Extensions) == 0), Hidden: Of(false), lane: job.NewLane(1)}
	p.list = NewLatest(p.lane, post)
	home, err := os.UserHomeDir()
	if err != nil {
		home = string(filepath.Separator)
	}
	p.Places = []Place{{"Home", home}}
	for _, name := range []string{"Desktop", "Documents", "Downloads"} {
		p.Places = append(p.Places, Place{name, filepath.Join(home, name)})
	}
	p.Places = append(p.Places, Place{"Computer", filepath.VolumeName(home) + string(filepath.Separator)})
	start := ask.Start
	switch {
	case start == "":
		start = home
	case ask.Kind == PickSave:
		p.Name.Set(filepath.Base(start))
		start = filepath.Dir(start)
	}
	p.list.Run(func(context.Context) func() {
		info, err := os.Stat(start)
		folder, name := start, ""
		if err == nil && !info.IsDir() || err != nil {
			folder, name = filepath.Dir(start), filepath.Base(start)
		}
		return func() {
			if err == nil && name != "" && ask.Kind != PickFolder {
				p.Name.Set(name)
			}
			p.Go(folder)
		}
	})
	return p
}

// Go shows a folder. The typed name stays.
func (p *Picker) Go(folder string) {
	p.Folder.Set(folder)
	p.Chosen.Set(nil)
	p.Listed.Set(FolderView{Loading: true})
	extensions, hidden := p.Ask.Extensions, p.Hidden.Get()
	if p.All.Get() || p.Ask.Kind == PickSave && len(extensions) == 0 {
		extensions = nil
	}
	dirsOnly := p.Ask.Kind == PickFolder
	p.list.Run(func(ctx context.Context) func() {
		l := listFolder(ctx, folder, extensions, hidden, dirsOnly)
		return func() { p.Listed.Set(l) }
	})
}

// listFolder reads a folder: folders first, then files, each by name.
func listFolder(ctx context.Context, folder string, extensions []string, hidden, dirsOnly bool) FolderView {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return FolderView{Problem: "This folder is not there", Hint: "Take another place, or type a path below."}
	}
	if err != nil {
		return FolderView{Problem: "This folder cannot be read", Hint: "It may be another person's, or its disk may be away."}
	}
	var l FolderView
	for _, e := range entries {
		if ctx.Err() != nil {
			return FolderView{}
		}
		name := e.Name()
		info, err := os.Stat(filepath.Join(folder, name)) // follows links
		if err != nil || strings.HasPrefix(name, ".") && !hidden {
			continue
		}
		if !info.IsDir() && (dirsOnly || !hasExtension(name, extensions)) {
			continue
		}
		l.Entries = append(l.Entries, PickEntry{name, info.IsDir(), info.Size(), info.ModTime()})
	}
	slices.SortStableFunc(l.Entries, func(a, b PickEntry) int {
		if a.Dir != b.Dir {
			return map[bool]int{true: -1, false: 1}[a.Dir]
		}
		return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	})
	return l
}

func hasExtension(name string, extensions []string) bool {
	return len(extensions) == 0 || slices.ContainsFunc(extensions, func(x string) bool {
		return strings.HasSuffix(strings.ToLower(name), x)
	})
}

// Up shows the folder above.
func (p *Picker) Up() { p.Go(filepath.Dir(p.Folder.Get())) }

// SetAll shows files of every extension, or of those asked for.
func (p *Picker) SetAll(all bool) { p.All.Set(all); p.Go(p.Folder.Get()) }

// SetHidden shows hidden files too.
func (p *Picker) SetHidden(hidden bool) { p.Hidden.Set(hidden); p.Go(p.Folder.Get()) }

// Typed takes the text of the path entry: a name in the folder, or a path of which
// the folder is shown once it is whole.
func (p *Picker) Typed(text string) { p.Name.Set(text) }

// Complete completes the typed text as far as there is one way to go on. What is
// typed may be a path.
func (p *Picker) Complete() {
	text := p.Name.Get()
	dir, part := filepath.Split(text)
	folder := p.at(dir)
	folders := p.Ask.Kind == PickFolder
	p.list.Run(func(ctx context.Context) func() {
		l := listFolder(ctx, folder, nil, strings.HasPrefix(part, "."), folders)
		done := longest(l.Entries, part)
		return func() {
			if done != "" && p.Name.Get() == text {
				p.Name.Set(dir + done)
			}
		}
	})
}

// longest returns what all entries that begin with part begin with; a single folder
// gets its separator.
func longest(entries []PickEntry, part string) string {
	var common string
	n := 0
	for _, e := range entries {
		if !strings.HasPrefix(strings.ToLower(e.Name), strings.ToLower(part)) {
			continue
		}
		name := e.Name
		if e.Dir {
			name += string(filepath.Separator)
		}
		if n++; n == 1 {
			common = name
			continue
		}
		i := 0
		for i < len(common) && i < len(name) && strings.EqualFold(common[i:i+1], name[i:i+1]) {
			i++
		}
		common = common[:i]
	}
	return common
}

// at returns the folder that a typed folder means.
func (p *Picker) at(dir string) string {
	if rest, ok := strings.CutPrefix(dir, "~"); ok && len(p.Places) > 0 {
		return filepath.Join(p.Places[0].Path, rest)
	}
	if filepath.IsAbs(dir) {
		return filepath.Clean(dir)
	}
	return filepath.Join(p.Folder.Get(), dir)
}

// Point puts an entry's name into the path entry, or with several files ticks it or
// takes the tick away.
func (p *Picker) Point(e PickEntry) {
	if p.Ask.Kind == PickFiles {
		list := slices.Clone(p.Chosen.Get())
		if i := slices.Index(list, e.Name); i >= 0 {
			list = slices.Delete(list, i, i+1)
		} else {
			list = append(list, e.Name)
		}
		p.Chosen.Set(list)
		return
	}
	if !e.Dir || p.Ask.Kind == PickFolder {
		p.Name.Set(e.Name)
	}
}

// Enter opens an entry: a folder is shown, a file is what was asked for.
func (p *Picker) Enter(e PickEntry, done func(paths []string)) {
	if e.Dir {
		p.Name.Set("")
		p.Go(filepath.Join(p.Folder.Get(), e.Name))
		return
	}
	done([]string{filepath.Join(p.Folder.Get(), e.Name)})
}

// Confirm takes what is chosen or typed. A typed folder is shown instead, unless a
// folder was asked for. Otherwise done runs on the goroutine of the window, or why
// not is said.
func (p *Picker) Confirm(done func(paths []string), why func(sentence string)) {
	if chosen := p.Chosen.Get(); len(chosen) > 0 {
		var paths []string
		for _, name := range chosen {
			paths = append(paths, filepath.Join(p.Folder.Get(), name))
		}
		done(paths)
		return
	}
	text := strings.TrimSpace(p.Name.Get())
	if text == "" {
		if p.Ask.Kind == PickFolder {
			done([]string{p.Folder.Get()})
			return
		}
		why("Choose a file, or type its name.")
		return
	}
	path := p.at(text)
	if p.Ask.Kind == PickSave && len(p.Ask.Extensions) > 0 && filepath.Ext(path) == "" && !strings.HasSuffix(text, string(filepath.Separator)) {
		path += p.Ask.Extensions[0]
	}
	p.list.Run(func(context.Context) func() {
		info, err := os.Stat(path)
		parent, perr := os.Stat(filepath.Dir(path))
		return func() {
			switch {
			case err == nil && info.IsDir() && p.Ask.Kind != PickFolder:
				p.Name.Set("")
				p.Go(path)
			case err == nil && !info.IsDir() && p.Ask.Kind == PickFolder:
				why("This is a file; choose a folder.")
			case err == nil:
				done([]string{path})
			case p.Ask.Kind == PickSave && perr == nil && parent.IsDir():
				done([]string{path})
			case p.Ask.Kind == PickSave:
				why("There is no folder " + filepath.Dir(path) + ".")
			default:
				why("There is nothing at " + path + ".")
			}
		}
	})
}

// Close stops reading. It does not wait for a disk that hangs.
func (p *Picker) Close() {
	p.list.Cancel()
	p.lane.Cancel()
}
