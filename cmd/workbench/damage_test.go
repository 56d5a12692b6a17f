package main

import (
	"context"
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// A page that claims to be followed by four thousand million others once made
// verify run for ever and eat all memory: the database's own check counts them.
// The program is run as a process, because that check ends only with it; the
// limit stands for "for ever".
func TestDamagedPageDoesNotHoldVerifyUp(t *testing.T) {
	path := filepath.Join(t.TempDir(), "damaged.case")
	if code, _, msg := call("new", path, "--quiet"); code != exitOK {
		t.Fatal(msg)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	// bbolt's page header: id, 8 bytes; flags, 2; count, 2; overflow, 4. A leaf has flag 2.
	const page, leaf = 4096, 2
	damaged := 0
	for at := 2 * page; at < len(b); at += page {
		id, flags := binary.LittleEndian.Uint64(b[at:]), binary.LittleEndian.Uint16(b[at+8:])
		if id == uint64(at/page) && flags == leaf {
			binary.LittleEndian.PutUint32(b[at+12:], 0xffffff00)
			damaged++
		}
	}
	if damaged == 0 {
		t.Fatal("no page to damage was found")
	}
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	c := program(ctx, "verify", path, "--quiet", "--json")
	out, _ := c.Output()
	if code := c.ProcessState.ExitCode(); code != exitVerification {
		t.Errorf("verify ends with %d, want %d: %s", code, exitVerification, out)
	}
}
