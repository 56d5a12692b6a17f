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

// NewCase is the sheet that makes a case: its title, its place and who may open it.
type NewCase struct {
	welcome *Welcome
	Title   *Value[string]
	Path    *Value[string]
	Encrypt *Value[bool]
	Told    *Value[Strength] // of the passphrase as it is typed

	named      bool // the person named the file
	folder     string
	passphrase string
	again      string
	recipients string
}

// NewNewCase makes the sheet; folder is where the case goes unless the person says
// otherwise.
func NewNewCase(w *Welcome, folder string) *NewCase {
	if list := w.Recent.Get(); len(list) > 0 && !strings.HasPrefix(list[0].Path, w.sample.Dir) {
		folder = filepath.Dir(list[0].Path)
	}
	n := &NewCase{welcome: w, Title: Of(""), Path: Of(""), Encrypt: Of(true), Told: Of(StrengthOf("")), folder: folder}
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

// SetPassphrase says what opens the case. It is typed twice.
func (n *NewCase) SetPassphrase(text string) {
	n.passphrase = text
	n.Told.Set(StrengthOf(text))
}

// SetAgain is the passphrase once more.
func (n *NewCase) SetAgain(text string) { n.again = text }

// Differ reports whether the passphrase typed once more is on its way to another one.
func (n *NewCase) Differ() bool { return !strings.HasPrefix(n.passphrase, n.again) }

// SetRecipients names who else may open the case: age recipients, apart by spaces,
// commas or lines.
func (n *NewCase) SetRecipients(text string) { n.recipients = text }

// holders are who may open the case; none when it is plain.
func (n *NewCase) holders() (list []casework.Holder) {
	if !n.Encrypt.Get() {
		return nil
	}
	if n.passphrase != "" {
		list = append(list, casework.Holder{Passphrase: []byte(n.passphrase)})
	}
	for _, r := range listed(n.recipients) {
		list = append(list, casework.Holder{Recipient: r})
	}
	return list
}

// listed are the parts of a list that a person typed.
func listed(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' || unicode.IsSpace(r) })
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
		name = "case-" + n.welcome.Now().Format("2006-01-02")
	}
	n.Path.Set(filepath.Join(n.folder, name+".case"))
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
	if n.Encrypt.Get() {
		return n.whyNoKey()
	}
	return ""
}

func (n *NewCase) whyNoKey() string {
	if n.passphrase == "" && n.again == "" && len(listed(n.recipients)) > 0 {
		return whyNoRecipient(n.recipients)
	}
	if why := whyNoPassphrase(n.passphrase, n.again); why != "" {
		return why
	}
	return whyNoRecipient(n.recipients)
}

// whyNoPassphrase returns why a passphrase cannot be taken, or "".
func whyNoPassphrase(passphrase, again string) string {
	switch {
	case passphrase == "":
		return "Choose a passphrase, or make a plain case."
	case len([]rune(passphrase)) < leastPassphrase:
		return "The passphrase is too short."
	case again == "":
		return "Type the passphrase once more."
	case again != passphrase:
		return "The two passphrases are not the same."
	}
	return ""
}

// whyNoRecipient returns which of the recipients is none, or "".
func whyNoRecipient(list string) string {
	for _, r := range listed(list) {
		if !strings.HasPrefix(r, "age1") {
			return "A recipient begins with age1: ask the person for the public key."
		}
	}
	return ""
}

// Make makes the case and gives it to the welcome's Opened; a failure stands in the
// welcome's Problem. It reports whether it could begin.
func (n *NewCase) Make() bool {
	if n.Why() != "" {
		return false
	}
	title, path, holders := strings.TrimSpace(n.Title.Get()), n.Path.Get(), n.holders()
	return n.welcome.begin("Making "+filepath.Base(path), path, func(context.Context, progress.Reporter) (*casework.Casework, error) {
		if len(holders) == 0 {
			return casework.New(path, title, n.welcome.config())
		}
		defer func() {
			for _, h := range holders {
				clear(h.Passphrase)
			}
		}()
		return casework.NewEncrypted(path, title, holders, n.welcome.config())
	}, nil)
}

// Forget drops the files that waited for the case.
func (n *NewCase) Forget() { n.welcome.files = nil }

// Note says what the case file is, in plain words.
func (n *NewCase) Note() string {
	text := "One file holds everything: originals, links, notes and the audit log. "
	if n.Encrypt.Get() {
		text += "A lost passphrase is a lost case: without it, or the key of one of the others, nobody can open it again, not even we."
	} else {
		text += "The file is plain: whoever can read it can read the evidence, so keep it on an encrypted disk."
	}
	if k := n.Files(); k > 0 {
		text = fmt.Sprintf("%s will be imported next. ", Many(int64(k), "file")) + text
	}
	return text
}
