package casework

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"casebench/casefile"
	"casebench/importers"
	"casebench/internal/fault"
)

// trialRows is how many rows of a trial are shown.
const trialRows = 50

// Trial is what became of the first rows of a file under a mapping. Accepted,
// Rejected and Skipped add up to Rows.
type Trial struct {
	Whole    bool           `json:"whole"` // the file has no more rows
	Bytes    int            `json:"bytes"` // that were read, after decompression
	Rows     int            `json:"rows"`
	Accepted int            `json:"accepted"`
	Rejected int            `json:"rejected"`
	Skipped  int            `json:"skipped"`
	Columns  []TrialColumn  `json:"columns"`
	Lines    []TrialLine    `json:"lines"` // of accepted rows, in order
	Rejects  []RejectedRow  `json:"rejects"`
	Bad      map[string]int `json:"bad"` // by canonical column: values that do not parse
}

// TrialColumn is a column of the table with the column of the file that feeds it.
type TrialColumn struct {
	Name string        `json:"name"`
	From string        `json:"from"`
	Kind casefile.Kind `json:"kind"`
}

// TrialLine is one accepted row as it would be kept.
type TrialLine struct {
	Row   int64       `json:"row"`
	Cells []TrialCell `json:"cells"`
}

// TrialCell is one value. A bad one does not parse: it is shown as it came and
// would be kept as an extra field.
type TrialCell struct {
	Text string `json:"text"`
	Bad  bool   `json:"bad,omitempty"`
}

// try reads the whole records of a head as Import would.
func try(ctx context.Context, reading importers.Reading, h importers.Head, m *casefile.Mapping) (t *Trial, err error) {
	defer func() {
		if r := recover(); r != nil {
			t, err = nil, fault.New(fault.Internal, "The parser failed on "+h.Name+".", "Please report it; the case was not changed.", fmt.Errorf("panic: %v", r))
		}
	}()
	t = &Trial{Whole: h.Whole, Bad: map[string]int{}}
	var batches []*casefile.Batch
	switch r := reading.(type) {
	case importers.Rows:
		n := r.Cut(h.Bytes, h.Whole)
		b, err := r.NewDecoder().Decode(ctx, importers.Chunk{Raw: h.Bytes[:n]})
		if err != nil {
			return nil, err
		}
		b.Raw, t.Bytes = h.Bytes[:n], n
		batches = append(batches, b)
	case importers.Document:
		if !h.Whole {
			return nil, nil // it can only be understood whole
		}
		if batches, err = r.Parse(ctx, h.Bytes); err != nil {
			return nil, err
		}
	}
	from := map[string]string{}
	if m != nil {
		for name, to := range m.Columns {
			from[to] = name
		}
	}
	row := int64(0)
	for _, b := range batches {
		t.batch(b, from, row)
		row += int64(b.Rows)
	}
	return t, nil
}

// batch adds what was read; before is the number of rows in the batches before.
func (t *Trial) batch(b *casefile.Batch, from map[string]string, before int64) {
	t.Rows += b.Rows
	t.Accepted += b.Accepted()
	t.Rejected += len(b.Rejects)
	t.Skipped += b.Skipped
	for _, r := range b.Rejects {
		if len(t.Rejects) < trialRows {
			end := min(r.Offset+r.Length, int64(len(b.Raw)))
			raw := b.Raw[min(r.Offset, end):min(end, r.Offset+4096)]
			t.Rejects = append(t.Rejects, RejectedRow{Row: before + r.Row + 1, Offset: b.Offset + r.Offset, Length: r.Length, Reason: r.Reason, Raw: printable(raw)})
		}
	}
	for _, block := range b.Blocks {
		t.block(block, from, before)
	}
	if len(b.Indicators) > 0 {
		t.indicators(b.Indicators, before)
	}
}

func (t *Trial) block(b *casefile.Block, from map[string]string, before int64) {
	schema := casefile.SchemaOf(b.Table)
	if t.Columns == nil {
		for _, c := range schema.Columns {
			if name, ok := from[c.Name]; ok {
				t.Columns = append(t.Columns, TrialColumn{c.Name, name, c.Kind})
			}
		}
	}
	for i := range b.Rows {
		line := TrialLine{Row: before + int64(b.Row[i]) + 1}
		for _, c := range t.Columns {
			cell := TrialCell{}
			v := &b.Columns[schema.Index(c.Name)]
			if !v.IsNull(i) {
				cell.Text = valueText(v, i, c.Kind)
			} else if k := slices.IndexFunc(b.Extra, func(e casefile.Extra) bool { return e.Name == c.From }); k >= 0 && !b.Extra[k].Vector.IsNull(i) {
				cell = TrialCell{valueText(&b.Extra[k].Vector, i, casefile.KindText), true}
				t.Bad[c.Name]++
			}
			line.Cells = append(line.Cells, cell)
		}
		if len(t.Lines) < trialRows {
			t.Lines = append(t.Lines, line)
		}
	}
}

func (t *Trial) indicators(list []casefile.Indicator, before int64) {
	if t.Columns == nil {
		for _, name := range []string{"type", "value", "tlp", "comment"} {
			t.Columns = append(t.Columns, TrialColumn{name, name, casefile.KindText})
		}
	}
	for _, x := range list {
		if len(t.Lines) < trialRows {
			t.Lines = append(t.Lines, TrialLine{before + x.Origin.Row, []TrialCell{{Text: string(x.Type)}, {Text: x.Value}, {Text: x.TLP.String()}, {Text: x.Comment}}})
		}
	}
}

// valueText prints one value of a vector that is not null.
func valueText(v *casefile.Vector, i int, kind casefile.Kind) string {
	switch v.Form {
	case casefile.FormCodes:
		return v.Dict[v.Codes[i]-1]
	case casefile.FormFloats:
		return strconv.FormatFloat(v.Floats[i], 'g', -1, 64)
	case casefile.FormTexts:
		begin := uint32(0)
		if i > 0 {
			begin = v.Texts.Ends[i-1]
		}
		return string(v.Texts.Bytes[begin:v.Texts.Ends[i]])
	case casefile.FormInts:
		if kind == casefile.KindTime {
			return time.Unix(0, v.Ints[i]).UTC().Format("2006-01-02 15:04:05.999 UTC")
		}
		return strconv.FormatInt(v.Ints[i], 10)
	}
	return ""
}
