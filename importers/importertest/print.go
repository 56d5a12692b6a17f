package importertest

import (
	"bytes"
	"encoding/json"
	"time"

	"casebench/casefile"
)

// Items prints what was accepted as JSON lines that a person can read: rows of
// tables with their columns by name, indicators, and the defects of both. Rows
// and offsets are those of the source.
func (s *Sink) Items() []byte {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	base := int64(1)
	for _, b := range s.Batches {
		for _, bl := range b.Blocks {
			schema := casefile.SchemaOf(bl.Table)
			for i := range bl.Rows {
				line := fields{{"table", bl.Table.String()}, {"row", base + int64(bl.Row[i])},
					{"offset", b.Offset + int64(bl.Offset[i])}, {"length", bl.Length[i]}}
				for c := range bl.Columns {
					if v := Value(schema.Columns[c].Kind, &bl.Columns[c], i); v != nil {
						line = append(line, field{schema.Columns[c].Name, v})
					}
				}
				for e := range bl.Extra {
					if v := Value(casefile.KindText, &bl.Extra[e].Vector, i); v != nil {
						line = append(line, field{"extra." + bl.Extra[e].Name, v})
					}
				}
				must(enc.Encode(line))
			}
		}
		for _, in := range b.Indicators {
			in.Origin.Row, in.Origin.Offset = base+in.Origin.Row, b.Offset+in.Origin.Offset
			must(enc.Encode(in))
		}
		for _, d := range b.Defects {
			must(enc.Encode(fields{{"defect", d.Reason}, {"row", base + d.Row}, {"object", d.Object}}))
		}
		base += int64(b.Rows)
	}
	return out.Bytes()
}

// RejectLines prints what was rejected, with the raw bytes found behind each
// reject's address.
func (s *Sink) RejectLines() []byte {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	raw := s.Raw()
	base := int64(1)
	for _, b := range s.Batches {
		for _, r := range b.Rejects {
			at := b.Offset + r.Offset
			text := raw[at : at+r.Length]
			must(enc.Encode(fields{{"row", base + r.Row}, {"offset", at}, {"length", r.Length}, {"reason", r.Reason},
				{"raw", string(text[:min(len(text), 200)])}}))
		}
		base += int64(b.Rows)
	}
	return out.Bytes()
}

// Value returns the value of row i of a vector in a form that JSON prints well,
// or nil for null.
func Value(k casefile.Kind, v *casefile.Vector, i int) any {
	if v.IsNull(i) {
		return nil
	}
	switch v.Form {
	case casefile.FormCodes:
		return v.Dict[v.Codes[i]-1]
	case casefile.FormFloats:
		return v.Floats[i]
	case casefile.FormTexts:
		return string(v.Texts.At(i))
	}
	if k == casefile.KindTime {
		return time.Unix(0, v.Ints[i]).UTC().Format(time.RFC3339Nano)
	}
	return v.Ints[i]
}

// field is one member of a JSON object that keeps its order.
type field struct {
	name  string
	value any
}

type fields []field

// MarshalJSON implements json.Marshaler.
func (f fields) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	for i, x := range f {
		b.WriteByte("{,"[min(i, 1)])
		if err := enc.Encode(x.name); err != nil {
			return nil, err
		}
		b.Truncate(b.Len() - 1)
		b.WriteByte(':')
		if err := enc.Encode(x.value); err != nil {
			return nil, err
		}
		b.Truncate(b.Len() - 1)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// must is for encoders that write to memory, which cannot fail.
func must(err error) {
	if err != nil {
		panic("importertest: " + err.Error())
	}
}
