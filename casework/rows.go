package casework

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/parquet-go/parquet-go"

	"casebench/casefile"
	"casebench/casefile/query"
	"casebench/internal/fault"
)

// rowWriter writes rows in one format.
type rowWriter interface {
	row(query.Row) error
	close() error
}

// WriteRows writes the rows that match as "csv", "jsonl" or "parquet", in order.
// Limit 0 writes all.
func (c *Casework) WriteRows(ctx context.Context, o QueryOptions, format string, w io.Writer) error {
	if o.counts() || o.CountOnly {
		return fault.New(fault.Usage, "Counts are printed as a table or as JSON.", "Leave --out out, or give --json.", nil)
	}
	q, err := query.Parse(o.Expr)
	if err != nil {
		return err
	}
	fields, err := c.fields()
	if err != nil {
		return err
	}
	var out rowWriter
	switch format {
	case "csv":
		out = newCSVRows(w, fields)
	case "jsonl":
		out = &jsonRows{json.NewEncoder(w)}
	case "parquet":
		out = newParquetRows(w, fields)
	default:
		return fault.New(fault.Usage, "There is no output format "+strconv.Quote(format)+".", "Use csv, jsonl or parquet.", nil)
	}
	n := 0
	err = query.Each(ctx, c.searchSource(), q, c.searchOptions(ctx), nil, func(r query.Row) (bool, error) {
		n++
		mask(&r)
		return o.Limit <= 0 || n < o.Limit, out.row(r)
	})
	if err != nil {
		return err
	}
	return out.close()
}

// field is one column of an output.
type field struct {
	name string
	kind casefile.Kind
}

// fields returns the columns of every table that has rows, each name once, extra
// fields last.
func (c *Casework) fields() ([]field, error) {
	var out []field
	seen := map[string]bool{}
	var extra []string
	for _, t := range casefile.Tables() {
		blocks, err := c.file.Blocks(t)
		if err != nil {
			return nil, err
		}
		if len(blocks) == 0 {
			continue
		}
		for _, col := range casefile.SchemaOf(t).Columns {
			if !seen[col.Name] {
				seen[col.Name] = true
				out = append(out, field{col.Name, col.Kind})
			}
		}
		for _, b := range blocks {
			for _, name := range b.Extra {
				if !seen["extra."+name] {
					seen["extra."+name] = true
					extra = append(extra, "extra."+name)
				}
			}
		}
	}
	slices.Sort(extra)
	for _, name := range extra {
		out = append(out, field{name, casefile.KindText})
	}
	return out, nil
}

type jsonRows struct{ enc *json.Encoder }

func (j *jsonRows) row(r query.Row) error { return j.enc.Encode(r) }
func (j *jsonRows) close() error          { return nil }

type csvRows struct {
	w      *csv.Writer
	fields []field
	header bool
}

func newCSVRows(w io.Writer, fields []field) *csvRows {
	return &csvRows{w: csv.NewWriter(w), fields: fields}
}

func (c *csvRows) row(r query.Row) error {
	if err := c.begin(); err != nil {
		return err
	}
	cells := []string{casefile.EventRef(r.Origin.Source, r.Origin.Row).String(), r.Table.String()}
	for _, f := range c.fields {
		text := ""
		if v, ok := r.Value(f.name); ok {
			text = v.String()
			if v.Kind == casefile.KindCode || v.Kind == casefile.KindText {
				text = guarded(text)
			}
		}
		cells = append(cells, text)
	}
	return c.w.Write(cells)
}

func (c *csvRows) begin() error {
	if c.header {
		return nil
	}
	c.header = true
	names := []string{"ref", "table"}
	for _, f := range c.fields {
		names = append(names, guarded(f.name))
	}
	return c.w.Write(names)
}

func (c *csvRows) close() error {
	if err := c.begin(); err != nil {
		return err
	}
	c.w.Flush()
	return c.w.Error()
}

// guarded keeps a spreadsheet from running text as a formula.
func guarded(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		if _, err := strconv.ParseFloat(s, 64); err != nil {
			return "'" + s
		}
	}
	return s
}

type parquetRows struct {
	w      *parquet.GenericWriter[any]
	fields []field // in the order of the file's columns
}

// newParquetRows writes optional columns, typed as in the case: text, 64-bit
// integers, doubles and timestamps in nanoseconds.
func newParquetRows(w io.Writer, fields []field) *parquetRows {
	fields = append([]field{{"ref", casefile.KindText}, {"table", casefile.KindText}}, fields...)
	group := parquet.Group{}
	for _, f := range fields {
		node := parquet.String()
		switch f.kind {
		case casefile.KindInt:
			node = parquet.Int(64)
		case casefile.KindFloat:
			node = parquet.Leaf(parquet.DoubleType)
		case casefile.KindTime:
			node = parquet.Timestamp(parquet.Nanosecond)
		}
		group[f.name] = parquet.Optional(node)
	}
	slices.SortFunc(fields, func(a, b field) int { return strings.Compare(a.name, b.name) })
	schema := parquet.NewSchema("events", group)
	return &parquetRows{parquet.NewGenericWriter[any](w, schema, parquet.Compression(&parquet.Zstd), parquet.CreatedBy("casebench", "", "")), fields}
}

func (p *parquetRows) row(r query.Row) error {
	row := make(parquet.Row, 0, len(p.fields))
	for i, f := range p.fields {
		var v parquet.Value
		switch f.name {
		case "ref":
			v = parquet.ByteArrayValue([]byte(casefile.EventRef(r.Origin.Source, r.Origin.Row).String()))
		case "table":
			v = parquet.ByteArrayValue([]byte(r.Table.String()))
		default:
			got, ok := r.Value(f.name)
			if !ok {
				row = append(row, parquet.NullValue().Level(0, 0, i))
				continue
			}
			switch f.kind {
			case casefile.KindInt, casefile.KindTime:
				v = parquet.Int64Value(got.Int)
			case casefile.KindFloat:
				v = parquet.DoubleValue(got.Float)
			default:
				v = parquet.ByteArrayValue([]byte(got.String()))
			}
		}
		row = append(row, v.Level(0, 1, i))
	}
	_, err := p.w.WriteRows([]parquet.Row{row})
	return err
}

func (p *parquetRows) close() error { return p.w.Close() }
