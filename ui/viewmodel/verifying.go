package viewmodel

import (
	"context"
	"fmt"

	"casebench/casework"
	"casebench/internal/job"
	"casebench/internal/progress"
)

// Verifying is the dialog that verifies this case or a package.
type Verifying struct {
	bench   *Bench
	config  casework.Config
	Path    *Value[string] // of a package; "" is this case
	Allowed *Value[string] // path of an allowed-signers file, or ""
	State   *Value[VerifyState]
	job     *job.Job
	mine    int
}

// VerifyState is where the verification stands.
type VerifyState struct {
	Running bool
	Subject string // what is or was verified
	Done    bool
	Result  casework.VerifyResult
	Problem ProblemText // it could not be verified at all
}

// NewVerifying makes the dialog for a package at path, or for the open case when
// path is "".
func NewVerifying(b *Bench, path string, config casework.Config) *Verifying {
	return &Verifying{bench: b, config: config, Path: Of(path), Allowed: Of(""), State: NewValue(VerifyState{}, nil)}
}

// Subject says what will be verified.
func (v *Verifying) Subject() string {
	if path := v.Path.Get(); path != "" {
		return path
	}
	return "This case"
}

// SetPath chooses a package, or with "" this case, and forgets the last outcome.
func (v *Verifying) SetPath(path string) {
	v.Path.Set(path)
	v.forget()
}

// SetAllowed names the allowed-signers file and forgets the last outcome.
func (v *Verifying) SetAllowed(path string) {
	v.Allowed.Set(path)
	v.forget()
}

func (v *Verifying) forget() {
	v.Cancel()
	v.mine++
	v.State.Set(VerifyState{})
}

// PickPackage asks for a package.
func (v *Verifying) PickPackage() {
	v.bench.Pick(FilePick{Title: "Package to verify", Kind: PickFile, Extensions: []string{".zip"}, Start: v.Path.Get(), Confirm: "Verify this",
		Then: func(paths []string) { v.SetPath(paths[0]) }})
}

// PickAllowed asks for the file of allowed signers.
func (v *Verifying) PickAllowed() {
	v.bench.Pick(FilePick{Title: "Allowed signers", Kind: PickFile, Start: v.Allowed.Get(), Confirm: "Use this file",
		Then: func(paths []string) { v.SetAllowed(paths[0]) }})
}

// Start verifies as a job.
func (v *Verifying) Start() {
	if v.State.Get().Running {
		return
	}
	v.mine++
	mine, b, path, allowed := v.mine, v.bench, v.Path.Get(), v.Allowed.Get()
	state := VerifyState{Running: true, Subject: v.Subject()}
	v.State.Set(state)
	var r casework.VerifyResult
	v.job = b.Quiet("Verify", func(ctx context.Context, p progress.Reporter) (err error) {
		if path == "" || path == b.Work.Path() {
			r, err = b.Work.Verify(ctx, p)
		} else {
			r, err = casework.Verify(ctx, path, allowed, v.config, p)
		}
		return err
	}, func(err error) {
		if mine != v.mine {
			return
		}
		state.Running, state.Done, state.Result = false, err == nil, r
		if err != nil && !isCancelled(err) {
			state.Problem = Explain(err)
		}
		v.State.Set(state)
	})
}

// Cancel stops a verification that runs.
func (v *Verifying) Cancel() {
	if v.job != nil {
		v.job.Cancel()
	}
}

// Verdict says the outcome in a sentence, and whether it is good. What is wrong is
// named first.
func (s VerifyState) Verdict() (sentence string, good bool) {
	r := s.Result
	if !r.OK {
		k := r.FirstWrong()
		return fmt.Sprintf("This does not hold. First wrong: %s.", k.Name), false
	}
	return fmt.Sprintf("Everything holds: %s.", Many(int64(len(r.Checks)), "check")), true
}

// Caution says in plain words what a good outcome does not prove, or "".
func (s VerifyState) Caution(isPackage bool) string {
	r := s.Result
	switch {
	case !s.Done || !isPackage:
		return ""
	case !r.Signed:
		return "The package is not signed. Its parts agree with one another, but nothing says who made it: anybody could have made all of it."
	case r.Signer != nil && !r.Vouched:
		return "The signature fits the key inside the package, but nobody vouched for that key. Name a file of allowed signers that you got from the sender by another way."
	}
	return r.Warning
}
