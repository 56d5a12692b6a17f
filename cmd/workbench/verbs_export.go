package main

import (
	"fmt"
	"io"

	"casebench/casework"
	"casebench/internal/fault"
	"casebench/internal/progress"
)

type renderCmd struct {
	Case    string `arg:"" help:"The case."`
	Out     string `short:"o" required:"" help:"FILE.png or FILE.svg." placeholder:"FILE"`
	Cluster string `help:"Only this cluster and its neighbours." placeholder:"ID"`
	Size    string `help:"Width and height in pixels." default:"1600x1000"`
}

func (c *renderCmd) Run(e *env) error {
	var width, height int
	if n, err := fmt.Sscanf(c.Size, "%dx%d", &width, &height); n != 2 || err != nil || width < 64 || height < 64 || width > 20000 || height > 20000 {
		return fault.New(fault.Usage, fmt.Sprintf("%q is not a size.", c.Size), "Write WIDTHxHEIGHT, as in 1600x1000, from 64 to 20000.", nil)
	}
	w, err := e.open(c.Case)
	if err != nil {
		return err
	}
	defer w.Close()
	var r casework.RenderResult
	err = e.watch(func(p progress.Reporter) (err error) {
		r, err = w.Render(e.ctx, casework.RenderOptions{Path: c.Out, Cluster: c.Cluster, Width: width, Height: height}, p)
		return err
	})
	if err != nil {
		return err
	}
	return e.out.result(r, func(o io.Writer) {
		fmt.Fprintf(o, "%s: %s\n", clean(r.Path), clean(r.Shown))
	})
}

type exportCmd struct {
	Case               string   `arg:"" help:"The case."`
	Out                string   `short:"o" required:"" help:"The package, usually NAME.zip." placeholder:"PKG"`
	Profile            string   `help:"For whom: decides what leaves the case." enum:"legal,enforcement,partner" default:"legal"`
	Sign               string   `help:"Sign with this SSH Ed25519 private key." placeholder:"KEY"`
	SignPassphraseFile string   `help:"Read the passphrase of the signing key from this file; --passphrase-file if none is given." placeholder:"FILE"`
	EncryptTo          []string `help:"Encrypt to this recipient (not in this version)." placeholder:"RECIPIENT"`
	Approve            string   `help:"Who reviewed and approved; printed in the report." placeholder:"NAME"`
}

func (c *exportCmd) Run(e *env) error {
	if len(c.EncryptTo) > 0 {
		return fault.New(fault.Unsupported, "This version cannot encrypt a package.",
			"Leave --encrypt-to out and encrypt the file with age or GnuPG.", nil)
	}
	w, err := e.open(c.Case)
	if err != nil {
		return err
	}
	defer w.Close()
	opt := casework.ExportOptions{Path: c.Out, Profile: c.Profile, Key: c.Sign, Approve: c.Approve,
		Passphrase: func() ([]byte, error) { return e.signing(c.SignPassphraseFile) }}
	var r casework.ExportResult
	err = e.watch(func(p progress.Reporter) (err error) {
		r, err = w.Export(e.ctx, opt, p)
		return err
	})
	if err != nil {
		return err
	}
	if len(r.Blocked) > 0 {
		e.out.code = exitRejects
	}
	return e.out.result(r, func(o io.Writer) { printExport(o, r) })
}

func printExport(o io.Writer, r casework.ExportResult) {
	signed := "not signed"
	if r.Signed {
		signed = "signed"
	}
	fmt.Fprintf(o, "%s: %d files, %s, %s, profile %s\n", clean(r.Path), r.Files, bytesText(r.Bytes), signed, r.Profile)
	fmt.Fprintf(o, "SHA-256     %s\nAudit head  %s\n", r.SHA256, r.AuditHead)
	for _, b := range r.Blocked {
		fmt.Fprintf(o, "left out: %s (%s)\n", clean(b.Item), clean(b.Reason))
	}
}
