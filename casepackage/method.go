package casepackage

import (
	"bytes"
	"encoding/json"
	"io"
	"strconv"

	"github.com/klauspost/compress/gzip"

	"casebench/casefile"
)

// formatVersion is the version of FORMAT.md that this code writes and reads.
const formatVersion = 1

// tool is tool.json: what wrote the package.
type tool struct {
	Program string `json:"program"`
	Build   string `json:"build,omitempty"`
	Format  int    `json:"package_format"`
	Profile string `json:"profile"`
}

// recipe is recipe.json: what it takes to repeat the run.
type recipe struct {
	Run     *casefile.Run  `json:"run"`
	Sources []recipeSource `json:"sources"`
}

type recipeSource struct {
	ID     uint32 `json:"id"`
	SHA256 string `json:"sha256"`
	Rows   int64  `json:"rows"`
}

// weights is weights.json: every number that the run judged by.
type weights struct {
	Settings Settings `json:"settings"`
	Signals  []Signal `json:"signals"`
}

func (p *packer) methodMembers() []member {
	all := []member{
		p.json("data/method/tool.json", tool{p.c.Program, p.c.Build, formatVersion, string(p.o.Profile)}),
	}
	if !p.o.Profile.userData() {
		return all
	}
	all = append(all, p.stream("data/method/rejects.csv", p.rejectTable))
	run := p.c.Run
	if run == nil {
		return all
	}
	r := recipe{Run: run, Sources: []recipeSource{}}
	for i := range p.c.Sources {
		s := &p.c.Sources[i]
		r.Sources = append(r.Sources, recipeSource{s.ID, s.SHA256, s.Rows})
	}
	all = append(all,
		p.json("data/method/recipe.json", r),
		p.json("data/method/weights.json", weights{p.c.Settings, p.c.Signals}),
		p.bytes("data/method/model.json", func(w *bytes.Buffer) error { w.Write(run.Model); return nil }),
		p.bytes("data/method/suppressed.csv", p.suppressedTable),
		p.packed("data/method/result/links.jsonl.gz", func(w io.Writer) error { return jsonLines(w, p.c.Links) }),
		p.packed("data/method/result/clusters.jsonl.gz", func(w io.Writer) error { return jsonLines(w, p.c.Clusters) }))
	if p.c.Snapshot != nil {
		all = append(all, p.snapshotMembers(p.c.Snapshot)...)
	}
	return all
}

func (p *packer) json(path string, v any) member {
	return p.bytes(path, func(w *bytes.Buffer) error {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		return e.Encode(v)
	})
}

func jsonLines[T any](w io.Writer, all []T) error {
	e := json.NewEncoder(w)
	for i := range all {
		if err := e.Encode(&all[i]); err != nil {
			return err
		}
	}
	return nil
}

// packed makes a member that is a gzip file without name or time. The encoder is
// pinned with the module, so that one build always gives the same bytes.
func (p *packer) packed(path string, fill func(w io.Writer) error) member {
	return p.stream(path, func(w io.Writer) error {
		z, err := gzip.NewWriterLevel(w, 5)
		if err != nil {
			return err
		}
		if err := fill(z); err != nil {
			return err
		}
		return z.Close()
	})
}

func (p *packer) rejectTable(w io.Writer) error {
	t := newTable(w, "source", "row", "offset", "length", "reason")
	if p.c.Rejects != nil {
		for r, err := range p.c.Rejects {
			if err != nil {
				return err
			}
			t.add(r.Source, r.Row, r.Offset, r.Length, r.Reason)
		}
	}
	return t.close()
}

func (p *packer) suppressedTable(w *bytes.Buffer) error {
	t := newTable(w, "signal", "value_class", "value_token", "shared_by", "cap", "reason")
	for _, s := range p.c.Run.Suppressed {
		t.add(s.Signal, s.Class, p.token(s.Signal, s.Value), s.SharedBy, s.Cap, s.Reason)
	}
	return t.close()
}

const observationsFolder = "data/method/observations/"

func (p *packer) snapshotMembers(s *Snapshot) []member {
	all := []member{
		p.packed(observationsFolder+"accounts.csv.gz", func(w io.Writer) error {
			t := newTable(w, "code", "token")
			if s.Accounts != nil {
				for a, err := range s.Accounts {
					if err != nil {
						return err
					}
					t.add(a.Code, a.Token)
				}
			}
			return t.close()
		}),
		p.packed(observationsFolder+"events.csv.gz", func(w io.Writer) error {
			t := newTable(w, "account", "at_ns", "template")
			if s.Events != nil {
				for e, err := range s.Events {
					if err != nil {
						return err
					}
					t.add(e.Account, e.At, e.Template)
				}
			}
			return t.close()
		}),
		p.json(observationsFolder+"context.json", s.Context),
	}
	for k := 1; k < casefile.ObservationKinds(); k++ {
		kind := casefile.ObservationKind(k)
		all = append(all, p.kindMember(s, kind), p.valuesMember(s, kind))
	}
	return all
}

// kindMember writes the observations of a kind, or no file when there are none.
func (p *packer) kindMember(s *Snapshot, kind casefile.ObservationKind) member {
	path := observationsFolder + kind.String() + ".csv.gz"
	return p.optional(path, []string{"account", "value", "day", "count", "first_ns", "last_ns"}, func(t *rowWriter) error {
		if s.Observations == nil {
			return nil
		}
		rows := s.Observations(kind)
		if rows == nil {
			return nil
		}
		for o, err := range rows {
			if err != nil {
				return err
			}
			t.uint(uint64(o.Account)).uint(uint64(o.Value)).int(int64(o.Day)).int(o.Count).int(o.First).int(o.Last)
			if err := t.end(); err != nil {
				return err
			}
		}
		return nil
	})
}

func (p *packer) valuesMember(s *Snapshot, kind casefile.ObservationKind) member {
	path := observationsFolder + "values-" + kind.String() + ".csv.gz"
	columns := []string{"code", "token", "accounts", "class", "known_shared", "public", "stop", "halt"}
	return p.optional(path, columns, func(t *rowWriter) error {
		if s.Values == nil {
			return nil
		}
		values := s.Values(kind)
		if values == nil {
			return nil
		}
		for v, err := range values {
			if err != nil {
				return err
			}
			t.uint(uint64(v.Code)).text(v.Token).int(int64(v.Accounts)).text(v.Class).text(v.KnownShared).flag(v.Public).flag(v.Stop).flag(v.Halt)
			if err := t.end(); err != nil {
				return err
			}
		}
		return nil
	})
}

// optional makes a member that leaves itself out when it gets no row.
func (p *packer) optional(path string, columns []string, fill func(*rowWriter) error) member {
	return member{path, func(path string) error {
		_, _, err := p.z.stream(path, 0, func(w io.Writer) error {
			z, err := gzip.NewWriterLevel(w, 5)
			if err != nil {
				return err
			}
			t := newRowWriter(z, columns)
			if err := fill(t); err != nil {
				return err
			}
			if t.rows == 0 {
				return errAbandon
			}
			if err := t.flush(); err != nil {
				return err
			}
			return z.Close()
		})
		return err
	}}
}

// rowWriter writes rows of numbers without making strings of them.
type rowWriter struct {
	w    io.Writer
	b    []byte
	rows int64
}

func newRowWriter(w io.Writer, columns []string) *rowWriter {
	t := &rowWriter{w: w, b: make([]byte, 0, 64<<10)}
	for _, c := range columns {
		t.text(c)
	}
	t.b[len(t.b)-1] = '\n'
	return t
}

func (t *rowWriter) uint(v uint64) *rowWriter {
	t.b = append(strconv.AppendUint(t.b, v, 10), ',')
	return t
}

func (t *rowWriter) int(v int64) *rowWriter {
	t.b = append(strconv.AppendInt(t.b, v, 10), ',')
	return t
}

func (t *rowWriter) flag(v bool) *rowWriter {
	if v {
		return t.uint(1)
	}
	return t.uint(0)
}

func (t *rowWriter) text(s string) *rowWriter {
	t.b = append(appendCSV(t.b, guard(oneLine(s))), ',') // one row is one line
	return t
}

func (t *rowWriter) end() error {
	t.b[len(t.b)-1] = '\n'
	t.rows++
	if len(t.b) < 60<<10 {
		return nil
	}
	return t.flush()
}

func (t *rowWriter) flush() error {
	_, err := t.w.Write(t.b)
	t.b = t.b[:0]
	return err
}
