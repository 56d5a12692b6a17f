package main

import (
	"fmt"
	"io"
	"os"
	"runtime"

	"casebench/casefile"
	"casebench/casefile/store"
	"casebench/casework"
	"casebench/casework/demo"
	"casebench/importers"
	"casebench/internal/fault"
	"casebench/internal/progress"
)

type demoCmd struct {
	Dir   string `arg:"" help:"Folder to write to; it must be empty or not there."`
	Scale string `help:"s: 400 accounts and 200,000 requests; m: 5,000 and 3 million; l: 25,000 and 28.8 million." enum:"s,m,l" default:"s"`
	Seed  uint64 `help:"One seed makes one world." default:"1"`
}

func (c *demoCmd) Run(e *env) error {
	var sum demo.Summary
	err := e.watch(func(p progress.Reporter) (err error) {
		sum, err = demo.Write(e.ctx, c.Dir, demo.Options{Scale: c.Scale, Seed: c.Seed}, p)
		return err
	})
	if err != nil {
		return err
	}
	return e.out.result(sum, func(w io.Writer) {
		fmt.Fprintf(w, "%s holds a world of %s accounts and %s requests (scale %s, seed %d).\n",
			clean(c.Dir), thousands(sum.Accounts), thousands(sum.Requests), c.Scale, c.Seed)
		fmt.Fprintf(w, "Its truth is in %s, which import leaves alone.\n", clean(c.Dir)+"/truth")
	})
}

type newCmd struct {
	Case  string `arg:"" help:"The case file to make, usually NAME.case."`
	Title string `help:"A title; the file's name if none is given."`
	encryption
}

func (c *newCmd) Run(e *env) error {
	w, err := e.newCase(c.Case, c.Title, c.encryption)
	if err != nil {
		return err
	}
	defer w.Close()
	made := struct {
		casefile.Case
		Encrypted bool `json:"encrypted"`
	}{w.Case(), w.Encrypted()}
	return e.out.result(made, func(o io.Writer) {
		fmt.Fprintf(o, "Made %s (%s).\n", clean(c.Case), clean(w.Case().Title))
	})
}

type formatsCmd struct{}

func (formatsCmd) Run(e *env) error {
	list := casework.Formats()
	return e.out.result(map[string]any{"formats": list}, func(w io.Writer) {
		for _, f := range list {
			fmt.Fprintf(w, "%s  %s (version %d)  %v\n", f.ID, f.Title, f.Version, f.Extensions)
			if f.Basis == importers.BasisSchema {
				fmt.Fprintln(w, "    built from the documented schema alone; no file of the kind was at hand")
			}
			for _, j := range f.Joins {
				fmt.Fprintf(w, "    joins:   with %s by %s\n", j.With, j.On)
			}
			fmt.Fprintf(w, "    proves:  %s\n    cannot:  %s\n", f.Proves, f.CannotProve)
		}
	})
}

type checkCmd struct {
	Case string `arg:"" help:"The case."`
}

func (c *checkCmd) Run(e *env) error {
	w, err := e.open(c.Case)
	if err != nil {
		return err
	}
	defer w.Close()
	found, notes := []store.Defect{}, []store.Defect{}
	err = e.watch(func(p progress.Reporter) error {
		p.Phase("check the case", 0)
		for d := range w.Check(e.ctx) {
			into, mark := &found, ""
			if d.Note {
				into, mark = &notes, "note: "
			}
			*into = append(*into, d)
			if !e.out.json {
				fmt.Fprintln(e.out.w, mark+clean(d.String()))
			}
		}
		return e.ctx.Err()
	})
	if err != nil {
		return err
	}
	err = e.out.result(map[string]any{"ok": len(found) == 0, "defects": found, "notes": notes}, func(w io.Writer) {
		if len(found) == 0 {
			fmt.Fprintln(w, "Nothing is wrong.")
		}
	})
	if err == nil && len(found) > 0 {
		return fault.New(fault.Verification, fmt.Sprintf("The case file has %d inconsistencies.", len(found)),
			"Restore it from a copy, or save what can be saved: `workbench repair CASE -o NEW.case`.", nil)
	}
	return err
}

type doctorCmd struct{}

func (doctorCmd) Run(e *env) error {
	info := map[string]any{
		"version": version, "go": runtime.Version(), "os": runtime.GOOS, "arch": runtime.GOARCH,
		"cores": runtime.NumCPU(), "window": false, "encryption": true, "network": false,
		"formats": len(casework.Formats()),
	}
	return e.out.result(info, func(w io.Writer) {
		fmt.Fprintf(w, "casebench %s, %s, %s/%s, %d cores.\n", version, runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
		fmt.Fprintln(w, "Cases can be encrypted (`workbench new --encrypt`). It opens no network connection.")
		fmt.Fprintf(w, "%d import formats; see `workbench formats`.\n", len(casework.Formats()))
	})
}

type versionCmd struct{}

func (versionCmd) Run(e *env) error {
	return e.out.result(map[string]string{"version": version}, func(w io.Writer) {
		fmt.Fprintln(w, "casebench "+version)
	})
}

type verifyCmd struct {
	Path           string `arg:"" help:"A case, a package (.zip) or an unpacked package."`
	AllowedSigners string `help:"Who may have signed: an SSH allowed-signers file." placeholder:"FILE"`
}

func (c *verifyCmd) Run(e *env) error {
	var r casework.VerifyResult
	err := e.watch(func(p progress.Reporter) (err error) {
		r, err = casework.Verify(e.ctx, c.Path, c.AllowedSigners, e.config(), p)
		return err
	})
	if err != nil {
		return err
	}
	err = e.out.result(r, func(w io.Writer) {
		for _, k := range r.Checks {
			mark := "ok    "
			if !k.OK {
				mark = "WRONG "
			}
			fmt.Fprintf(w, "%s%s: %s\n", mark, clean(k.Name), clean(k.Detail))
		}
		if r.Warning != "" {
			fmt.Fprintln(w, clean(r.Warning))
		}
	})
	if err == nil && !r.OK {
		first := r.FirstWrong()
		return fault.New(fault.Verification, fmt.Sprintf("%s does not verify: %s: %s", c.Path, first.Name, first.Detail),
			"Ask for a fresh copy, and compare the audit head or the signature with the sender.", nil)
	}
	return err
}

// writeFile writes a file that must not exist yet.
func writeNew(path string, write func(io.Writer) error) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if os.IsExist(err) {
		return fault.New(fault.Conflict, "There is already a file at "+path+".", "Choose another name.", err)
	}
	if err != nil {
		return fault.New(fault.Invalid, "The file "+path+" cannot be written.", "Check the folder and its permissions.", err)
	}
	defer func() {
		if cerr := f.Close(); err == nil {
			err = cerr
		}
		if err != nil {
			os.Remove(path)
		}
	}()
	return write(f)
}
