package casepackage

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"

	"casebench/casefile"
)

// The states of an exhibit in index.csv.
const (
	exhibitPresent   = "present"   // its bytes are in the package
	exhibitReference = "reference" // it has no bytes of its own
	exhibitWithheld  = "withheld"  // its bytes must stay in the case
	exhibitWithdrawn = "withdrawn" // the number is taken and stands for nothing
)

// exhibitRow is an exhibit as it was written.
type exhibitRow struct {
	*Exhibit
	file     string
	size     int64
	rows     int64
	withheld int64
	sha256   string
	state    string
}

// exhibitMembers returns the content files in order and the index after them.
func (p *packer) exhibitMembers() []member {
	var all []member
	for i := range p.c.Exhibits {
		x := &p.c.Exhibits[i]
		path := "data/exhibits/" + exhibitLabel(x.Number) + "_" + safeName(x.Name)
		switch {
		case x.Withdrawn:
			all = append(all, p.withoutFile(path, x, exhibitWithdrawn))
		case x.Rows != nil:
			all = append(all, member{path, func(path string) error { return p.rowExhibit(path, x) }})
		case x.Original != nil:
			all = append(all, member{path, func(path string) error { return p.originalExhibit(path, x) }})
		default:
			all = append(all, p.withoutFile(path, x, exhibitReference))
		}
	}
	return append(all, p.bytes("data/exhibits/index.csv", p.exhibitIndex))
}

func (p *packer) withoutFile(path string, x *Exhibit, state string) member {
	return member{path, func(string) error {
		p.exhibits = append(p.exhibits, exhibitRow{Exhibit: x, state: state})
		return nil
	}}
}

// rowExhibit writes source rows byte for byte, and beside them where each came from.
func (p *packer) rowExhibit(path string, x *Exhibit) error {
	row := exhibitRow{Exhibit: x, file: path, state: exhibitPresent}
	var index bytes.Buffer
	t := newTable(&index, "row", "source", "source_row", "source_offset", "length", "offset", "sha256", "withheld")
	s, _, err := p.z.stream(path, 0, func(w io.Writer) error {
		at := int64(0)
		for r, err := range x.Rows {
			if err != nil {
				return err
			}
			row.rows++
			why := r.Withhold
			if why == "" {
				if what := p.secrets.find(r.Raw); what != "" {
					why = "it holds " + what
				}
			}
			digest := sha256.Sum256(r.Raw)
			offset := fmt.Sprint(at)
			if why != "" {
				offset = ""
				row.withheld++
			} else {
				if _, err := w.Write(r.Raw); err != nil {
					return err
				}
				if _, err := io.WriteString(w, "\n"); err != nil {
					return err
				}
				at += int64(len(r.Raw)) + 1
			}
			t.add(row.rows, r.Origin.Source, r.Origin.Row, r.Origin.Offset, len(r.Raw), offset, hex.EncodeToString(digest[:]), why)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := t.close(); err != nil {
		return err
	}
	if row.withheld > 0 {
		p.block(casefile.Ref{Kind: casefile.RefExhibit, N: x.Number}.String(),
			fmt.Sprintf("%d of %d rows are withheld; %s.rows.csv says why.", row.withheld, row.rows, strings.TrimPrefix(path, "data/exhibits/")))
	}
	row.size, row.sha256 = s.size, hex.EncodeToString(s.sha256[:])
	p.exhibits = append(p.exhibits, row)
	return p.z.put(path+".rows.csv", index.Bytes())
}

// originalExhibit writes a whole source as received, unless a credential is met.
func (p *packer) originalExhibit(path string, x *Exhibit) error {
	row := exhibitRow{Exhibit: x, file: path, state: exhibitPresent}
	var what string
	s, kept, err := p.z.stream(path, x.Size, func(w io.Writer) error {
		r, err := x.Original(p.ctx)
		if err != nil {
			return err
		}
		defer func() { _ = r.Close() }() // read only
		what, err = p.secrets.copyDecoding(w, r)
		if err == nil && what != "" {
			err = errAbandon
		}
		return err
	})
	switch {
	case err != nil:
		return err
	case !kept:
		row.file, row.state = "", exhibitWithheld
		p.block(casefile.Ref{Kind: casefile.RefExhibit, N: x.Number}.String(), "The source holds "+what+"; exhibit single rows instead.")
	default:
		row.size, row.sha256 = s.size, hex.EncodeToString(s.sha256[:])
	}
	p.exhibits = append(p.exhibits, row)
	return nil
}

func (p *packer) exhibitIndex(w *bytes.Buffer) error {
	t := newTable(w, "exhibit", "title", "file", "original_name", "description", "custodian", "received", "from", "method",
		"source", "derived_from_sha256", "bytes", "rows", "sha256", "marking", "cited_in", "by", "at", "state")
	for i := range p.exhibits {
		x := &p.exhibits[i]
		if x.state == exhibitWithdrawn {
			t.add(exhibitLabel(x.Number), "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", x.By, x.At, x.state)
			continue
		}
		source, size, rows := "", "", ""
		if x.Source > 0 {
			source = fmt.Sprint(x.Source)
		}
		if x.state == exhibitPresent {
			size = fmt.Sprint(x.size)
		}
		if x.Rows != nil {
			rows = fmt.Sprint(x.rows)
		}
		t.add(exhibitLabel(x.Number), x.Title, strings.TrimPrefix(x.file, "data/exhibits/"), x.Name, x.Description, x.Custodian,
			x.Received, x.From, x.Method, source, x.DerivedFrom, size, rows, x.sha256, x.Marking.String(),
			strings.Join(x.CitedIn, " "), x.By, x.At, x.state)
	}
	return t.close()
}
