package arch

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// LongFile is the length in lines from which a file deserves a hard look: is it
// still one idea?
const LongFile = 450

// Sizes are the lengths of the program's files in lines, tests left out.
type Sizes struct {
	Files  int
	Median int
	Ninth  int       // nine files in ten are at most this long
	Long   []Finding // from LongFile lines on
}

// Measure reads the length of every Go file of the packages. It judges nothing:
// drift in size is a conversation, not a gate.
func Measure(packages []Package) (Sizes, error) {
	var s Sizes
	var lengths []int
	for _, p := range packages {
		for _, name := range slices.Concat(p.GoFiles, p.CgoFiles) {
			b, err := os.ReadFile(filepath.Join(p.Dir, name))
			if err != nil {
				return s, fmt.Errorf("measure: %w", err)
			}
			n := bytes.Count(b, []byte("\n"))
			lengths = append(lengths, n)
			if n >= LongFile {
				s.Long = append(s.Long, Finding{Where: p.Room() + "/" + name, What: fmt.Sprintf("%d lines", n)})
			}
		}
	}
	if len(lengths) == 0 {
		return s, nil
	}
	slices.Sort(lengths)
	s.Files, s.Median, s.Ninth = len(lengths), lengths[len(lengths)/2], lengths[len(lengths)*9/10]
	return s, nil
}
