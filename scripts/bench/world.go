package main

import (
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

// linked is the part of `link --json` that is read.
type linked struct {
	Accounts       int64   `json:"accounts"`
	CandidatePairs int64   `json:"candidate_pairs"`
	Links          int64   `json:"links"`
	Clusters       int64   `json:"clusters"`
	Seconds        float64 `json:"seconds"`
}

// exported is the part of `export --json` that is read.
type exported struct {
	Files int64 `json:"files"`
	Bytes int64 `json:"bytes"`
}

// sums is the part of `import --json` of a whole folder that is read.
type sums struct {
	Sources []struct {
		Accepted int64 `json:"accepted"`
		Bytes    int64 `json:"bytes"`
	} `json:"sources"`
	Accepted int64 `json:"accepted"`
}

// world does the main job on the whole demo world, every table of it, and
// verifies the package beside sha256sum over the same bytes.
func (b *bench) world() (table, error) {
	t := table{head: []string{"", "seconds", "anonymous", "resident", "what came out"}}
	dir, err := b.demo()
	if err != nil {
		return t, err
	}
	file := b.worldCase()
	if err := remove(file); err != nil {
		return t, err
	}
	add := func(what string, u usage, format string, args ...any) {
		t.add(what, seconds(u.seconds), megabytes(u.private), megabytes(u.resident), fmt.Sprintf(format, args...))
	}

	var in sums
	u, err := call(b.ctx, &in, nil, b.workbench, "import", file, dir, "--json", "--quiet")
	if err != nil {
		return t, err
	}
	add("import of every table", u, "%d rows from %d files, %s", in.Accepted, len(in.Sources), rate(in.Accepted, u.seconds))

	var l linked
	if u, err = call(b.ctx, &l, nil, b.workbench, "link", file, "--json", "--quiet"); err != nil {
		return t, err
	}
	add("link", u, "%d accounts, %d candidate pairs, %d links, %d clusters (%.2f s by its own clock)", l.Accounts, l.CandidatePairs, l.Links, l.Clusters, l.Seconds)

	pkg := filepath.Join(b.dir, "world.zip")
	if err := remove(pkg); err != nil {
		return t, err
	}
	var e exported
	if u, err = call(b.ctx, &e, nil, b.workbench, "export", file, "-o", pkg, "--json", "--quiet"); err != nil {
		return t, err
	}
	add("export", u, "%d files, %s", e.Files, megabytes(e.Bytes))

	if err := warm(pkg); err != nil {
		return t, err
	}
	if u, err = call(b.ctx, nil, nil, b.workbench, "verify", pkg, "--json", "--quiet"); err != nil {
		return t, err
	}
	add("verify the package", u, "")
	if err := b.hashing(&t, pkg, e.Bytes, u.seconds); err != nil {
		return t, err
	}
	t.remark("targets at scale l: link in 90 s and under 1,500 MB anonymous; verify at 80 %% of one core's SHA-256 over the same bytes")
	return t, nil
}

// hashing sets the verify beside one core's SHA-256, in our process and in
// sha256sum, over as many bytes as the package holds.
func (b *bench) hashing(t *table, pkg string, payload int64, verify float64) error {
	size, err := sizeOf(pkg)
	if err != nil {
		return err
	}
	took, err := timed(func() error {
		f, err := os.Open(pkg)
		if err != nil {
			return err
		}
		defer f.Close()
		_, err = io.Copy(sha256.New(), f)
		return err
	})
	if err != nil {
		return err
	}
	t.add("crypto/sha256 of the zip", fmt.Sprintf("%.3f s", took), "", "",
		fmt.Sprintf("%s (%s unpacked); verify runs at %.0f %% of its speed", megabytes(size), megabytes(payload), 100*took/verify))
	if program, err := exec.LookPath("sha256sum"); err == nil {
		u, err := call(b.ctx, nil, nil, program, pkg)
		if err != nil {
			return err
		}
		t.add("sha256sum of the zip", fmt.Sprintf("%.3f s", u.seconds), "", "", "verify takes "+ratio(verify, u.seconds)+" that")
	}
	return nil
}
