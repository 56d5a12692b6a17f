package linkagetest

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"casebench/casefile"
	"casebench/linkage"
)

// Load reads the canonical tables of a folder, and truth/truth.csv if it is there.
func Load(dir string) (*World, error) {
	w := NewWorld()
	for _, t := range casefile.Tables() {
		name := t.String()
		for _, ext := range []string{".csv", ".jsonl", ".jsonl.gz"} {
			err := w.file(filepath.Join(dir, name+ext), t)
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				return nil, fmt.Errorf("%s%s: %w", name, ext, err)
			}
		}
	}
	err := each(filepath.Join(dir, "truth", "truth.csv"), func(get func(string) string) {
		w.Truth[get("account_id")] = Label{get("group"), get("kind")}
	})
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return w, err
}

func (w *World) file(path string, t casefile.Table) error {
	return each(path, func(get func(string) string) {
		switch t {
		case casefile.TableReleases:
			w.Release = append(w.Release, linkage.Release{At: instant(get("ts")), Kind: get("kind"), Name: w.Code(casefile.DomainModel, get("name"))})
		case casefile.TablePermissions:
			p := linkage.Permission{Org: w.Code(casefile.DomainOrg, get("org_id")), Kind: get("kind"),
				From: instant(get("valid_from")), Until: instant(get("valid_until"))}
			if a := get("account_id"); a != "" {
				p.Account = w.Account(a)
			}
			w.Permits = append(w.Permits, p)
		case casefile.TableKnownShared:
			w.Shared = append(w.Shared, linkage.KnownShared{Type: get("type"), Value: get("value"), Reason: get("reason")})
		default:
			w.row(t, get)
		}
	})
}

// each calls f for every row of a CSV or NDJSON file.
func each(path string, f func(get func(string) string)) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	var r io.Reader = bufio.NewReaderSize(file, 1<<20)
	if strings.HasSuffix(path, ".gz") {
		if r, err = gzip.NewReader(r); err != nil {
			return err
		}
	}
	if strings.HasSuffix(path, ".csv") {
		return eachCSV(csv.NewReader(r), f)
	}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<24)
	var row flat
	for lines.Scan() {
		if err := row.parse(lines.Bytes()); err != nil {
			return err
		}
		f(row.get)
	}
	return lines.Err()
}

// flat is one NDJSON record without nesting and without escapes, which is how
// demo worlds are written; anything else goes through encoding/json.
type flat struct {
	names, values []string
}

func (f *flat) get(name string) string {
	for i := range f.names {
		if f.names[i] == name {
			return f.values[i]
		}
	}
	return ""
}

func (f *flat) parse(line []byte) error {
	f.names, f.values = f.names[:0], f.values[:0]
	s := string(line)
	if strings.ContainsAny(s, "\\[") || strings.Count(s, "{") != 1 {
		return f.slow(line)
	}
	for s = strings.TrimPrefix(s, "{"); s != "" && s[0] == '"'; {
		name, rest, ok := strings.Cut(s[1:], `":`)
		if !ok || rest == "" {
			return f.slow(line)
		}
		end, skip := 0, 0
		if rest[0] == '"' {
			rest = rest[1:]
			end, skip = strings.IndexByte(rest, '"'), 1
		} else {
			end = strings.IndexAny(rest, ",}")
		}
		if end < 0 {
			return f.slow(line)
		}
		value := rest[:end]
		if skip == 0 && value == "null" {
			value = ""
		}
		f.names, f.values = append(f.names, name), append(f.values, value)
		s = strings.TrimLeft(rest[end+skip:], ",} ")
	}
	return nil
}

func (f *flat) slow(line []byte) error {
	var row map[string]json.RawMessage
	if err := json.Unmarshal(line, &row); err != nil {
		return err
	}
	f.names, f.values = f.names[:0], f.values[:0]
	for name, raw := range row {
		f.names = append(f.names, name)
		var s string
		if json.Unmarshal(raw, &s) != nil {
			s = string(raw)
		}
		f.values = append(f.values, s)
	}
	return nil
}

func eachCSV(r *csv.Reader, f func(get func(string) string)) error {
	head, err := r.Read()
	if err != nil {
		return err
	}
	at := map[string]int{}
	for i, name := range head {
		at[name] = i
	}
	for {
		rec, err := r.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		f(func(name string) string {
			if i, ok := at[name]; ok && i < len(rec) {
				return rec[i]
			}
			return ""
		})
	}
}
