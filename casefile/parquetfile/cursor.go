package parquetfile

import (
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"
)

const (
	cursorValues = 256
	// maxSpan is how many values one row may hold in one column.
	maxSpan = 16 << 20
)

// cursor goes through the values of one column of a row group, row by row.
type cursor struct {
	node   *node
	pages  parquet.Pages
	page   parquet.Page
	values parquet.ValueReader
	buf    []parquet.Value
	at, n  int
	ended  bool
	span   []parquet.Value // of the row under way; good until the next row
}

func newCursor(n *node, chunk parquet.ColumnChunk) *cursor {
	return &cursor{node: n, pages: chunk.Pages(), buf: make([]parquet.Value, cursorValues)}
}

func (c *cursor) close() {
	parquet.Release(c.page)
	c.page = nil
	c.pages.Close()
}

// fill makes sure that a value is at hand, or that the column has ended.
func (c *cursor) fill() error {
	for c.at == c.n && !c.ended {
		if c.values == nil {
			page, err := c.pages.ReadPage()
			if err == io.EOF {
				c.ended = true
				return nil
			}
			if err != nil {
				return err
			}
			parquet.Release(c.page)
			c.page, c.values = page, page.Values()
		}
		n, err := c.values.ReadValues(c.buf)
		if err != nil && err != io.EOF {
			return err
		}
		if err == io.EOF || n == 0 {
			c.values = nil
		}
		c.at, c.n = 0, n
	}
	return nil
}

// next reads the values of the next row into span.
func (c *cursor) next() error {
	if c.at == c.n {
		if err := c.fill(); err != nil {
			return err
		}
		if c.ended {
			return fmt.Errorf("column %q has fewer rows than its row group: %w", c.node.name, io.ErrUnexpectedEOF)
		}
	}
	if c.node.rep == 0 {
		c.span = c.buf[c.at : c.at+1]
		c.at++
		return nil
	}
	// The values of a row may lie in several pages: they are kept until it is whole.
	c.span = append(c.span[:0], c.buf[c.at].Clone())
	c.at++
	for {
		if c.at == c.n {
			if err := c.fill(); err != nil || c.ended {
				return err
			}
		}
		if c.buf[c.at].RepetitionLevel() == 0 {
			return nil
		}
		if len(c.span) == maxSpan {
			return tooMuch("holds more than %d values in one column of a row", maxSpan)
		}
		c.span = append(c.span, c.buf[c.at].Clone())
		c.at++
	}
}

// done refuses a column that goes on behind the last row of its group.
func (c *cursor) done() error {
	if err := c.fill(); err != nil || c.ended {
		return err
	}
	return fmt.Errorf("column %q has more rows than its row group", c.node.name)
}
