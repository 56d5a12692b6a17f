package main

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
)

// scripts are the peers' side of the benchmark.
//
//go:embed peers/package.json peers/*.mjs
var scripts embed.FS

// peers is the folder in which the node packages are installed.
type peers struct {
	node, dir string
}

// findPeers installs the pinned packages once, into a folder of the user's cache
// that is named after their list, and lays the scripts beside them.
func findPeers(ctx context.Context, log io.Writer) (*peers, error) {
	node, err := exec.LookPath("node")
	if err != nil {
		return nil, errors.New("node is not installed")
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil, err
	}
	list, err := scripts.ReadFile("peers/package.json")
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(list)
	p := &peers{node: node, dir: filepath.Join(cache, "casebench-bench", hex.EncodeToString(sum[:6]))}
	if err := p.lay(); err != nil {
		return nil, err
	}
	done := filepath.Join(p.dir, "node_modules", ".complete")
	if _, err := os.Stat(done); err == nil {
		return p, nil
	}
	fmt.Fprintf(log, "bench: installing the peers into %s\n", p.dir)
	npm := exec.CommandContext(ctx, "npm", "install", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
	npm.Dir = p.dir
	if out, err := npm.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("npm install: %w\n%s", err, tail(out))
	}
	return p, os.WriteFile(done, nil, 0o644)
}

// lay writes the scripts into the folder.
func (p *peers) lay() error {
	if err := os.MkdirAll(p.dir, 0o755); err != nil {
		return err
	}
	return fs.WalkDir(scripts, "peers", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := scripts.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(p.dir, d.Name()), b, 0o644)
	})
}

// run runs one of the scripts and decodes what it prints.
func (p *peers) run(ctx context.Context, answer any, input []byte, script string, args ...string) (usage, error) {
	return call(ctx, answer, input, p.node, append([]string{"--max-old-space-size=4096", filepath.Join(p.dir, script)}, args...)...)
}
