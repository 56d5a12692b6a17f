package viewmodel

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"casebench/casepackage"
	"casebench/casework"
	"casebench/internal/progress"
)

// Exporting is the dialog that writes a case package: for whom, where to, signed by
// whom.
type Exporting struct {
	bench   *Bench
	prefer  *Preferences
	Profile *Value[string]
	Path    *Value[string]
	Key     *Value[string] // path of the signing key; "" leaves the package unsigned
	Approve *Value[string]
	Report  *Value[bool] // also write the report beside the package
	Check   *Value[ExportCheckView]
	State   *Value[ExportState]

	check  *Latest
	keys   *Latest
	chosen bool // the person named the path
}

// ExportProfile explains a profile in one sentence each of what leaves and what
// stays.
type ExportProfile struct {
	ID     string
	Title  string
	For    string
	Leaves string
	Stays  string
}

// ExportProfiles returns the profiles in order.
func ExportProfiles() []ExportProfile {
	return []ExportProfile{
		{string(casepackage.Legal), "Legal", "For counsel and an opposing expert.",
			"Links, clusters, evidence and counter-evidence, exhibits with their rows, the audit log, and what is needed to compute it all again.",
			"Privileged notes never leave. Live credentials are masked. Raw logs stay, but for rows that are exhibits."},
		{string(casepackage.Enforcement), "Enforcement", "For a review under the terms of service.",
			"All that the legal profile holds, and a table of accounts for two reviewers to fill in, with those to hold back and why.",
			"Privileged notes never leave. Live credentials are masked. No action is proposed: people decide."},
		{string(casepackage.Partner), "Partner", "For another company under an exchange agreement.",
			"Keyed tokens of shared values with coarse counts and months.",
			"No account, address, phone number, log row or note leaves, and nothing marked above TLP:GREEN."},
	}
}

// ExportCheckView is what is known before the export.
type ExportCheckView struct {
	Loading bool
	casework.ExportCheck
	Problem ProblemText
}

// ExportState is where the export stands.
type ExportState struct {
	Running bool
	Done    bool
	Result  casework.ExportResult
	Report  string // path of the report, when one was written
	Problem ProblemText
}

// NewExporting makes the dialog with what is preferred.
func NewExporting(b *Bench, prefer *Preferences) *Exporting {
	e := &Exporting{bench: b, prefer: prefer,
		Profile: Of(prefer.Profile.Get()), Path: Of(""), Key: Of(prefer.SigningKey.Get()), Approve: Of(""), Report: Of(true),
		Check: NewValue(ExportCheckView{Loading: true}, nil), State: NewValue(ExportState{}, nil),
		check: b.NewLatest(), keys: b.NewLatest()}
	e.propose()
	e.look()
	return e
}

// SetProfile chooses for whom the package is.
func (e *Exporting) SetProfile(id string) {
	e.Profile.Set(id)
	e.prefer.Profile.Set(id)
	e.propose()
	e.look()
}

// propose names the package after the case, unless the person named it.
func (e *Exporting) propose() {
	if e.chosen {
		return
	}
	base := strings.TrimSuffix(e.bench.Work.Path(), filepath.Ext(e.bench.Work.Path()))
	e.Path.Set(base + "-" + e.Profile.Get() + ".zip")
}

// SetPath names the package.
func (e *Exporting) SetPath(path string) {
	e.chosen = true
	e.Path.Set(path)
}

// PickPath asks where to.
func (e *Exporting) PickPath() {
	e.bench.Pick(FilePick{Title: "Package", Kind: PickSave, Extensions: []string{".zip"}, Start: e.Path.Get(), Confirm: "Use this name",
		Then: func(paths []string) { e.SetPath(paths[0]) }})
}

// look asks what would stay.
func (e *Exporting) look() {
	profile := e.Profile.Get()
	e.Check.Set(ExportCheckView{Loading: true})
	e.check.Run(func(ctx context.Context) func() {
		k, err := e.bench.Work.CheckExport(ctx, profile)
		return func() { e.Check.Set(ExportCheckView{ExportCheck: k, Problem: Explain(err)}) }
	})
}

// Why returns why the export cannot begin, in a sentence, or "".
func (e *Exporting) Why() string {
	switch path := strings.TrimSpace(e.Path.Get()); {
	case path == "":
		return "Say where the package goes."
	case !filepath.IsAbs(path):
		return "Write the whole path of the package, from the root on."
	}
	return ""
}

// Start writes the package as a job; the passphrase of the key is asked for if it
// has one, used once and not kept.
func (e *Exporting) Start() {
	if e.Why() != "" || e.State.Get().Running {
		return
	}
	key := e.Key.Get()
	if key == "" {
		e.run(nil)
		return
	}
	e.keys.Run(func(context.Context) func() {
		locked, err := casework.KeyNeedsPassphrase(key)
		return func() {
			switch {
			case err != nil:
				e.State.Set(ExportState{Problem: Explain(err)})
			case !locked:
				e.run(nil)
			default:
				e.bench.Ask(Question{Title: "Passphrase of the signing key", Explain: filepath.Base(key) + " signs the package. The passphrase is used once and not kept.",
					Label: "Passphrase", Secret: true, Confirm: "Sign and export", Then: func(pass, _ string) { e.run([]byte(pass)) }})
			}
		}
	})
}

func (e *Exporting) run(pass []byte) {
	b := e.bench
	o := casework.ExportOptions{Path: strings.TrimSpace(e.Path.Get()), Profile: e.Profile.Get(), Key: e.Key.Get(), Approve: strings.TrimSpace(e.Approve.Get()),
		Passphrase: func() ([]byte, error) { return pass, nil }}
	if e.Report.Get() {
		o.Report = strings.TrimSuffix(o.Path, ".zip") + "-report.html"
	}
	e.State.Set(ExportState{Running: true})
	var r casework.ExportResult
	b.Long("Export package", func(ctx context.Context, p progress.Reporter) (err error) {
		defer clear(pass)
		r, err = b.Work.Export(ctx, o, p)
		return err
	}, func(err error) {
		switch {
		case isCancelled(err):
			e.State.Set(ExportState{})
		case err != nil:
			e.State.Set(ExportState{Problem: Explain(err)})
			b.Say("No package was written: "+Explain(err).Sentence, false)
		default:
			r.Path = o.Path
			e.State.Set(ExportState{Done: true, Result: r, Report: o.Report})
			b.Say(fmt.Sprintf("Package written: %s, %s", filepath.Base(o.Path), Many(int64(r.Files), "file")), false)
		}
	})
}

// Again goes back from an outcome to the choices.
func (e *Exporting) Again() { e.State.Set(ExportState{}) }

// VerifyNow asks the window to verify the package that was written.
func (e *Exporting) VerifyNow() {
	e.bench.Show(Intention{Name: IntendVerify, Argument: e.State.Get().Result.Path})
}

// CopyHash puts the package's hash on the clipboard.
func (e *Exporting) CopyHash() {
	e.bench.Copy(e.State.Get().Result.SHA256)
	e.bench.Say("SHA-256 of the package copied", false)
}

// Lines returns the outcome as names with values, in order.
func (s ExportState) Lines() [][2]string {
	r := s.Result
	signed := "no"
	if r.Signed {
		signed = r.Signer
	}
	marking := r.Marking
	if marking == "" {
		marking = "none"
	}
	return [][2]string{{"Package", r.Path}, {"Holds", Many(int64(r.Files), "file") + ", " + SizeOf(r.Bytes)}, {"SHA-256", r.SHA256},
		{"Audit head", r.AuditHead}, {"Signed by", signed}, {"Marking", marking}, {"Kept back", Many(int64(len(r.Blocked)), "item")}}
}
